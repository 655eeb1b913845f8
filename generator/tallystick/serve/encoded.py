"""URL-encoded forms whose members have a style, or are objects.

Source: OpenAPI 3.1.1, "Encoding Object".
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Final
from urllib.parse import quote, unquote_plus

from tallystick.ir import Content, MediaKind
from tallystick.serve.bodies import Parsed, Unreadable, parse_form, parse_json, read_parts
from tallystick.serve.forms import Form, Pair
from tallystick.serve.styles import Style
from tallystick.text import Json

CANDIDATES: Final = 8
"""Readings of one member that are tried."""
CHOICES: Final = 64
"""Combinations of readings that are tried."""
UNESCAPED: Final = ",|"
"""What stands between values that are one part of a multipart form."""
TEXTS: Final = frozenset({"string", "integer", "number", "boolean"})


def styles_of(content: Content, form: Form) -> dict[str, Style]:
    """Return the members of a form that are not one text, or one for each item."""
    encodings = {each.wire: each for each in content.encodings}
    found: dict[str, Style] = {}
    for wire, member in form.members.items():
        encoding = encodings.get(wire)
        styled = encoding is not None and (
            encoding.style or encoding.explode is not None or encoding.allow_reserved
        )
        style, explode = "", True
        if encoding is not None and styled:
            style = encoding.style or "form"
            explode = encoding.explode if encoding.explode is not None else style == "form"
        elif content.kind is MediaKind.MULTIPART:
            continue  # a part says what it is
        elif "object" in member.kinds and not member.kinds & TEXTS:
            style = "json"
        elif member.items is not None and not member.items.kinds & TEXTS:
            style = "items"
        if style:
            declared = frozenset(form.members)
            found[wire] = Style(
                wire=wire, style=style, explode=explode, form=member, declared=declared
            )
    return found


def parse_encoded(data: bytes, form: Form, styles: Mapping[str, Style]) -> Parsed:
    """Return the members of a URL-encoded form, some of them by their style.

    Raises:
        Unreadable: It is not ASCII text.
    """
    if not styles:
        return parse_form(data, form)
    whole = data.decode("ascii", "replace").split("&")
    pairs: list[Pair] = [
        (unquote_plus(name), value) for name, _, value in (part.partition("=") for part in whole)
    ]
    values, taken = _styled(pairs, styles)
    rest = [part for part, (name, _) in zip(whole, pairs, strict=True) if name not in taken]
    plain = parse_form("&".join(rest).encode("ascii", "replace"), form)
    return Parsed(values=_joined(plain.values, values))


def parse_parts(data: bytes, content_type: str, form: Form, styles: Mapping[str, Style]) -> Parsed:
    """Return the fields of a multipart form, some of them by their style.

    Raises:
        Unreadable: The parts cannot be told apart.
    """
    found = read_parts(data, content_type, form)
    pairs = [(name, quote(text, safe=UNESCAPED)) for name, text in found.pairs]
    values, taken = _styled(pairs, styles)
    rest = [pair for pair in found.pairs if pair[0] not in taken]
    plain = found.whole(rest, form)
    return Parsed(values=_joined(plain, values), files=found.files)


def _styled(
    pairs: Sequence[Pair], styles: Mapping[str, Style]
) -> tuple[list[dict[str, Json]], set[str]]:
    """Read members by their style: the likeliest combinations, and names that were read."""
    options: dict[str, list[Json]] = {}
    taken: set[str] = set()
    for wire, style in styles.items():
        read = list(islice(_read(style, pairs), CANDIDATES))
        if read:
            options[wire] = read
            taken |= {name for name, _ in pairs if _belongs(style, name)}
    chosen = islice(product(*options.values()), CHOICES)
    return [dict(zip(options, values, strict=True)) for values in chosen], taken


def _joined(plain: Sequence[Json], values: list[dict[str, Json]]) -> tuple[Json, ...]:
    return tuple({**value, **more} for value in plain for more in values if isinstance(value, dict))


def _read(style: Style, pairs: Sequence[Pair]) -> Iterator[Json]:
    if style.style != "items":
        yield from style.of_query(pairs)
        return
    texts = [unquote_plus(raw) for name, raw in pairs if name == style.wire]
    if texts:
        try:
            yield [parse_json(text.encode("utf-8", "surrogatepass")) for text in texts]
        except Unreadable:
            yield list(texts)


def _belongs(style: Style, name: str) -> bool:
    """Whether a pair was read with a member."""
    if style.style == "deepObject":
        return name.startswith(style.wire + "[")
    spread = style.style == "form" and style.explode and "object" in style.form.kinds
    return name == style.wire or (spread and name in style.form.members)
