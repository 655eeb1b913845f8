"""Whether a schema accepts null, asked without lowering it."""

from collections.abc import Generator
from enum import Enum
from typing import Final, TypeAlias

from tallystick.ir.keywords import ANNOTATIONS
from tallystick.ir.site import Reader, Site
from tallystick.text import Json


class Stand(Enum):
    """What a schema says of null."""

    REFUSES = "refuses"
    SILENT = "silent"
    """It says nothing of kinds at all: any value passes, null among them."""
    IMPLIED = "implied"
    """It says nothing of null, but its keywords speak of another kind."""
    ACCEPTS = "accepts"


_Ask: TypeAlias = Generator[Site, Stand, Stand]


class Nullability:
    """Answers, remembered by place. Deep schemas cost no Python recursion."""

    def __init__(self, reader: Reader) -> None:
        """Ask about schemas of `reader`'s documents."""
        self._reader = reader
        self._known: dict[tuple[str, str], Stand] = {}

    def of(self, site: Site) -> bool:
        """Whether null is meant to pass: said so, or nothing said about any kind."""
        stand = self._stand(site)
        return stand is Stand.ACCEPTS or stand is Stand.SILENT

    def of_all(self, sites: tuple[Site, ...]) -> bool:
        """Whether null passes all of `sites`."""
        if len(sites) == 1:
            return self.of(sites[0])
        stand = _all([self._stand(site) for site in sites])
        return stand is Stand.ACCEPTS or stand is Stand.SILENT

    def _stand(self, site: Site) -> Stand:
        simple = _simple(site)
        return simple if simple is not None else self._run(site)

    def _run(self, site: Site) -> Stand:
        stack: list[tuple[Site, _Ask]] = [(site, self._ask(site))]
        open_ = {(site.uri, site.pointer)}
        answer: Stand | None = None
        while stack:
            current, ask = stack[-1]
            try:
                wanted = next(ask) if answer is None else ask.send(answer)
            except StopIteration as done:
                stack.pop()
                open_.discard((current.uri, current.pointer))
                answer = done.value
                self._known[current.uri, current.pointer] = done.value
                continue
            place = (wanted.uri, wanted.pointer)
            answer = self._known.get(place) or _simple(wanted)
            if answer is None and place in open_:
                answer = Stand.SILENT
            elif answer is None:
                open_.add(place)
                stack.append((wanted, self._ask(wanted)))
        return answer or Stand.SILENT

    def _ask(self, site: Site) -> _Ask:
        value = site.value
        if not isinstance(value, dict):
            return Stand.SILENT
        found = [_own(value)]
        if "$ref" in value or "$dynamicRef" in value:
            target = self._reader.target(site)
            if target is not None:
                found.append((yield target))
        for keyword, join in _BRANCHES:
            stands: list[Stand] = []
            for branch in _listed(site, keyword):
                stand = yield branch
                stands.append(stand)
            if stands:
                found.append(join(stands))
        return _all(found)


def _listed(site: Site, keyword: str) -> tuple[Site, ...]:
    branches = site.get(keyword)
    return () if branches is None else tuple(branches.items())


_APPLIERS: Final = frozenset({"$ref", "$dynamicRef", "allOf", "anyOf", "oneOf"})


def _simple(site: Site) -> Stand | None:
    """Answer for a schema that refers to no other; None when it does."""
    value = site.value
    if value is False:
        return Stand.REFUSES
    if not isinstance(value, dict):
        return Stand.SILENT
    return _own(value) if _APPLIERS.isdisjoint(value) else None


def _own(value: dict[str, Json]) -> Stand:
    """Answer from ``type``, ``enum``, ``const`` and ``not`` alone."""
    stand = Stand.SILENT
    if "type" in value:
        named = value["type"]
        null = named == "null" or (isinstance(named, list) and "null" in named)
        stand = Stand.ACCEPTS if null else Stand.REFUSES
        if not null:
            return stand
    if "enum" in value and isinstance(value["enum"], list):
        stand = Stand.ACCEPTS if None in value["enum"] else Stand.REFUSES
    if "const" in value and stand is not Stand.REFUSES:
        stand = Stand.ACCEPTS if value["const"] is None else Stand.REFUSES
    if "not" in value and value["not"] == {"type": "null"}:
        stand = Stand.REFUSES
    if stand is Stand.SILENT and _speaks_of_a_kind(value):
        stand = Stand.IMPLIED
    return stand


_QUIET: Final = ANNOTATIONS | {"$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "discriminator"}


def _speaks_of_a_kind(value: dict[str, Json]) -> bool:
    return any(key not in _QUIET and not key.startswith("x-") for key in value)


def _all(stands: list[Stand]) -> Stand:
    for stand in (Stand.REFUSES, Stand.ACCEPTS, Stand.IMPLIED):
        if stand in stands:
            return stand
    return Stand.SILENT


def _any(stands: list[Stand]) -> Stand:
    for stand in (Stand.ACCEPTS, Stand.SILENT, Stand.IMPLIED):
        if stand in stands:
            return stand
    return Stand.REFUSES


_BRANCHES: Final = (("allOf", _all), ("anyOf", _any), ("oneOf", _any))
