"""What is built from a generated package: types, both module systems, source maps, its size."""

import gzip
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.benchmarks.typescript_size import built, rolled

from .conftest import HERE, ROOT, TOOLS, Node

pytestmark = pytest.mark.xdist_group("typescript")

Bundler = Callable[[Path, str], bytes]

LARGEST: dict[tuple[Bundler, str], int] = {
    (rolled, "image"): 3072,
    (rolled, "video"): 4000,
    (built, "image"): 3146,
    (built, "video"): 4096,
}
"""Bytes of ``import Luma from "luma-agents"``, bundled, minified and compressed."""


def bundle(folder: Path, source: str, *options: str) -> bytes:
    """Return what esbuild makes of a module in a folder."""
    entry = folder / "entry.mjs"
    entry.write_text(source)
    command = [str(TOOLS / "esbuild"), str(entry), "--bundle", "--minify", "--format=esm", *options]
    done = subprocess.run(
        [*command, "--log-level=warning"], cwd=folder, capture_output=True, check=True
    )
    return done.stdout


def test_types_take_what_is_legal(projects: Callable[[str], Path]) -> None:
    """Legal requests compile; each illegal one is an error, in the strictest settings."""
    folder = projects("video")
    shutil.copy(HERE / "types.test.ts", folder)
    package = folder / "node_modules" / "luma-agents"
    options = json.loads((package / "tsconfig.json").read_text())["compilerOptions"]
    options |= {"noEmit": True, "rootDir": "."}
    config = {"compilerOptions": options, "files": ["types.test.ts"]}
    (folder / "tsconfig.json").write_text(json.dumps(config))
    done = subprocess.run(
        [TOOLS / "tsc", "-p", folder], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""


@pytest.mark.parametrize("name", ["video", "torture"])
def test_types_without_a_browser(name: str, projects: Callable[[str], Path]) -> None:
    """With Node's types alone, none skipped, as modules and as CommonJS, found in every way."""
    folder = projects(name)
    package = "torture-api" if name == "torture" else "luma-agents"
    source = f'import Client from "{package}";\nvoid new Client({{}});\n'
    described = json.loads((folder / "node_modules" / package / "package.json").read_text())
    parts = [part for part in described["exports"] if part not in {".", "./package.json"}]
    for number, part in enumerate(parts):
        source += f'import * as part{number} from "{package}{part[1:]}";\nvoid part{number};\n'
    options = {
        "noEmit": True,
        "strict": True,
        "target": "es2022",
        "lib": ["es2022"],
        "types": ["node"],
        "typeRoots": [str(ROOT / "node_modules" / "@types")],
        "skipLibCheck": False,
    }
    (folder / "node.mts").write_text(source)
    (folder / "node.cts").write_text(source)
    (folder / "tsconfig.json").write_text("{}")
    for module in ("node16", "nodenext", "preserve"):
        config = {
            "compilerOptions": {**options, "module": module},
            "files": ["node.mts", "node.cts"],
        }
        (folder / f"{module}.json").write_text(json.dumps(config))
        done = subprocess.run(
            [TOOLS / "tsc", "-p", folder / f"{module}.json"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout == "", module


def test_what_is_published(projects: Callable[[str], Path]) -> None:
    """Every file that a reader of the package is led to, and nothing of how it was made."""
    package = projects("video") / "node_modules" / "luma-agents"
    done = subprocess.run(
        ["npm", "pack", "--dry-run", "--json", "--ignore-scripts", "--offline"],
        cwd=package,
        capture_output=True,
        text=True,
        check=True,
    )
    published = {item["path"] for item in json.loads(done.stdout)[0]["files"]}
    described = json.loads((package / "package.json").read_text())
    named = {described[key] for key in ("main", "module", "types")}
    for one in described["exports"].values():
        named |= (
            {one} if isinstance(one, str) else {p for way in one.values() for p in way.values()}
        )
    named |= {path for pair in described["browser"].items() for path in pair}
    assert {path.removeprefix("./") for path in named} <= published
    assert {"README.md", "dist/esm/package.json"} <= published
    assert not {path for path in published if path.startswith(("tsconfig", ".", "node_modules"))}


def test_both_module_systems(projects: Callable[[str], Path], node: Node) -> None:
    """The package is one by `import` and one by `require`."""
    folder = projects("image")
    say = "console.log(typeof Luma, Object.keys(new Luma({authToken: 't'}).generations).length > 0)"
    (folder / "a.cjs").write_text(f"const {{ default: Luma }} = require('luma-agents'); {say}")
    (folder / "b.mjs").write_text(f"import Luma from 'luma-agents'; {say}")
    assert node(folder, "a.cjs") == node(folder, "b.mjs") == "function true\n"
    rules = "const found = broken(imageRef, {}); console.log(found[0].rule)"
    names = "{ broken, imageRef }"
    (folder / "c.cjs").write_text(f"const {names} = require('luma-agents/rules'); {rules}")
    (folder / "d.mjs").write_text(f"import {names} from 'luma-agents/rules'; {rules}")
    assert node(folder, "c.cjs") == node(folder, "d.mjs") == "ref-exactly-one\n"


def test_no_dependency_and_source_maps(projects: Callable[[str], Path]) -> None:
    """Nothing is installed with it, and a stack trace can lead to the source."""
    package = projects("video") / "node_modules" / "luma-agents"
    described = json.loads((package / "package.json").read_text())
    assert "dependencies" not in described
    assert described["sideEffects"] is False
    for made in (*package.glob("dist/esm/**/*.js"), *package.glob("dist/cjs/**/*.js")):
        sources = json.loads(made.with_suffix(".js.map").read_text())["sources"]
        assert (made.parent / sources[0]).resolve().is_file()


@pytest.mark.parametrize(("tool", "version"), LARGEST)
def test_it_is_small(tool: Bundler, version: str, projects: Callable[[str], Path]) -> None:
    """The whole client with its rules takes at most 4 kB, and little more by esbuild."""
    made = tool(projects(version), 'export { default } from "luma-agents";')
    assert len(gzip.compress(made, 9)) <= LARGEST[tool, version]
    for what in (b"_LOG", b"_API_KEY", b"user-agent", b"TransformStream"):
        assert what not in made, "only servers need it"


def test_errors_have_a_true_name(projects: Callable[[str], Path], node: Node) -> None:
    """Their own, or that of the class above all where a bundler has shortened it."""
    folder = projects("image")
    source = """import Luma from "luma-agents";
        try { new Luma(); } catch (error) { console.log(error.name, error.message); }"""
    (folder / "plain.mjs").write_text(source)
    (folder / "small.mjs").write_bytes(bundle(folder, source))
    assert node(folder, "plain.mjs") == "ConfigurationError no credentials: pass authToken\n"
    assert node(folder, "small.mjs") == "LumaError no credentials: pass authToken\n"


def test_what_is_not_used_is_left_out(projects: Callable[[str], Path]) -> None:
    """A program that takes one rule gets no client."""
    made = bundle(projects("image"), 'import { imageRef } from "luma-agents/rules"; log(imageRef);')
    assert b"fetch" not in made
    assert b"ref-exactly-one" in made
    made = bundle(projects("image"), 'export { validate } from "luma-agents/validate";')
    assert b"fetch" not in made
    assert b"maxLength" in made
    assert bundle(projects("image"), 'import "luma-agents";') == b""
