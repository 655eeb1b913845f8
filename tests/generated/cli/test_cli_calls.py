"""Calls: what is sent besides JSON, what is printed, what is saved, and how a call ends."""

import importlib
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

Run = Callable[..., Any]
IMPORT = ("class", "import", "a", "7", "--id-body", "1", "--kind", "16:9")


@pytest.mark.usefixtures("echo")
def test_files_are_uploaded(odd: ModuleType, run: Run, tmp_path: Path) -> None:
    """Parts of a multipart body have the names of their files."""
    (tmp_path / "a.txt").write_text("first")
    (tmp_path / "b.bin").write_bytes(b"\x00second")
    files = (
        "--file",
        f"@{tmp_path}/a.txt",
        "--more",
        f"@{tmp_path}/b.bin",
        "--more",
        f"@{tmp_path}/a.txt",
    )
    done = run(odd, "files", "upload", *files, "--note", "n")
    assert done.status == 0, done.err
    body = done.json["body"]
    for part in ('name="file"; filename="a.txt"', 'name="more"; filename="b.bin"', "\\x00second"):
        assert part in body.replace("\x00", "\\x00")
    assert body.count('name="more"') == 2
    refused = run(odd, "files", "upload", "--file", "a.txt")
    assert refused.status == 2
    assert refused.err.startswith("error: --file takes a file: write --file @a.txt\n")


@pytest.mark.usefixtures("echo")
def test_bodies_of_other_kinds(odd: ModuleType, run: Run, tmp_path: Path) -> None:
    """Bytes, forms, and bodies that are a list or a tree."""
    (tmp_path / "x").write_bytes(b"12345")
    assert run(odd, "files", "store", "--body", f"@{tmp_path}/x").out == "stored 12345"
    assert run(odd, "files", "submit", "--name", "a b", "--on").json["body"] == "name=a%20b&on=true"
    assert run(odd, "tree", "post", "--body", "[a, {b: c}]").json["body"] == ["a", {"b": "c"}]
    assert run(odd, "tree", "post", "--body.x.y", "z").json["body"] == {"x": {"y": "z"}}
    done = run(odd, "tree", "patch", "--body", "1", "--body", "2")
    assert (done.status, done.out) == (0, "")


@pytest.mark.usefixtures("echo")
def test_what_is_piped_in_is_the_body(
    odd: ModuleType, run: Run, pipe: Callable[[bytes], None]
) -> None:
    """JSON or YAML; flags are laid over it, and files are not read for it."""
    pipe(b"id: 9\nkind: GMT+0\ncreatedAt: '@/etc/passwd'\nitems: [{radius: 1}]\nlabels: {a: x}\n")
    done = run(odd, "class", "import", "a", "7", "--id-body", "1", "--labels.b", "y")
    assert done.status == 0, done.err
    assert done.json["body"] == {
        "id": 1,
        "kind": "GMT+0",
        "createdAt": "@/etc/passwd",
        "items": [{"radius": 1}],
        "labels": {"a": "x", "b": "y"},
    }


@pytest.mark.usefixtures("echo")
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[1]", "stdin: the body is no object with members"),
        (b"{", "stdin: this is neither JSON nor YAML: "),
        (b"\xff", "stdin: this is no UTF-8 text"),
        (b'{"clas": 1}', "stdin: the body has no member 'clas'; did you mean class?"),
        (b'{"blob": "@x"}', "stdin: files are read for flags alone: give --blob @x"),
    ],
)
def test_what_cannot_be_piped_in(
    odd: ModuleType, run: Run, pipe: Callable[[bytes], None], content: bytes, message: str
) -> None:
    """The message says that it is about stdin."""
    pipe(content)
    done = run(odd, *IMPORT)
    assert done.status == 2
    assert done.err.startswith(f"error: {message}")


