"""Path templates -> endpoints, as a tree of segments."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar
from urllib.parse import unquote, urlsplit

E = TypeVar("E")

PARAMETER: Final = re.compile(r"\{([^{}]*)\}")
VARIANTS: Final = 10
"""Values of a server variable whose paths are served."""


@dataclass(slots=True)
class _Node(Generic[E]):
    literals: "dict[str, _Node[E]]" = field(default_factory=dict)
    patterns: "list[_Pattern[E]]" = field(default_factory=list)
    methods: dict[str, E] = field(default_factory=dict)


@dataclass(slots=True, frozen=True)
class _Pattern(Generic[E]):
    """A segment with parameters; `regex` is None for one that is a parameter as a whole."""

    text: str
    regex: re.Pattern[str] | None
    node: _Node[E]


@dataclass(frozen=True, slots=True)
class Match(Generic[E]):
    """A path that was found.

    Attributes:
        methods: Lower-case method -> endpoint.
        values: Texts of the path parameters with their escapes, in order of appearance; each
            endpoint knows its own names for them.
    """

    methods: Mapping[str, E]
    values: tuple[str, ...]


class Router(Generic[E]):
    """All paths of a document."""

    def __init__(self, prefixes: Iterable[str]) -> None:
        """Make an empty router.

        Args:
            prefixes: Paths of server URLs; every path is also found under each of them.
        """
        self._root: _Node[E] = _Node()
        split = {tuple(prefix.strip("/").split("/")) for prefix in prefixes if prefix.strip("/")}
        self._prefixes = sorted(split, key=lambda steps: -len(steps))

    def add(self, method: str, template: str, endpoint: E) -> None:
        """Add an endpoint; the first one of a method and path wins.

        Args:
            method: Lower case.
            template: Path with parameters in braces.
            endpoint: What is found later.
        """
        node = self._root
        for segment in template.removeprefix("/").split("/"):
            node = _descend(node, segment)
        node.methods.setdefault(method, endpoint)

    @staticmethod
    def names(template: str) -> tuple[str, ...]:
        """Return the names of a template's parameters, in the order of `Match.values`."""
        return tuple(PARAMETER.findall(template))

    def find(self, raw_path: str) -> Match[E] | None:
        """Return what a path leads to, tried as it is and then without a server's prefix.

        Args:
            raw_path: The path with its escapes.
        """
        segments = raw_path.removeprefix("/").split("/")
        found = _search(self._root, segments, 0, ())
        if found is not None:
            return found
        for prefix in self._prefixes:
            if tuple(segments[: len(prefix)]) == prefix:
                rest = segments[len(prefix) :] or [""]
                found = _search(self._root, rest, 0, ())
                if found is not None:
                    return found
        return None


def _descend(node: _Node[E], segment: str) -> _Node[E]:
    if not PARAMETER.search(segment):
        return node.literals.setdefault(unquote(segment), _Node())
    literal = PARAMETER.split(segment)[::2]
    shape = "{}".join(literal)
    for pattern in node.patterns:
        if pattern.text == shape:
            return pattern.node
    below: _Node[E] = _Node()
    regex = None
    if shape != "{}":
        regex = re.compile("(.+?)".join(map(re.escape, literal)), re.DOTALL)
    node.patterns.append(_Pattern(shape, regex, below))
    # Segments with more fixed text are tried first; whole parameters come last.
    node.patterns.sort(key=lambda pattern: -len(pattern.text.replace("{}", "")))
    return below


def _search(
    node: _Node[E], segments: Sequence[str], at: int, values: tuple[str, ...]
) -> Match[E] | None:
    if at == len(segments):
        return Match(node.methods, values) if node.methods else None
    segment = segments[at]
    literal = node.literals.get(unquote(segment) if "%" in segment else segment)
    if literal is not None:
        found = _search(literal, segments, at + 1, values)
        if found is not None:
            return found
    for pattern in node.patterns:
        taken = _take(pattern, segment)
        found = _search(pattern.node, segments, at + 1, (*values, *taken)) if taken else None
        if found is not None:
            return found
    return None


def _take(pattern: _Pattern[E], segment: str) -> tuple[str, ...]:
    """Return the texts of a segment's parameters; empty when it does not match."""
    if pattern.regex is None:
        return (segment,) if segment else ()
    found = pattern.regex.fullmatch(segment)
    return found.groups() if found else ()


def prefixes(
    servers: Iterable[tuple[str, Sequence[tuple[str, str, Sequence[str]]]]],
) -> Iterator[str]:
    """Yield the paths of server URLs, their variables filled in.

    Args:
        servers: (URL, its variables).
    """
    for url, variables in servers:
        urls = [url]
        for name, default, allowed in variables:
            values = list(dict.fromkeys([default, *allowed]))[:VARIANTS]
            mark = "{" + name + "}"
            urls = [u.replace(mark, value) for u in urls for value in values][:VARIANTS]
        for filled in urls:
            try:
                yield urlsplit(filled).path
            except ValueError:
                continue
