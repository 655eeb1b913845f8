"""Completion: what the scripts offer in real shells."""

import importlib
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture(name="shell_env")
def _shell_env(video_folder: Path, odd_folder: Path, tmp_path: Path) -> dict[str, str]:
    """Return an environment in which both command lines are installed."""
    for folder, package in ((video_folder, "video_api_cli"), (odd_folder, "odd_api_cli")):
        program = tmp_path / "bin" / package.replace("_", "-")
        program.parent.mkdir(exist_ok=True)
        program.write_text(
            f'#!/bin/sh\nPYTHONPATH={folder} exec {sys.executable} -m {package} "$@"\n'
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "a picture.png").touch()
    (tmp_path / "home" / "apples").mkdir()
    return {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "HOME": str(tmp_path / "home"),
        "LC_ALL": "C.UTF-8",
    }


def in_bash(env: dict[str, str], line: str) -> list[str]:
    """Return what bash offers for a line, asked as its line editor does."""
    program = line.split(maxsplit=1)[0]
    script = f"""
eval "$({program} completion bash)"
COMP_LINE=$1 COMP_POINT=${{#1}}
read -ra COMP_WORDS <<< "$1"
[[ $1 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_{program.replace("-", "_")}_complete
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    done = subprocess.run(
        ["bash", "--norc", "-c", script, "bash", line],
        env=env,
        cwd=env["HOME"],
        capture_output=True,
        text=True,
        check=True,
    )
    return [text for text in done.stdout.splitlines() if text]


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("video-api-cli g", ["generations"]),
        ("video-api-cli generations ", ["create", "get"]),
        ("video-api-cli generations create --pro", ["--prompt"]),
        ("video-api-cli generations create --style ", ["auto", "manga"]),
        ("video-api-cli generations create --style=m", ["manga"]),
        ("video-api-cli generations create --aspect-ratio 16:", ["9"]),
        ("video-api-cli generations create --aspect-ratio 2", ["2:1", "21:9", "2:3"]),
        (
            "video-api-cli generations create --prompt 'a b --style' --video.e",
            ["--video.edit", "--video.end-frame", "--video.exr-export"],
        ),
        ("video-api-cli generations create --video.edit.controls.pose.s", [
            "--video.edit.controls.pose.strength"
        ]),
        ("video-api-cli generations create --video.duration ", ["5s", "10s"]),
        ("video-api-cli --auth-token generations generations c", ["create"]),
        ("video-api-cli generations create --source.data @a", ["@a\\ picture.png", "@apples/"]),
        ("video-api-cli generations create --output a", ["a\\ picture.png", "apples/"]),
        ("odd-api-cli class import --sort a", ["asc", "a\\ b"]),
        ("odd-api-cli class import --items.r", ["--items.radius"]),
        ("odd-api-cli class import --seen=", ["true", "false"]),
        ("odd-api-cli nothing ", []),
    ],
)  # fmt: skip
def test_bash_offers(shell_env: dict[str, str], line: str, offers: list[str]) -> None:
    """Commands, flags, members, values and files; what follows = and : as bash wants it."""
    assert in_bash(shell_env, line) == offers


ZSH = """
compdef() { : }
_describe() { shift; print -rl ${(P)1} }
eval "$(video-api-cli completion zsh)"
words=(video-api-cli generations create --aspect-ratio 16) CURRENT=5
_video_api_cli_complete
words=(video-api-cli generations '') CURRENT=3
_video_api_cli_complete
"""
FISH = """
video-api-cli completion fish | source
complete -C 'video-api-cli generations create --aspect-ratio 16'
complete -C 'video-api-cli generations '
"""
OTHERS = {
    "zsh": (["-f"], ZSH, ["16\\:9", "create:Create a generation", "get:Get a generation"]),
    "fish": (
        ["--no-config"],
        FISH,
        ["16:9", "create\tCreate a generation", "get\tGet a generation"],
    ),
}


def test_other_shells_offer(shell_env: dict[str, str]) -> None:
    """In those that are installed, as both are in CI: offers come with what they are about."""
    for shell in filter(shutil.which, OTHERS):
        options, script, offers = OTHERS[shell]
        words = [shell, *options, "-c", script]
        done = subprocess.run(words, env=shell_env, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines() == offers


@pytest.mark.usefixtures("odd")
@pytest.mark.parametrize("line", ["x 'a b", 'x "a', "x a\\", "x 'it''s"])
def test_open_quotes_are_no_trouble(line: str) -> None:
    """A line that is not finished is split as far as it goes."""
    split = importlib.import_module("odd_api_cli._complete").split
    assert split(line)[0] == "x"


def test_a_shell_must_be_named(shell_env: dict[str, str]) -> None:
    """An unknown shell is refused."""
    done = subprocess.run(
        ["video-api-cli", "completion", "tcsh"], env=shell_env, capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"name a shell: video-api-cli completion bash | zsh | fish" in done.stderr


def test_help_with_completion_says_what_to_do_with_it(
    video: ModuleType, run: Callable[..., Any]
) -> None:
    """A line for each shell."""
    done = run(video, "completion", "--help")
    assert (done.status, done.err) == (0, "")
    assert "bash  source <(video-api-cli completion bash)\n" in done.out
    assert run(video, "completion", "zsh", "-h").out == done.out


def test_scripts_are_printed_beside_a_resource_of_that_name(
    video: ModuleType, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No command is called like a shell; what else the resource has stays its own."""
    monkeypatch.setitem(video.RESOURCES, "completion", video.RESOURCES["generations"])
    assert run(video, "completion", "bash").out.endswith("video-api-cli\n")
    assert run(video, "completion", "create", "--help").out.startswith("Create a generation\n")
