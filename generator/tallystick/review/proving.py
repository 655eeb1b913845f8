"""What is proved of a document: what has no messages, and which rules say nothing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from tallystick.diagnostics import Code, Diagnostic, Diagnostics, Note, Span
from tallystick.ir.api import Api
from tallystick.ir.lowering import is_lowered
from tallystick.ir.types import Array, Dictionary, Nothing, Record, Type, TypeId, Union
from tallystick.review import codes
from tallystick.review.asking import SHARE, Asker, Tally, solvers_for, solvers_of
from tallystick.review.explain import listed, notes, rules_of
from tallystick.review.inhabited import Inhabited
from tallystick.review.overlap import Overlaps
from tallystick.review.parts import Part, Steps, parts_of
from tallystick.review.uses import Uses, read_uses
from tallystick.review.variants import alone
from tallystick.rules.model import Rule
from tallystick.solve import Claim, Contracts, Proof
from tallystick.solve.needs import equal
from tallystick.text import Json

MOST_ASKED: Final = 60
"""Types without rules that the solver is asked about, at most."""
PLACES: Final = 40
"""Pairs of a schema and a place that are looked at, for types without rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What came out.

    Attributes:
        found: The findings, each proved.
        asked: Questions that were asked.
        undecided: Questions without an answer; nothing is said of them.
        left: Types and variants that were not asked about, because they were too many or too large.
        unasked: Questions that were not asked any more: those before had taken what all may take.
    """

    found: Diagnostics
    asked: int
    undecided: int
    left: int
    unasked: int


def review(api: Api, *, share: int = SHARE) -> Review:
    """Ask the solver about every type that has rules, or parts that may contradict each other.

    Args:
        api: The API.
        share: What all questions may take together; see `Tally`.

    Returns:
        Findings that hold for messages of every size, and how much was asked.
    """
    return _Review(api, Tally(share)).run()


class _Review:
    """The review of one API."""

    def __init__(self, api: Api, tally: Tally) -> None:
        self._api = api
        self._uses: Uses = read_uses(api)
        self._contracts = Contracts(api)
        self._tally = tally
        self._left = 0
        self._cores: list[frozenset[Claim]] = []
        self._possible: set[TypeId] = set()
        self._dead: set[tuple[Span, str]] = set()
        self._overlaps = Overlaps(api.types)
        self._inhabited = Inhabited(api.types, self._overlaps)

    def run(self) -> Review:
        """Ask about types that may contradict themselves, then those with rules, then the rest."""
        types = self._api.types
        endless = self._inhabited.endless()
        ruled = [it for it in types.values() if it.rules and it.id not in endless]
        doubtful = [
            it
            for it in types.values()
            if not it.rules and it.id not in endless and it.id not in self._inhabited.plain
        ]
        found = list(self._endless(endless))
        asked = sorted(doubtful[:MOST_ASKED], key=_depth, reverse=True)  # reasons come first
        for type_ in [*asked, *ruled]:
            found += self._type(type_)
        sure = self._inhabited.surely(self._possible) | endless
        hollow = [
            it for it in types.values() if it.id not in sure and it.id in self._inhabited.plain
        ]
        for type_ in hollow[:MOST_ASKED] if not doubtful[MOST_ASKED:] else []:
            found += self._type(type_)
        return Review(
            found=_once(found),
            asked=self._tally.asked,
            undecided=self._tally.undecided,
            left=self._left + max(0, len(doubtful) - MOST_ASKED),
            unasked=self._tally.unasked,
        )

    def _endless(self, empty: set[TypeId]) -> Iterator[Diagnostic]:
        """Report types each of which needs another one of them within itself."""
        for id_ in [it for it in self._api.types if it in empty]:
            type_ = self._api.types[id_]
            step = _next(type_, empty)
            if step is None or not type_.named:
                continue
            name, span, mend = step
            yield self._diagnostic(
                *self._impossible_code(id_, type_.span),
                f"no value of `{_name(type_)}` ever ends: `{name}` needs one more within itself",
                help_=mend,
                more=(Note(message="it is declared here", span=span),),
            )

    def _type(self, type_: Type) -> Iterator[Diagnostic]:
        if isinstance(type_, Nothing) and type_.id not in self._uses.bodies:
            return  # it says so itself
        if isinstance(type_, Union) and type_.exclusive and not type_.rules:
            yield from self._variants(type_)
            return
        flows = self._uses.flows.get(type_.id) or frozenset(("request", "response"))
        places = None if type_.rules else PLACES
        asker = Asker(solvers_of(self._contracts, type_.id, flows, places), self._tally)
        if not asker.solvers:
            self._left += 1
            return
        proof = asker.possible()
        if proof is not None:
            yield from self._impossible(type_, proof)
            return
        if asker.seen:
            self._possible.add(type_.id)
        for rule in _own_rules(type_):
            claim = Claim(rule.span, "rule", rule.id)
            asker.learn(rule.valid)
            if is_lowered(self._api, rule):
                continue  # that its schema says it too is meant
            proof = asker.redundant(claim, rule.invalid)
            if proof is not None:
                yield _redundant(claim, proof)
        if type_.id not in self._inhabited.plain:
            yield from self._parts(type_, asker)
            yield from self._branches(type_, asker)

    def _impossible(self, type_: Type, proof: Proof) -> Iterator[Diagnostic]:
        core = frozenset(proof.claims)
        known = any(other <= core for other in self._cores)
        self._cores.append(core)
        code, span = self._impossible_code(type_.id, type_.span)
        rules = rules_of(proof)
        if known and code is not codes.BODY_IMPOSSIBLE:
            return
        if rules and code is not codes.BODY_IMPOSSIBLE:
            own = {rule.span for rule in _own_rules(type_)}
            span = next((it.span for it in rules if it.span in own), type_.span)
            code = codes.RULES_CONTRADICT
        what = f"satisfies `{_name(type_)}`" if type_.named else "satisfies this schema"
        message = f"no value {what}"
        if len(rules) > 1:
            message += f": the rules {listed(rules)} contradict each other"
        elif rules:
            message += f": the rule {listed(rules)} contradicts the schema"
        yield self._diagnostic(code, span, message, help_=_MEND, more=notes(proof))

    def _impossible_code(self, id_: TypeId, span: Span) -> tuple[Code, Span]:
        if id_ in self._uses.bodies:
            return codes.BODY_IMPOSSIBLE, self._uses.bodies[id_]
        return codes.TYPE_IMPOSSIBLE, span

    def _parts(self, type_: Type, asker: Asker) -> Iterator[Diagnostic]:
        gone: list[Steps] = []
        for part in parts_of(type_, self._api.types, self._uses):
            if any(part.steps[: len(it)] == it for it in gone):
                continue
            proof = None if _place(part) in self._dead else asker.dead(part)
            if proof is None:
                continue
            self._dead.add(_place(part))
            if not part.has_value:
                gone.append(part.steps)
            core = frozenset(proof.claims)
            if any(other <= core for other in self._cores):
                continue  # its own type is impossible, which is said
            yield _dead(type_, part, proof, self._where(part))

    def _where(self, part: Part) -> Span:
        """Return where a part is written: a value in its enum, where it stands in one."""
        schema = self._contracts.contract(part.span).roots[0].keywords if part.has_value else {}
        for index, value in enumerate(schema.get("enum", ())):
            if equal(value, part.value):
                return part.span.child("enum", index)
        return part.span

    def _branches(self, type_: Type, asker: Asker) -> Iterator[Diagnostic]:
        whole = type_.only is None  # else it has some kinds of value, and others take the rest
        for branch in asker.solvers[0].branches(type_.span) if whole else ():
            proof = asker.untaken(type_.span, branch)
            core = frozenset(proof.claims) if proof else frozenset()
            if proof is None or any(other <= core for other in self._cores):
                continue
            yield self._diagnostic(
                codes.BRANCH_DEAD,
                branch.span,
                branch.said,
                help_="remove it, or correct what excludes it",
                more=notes(proof),
            )

    def _variants(self, union: Union) -> Iterator[Diagnostic]:
        swallowed = self._overlaps.swallowed(union)
        if set(swallowed) != set(union.variants):
            self._possible.add(union.id)
        dead: dict[TypeId, Proof] = {}
        for variant, rivals in swallowed.items():
            contract = alone(self._contracts, union, variant, rivals)
            asker = Asker(solvers_for([contract], PLACES), self._tally)
            self._left += not asker.solvers
            proof = asker.possible()
            if asker.seen:
                self._possible.add(union.id)
            if proof is None:
                continue
            own = solvers_for([self._contracts.contract(variant)], PLACES)
            itself = Asker(own, self._tally).possible()
            if itself is None:
                dead[variant] = proof
            else:
                yield from self._impossible(self._api.types[variant], itself)
        if dead:
            yield self._dead_variants(union, dead)

    def _dead_variants(self, union: Union, dead: dict[TypeId, Proof]) -> Diagnostic:
        """Report all dead variants of a union at once: often they are many, for one reason."""
        first = self._api.types[next(iter(dead))]
        name = f"`{_name(first)}`" if first.named else "this variant"
        others = f" (and of {len(dead) - 1} more)" if len(dead) > 1 else ""
        return self._diagnostic(
            codes.VARIANT_DEAD,
            union.span.child("oneOf") if first.named else first.span,
            f"no value is of {name}{others} alone: others of the `oneOf` accept all of its values",
            help_="write `anyOf`, or make the variants differ",
            more=notes(dead[first.id], without=frozenset((Claim(union.span, "not"),))),
        )

    def _diagnostic(
        self, code: Code, span: Span, message: str, *, help_: str, more: tuple[Note, ...]
    ) -> Diagnostic:
        return Diagnostic(code=code, message=message, span=span, help=help_, notes=more)


_MEND: Final = "correct one of the claims below"


def _own_rules(type_: Type) -> list[Rule]:
    """Return the rules that are written at a type itself."""
    own = type_.span.pointer + "/"
    return [
        rule
        for rule in type_.rules
        if rule.expression is not None
        and rule.span.uri == type_.span.uri
        and rule.span.pointer.startswith(own)
    ]


def _redundant(rule: Claim, proof: Proof) -> Diagnostic:
    rules = [it for it in rules_of(proof) if it != rule]
    who = [f"the rule{'s' if len(rules) > 1 else ''} {listed(rules)}"] if rules else []
    who += ["the schema"] if any(it.keyword != "rule" for it in proof.claims) else []
    if not who:
        message = f"the rule `{rule.detail}` is always satisfied"
    else:
        verb = "refuse" if len(rules) + len(who) > (1 if not rules else 2) else "refuses"
        message = f"the rule `{rule.detail}` is never broken alone:"
        message += f" {' and '.join(who)} {verb} whatever breaks it"
    return Diagnostic(
        code=codes.RULE_REDUNDANT,
        message=message,
        span=rule.span,
        help="remove the rule, or correct it if it was meant to say more",
        notes=notes(proof, without=frozenset((rule,))),
    )


def _depth(type_: Type) -> int:
    return type_.span.pointer.count("/")


def _place(part: Part) -> tuple[Span, str]:
    return part.span, repr(part.value) if part.has_value else ""


def _dead(type_: Type, part: Part, proof: Proof, where: Span) -> Diagnostic:
    code, message = codes.MEMBER_DEAD, f"no valid message has `{part.name}`"
    if part.has_value:
        code = codes.VALUE_DEAD
        message += f" {_shown(part.value)}"
    if not part.steps:
        whole = f"`{_name(type_)}`" if type_.named else "this schema"
        message = f"no valid value of {whole} is {_shown(part.value)}"
    what = "value" if part.has_value else "member"
    return Diagnostic(
        code=code,
        message=message,
        span=where,
        help=f"remove the {what}, or correct what excludes it",
        notes=notes(proof),
    )


def _shown(value: Json) -> str:
    return f"'{value}'" if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _next(type_: Type, empty: set[TypeId]) -> tuple[str, Span, str] | None:
    """Return by what a type needs another that has no values: its name, place, what mends it."""
    if isinstance(type_, Record):
        for field in type_.fields:
            if field.required and field.type in empty:
                mend = f"leave `{field.wire}` out of `required`, or let it be null"
                return field.wire, field.span, mend
    if isinstance(type_, Array) and type_.items in empty:
        return "items", type_.span.child("items"), "leave `minItems` out, or let items be null"
    if isinstance(type_, Dictionary):
        place = type_.span.child("additionalProperties")
        return "additionalProperties", place, "leave `minProperties` out, or let members be null"
    return None


def _name(type_: Type) -> str:
    return type_.span.pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")


def _once(found: list[Diagnostic]) -> Diagnostics:
    """Say each thing once: types that are made of one schema say the same."""
    seen: dict[tuple[str, Span | None, str], Diagnostic] = {}
    for item in found:
        seen.setdefault((item.code.id, item.span, item.message), item)
    return tuple(replace(item) for item in seen.values())
