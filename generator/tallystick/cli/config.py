"""Configuration: ``tallystick.toml``, or ``[tool.tallystick]`` of ``pyproject.toml``."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tallystick.cli import codes
from tallystick.cli.toml_places import TomlSource
from tallystick.diagnostics import Code, Diagnostic, Diagnostics, Span

ROOT_KEYS = ("documents", "outputs", "templates")
DOCUMENT_KEYS = ("path", "overlays", "allow-remote", "behaviour")
FORMS = {
    "a string that is not empty": '{} = "..."',
    "a list of paths": '{} = ["..."]',
    "true or false": "{} = true",
    "a table": "[{}]",
    "an array of tables": "[[{}]]",
}
"""How each kind of value is written."""
OUTPUT_KEYS = ("document", "target", "out", "options")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """``[documents.NAME]``: a document under a short name.

    Attributes:
        path: Location of the document, relative to the configuration file.
        overlays: Overlays applied in order, relative likewise.
        allow_remote: References over http(s) are followed.
        behaviour: What ``tally serve`` does beyond the document, "" for none.
    """

    name: str
    path: str
    overlays: tuple[str, ...] = ()
    allow_remote: bool = False
    behaviour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputEntry:
    """``[[outputs]]``: one target of one document in one folder.

    Attributes:
        options: The target's own options, not yet checked by it.
        span: Place of the options in the configuration, for the target's diagnostics.
    """

    document: str
    target: str
    out: str
    options: Mapping[str, Any] = field(default_factory=dict)
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a configuration file says; empty when there is none.

    Attributes:
        root: Folder that its paths are relative to.
        source: For positions; None without a file.
    """

    root: Path
    uri: str = ""
    documents: Mapping[str, DocumentEntry] = field(default_factory=dict)
    outputs: tuple[OutputEntry, ...] = ()
    templates: str | None = None
    source: TomlSource | None = None


def find(start: Path) -> Path | None:
    """Return the nearest configuration file in a folder or above it.

    ``tallystick.toml`` wins over a ``pyproject.toml`` beside it; a ``pyproject.toml`` without
    ``[tool.tallystick]`` is passed over. The search ends at the root of a repository.
    """
    for folder in (start, *start.parents):
        own = folder / "tallystick.toml"
        if own.is_file():
            return own
        project = folder / "pyproject.toml"
        if project.is_file() and re.search(
            r"^\s*\[\[?\s*tool\.tallystick\b", project.read_text("utf-8", "replace"), re.MULTILINE
        ):
            return project
        if (folder / ".git").exists():
            return None
    return None


def read(path: Path, uri: str) -> tuple[Config | None, Diagnostics]:
    """Read a configuration file.

    Args:
        path: The file.
        uri: How diagnostics name it.

    Returns:
        The configuration, or None when it has errors; and what is wrong with it.

    Raises:
        OSError: The file cannot be read.
    """
    import tomllib

    prefix = ("tool", "tallystick") if path.name == "pyproject.toml" else ()
    text = path.read_bytes().decode("utf-8", "replace")
    source = TomlSource(text=text, prefix=prefix)
    try:
        values: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        return None, (_syntax(str(problem), text, uri),)
    for part in prefix:
        values = values.get(part, {})
    reader = _Reader(uri=uri, found=[])
    config = reader.config(values, path.parent, source)
    return (None if reader.found else config), tuple(reader.found)


def sources(config: Config | None, path: Path | None) -> TomlSource | None:
    """Return the source for positions, also of a configuration that could not be used."""
    if config and config.source:
        return config.source
    if path is None:
        return None
    prefix = ("tool", "tallystick") if path.name == "pyproject.toml" else ()
    return TomlSource(text=path.read_bytes().decode("utf-8", "replace"), prefix=prefix)


def _syntax(message: str, text: str, uri: str) -> Diagnostic:
    place = re.search(r" \(at line (\d+), column (\d+)\)| \(at end of document\)", message)
    offset = len(text)
    if place and place[1]:
        lines = text.splitlines(keepends=True)
        offset = sum(map(len, lines[: int(place[1]) - 1])) + int(place[2]) - 1
    said = message[: place.start()] if place else message
    return Diagnostic(
        code=codes.CONFIG_SYNTAX,
        message=said[:1].lower() + said[1:],
        span=Span(uri, "", offset=min(offset, len(text))),
        help="mend this line; strings are quoted, tables are [name]",
    )


