"""Multipart forms: parts of one name are one list, and files are judged, not kept twice."""

from typing import Any

import jsonschema_rs
import pytest

from tallystick.serve.bodies import Parsed, read_parts, without_files
from tallystick.serve.forms import form_of
from tallystick.text import Json

SCHEMA: Json = {
    "type": "object",
    "properties": {"items": {"type": "array", "items": {"type": "object"}}},
}


FILES: dict[str, Any] = {
    "type": "object",
    "properties": {
        "scan": {"type": "string", "format": "binary", "minLength": 1, "maxLength": 3},
        "scans": {"type": "array", "items": {"type": "string", "format": "binary"}},
    },
}
FILE = form_of(FILES, FILES)


def upload(*contents: bytes, name: str = "scan") -> bytes:
    """Return a form with files of one name."""
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="f"\r\n\r\n'.encode()
    return b"".join(head + each + b"\r\n" for each in contents) + b"--x--\r\n"


def part(content: str, media_type: str = "") -> str:
    """Return a part of the member ``items``."""
    kind = f"\r\nContent-Type: {media_type}" if media_type else ""
    return f'--x\r\nContent-Disposition: form-data; name="items"{kind}\r\n\r\n{content}\r\n'


@pytest.mark.parametrize("text", ["", "text/plain"])
@pytest.mark.parametrize("first", [True, False])
def test_a_text_among_objects_is_an_item(text: str, *, first: bool) -> None:
    """What is no JSON is not lost beside what is: the schema refuses it."""
    form = form_of(SCHEMA, SCHEMA)
    parts = [part('{"sku":"AA"}', "application/json"), part("plain", text)]
    items: list[Json] = [{"sku": "AA"}, "plain"]
    if first:
        parts.reverse()
        items.reverse()
    data = "".join([*parts, "--x--\r\n"]).encode()
    found = read_parts(data, "multipart/form-data; boundary=x", form)
    assert found.whole(found.pairs, form) == ({"items": items},)


@pytest.mark.parametrize(
    ("content", "faults"), [(b"", ["minLength"]), (b"\xff\x00", []), (b"four", ["maxLength"])]
)
def test_a_file_is_as_long_as_it_has_bytes(content: bytes, faults: list[str]) -> None:
    """What a file holds is held against its schema, and is no part of the body that is kept."""
    parsed = read_parts(upload(content), "multipart/form-data; boundary=x", FILE)
    values = parsed.whole(parsed.pairs, FILE)
    told = list(jsonschema_rs.validator_for(FILES).iter_errors(values[0]))
    assert [each.schema_path[-1] for each in told] == faults
    assert without_files(values[0], Parsed(values=values, files=parsed.files)) == {"scan": ""}


def test_each_file_of_a_list_is_judged() -> None:
    """The first one that is empty is not hidden by a second one that is not."""
    data = upload(b"", b"ab", name="scans")
    parsed = read_parts(data, "multipart/form-data; boundary=x", FILE)
    value = parsed.whole(parsed.pairs, FILE)[0]
    assert value == {"scans": ["", "ab"]}
    assert without_files(value, Parsed(files=parsed.files)) == {"scans": ["", ""]}
