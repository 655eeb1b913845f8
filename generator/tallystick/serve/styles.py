"""Parameters as they stand in a URL, a header or a cookie -> candidates for their value.

Source: OpenAPI 3.1, "Style Values" and "Style Examples"; RFC 6570.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, unquote_plus

from tallystick.serve.bodies import Unreadable, parse_json
from tallystick.serve.forms import Form, Pair, lists, objects, scalars
from tallystick.text import Json

KEYS: Final = re.compile(r"\[([^\[\]]*)\]")
Plain = Callable[[str], str]
"""Undoes the escapes of a text."""

Tree = dict[str, "Tree | list[str]"]
"""Texts by the keys that lead to them, those of one place in a list."""

DEPTH: Final = 12
"""Keys of one name that are read."""

SEPARATORS: Final = {"spaceDelimited": " ", "pipeDelimited": "|"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How one parameter is written.

    Attributes:
        wire: Its name.
        style: ``simple``, ``form``, ``label``, ``matrix``, ``spaceDelimited``,
            ``pipeDelimited``, ``deepObject``, or ``json`` for a parameter with content.
        form: What its schema lets a text mean.
        declared: Names of the other parameters of the same place, which an exploded object
            leaves alone.
    """

    wire: str
    style: str
    explode: bool
    form: Form
    declared: frozenset[str] = frozenset()

    def of_segment(self, raw: str) -> Iterator[Json]:
        """Yield candidates of a path parameter, from its text with escapes."""
        if self.style == "json":
            yield from _json(unquote(raw))
        elif self.style == "label":
            if raw.startswith("."):
                yield from self._separated(raw[1:], "." if self.explode else ",", unquote)
        elif self.style == "matrix":
            yield from self._matrix(raw)
        else:
            yield from self._separated(raw, ",", unquote)

    def of_header(self, values: Sequence[str]) -> Iterator[Json]:
        """Yield candidates of a header, from the values of all its lines."""
        joined = ",".join(values)
        if self.style == "json":
            yield from _json(joined)
        else:
            yield from self._separated(joined, ",", str.strip)

    def of_query(self, pairs: Sequence[Pair]) -> Iterator[Json]:
        """Yield candidates of a query parameter; none when it is not given.

        Args:
            pairs: The query string, names decoded, values with their escapes.
        """
        if self.style == "deepObject":
            yield from self._deep(pairs)
            return
        own = [value for name, value in pairs if name == self.wire]
        if self.style == "json":
            yield from (value for raw in own[-1:] for value in _json(unquote_plus(raw)))
        elif self.explode:
            yield from self._exploded(own, pairs)
        elif own and self.style in SEPARATORS:
            decoded = unquote_plus(own[-1])
            yield from self._separated(decoded, SEPARATORS[self.style], str)
        elif own:
            yield from self._separated(own[-1], ",", unquote_plus)

    def of_cookie(self, pairs: Sequence[Pair]) -> Iterator[Json]:
        """Yield candidates of a cookie; none when it is not given."""
        own = [value for name, value in pairs if name == self.wire]
        if self.style == "json":
            yield from (value for raw in own[-1:] for value in _json(unquote(raw)))
        elif own and "array" in self.form.kinds and len(own) == 1:
            yield from self._separated(own[0], ",", unquote)
        else:
            yield from self._exploded(own, pairs)

    def _exploded(self, own: list[str], pairs: Sequence[Pair]) -> Iterator[Json]:
        """One pair for each item, or for each member of an object."""
        texts = [unquote_plus(raw) for raw in own]
        if "object" in self.form.kinds:
            members = [(name, unquote_plus(raw)) for name, raw in pairs if self._is_member(name)]
            if members:
                yield from objects(members, self.form)
        if texts and "array" in self.form.kinds:
            yield from lists(texts, self.form)
        if texts:
            yield from scalars(texts[-1], self.form)

    def _is_member(self, name: str) -> bool:
        if name in self.form.members:
            return name == self.wire or name not in self.declared
        return self.form.others is not None and name.partition("[")[0] not in self.declared

    def _separated(self, raw: str, separator: str, plain: Plain) -> Iterator[Json]:
        """One text for all; what separates is not escaped, but some clients escape it."""
        early = [plain(part) for part in raw.split(separator)] if raw else []
        late = plain(raw).split(separator) if raw else []
        for texts in [early] if early == late else [early, late]:
            if "array" in self.form.kinds:
                yield from lists(texts, self.form)
            pairs = self._pairs(texts) if "object" in self.form.kinds else None
            if pairs:
                yield from objects(pairs, self.form)
        yield from scalars(plain(raw), self.form)

    def _pairs(self, texts: list[str]) -> list[Pair] | None:
        """Read ``k=v,k=v`` (exploded) or ``k,v,k,v``; None when it is neither."""
        if self.explode:
            split = [text.partition("=") for text in texts]
            return (
                [(name, value) for name, _, value in split] if all(s for _, s, _ in split) else None
            )
        if len(texts) % 2:
            return None
        return list(zip(texts[::2], texts[1::2], strict=True))

    def _matrix(self, raw: str) -> Iterator[Json]:
        if not raw.startswith(";"):
            return
        pairs = [part.partition("=") for part in raw[1:].split(";")]
        decoded = [(unquote(name), value) for name, _, value in pairs]
        if self.explode and "object" in self.form.kinds:
            yield from objects([(name, unquote(value)) for name, value in decoded], self.form)
        own = [value for name, value in decoded if name == self.wire]
        if self.explode and own and "array" in self.form.kinds:
            yield from lists([unquote(value) for value in own], self.form)
        elif own:
            yield from self._separated(own[-1], ",", unquote)

    def _deep(self, pairs: Sequence[Pair]) -> Iterator[Json]:
        """Yield the value of ``name[key][key]=text`` pairs; ``[]`` and ``[0]`` are items."""
        tree: Tree = {}
        for name, raw in pairs:
            head, bracket, rest = name.partition("[")
            keys = KEYS.findall(bracket + rest)
            whole = "".join(f"[{key}]" for key in keys) == bracket + rest
            if head == self.wire and keys and whole and len(keys) <= DEPTH:
                _plant(tree, keys, unquote_plus(raw))
        if tree:
            yield _grown(tree, self.form)


def _plant(tree: Tree, keys: list[str], text: str) -> None:
    """Put a text at its place in a tree, beside others of the same place."""
    for key in keys[:-1]:
        below = tree.setdefault(key, {})
        if not isinstance(below, dict):
            return
        tree = below
    texts = tree.setdefault(keys[-1], [])
    if isinstance(texts, list):
        texts.append(text)


def _grown(tree: Tree | list[str], form: Form) -> Json:
    """Return what a tree of texts means; a list is a repeated, empty or numbered key."""
    items = form.items or Form(kinds=form.kinds - {"array"})
    if isinstance(tree, list):
        if len(tree) == 1 and "array" not in form.kinds:
            return next(scalars(tree[0], form))
        return [next(scalars(text, items)) for text in tree]
    if tree.keys() == {""}:
        return _grown(tree[""], Form(kinds=frozenset({"array"}), items=items))
    if "array" in form.kinds and all(key.isascii() and key.isdecimal() for key in tree):
        return [_grown(tree[key], items) for key in sorted(tree, key=int)]
    return {key: _grown(below, form.member(key)) for key, below in tree.items()}


def _json(text: str) -> Iterator[Json]:
    try:
        yield parse_json(text.encode("utf-8", "surrogatepass"))
    except Unreadable:
        return
