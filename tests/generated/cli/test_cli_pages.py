"""The examples of the documentation's pages, word for word, against our server."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.docs.reading import published

ROOT = Path(__file__).parents[3]
TOKEN = "My Auth Token"  # noqa: S105 - the page's own

# Pages 000 and 002, "Create a generation".
EXAMPLE = """\
luma-agents-cli generations create \\
  --auth-token 'My Auth Token' \\
  --prompt 'A glass of iced coffee on a marble countertop, morning light streaming through a window'
"""

# The vendor's readme, "Usage".
USAGE = """\
luma-agents-cli generations create \\
  --auth-token 'My Auth Token' \\
  --prompt 'A glass of iced coffee on a marble countertop, morning light streaming through a window' \\
  --aspect-ratio 16:9 \\
  --model uni-1
"""  # noqa: E501 - the line is its own

Shell = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(name="version", params=["image", "video"], scope="module")
def _version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(name="url", scope="module")
def _url(version: str) -> Iterator[str]:
    """Serve a version of the contract on a free port."""
    command = [sys.executable, "-m", "tallystick", "serve", version, "--port", "0"]
    with subprocess.Popen(
        [*command, "--token", TOKEN], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
        process.terminate()


@pytest.fixture(name="shell")
def _shell(version: str, url: str, tmp_path: Path) -> Shell:
    """Return a function that runs lines of a shell in which the command line is installed."""
    program = tmp_path / "bin" / "luma-agents-cli"
    program.parent.mkdir()
    start = "import sys; from luma_agents_cli._main import main; sys.exit(main())"
    program.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{start}' \"$@\"\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    folders = (ROOT / "generated" / kind / version for kind in ("cli", "python"))
    env = {
        **os.environ,
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "PYTHONPATH": ":".join(map(str, folders)),
        "LUMA_AGENTS_BASE_URL": url,
    }
    env.pop("LUMA_AGENTS_API_KEY", None)

    def run(script: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["bash", "-c", script],
            env={**env, **more},
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run


@pytest.mark.parametrize("example", [EXAMPLE, USAGE], ids=["page", "readme"])
def test_the_example_runs_word_for_word(shell: Shell, example: str) -> None:
    """The answer has the members that the page shows for a generation that was just made."""
    done = shell(example)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert {"id", "created_at", "model", "state", "type"} <= answer.keys()
    assert (answer["model"], answer["state"], answer["type"]) == ("uni-1", "queued", "image")


def test_the_help_has_every_line_of_the_page(shell: Shell, version: str) -> None:
    """Members in the page's order, and below each its text and values, word by word."""
    page = {"image": "002-image-cli", "video": "000-video-cli"}[version]
    told, member = words(shell("luma-agents-cli generations create --help").stdout), ""
    for line in published(page)["Create a generation"]:
        wanted = words(line.text)
        if line.kind == "choice":
            assert wanted in member + told, line
            continue
        _, found, told = told.partition(wanted)
        assert found, line
        member = found if line.kind == "member" else member


def words(text: str) -> str:
    """Return text without line breaks."""
    return " ".join(text.split())


def test_a_job_is_waited_for_and_fetched(shell: Shell, version: str, tmp_path: Path) -> None:
    """Create, wait, download; then look again, by place and with a transform."""
    clip = "--type video --model ray-3.2 --video.duration 5s --video.resolution 360p"
    flags, name = (clip, "a.mp4") if version == "video" else ("--style manga", "a.png")
    line = f"luma-agents-cli generations create --prompt waves {flags} --wait --output {name}"
    done = shell(line, LUMA_AGENTS_API_KEY=TOKEN)
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert made["state"] == "completed"
    assert done.stderr.splitlines()[-1] == f"saved {name}"
    head = (tmp_path / name).read_bytes()[:12]
    assert head[4:8] == b"ftyp" if version == "video" else head[1:4] == b"PNG"
    look = f"luma-agents-cli generations get {made['id']} --transform output[0].type --format raw"
    assert shell(look, LUMA_AGENTS_API_KEY=TOKEN).stdout == f"{version}\n"
    again = shell(line, LUMA_AGENTS_API_KEY=TOKEN)
    assert again.returncode == 2
    assert again.stderr.startswith(f"error: --output: {name} exists; --force replaces it\n")


def test_files_are_sent_as_base64(shell: Shell, tmp_path: Path) -> None:
    """A picture becomes the data of a reference, given by member or in YAML."""
    pixel = json.loads((ROOT / "generated/openapi/image/openapi.json").read_text())
    data = next(found for found in values(pixel, "data") if str(found).startswith("iVBOR"))
    (tmp_path / "data.txt").write_text(str(data))
    ways = (
        "--image-ref.data @a.png --image-ref.media-type image/png",
        """--image-ref '{data: "@a.png", media_type: image/png}'""",
    )
    for way in ways:
        done = shell(
            f"base64 -d data.txt > a.png; luma-agents-cli generations create --prompt x {way}",
            LUMA_AGENTS_API_KEY=TOKEN,
        )
        assert done.returncode == 0, done.stderr


def values(value: Any, name: str) -> Iterator[Any]:
    """Yield the members of a name, wherever they stand."""
    if isinstance(value, dict):
        yield from (item for key, item in value.items() if key == name)
        for item in value.values():
            yield from values(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from values(item, name)


def test_what_the_server_refuses_points_at_the_flag(shell: Shell) -> None:
    """The same rule gives the same words here and there."""
    line = "luma-agents-cli generations create --prompt x --type image_edit"
    here = shell(line, LUMA_AGENTS_API_KEY=TOKEN)
    there = shell(f"{line} --no-check", LUMA_AGENTS_API_KEY=TOKEN)
    assert here.returncode == there.returncode == 3
    assert here.stderr == there.stderr
    assert here.stderr.startswith("error: --source: ")
    assert here.stderr.endswith("[source-required]\n")


def test_a_wrong_token_has_a_status_of_its_own(shell: Shell) -> None:
    """The server's sentence is shown."""
    wrong = shell("luma-agents-cli generations get x", LUMA_AGENTS_API_KEY="wrong")
    assert wrong.returncode == 4
    assert wrong.stderr.startswith("error: 401: ")
