"""Help: the notation of the pages, every member reachable, nothing hostile printed."""

import importlib
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

Run = Callable[..., Any]


def words_of(text: str) -> str:
    """Return text without line breaks."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    "said",
    [
        "Create a generation $ video-api-cli generations create POST /generations",
        "--prompt: string Text prompt --aspect-ratio:",
        '--aspect-ratio: optional "3:1" or "2:1" or "21:9" or 9 more',
        "--image-ref: optional array of ImageRef { data, generation_id, media_type, url }",
        '--model: optional "uni-1" or "uni-1-max" or "ray-3.2" Model identifier.',
        "--source: optional object { data, generation_id, media_type, url } Media reference",
        '--type: optional "image" or "image_edit" or "video" or 2 more The kind of generation',
        "--video: optional object { duration, edit, end_frame, 8 more } Ray 3.2 video request",
        "generation: object { id, created_at, model, 5 more } Generation status and output",
        'state: "queued" or "processing" or "completed" or "failed"',
        "output: optional array of GenerationOutput { type, url } Generated outputs",
        "url: string Presigned URL (1hr expiry)",
        "--wait Wait until the work is done",
    ],
)
def test_help_reads_like_the_page(video: ModuleType, run: Run, said: str) -> None:
    """Flags, types, texts and returns stand as page 000 has them."""
    done = run(video, "generations", "create", "--help")
    assert done.status == 0
    assert said in words_of(done.out).replace("luma-agents-cli", "video-api-cli")


def test_help_of_a_flag_shows_its_members(video: ModuleType, run: Run) -> None:
    """Below a flag its members are explained, and theirs."""
    done = run(video, "generations", "create", "--video", "--help")
    text = words_of(done.out)
    assert text.startswith("--video: optional object { duration, edit, end_frame, 8 more }")
    assert '--video.resolution: optional "360p" or "540p" or "720p" or "1080p"' in text
    assert '--video.edit.controls.pose.strength: optional "precise" or "coarse"' in text
    inner = run(video, "generations", "create", "--video.edit.strength", "-h").out
    assert inner.startswith('--video.edit.strength: optional "adhere_1" or "adhere_2"')
    assert '"reimagine_3"' in inner


def test_help_of_the_tool_and_of_a_resource(odd: ModuleType, run: Run) -> None:
    """Resources, their commands, options, environment variables and exit statuses."""
    for words in ([], ["--help"], ["-h"]):
        done = run(odd, *words)
        assert done.status == 0
        assert words_of(done.out).startswith("Odd API, from the command line $ odd-api-cli")
        for said in (
            "class (import)",
            "ODD_API_PASSWORD in the environment",
            "7 too many requests",
        ):
            assert said in words_of(done.out)
    assert "import Import a class (deprecated)" in words_of(run(odd, "class", "-h").out)
    wrong = run(odd, "clas", "--help")
    assert (wrong.status, wrong.err) == (
        2,
        "error: there is no command 'clas'; did you mean class?\n",
    )
    assert run(odd, "class", "imprt", "--help").status == 2


def test_nothing_hostile_is_printed(odd: ModuleType, run: Run) -> None:
    """Escape sequences are gone whole, and wide characters fill their columns."""
    done = run(odd, "class", "import", "--help")
    assert done.status == 0
    assert "Hostile: reversed, nothing, \"\"\" ''' \\N{DASH} {{ 7*7 }}" in words_of(done.out)
    assert all(char == "\n" or char.isprintable() for char in done.out)
    assert "平方メートル" in done.out
    assert "optional object { next, text }" in done.out


def test_help_fits_the_terminal(odd: ModuleType, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """No line is wider than the terminal, counted in columns."""
    done = run(odd, "class", "import", "--help")
    monkeypatch.setattr("os.get_terminal_size", lambda *_: None)
    terminal = importlib.import_module("odd_api_cli._terminal")
    assert max(terminal.columns(line) for line in done.out.splitlines()) <= 100
    assert terminal.columns("e\u0301平") == 3


def everything(package: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield every command of a package with its flags."""
    config = importlib.import_module(f"{package}._config")
    parse = importlib.import_module(f"{package}._parse")
    for resource in config.RESOURCES:
        for command in parse.commands(resource):
            yield resource, command.name, tuple(flag.spelled for flag in command.flags)


@pytest.mark.parametrize("package", ["odd", "video", "torture"])
def test_every_command_and_flag_has_help(
    request: pytest.FixtureRequest, run: Run, package: str
) -> None:
    """Recursion, choices, names that collide: help is there, flags are told apart."""
    main = request.getfixturevalue(package)
    for resource, name, flags in everything(str(main.__package__)):
        done = run(main, resource, name, "--help")
        assert done.status == 0, (resource, name)
        assert len(flags) == len(set(flags))
        for flag in flags:
            told = run(main, resource, name, f"--{flag}", "--help")
            assert told.status == 0
            assert told.out.startswith(f"--{flag}: ")
