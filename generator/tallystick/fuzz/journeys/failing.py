"""What may end badly: taken though nobody knows whether it is meant, or made on purpose.

One job in fifty fails, or only one whose source nobody can fetch. What is wrong with those that
failed is seen by who has some.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.moves import changed
from tallystick.fuzz.bodies.plausible import NOWHERE, addressed, known_texts
from tallystick.fuzz.bodies.variants import paths
from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import keyed, success
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.journeys.subjects import with_value
from tallystick.fuzz.ledger import smaller_first
from tallystick.fuzz.model import Case, Path
from tallystick.fuzz.requests.composing import json_content
from tallystick.ir import Enumeration, Lifecycle, Scalar, TypeId, Union, words
from tallystick.solve.places import place
from tallystick.text import Json

FEW: Final = 8
"""Resources of one chain that are looked at since they need not have been taken."""
FAR: Final = 4
"""Bodies whose addresses lead nowhere."""
SAID: Final = 12
"""Bodies with texts of their own."""
ROOM: Final = 40
"""Characters that a text takes which may say anything."""
CALLED: Final = frozenset(
    """
    abandoned abort aborted archived cancel canceled cancelled closed deleted expired removed
    revoked stopped superseded withdrawn
    """.split()  # noqa: SIM905 - many words
)
"""Words of ends that somebody, or a clock, brings about: no body does."""
WHY: Final = frozenset({"error", "failure", "reason"})
"""Words of members that say why something failed."""
NAMES: Final = frozenset({"code", "id", "ids", "key", "name", "ref", "reference", "token", "type"})
"""Last words of the names of texts that do not say anything."""


class Failing:
    """Knows what may end badly."""

    def __init__(self, judging: Judging, resources: Resources) -> None:
        """Look at what was made.

        Args:
            judging: Judges bodies.
            resources: What was made.
        """
        self._judging = judging
        self._resources = resources

    def doubtful(self, chain: Chain) -> list[Made]:
        """Return a few of what was taken and need not have been, of each sort in turn."""
        turn: Counter[object] = Counter()
        ranked: list[tuple[int, Made]] = []
        for made in self._resources.doubtful.get(chain.create.id, []):
            sort = made.case.kind, made.case.claim
            ranked.append((turn[sort], made))
            turn[sort] += 1
        return [made for _, made in sorted(ranked, key=lambda each: each[0])][:FEW]

    def made(self, chain: Chain, machine: Lifecycle) -> Iterator[tuple[Case, Mapping[str, str]]]:
        """Yield requests for what may fail later, each with what its path is given.

        A source cannot be fetched, or a text is one that nobody sent yet: of the reasons that the
        document lists, where it does.
        """
        content = json_content(chain.create)
        if content is None or content.type is None:
            return
        known = self._resources.of(chain.create.id)
        fit = (it for it in known if not (keyed(chain.create, it.case) or it.case.names))
        by_case = {id(it.case): it for it in fit if it.case.has_value}
        bases = [by_case[id(it)] for it in smaller_first(it.case for it in by_case.values())]
        told = _reasons(self._judging, chain, machine)
        found = self._far(content.type, bases)
        said = ([*self._said(content.type, base, told)] for base in bases)
        found += next(filter(None, said), [])
        for made, value in found:
            case = with_value(made.case, value)
            yield replace(case, expect="documented", touches=(), claim=None), made.given

    def _far(self, type_id: TypeId, bases: list[Made]) -> list[tuple[Made, Json]]:
        """Return bodies with an address that leads nowhere, at one place each."""
        found: dict[str, tuple[Made, Json]] = {}
        for made in bases:
            for path, at, declared in self._texts(type_id, made.case.value):
                value = changed(made.case.value, path, NOWHERE)
                wanted = len(found) < FAR and at not in found and addressed(declared, at)
                if wanted and self._judging.broken(type_id, value).nothing:
                    found[at] = made, value
        return list(found.values())

    def _said(self, type_id: TypeId, base: Made, told: list[str]) -> Iterator[tuple[Made, Json]]:
        """Yield bodies with texts that no other one has."""
        body = base.case.value
        free = [path for path, at, it in self._texts(type_id, body) if _free(it, at)]
        for number in range(SAID if free else 0):
            value = body
            for path in free:
                value = changed(value, path, f"{told[number % len(told)]} {number + 1}")
            if self._judging.broken(type_id, value).nothing:
                yield base, value

    def _texts(self, type_id: TypeId, value: Json) -> Iterator[tuple[Path, str, Scalar]]:
        """Yield the texts of a body: the way there, its place, and what is declared there."""
        types = self._judging.api.types
        known = ((at, types[inner]) for at, inner in places(self._judging.api, type_id))
        texts = {at: it for at, it in known if isinstance(it, Scalar) and it.kind == "string"}
        for path, part in paths(value):
            at = place(path)
            if at in texts and isinstance(part, str):
                yield path, at, texts[at]


def comes(machine: Lifecycle) -> frozenset[str]:
    """Return the ends that come of what was asked, and that nobody brings about later."""
    ends = (each.name for each in machine.states if not each.next)
    return frozenset(it for it in ends if CALLED.isdisjoint(words(it.lower())))


def failures(machine: Lifecycle) -> frozenset[str]:
    """Return those of them at which something went wrong."""
    return comes(machine) - set(machine.success)


def _reasons(judging: Judging, chain: Chain, machine: Lifecycle) -> list[str]:
    """Return what may be said of a failure, as words; one text at the least."""
    api, shown = judging.api, success(chain.get)
    found: dict[str, None] = {}
    for field in api.fields(shown) if shown is not None else ():
        declared = api.types[field.type]
        variants = declared.variants if isinstance(declared, Union) else (field.type,)
        says = field.wire in machine.reason or not WHY.isdisjoint(words(field.wire))
        for each in (api.types[it] for it in variants if says):
            if isinstance(each, Enumeration):
                texts = (it.value for it in each.members if isinstance(it.value, str))
                found |= {" ".join(words(it)): None for it in texts}
    return list(found) or sorted(failures(machine))


def _free(declared: Scalar, at: str) -> bool:
    """Whether a text may say anything."""
    bare = declared.format is None and declared.pattern is None
    long = declared.max_length is None or declared.max_length >= ROOM
    named = words(at.rpartition("/")[2])[-1:]
    return bare and long and known_texts(declared, at) is None and NAMES.isdisjoint(named)
