"""OpenAPI Overlay 1.0 and 1.1: actions applied to a document, every change knowing its origin."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from jsonpath_rfc9535 import JSONPathEnvironment, JSONPathError

from tallystick.diagnostics import Code, Diagnostic, Diagnostics, Span
from tallystick.load import codes
from tallystick.load.limits import MAX_DEPTH, MAX_VALUES
from tallystick.load.model import Document
from tallystick.load.origins import CopyLimitError, Location, Origin, Origins
from tallystick.text import Json

_VERSION: Final = re.compile(r"1\.[01]\.\d+(?:-[\w.]+)?")
_HELP: Final = "quote names that have other characters than letters and digits: `$.info['x-a']`"
_ACTIONS: Final = ("update", "copy", "remove")


class _Selected(NamedTuple):
    """A value that a JSONPath selects."""

    location: Location
    value: Json
    path: str


class _Environment(JSONPathEnvironment):
    """RFC 9535 as it is, on documents as deep as we read them."""

    max_recursion_depth = MAX_DEPTH


_ENVIRONMENT: Final = _Environment()


def check(overlay: Document) -> Diagnostics:
    """Return what keeps a document from being applied as an overlay."""
    root = overlay.root
    if not isinstance(root, dict) or "overlay" not in root:
        message = f"{overlay.uri} is no overlay: the member `overlay` is missing"
        return (_problem(codes.NOT_AN_OVERLAY, message, Span(overlay.uri), "add `overlay: 1.0.0`"),)
    version = root["overlay"]
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        message = f"overlay version {version!r} is not known here"
        span = Span(overlay.uri, "/overlay")
        return (_problem(codes.NOT_AN_OVERLAY, message, span, "write `overlay: 1.1.0`"),)
    actions = root.get("actions")
    if not isinstance(actions, list) or not actions:
        message = "an overlay must have a list of `actions`"
        span = Span(overlay.uri, "/actions")
        return (_problem(codes.NOT_AN_OVERLAY, message, span, "add the actions"),)
    return ()


def apply(overlay: Document, root: Json, origins: Origins) -> Diagnostics:
    """Apply the actions of a checked overlay to a document, in place and in order.

    Args:
        overlay: For which `check` found nothing.
        root: The document that is changed.
        origins: Learns where the changes come from.

    Returns:
        An error for each action that could not be applied; the others were.
    """
    application = _Application(overlay, root, origins)
    actions = overlay.root.get("actions") if isinstance(overlay.root, dict) else None
    for index, action in enumerate(actions if isinstance(actions, list) else ()):
        try:
            application.act(action, ("actions", str(index)))
        except CopyLimitError:
            message = f"the actions up to this one copy more than {MAX_VALUES:,} values"
            span = Span(overlay.uri).child("actions", index)
            application.found.append(_problem(codes.OVERLAY_LIMIT, message, span, "copy less"))
            break
    return tuple(application.found)


class _Application:
    """The state of one `apply`."""

    def __init__(self, overlay: Document, root: Json, origins: Origins) -> None:
        self.found: list[Diagnostic] = []
        self._overlay = overlay
        self._root = root
        self._origins = origins

    def act(self, action: Json, at: tuple[str, ...]) -> None:
        """Apply one action, or say why not."""
        if not isinstance(action, dict) or not isinstance(action.get("target"), str):
            self._problem(codes.OVERLAY_ACTION, "an action must have a `target`", at, "add it")
            return
        given = [key for key in _ACTIONS if key in action and action[key] is not False]
        if len(given) != 1:
            named = " and ".join(f"`{key}`" for key in given) or "none of them"
            message = f"an action has one of `update`, `copy` and `remove`, and this has {named}"
            self._problem(codes.OVERLAY_ACTION, message, at, "keep the one that is meant")
            return
        nodes = self._select(action["target"], (*at, "target"))
        if nodes is None:
            return
        if not nodes:
            message = f"{action['target']} selects nothing in the document"
            help_ = "correct the path, or remove the action"
            self._problem(codes.OVERLAY_NO_TARGET, message, (*at, "target"), help_)
        elif given == ["remove"]:
            self._remove(nodes, action["remove"], at)
        elif given == ["copy"]:
            self._copy(nodes, action["copy"], (*at, "copy"))
        else:
            place = (*at, "update")
            self._update(nodes, action["update"], Origin(self._overlay, place), place)

    def _select(self, query: Json, at: tuple[str, ...]) -> list[_Selected] | None:
        if not isinstance(query, str):
            message = f"{query!r} is not a JSONPath"
            self._problem(codes.OVERLAY_JSONPATH, message, at, "write a string such as `$.info`")
            return None
        found: dict[Location, _Selected] = {}
        root: Any = self._root
        try:
            for node in _ENVIRONMENT.find(query, root):
                value: Any = node.value
                found[node.location] = _Selected(node.location, value, node.path())
        except JSONPathError as error:
            text = Exception.__str__(error)
            offset = error.token.index if error.token is not None else None
            span = Span(self._overlay.uri, Span("").child(*at).pointer, offset=offset)
            message = f"{query!r} is not a JSONPath: {text}"
            self.found.append(_problem(codes.OVERLAY_JSONPATH, message, span, _HELP))
            return None
        return list(found.values())

    def _remove(self, nodes: Sequence[_Selected], flag: Json, at: tuple[str, ...]) -> None:
        if flag is not True or any(not node.location for node in nodes):
            message = "the whole document cannot be removed"
            if flag is not True:
                message = f"`remove` must be true or false, not {flag!r}"
            self._problem(codes.OVERLAY_ACTION, message, (*at, "remove"), "write `remove: true`")
            return
        for location in _deepest_first(node.location for node in nodes):
            self._origins.remove(self._root, location)

    def _copy(self, nodes: Sequence[_Selected], query: Json, at: tuple[str, ...]) -> None:
        sources = self._select(query, at)
        if sources is None:
            return
        if len(sources) != 1:
            message = f"{query} must select one value to copy, and selects {len(sources)}"
            self._problem(codes.OVERLAY_NO_TARGET, message, at, "narrow the path to one value")
            return
        value = self._origins.copied(sources[0].value)
        self._update(nodes, value, self._origins.of(self._root, sources[0].location), at)

    def _update(
        self, nodes: Sequence[_Selected], update: Json, origin: Origin, at: tuple[str, ...]
    ) -> None:
        if len({_shape(node.value) for node in nodes}) > 1:
            message = "the target selects values of different kinds"
            help_ = "split the action, one for each kind of target"
            self._problem(codes.OVERLAY_KIND, message, (*at[:-1], "target"), help_)
            return
        for node in nodes:
            if isinstance(node.value, list):
                self._extend(node.value, update, origin)
            elif isinstance(node.value, dict) and isinstance(update, dict):
                self._merge(node.value, update, origin, at)
            elif _shape(node.value) != "value" or _shape(update) != "value" or not node.location:
                kinds = f"{_article(update)} into {_article(node.value)}"
                message = f"the action would merge {kinds} at {node.path}"
                self._problem(codes.OVERLAY_KIND, message, at, "target the parent instead")
                return
            else:
                self._origins.put(self._root, node.location, update, origin)

    def _extend(self, target: list[Json], update: Json, origin: Origin) -> None:
        if not isinstance(update, list):
            self._origins.set(target, len(target), update, origin)
            return
        for index, item in enumerate(list(update)):
            self._origins.set(target, len(target), item, origin.child(str(index)))

    def _merge(
        self, target: dict[str, Json], update: dict[str, Json], origin: Origin, at: tuple[str, ...]
    ) -> None:
        for key, value in list(update.items()):
            there = target.get(key)
            if key not in target or _shape(there) == _shape(value) == "value":
                self._origins.set(target, key, value, origin.child(key))
            elif isinstance(there, dict) and isinstance(value, dict):
                self._merge(there, value, origin.child(key), (*at, key))
            elif isinstance(there, list) and isinstance(value, list):
                self._extend(there, value, origin.child(key))
            else:
                message = f"{key!r} would merge {_article(value)} into {_article(there)}"
                help_ = "remove the member in an action before this one"
                self._problem(codes.OVERLAY_KIND, message, (*at, key), help_)

    def _problem(self, code: Code, message: str, at: tuple[str, ...], help_: str) -> None:
        self.found.append(_problem(code, message, Span(self._overlay.uri).child(*at), help_))


def _deepest_first(locations: Iterator[Location]) -> list[Location]:
    """Order places so that removing one leaves the places of the others as they are."""

    def rank(location: Location) -> tuple[int, int]:
        last = location[-1]
        return (len(location), last if isinstance(last, int) else 0)

    return sorted(locations, key=rank, reverse=True)


def _shape(value: Json) -> str:
    if isinstance(value, dict):
        return "object"
    return "list" if isinstance(value, list) else "value"


def _article(value: Json) -> str:
    return {"object": "an object", "list": "a list", "value": "a value"}[_shape(value)]


def _problem(code: Code, message: str, span: Span, help_: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, span=span, help=help_)
