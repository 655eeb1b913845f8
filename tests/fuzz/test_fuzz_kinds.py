"""What each kind of finding means is written down, and reports say where to read it."""

import ast
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tallystick.diagnostics import Code
from tallystick.fuzz import kinds
from tallystick.fuzz.ledger import Outcome, Tally
from tallystick.fuzz.model import Case, Claim, Finding, Gap, Message, Reply, Weight
from tallystick.fuzz.reports import html, markdown, text
from tallystick.fuzz.reports import json as as_json
from tallystick.fuzz.reports.facts import Retold, summary
from tallystick.fuzz.reports.kinds import page

ROOT = Path(__file__).parents[2]
MODULES = [
    path
    for path in sorted((ROOT / "generator" / "tallystick" / "fuzz").rglob("*.py"))
    if path.parent.name != "kinds"
]
TELLERS = {"finding", "Finding", "Bar", "_warning", "_taken"}
"""Functions and classes that are given a kind: as `kind`, or first."""
NAMES = {"KIND", "FAILURE"}
"""Constants that hold one, in modules that tell of nothing else."""


def called(node: ast.Call) -> str:
    """Return the name of what is called."""
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def told(tree: ast.Module) -> Iterator[str]:
    """Yield every kind that a module tells of, as far as it is spelled there."""
    constants = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign | ast.Assign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in TELLERS:
            given = [*node.args[:1], *(it.value for it in node.keywords if it.arg == "kind")]
            for each in given:
                value = constants.get(each.id, each) if isinstance(each, ast.Name) else each
                yield from (
                    part.value
                    for part in (
                        [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
                    )
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                )


def test_every_kind_is_written_down() -> None:
    """`tally explain` knows every word that reports have in brackets, and no other."""
    spelled = {kind for path in MODULES for kind in told(ast.parse(path.read_text()))}
    assert sorted(spelled) == sorted(kinds.KINDS)


def test_the_page_lists_them() -> None:
    """`python -m tests.fuzz.regenerate` would change nothing."""
    assert (ROOT / "docs" / "findings.md").read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("code", kinds.KINDS.values(), ids=lambda code: code.id)
def test_a_kind_is_told_in_sentences(code: Code) -> None:
    """What was seen, why it matters, what to do: each ends, and does not say the other again."""
    parts = (code.summary, code.why, code.instead)
    assert all(not part[0].islower() for part in parts)
    assert all(part.endswith(".") for part in parts)
    assert len(set(parts)) == len(parts)


def outcome(*found: str) -> Outcome:
    """Return a campaign with a finding of each kind."""
    message = Message(method="POST", path="/boxes")
    case = Case(operation="makeBox", kind="valid", expect="accepted", message=message)
    claim = Claim(operation="makeBox", name="request:valid")
    reply = Reply(status=422)
    return Outcome(
        title="Boxes",
        seed=1,
        findings=tuple(
            Finding(kind=it, weight=Weight.ERROR, claim=claim, sentence="", case=case, reply=reply)
            for it in found
        ),
        known=(),
        operations={"makeBox": Tally()},
        trials={},
        gaps=(),
        unreached=(),
        notes=(),
        requests=1,
        seconds=0.1,
        planned=1,
    )


RETOLD = Retold(curl=lambda _: "curl", python=lambda _: "print()", replay="tally fuzz")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ((), ""),
        (("list-gap",), "`tally explain list-gap`"),
        (("list-gap", "echo"), "`tally explain KIND`"),
        (("of-long-ago",), ""),
    ],
)
def test_the_terminal_says_how_to_read_more(found: tuple[str, ...], said: str) -> None:
    """One line, after the findings; none where there is nothing to explain."""
    lines = text.render(outcome(*found), RETOLD).splitlines()
    helps = [line for line in lines if line.startswith("help: ")]
    means = "says what a finding means and what to do about it"
    assert helps == ([f"help: {said} {means}"] if said else [])


def test_the_terminal_shows_once_what_several_operations_do() -> None:
    """The first is shown, the others are named; another sentence or weight stands by itself."""
    (one,) = outcome("undocumented-status").findings
    claim = replace(one.claim, operation="getBox")
    more = (
        replace(one, claim=claim, count=3),
        replace(one, claim=claim, weight=Weight.WARNING),
        replace(one, claim=replace(claim, at="/size")),
    )
    said = text.render(replace(outcome(), findings=(one, *more)), RETOLD)
    assert said.count("curl: curl") == 3
    assert "  claim: request:valid\n  also: getBox (3 times)\n  answer: 422" in said
    assert said.count("also:") == 1


def test_other_formats_say_it_there() -> None:
    """JSON once for each kind, pages beside each finding."""
    gap = kinds.KINDS["list-gap"]
    both = outcome("list-gap", "list-gap", "of-long-ago")
    assert json.loads(as_json.render(both, RETOLD))["kinds"] == {
        "list-gap": {"summary": gap.summary, "why": gap.why, "instead": gap.instead}
    }
    assert html.render(both, RETOLD).count(gap.instead) == 2
    assert markdown.render(both, RETOLD).count(gap.instead) == 2


def test_code_in_an_explanation_is_code() -> None:
    """Backticks are Markdown, and a page has none."""
    found = outcome("type-misjudged")
    assert "Look at `Content-Type` before the body" in markdown.render(found, RETOLD)
    assert "Look at <code>Content-Type</code> before the body" in html.render(found, RETOLD)


def test_reasons_stand_below_their_claims() -> None:
    """A page has the reason of a claim in a row of its own, as wide as the table."""
    claim = Claim(operation="makeBox", name="schema:type", at="/size")
    gaps = (Gap(claim=claim, reason="excluded by <rule>"),)
    said = html.render(replace(outcome(), gaps=gaps), RETOLD)
    assert '<tr class="why"><td></td><td colspan="3">excluded by &lt;rule&gt;</td></tr>' in said


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 findings"), (1, "1 finding"), (2, "2 findings")]
)
def test_one_is_one(count: int, said: str) -> None:
    """A number and its noun agree."""
    assert summary(outcome(*["echo"] * count)).endswith(f"; {said}")
