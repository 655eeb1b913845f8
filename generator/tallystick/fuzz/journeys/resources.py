"""The resources that a campaign made, and which of them may be changed or deleted."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.chains import EMPTY, SAFE, Chain
from tallystick.fuzz.documented import answer, keyed
from tallystick.fuzz.model import Case, Reply

SPARED: Final = 4
"""Every so many resources one is left alone by those who follow them, to be changed."""
DOUBTFUL: Final = 32
"""Resources of one operation that are kept of those whose requests need not have been taken."""
SHOWN: Final = 32
"""Items of one list that are remembered, where nobody makes them."""


@dataclass(slots=True)
class Made:
    """One resource.

    Attributes:
        number: Which creation of its operation it was.
        spare: Nobody follows it, so it may be changed.
        given: What the path of the request was given.
        changed: What was done to it last, None for nothing.
        moved: Something is done to it that may change its state.
        born: When it was made, by the monotonic clock.
    """

    number: int
    case: Case
    reply: Reply
    spare: bool
    given: Mapping[str, str] = field(default_factory=dict)
    changed: Case | None = None
    moved: bool = False
    born: float = field(default_factory=time.monotonic)

    def bindings(self, chain: Chain) -> dict[str, str] | None:
        """Return what the path of the next request needs, None when something is missing."""
        return chain.bindings(answer(self.reply), self.given)


@dataclass(slots=True)
class Resources:
    """What accepted requests made, by operation.

    Attributes:
        chains: How operations follow each other.
        made_up: Operation -> values of its path, for those that ask for what a list shows, where
            it shows nothing.
        doubtful: What was taken and need not have been, by operation: it may fail later, and nobody
            is given it.
    """

    chains: Sequence[Chain]
    made_up: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    doubtful: dict[str, list[Made]] = field(default_factory=dict)
    _made: dict[str, list[Made]] = field(default_factory=dict)
    _count: dict[str, int] = field(default_factory=dict)

    @property
    def creators(self) -> frozenset[str]:
        """Operations that make resources."""
        return frozenset(chain.create.id for chain in self.chains)

    def keep(self, case: Case, reply: Reply, given: Mapping[str, str] = EMPTY) -> list[Made]:
        """Remember what an accepted request made; of a list, the items that are new.

        Args:
            case: The request.
            reply: The answer.
            given: What its path was given.
        """
        mine = (it for it in self.chains if it.create.id == case.operation)
        chain = next((it for it in mine if it.items is not None), None)
        if chain is None:
            return [self.add(case, reply, given)]
        known = [made.bindings(chain) for made in self.of(case.operation)]
        found: list[Made] = []
        for number, part in enumerate(chain.parts(answer(reply))):
            if len(known) >= SHOWN:
                break
            bindings = chain.bindings(part, given)
            if bindings is not None and bindings not in known:
                known.append(bindings)
                shown = replace(reply, body=compact(part))
                found.append(self.add(replace(case, item=number), shown, given))
        return found

    def add(
        self, case: Case, reply: Reply, given: Mapping[str, str] = EMPTY, *, spare: bool = False
    ) -> Made:
        """Remember a resource.

        Args:
            case: What made it.
            reply: The answer.
            given: What its path was given.
            spare: It was made to be changed.
        """
        operation = case.operation
        number = self._count[operation] = self._count.get(operation, -1) + 1
        changed = any(
            chain.create.id == operation and chain.get.method not in SAFE and not chain.inside
            for chain in self.chains
        )
        spare = spare or (changed and number % SPARED == SPARED - 1)
        made = Made(number, case, reply, spare=spare, given=dict(given))
        self._made.setdefault(operation, []).append(made)
        return made

    def doubt(self, case: Case, reply: Reply, given: Mapping[str, str]) -> None:
        """Remember what was taken, and need not have been; arguments as of `keep`."""
        known = self.doubtful.setdefault(case.operation, [])
        if case.has_value and case.message.caller == "own" and len(known) < DOUBTFUL:
            known.append(Made(len(known), case, reply, spare=False, given=dict(given)))

    def shallow(self, cases: Iterable[Case], deep: dict[int, list[Case]]) -> Iterator[Case]:
        """Yield cases that need no resource that is in another one; the others are held.

        Args:
            cases: Planned requests.
            deep: Gets those that are held, by how many resources theirs is in.
        """
        depths = {chain.create.id: len(chain.scope) for chain in self.chains}
        for case in cases:
            depth = depths.get(case.takes, 0)
            if depth:
                deep.setdefault(depth, []).append(case)
            else:
                yield case

    def of(self, operation: str) -> list[Made]:
        """Return the resources of one operation, in the order they were made."""
        return self._made.get(operation, [])

    def names(self) -> frozenset[str]:
        """Return what names the resources that were made, in the paths of other requests."""
        return frozenset(
            name
            for chain in self.chains
            for made in self.of(chain.create.id)
            for name in (made.bindings(chain) or {}).values()
        )

    def every(self) -> Iterator[tuple[str, Made]]:
        """Yield all resources, each with the operation that made it."""
        for operation, made in self._made.items():
            yield from ((operation, each) for each in made)

    def bound(self, case: Case) -> tuple[Case, Mapping[str, str]] | None:
        """Return a case and the values of its ``{name}``, None when there is no resource for it.

        Who reads gets the first one, and so do all who make something in it; who changes gets one
        that nobody follows, and who deletes is the last who gets it. What was done to a resource
        may forbid others to change it: they get another one, if there is any.
        """
        if not case.takes:
            return case, {}
        chain, known = self.chain(case), self.of(case.takes)
        if chain is not None and chain.items is not None and not known:
            return self._guessed(case)
        if chain is None or not known:
            return None
        spares = (each for each in reversed(known) if each.spare)
        acts = self._acts(chain)
        fitting = known
        if not _reads(chain):
            fitting = sorted(spares, key=lambda each: each.moved is not acts)
        pairs = ((each, each.bindings(chain)) for each in fitting)
        made, values = next((pair for pair in pairs if pair[1] is not None), (None, None))
        if made is None or values is None:
            return None
        made.moved |= acts
        if chain.get.method == "delete" and chain.get.path.rstrip("/").endswith("}"):
            known.remove(made)  # what is below it may go, and it stays
        return replace(case, after=made.case, binds=binds(chain, made.case)), values

    def lacking(self, case: Case) -> list[Made]:
        """Return resources as which another one may be made, when there is none for a case.

        So it is when nothing may be changed, or all that may be has been moved by an action.
        """
        if not case.takes:
            return []
        chain, known = self.chain(case), self.of(case.takes)
        if chain is None or chain.items is not None or _reads(chain):
            return []
        fit = self._acts(chain)
        if any(each.spare and (fit or not each.moved) for each in known):
            return []
        return sorted(
            (each for each in known if not keyed(chain.create, each.case)),
            key=lambda each: len(each.case.message.body or b""),
        )

    def chain(self, case: Case) -> Chain | None:
        """Return how the resource of a case was made."""
        return next((it for it in self.chains if (it.create.id, it.get.id) == _ends(case)), None)

    def _acts(self, chain: Chain) -> bool:
        """Whether something is done to a resource below its path, where nothing is listed."""
        shown = (it.get.path for it in self.chains if it.get.method in SAFE)
        return chain.get.method == "post" and not chain.inside and chain.get.path not in shown

    def _guessed(self, case: Case) -> tuple[Case, Mapping[str, str]] | None:
        """Return a case with a path that was made up: it may lead to something or not."""
        path = case.message.path
        for name, value in self.made_up.get(case.operation, EMPTY).items():
            path = path.replace("{" + name + "}", value)
        if "{" in path:
            return None
        expect = "documented" if case.expect == "accepted" else case.expect
        message = replace(case.message, path=path)
        return replace(case, message=message, expect=expect, takes=""), EMPTY


def binds(chain: Chain, made: Case) -> tuple[tuple[str, str], ...]:
    """Return what a request after another one takes: of its answer, and of its own path.

    Args:
        chain: How they follow each other.
        made: The request that made the resource.
    """
    if chain.header:
        path = chain.get.path
        ways = ((name, path.replace("{" + name + "}", "{}")) for name in chain.scope)
        return tuple((name, f"{chain.header}:{way}") for name, way in ways)
    return tuple(each for each in made.binds if each[0] in chain.scope) + chain.at(made.item)


def varied(made: Sequence[Made], most: int) -> list[Made]:
    """Return a few resources that together make most choices and have most plain values."""
    left = {id(each): (each, _told(each)) for each in made}
    seen: set[str] = set()
    found: list[Made] = []
    while left and len(found) < most:
        chosen, told = left.pop(max(left, key=lambda it: len(left[it][1] - seen)))
        found.append(chosen)
        seen |= told
    return found


def _told(made: Made) -> set[str]:
    members = made.case.value.items() if isinstance(made.case.value, dict) else ()
    plain = ((name, value) for name, value in members if isinstance(value, str | int | float))
    return {*made.case.touches, *(f"{name}={value}" for name, value in plain)}


def _reads(chain: Chain) -> bool:
    """Whether a resource is as it was afterwards: it is asked for, or something is made in it."""
    return chain.get.method in SAFE or chain.inside


def _ends(case: Case) -> tuple[str, str]:
    return case.takes, case.operation
