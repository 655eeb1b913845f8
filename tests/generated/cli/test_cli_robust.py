"""Any line ends with a status of the list; what flags build is what JSON says."""

import importlib
import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

VOCABULARY = (
    *(
        "class",
        "import",
        "files",
        "upload",
        "events",
        "listen",
        "tree",
        "post",
        "status",
        "completion",
    ),
    *(
        "--help",
        "-h",
        "-v",
        "--version",
        "--",
        "-",
        "--=",
        "--class",
        "--class=",
        "--items.0.radius",
    ),
    *(
        "--items.radius",
        "--items",
        "--shape.side",
        "--stop",
        "--free",
        "--free.a.0",
        "--tree.x.y.z",
    ),
    *("--labels.", "--labels.a", "--matrix.0.0", "--format", "--format=yaml", "--transform", "@"),
    *(
        "--output",
        "--wait",
        "--header",
        "--no-seen",
        "--seen",
        "--no-class",
        "--body",
        "--region=eu",
    ),
    *(
        "1",
        "true",
        "null",
        "[1",
        "{a: *x}",
        "&a [*a]",
        "a: 1",
        "@/no/file",
        "\\@x",
        "--id",
        "--id-body",
    ),
    *(
        "--kind",
        "16:9",
        "\x1b[31m",
        "\u202e",
        "\ud800",
        "",
        "é",
        "9" * 400,
        "1e999",
        "-5",
        "--timeout",
    ),
    *("__complete", "bash", "fish", "x class import --", "--size", "--deep", "--deep.a", "--2fa"),
)
STATUSES = {0, 2, 3, 4, 9}
CLOSED = ("--base-url", "http://127.0.0.1:9", "--max-retries", "0", "--api-key", "k")


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(VOCABULARY), max_size=9))
@example(["tree", "post", "--body", "&a [*a]"])
@example(["tree", "post", "--body", "[" * 3000])
@example(["class", "import", "a", "1", "--id-body", "1", "--kind", "16:9", "--free", "1e999"])
@example(["class", "import", "a", "1", "--id-body", "1", "--kind", "16:9", "--class", "\ud800"])
def test_no_line_breaks_the_tool(
    odd: ModuleType, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    """Whatever is typed: a status that means something, a sentence, never a trace."""
    before = () if words[:1] in (["completion"], ["__complete"]) else CLOSED
    status = odd.main([*before, *words])
    out, err = capsys.readouterr()
    assert status in STATUSES, (words, status, err)
    assert "Traceback" not in err
    assert bool(status) == err.startswith("error: "), (words, out, err)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SCALARS = st.one_of(TEXT, st.integers(-(10**20), 10**20), st.booleans(), st.none())
TREES = st.recursive(
    SCALARS,
    lambda below: st.one_of(
        st.lists(below, max_size=3),
        st.dictionaries(st.text("abcäß-_", min_size=1, max_size=3), below, max_size=3),
    ),
    max_leaves=8,
)


def flags(value: Any, flag: str) -> Iterator[str]:
    """Yield the flags that build a value: a leaf each."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from flags(item, f"{flag}.{key}")
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from flags(item, f"{flag}.{index}")
    else:
        yield from (flag, json.dumps(value))


def arguments(words: list[str]) -> Any:
    """Return what a command line of `import` gives to the client."""
    parse = importlib.import_module("odd_api_cli._parse")
    assemble = importlib.import_module("odd_api_cli._assemble")
    return assemble.assemble(parse.read(["class", "import", *words]).flags)


@pytest.mark.usefixtures("odd")
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TREES)
@example({"a": {"b": [{"c": "@x"}]}})
@example([[], {}, ""])
def test_dotted_flags_build_what_json_says(value: Any) -> None:
    """Given leaf by leaf or whole, a value arrives the same."""
    if not any(text.startswith(("@", "\\@")) for text in strings(value)):
        assert arguments(["--free", json.dumps(value)]) == {"free": value}
    assert arguments(list(flags(value, "--free"))) == {"free": value}


def strings(value: Any) -> Iterator[str]:
    """Yield the texts of a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


@pytest.mark.usefixtures("odd")
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_text_arrives_as_it_is(text: str) -> None:
    """A text needs no quoting but the shell's, unless it begins with an @."""
    escaped = f"\\{text}" if text.startswith("@") else text
    if not escaped.startswith("\\@") or text.startswith("@"):
        assert arguments([f"--class={escaped}"]) == {"class_body": text}
