"""The documents of one run: opened once, from allowed places only."""

import os
import posixpath
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from tallystick.diagnostics import Code, Diagnostic, Diagnostics, Span, has_errors
from tallystick.load import codes as load_codes
from tallystick.load import load_part
from tallystick.load.model import Document
from tallystick.load.read import is_remote, uri_of
from tallystick.load.upgrade import upgrade, version_of
from tallystick.resolve import codes

_SUFFIXES: Final = (".yaml", ".yml", ".json")


def has_scheme(uri: str) -> bool:
    """Whether a reference names its own scheme: ``https:``, ``urn:``, ``file:``."""
    return bool(urlsplit(uri).scheme)


def join(base: str, reference: str) -> str:
    """Return what a reference without fragment names, seen from `base`.

    Args:
        base: A document's uri (a path or URL) or the ``$id`` of a schema.
        reference: Percent-encoded URI reference; "" is the base itself.
    """
    if not reference or has_scheme(reference):
        return reference or base
    if has_scheme(base):
        return urljoin(base, reference)
    path = posixpath.join(posixpath.dirname(base), unquote(reference))
    return posixpath.normpath(path)


class Library:
    """Loaded documents by uri, and why others are not there."""

    def __init__(self, entry: Document, *, allow_remote: bool) -> None:
        """Begin with the entry document."""
        self.documents: dict[str, Document] = {entry.uri: entry}
        self.found: list[Diagnostic] = []
        self._allow_remote = allow_remote
        self._root = _root_of(entry)
        self._failed: dict[str, Diagnostic | None] = {}

    def open(self, uri: str, at: Span) -> Document | None:
        """Return a document, or None after saying why at the place of the reference.

        Args:
            uri: As `join` made it.
            at: The reference.
        """
        if uri in self.documents:
            return self.documents[uri]
        refused = self._refusal(uri, at)
        if refused is not None:
            self.found.append(refused)
            return None
        name = uri_of(_path_of(uri))
        if name in self._failed:
            self._say_again(name, at)
            return None
        if name not in self.documents:
            self._load(name, at)
        return self.documents.get(name)

    def _load(self, name: str, at: Span) -> None:
        document, found = load_part(name, allow_remote=self._allow_remote)
        if document is None:
            self._failed[name] = None
            if found and found[0].code in _NOT_THERE:
                self._failed[name] = found[0]
                self._say_again(name, at)
            else:
                self.found.extend(found)
            return
        document, found = _upgraded(document)
        self.found.extend(found)
        if document is None:
            self._failed[name] = None
        else:
            self.documents[name] = document

    def _say_again(self, name: str, at: Span) -> None:
        first = self._failed[name]
        if first is not None:
            problem = Diagnostic(
                code=codes.REF_FILE, message=first.message, span=at, help=first.help
            )
            self.found.append(problem)

    def _refusal(self, uri: str, at: Span) -> Diagnostic | None:
        if is_remote(uri):
            if self._allow_remote:
                return None
            return _problem(
                codes.REMOTE_REF,
                f"{uri} is remote, and remote documents are not allowed",
                at,
                "add `--allow-remote`, or download the document",
            )
        scheme = urlsplit(uri).scheme
        if scheme and scheme != "file":
            message = f"no schema has the $id {uri}"
            return _problem(codes.REF_NOT_FOUND, message, at, "give the schema this `$id`")
        if is_remote(at.uri):
            message = f"a remote document refers to the local file {uri}"
            return _problem(codes.REF_OUTSIDE, message, at, "refer to a URL")
        return self._outside(_path_of(uri), at)

    def _outside(self, path: str, at: Span) -> Diagnostic | None:
        try:
            real = Path(os.path.realpath(path))
        except ValueError:  # a null character
            message = f"{path!r} cannot be the name of a file"
            return _problem(codes.REF_MALFORMED, message, at, "write the path of a file")
        inside = real.is_relative_to(self._root)
        hidden = inside and any(part.startswith(".") for part in real.relative_to(self._root).parts)
        if inside and not hidden and real.suffix.lower() in _SUFFIXES:
            return None
        if not inside:
            message = f"{path} is outside of the folder {self._root.as_posix()}"
            help_ = "move the file below that folder, or run the command from a folder above both"
        elif hidden:
            message, help_ = f"{path} is in a hidden folder", "move the file"
        else:
            message = f"{path} does not end in .yaml, .yml or .json"
            help_ = "refer to a YAML or JSON file"
        return _problem(codes.REF_OUTSIDE, message, at, help_)


_NOT_THERE: Final = frozenset(
    {
        load_codes.MISSING_FILE,
        load_codes.NOT_A_FILE,
        load_codes.UNREADABLE_FILE,
        load_codes.FILE_TOO_LARGE,
        load_codes.FETCH_FAILED,
    }
)


def _upgraded(document: Document) -> tuple[Document | None, Diagnostics]:
    """Lift a whole OpenAPI document; leave a file of parts alone."""
    root = document.root
    if not isinstance(root, dict) or not ("openapi" in root or "swagger" in root):
        return document, ()
    version, found = version_of(root, document.uri)
    if version is None or has_errors(found):
        return None, found
    found += upgrade(root, document.uri, version)
    return replace(document, version=version), found


def _root_of(entry: Document) -> Path:
    """Return the folder that references may not leave.

    The working directory when the entry document is below it (unless that is the home folder or
    the root of the file system, where everything is below), else the entry document's folder.
    """
    here = Path.cwd().resolve()
    folder = here if is_remote(entry.uri) else Path(os.path.realpath(entry.uri)).parent
    wide = here in {Path.home().resolve(), Path(here.anchor)}
    return here if folder.is_relative_to(here) and not wide else folder


def _path_of(uri: str) -> str:
    if uri.lower().startswith("file:"):
        return unquote(urlsplit(uri).path)
    return uri


def _problem(code: Code, message: str, at: Span, help_: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, span=at, help=help_)
