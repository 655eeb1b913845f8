"""Endless further bodies: parts of known ones put together at random, and judged.

A known valid body takes over a few members of other known bodies. What comes of it is sent when it
is valid, and when it breaks exactly one thing; the rest is dropped. That costs one judgement a
body, so it keeps up with a fast server, and it meets combinations that nobody thought of.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final, TypeAlias

from tallystick.fuzz.bodies.encoded import encoded
from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.bodies.judging import Broken, Judging, compact
from tallystick.fuzz.bodies.moves import changed
from tallystick.fuzz.bodies.remembering import key
from tallystick.fuzz.model import Case, Claim, Message, Path
from tallystick.ir import MISSING, Missing, TypeId
from tallystick.solve.places import place
from tallystick.text import Json

Part: TypeAlias = "Json | Missing"
_Spot: TypeAlias = tuple[Path, str, Part]
KIND: Final = "variant"
NONE: Final = Message(method="", path="")
TAKEN: Final = (1, 1, 1, 2, 2, 3)
"""How many parts a body takes over, each as likely as it stands here."""
FRUITLESS: Final = 300
"""Bodies in a row that bring nothing new after which an operation has no more."""
LARGEST: Final = 1_500
"""Bytes of a known body that others are made of."""
MOST_PARTS: Final = 64
"""Different parts that are known for one place."""
AROUND: Final = 0.15
"""How often a number or a text is changed a little instead of being taken over."""
_VARIED: Final = (int, float, str)
ITEMS: Final = 3
DEPTH: Final = 12


@dataclass(slots=True)
class _Parts:
    """What is known to stand at one place; each once."""

    values: list[Part] = field(default_factory=list)
    seen: set[bytes] = field(default_factory=set)

    def add(self, value: Part) -> None:
        if len(self.values) == MOST_PARTS:
            return
        spelt = b"" if isinstance(value, Missing) else key(value)
        if spelt not in self.seen:
            self.seen.add(spelt)
            self.values.append(value)


class Variants:
    """The variants of the bodies of one operation."""

    def __init__(
        self,
        judging: Judging,
        type_id: TypeId,
        known: Sequence[Case],
        *,
        seed: int,
        statuses: Sequence[str],
    ) -> None:
        """Vary the bodies of planned cases.

        Args:
            judging: Judges what comes of it.
            type_id: Type of the body.
            known: Cases of one operation with a body; variants begin with accepted ones.
            seed: Same seed and cases, same variants.
            statuses: Statuses of the rules that may be broken.
        """
        self._judging = judging
        self._type = type_id
        self._chance = Random(f"{seed} {known[0].operation if known else ''}")  # noqa: S311 - repeatable
        whole = [case for case in known if len(case.message.body or b"") <= LARGEST]
        self._hosts = [case for case in whole if case.expect == "accepted"]
        self._plain = min((case.message for case in self._hosts), key=_parts_of, default=NONE)
        self._sent = {case.message.body for case in known}
        self._seen: set[bytes] = set()
        self._claims: dict[tuple[str, str], Claim] = {}
        self._members: dict[str, dict[str, None]] = {}
        self._parts: dict[str, _Parts] = {}
        for case in whole:
            if case.expect == "accepted" or (case.claim is not None and case.claim.rule):
                self._learn(case.value)
        self._spots = [self._spots_of(case.value) for case in self._hosts]
        self._fruitless = 0
        self._encoded = {
            at for at, inner in places(judging.api, type_id) if encoded(judging.api, inner)
        }
        self._broken = frozenset(
            where
            for where, (rule, _) in judging.rules_at(type_id).items()
            if rule.status in statuses
        )

    def _learn(self, value: Json) -> None:
        for path, part in paths(value):
            at = place(path)
            if path:
                self._parts.setdefault(at, _Parts()).add(part)
            if isinstance(part, dict):
                self._members.setdefault(at, {}).update(dict.fromkeys(part))

    def _spots_of(self, value: Json) -> list[_Spot]:
        """Return the places of a body, those of members that it lacks included."""
        spots: list[_Spot] = []
        for path, part in paths(value):
            if path:
                spots.append((path, place(path), part))
            if isinstance(part, dict) and len(path) < DEPTH:
                ways = [(*path, name) for name in self._members[place(path)] if name not in part]
                spots += [(way, place(way), MISSING) for way in ways]
        for _, at, _ in (spot for spot in spots if isinstance(spot[2], Missing)):
            self._parts[at].add(MISSING)
        return spots

    def next(self) -> Case | None:
        """Return one more variant; None when nothing new was found for long."""
        if not self._hosts:
            return None
        while self._fruitless < FRUITLESS:
            self._fruitless += 1
            number = self._chance.randrange(len(self._hosts))
            host = self._hosts[number]
            value = self._varied(host.value, self._spots[number])
            spelt = key(value)
            if spelt in self._seen:
                continue
            self._seen.add(spelt)
            case = self._case(host, value)
            if case is not None:
                self._fruitless = 0
                return case
        return None

    def _varied(self, value: Json, spots: list[_Spot]) -> Json:
        chance = self._chance
        for _ in range(chance.choice(TAKEN) if spots else 0):
            path, at, part = spots[int(chance.random() * len(spots))]
            if chance.random() < AROUND and isinstance(part, _VARIED):
                near = self._near(part)
                value = value if at in self._encoded else changed(value, path, near)
            else:
                known = self._parts[at].values
                value = changed(value, path, known[int(chance.random() * len(known))])
        return value

    def _near(self, part: float | str) -> Json:
        chance = self._chance
        if isinstance(part, bool):
            return not part
        if isinstance(part, int):
            return part + chance.choice((-10, -1, 1, 2, 10))
        if isinstance(part, float):
            return round(part * chance.choice((0.5, 0.9, 1.1, 2.0)), 3)
        at = chance.randint(0, len(part))
        return part[:at] + chance.choice(("a", "Z", "7", " ", "é", "-")) + part[at:]

    def _case(self, host: Case, value: Json) -> Case | None:
        found = self._judging.single(self._type, value)
        if found is None:
            return None
        claim = None if found.nothing else self._claim(host.operation, found)
        if claim is None and not found.nothing:
            return None
        body = compact(value)
        if body in self._sent:
            return None
        plain = self._plain
        message = Message(
            method=plain.method,
            path=plain.path,
            query=plain.query,
            headers=plain.headers,
            body=body,
        )
        return Case(
            operation=host.operation,
            kind=KIND,
            expect=host.expect if claim is None else "refused",
            message=message,
            claim=claim,
            value=value,
            has_value=True,
            takes=host.takes,
        )

    def _claim(self, operation: str, found: Broken) -> Claim | None:
        """Return the one thing that is broken; None for a rule that is not to be broken."""
        told = (*(found.rules & self._broken), *((f"schema:{it}", at) for it, at in found.keywords))
        for name, at in told:
            if (name, at) not in self._claims:
                self._claims[name, at] = Claim(operation=operation, name=name, at=at)
            return self._claims[name, at]
        return None


def _parts_of(message: Message) -> int:
    """Return how much a message holds beside its body: a key is good for one body only."""
    return len(message.headers) + len(message.query)


def woven(variants: Sequence[Variants], most: int) -> Iterator[Case]:
    """Yield variants of all operations in turn, `most` at most."""
    left = list(variants)
    given = 0
    while left:
        for each in list(left):
            if given >= most:
                return
            case = each.next()
            if case is None:
                left.remove(each)
                continue
            given += 1
            yield case


def paths(value: Json) -> Iterator[tuple[Path, Json]]:
    """Yield the ways into a body with what stands there, itself first; few items of lists."""
    todo: list[tuple[Path, Json]] = [((), value)]
    while todo:
        path, part = todo.pop(0)
        yield path, part
        if len(path) >= DEPTH:
            continue
        if isinstance(part, dict):
            todo += [((*path, name), inner) for name, inner in part.items()]
        elif isinstance(part, list):
            todo += [((*path, index), item) for index, item in enumerate(part[:ITEMS])]
