"""What one generated client does, the other does too: by the names that the documentation gives."""

import re

import pytest

from .conftest import ROOT

TEXT = (ROOT / "docs" / "clients.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.splitlines()
    if line.startswith("| ") and "| Python |" not in line
]


def source(language: str) -> str:
    """Return all sources of a generated client, and the runtime that it might have."""
    folders = ROOT / "generated" / language / "video", ROOT / "templates" / language / "runtime"
    suffix = {"python": ".py", "typescript": ".ts"}[language]
    files = [path for folder in folders for path in folder.rglob(f"*{suffix}")]
    return "\n".join(path.read_text("utf-8") for path in files)


@pytest.mark.parametrize(("column", "language"), [(1, "python"), (2, "typescript")])
def test_every_name_of_the_table_is_there(column: int, language: str) -> None:
    """Each name is one of the client's sources."""
    text = source(language)
    names = {name for row in ROWS for name in re.findall(r"`([^`]+)`", row[column])}
    assert len(names) > len(ROWS)
    missing = {name for name in names if not re.search(rf"\b{re.escape(name)}\b", text)}
    variables = {name for name in missing if name.startswith("LUMA_AGENTS_")}
    assert missing - variables == set()
    for name in variables:
        prefix, _, rest = name.rpartition("_AGENTS")
        assert prefix in text
        assert f"{rest}" in text


def test_the_errors_are_the_same() -> None:
    """By name; each side exports them."""
    pattern = r"^(?:export )?(?:class|interface|const) (\w+Error)\b"
    found = {
        language: set(re.findall(pattern, source(language), re.MULTILINE))
        for language in ("python", "typescript")
    }
    private = {"UnreadableError"}
    assert found["python"] - private == found["typescript"]
