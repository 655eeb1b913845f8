"""Rules of schemas: ``x-validations`` and ``x-kubernetes-validations``, read and compiled."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tallystick.diagnostics import Diagnostic, Note, Span
from tallystick.ir import rule_codes
from tallystick.ir.member_paths import find_member, pointer_of
from tallystick.ir.site import Reader, Site
from tallystick.ir.types import Type, TypeId
from tallystick.ir.words import words
from tallystick.rules.model import Rule, RuleStatus
from tallystick.text import Json, SpecText

if TYPE_CHECKING:
    from tallystick.ir.rule_shapes import RuleShapes

_OURS: Final = "x-validations"
_MEMBERS: Final = frozenset(
    {"id", "rule", "message", "status", "source", "fieldPath", "examples"},
)
_KUBERNETES: Final = frozenset(
    {"rule", "message", "fieldPath", "reason", "messageExpression", "optionalOldSelf"},
)
_UNUSED: Final = frozenset({"reason", "messageExpression", "optionalOldSelf"})
_STATUSES: Final[dict[str | None, RuleStatus]] = {
    None: "stated",
    "stated": "stated",
    "inferred": "inferred",
    "server": "server",
}
_ID_WORDS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry as written; `rule` is not compiled yet."""

    site: Site
    rule: Rule


def attach_rules(
    reader: Reader,
    types: dict[TypeId, Type],
    ruled: Mapping[TypeId, tuple[Site, ...]],
) -> None:
    """Compile the rules of every type that has some, and put them on it.

    A type made by allOf has the rules of all its branches, each compiled against the type's own
    shape. What is wrong with a rule is reported once.
    """
    if not ruled:
        return
    from tallystick.ir.rule_shapes import RuleShapes  # noqa: PLC0415 (few documents have rules)

    shapes = RuleShapes(types)
    lists: dict[str, list[Draft]] = {}
    reported = _Reported(reader)
    for id_, sites in sorted(
        ruled.items(), key=lambda item: _inherits_all(types[item[0]], item[1])
    ):
        for site in sites:
            if site.id not in lists:
                lists[site.id] = _read_list(reader, site)
        drafts = _distinct([draft for site in sites for draft in lists[site.id]], reported)
        rules = []
        for draft in drafts:
            rule, found = _compiled(draft, shapes, id_)
            reported.add(*found, *_check_field(draft, types, id_))
            if rule is not None:
                rules.append(rule)
        types[id_] = replace(types[id_], rules=tuple(rules))


