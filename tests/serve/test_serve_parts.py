"""Multipart forms: parts of one name are the items of one list, whatever each of them is."""

import pytest

from tallystick.serve.bodies import read_parts
from tallystick.serve.forms import form_of
from tallystick.text import Json

SCHEMA: Json = {
    "type": "object",
    "properties": {"items": {"type": "array", "items": {"type": "object"}}},
}


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
