"""Exact JSON Schemas: one schema with all that it refers to, for validators and the solver."""

import re
from typing import Any, Final, Literal, TypeAlias

from tallystick.diagnostics import Span, escape
from tallystick.ir.api import Api
from tallystick.ir.facts import JOINS, Node, gather
from tallystick.ir.keyword_values import is_usable
from tallystick.ir.keywords import KNOWN, MEANT, SCHEMA, SCHEMA_LIST, SCHEMA_MAP
from tallystick.ir.narrowing import narrowed, references
from tallystick.ir.schemas import TEXT
from tallystick.ir.site import LONGEST_CHAIN, Reader, Site
from tallystick.ir.types import Anything, TypeId
from tallystick.ir.widths import spell
from tallystick.text import Json

Flow: TypeAlias = Literal["request", "response", "sending"]
"""Who sends the value: members of the other side's are then not required.

``sending`` is ``request`` as one writes it who leaves out what only the server sends.
"""

_IN_PLACE: Final = frozenset({"allOf", "anyOf", "oneOf", "not", "if", "then", "else"})
_DROPPED: Final = frozenset(
    {
        "$id",
        "$anchor",
        "$dynamicAnchor",
        "$recursiveAnchor",
        "$schema",
        "$vocabulary",
        "$defs",
        "$ref",
        "$dynamicRef",
        "definitions",
        "contentSchema",
        "discriminator",
        "example",
        "examples",
        "externalDocs",
        "xml",
        "summary",
    },
)
_KEPT: Final = KNOWN - _DROPPED - MEANT
_NOTED: Final = frozenset(
    {
        *("contentSchema", "discriminator", "x-deprecated", "x-extensible-enum", "x-lifecycle"),
        *("x-stability-level", "x-sunset"),
    },
)
_NAME: Final = re.compile(r"[^A-Za-z0-9._-]+")
_Task: TypeAlias = tuple[Site, dict[str, Json], frozenset[str]]