@pytest.mark.usefixtures("echo")
def test_stdin_as_a_file_and_as_a_whole_body(
    odd: ModuleType, run: Run, pipe: Callable[[bytes], None]
) -> None:
    """``@-`` takes it for one flag; a body of bytes or a list takes it whole."""
    pipe(b"from stdin")
    assert run(odd, *IMPORT, "--class", "@-").json["body"]["class"] == "from stdin"
    pipe(b"raw \xff")
    assert run(odd, "files", "store").out == "stored raw \ufffd"
    pipe(b"[a]")
    assert run(odd, "tree", "post").json["body"] == ["a"]


@pytest.mark.usefixtures("echo")
def test_formats(odd: ModuleType, run: Run) -> None:
    """The same answer as JSON, YAML, for people, as it came, and transformed."""

    def sent(*words: str) -> str:
        done = run(odd, *IMPORT, "--class", "Größe\u202e", *words)
        assert done.status == 0, done.err
        text: str = done.out
        return text

    assert json.loads(sent("--format", "json"))["body"]["class"] == "Größe\u202e"
    assert sent("--transform", "body.id") == "1\n"
    assert sent("--transform", "body.kind") == '"16:9"\n'
    words = ("--transform", "[method, path]")
    for before, expected in (("raw", '["PUT", "/class/a/7"]\n'), ("yaml", "- PUT\n- /class/a/7\n")):
        done = run(odd, "--format", before, *IMPORT, *words)
        assert done.out == expected
    assert run(odd, "--format", "raw", *IMPORT, "--transform", "body.kind").out == "16:9\n"
    pretty = run(odd, "--format", "pretty", *IMPORT, "--class", "a\u202eb").out
    assert "\n  class  a\\u202eb\n" in pretty
    assert pretty.startswith("method   PUT\npath     /class/a/7\n")
    raw = run(odd, "--format", "raw", *IMPORT).out
    assert json.loads(raw)["method"] == "PUT"


@pytest.mark.usefixtures("echo")
def test_events_are_printed_line_by_line(odd: ModuleType, run: Run) -> None:
    """Each event is a line of JSON; what is no JSON stays as it is."""
    done = run(odd, "events", "listen")
    assert done.out.splitlines() == ['{"n": 1}', '{"n": 2}', "[DONE]"]
    assert run(odd, "events", "lines").out.splitlines() == ['{"n": "ü"}', '{"n": 2}']
    assert run(odd, "events", "lines", "--transform", "n").out == '"ü"\n2\n'


@pytest.mark.usefixtures("echo")
def test_bytes_go_to_a_file_or_a_pipe(odd: ModuleType, run: Run, tmp_path: Path) -> None:
    """A file is never replaced unless that is asked for, and nothing half-done stays."""
    target = tmp_path / "a.png"
    done = run(odd, "files", "fetch", "--output", str(target))
    assert (done.status, done.out, done.err) == (0, "", f"saved {target}\n")
    assert target.read_bytes() == b"\x89PNG\r\n\x00\xff"
    target.write_bytes(b"mine")
    refused = run(odd, "files", "fetch", "-o", str(target))
    assert refused.status == 2
    assert refused.err.startswith(f"error: --output: {target} exists; --force replaces it\n")
    assert target.read_bytes() == b"mine"
    assert run(odd, "files", "fetch", "-o", str(target), "--force").status == 0
    assert target.read_bytes() == b"\x89PNG\r\n\x00\xff"
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


@pytest.mark.usefixtures("echo")
@pytest.mark.parametrize(
    ("code", "status"),
    [
        (400, 3), (422, 3), (401, 4), (403, 4), (404, 5), (410, 5), (409, 6), (418, 6), (429, 7),
        (500, 8), (503, 8),
    ],
)  # fmt: skip
def test_exit_status_by_kind_of_failure(odd: ModuleType, run: Run, code: int, status: int) -> None:
    """The status says what failed, and nothing from the server takes over the terminal."""
    done = run(odd, "status", "status", str(code), "--max-retries", "0")
    assert done.status == status
    assert done.err == f"error: {code}: said \\u001b[31mno\\u202e\n"


