"""The plugin of pytest: wrong options are refused, and what was not tried did not pass."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tallystick.fuzz.plugin import Claimed, _opened

HERE = "http://127.0.0.1:9"


@pytest.fixture
def config(tmp_path: Path, document: dict[str, Any]) -> Callable[[str, int], Any]:
    """Return the options of a run with a URL and a number of requests."""
    (tmp_path / "box.json").write_text(json.dumps(document))
    known = {"--tally-spec": str(tmp_path / "box.json"), "--tally-auth": []}

    def made(url: str, most: int) -> Any:
        options = known | {"--tally-url": url, "--tally-max-examples": most}
        return SimpleNamespace(getoption=options.__getitem__, add_cleanup=lambda close: close())

    return made


@pytest.mark.parametrize(
    ("url", "most", "said"),
    [
        (HERE + "/?a=b", 9, "has more than a path"),
        (HERE + "#a", 9, "has more than a path"),
        ("http://me:secret@127.0.0.1:9", 9, "use --tally-auth"),
        ("http://192.0.2.1", 9, "a URL of this machine"),
        (HERE, 0, "--tally-max-examples must be 1 or more"),
        (HERE, -3, "--tally-max-examples must be 1 or more"),
    ],
)
def test_options_of_no_use(
    config: Callable[[str, int], Any], url: str, most: int, said: str
) -> None:
    """Each is told in a sentence, before anything is sent."""
    with pytest.raises(pytest.UsageError, match=said):
        _opened(config(url, most))


def test_options_of_use(config: Callable[[str, int], Any]) -> None:
    """A path is no hindrance."""
    api, _, known = _opened(config(HERE + "/v1", 1))
    assert api.operations
    assert not known


@pytest.mark.parametrize(("found", "skipped"), [(None, True), ([], False)])
def test_what_was_not_tried_is_skipped(found: list[Any] | None, *, skipped: bool) -> None:
    """No resource, no request: that is not to pass."""
    test: Any = object.__new__(Claimed)
    test._run = SimpleNamespace(findings=lambda _: found)  # noqa: SLF001 - what a session sets
    test._cases = []  # noqa: SLF001 - the same
    if skipped:
        with pytest.raises(pytest.skip.Exception, match="none could be made"):
            test.runtest()
    else:
        test.runtest()
