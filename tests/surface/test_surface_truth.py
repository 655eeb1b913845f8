"""What is said of generated clients is so: programs are built with both versions by their tools."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tallystick.diff.checks import catalogue
from tallystick.diff.code.versions import compare_surfaces
from tallystick.diff.model import Change
from tallystick.diff.unchanged.settle import Settled
from tallystick.emit import generate
from tallystick.emit.surfaces import READERS, surface
from tallystick.ir import Api, lower
from tallystick.load import parse_text
from tallystick.report.comparison.clients import changed_clients
from tallystick.resolve import resolve
from tallystick.surface import Language

ROOT = Path(__file__).parents[2]
CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "changes.yaml").read_text(encoding="utf-8")
)
LANGUAGES = {"python": "py", "typescript": "ts"}
PYTHON = """from {version}_client import Things as Client, types
def program(client: Client) -> None:
    {program}
    print(client, types)
"""
TYPESCRIPT = """import {{ Things as Client }} from "./{version}/src/index.ts";
import type * as types from "./{version}/src/index.ts";
export async function program(client: Client): Promise<types.ClientOptions | undefined> {{
  {program};
  return undefined;
}}
"""
TEMPLATES = {"python": PYTHON, "typescript": TYPESCRIPT}


def _parameters(place: str, schemas: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, schema in schemas.items():
        required = name.endswith("!") or place == "path"
        yield {"name": name.rstrip("!"), "in": place, "required": required, "schema": schema}


def _operation(said: dict[str, Any], tag: str) -> dict[str, Any]:
    found: dict[str, Any] = {"operationId": said["id"], "tags": [said.get("tag", tag)]}
    places = ("path", "query")
    found["parameters"] = [it for at in places for it in _parameters(at, said.get(at, {}))]
    if "body" in said:
        content = {"application/json": {"schema": said["body"]}}
        found["requestBody"] = {"required": not said.get("optional"), "content": content}
    response: dict[str, Any] = {"description": "done", "links": said.get("links", {})}
    if "ok" in said:
        response["content"] = {"application/json": {"schema": said["ok"]}}
    found["responses"] = {"200" if "ok" in said else "204": response}
    found["security"] = said.get("security", [])
    return found


def _document(version: str) -> dict[str, Any]:
    """Return one version of an API with all cases."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for case in CASES:
        said = case.get(version, case["old"])
        for one in filter(None, (said, said.get("more"))):
            method, path = one["at"].split(" ")
            paths.setdefault(path, {})[method] = _operation(one, case["name"])
        added = case.get("new_schemas", {}) if version == "new" else {}
        kept = case.get("schemas", {})
        if "Feline" in added:
            kept = {}
        schemas |= kept | added
    schemes = {"token": {"type": "http", "scheme": "bearer"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Client", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": schemes},
    }


def _api(version: str) -> Api:
    text = json.dumps(_document(version)).encode()
    document, found = parse_text(text, f"{version}.json")
    assert document is not None, found
    resolved, found = resolve(document)
    assert resolved is not None, found
    api, found = lower(resolved)
    assert api is not None, found
    return api


@pytest.fixture(scope="module")
def versions() -> dict[str, Api]:
    """Both versions of the API."""
    return {version: _api(version) for version in ("old", "new")}


@pytest.fixture(scope="module")
def said(versions: dict[str, Api]) -> dict[str, set[str]]:
    """What is said, by the language of the client."""
    found: dict[str, set[str]] = {}
    for language in READERS:
        old, new = (surface(versions[it], language) for it in ("old", "new"))
        changes = list(compare_surfaces(old, new))
        found[language] = _messages(changes)
        assert len(found[language]) == len(changes)
    return found


def _messages(changes: Iterable[Change]) -> set[str]:
    return {
        f"{check.id} {message}"
        for change in changes
        for check in catalogue()
        if change.kind in check.on and (message := check.say(change)) is not None
    }


@pytest.fixture(scope="module")
def folder(versions: dict[str, Api], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with clients of both versions, and each program for both."""
    out = tmp_path_factory.mktemp("clients")
    for version, api in versions.items():
        for language, name in (("python", f"{version}_client"), ("typescript", version)):
            options = {"package": name, "client": "Things"}
            files, problems = generate(api, language, options)
            assert files, problems
            for path, text in files.items():
                place = out / path if language == "python" else out / version / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, "utf-8")
        for case in CASES:
            for language, ending in LANGUAGES.items():
                text = TEMPLATES[language].format(version=version, program=case[language])
                (out / f"{version}_{case['name']}.{ending}").write_text(text, "utf-8")
    return out


def _programs(folder: Path, ending: str) -> list[str]:
    return sorted(path.name for path in folder.glob(f"*_*.{ending}"))


def _refused(output: str) -> set[str]:
    """Return the programs that a checker complains of."""
    names = (line.split(":")[0].split("(")[0] for line in output.splitlines())
    return {name for name in names if name.rpartition(".")[2] in LANGUAGES.values()}


@pytest.fixture(scope="module")
def refused(folder: Path) -> dict[str, set[str]]:
    """Return the programs that do not build, by language."""
    options = ["--strict", "--no-error-summary", "--cache-dir", ".cache"]
    command = [sys.executable, "-m", "mypy", *options, *_programs(folder, "py")]
    python = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    config = {
        "compilerOptions": {
            "target": "es2022",
            "module": "esnext",
            "moduleResolution": "bundler",
            "lib": ["es2022", "dom", "dom.iterable", "dom.asynciterable"],
            "types": [],
            "strict": True,
            "noEmit": True,
            "allowImportingTsExtensions": True,
        },
        "files": _programs(folder, "ts"),
    }
    (folder / "tsconfig.json").write_text(json.dumps(config))
    command = [str(ROOT / "node_modules" / ".bin" / "tsc"), "--pretty", "false", "-p", "."]
    script = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return {"python": _refused(python.stdout), "typescript": _refused(script.stdout)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_said_is_so(
    case: dict[str, Any], language: str, refused: dict[str, set[str]]
) -> None:
    """A program builds with the old client; with the new one unless something is said."""
    ending = LANGUAGES[language]
    broken = any(it.startswith(f"{language}-") for it in case.get("said", ()))
    assert f"old_{case['name']}.{ending}" not in refused[language]
    assert (f"new_{case['name']}.{ending}" in refused[language]) == broken


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_else_is_said(language: str, said: dict[str, set[str]]) -> None:
    """Every change is said once, and in the words of a program."""
    expected = {it for case in CASES for it in case.get("said", ())}
    assert said[language] == {it for it in expected if it.startswith(f"{language}-")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_says_nothing(language: Language, versions: dict[str, Api]) -> None:
    """A version compared with itself breaks no program."""
    for api in versions.values():
        one, other = (surface(api, language) for _ in range(2))
        assert list(compare_surfaces(one, other)) == []


def test_every_check_of_code_is_shown() -> None:
    """Each check of a language has a case."""
    shown = {it.split(" ")[0] for case in CASES for it in case.get("said", ())}
    checks = {it.id for it in catalogue() if it.id.startswith(("python-", "typescript-"))}
    assert checks == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_did_not_change_is_not_looked_at(
    language: Language, versions: dict[str, Api], said: dict[str, set[str]]
) -> None:
    """The same is said where only what changed is laid out."""
    settled = Settled(versions["old"].resolved, versions["new"].resolved)
    (pair,) = changed_clients(settled, [language])
    assert pair[0].shown is not None
    assert len(pair[0].shown) < len(surface(versions["old"], language).types)
    assert _messages(compare_surfaces(*pair)) == said[language]
