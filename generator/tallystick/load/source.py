"""The text behind a document, and the places of its values."""

from collections import OrderedDict
from typing import Final, Protocol

from tallystick.diagnostics import Span, unescape
from tallystick.load import json_text, yaml_strings
from tallystick.load.decode import Lines, position_at
from tallystick.load.json_text import JsonIndex
from tallystick.load.model import Position, Source
from tallystick.load.parts import Parts, Twin
from tallystick.load.place import Place
from tallystick.load.upgrade import authored
from tallystick.text import Json


class Index(Protocol):
    """Finds places in a text."""

    def find(self, tokens: tuple[str, ...]) -> tuple[Place, int]:
        """Return the place of a value, and how many of the steps lead to something."""
        ...


class TextSource:
    """One file's text; its index is made when the first place is asked for."""

    def __init__(self, text: str, *, is_json: bool, parts: Parts | None = None) -> None:
        """Keep the text.

        Args:
            text: The whole text, without a byte order mark.
            is_json: Whether it was read as JSON.
            parts: Where its parts stand, if that was found when it was read.
        """
        self._text = text
        self._is_json = is_json
        self._ends = parts.ends if parts else {}
        self._places = parts.places if parts else {}
        self._index: Index | None = None
        self._lines = Lines(text)

    def twin(self, root: Json) -> Twin:
        """Return what another text may take over.

        Args:
            root: What this text says.
        """
        return Twin(text=self._text, places=self._places, root=root)

    def position(self, span: Span) -> Position | None:
        """Return the position of a place, or of its nearest ancestor that exists.

        An offset at the root (pointer ``""``) counts characters of the text itself: so a place
        can be named in a text that no pointer leads into, because it does not parse.
        """
        if span.pointer == "" and span.offset is not None:
            return position_at(self._text, span.offset, self._lines)
        place, found = self.place(tokens_of(span.pointer))
        at = place.value
        if span.part == "key":
            at = place.key
        elif span.offset is not None and found:
            at = self._inside(place, span.offset)
        return position_at(self._text, at, self._lines)

    def place(self, tokens: tuple[str, ...]) -> tuple[Place, bool]:
        """Return the place of a value, and whether it is that of the value itself."""
        index = self._made()
        place, done = index.find(tokens)
        while done < len(tokens):
            other = authored(tokens, done)
            if other is None:
                return place, False
            tokens, done = other
            place, done = index.find(tokens)
        return place, True

    def has(self, tokens: tuple[str, ...]) -> bool:
        """Whether the text holds the value."""
        return self.place(tokens)[1]

    def _made(self) -> Index:
        if self._index is None:
            is_json = self._is_json
            index = JsonIndex(self._text, self._ends) if is_json else _yaml_index(self._text)
            self._index = index
        return self._index

    def _inside(self, place: Place, offset: int) -> int:
        read = json_text.characters if place.style == "json" else yaml_strings.characters
        places = [at for _, at in read(self._text, place)] if place.style else []
        if offset < len(places):
            return places[max(offset, 0)]
        if not places:
            return place.value
        return places[-1] + (self._text[places[-1]] not in "\r\n")


def _yaml_index(text: str) -> Index:
    from tallystick.load.yaml_index import YamlIndex  # noqa: PLC0415 (slow to import)

    return YamlIndex(text)


def tokens_of(pointer: str) -> tuple[str, ...]:
    """Split a JSON Pointer into unescaped steps."""
    return tuple(unescape(token) for token in pointer.split("/")[1:])


_KEPT: Final = 4096
_sources: OrderedDict[str, Source] = OrderedDict()


def remember(uri: str, source: Source) -> None:
    """Keep a source for `locate`: of the last 4,096 documents, the broken ones included."""
    _sources[uri] = source
    _sources.move_to_end(uri)
    if len(_sources) > _KEPT:
        _sources.popitem(last=False)


def locate(span: Span) -> Position | None:
    """Return the position of a place in any document that was loaded lately."""
    source = _sources.get(span.uri)
    return source.position(span) if source is not None else None
