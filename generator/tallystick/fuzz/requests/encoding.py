"""How the members of a form are written: by style, or by content type.

Source: OpenAPI 3.1.1, "Encoding Object" and its examples. Where it leaves something open (an object
inside one in the style deepObject, a list with a content type, styles of multipart forms, which
3.0 ignores), nothing is written: two servers would read two things.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import quote_plus

from tallystick.fuzz.bodies.judging import compact
from tallystick.ir import Content, Encoding, MediaKind
from tallystick.text import Json

JSON: Final = "application/json"
JOINTS: Final = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}
"""Style -> what stands between the parts of a value, as it travels."""
PLAIN_JOINTS: Final = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}


class Written(NamedTuple):
    """One pair of a form.

    Attributes:
        name: As it is.
        text: As it is, when `escaped` is "".
        media_type: Of a part of a multipart form, "" for none.
        escaped: The text as it travels in a URL-encoded form, when it is not what its escapes say.
    """

    name: str
    text: str
    media_type: str = ""
    escaped: str = ""

    @property
    def pair(self) -> str:
        """The pair as it travels in a URL-encoded form."""
        return f"{quote_plus(self.name)}={self.escaped or quote_plus(self.text)}"


def written(value: dict[str, Json], content: Content) -> list[Written] | None:
    """Return the pairs of a form; None when there is no one way to write the value.

    Args:
        value: The form.
        content: A URL-encoded or multipart form.
    """
    encodings = {each.wire: each for each in content.encodings}
    nested = content.kind is MediaKind.MULTIPART
    found: list[Written] = []
    for name, part in value.items():
        encoding = encodings.get(name)
        pairs = (
            _styled(name, part, encoding, nested=nested)
            if encoding is not None and _has_style(encoding)
            else _typed(name, part, encoding)
        )
        if pairs is None:
            return None
        spread = {each.name for each in pairs} - {name}
        if spread & (value.keys() | {each.name for each in found}):
            return None
        found += pairs
    return found


def plain(part: Json) -> bool:
    """Whether a value is written as a text."""
    return isinstance(part, str | int | float)


def text_of(value: Json) -> str:
    """Return a scalar as a form spells it."""
    return value if isinstance(value, str) else compact(value).decode()


def _has_style(encoding: Encoding) -> bool:
    """Whether a style counts: then the content type does not."""
    return bool(encoding.style or encoding.explode is not None or encoding.allow_reserved)


def _typed(name: str, part: Json, encoding: Encoding | None) -> list[Written] | None:
    """Write a value by its content type: objects as JSON, each item of a list by itself."""
    told = encoding.content_types[0] if encoding and encoding.content_types else ""
    if isinstance(part, list):
        items = [_one(name, item, "") for item in part]
        whole = [item for item in items if item is not None]
        return whole if whole and len(whole) == len(items) and not told else None
    one = _one(name, part, told.partition(";")[0].strip().lower())
    return None if one is None else [one]


def _one(name: str, part: Json, told: str) -> Written | None:
    is_json = told == JSON or told.endswith("+json")
    if isinstance(part, dict):
        return Written(name, text_of(part), told or JSON) if is_json or not told else None
    if not plain(part) or (is_json and isinstance(part, str)):
        return None
    return Written(name, text_of(part), "" if "*" in told else told)


def _styled(name: str, part: Json, encoding: Encoding, *, nested: bool) -> list[Written] | None:
    """Write a value by its style, as a query parameter."""
    style = encoding.style or "form"
    explode = encoding.explode if encoding.explode is not None else style == "form"
    if plain(part) and style != "deepObject":
        return [Written(name, text_of(part))]
    if isinstance(part, list) and part and all(map(plain, part)):
        texts = [text_of(item) for item in part]
        if explode and style in JOINTS:
            return [Written(name, text) for text in texts]
        return None if nested else _joined(name, texts, style)
    if isinstance(part, dict) and part and not nested and all(map(plain, part.values())):
        return _members(name, part, style, explode=explode)
    return None


def _members(
    name: str, part: dict[str, Json], style: str, *, explode: bool
) -> list[Written] | None:
    pairs = [(key, text_of(inner)) for key, inner in part.items()]
    if style == "deepObject":
        if any("[" in key or "]" in key for key, _ in pairs):
            return None
        return [Written(f"{name}[{key}]", text) for key, text in pairs]
    if style != "form":
        return None
    if explode:
        return [Written(key, text) for key, text in pairs]
    return _joined(name, [text for pair in pairs for text in pair], style)


def _joined(name: str, texts: list[str], style: str) -> list[Written] | None:
    """Write texts as one; None when one of them has what stands between them."""
    joint = PLAIN_JOINTS.get(style)
    if joint is None or any(not text or joint in text for text in texts):
        return None
    escaped = JOINTS[style].join(map(quote_plus, texts))
    return [Written(name, joint.join(texts), escaped=escaped)]


def parts(pairs: list[Written]) -> Iterator[tuple[str, bytes, str]]:
    """Yield (name, bytes, media type) of the parts of a multipart form."""
    for each in pairs:
        yield each.name, each.text.encode("utf-8", "replace"), each.media_type
