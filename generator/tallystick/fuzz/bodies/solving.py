"""What the solver knows of one body: bodies that break one claim at one place, and proofs."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from tallystick.diagnostics import escape
from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.proofs import because
from tallystick.ir import MISSING, Missing, TypeId
from tallystick.solve import (
    Claim,
    Contracts,
    DisagreementError,
    Need,
    Proof,
    Question,
    Solver,
    Witness,
)
from tallystick.solve.cover import Cover
from tallystick.solve.edges import Edging, edge_points
from tallystick.solve.places import place_of
from tallystick.text import Json

EFFORT: Final = 3_000_000
"""z3's units of work for one question: part of a second."""
PLACES: Final = 1_500
"""Pairs of a schema and a place that are encoded; what lies deeper is left to the search."""
ANEW: Final = 2
"""How often the solver begins anew for one type of bodies."""
SIZES: Final = frozenset({"minProperties", "maxProperties"})
"""Keywords that count members: of those that nobody lists, few are spelled out at first."""
SPELLED: Final = 8
"""Items of a list up to which each may have to be another one: longer lists repeat theirs."""

_CONTRACTS: WeakKeyDictionary[Judging, Contracts] = WeakKeyDictionary()


class Broken(NamedTuple):
    """A claim of a schema at a place, with what breaks it.

    Attributes:
        name: ``schema:<keyword>``.
        at: Where.
        value: A body that breaks it, None when there is none.
        alone: No rule is broken with it.
        reason: Why there is none.
    """

    name: str
    at: str
    value: "Json | None"
    alone: bool
    reason: str = ""


class Solving:
    """Asks the solver about one body."""

    def __init__(self, solver: Solver, unsent: frozenset[Claim], *, explained: bool) -> None:
        """Ask a solver, and what its proofs stand on if that matters.

        Args:
            solver: Of the type.
            unsent: Claims that nobody made: they keep away what only the server sends.
            explained: Whether proofs leave out what they do not need.
        """
        self._solver = solver
        self._unsent = unsent
        self._explained = explained
        self._bounds: tuple[Edging, ...] | None = None

    def any(self) -> "list[Json] | str | None":
        """Return some valid body, in a list; or why there is none."""
        return self._answer(Question(), grow=True)

    @property
    def clocked(self) -> bool:
        """Whether the clock ended a question, so that bodies may be others elsewhere."""
        return self._solver.clocked

    def cover(self) -> Cover:
        """Return a search for bodies that make every choice."""
        return Cover(self._solver)

    def rule(
        self, where: tuple[str, str], choice: tuple[str, Json] | None = None
    ) -> "list[Json] | str | None":
        """Return a body that breaks one rule at one place, in a list; or why there is none.

        Args:
            where: (id, place) of the rule.
            choice: (pointer, value): what must stand somewhere, too.

        Returns:
            None when the solver does not know.
        """
        needs = () if choice is None else (Need(choice[0], "value", choice[1]),)
        for claim, pointer in self._rules(*where):
            question = Question(broken=(claim,), needs=needs, at=pointer)
            return self._answer(question, grow=choice is None, explain=choice is None)
        return None

    def past(self, where: tuple[str, str]) -> Iterator[tuple[str, int, int]]:
        """Yield the bounds that a rule draws to numbers.

        Args:
            where: (id, place) of the rule.

        Yields:
            Place of the number, as `place_of` has it, the bound, and the first value past it.
        """
        bounds: dict[tuple[Claim, int, str], int] = {}
        for edging in self._edgings():
            claim, key = edging.point.claim, (*_drawn(edging), edging.pointer)
            if claim.keyword != "rule" or claim.detail != where[0] or edging.number is None:
                continue
            if edging.point.past == 0:
                bounds[key] = edging.value
            elif edging.broken and place_of(edging.pointer) == where[1]:
                yield place_of(edging.number), bounds[key], edging.value

    def _edgings(self) -> tuple[Edging, ...]:
        if self._bounds is None:
            self._bounds = tuple(edge_points(self._solver))
        return self._bounds

    def _rules(self, name: str, at: str) -> Iterator[tuple[Claim, str]]:
        """Yield the claims that a rule at a place may be, with the pointer to it."""
        for claim in self._solver.claims:
            if claim.keyword == "rule" and claim.detail == name:
                pointers = self._solver.first.places(claim)
                yield from ((claim, it) for it in pointers if place_of(it) == at)

    def _answer(
        self, question: Question, *, grow: bool, explain: bool = True
    ) -> "list[Json] | str | None":
        try:
            answer = self._solver.ask(question, grow=grow, explain=explain and self._explained)
        except DisagreementError:
            return None
        match answer:
            case Witness():
                return [answer.value]
            case Proof():
                return because(answer)
            case _:
                return None

    def keywords(
        self,
        known: set[tuple[str, str]],
        tried: set[tuple[str, str]],
        elsewhere: Callable[[str], bool],
        given: "Callable[[str], Json | Missing]",
    ) -> Iterator[Broken]:
        """Yield what breaks the claims of the schema that are not known to be broken alone.

        Where several claims have one name and place, as in the variants of a union, they are asked
        for until one of them is broken alone. Proofs come last, and only one that is told is
        explained: what z3 learns by that is in nobody's way then.

        Args:
            known: (name, place) of those that are.
            tried: Of those for which there is a body.
            elsewhere: Whether somebody else breaks the keywords at a place.
            given: Returns a known body with something at a place where it must not be, for nobody
                has to be asked for that; MISSING where there is none.
        """
        proofs: list[tuple[Broken, Question]] = []
        for (name, at), asked in self._open(known, tried).items():
            if elsewhere(at):
                continue
            found = given(at) if name == "schema:false" else MISSING
            if not isinstance(found, Missing):
                yield Broken(name, at, found, alone=True)
                continue
            made, question = self._first(asked, strict=(name, at) in tried)
            if made is not None and made.reason:
                proofs.append((made._replace(name=name, at=at), question))
            elif made is not None:
                yield made._replace(name=name, at=at)
        for made, question in proofs:
            told = self._keyword(question, explain=True) if self._explained else None
            yield made._replace(reason=told.reason if told and told.reason else made.reason)

    def _first(
        self, asked: list[tuple[Claim, str]], *, strict: bool
    ) -> tuple[Broken | None, Question]:
        """Return what breaks one of some claims alone, or else one of them; or the first proof.

        With it comes the question that it answers.
        """
        made, of = None, Question()
        for claim, pointer in asked:
            question = Question(broken=(claim,), at=pointer, strict=strict)
            answer = self._keyword(question, explain=False)
            if answer is not None and (made is None or not answer.reason):
                made, of = answer, question
            if made is not None and made.alone:
                break
        return made, of

    def _open(
        self, known: set[tuple[str, str]], tried: set[tuple[str, str]]
    ) -> dict[tuple[str, str], list[tuple[Claim, str]]]:
        """Return (name, place) -> the claims that have it, each with a pointer to it."""
        found: dict[tuple[str, str], list[tuple[Claim, str]]] = {}
        for claim in self._solver.claims:
            if claim.keyword == "rule" or claim in self._unsent:
                continue
            places: dict[str, str] = {}
            for pointer in self._solver.first.places(claim):
                places.setdefault(place_of(pointer) + _member(claim), pointer)
            for at, pointer in places.items():
                key = f"schema:{claim.keyword}", at
                if key not in known and not _said(claim, at, tried):
                    found.setdefault(key, []).append((claim, pointer))
        return found

    def _keyword(self, question: Question, *, explain: bool) -> Broken | None:
        try:
            # Of names that nobody lists there are few at first.
            grow = question.broken[0].keyword == "maxProperties"
            answer = self._solver.ask(question, grow=grow, explain=explain)
        except DisagreementError:
            return None
        match answer:
            case Witness():
                return Broken("", "", answer.value, alone=not answer.also)
            case Proof():
                return Broken("", "", None, alone=False, reason=because(answer))
            case _:
                return None

    def edges(self) -> Iterator[tuple[Edging, str]]:
        """Yield every bound of the body that a valid body may be at, with its goal."""
        for edging in self._edgings():
            if not edging.broken:
                claim = edging.point.claim
                name = claim.detail if claim.keyword == "rule" else claim.keyword
                step = edging.list or edging.number or edging.pointer
                yield edging, f"{place_of(step)} {edging.value} !{name}"

    def at_edge(self, edging: Edging) -> "list[Json] | str | None":
        """Return a body at a bound, in a list; or why there is none."""
        counted = edging.list is not None or edging.point.claim.keyword in SIZES
        return self._answer(edging.question, grow=counted and edging.value <= SPELLED)


