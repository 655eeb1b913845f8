"""The page of a comparison: what it shows, how large it gets, and in a real browser."""

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.chromium import chromium

from tallystick.diagnostics import Severity, Span
from tallystick.diff.checks import by_id
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Comparison, Finding, Suppressed, Version, Witness
from tallystick.load.decode import position_at
from tallystick.load.model import Position
from tallystick.report.comparison import html
from tallystick.text import Json

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "generated" / "changelog").glob("*.html"))
TEXT = "Pet:\n  type: object\n  properties:\n    <b>name</b>:\n      type: string"


def locate(span: Span, _: Version) -> Position:
    """Every pointer of this test is ``/OFFSET``."""
    return position_at(TEXT, int(span.pointer[1:]))


def finding(message: str = "`a` of `Pet` was removed", *, breaking: bool = True) -> Finding:
    """Return a finding about the fourth line."""
    place = Span("a.yaml", f"/{TEXT.index('<b>')}")
    witness = Witness(
        kind="request",
        value={"name": "<script>"},
        accepted_by="old",
        refused_by="new",
        because="`type` at /components/schemas/Pet",
    )
    change = Change(
        kind=Kind.MEMBER_REMOVED,
        part="request-body",
        subject="x",
        direction="request",
        operations=("POST /pets",),
        old=place,
        new=place,
        verdict=witness if breaking else None,
    )
    severity = Severity.ERROR if breaking else Severity.INFO
    check = by_id()["member-removed"]
    return Finding(
        check=check, change=change, message=message, severity=severity, breaking=breaking
    )


def page(*findings: Finding) -> str:
    """Return the page of some findings."""
    titles = (("Pets", "1"), ("Pets <b>", "2"))
    comparison = Comparison(old="a", new="b", findings=findings, proved=True, titles=titles)
    accepted = (Suppressed(finding=finding("`kept`"), reason="<i>nobody</i>"),)
    return html.render(replace(comparison, suppressed=accepted), locate)


def test_the_changed_line_is_marked_among_those_around_it() -> None:
    """Numbers are those of the file; what all lines are indented by is left out."""
    shown = page(finding())
    assert shown.count("<mark") == 2
    assert '<mark class="at"><i>4</i>    &lt;b&gt;name&lt;/b&gt;:</mark>' in shown
    assert '<span class="at"><i>1</i>Pet:</span>' in shown
    assert '<span class="at"><i>5</i>      type: string</span>' in shown


def test_what_stands_in_backticks_is_code() -> None:
    """No backtick is left, and an odd one opens nothing."""
    shown = page(finding(), finding("an odd ` one"))
    assert "<code>a</code> of <code>Pet</code> was removed" in shown
    assert "an odd &#x27; one" in shown
    assert "`" not in shown


def test_the_message_stands_beside_both_versions() -> None:
    """It is formatted, and each version says what it does with it."""
    shown = page(finding())
    assert "<b>old</b>, accepts the request: a.yaml:4" in shown
    assert "<b>new</b>, refuses the request: a.yaml:4" in shown
    assert "{\n  &quot;name&quot;: &quot;&lt;script&gt;&quot;\n}" in shown


def test_findings_that_read_the_same_are_told_apart() -> None:
    """By their operation where they are in no component, and the documents by their names."""
    here, there = (
        replace(it, change=replace(it.change, component=None, operations=(operation,)))
        for it, operation in ((finding(), "GET /<a>"), (finding(), "GET /b"))
    )
    shown = page(here, there, finding("POST /pets was added"))
    assert '</code> was removed <span class="quiet">GET /&lt;a&gt;</span></summary>' in shown
    assert '<span class="quiet">GET /b</span></summary>' in shown
    assert "POST /pets was added</summary>" in shown
    same = Comparison(old="a", new="b", findings=(), proved=True, titles=(("Pets", "1"),) * 2)
    assert "compared with Pets 1 (a; this is b)" in html.render(same, locate)


def test_a_long_list_of_numbers_takes_few_lines() -> None:
    """What refuses a list of many items is shown by their number, and texts stay as they are."""
    value: Json = {"ids": [0] * 99, "names": ["[\n 1]"], "none": []}
    verdict = Witness(
        kind="request", value=value, accepted_by="old", refused_by="new", because="maxItems"
    )
    shown = page(replace(finding(), change=replace(finding().change, verdict=verdict)))
    assert f"&quot;ids&quot;: [{'0, ' * 98}0]," in shown
    assert "&quot;names&quot;: [\n    &quot;[\\n 1]&quot;\n  ]" in shown


def test_no_text_of_a_document_is_markup() -> None:
    """Titles, lines, reasons and messages are shown as they are written."""
    shown = page(finding("<img src=x>"), finding(breaking=False))
    assert not re.search(r"<(img|script|b>name|i>nobody)", shown)


def test_a_page_does_not_grow_without_end() -> None:
    """What does not fit is counted, once and for all sections."""
    shown = page(*[finding()] * 2000)
    assert len(shown) < 2_000_000
    more = re.search(r"(\d+) more would make this page too large", shown)
    assert more is not None
    assert int(more[1]) + shown.count("<details class=") == 2000


def test_what_is_alike_stands_behind_one_line() -> None:
    """A page of many findings says first how many of what, and shows the first of each."""
    shown = page(*[finding()] * 50)
    check = finding().check.id
    assert '<nav aria-label="Contents"><ul class="plain"><li><a href="#what-breaks">' in shown
    assert f"50 <code>{check}</code>" in shown
    assert f"<summary>47 more of <code>{check}</code></summary>" in shown
    assert shown.count(" open>") == 3
    assert "<nav" not in page(finding())


def test_a_document_of_one_long_line_is_shown_from_its_place() -> None:
    """A minified document has no lines around."""
    text = "[" + "1," * 100_000 + "]"
    found = position_at(text, 150_000)
    assert found.around == ()
    assert len(found.excerpt) <= 200


@pytest.fixture(scope="module")
def seen() -> dict[str, Any]:
    """What a browser sees of the committed pages."""
    script = Path(__file__).parent / "page.test.mjs"
    done = subprocess.run(
        ["node", script, chromium(), *PAGES], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_it_can_be_read_in_a_browser(path: Path, seen: dict[str, Any]) -> None:
    """By the rules of axe in both themes, on a phone, by keyboard, and without scripts."""
    found = seen[str(path)]
    assert found["violations"] == []
    assert found["overflow"] == {"1280": 0, "390": 0}
    assert found["opened"] == 1
    assert all(url.startswith("file:") for url in found["requests"])
