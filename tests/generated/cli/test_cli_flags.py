"""Flags: what is given arrives in the request, and what is wrong is told by its flag."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

Run = Callable[..., Any]
IMPORT = ("class", "import", "a b", "7", "--id-body", "1", "--kind", "16:9")


@pytest.fixture(name="sent")
def _sent(odd: ModuleType, run: Run, echo: str) -> Callable[..., Any]:
    """Return a function that sends flags of `import` and returns what the server saw."""
    assert echo

    def send(*flags: str) -> Any:
        done = run(odd, *IMPORT, *flags)
        assert done.status == 0, done.err
        return done.json

    return send


@pytest.fixture(name="refused")
def _refused(odd: ModuleType, run: Run, echo: str) -> Callable[..., str]:
    """Return a function that gives flags to `import` and returns why they are refused."""
    assert echo

    def give(*flags: str) -> str:
        done = run(odd, *IMPORT, *flags)
        assert done.status == 2, done
        assert not done.out
        first: str = done.err.splitlines()[0].removeprefix("error: ")
        return first

    return give


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (["--class", "x"], {"class": "x"}),
        (["--class=x=y"], {"class": "x=y"}),
        (["--class", "-5"], {"class": "-5"}),
        (["--class", "null"], {"class": "null"}),
        (["--class", ""], {"class": ""}),
        (["--class", r"\@home"], {"class": "@home"}),
        (["--2fa", "q"], {"2fa": "q"}),
        (["--a-b", "q"], {"a.b": "q"}),
        (["--created-at", "2026-01-01T00:00:00Z"], {"createdAt": "2026-01-01T00:00:00Z"}),
        (["--created_at", "x"], {"created_at": "x"}),
        (["--über-straße", "Größe"], {"über straße": "Größe"}),
        (["--ratio", "1e3"], {"ratio": 1000.0}),
        (["--ratio", "-2"], {"ratio": -2}),
        (["--size", "12"], {"size": 12}),
        (["--size", "auto"], {"size": "auto"}),
        (["--size", "true"], {"size": True}),
        (["--size", "--ratio", "1"], {"size": True, "ratio": 1}),
        (["--size"], {"size": True}),
        (["--stop", "a"], {"stop": "a"}),
        (["--stop", "a", "--stop", "b"], {"stop": ["a", "b"]}),
        (["--stop", '["a", "b"]'], {"stop": ["a", "b"]}),
        (["--labels.x", "1", "--labels.y-z", "2"], {"labels": {"x": "1", "y-z": "2"}}),
        (["--labels", "{x: a}"], {"labels": {"x": "a"}}),
        (["--labels.x", "1", "--labels", "{y: a}"], {"labels": {"x": "1", "y": "a"}}),
        (["--labels", "{y: a}", "--labels.x", "1"], {"labels": {"x": "1", "y": "a"}}),
        (["--free", "1"], {"free": 1}),
        (["--free", "{a: [yes, 010, 2026-01-01, ~]}"], None),
        (["--free", "plain"], {"free": "plain"}),
        (["--free.a.0.b", "true"], {"free": {"a": [{"b": True}]}}),
        (["--matrix", "[[1, 2.5], []]"], {"matrix": [[1, 2.5], []]}),
        (["--matrix", "[1]", "--matrix", "[2]"], {"matrix": [[1], [2]]}),
        (["--matrix.0.0", "1", "--matrix.0.1", "2"], {"matrix": [[1, 2]]}),
        (["--shape.radius", "2"], {"shape": {"radius": 2}}),
        (["--shape", '{"side": 3}'], {"shape": {"side": 3}}),
        (["--tree", "leaf"], {"tree": "leaf"}),
        (["--tree", "{a: [b, {c: d}]}"], {"tree": {"a": ["b", {"c": "d"}]}}),
        (["--tree.a.b", "c"], {"tree": {"a": {"b": "c"}}}),
        (
            ["--items", "{radius: 1}", "--items.1.radius", "2"],
            {"items": [{"radius": 1}, {"radius": 2}]},
        ),
        (
            ["--items.radius", "1", "--items.note", "n", "--items.radius", "2"],
            {"items": [{"radius": 1, "note": "n"}, {"radius": 2}]},
        ),
        (["--items", "[{radius: 1}, {radius: 2}]"], {"items": [{"radius": 1}, {"radius": 2}]}),
    ],
)
def test_what_is_given_arrives(
    sent: Run, flags: list[str], expected: dict[str, Any] | None
) -> None:
    """Text, numbers, lists, objects, choices and recursion come out as the API has them."""
    wanted = {"free": {"a": ["yes", "010", "2026-01-01", None]}} if expected is None else expected
    assert sent(*flags)["body"] == {"id": 1, "kind": "16:9", **wanted}


@pytest.mark.parametrize(
    ("flags", "query"),
    [
        (["--many", "1", "--many", "2"], "many=1&many=2"),
        (["--many", "[1, 2]"], "many=1&many=2"),
        (["--pipes", "a", "--pipes", "[b] c"], "pipes=a%7C%5Bb%5D%20c"),
        (["--deep.a", "1", "--deep.b", "x y"], "deep%5Ba%5D=1&deep%5Bb%5D=x%20y"),
        (["--content.x"], "content=%7B%22x%22%3Atrue%7D"),
        (["--format", "pdf"], "format=pdf"),
        (["--help-query", "x"], "help=x"),
        (["--id-query", "q"], "id=q"),
        (["--timeout", "1.5"], "timeout=1.5"),
        (["--sort", "a b"], "sort=a%20b"),
    ],
)
def test_parameters_travel_in_their_style(sent: Run, flags: list[str], query: str) -> None:
    """Query parameters keep their style, and win over options of the tool of the same name."""
    assert sent(*flags)["query"] == query


def test_places_headers_and_cookies(sent: Run) -> None:
    """Path parameters can be given by place; headers and cookies arrive where they belong."""
    seen = sent("--x-trace", "t", "--seen", "--header", "X-Own: 1", "--header", "X-Two:2")
    assert seen["path"] == "/class/a%20b/7"
    headers = seen["headers"]
    assert (headers["x-trace"], headers["cookie"]) == ("t", "seen=true")
    assert (headers["x-own"], headers["x-two"], headers["x-key"]) == ("1", "2", "k3y")
    assert "seen=false" in sent("--no-seen")["headers"]["cookie"]
    assert "seen=false" in sent("--seen", "false")["headers"]["cookie"]


def test_path_parameters_by_flag(odd: ModuleType, run: Run, echo: str) -> None:
    """A path parameter has a flag, too, and options of the tool may stand before the command."""
    words = ("--format", "yaml", "class", "import", "--id", "x/y", "--from", "1")
    done = run(odd, *words, "--id-body", "1", "--kind", "GMT-0", "--base-url", echo)
    assert done.status == 0, done.err
    assert "path: /class/x%2Fy/1\n" in done.out


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--clas", "x"], "--clas is no flag of this command; did you mean --class?"),
        (["-class", "x"], "-class is no flag of this command; did you mean --class?"),
        (["--class"], "--class needs a value"),
        (["--class", "--ratio", "1"], "--class needs a value; --ratio is a flag"),
        (["--class", "x", "--class", "y"], "--class is given twice"),
        (["--ratio", "x"], '--ratio: "x" is no number'),
        (["--ratio", "nan"], '--ratio: "nan" is no number'),
        (["--many", "1_0"], '--many: "1_0" is no integer'),
        (["--many", "9" * 5000], "--many: "),
        (["--seen=maybe"], '--seen: "maybe" is neither true nor false'),
        (
            ["--sort", "ascc"],
            '--sort: "ascc" is not one of asc, desc, 16:9, a b; did you mean asc?',
        ),
        (["--deep", "x"], '--deep: "x" is no object'),
        (["--deep", "{a: [}"], "--deep: this is neither JSON nor YAML: "),
        (["--deep", "a: !!python/name:os.system x"], "--deep: this is neither JSON nor YAML"),
        (["--deep.c", "1"], "--deep.c: --deep has no member 'c'; it has a, b"),
        (["--items.0.radious", "1"], "--items.0.radious: --items.0 has no member 'radious'"),
        (["--items.1.radius", "1"], "--items.1.radius: there is no item 0 before it"),
        (["--deep", "{a: 1}", "--deep.a", "2"], "--deep.a is given twice"),
        (["--free", "1", "--free.a", "2"], "--free.a: --free is given already"),
        (["--labels.x", "1", "--labels", "{x: 1}"], "--labels.x is given twice"),
        (["--items", "@/dev/null"], '--items: "@/dev/null" is no object'),
        (["--header", "[a: b]"], "--header: {'a': 'b'} is not 'Name: value'"),
        (["--max-retries", "-1"], "--max-retries: -1 is less than 0"),
        (["--output", ""], "--output: it is empty; name a file"),
        (["--class", "@/no/such/file"], "--class: there is no file /no/such/file"),
        (["--matrix.0.0.x", "1"], "--matrix.0.0.x: --matrix.0.0 has no member 'x'"),
        (["--format", "x", "extra"], "'extra' is a word too many"),
        (["--header", "novalue"], "--header: 'novalue' is not 'Name: value'"),
        (["--transform", "a["], "--transform: "),
        (["--base-url", "ftp://x"], "--base-url: 'ftp://x' is no http(s) URL"),
        (["--wait"], "--wait: this command starts no work"),
        (["--idempotency-key", "x"], "--idempotency-key: this command takes none"),
        (["--output", "/no/such/folder/x"], "--output: there is no folder /no/such/folder"),
    ],
)
def test_what_is_wrong_is_told_by_its_flag(
    refused: Callable[..., str], flags: list[str], message: str
) -> None:
    """Nothing is sent, and the first words of the message are the flag."""
    assert refused(*flags).startswith(message)


def test_everything_that_is_missing_is_named(odd: ModuleType, run: Run, echo: str) -> None:
    """All required flags are named at once."""
    done = run(odd, "class", "import", "x", "--base-url", echo)
    assert done.status == 2
    assert done.err.startswith("error: --from, --id-body and --kind are required\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["clas"], "there is no command 'clas'; did you mean class?"),
        (["class"], "class needs a command, such as import"),
        (["class", "improt"], "class has no command 'improt'; did you mean import?"),
        (["--class", "x"], "--class is no flag here"),
        (["--fromat", "json"], "--fromat is no flag; did you mean --format?"),
        (["--format", "xml"], "name a resource and a command"),
    ],
)
def test_commands_that_do_not_exist(
    odd: ModuleType, run: Run, words: list[str], message: str
) -> None:
    """What may have been meant is suggested."""
    done = run(odd, *words)
    assert done.status == 2
    assert done.err.startswith(f"error: {message}")


@pytest.fixture(name="files")
def _files(tmp_path: Path) -> Path:
    (tmp_path / "note.txt").write_text("Grüße\n", "utf-8")
    (tmp_path / "bytes.bin").write_bytes(b"\x00\xff")
    (tmp_path / "deep.yaml").write_text("a: 5\nb: '@/etc/passwd'\n")
    (tmp_path / "items.json").write_text('[{"radius": 1}, {"radius": 2}]')
    return tmp_path


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (["--class", "@{}/note.txt"], {"class": "Grüße\n"}),
        (["--class", "@file://{}/note.txt"], {"class": "Grüße\n"}),
        (["--class", "@data://{}/note.txt"], {"class": "R3LDvMOfZQo="}),
        (["--class", "@{}/bytes.bin"], {"class": "AP8="}),
        (["--blob", "@{}/note.txt"], {"blob": "R3LDvMOfZQo="}),
        (["--blob", "@file://{}/note.txt"], {"blob": "Grüße\n"}),
        (["--blob", "QQ=="], {"blob": "QQ=="}),
        (["--free", '{{a: "@{}/note.txt", b: "\\\\@x"}}'], {"free": {"a": "Grüße\n", "b": "@x"}}),
        (["--items", "@{}/items.json"], {"items": [{"radius": 1}, {"radius": 2}]}),
        (["--tree", "@{}/note.txt"], {"tree": "Grüße\n"}),
    ],
)
def test_files_are_put_in(
    sent: Run, files: Path, flags: list[str], expected: dict[str, Any]
) -> None:
    """A file is text or base64, as the API takes it or as its prefix says."""
    assert sent(*(flag.format(files) for flag in flags))["body"] == {
        "id": 1,
        "kind": "16:9",
        **expected,
    }


def test_what_a_file_holds_names_no_files(sent: Run, files: Path) -> None:
    """An @ inside of a file is a plain @."""
    assert "b%5D=%40%2Fetc%2Fpasswd" in sent("--deep", f"@{files}/deep.yaml")["query"]


def test_text_that_is_no_text_is_refused(refused: Callable[..., str], files: Path) -> None:
    """A file that is asked for as text must be text."""
    message = refused("--class", f"@file://{files}/bytes.bin")
    assert message.endswith("bytes.bin is no UTF-8 text; @data:// sends base64")
