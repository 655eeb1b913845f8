"""The formats of a comparison that other programs read, on the flagship's way back."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tallystick.diff.compare import compare
from tallystick.diff.model import Comparison, Suppressed
from tallystick.ir import Api, open_api
from tallystick.load import locate as anywhere
from tallystick.report.comparison import facts
from tallystick.report.comparison.clients import clients
from tallystick.report.comparison.facts import Locate

ROOT = Path(__file__).parents[2]
ADDRESS = r"[A-Za-z0-9._~:/@!$&'()*+,;=%-]+"
COMMAND = r"::(error|warning|notice) title=[^,:]+(,file=[^,:]+(,line=\d+,col=\d+)?)?::"
LEVELS = {"error", "warning", "note", "none"}


def _api(path: str) -> Api:
    api, found = open_api(str(ROOT / path))
    assert api is not None, found
    return api


@pytest.fixture(scope="module")
def back() -> Comparison:
    """From video to images only, one finding accepted."""
    old, new = _api("spec/video.overlay.yaml"), _api("spec/luma-agents.yaml")
    found = compare(old, new, surfaces=clients(old, new))
    first, *rest = found.findings
    accepted = (Suppressed(finding=first, reason="nobody & <nothing>"),)
    return replace(found, findings=tuple(rest), suppressed=accepted)


def _locate() -> Locate:
    return lambda span, _: anywhere(span)


def _render(name: str, comparison: Comparison) -> str:
    renderer = import_module(f"tallystick.report.comparison.{name}")
    text: str = renderer.render(comparison, _locate())
    return text


def _places(result: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for it in (*result["locations"], *result["relatedLocations"]):
        yield it["physicalLocation"]


def test_sarif_keeps_the_rules_of_the_standard(back: Comparison) -> None:
    """Rules are referred to by their place, each result stands somewhere, addresses are ones."""
    log = json.loads(_render("sarif", back))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert len(run["results"]) == len(back.findings)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in LEVELS
        assert result["message"]["text"]
        assert len(result["locations"]) == 1
        for place in _places(result):
            assert re.fullmatch(
                r"[A-Za-z0-9._~:/@!$&'()*+,;=%-]+", place["artifactLocation"]["uri"]
            )
            assert place["region"]["startLine"] >= 1
            assert place["region"]["startColumn"] >= 1
    prints = [result["partialFingerprints"]["finding/v1"] for result in run["results"]]
    assert len(set(prints)) > len(prints) * 0.9


def test_junit_counts_what_it_holds(back: Comparison) -> None:
    """A case for each finding and each accepted one; failures are those that break."""
    root = ET.fromstring(_render("junit", back))  # noqa: S314 - we wrote it
    (suite,) = root
    assert root.tag == "testsuites"
    cases = suite.findall("testcase")
    assert int(suite.attrib["tests"]) == len(cases) == len(back.findings) + 1
    failures = suite.findall("testcase/failure")
    breaking = [it for it in back.findings if it.breaking]
    assert int(suite.attrib["failures"]) == int(root.attrib["failures"]) == len(failures)
    assert len(failures) == len(breaking)
    assert [it.attrib["message"] for it in failures] == [it.message for it in breaking]
    (skipped,) = suite.findall("testcase/skipped")
    assert skipped.attrib["message"] == "nobody & <nothing>"


def test_each_annotation_is_one_line_of_a_known_command(back: Comparison) -> None:
    """Nothing of a document ends a command or begins another."""
    lines = _render("github", back).splitlines()
    assert len(lines) == len(back.findings) + 1
    for line in lines:
        assert re.match(
            r"::(error|warning|notice) title=[^,:]+(,file=[^,:]+(,line=\d+,col=\d+)?)?::", line
        )


def test_a_comment_says_code_in_a_list_and_messages_one_by_one(back: Comparison) -> None:
    """What breaks has a section each, what may not build one line each."""
    text = _render("markdown", back)
    assert len(text) < 65_000
    assert text.count("\n### breaking: ") == sum(it.breaking for it in back.findings)
    code = text.partition("<summary>Code that may not build (")[2].partition("</details>")[0]
    assert code.count("\n- ") == len(facts.builds(back))


@pytest.mark.parametrize("part", ["findings", "suppressed"])
def test_a_comment_is_short_enough_for_its_host(back: Comparison, part: str) -> None:
    """Whatever there is much of is cut, and what is left out is counted."""
    many: Any = back.findings * 400
    if part == "suppressed":
        many = tuple(Suppressed(finding=it, reason="accepted") for it in many)
    text = _render("markdown", replace(back, **{part: many}))
    assert len(text) < 65_000
    assert " more" in text


def test_an_entry_of_a_changelog_says_each_thing_once(back: Comparison) -> None:
    """Sections in order, each language under its name, no line twice."""
    text = _render("changelog", back)
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    assert titles == [
        *("0.1.0", "Breaking", "Rules"),
        *("For users of generated clients", "Python", "TypeScript"),
    ]
    assert "This is a major version: 0.4.0 after 0.3.0, not 0.1.0." in text
    upper = text.partition("### For users")[0]
    lines = [line for line in upper.splitlines() if line.startswith("- ")]
    assert len(lines) == len(set(lines))
    assert "\n- `client.generations.create(video=...)` is gone.\n" in text


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("1.2.3", "2.0.0", "this is a major version, as 2.0.0 says"),
        ("1.2.3", "1.3.0", "this is a major version: 2.0.0 after 1.2.3, not 1.3.0"),
        ("1.2.3", "1.2.3", "this is a major version: 2.0.0 after 1.2.3"),
        ("0.3.0", "0.4.0", "this is a major version, as 0.4.0 says"),
        ("v1.2", "1.4", "this is a major version: 2.0.0 after v1.2, not 1.4"),
        ("2026-01-31", "2026-03-01", "this is a major version after 2026-01-31"),
        ("", "", "this is a major version"),
    ],
)
def test_a_version_is_advised(back: Comparison, before: str, after: str, said: str) -> None:
    """By semantic versioning; what is no such number gets no next one."""
    titles = (("A", before), ("A", after))
    assert facts.advice(replace(back, titles=titles)) == said
