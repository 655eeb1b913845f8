"""Every example on the pages, run word for word against the server.

Only what nobody can know beforehand is filled in: the address, the key, and the id of an earlier
generation. The server makes no media; what its behaviour adds is tested with it.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import httpx2
import pytest

from tallystick.emit import FileSet

ROOT = Path(__file__).parents[2]
PLACEHOLDER = "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"
PYTHON = [ROOT / "generated" / "python" / "video", ROOT / "generated" / "cli" / "video"]


class Running(NamedTuple):
    """A server, and a generation that was made on it."""

    url: str
    earlier: str


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    """Serve the video version, and make a generation to go on from."""
    command = [sys.executable, "-m", "tallystick", "serve", "spec/video.overlay.yaml"]
    with subprocess.Popen(
        [*command, "--port", "0", "--token", "secret"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        url = process.stdout.readline().split()[-1]
        try:
            yield Running(url, made(url))
        finally:
            process.terminate()


def made(url: str) -> str:
    """Return the id of a generation."""
    headers = {"authorization": "Bearer secret"}
    body = {"prompt": "A paper boat"}
    answer = httpx2.post(f"{url}/generations", headers=headers, json=body, timeout=30)
    return str(answer.json()["id"])


def examples(files: FileSet, face: str, language: str, server: Running) -> list[str]:
    """Return the programs on the pages of both operations."""
    texts = (files[f"generations/{name}.{face}.md"] for name in ("create", "get"))
    found = [
        block.replace(PLACEHOLDER, server.earlier)
        for text in texts
        for block in re.findall(rf"```{language}\n(.*?)\n```", text, re.DOTALL)
    ]
    assert len(found) >= 13
    return found


def run(command: list[str | Path], server: Running, **more: str) -> str:
    """Run a program where the clients find their settings; return what it printed."""
    given = {"LUMA_AGENTS_API_KEY": "secret", "LUMA_AGENTS_BASE_URL": server.url, **more}
    done = subprocess.run(
        command, env={**os.environ, **given}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (command[-1], done.stderr)
    return done.stdout


def test_curl(site: Callable[[str], FileSet], server: Running) -> None:
    """The address of the API is that of the server; every answer is a generation."""
    for example in examples(site("video"), "http", "shell", server):
        command = example.replace("curl https://agents.lumalabs.ai/v1", f"curl -s {server.url}", 1)
        assert json.loads(run(["sh", "-c", command], server))["id"]


def test_python(site: Callable[[str], FileSet], server: Running) -> None:
    """The id is printed, as the last line of the example says."""
    path = os.pathsep.join(map(str, PYTHON))
    for example in examples(site("video"), "python", "python", server):
        printed = run([sys.executable, "-c", example], server, PYTHONPATH=path)
        assert re.fullmatch(r"[0-9a-f-]{36}\n", printed)


def test_command_line(site: Callable[[str], FileSet], server: Running, tmp_path: Path) -> None:
    """The command is the generated one; the key is a real one."""
    tool = tmp_path / "luma-agents-cli"
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m luma_agents_cli "$@"\n')
    tool.chmod(0o755)
    found = {
        "PYTHONPATH": os.pathsep.join(map(str, PYTHON)),
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
    }
    for example in examples(site("video"), "cli", "shell", server):
        command = example.replace("'My Auth Token'", "secret")
        assert json.loads(run(["sh", "-c", command], server, **found))["id"]


def test_typescript(site: Callable[[str], FileSet], server: Running, tmp_path: Path) -> None:
    """The package is the generated one, by the name that the examples import."""
    sources = []
    for number, example in enumerate(examples(site("video"), "typescript", "typescript", server)):
        sources.append(tmp_path / f"example{number}.ts")
        sources[-1].write_text(example)
    package = ROOT / "generated" / "typescript" / "video" / "src" / "index.ts"
    command = [
        str(ROOT / "node_modules/.bin/esbuild"),
        *map(str, sources),
        "--bundle",
        "--format=esm",
    ]
    options = ["--platform=node", f"--alias:luma-agents={package}", "--out-extension:.js=.mjs"]
    subprocess.run([*command, *options, f"--outdir={tmp_path}", "--log-level=error"], check=True)
    for source in sources:
        printed = run(["node", source.with_suffix(".mjs")], server)
        assert re.fullmatch(r"[0-9a-f-]{36}\n", printed)