class _Reported:
    """Says each thing about a place once, however many types inherit the rule."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._seen: set[tuple[str, Span | None]] = set()

    def add(self, *found: Diagnostic) -> None:
        for item in found:
            key = (item.code.id, item.span)
            if key not in self._seen:
                self._seen.add(key)
                self._reader.found.append(item)


def _inherits_all(type_: Type, sites: tuple[Site, ...]) -> bool:
    """Whether none of the lists of rules is written at the type itself: such types come last."""
    own = type_.span.pointer + "/"
    return not any(site.uri == type_.span.uri and site.pointer.startswith(own) for site in sites)


def _compiled(
    draft: Draft,
    shapes: "RuleShapes",
    id_: TypeId,
) -> tuple[Rule | None, list[Diagnostic]]:
    rule = draft.rule
    if rule.text is None:
        return rule, []
    from tallystick.rules.compile import compile_rule  # noqa: PLC0415 (few documents have rules)

    span = rule.span.child("rule")
    expression, found = compile_rule(rule.text, shapes[id_], shapes, span)
    if expression is None:
        return None, list(found)
    return replace(rule, expression=expression), list(found)


def _check_field(draft: Draft, types: Mapping[TypeId, Type], id_: TypeId) -> list[Diagnostic]:
    if not draft.rule.field or find_member(types, id_, draft.rule.field):
        return []
    return [
        Diagnostic(
            code=rule_codes.RULE_FIELD_PATH,
            message=f"the rule `{draft.rule.id}` is about `{draft.rule.field}`,"
            " a member that the schema does not have",
            span=draft.site.span.child("fieldPath"),
            help="name a member that is declared",
        ),
    ]


def _distinct(drafts: list[Draft], reported: _Reported) -> list[Draft]:
    """Drop and report rules whose id another rule of the type has."""
    seen: dict[str, Draft] = {}
    for draft in drafts:
        first = seen.setdefault(draft.rule.id, draft)
        if first is draft:
            continue
        item = Diagnostic(
            code=rule_codes.DUPLICATE_RULE_ID,
            message=f"two rules of one schema have the id `{draft.rule.id}`",
            span=draft.site.span.child("id"),
            help="give one of them another id",
            notes=(Note(message="the other is here", span=first.site.span),),
        )
        reported.add(item)
    return list(seen.values())


def _read_list(reader: Reader, site: Site) -> list[Draft]:
    if not isinstance(site.value, list):
        reader.unusable(site, "a list of rules")
    found: list[Draft] = []
    ours = site.pointer.endswith(_OURS)
    for entry in site.items():
        if not isinstance(entry.value, dict):
            reader.unusable(entry, "a mapping with `id`, `rule` and `message`")
            continue
        draft = _read(reader, entry, {draft.rule.id for draft in found}, ours=ours)
        if draft is not None:
            found.append(draft)
    return found


def _read(reader: Reader, site: Site, taken: set[str], *, ours: bool) -> Draft | None:
    _report_members(reader, site, _MEMBERS if ours else _KUBERNETES)
    text = reader.text(site, "rule")
    status = _status(reader, site) if ours else "stated"
    message = reader.spec_text(site, "message")
    if text is None and status != "server":
        if site.get("rule") is None:
            reader.report(
                rule_codes.RULE_WITHOUT_TEXT,
                "the entry has no `rule`",
                site.span,
                help="add `rule` with a CEL expression, or `status: server`",
            )
        return None
    if not message and ours:
        _report_silent(reader, site)
    valid, invalid = _examples(reader, site)
    if text is None and (valid or invalid):
        reader.report(
            rule_codes.RULE_EXAMPLES_IDLE,
            "a rule without `rule` has examples that nothing can try",
            site.span.child("examples"),
            help="remove `examples`",
        )
    rule = Rule(
        id=_id(reader, site, text or "", taken, ours=ours),
        text=text,
        expression=None,
        message=message or SpecText(f"failed rule: {text}"),
        field=_field(reader, site),
        status=status,
        valid=valid,
        invalid=invalid,
        source=reader.spec_text(site, "source"),
        span=site.span,
    )
    return Draft(site=site, rule=rule)


def _report_silent(reader: Reader, site: Site) -> None:
    reader.report(
        rule_codes.RULE_WITHOUT_MESSAGE,
        "the rule has no `message`",
        site.span,
        help="add `message`: one sentence for the person who sent the request",
    )


def _report_members(reader: Reader, site: Site, known: frozenset[str]) -> None:
    for name, member in site.members():
        if name in _UNUSED & known:
            reader.report(
                rule_codes.RULE_UNUSED_MEMBER,
                f"`{name}` of a rule is not used",
                member.span,
            )
        elif name not in known and not name.startswith("x-"):
            reader.report(
                rule_codes.RULE_UNKNOWN_MEMBER,
                f"a rule has no member `{name}`",
                member.span,
                help=f"use one of {', '.join(sorted(known))}",
            )


def _status(reader: Reader, site: Site) -> RuleStatus:
    text = reader.text(site, "status")
    if text in _STATUSES:
        return _STATUSES[text]
    reader.report(
        rule_codes.RULE_STATUS,
        f"`{text}` is not a status of a rule",
        site.span.child("status"),
        help="write stated, inferred or server",
    )
    return "stated"


def _id(reader: Reader, site: Site, text: str, taken: set[str], *, ours: bool) -> str:
    given = reader.text(site, "id") if ours else None
    if given:
        return given
    if ours:
        reader.report(
            rule_codes.RULE_WITHOUT_ID,
            "the rule has no `id`",
            site.span,
            help="add `id`: a short name in kebab-case",
        )
    base = id_ = "-".join(words(text)[:_ID_WORDS])
    number = 1
    while id_ in taken:
        number += 1
        id_ = f"{base}-{number}"
    return id_


def _field(reader: Reader, site: Site) -> str:
    text = reader.text(site, "fieldPath")
    if text is None:
        return ""
    pointer = pointer_of(text)
    if pointer is None:
        reader.report(
            rule_codes.RULE_FIELD_PATH,
            f"`{text}` is not a path to a member",
            site.span.child("fieldPath"),
            help="write `.video.loop` or `/video/loop`",
        )
        return ""
    return pointer


def _examples(reader: Reader, site: Site) -> tuple[tuple[Json, ...], tuple[Json, ...]]:
    examples = site.get("examples")
    if examples is None:
        return (), ()
    if not isinstance(examples.value, dict):
        reader.unusable(examples, "a mapping with `valid` and `invalid`")
        return (), ()
    for name, member in examples.members():
        if name not in {"valid", "invalid"}:
            reader.report(
                rule_codes.RULE_UNKNOWN_MEMBER,
                f"the examples of a rule have no member `{name}`",
                member.span,
                help="use valid and invalid",
            )
    valid = tuple(item.value for item in reader.entries(examples, "valid"))
    return valid, tuple(item.value for item in reader.entries(examples, "invalid"))