class ExactSchemas:
    """Makes exact schemas of one API; remembers what it has rewritten.

    A schema is rewritten once per flow, its references bent to ``#/$defs/NAME``; an answer
    gathers the rewritten schemas that it reaches. They are shared: callers do not change them.
    """

    def __init__(self, api: Api, *, widths: bool = False) -> None:
        """Read schemas of `api`'s documents.

        Args:
            api: The API.
            widths: Formats of integers are spelled as bounds, which validators read, and
                annotations that schemas may differ in are kept as texts: two versions of a
                schema are then the same when what is made of them is.
        """
        self._api = api
        self._widths = widths
        self._reader = Reader(api.resolved).muted()
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()
        self._named: dict[str, Site] = {}
        self._made: dict[tuple[str, Flow | None], tuple[Json, tuple[Site, ...]]] = {}

    def schema(
        self,
        where: TypeId | Span,
        flow: Flow | None = None,
        names: frozenset[str] | None = None,
    ) -> dict[str, Json]:
        """Return the exact schema of a type or of the schema at a place.

        Args:
            where: Key into `Api.types`, or the place of a schema.
            flow: Who sends the value. ``request``: readOnly members may be missing and may hold
                anything; ``sending``: they are missing; ``response``: writeOnly members may be
                missing. None: as written.
            names: Of all members in the values that will be judged, where they are known: what is
                said of others is left out. None: nothing is.

        Returns:
            A JSON Schema 2020-12 without references to the outside; annotations that validators
            do not need are left out.

        Raises:
            KeyError: There is no such type or place.
        """
        sites, only = self._sites(where)
        found = [self._needed(site, flow, names) for site in sites]
        parts = [schema for schema, _ in found]
        todo = [site for _, references in found for site in references]
        defs = self._closure(todo, flow, names)
        root: dict[str, Json] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        if len(parts) == 1 and isinstance(parts[0], dict):
            root |= parts[0]
        else:
            root["allOf"] = parts
        if only is not None:
            root["type"] = only
        if defs:
            root["$defs"] = defs
        return root

    def whole(self, ids: dict[str, TypeId | Span], flow: Flow | None = None) -> dict[str, Json]:
        """Return one schema whose ``$defs`` hold the schema of every entry of `ids` by its key.

        Args:
            ids: Key -> type or place. Keys may not begin with ``@``.
            flow: As for `schema`.

        Raises:
            KeyError: There is no such type or place.
        """
        defs: dict[str, Json] = {}
        todo: list[Site] = []
        for key, where in ids.items():
            sites, only = self._sites(where)
            parts: list[Json] = [] if only is None else [{"type": only}]
            for site in sites:
                schema, references = self._rewritten(site, flow)
                parts.append(schema)
                todo += references
            defs[key] = parts[0] if len(parts) == 1 else {"allOf": parts}
        defs |= self._closure(todo, flow)
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": defs}

    def origin(self, name: str) -> Span:
        """Return where a schema under ``$defs`` was written.

        Raises:
            KeyError: No answer had such a name.
        """
        return self._named[name].span

    def parts(self, where: TypeId | Span, flow: Flow | None = None) -> list[tuple[Json, Span]]:
        """Return what applies to a type or place, without what it refers to; see `definition`.

        Args:
            where: As for `schema`.
            flow: As for `schema`.

        Returns:
            Schemas, all of which apply, and where each is written.

        Raises:
            KeyError: There is no such type or place.
        """
        sites, only = self._sites(where)
        found = [(self._rewritten(site, flow)[0], site.span) for site in sites]
        return found if only is None else [*found, ({"type": only}, sites[0].span)]

    def definition(self, name: str, flow: Flow | None = None) -> Json:
        """Return what ``#/$defs/NAME`` means.

        Raises:
            KeyError: No answer had such a name.
        """
        return self._rewritten(self._named[name], flow)[0]

    def place(self, where: TypeId | Span) -> Span:
        """Return the place of a type's schema."""
        return where if isinstance(where, Span) else self._api.types[where].span

    def _sites(self, where: TypeId | Span) -> tuple[list[Site], str | None]:
        if isinstance(where, Span):
            return [self._site(where)], None
        type_ = self._api.types[where]
        if isinstance(type_, Anything) and not type_.residue:
            return [Site(type_.span.uri, type_.span.pointer, value=True)], None
        if type_.id == TEXT:
            return [Site(type_.span.uri, TEXT, {"type": "string"})], None
        return [self._site(span) for span in (type_.span, *type_.also)], type_.only

    def _site(self, span: Span) -> Site:
        return Site(span.uri, span.pointer, self._api.resolved.at(span.uri, span.pointer))

    def _closure(
        self, todo: list[Site], flow: Flow | None, names: frozenset[str] | None = None
    ) -> dict[str, Json]:
        defs: dict[str, Json] = {}
        while todo:
            site = todo.pop()
            name = self._name(site)
            if name not in defs:
                defs[name], references = self._needed(site, flow, names)
                todo += references
        return defs

    def _needed(
        self, site: Site, flow: Flow | None, names: frozenset[str] | None
    ) -> tuple[Json, tuple[Site, ...]]:
        """Return a schema and what it refers to, of members of these names only."""
        schema, sites = self._rewritten(site, flow)
        if names is None:
            return schema, sites
        schema = narrowed(schema, names)
        called = {it.removeprefix("#/$defs/") for it in references(schema)}
        return schema, tuple(it for it in sites if self._name(it) in called)

    def _name(self, site: Site) -> str:
        """Return the name of a schema under ``$defs``; safe in a URI fragment."""
        name = self._names.get(site.id)
        if name is None:
            last = site.pointer.rpartition("/")[2]
            base = name = "@" + (_NAME.sub("_", last) or "root")
            number = 1
            while name in self._taken:
                number += 1
                name = f"{base}.{number}"
            self._taken.add(name)
            self._names[site.id] = name
            self._named[name] = site
        return name

    def _rewritten(self, site: Site, flow: Flow | None) -> tuple[Json, tuple[Site, ...]]:
        known = self._made.get((site.id, flow))
        if known is None:
            known = self._made[site.id, flow] = self._rewrite(site, flow)
        return known

    def _rewrite(self, site: Site, flow: Flow | None) -> tuple[Json, tuple[Site, ...]]:
        """Copy one schema, its inner schemas included, and list what it refers to."""
        if not isinstance(site.value, dict):
            return site.value is not False, ()
        references: list[Site] = []
        root: dict[str, Json] = {}
        todo: list[_Task] = [(site, root, frozenset())]
        while todo:
            place, out, freed = todo.pop()
            freed |= self._others(place, flow)
            target = self._reader.target(place)
            if target is not None:
                out["$ref"] = f"#/$defs/{self._name(target)}"
                references.append(target)
            written: Any = place.value
            for keyword, value in written.items():
                if keyword in _KEPT and is_usable(keyword, value):
                    inner = Site(place.uri, f"{place.pointer}/{escape(keyword)}", value)
                    passed = freed if keyword in _IN_PLACE else frozenset()
                    out[keyword] = self._keyword(keyword, inner, passed, flow, todo)
            if self._widths:
                spell(out)
                noted = _NOTED & written.keys()
                out |= {f"x-noted-{it}": repr(written[it]) for it in written if it in noted}
            required = out.get("required")
            if freed and isinstance(required, list):
                out["required"] = [name for name in required if name not in freed]
        return root, tuple(references)

    def _keyword(
        self,
        keyword: str,
        site: Site,
        freed: frozenset[str],
        flow: Flow | None,
        todo: list[_Task],
    ) -> Json:
        """Copy the value of one keyword; the schemas in it are put on the list."""
        if keyword in SCHEMA:
            return _later(site, freed, todo)
        if keyword in SCHEMA_LIST:
            return [_later(item, freed, todo) for item in site.items()]
        if keyword in SCHEMA_MAP:
            hidden = self._hidden(site, flow) if keyword == "properties" else frozenset()
            free = flow != "sending"
            return {
                name: free if name in hidden else _later(inner, freed, todo)
                for name, inner in site.members()
            }
        return site.value

    def _hidden(self, properties: Site, flow: Flow | None) -> frozenset[str]:
        """Return the members that only the other side sends and that are ignored here."""
        if flow is None or flow == "response":
            return frozenset()
        return frozenset(name for name, site in properties.members() if self._is_others(site, flow))

    def _others(self, site: Site, flow: Flow | None) -> frozenset[str]:
        """Return the members of a schema, allOf branches included, that the other side sends."""
        value = site.value
        if flow is None or not isinstance(value, dict):
            return frozenset()
        tables = list(filter(None, [site.get("properties")]))
        if not JOINS.isdisjoint(value):
            tables = gather(self._reader, Node("", (site,), ())).sites("properties")
        return frozenset(
            name
            for properties in tables
            for name, member in properties.members()
            if self._is_others(member, flow)
        )

    def _is_others(self, site: Site, flow: Flow) -> bool:
        keyword = "writeOnly" if flow == "response" else "readOnly"
        if isinstance(site.value, dict) and JOINS.isdisjoint(site.value):
            return site.value.get(keyword) is True
        todo = [site]
        for _ in range(LONGEST_CHAIN):
            if not todo:
                return False
            site = todo.pop()
            if not isinstance(site.value, dict):
                continue
            if site.value.get(keyword) is True:
                return True
            target = self._reader.target(site)
            todo += [] if target is None else [target]
            parts = site.get("allOf") if "allOf" in site.value else None
            todo += [] if parts is None else parts.items()
        return False


def _later(site: Site, freed: frozenset[str], todo: list[_Task]) -> Json:
    if not isinstance(site.value, dict):
        return site.value is not False
    out: dict[str, Json] = {}
    todo.append((site, out, freed))
    return out


def exact_schema(api: Api, where: TypeId | Span, flow: Flow | None = None) -> dict[str, Json]:
    """Return the exact, self-contained JSON Schema 2020-12 of a type or of a place.

    Keep an `ExactSchemas` to ask often.

    Args:
        api: The API.
        where: Key into `Api.types`, or the place of a schema.
        flow: As for `ExactSchemas.schema`.

    Raises:
        KeyError: There is no such type or place.
    """
    return ExactSchemas(api).schema(where, flow)
