"""Whatever is given, the answer is a located diagnostic and never an exception."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.diagnostics import Diagnostic, Severity
from tallystick.load import load, locate, parse_text

GOOD = b"openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n"


def only(text: bytes, uri: str = "bad.yaml") -> Diagnostic:
    """Return the one error that a text gives."""
    document, found = parse_text(text, uri)
    assert document is None
    assert len(found) == 1
    assert found[0].severity is Severity.ERROR
    assert found[0].span is not None
    return found[0]


def line_of(problem: Diagnostic) -> tuple[int, int]:
    """Return the line and column where a diagnostic points."""
    assert problem.span is not None
    position = locate(problem.span)
    assert position is not None
    return position.line, position.column


BOMB = b"".join(
    [
        b"a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n",
        *(b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 10)) for n in range(1, 12)),
    ]
)
CHAIN = b"a0: &a0 [x]\n" + b"".join(b"a%d: &a%d [*a%d]\n" % (n, n, n - 1) for n in range(1, 900))

CASES = [
    ("empty", b"", "empty-document", None),
    ("comments", b"# nothing\n", "empty-document", None),
    ("prose", b"a: b: c\n", "yaml-syntax", (1, 5)),
    ("tab", b"a:\n\t- b\n", "yaml-syntax", (2, 1)),
    ("open bracket", b"a: [1, 2\nb: 3\n", "yaml-syntax", (2, 2)),
    ("open quote", b'a: "x\n', "yaml-syntax", None),
    ("list", b"- a\n", "not-a-mapping", (1, 1)),
    ("text", b"hello\n", "not-a-mapping", (1, 1)),
    ("swagger", b"info: {}\nswagger: '2.0'\n", "swagger-2", (2, 1)),
    ("no version", b"info: {}\n", "no-openapi-version", (1, 1)),
    ("asyncapi", b"asyncapi: 3.0.0\n", "no-openapi-version", (1, 1)),
    ("number as version", b"openapi: 3.1\n", "unknown-openapi-version", (1, 10)),
    ("version 4", b"openapi: 4.0.0\n", "unknown-openapi-version", (1, 10)),
    ("second key", b"a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", "duplicate-key", (5, 3)),
    ("second key in flow", b'a: {b: 1, "b": 2}\n', "duplicate-key", (1, 11)),
    ("number and string", b"200: a\n'200': b\n", "duplicate-key", (2, 1)),
    ("two documents", GOOD + b"---\na: 1\n", "multiple-documents", (4, 1)),
    ("alias bomb", BOMB, "alias-limit", None),
    ("alias chain", CHAIN, "too-deep", None),
    ("alias in itself", b"a: &x [*x]\n", "alias-unknown", (1, 8)),
    ("alias before anchor", b"a: *x\nb: &x 1\n", "alias-unknown", (1, 4)),
    ("merge of a text", b"a: &x b\nc:\n  <<: *x\n", "merge-value", (3, 3)),
    ("merge of texts", b"a: &x {}\nc:\n  <<: [*x, b]\n", "merge-value", (3, 3)),
    ("tag", b"a: 1\nb: !thing x\n", "yaml-tag", (2, 4)),
    ("binary tag", b"a: !!binary aGk=\n", "yaml-tag", (1, 4)),
    ("list as key", b"? [1, 2]\n: 3\n", "yaml-key", (1, 3)),
    ("infinity", b"a: 1\nb: .inf\n", "not-json-number", (2, 4)),
    ("not a number", b"a: .nan\n", "not-json-number", (1, 4)),
    ("huge float", b"a: 1e999\n", "not-json-number", (1, 4)),
    ("huge integer", b"a: " + b"9" * 5000 + b"\n", "not-json-number", (1, 4)),
    ("deep flow", b"a: " + b"[" * 100_000, "too-deep", (1, 503)),
    ("deep block", b"".join(b" " * n + b"a:\n" for n in range(600)), "too-deep", None),
    ("latin 1", b"a: caf\xe9\n", "not-utf8", None),
    ("broken utf-8", b"a: \xc3(\n", "not-utf8", None),
    ("zip", b"PK\x03\x04\x00\x00\xff\xfe\x80", "not-text", None),
    ("nul", b"a: \x00b\n", "not-text", None),
    ("escape", b"a: \x1b[31m\n", "not-text", None),
]


@pytest.mark.parametrize(
    ("text", "code", "place"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_yaml_that_cannot_be_used(text: bytes, code: str, place: tuple[int, int] | None) -> None:
    """Each has its own code, and a place where there is one."""
    problem = only(text)
    assert problem.code.id == code
    assert problem.message
    if place is not None:
        assert line_of(problem) == place


JSON_CASES = [
    ("trailing comma", b'{"a": 1,}', "json-syntax", (1, 9)),
    ("missing comma", b'{"a": 1\n "b": 2}', "json-syntax", (2, 2)),
    ("cut off", b'{"a": [1', "json-syntax", (1, 9)),
    ("not json", b"a: 1\n", "json-syntax", (1, 1)),
    ("extra", b'{"a": 1} x', "json-syntax", (1, 10)),
    ("second key", b'{"a": 1,\n "b": {"c": 1,\n "c": 2}}', "duplicate-key", (3, 2)),
    ("escaped second key", b'{"a": 1, "\\u0061": 2}', "duplicate-key", (1, 10)),
    ("NaN", b'{"a": NaN}', "not-json-number", (1, 7)),
    ("huge", b'{"a": 1,\n"b": 1e999}', "not-json-number", (2, 6)),
    ("digits", b'{"a": ' + b"9" * 5000 + b"}", "not-json-number", None),
    ("surrogate", b'{"a": "\\ud83d\\ude00",\n"b": "\\ud800"}', "lone-surrogate", (2, 7)),
    ("deep", b'{"a": ' + b"[" * 100_000, "too-deep", None),
    ("deep and whole", b'{"a": ' + b"[" * 600 + b"]" * 600 + b"}", "too-deep", None),
    ("list", b"[]", "not-a-mapping", (1, 1)),
    ("null", b"null", "empty-document", None),
]


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [case[1:] for case in JSON_CASES],
    ids=[case[0] for case in JSON_CASES],
)
def test_json_that_cannot_be_used(text: bytes, code: str, place: tuple[int, int] | None) -> None:
    """JSON has its own reader and the same answers."""
    problem = only(text, "bad.json")
    assert problem.code.id == code
    if place is not None:
        assert line_of(problem) == place


def test_every_duplicate_is_reported_with_the_first() -> None:
    """One run tells all, and each note points at the first of the two."""
    document, found = parse_text(b"a: 1\nb: 2\na: 3\nb: 4\na: 5\n", "twice.yaml")
    assert document is None
    assert [line_of(item)[0] for item in found] == [3, 4, 5]
    first = found[1].notes[0].span
    assert first is not None
    position = locate(first)
    assert position is not None
    assert position.line == 2


def test_yaml_named_file_may_hold_json_with_comments() -> None:
    """Flow style is YAML: what JSON refuses, YAML may read."""
    text = b"{openapi: 3.1.0, # yes\n info: {title: t, version: '1'}, paths: {},}\n"
    document, found = parse_text(text, "flow.yaml")
    assert found == ()
    assert document is not None
    root: Any = document.root
    assert root["info"] == {"title": "t", "version": "1"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_byte_order_marks_are_obeyed(encoding: str, name: str) -> None:
    """A mark says the encoding; without one it is UTF-8."""
    text = '{"openapi": "3.1.0", "info": {"title": "é😀", "version": "1"}, "paths": {}}'
    document, found = parse_text(text.encode(encoding), name)
    assert found == ()
    assert document is not None
    root: Any = document.root
    assert root["info"]["title"] == "é😀"


def test_version_32_is_read_with_a_warning() -> None:
    """What only 3.2 knows is said to be left out."""
    document, found = parse_text(GOOD.replace(b"3.1.0", b"3.2.0"), "new.yaml")
    assert document is not None
    assert document.version == "3.2.0"
    assert [(item.code.id, item.severity) for item in found] == [("openapi-3-2", Severity.WARNING)]


def test_missing_file_names_a_near_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The help finds the file that was meant."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "openapi.yaml").write_bytes(GOOD)
    document, found = load("opanapi.yaml")
    assert document is None
    assert found[0].code.id == "missing-file"
    assert "openapi.yaml" in str(found[0].help)
    assert load("no/such/folder.yaml")[1][0].code.id == "missing-file"


def test_directories_and_devices_are_not_read(tmp_path: Path) -> None:
    """Neither blocks: a pipe without a writer would hang for ever."""
    assert load(str(tmp_path))[1][0].code.id == "not-a-file"
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    assert load(str(pipe))[1][0].code.id == "not-a-file"
    assert load(str(tmp_path / "a" / "b.yaml"))[1][0].code.id == "missing-file"
    assert load("nul\0byte.yaml")[1][0].code.id == "unreadable-file"


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests may run as root, who reads everything: the refusal is the system call's."""
    path = tmp_path / "secret.yaml"
    path.write_bytes(GOOD)

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    document, found = load(str(path))
    assert document is None
    assert found[0].code.id == "unreadable-file"
    assert "Permission denied" in found[0].message


def test_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound is on bytes read, before anything is parsed."""
    monkeypatch.setattr("tallystick.load.read.MAX_BYTES", 10)
    path = tmp_path / "large.yaml"
    path.write_bytes(GOOD)
    assert load(str(path))[1][0].code.id == "file-too-large"


def test_remote_documents_need_permission() -> None:
    """Nothing is fetched without the flag."""
    document, found = load("https://example.com/openapi.yaml")
    assert document is None
    assert found[0].code.id == "remote-document"


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    """Any bytes give a document or an error with a place that can be asked for."""
    document, found = parse_text(data, "any.yaml")
    assert document is not None or found
    for item in found:
        assert item.span is not None
        locate(item.span)


@given(st.text(st.sampled_from("ab:-?[]{},&*!|>'\"%@`#\n \t<"), max_size=40))
def test_no_punctuation_raises(text: str) -> None:
    """The characters that mean something to YAML, in any order."""
    for name in ("any.yaml", "any.json"):
        document, found = parse_text(text.encode(), name)
        assert document is None
        assert found
