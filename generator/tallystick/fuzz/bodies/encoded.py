"""Texts that stand for bytes: a schema lets every text through, and a server decodes it.

``contentEncoding`` is an annotation: who refuses what does not decode is right, and who takes it is
right, too. So neither a valid body nor one that breaks something else has such a text.
"""

from base64 import b64decode
from binascii import Error
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.bodies.naming import ways
from tallystick.ir import Api, Scalar, TypeId
from tallystick.text import Json

STANDARD: Final = "base64"
URL_SAFE: Final = "base64url"
_LETTERS: Final = str.maketrans("-_", "+/")

Encoded: TypeAlias = Mapping[str, str]
"""Places of a body whose texts are to decode, each with its encoding."""


def encoded(api: Api, type_id: TypeId) -> str | None:
    """Return the encoding of a text whose schema lets every text through, None for others.

    Source: RFC 4648, sections 4 and 5; ``format: byte`` of OpenAPI 3.0.
    """
    declared = api.types[type_id]
    if not isinstance(declared, Scalar):
        return None
    if declared.format == "byte":
        return STANDARD
    told = declared.content_encoding
    return told if told in {STANDARD, URL_SAFE} else None


def encoded_places(api: Api, type_id: TypeId, shown: Mapping[str, Sequence[Json]]) -> Encoded:
    """Return the places of a body whose texts are to decode.

    Args:
        api: The API.
        type_id: The body.
        shown: What examples hold at places: where one of them does not decode, none has to.
    """
    found = {at: told for at, it in places(api, type_id) if (told := encoded(api, it)) is not None}
    return {
        at: told
        for at, told in sorted(found.items())
        if all(decodes(each, told) for each in shown.get(at, ()))
    }


def decodes(value: Json, told: str) -> bool:
    """Whether a text is of an encoding; what is no text passes."""
    if not isinstance(value, str):
        return True
    text = value
    if told == URL_SAFE:
        if "+" in text or "/" in text:
            return False
        text = text.translate(_LETTERS) + "=" * (-len(text) % 4)
    try:
        b64decode(text, validate=True)
    except (Error, ValueError):
        return False
    return True


def sound(value: Json, at: Encoded) -> bool:
    """Whether the texts of a body decode that stand at some places."""
    return all(decodes(part, at[each]) for each in at for _, part in ways(value, each))
