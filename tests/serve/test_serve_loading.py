"""Behaviours named on a command line."""

from pathlib import Path
from typing import Any

import pytest

from tallystick.serve import DocumentError
from tallystick.serve.loading import load_behaviour, split

MODULE = """
from tallystick.serve.behaviour import Behaviour

class Mine(Behaviour):
    pass

behaviour = Mine
made = Mine()
number = 3

def broken():
    raise LookupError("no luck")
"""


@pytest.fixture
def module(tmp_path: Path) -> Path:
    """Return the path of a module with many attributes."""
    path = tmp_path / "mine.py"
    path.write_text(MODULE)
    return path


@pytest.mark.parametrize("attribute", [":Mine", ":behaviour", ":made", ""])
def test_a_class_an_instance_or_nothing_can_be_named(module: Path, attribute: str) -> None:
    """Nothing means `behaviour`."""
    found, problems = load_behaviour(f"{module}{attribute}")
    assert problems == ()
    assert type(found).__name__ == "Mine"


def test_an_installed_module_can_be_named() -> None:
    """As Python names it."""
    found, problems = load_behaviour("tallystick.serve.behaviour:Behaviour")
    assert (type(found).__name__, problems) == ("Behaviour", ())


@pytest.mark.parametrize("name", ["", "/__init__.py", "/inner.py"])
def test_a_package_may_import_its_neighbours(tmp_path: Path, name: str) -> None:
    """Named as a folder, as its first file or as an inner one."""
    package = tmp_path / "package"
    package.mkdir()
    (package / "inner.py").write_text(MODULE)
    (package / "__init__.py").write_text("from .inner import behaviour")
    found, problems = load_behaviour(f"{package}{name}:behaviour")
    assert problems == ()
    assert type(found).__name__ == "Mine"


@pytest.mark.parametrize(
    ("attribute", "code"),
    [
        ("absent", "behaviour-not-found"),
        ("number", "behaviour-unfit"),
        ("broken", "behaviour-broken"),
    ],
)
def test_what_is_wrong_is_told(module: Path, attribute: str, code: str) -> None:
    """With the name, and without a traceback."""
    found, problems = load_behaviour(f"{module}:{attribute}")
    assert found is None
    assert [item.code.id for item in problems] == [code]
    assert attribute in problems[0].message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("import no_such_thing", "behaviour-not-found"),
        ("1/0", "behaviour-broken"),
        ("(", "behaviour-broken"),
    ],
)
def test_a_module_that_cannot_be_imported_is_told(tmp_path: Path, text: str, code: str) -> None:
    """Whatever it raises."""
    path = tmp_path / "bad.py"
    path.write_text(text)
    _, problems = load_behaviour(f"{path}:x")
    assert [item.code.id for item in problems] == [code]


def test_missing_files_are_told(tmp_path: Path) -> None:
    """Files, folders and modules alike."""
    for name in ("no.py:x", "no/folder:x", "module_that_is_not_there:x"):
        _, problems = load_behaviour(name if "module" in name else f"{tmp_path}/{name}")
        assert [item.code.id for item in problems] == ["behaviour-not-found"]


def test_a_drive_letter_is_no_attribute() -> None:
    """The last colon counts, and only before an identifier."""
    assert split("C:\\x\\mine.py") == ("C:\\x\\mine.py", "behaviour")
    assert split("C:\\x\\mine.py:Mine") == ("C:\\x\\mine.py", "Mine")
    assert split("mine.py") == ("mine.py", "behaviour")


def test_in_process_a_wrong_name_is_an_exception(serve: Any) -> None:
    """There is no terminal to print to."""
    with pytest.raises(DocumentError, match="is not there"):
        serve(behaviour="no.such:thing")


def test_a_document_that_cannot_be_read_is_an_exception() -> None:
    """With the diagnostics in it."""
    from tallystick.serve import app  # noqa: PLC0415 - only here without a fixture

    with pytest.raises(DocumentError):
        app("no-such-file.yaml")
