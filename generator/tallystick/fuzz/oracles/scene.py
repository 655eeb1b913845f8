"""What every oracle looks at: the document, and how to say what was found."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from random import Random
from typing import Any, TypeVar

import jsonschema_rs

from tallystick.diagnostics import Span, escape
from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.chains import Chain, chains
from tallystick.fuzz.model import Case, Claim, Finding, Reply, Weight
from tallystick.fuzz.oracles.possible import Possible
from tallystick.ir import Api, Enumeration, Operation, Record, TypeId

Made = TypeVar("Made")
SHUT = frozenset({401, 403})
PLAIN_CLAIM = "request:valid"


class Scene:
    """One API under trial.

    Attributes:
        judging: Its validators and rules.
        operations: Its operations by id.
        possible: Knows which responses no answer can keep.
        anonymous: Nobody gave a credential.
        admitted: (operation, caller) of requests that were accepted.
        wrong_ids: (operation, place) -> refusals of ids that break their schema.
        defaults: (type, member) that an answer showed as it is by default -> whether nobody had
            asked for it.
        shown: Place of a content -> places of members that only its examples list.
        added: Names of members that accepted bodies had and their types do not list.
        sound: Answers that were as documented, as far as they say the same: operation, method,
            status, body, headers.
        had: Name of a member that no two may have alike -> what accepted bodies had there.
        crowd: Chooses values that nobody has, once the server had some that this campaign did not
            send: those of an earlier one, say; None before.
        keeps: Some of these came back: what is listed may have others by other clients.
    """

    def __init__(self, api: Api, judging: Judging, *, anonymous: bool = False) -> None:
        """Look at an API."""
        self.api = api
        self.anonymous = anonymous
        self.judging = judging
        self.operations: dict[str, Operation] = {each.id: each for each in api.operations}
        self.possible = Possible(api)
        self.admitted: set[tuple[str, str]] = set()
        self.wrong_ids: dict[tuple[str, str], list[tuple[Case, Reply]]] = {}
        self._open: dict[TypeId, dict[str, set[type]]] = {}
        self._secrets: dict[TypeId, frozenset[str]] = {}
        self._identities: dict[str, frozenset[str]] = {}
        self._members: dict[TypeId, dict[str, TypeId]] = {}
        self.defaults: dict[tuple[TypeId, str], set[bool]] = {}
        self.shown: dict[Span, frozenset[str]] = {}
        self.added: set[str] = set()
        self.had: dict[str, set[str | int]] = {}
        self.crowd: Random | None = None
        self.keeps = False
        self.sound: set[tuple[object, ...]] = set()
        self._made: dict[object, Any] = {}
        self.rules = frozenset(rule.id for each in api.types.values() for rule in each.rules)
        self.server_rules = frozenset(
            rule.id for each in api.types.values() for rule in each.rules if rule.text is None
        )

    def once(self, key: object, make: Callable[[], Made]) -> Made:
        """Return what the document says, whatever comes back: made once for each key."""
        try:
            made: Made = self._made[key]
        except KeyError:
            made = self._made[key] = make()
        return made

    @cached_property
    def chains(self) -> tuple[Chain, ...]:
        """How operations follow each other."""
        return chains(self.api)

    @cached_property
    def acts(self) -> frozenset[str]:
        """Operations that do something to a resource, whose state may be in the way (409)."""
        done = (it.get for it in self.chains if it.get.method == "post" and not it.inside)
        return frozenset(it.id for it in done if any(each.status == "409" for each in it.responses))

    def shut(self, case: Case, reply: Reply) -> bool:
        """Whether a refusal is for want of a credential, which nobody gave."""
        needed = self.anonymous and bool(self.operations[case.operation].security)
        return needed and reply.status in SHUT

    def grows(self, type_id: TypeId) -> Mapping[str, set[type]]:
        """Return the places of a type whose enumerations may grow (``x-extensible-enum``).

        Each has the kinds of values that it may get more of.
        """
        known = self._open.get(type_id)
        if known is None:
            known = self._open[type_id] = {}
            for at, inner in places(self.api, type_id):
                declared = self.api.types[inner]
                if isinstance(declared, Enumeration) and declared.open:
                    known.setdefault(at, set()).update(type(it.value) for it in declared.members)
        return known

    def identities(self, operation: Operation) -> frozenset[str]:
        """Return the names of members that say which resource an operation makes or changes."""
        known = self._identities.get(operation.id)
        if known is None:
            path = operation.path.rstrip("/")
            below = re.compile(re.escape(path) + r"/\{([^{}/]*)\}")
            ways = (below.match(each.path) for each in self.api.operations)
            chained = (each for each in self.chains if each.create is operation)
            known = self._identities[operation.id] = frozenset(
                {pointer[1:] for each in chained for _, pointer in each.values}
                | {way[1] for way in ways if way}
                | set(re.findall(r"\{([^{}/]*)\}", path))
            )
        return known

    def members(self, type_id: TypeId) -> dict[str, TypeId]:
        """Return the members of a type with their types, none of what is no record."""
        known = self._members.get(type_id)
        if known is None:
            fields = self.api.fields(type_id)
            known = self._members[type_id] = {each.wire: each.type for each in fields}
        return known

    def own(self, record: Record, name: str) -> TypeId | None:
        """Return the type of a member that a record does not name; None where it says none.

        Args:
            record: What the member is in.
            name: The member, which is none of the declared ones.
        """
        for pattern, type_id in record.patterns:
            if matches(pattern.raw, name):
                return type_id
        return None if isinstance(record.additional, bool) else record.additional

    def secrets(self, type_id: TypeId) -> frozenset[str]:
        """Return the members of a type that only requests have."""
        known = self._secrets.get(type_id)
        if known is None:
            fields = self.api.fields(type_id)
            written = frozenset(each.wire for each in fields if each.direction == "write")
            known = self._secrets[type_id] = written
        return known


@lru_cache(maxsize=1024)
def matches(pattern: str, text: str) -> bool:
    """Whether a pattern of a schema is found in a text, as validators read it."""
    with suppress(ValueError):
        return bool(jsonschema_rs.Draft202012Validator({"pattern": pattern}).is_valid(text))
    return False


def claim_of(case: Case) -> Claim:
    """Return what is at stake in a case."""
    return case.claim or Claim(operation=case.operation, name=PLAIN_CLAIM)


def finding(  # noqa: PLR0913 - each part of a finding
    kind: str,
    sentence: str,
    case: Case,
    reply: Reply,
    *,
    weight: Weight = Weight.ERROR,
    claim: Claim | None = None,
) -> Finding:
    """Return one finding about an answer."""
    return Finding(
        kind=kind,
        weight=weight,
        claim=claim or claim_of(case),
        sentence=sentence,
        case=case,
        reply=reply,
    )


def about(case: Case, name: str, at: str = "", *, member: str = "") -> Claim:
    """Return a claim about the answers of a case's operation.

    Args:
        case: Names the operation.
        name: What is claimed.
        at: JSON Pointer to the place.
        member: The place, where it is a member of the whole.
    """
    return _claim(case.operation, name, f"/{escape(member)}" if member else at)


@lru_cache(maxsize=1024)
def _claim(operation: str, name: str, at: str) -> Claim:
    """Return the same claim again: many answers say the same."""
    return Claim(operation=operation, name=name, at=at)
