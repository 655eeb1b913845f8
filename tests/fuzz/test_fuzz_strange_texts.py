"""Texts that are hard to read, and to write: lone surrogates, control characters, no numbers."""

import subprocess

import pytest

from tallystick.fuzz.documented import answer
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.reproduction.commands import curl
from tallystick.text import Json


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (rb'["\ud800", {"\udfff": 1}]', ["\ufffd", {"\ufffd": 1}]),
        (rb'["\ud83d\ude00", "\\ud800"]', ["\U0001f600", "\\ud800"]),
        (b"[NaN]", None),
        (b"-Infinity", None),
        (b"[" * 100_000, None),
    ],
)
def test_answers_are_read_as_validators_read_them(body: bytes, value: Json) -> None:
    """Of a lone surrogate no text can be made, and NaN is no JSON."""
    assert answer(Reply(status=200, body=body)) == value


@pytest.mark.parametrize("body", [b"a\0b", b"\0", b"@file", b"@\xff", b"a\x1b[31mb", b"\xff'%s\\n"])
def test_a_command_sends_what_was_sent(body: bytes) -> None:
    """What no word of a shell holds, too; nothing reaches a terminal that it would obey."""
    message = Message(method="POST", path="/things", body=body)
    command = curl(Case(operation="x", kind="valid", expect="refused", message=message), "http://h")
    assert command.isprintable()
    fake = 'curl() { case "$5" in @*) cat "${5#@}";; *) printf %s "$5";; esac; }\n'
    made = subprocess.run(["bash", "-c", fake + command], capture_output=True, check=True)
    assert made.stdout == body
