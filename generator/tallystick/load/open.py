"""Locations to documents: what the other stages call."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tallystick.diagnostics import Diagnostic, Diagnostics, Span, has_errors
from tallystick.load import codes, parse
from tallystick.load.collector import uncollected
from tallystick.load.decode import decode
from tallystick.load.model import Document
from tallystick.load.parts import Parts
from tallystick.load.read import beside, read, uri_of
from tallystick.load.source import TextSource, remember
from tallystick.load.upgrade import needs_upgrade, upgrade, version_of
from tallystick.text import Json


def load(
    location: str,
    *,
    overlays: Sequence[str] = (),
    allow_remote: bool = False,
    like: Document | None = None,
) -> tuple[Document | None, Diagnostics]:
    """Load an OpenAPI document, apply overlays, and lift it to the spelling of 3.1.

    Args:
        location: A path, ``-`` for standard input, or an http(s) URL; also an overlay document
            that says what it ``extends``.
        overlays: Locations of OpenAPI Overlay documents, applied in order.
        allow_remote: Whether URLs may be fetched.
        like: Another version of it. Parts that are written the same are taken over: what is wrong
            with them is not said again, and both documents have to be treated as frozen.

    Returns:
        The document, its root a mapping with a known ``openapi`` version; None when there is
        none to work with, and then at least one of the diagnostics is an error.
    """
    like = None if overlays else like
    document, found = load_part(location, allow_remote=allow_remote, like=like)
    layers: list[Document] = []
    while document is not None and _is_overlay(document.root):
        layers.insert(0, document)
        document, said = _extended(layers, allow_remote=allow_remote)
        found += said
    for name in overlays:
        layer, said = load_part(name, allow_remote=allow_remote)
        found += said
        layers.extend([layer] if layer is not None else [])
    if document is None or has_errors(found):
        return None, found
    if layers:
        document, said = _overlaid(document, layers)
        found += said
    return (None, found) if document is None else _checked(document, found, like)


def _is_overlay(root: Json) -> bool:
    return isinstance(root, dict) and "overlay" in root and "openapi" not in root


def _extended(
    layers: Sequence[Document], *, allow_remote: bool
) -> tuple[Document | None, Diagnostics]:
    """Load what the outermost overlay found so far extends."""
    outer = layers[0]
    extends = outer.root.get("extends") if isinstance(outer.root, dict) else None
    span = Span(outer.uri)
    if not isinstance(extends, str):
        return None, (
            Diagnostic(
                code=codes.OVERLAY_WITHOUT_BASE,
                message=f"{outer.uri} is an overlay and does not say what it extends",
                span=span,
                help="add `extends: base.yaml`, or give the base and the overlay",
            ),
        )
    location = beside(outer.uri, extends)
    if location in {layer.uri for layer in layers} or len(layers) > _MOST_LAYERS:
        message = f"the overlay extends itself by way of {extends}"
        span = span.child("extends")
        help_ = "extend an OpenAPI document"
        problem = Diagnostic(
            code=codes.OVERLAY_WITHOUT_BASE, message=message, span=span, help=help_
        )
        return None, (problem,)
    document, found = load_part(location, allow_remote=allow_remote)
    located = (
        replace(item, span=span.child("extends"))
        if item.span == Span(uri_of(location)) and document is None
        else item
        for item in found
    )
    return document, tuple(located)


def _overlaid(
    document: Document, layers: Sequence[Document]
) -> tuple[Document | None, Diagnostics]:
    from tallystick.load import overlay  # noqa: PLC0415 (JSONPath is slow to import)
    from tallystick.load.origins import Origins, OverlaidSource  # noqa: PLC0415 (likewise)

    refused = tuple(item for layer in layers for item in overlay.check(layer))
    if refused:
        return None, refused
    origins = Origins(document)
    found: Diagnostics = ()
    for layer in layers:
        found += overlay.apply(layer, document.root, origins)
    source = OverlaidSource(document.source, origins.flat(document.root))
    remember(document.uri, source)
    return replace(document, source=source), found


_MOST_LAYERS: Final = 16


def parse_text(text: bytes, uri: str) -> tuple[Document | None, Diagnostics]:
    """Load an OpenAPI document from memory.

    Args:
        text: The bytes of a YAML or JSON file.
        uri: How it is named in reports; relative references are looked up beside it.

    Returns:
        As `load`.
    """
    document, found = _parsed(text, uri)
    if document is None:
        return None, found
    return _checked(document, found)


def load_part(
    location: str, *, allow_remote: bool = False, like: Document | None = None
) -> tuple[Document | None, Diagnostics]:
    """Load any YAML or JSON file, with neither a check of its kind nor an upgrade.

    Args:
        location: A path, ``-`` for standard input, or an http(s) URL.
        allow_remote: Whether URLs may be fetched.
        like: A document whose parts may be taken over.
    """
    data = read(location, allow_remote=allow_remote)
    if isinstance(data, Diagnostic):
        return None, (data,)
    return _parsed(data, uri_of(location), like)


@uncollected()
def _parsed(
    data: bytes, uri: str, like: Document | None = None
) -> tuple[Document | None, Diagnostics]:
    text = decode(data, uri)
    if isinstance(text, Diagnostic):
        return None, (text,)
    is_json = uri.lower().endswith(".json")
    looks_json = is_json or text.lstrip()[:1] in {"{", "["}
    parts = _parts(text, like) if looks_json else None
    root: Json = parts.root if parts else None
    problems: parse.Problems = ()
    if looks_json and parts is None:
        root, problems = parse.parse_json(text)
    if not looks_json or (problems and not is_json and _is_syntax(problems)):
        is_json = False
        root, problems = parse.parse_yaml(text)
    else:
        is_json = True
    source = TextSource(text, is_json=is_json, parts=parts)
    remember(uri, source)
    found = tuple(problem.diagnostic(uri) for problem in problems)
    if has_errors(found):
        return None, found
    if root is None:
        message = f"{uri} holds no document"
        help_ = "begin with `openapi: 3.1.1`"
        empty = Diagnostic(code=codes.EMPTY_DOCUMENT, message=message, span=Span(uri), help=help_)
        return None, (empty,)
    return Document(uri=uri, root=root, source=source), found


def _parts(text: str, like: Document | None) -> Parts | None:
    """Read a JSON text part by part; those of a document of other spellings are not taken over."""
    twin = None
    if like is not None and isinstance(like.source, TextSource):
        twin = like.source.twin(like.root)
    parts = parse.parse_parts(text, twin)
    if parts is None or twin is None or like is None or not isinstance(parts.root, dict):
        return parts
    version = parts.root.get("openapi")
    same = isinstance(version, str) and needs_upgrade(version) == needs_upgrade(like.version)
    return parts if same else parse.parse_parts(text)


def _is_syntax(problems: parse.Problems) -> bool:
    return any(problem.code is codes.JSON_SYNTAX for problem in problems)


@uncollected()
def _checked(
    document: Document, found: Diagnostics, like: Document | None = None
) -> tuple[Document | None, Diagnostics]:
    version, said = version_of(document.root, document.uri)
    found += said
    if version is None or not isinstance(document.root, dict):
        return None, found
    known = like.root if like is not None else None
    found += upgrade(document.root, document.uri, version, known)
    return replace(document, version=version), found