def test_no_credentials_and_no_connection(
    odd: ModuleType, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are told apart from what a server says."""
    words = ("status", "status", "200", "--base-url", "http://127.0.0.1:9", "--max-retries", "0")
    for name in ("API_KEY", "USERNAME", "PASSWORD"):
        monkeypatch.delenv(f"ODD_API_{name}", raising=False)
    none = run(odd, *words)
    assert none.status == 4
    assert none.err.startswith("error: no credentials: give --api-key or ODD_API_API_KEY; ")
    assert run(odd, *words, "--api-key", "x").status == 9


@pytest.mark.usefixtures("echo")
def test_operations_named_like_what_tables_are_made_of(odd: ModuleType, run: Run) -> None:
    """An operation may be called `commands`, `string` or begin with a digit."""
    for name, method in (("commands", "GET"), ("string", "PUT"), ("n2fa", "POST")):
        done = run(odd, "taken", name)
        assert done.status == 0, done.err
        assert done.json["method"] == method


def test_other_credentials(
    odd: ModuleType, run: Run, echo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each way in has flags, and variables of the server are flags, too."""
    monkeypatch.delenv("ODD_API_API_KEY", raising=False)
    words = ("--username", "u", "--password", "p", "--region", "x")
    done = run(odd, "taken", "commands", *words, "--base-url", echo_url)
    assert done.json["headers"]["authorization"] == "Basic dTpw"


@pytest.mark.usefixtures("echo")
def test_values_that_are_new_can_be_sent(odd: ModuleType, run: Run) -> None:
    """With --no-check an enumeration takes what this version does not know."""
    done = run(odd, *IMPORT, "--sort", "newest", "--no-check")
    assert done.status == 0, done.err
    assert done.json["query"] == "sort=newest"


@pytest.mark.usefixtures("echo")
def test_debug_shows_no_secrets(odd: ModuleType, run: Run) -> None:
    """What is sent is shown on stderr, the key is not."""
    logger = logging.getLogger("odd_api")
    try:
        done = run(odd, "status", "status", "404", "--debug")
    finally:
        logger.handlers.clear()
        logger.setLevel(logging.NOTSET)
    assert "request: GET http://127.0.0.1" in done.err
    assert "[secret]" in done.err
    assert "k3y" not in done.err


@pytest.mark.usefixtures("echo")
def test_rules_point_at_flags(video: ModuleType, run: Run, echo_url: str) -> None:
    """What breaks a rule or the schema is told by its flag, before anything is sent."""
    words = ("generations", "create", "--prompt", "x", "--auth-token", "t", "--base-url", echo_url)
    clip = ("--type", "video", "--model", "ray-3.2", "--video.duration", "10s", "--video.loop")
    done = run(video, *words, *clip)
    assert done.status == 3
    assert done.err.startswith("error: --video.loop: loop does not go with duration=10s.")
    refs = (
        "--image-ref.url",
        "https://a.example/a.png",
        "--image-ref",
        "{data: QQ==, media-type: x}",
    )
    done = run(video, *words, *refs)
    assert done.status == 3
    assert "--image-ref.1.media-type: Extra inputs are not permitted" in done.err


@pytest.mark.usefixtures("echo")
def test_rules_can_be_left_to_the_server(video: ModuleType, run: Run, echo_url: str) -> None:
    """What is refused here is sent with --no-check."""
    words = ("generations", "create", "--prompt=", "--auth-token", "t", "--base-url", echo_url)
    assert run(video, *words).status == 3
    done = run(video, *words, "--no-check")
    assert done.status == 0, done.err
    assert done.json["body"] == {"prompt": ""}


@pytest.mark.usefixtures("odd")
def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    """Somebody else took the name while the answer came; nothing is left beside it."""
    save = importlib.import_module("odd_api_cli._save").save
    target = tmp_path / "answer"

    def chunks() -> Iterator[bytes]:
        yield b"ours"
        target.write_bytes(b"theirs")

    with pytest.raises(FileExistsError):
        save(str(target), chunks(), force=False)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [
        ("answer", b"theirs")
    ]
    save(str(target), chunks(), force=True)
    assert target.read_bytes() == b"ours"
