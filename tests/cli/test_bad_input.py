"""Bad input, end to end: which status, where, what is wrong, and the smallest edit."""

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from .conftest import PETS, Tally

HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"
EMPTY = HEAD + "paths: {}\n"
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
)


def reference(target: str) -> str:
    """Return a document whose response is a reference."""
    return (
        f"{HEAD}paths:\n  /a:\n    get:\n      operationId: a\n      responses:\n"
        f"        '200': {{$ref: '{target}'}}\n"
        "components:\n  responses:\n    Fine: {description: d}\n"
        "    One: {$ref: '#/components/responses/Two'}\n"
        "    Two: {$ref: '#/components/responses/One'}\n"
    )


def rule(text: str, examples: str = "{}") -> str:
    """Return a document with one rule."""
    return (
        f"{EMPTY}components:\n  schemas:\n    A:\n      type: object\n"
        "      properties: {name: {type: string}, size: {type: integer}}\n"
        "      x-validations:\n        - id: it\n          message: m\n"
        f'          rule: "{text}"\n          examples: {examples}\n'
    )


TWICE = (
    f"{HEAD}paths:\n"
    "  /a:\n    get: {operationId: x, responses: {'204': {description: d}}}\n"
    "  /b:\n    get: {operationId: x, responses: {'204': {description: d}}}\n"
)


@dataclass(frozen=True, slots=True)
class Case:
    """A document, and what ``tally check`` says first about it."""

    text: str
    status: int
    head: str
    advice: str


