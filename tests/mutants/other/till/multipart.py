"""Forms of several parts."""

import re
from typing import Any

from tests.mutants.other.till.forms import INVALID, NoError


def parts(raw: bytes, media: str) -> dict[str, Any]:
    """Return the members of a form; the file is bytes.

    Raises:
        NoError: When it is none.
    """
    if media.partition(";")[0].strip().lower() != "multipart/form-data":
        raise NoError(415, "media")
    found = re.search(r'boundary="?([^";]+)', media)
    if found is None:
        raise NoError(400, "boundary")
    body: dict[str, Any] = {}
    for part in (b"\r\n" + raw).split(b"\r\n--" + found[1].encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        name = re.search(rb'name="([^"]*)"', head)
        if name is None:
            raise NoError(400, "form")
        member = name[1].decode("utf-8", "replace")
        if member in body:
            raise NoError(INVALID, "twice", f"/{member}")
        body[member] = content if member == "file" else _text(content, member)
    return body


def _text(content: bytes, member: str) -> str:
    try:
        return content.decode()
    except ValueError:
        raise NoError(INVALID, "type", f"/{member}") from None