@dataclass(slots=True)
class _Reader:
    """Checks the plain values member by member and gathers what is wrong."""

    uri: str
    found: list[Diagnostic]

    def config(self, values: Any, root: Path, source: TomlSource) -> Config:
        here = Span(self.uri)
        table = self.table(values, here, ROOT_KEYS)
        documents = self.table(table.get("documents", {}), here.child("documents"), None)
        entries = {
            name: self.document(name, entry, here.child("documents", name))
            for name, entry in documents.items()
        }
        outputs = tuple(self.outputs(table.get("outputs", []), here.child("outputs"), entries))
        return Config(
            root=root,
            uri=self.uri,
            documents=entries,
            outputs=outputs,
            templates=self.text(table, "templates", here),
            source=source,
        )

    def document(self, name: str, values: Any, span: Span) -> DocumentEntry:
        table = self.table(values, span, DOCUMENT_KEYS)
        overlays = table.get("overlays", [])
        if not isinstance(overlays, list) or not all(isinstance(item, str) for item in overlays):
            self.wrong(span.child("overlays"), "overlays", "a list of paths", overlays)
            overlays = []
        remote = table.get("allow-remote", False)
        if not isinstance(remote, bool):
            self.wrong(span.child("allow-remote"), "allow-remote", "true or false", remote)
        path = self.text(table, "path", span, needed=True)
        return DocumentEntry(
            name=name,
            path=path or "",
            overlays=tuple(overlays),
            allow_remote=remote is True,
            behaviour=self.text(table, "behaviour", span) or "",
        )

    def outputs(
        self, values: Any, span: Span, documents: Mapping[str, DocumentEntry]
    ) -> Iterator[OutputEntry]:
        if not isinstance(values, list):
            self.wrong(span, "outputs", "an array of tables", values)
            return
        for index, item in enumerate(values):
            here = span.child(index)
            table = self.table(item, here, OUTPUT_KEYS)
            document = self.text(table, "document", here, needed=True) or ""
            if document and document not in documents:
                self.add(
                    codes.CONFIG_VALUE,
                    f"the output's document {document!r} is not configured",
                    here.child("document"),
                    suggestion(document, documents) or f"add [documents.{document}]",
                )
            yield OutputEntry(
                document=document,
                target=self.text(table, "target", here, needed=True) or "",
                out=self.text(table, "out", here, needed=True) or "",
                options=self.table(table.get("options", {}), here.child("options"), None),
                span=here.child("options"),
            )

    def table(self, values: Any, span: Span, known: tuple[str, ...] | None) -> dict[str, Any]:
        """Return the values as a table, reporting what is none and members nobody knows."""
        if not isinstance(values, dict):
            self.wrong(span, span.pointer.rsplit("/", 1)[-1], "a table", values)
            return {}
        for key in values:
            if known is not None and key not in known:
                self.add(
                    codes.CONFIG_UNKNOWN,
                    f"unknown member {key!r}",
                    span.child(key),
                    suggestion(key, known) or f"known here: {', '.join(known)}",
                )
        return values

    def text(
        self, table: Mapping[str, Any], key: str, span: Span, *, needed: bool = False
    ) -> str | None:
        """Return a member that must be a string that is not empty."""
        value = table.get(key)
        if value is None and needed:
            self.add(codes.CONFIG_MISSING, f"{key!r} is missing", span, f'add {key} = "..."')
        if value is None or (isinstance(value, str) and value):
            return value
        self.wrong(span.child(key), key, "a string that is not empty", value)
        return None

    def wrong(self, span: Span, key: str, wanted: str, value: Any) -> None:
        message = f"{key!r} must be {wanted}, not {value!r}"
        self.add(codes.CONFIG_VALUE, message, span, f"write {FORMS[wanted].format(key)}")

    def add(self, code: Code, message: str, span: Span, help_: str | None) -> None:
        self.found.append(Diagnostic(code=code, message=message, span=span, help=help_))


def suggestion(name: str, known: Iterable[str]) -> str | None:
    """Return ``did you mean 'x'?`` when a known name is near, else None."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), n=1)
    return f"did you mean {near[0]!r}?" if near else None