CASES = {
    "not yaml": Case(
        "openapi: 3.1.0\ninfo: {title: t\npaths: {}\n",
        2,
        "bad.yaml:3:6: error[yaml-syntax]: a `{` is not closed before this place",
        "add the missing comma or `}`",
    ),
    "not a mapping": Case(
        "- openapi: 3.1.0\n",
        2,
        "bad.yaml:1:1: error[not-a-mapping]: the document is a list, not a mapping",
        "begin with `openapi: 3.1.1`",
    ),
    "swagger 2.0": Case(
        "info: {title: t, version: '1'}\nswagger: '2.0'\npaths: {}\n",
        2,
        "bad.yaml:2:1: error[swagger-2]: the document is Swagger 2.0, which is not OpenAPI 3",
        "convert it to OpenAPI 3 first, for example with swagger2openapi",
    ),
    "duplicate keys": Case(
        EMPTY + "info: {title: u, version: '2'}\n",
        2,
        "bad.yaml:4:1: error[duplicate-key]: the key 'info' is already in this mapping",
        "remove one of the two",
    ),
    "alias bomb": Case(
        BOMB,
        2,
        "bad.yaml:1:",
        "refer to the value with $ref instead of an alias",
    ),
    "ref to nowhere": Case(
        reference("#/components/responses/Fin"),
        1,
        "bad.yaml:8:23: error[ref-not-found]: there is nothing at #/components/responses/Fin",
        "did you mean `#/components/responses/Fine`?",
    ),
    "ref to a missing file": Case(
        reference("goood.yaml#/x"),
        1,
        "bad.yaml:8:23: error[ref-file]: there is no file goood.yaml",
        "did you mean good.yaml?",
    ),
    "ref outside the root": Case(
        reference("../outside.yaml#/x"),
        1,
        "bad.yaml:8:23: error[ref-outside-root]: ../outside.yaml is outside of the folder ",
        "move the file below that folder, or run the command from a folder above both",
    ),
    "ref to http without the flag": Case(
        reference("http://127.0.0.1:1/a.yaml#/x"),
        1,
        "bad.yaml:8:23: error[remote-ref]: http://127.0.0.1:1/a.yaml is remote, and remote",
        "add `--allow-remote`, or download the document",
    ),
    "refs in a circle": Case(
        reference("#/components/responses/Fine"),
        1,
        "bad.yaml:12:17: error[ref-circle]: references lead in a circle: ",
        "let one of them be the value itself",
    ),
    "rule that does not parse": Case(
        rule("self.size >"),
        1,
        "bad.yaml:12:29: error[rule-syntax]: the rule ends in the middle of an expression",
        "complete the expression",
    ),
    "rule with a misspelt member": Case(
        rule("has(self.nmae)"),
        1,
        "bad.yaml:12:27: error[rule-unknown-member]: 'self', an object (A), has no member 'nmae'",
        "did you mean 'name'?",
    ),
    "rule that compares a string with a number": Case(
        rule("!has(self.name) || self.name > 3"),
        1,
        "bad.yaml:12:47: error[rule-type]: '>' does not take a string ('self.name') and an integer",
        "quote the number, or take the number of characters, size(self.name)",
    ),
    "rule that is never true": Case(
        rule("!has(self.size) || self.size == '3'"),
        1,
        "bad.yaml:12:47: error[rule-type]: 'self.size' is an integer and '3' is a string",
        "write the number without quotes instead of '3'",
    ),
    "rule that refuses its valid example": Case(
        rule("!has(self.size) || self.size > 3", "{valid: [{size: 2}]}"),
        1,
        "bad.yaml:13:30: error[rule-example-refused]: the rule `it` refuses its valid example"
        ' {"size": 2}',
        "correct the rule or the example",
    ),
    "rule that accepts its invalid example": Case(
        rule("!has(self.size) || self.size > 3", "{invalid: [{size: 4}]}"),
        1,
        "bad.yaml:13:32: error[rule-example-accepted]: the rule `it` accepts its invalid example"
        ' {"size": 4}',
        "correct the rule or the example",
    ),
    "two operations with one id": Case(
        TWICE,
        1,
        "bad.yaml:7:24: error[duplicate-operation-id]: two operations have the id `x`",
        "give one of them another id",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_bad_document(tally: Tally, folder: Path, case: Case) -> None:
    """The place, the sentence and the help stand together, and nothing else is said before."""
    (folder / "good.yaml").write_text(EMPTY)
    (folder.parent / "outside.yaml").write_text("x: {description: d}\n")
    (folder / "bad.yaml").write_text(case.text)
    done = tally("check", "bad.yaml")
    assert (done.status, done.out) == (case.status, "")
    first = done.err.split("\n\n")[0]
    assert first.startswith(case.head)
    assert f"\n  help: {case.advice}" in first


def test_an_alias_bomb_is_named(tally: Tally, folder: Path) -> None:
    """And no other command opens it either."""
    (folder / "bad.yaml").write_text(BOMB)
    for command in ("check", "bundle", "serve"):
        done = tally(command, "bad.yaml")
        assert done.status == 2
        assert "error[alias-limit]: the document has more than 1,000,000 values" in done.err


LOCATIONS = {
    "goood.yaml": ("missing-file]: there is no file goood.yaml", "did you mean good.yaml?"),
    "good.yaml/x.yaml": (
        "missing-file]: there is no file good.yaml/x.yaml",
        "check the path: good.yaml is a file, not a folder",
    ),
    "no/x.yaml": (
        "missing-file]: there is no file no/x.yaml",
        "check the path: there is no folder",
    ),
    "api": ("not-a-file]: api is a folder, not a file", "name the document inside it: api/"),
    "pipe": ("not-a-file]: pipe is not a regular file", "name the file of the document"),
    "x" * 300: ("unreadable-file]: ", "make the file readable"),
    "http://127.0.0.1:1/a": ("remote-document]: http://127.0.0.1:1/a is", "add `--allow-remote`"),
}


@pytest.mark.parametrize("location", LOCATIONS)
@pytest.mark.parametrize("command", ["check", "bundle", "serve"])
def test_a_location_that_is_no_document(
    tally: Tally, folder: Path, command: str, location: str
) -> None:
    """Missing, a folder, a pipe that nobody writes to, a name too long, a URL."""
    (folder / "good.yaml").write_text(EMPTY)
    (folder / "api").mkdir()
    os.mkfifo(folder / "pipe")
    head, advice = LOCATIONS[location]
    done = tally(command, location)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"{location}: error[{head}")
    assert f"\n  help: {advice}" in done.err


def test_an_unreadable_file(tally: Tally, pets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests may run as root, who reads everything: the refusal is the system call's."""
    opened = os.open

    def refuse(path: str, flags: int, *more: int, **rest: int) -> int:
        if os.fspath(path) == pets.name:
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, *more, **rest)

    monkeypatch.setattr(os, "open", refuse)
    done = tally("check", pets.name)
    assert done.status == 2
    assert done.err.startswith(
        "pets.yaml: error[unreadable-file]: pets.yaml cannot be read: Permission denied\n"
        "  help: make the file readable\n"
    )


def test_an_overlay_that_targets_nothing(tally: Tally, pets: Path) -> None:
    """At the line of the overlay, not of the document."""
    Path("more.yaml").write_text(
        "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions:\n"
        "  - target: $.paths['/cats']\n    update: {summary: s}\n"
    )
    done = tally("check", pets.name, "--overlay", "more.yaml")
    assert done.status == 1
    assert done.err.startswith(
        "more.yaml:4:13: error[overlay-no-target]: $.paths['/cats'] selects nothing"
    )
    assert "\n  help: correct the path, or remove the action\n" in done.err


def generate(tally: Tally, out: str) -> tuple[int, str]:
    """Generate into a folder; return the status and the report."""
    done = tally("generate", "pets.yaml", "--target", "openapi", "--out", out)
    assert done.out == "" or done.status == 0
    return done.status, done.err


@pytest.mark.usefixtures("pets")
def test_an_output_folder_that_is_a_file(tally: Tally) -> None:
    """Itself, or a folder above it."""
    Path("taken").write_text("mine")
    for out in ("taken", "taken/below"):
        status, said = generate(tally, out)
        assert status == 1
        assert said.startswith(
            "taken: error[output-not-a-folder]: taken is a file, not a folder\n  help: name a f"
        )
    assert Path("taken").read_text() == "mine"


@pytest.mark.usefixtures("pets")
def test_an_output_folder_that_is_somebody_elses(tally: Tally) -> None:
    """Files without a manifest; a file of a user where one of ours belongs."""
    Path("theirs").mkdir()
    Path("theirs/notes.txt").write_text("mine")
    status, said = generate(tally, "theirs")
    assert status == 1
    assert said.startswith("theirs: error[output-not-ours]: theirs holds files and no ")
    assert "\n  help: choose a folder that is empty or does not exist yet\n" in said
    assert os.listdir("theirs") == ["notes.txt"]  # noqa: PTH208 - names only

    words = ("generate", "pets.yaml", "--target", "openapi", "--out", "ours", "--option")
    assert tally(*words, "format=yaml").status == 0
    Path("ours/openapi.json").write_text("mine")
    done = tally(*words, "format=both")
    assert done.status == 1
    assert "ours/openapi.json: error[output-path-taken]: openapi.json is generated, and" in done.err
    assert "\n  help: move it away, or generate into another folder\n" in done.err
    assert Path("ours/openapi.json").read_text() == "mine"


@pytest.mark.usefixtures("pets")
def test_an_output_folder_that_is_read_only(tally: Tally, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system refuses to make the first file or folder; the old output stays whole."""
    assert generate(tally, "made")[0] == 0
    before = Path("made/openapi.yaml").read_bytes()
    Path("pets.yaml").write_text(PETS.replace("title: Pets", "title: Cats"))
    opened, made = os.open, os.mkdir

    def refuse(call: Callable[..., object]) -> Callable[..., object]:
        def refusing(path: str, *more: object, **rest: object) -> object:
            writes = call is made or bool(
                more and isinstance(more[0], int) and more[0] & os.O_CREAT
            )
            if writes and "work" in os.fspath(path):
                raise OSError(30, "Read-only file system", os.fspath(path))
            return call(path, *more, **rest)

        return refusing

    monkeypatch.setattr(os, "mkdir", refuse(made))
    monkeypatch.setattr(os, "open", refuse(opened))
    status, said = generate(tally, "made")
    assert status == 1
    assert said.startswith("made: error[output-not-written]: ")
    assert " cannot be written: read-only file system; made is as it was\n" in said
    assert "\n  help: see that the folder can be written to and the disk has room" in said
    assert Path("made/openapi.yaml").read_bytes() == before


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use(tally: Tally, pets: Path, taken_port: int) -> None:
    """Which one, and how to get another."""
    done = tally("serve", pets.name, "--port", str(taken_port))
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(
        "tally: error[port-in-use]: another program listens on"
        f" 127.0.0.1:{taken_port} already\n  help: choose another with --port, or --port 0"
    )
