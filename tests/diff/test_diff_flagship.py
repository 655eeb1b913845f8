"""The flagship's own history: images only, then with video; and what it would break to go back."""

import json
from pathlib import Path

import jsonschema_rs
import pytest

from tallystick.diff.model import Comparison, Proof, Witness
from tallystick.report import comparison as reports
from tallystick.report.checks import pages

from . import regenerate

SHAPE = Path(reports.__file__).parent / "schema.json"


@pytest.fixture(scope="module", autouse=True)
def _at_the_root() -> "object":
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(regenerate.ROOT)
        yield


@pytest.fixture(scope="module")
def both() -> dict[str, Comparison]:
    """Both directions."""
    return {name: pair[0] for name, pair in regenerate.comparisons().items()}


def test_video_breaks_no_request(both: dict[str, Comparison]) -> None:
    """Every request that was fine is fine, proved; each response that may be new is shown."""
    there = both["image-to-video"]
    assert there.verdict_of("request") == "compatible"
    requests = [it for it in there.findings if it.change.direction == "request"]
    proofs = [it.change.verdict for it in requests if it.check.tier == "payload"]
    assert proofs
    assert all(isinstance(it, Proof) and not it.bounds for it in proofs)
    assert there.proved
    added = [it for it in there.findings if it.check.id == "enum-values-added"]
    responses = [it for it in added if it.change.direction == "response"]
    assert {it.change.component for it in responses} == {"Model", "GenerationType"}
    assert all(isinstance(it.change.verdict, Witness) for it in responses)
    assert all(it.message.endswith("as it was said that it grows") for it in responses)
    assert there.verdict == "compatible"


def test_going_back_breaks_each_thing_that_is_gone(both: dict[str, Comparison]) -> None:
    """Every removed member, value and rule has a request that shows it."""
    back = both["video-to-image"]
    assert back.verdict_of("request") == "breaking"
    assert back.verdict_of("response") == "compatible"
    shown = {it.message for it in back.findings if it.breaking}
    assert "`video` of `GenerationCreateParams` was removed" in shown
    assert "`generation_id` of `ImageRef` was removed" in shown
    assert '`Model` lost the value `"ray-3.2"`' in shown
    gone = [it for it in back.findings if it.check.id in {"member-removed", "enum-values-removed"}]
    requests = [it for it in gone if it.change.direction == "request"]
    assert requests
    assert all(isinstance(it.change.verdict, Witness) for it in requests)


def test_what_is_committed_is_current() -> None:
    """`python -m tests.diff.regenerate` would change nothing."""
    for path, text in regenerate.files():
        assert path.read_text(encoding="utf-8") == text, path
    assert {it.name for it in regenerate.CHECKS.iterdir()} == set(pages())


def test_the_committed_report_has_the_documented_shape() -> None:
    """The JSON Schema describes it."""
    validator = jsonschema_rs.Draft202012Validator(json.loads(SHAPE.read_text(encoding="utf-8")))
    for path in regenerate.CHANGELOG.glob("*.json"):
        validator.validate(json.loads(path.read_text(encoding="utf-8")))