def solving(judging: Judging, type_id: TypeId, *, seed: int, explained: bool) -> Solving:
    """Return what asks the solver about a type.

    Args:
        judging: Of the API.
        type_id: The type.
        seed: Same seed and same questions: same answers.
        explained: Whether proofs leave out what they do not need.

    Raises:
        UnusableSchemaError: No validator takes the schema.
    """
    contracts = _CONTRACTS.get(judging)
    if contracts is None:
        contracts = _CONTRACTS[judging] = Contracts(judging.api)
    contract = contracts.contract(type_id, "sending")
    asked = Solver(
        contract,
        seed=seed,
        effort=EFFORT,
        places=PLACES,
        anew=ANEW,
        checkpoint=judging.checkpoint,
    )
    false = (claim for claim in asked.claims if claim.keyword == "false")
    at = judging.api.resolved.at
    unsent = frozenset(it for it in false if at(it.span.uri, it.span.pointer) is not False)
    return Solving(asked, unsent, explained=explained)


def _drawn(edging: Edging) -> tuple[Claim, int]:
    """Return what tells a bound from others: its claim, and its number there."""
    return edging.point.claim, edging.point.number


def _said(claim: Claim, at: str, tried: set[tuple[str, str]]) -> bool:
    """Whether a union of null and something else is broken where its parts are."""
    parts = {(f"schema:{keyword}", at) for keyword in ("type", "enum", "null")}
    in_union = "/anyOf/" in claim.span.pointer[-8:] or "/oneOf/" in claim.span.pointer[-8:]
    return (claim.keyword in {"anyOf", "oneOf"} or in_union) and not tried.isdisjoint(parts)


def _member(claim: Claim) -> str:
    """Return the step from where a claim stands to the member that it is about."""
    return "/" + escape(claim.detail) if claim.keyword == "required" else ""
