"""YAML text to nodes that know their places: the exact reader.

It reads the events of libyaml and gives them the meaning that YAML 1.2 and OpenAPI give them.
Everything that must be refused is found here, with its place; `parse` takes a faster road first
and comes here when that road is not sure.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple, TypeAlias

import yaml

from tallystick.diagnostics import Code
from tallystick.load import codes
from tallystick.load.limits import MAX_DEPTH, MAX_VALUES
from tallystick.load.place import Style
from tallystick.load.problem import NO_NUMBER, Problem
from tallystick.load.yaml_scalar import CORE_TAGS, key_of, tagged, value_of
from tallystick.text import Json

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_STYLES: Final[dict[str | None, Style]] = {
    None: "plain",
    "": "plain",
    "'": "single",
    '"': "double",
    "|": "literal",
    ">": "folded",
}

_SPECIAL_IN_11: Final = "\x85\u2028\u2029\ufeff"
"""Line breaks and a mark to libyaml, which reads YAML 1.1; letters like any other in 1.2."""


def _events(text: str) -> Iterator[Any]:
    """Yield the events of libyaml; untyped, as its types allow for marks that it always sets."""
    return iter(yaml.parse(text, Loader=_LOADER))


class Node:
    """A value with its place; aliases share the node of their anchor."""

    __slots__ = ("alias", "end", "start", "style", "tag", "value")

    def __init__(self, start: int, end: int, value: "Value", style: Style, tag: str | None) -> None:
        """Make a node from `start` to `end` (characters)."""
        self.start = start
        self.end = end
        self.value = value
        self.style = style
        self.tag = tag


class Entry(NamedTuple):
    """A member of a mapping."""

    key: Node
    value: Node


Value: TypeAlias = "str | list[Node] | dict[str, Entry]"


class Merge(NamedTuple):
    """A merge key: what it stands in, and what it takes in."""

    into: dict[str, Entry]
    key: Node
    value: Node


class Composer:
    """Builds the nodes of one text, and collects what must be refused."""

    def __init__(self, text: str) -> None:
        """Prepare for `text`."""
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.aliased = False
        self.merged: list[int] = []
        if not text.endswith(("\n", "\r")):
            text += "\n"  # libyaml and YAML 1.2 differ on a block scalar cut off by the end
        self._text, self._back = _without_specials(text)
        self._anchors: dict[str, Node] = {}
        self._open: list[tuple[Node, str | None]] = []
        self._keys: list[Node | None] = []
        self._merges: list[Merge] = []
        self._left = MAX_VALUES

    def compose(self) -> None:
        """Read all events; problems stop the reading only when the syntax is broken."""
        try:
            for event in _events(self._text):
                if self.root is not None and type(event) is yaml.DocumentStartEvent:
                    self._refuse_second(event)
                    return
                self._take(event)
                if len(self._open) > MAX_DEPTH:
                    self._problem(codes.TOO_DEEP, event.start_mark.index, _DEEP)
                    return
        except yaml.MarkedYAMLError as error:
            self.problems.append(_syntax(error, len(self._text)))
        except yaml.YAMLError as error:
            self._problem(codes.YAML_SYNTAX, 0, f"the text is not YAML: {error}")

    def unfinished(self) -> Node | None:
        """Return the outermost node that was begun, when the syntax broke before its end."""
        for (parent, _), (child, _), key in zip(
            self._open, self._open[1:], self._keys, strict=False
        ):
            if isinstance(parent.value, list):
                parent.value.append(child)
            elif isinstance(parent.value, dict) and key is not None and isinstance(key.value, str):
                parent.value.setdefault(key_of(key.value), Entry(key, child))
        return self._open[0][0] if self._open else None

    def _problem(self, code: Code, at: int, message: str, help_: str | None = None) -> None:
        self.problems.append(Problem(code=code, at=at, message=message, help=help_))

    def _refuse_second(self, event: Any) -> None:
        self._problem(
            codes.MULTIPLE_DOCUMENTS,
            event.start_mark.index,
            "a second YAML document begins here",
            "remove this line, or put the second document into a file of its own",
        )

    def _take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._put(self._scalar(event), event.anchor)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            value: Value = {} if kind is yaml.MappingStartEvent else []
            node = Node(event.start_mark.index, 0, value, "", self._tag(event))
            self._open.append((node, event.anchor))
            self._keys.append(None)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            node, anchor = self._open.pop()
            node.end = event.end_mark.index
            self._keys.pop()
            while self._merges and self._merges[-1].into is node.value:
                self._merge(self._merges.pop())
            self._put(node, anchor)
        elif kind is yaml.AliasEvent:
            self._put(self._aliased(event), None)

    def _scalar(self, event: Any) -> Node:
        text: str = event.value
        if self._back:
            text = text.translate(self._back)
        tag = self._tag(event) if event.tag is not None else None
        return Node(event.start_mark.index, event.end_mark.index, text, _STYLES[event.style], tag)

    def _tag(self, event: Any) -> str | None:
        tag: str | None = event.tag
        if tag is None or tag == "!":
            return None if tag is None else "tag:yaml.org,2002:str"
        if tag not in CORE_TAGS:
            self._problem(
                codes.YAML_TAG,
                event.start_mark.index,
                f"the tag {_shown_tag(tag)} has no meaning in an API description",
                "remove the tag",
            )
            return None
        return tag

    def _aliased(self, event: Any) -> Node:
        self.aliased = True
        node = self._anchors.get(event.anchor)
        if node is not None:
            return node
        at = event.start_mark.index
        self._problem(
            codes.ALIAS_UNKNOWN,
            at,
            f"no anchor &{event.anchor} is complete before this alias",
            "write the anchor before the alias, and outside of the value it names",
        )
        return Node(at, event.end_mark.index, "", "plain", None)

    def _put(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node
        if not self._open:
            self.root = node
            return
        parent = self._open[-1][0].value
        if isinstance(parent, list):
            parent.append(node)
        elif isinstance(parent, dict):
            self._member(parent, node)

    def _member(self, parent: dict[str, Entry], node: Node) -> None:
        key = self._keys[-1]
        if key is None:
            self._keys[-1] = node
            return
        self._keys[-1] = None
        if not isinstance(key.value, str):
            message = "a mapping or list stands where a key must be"
            self._problem(codes.YAML_KEY, key.start, message, "use a string as the key")
            return
        name = key_of(key.value) if key.style == "plain" else key.value
        if name == "<<" and key.style == "plain":
            self.merged.append(key.start)
            self._merges.append(Merge(parent, key, node))
        elif name in parent:
            self._duplicate(name, key, parent[name].key)
        else:
            parent[name] = Entry(key, node)

    def _merge(self, merge: Merge) -> None:
        """Take in the members of one mapping, or of several: what is there already stays."""
        value = merge.value.value
        for source in value if isinstance(value, list) else [merge.value]:
            if not isinstance(source.value, dict):
                message = "the merge key << takes in a mapping or a list of mappings only"
                self._problem(codes.MERGE_VALUE, merge.key.start, message, "name a mapping")
                return
            self._left -= len(source.value)
            if self._left < 0:
                self.problems.append(_limit(merge.key, deep=False))
                return
            for name, entry in source.value.items():
                merge.into.setdefault(name, entry)

    def _duplicate(self, name: str, key: Node, first: Node) -> None:
        self.problems.append(
            Problem(
                code=codes.DUPLICATE_KEY,
                at=key.start,
                message=f"the key {name!r} is already in this mapping",
                help="remove one of the two",
                first=first.start,
            )
        )


_DEEP: Final = f"values are nested deeper than {MAX_DEPTH} levels here"


def _without_specials(text: str) -> tuple[str, dict[int, int]]:
    """Put stand-ins of the same length for what is special in YAML 1.1 only."""
    found = [mark for mark in _SPECIAL_IN_11 if mark in text]
    if not found:
        return text, {}
    free = (code for code in range(0xE000, 0xF8FF) if chr(code) not in text)
    there = {ord(mark): code for mark, code in zip(found, free, strict=False)}
    return text.translate(there), {code: mark for mark, code in there.items()}


def _shown_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def construct(root: Node) -> "Json | Problem":
    """Return the plain value of a node; what aliases name is copied, within bounds."""
    holder: list[Json] = [None]
    left = MAX_VALUES
    stack: list[tuple[Node, list[Json] | dict[str, Json], int | str, int]] = [(root, holder, 0, 0)]
    while stack:
        node, parent, key, depth = stack.pop()
        left -= 1
        if left < 0 or depth > MAX_DEPTH:
            return _limit(node, deep=depth > MAX_DEPTH)
        made: Json | Problem
        if isinstance(node.value, dict):
            made = dict.fromkeys(node.value)
            entries = reversed(node.value.items())  # the first one is taken first
            stack.extend((entry.value, made, name, depth + 1) for name, entry in entries)
        elif isinstance(node.value, list):
            made = [None] * len(node.value)
            items = reversed(list(enumerate(node.value)))
            stack.extend((item, made, at, depth + 1) for at, item in items)
        else:
            made = _scalar_value(node, node.value)
        if isinstance(made, Problem):
            return made
        parent[key] = made  # type: ignore[index] # the key was made for this kind of parent
    return holder[0]


def _limit(node: Node, *, deep: bool) -> Problem:
    if deep:
        return Problem(code=codes.TOO_DEEP, at=node.start, message=_DEEP)
    return Problem(
        code=codes.ALIAS_LIMIT,
        at=node.start,
        message=f"the document has more than {MAX_VALUES:,} values once its aliases are copied",
        help="refer to the value with $ref instead of an alias",
    )


def _scalar_value(node: Node, text: str) -> "Json | Problem":
    try:
        if node.tag is not None:
            value = tagged(text, node.tag)
        else:
            value = value_of(text) if node.style == "plain" else text
    except ValueError:
        shown = text if len(text) < 40 else f"{text[:40]}..."  # noqa: PLR2004 (fits a line)
        if node.tag is None:
            message, advice = f"{shown} has too many digits for a number", NO_NUMBER
        else:
            message, advice = f"{shown!r} cannot be read as {_shown_tag(node.tag)}", None
        return Problem(code=codes.NOT_JSON_NUMBER, at=node.start, message=message, help=advice)
    if isinstance(value, float) and (value != value or value in _INFINITIES):  # noqa: PLR0124 (NaN)
        message = f"{text} is no number that JSON can hold"
        return Problem(code=codes.NOT_JSON_NUMBER, at=node.start, message=message, help=NO_NUMBER)
    return value


_INFINITIES: Final = (float("inf"), float("-inf"))


_PLAIN_WORDS: Final = {
    "mapping values are not allowed": (
        "a colon and a space stand inside an unquoted value, or a line is indented too far",
        "quote the value, or mend the indentation",
    ),
    "could not find expected ':'": (
        "a key without its colon, or a text that should be quoted",
        "write `key: value`, or indent the line as part of the text above",
    ),
    "found character that cannot start any token": (
        "a tab used for indentation, or a value that begins with @, ` or %",
        "indent with spaces; quote the value",
    ),
    "found character '\\t'": (
        "a tab used for indentation",
        "indent with spaces",
    ),
    "did not find expected key": (
        "this line does not belong to the mapping above it",
        "mend the indentation, or quote the value above",
    ),
    "did not find expected '-' indicator": (
        "this line does not belong to the list above it",
        "begin the item with `- `, or mend the indentation",
    ),
    "did not find expected ',' or '}'": (
        "a `{` is not closed before this place",
        "add the missing comma or `}`",
    ),
    "did not find expected ',' or ']'": (
        "a `[` is not closed before this place",
        "add the missing comma or `]`",
    ),
    "found unexpected end of stream": (
        "the text ends inside a quoted value or a bracket",
        "close the quote or the bracket",
    ),
}


def _syntax(error: yaml.MarkedYAMLError, length: int) -> Problem:
    mark = error.problem_mark or error.context_mark
    problem = str(error.problem or error.context or "it cannot be read")
    known = next((said for start, said in _PLAIN_WORDS.items() if problem.startswith(start)), None)
    message, help_ = known or (f"the text is not YAML: {problem}", None)
    at = min(mark.index, length) if mark is not None else 0
    return Problem(code=codes.YAML_SYNTAX, at=at, message=message, help=help_)
