"""Names of client classes: what they may not take in a language, and what no two things get."""

import json
import re
from pathlib import Path

import pytest

from tallystick.emit import FileSet, generate
from tallystick.emit.environment import templates_folder
from tallystick.emit.targets.python.names import EXPORTED
from tallystick.ir import Api, open_api


def read(folder: Path, title: str = "Sample", tags: tuple[str, ...] = ("sample",)) -> Api:
    """Make an API with an operation for each tag."""
    operations = {
        f"/{number}": {"get": {"tags": [tag], "responses": {"204": {"description": ""}}}}
        for number, tag in enumerate(tags)
    }
    document = {"openapi": "3.1.0", "info": {"title": title, "version": "1"}, "paths": operations}
    (folder / "api.json").write_text(json.dumps(document))
    api, problems = open_api(str(folder / "api.json"))
    assert api is not None, problems
    return api


def made(api: Api, target: str, **options: str) -> FileSet:
    """Generate; nothing is found fault with."""
    files, said = generate(api, target, options)
    assert said == ()
    return files


@pytest.mark.parametrize(
    ("target", "name", "taken"),
    [
        ("python", "Value", "ValueError"),
        ("python", "API", "APIError"),
        ("python", "EventStream", "EventStream"),
        ("python", "str", "str"),
        ("cli", "Omit", "Omit"),
        ("typescript", "Range", "RangeError"),
        ("typescript", "Engine", "Engine"),
        ("typescript", "API", "APIError"),
    ],
)
def test_a_client_takes_no_name_from_the_package(
    tmp_path: Path, target: str, name: str, taken: str
) -> None:
    """Nor do its errors or its awaited form; the sentence says which name is meant."""
    files, [problem] = generate(read(tmp_path), target, {"client": name})
    assert not files
    assert problem.code.id == "target-option-invalid"
    assert f"option client of target {target} must leave `{taken}` to" in problem.message


@pytest.mark.parametrize(
    ("title", "python", "typescript"),
    [
        ("Value API", "ValueClient", "Value"),
        ("Range", "Range", "RangeClient"),
        ("Event", "EventClient", "Event"),
        ("Client", "Client", "Client"),
    ],
)
def test_a_title_that_is_taken_gets_its_kind_behind(
    tmp_path: Path, title: str, python: str, typescript: str
) -> None:
    """As that of a keyword does."""
    api = read(tmp_path, title)
    assert f"class {python}(_base.SyncClient):" in made(api, "python", package="p")["p/_client.py"]
    assert f"export class {typescript} {{" in made(api, "typescript")["src/client.ts"]


def test_what_is_awaited_has_a_name_of_its_own(tmp_path: Path) -> None:
    """A resource is no other one's awaited form, nor a part of the runtime, nor the client."""
    api = read(tmp_path, tags=("files", "async files", "jobs", "sample"))
    client = made(api, "python", package="p")["p/_client.py"]
    names = re.findall(r"^    from \.resources\.\w+ import (\w+), (\w+)$", client, re.MULTILINE)
    assert sorted(names) == [
        ("AsyncAsyncFilesResource", "AsyncFilesResource"),
        ("AsyncFiles", "Files"),
        ("AsyncJobsResource", "JobsResource"),
        ("AsyncSampleResource", "SampleResource"),
    ]


def test_all_that_packages_export_is_known() -> None:
    """What the templates list is what the check of names goes by."""
    folder = templates_folder() / "python"
    texts = [path.read_text("utf-8") for path in (folder / "runtime").glob("_[et]*s.py")]
    listed = [re.search(r"^__all__ = \[(.*?)\]", text, re.DOTALL | re.MULTILINE) for text in texts]
    found = {name for match in listed if match for name in re.findall(r'"(\w+)"', match[1])}
    assert len(found) > 20
    assert found <= EXPORTED
    lazy = re.findall(r"import (\w+) as \1", (folder / "__init__.py.jinja").read_text("utf-8"))
    assert lazy
    assert set(lazy) <= EXPORTED
