"""Members that are ids, or whole resources for those who ask for it: ``?expand=customer``."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, success
from tallystick.fuzz.holders import kinds, shared
from tallystick.fuzz.journeys.filters import items_of
from tallystick.fuzz.journeys.items import Items
from tallystick.fuzz.journeys.polling import poll
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.journeys.subjects import Subject, Subjects
from tallystick.fuzz.model import Finding, Reply
from tallystick.fuzz.oracles import expanded
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.requests.paging import names_in, plain
from tallystick.fuzz.requests.parameters import travelling
from tallystick.ir import Api, Enumeration, Operation, Parameter, Place, TypeId, Union
from tallystick.text import Json

EXPANDS: Final = names_in("expand expands expansions include includes embed embeds with populate")
"""Names of parameters that take names of members."""
TRIED: Final = 3
"""Resources that are looked at until one has the member."""


class Expanding:
    """Asks for members as a whole, and without."""

    def __init__(self, api: Api, subjects: Subjects, resources: Resources, items: Items) -> None:
        """Ask for `resources` as `subjects` are asked for; `items` looks again."""
        self._api = api
        self._subjects = subjects
        self._resources = resources
        self._items = items

    def run(self, only: Sequence[str]) -> None:
        """Look at all members that can be asked for so, as far as requests are left.

        Args:
            only: Operation ids; empty for all.
        """
        for chain in self._resources.chains:
            if chain.shows and (not only or chain.get.id in only):
                for parameter, value, member in _expandable(self._api, chain.get):
                    self._items.sure(partial(self._tried, chain, (parameter, value), member))

    def _tried(self, chain: Chain, told: tuple[Parameter, Json], member: str) -> Iterator[Finding]:
        """Look at the first of some resources that has a member."""
        for made in self._likely(chain)[:TRIED]:
            bindings = made.bindings(chain)
            if bindings is None or self._items.budget.left <= 1:
                continue
            subject = Subject(chain=chain, made=made.case, bindings=bindings, first=None)
            case = poll(chain, made.changed or made.case)
            parts = travelling(chain.get, {(Place.QUERY, told[0].wire): told[1]})
            asking = replace(case, message=replace(case.message, query=parts.query))
            replies = [self._subjects.send(it, subject) for it in (case, asking)]
            if not all(map(accepted, replies)):
                continue
            before, after = (_member(it, member) for it in replies)
            if before is not None or after is not None:
                asked = f"{told[0].wire}={_text(told[1])}", f"query.{told[0].wire}"
                seen = expanded.Expanded(asked, member, before, after)
                yield from expanded.judge(asking, replies[1], seen)
                return

    def _likely(self, chain: Chain) -> list[Made]:
        """Return resources, those first in which most was made."""
        inside = Counter(
            value for _, made in self._resources.every() for value in made.given.values()
        )
        own = [(it, it.bindings(chain) or {}) for it in self._resources.of(chain.create.id)]
        own.sort(key=lambda it: -sum(inside[value] for value in it[1].values()))
        return [made for made, _ in own]


def _expandable(api: Api, operation: Operation) -> Iterator[tuple[Parameter, Json, str]]:
    """Yield what asks for a member as a whole: its parameter, the value, the member's name."""
    whole = success(operation)
    shown = shared(api, whole) if whole is not None else None
    fields = {plain(it.wire): it for it in shown.fields if _either(api, it.type)} if shown else {}
    for parameter in operation.parameters if fields else ():
        named = parameter.place is Place.QUERY and plain(parameter.wire) in EXPANDS
        declared, many = items_of(api, parameter.type)
        for each in declared.members if named and isinstance(declared, Enumeration) else ():
            field = fields.get(plain(str(each.value)))
            if field is not None:
                yield parameter, [each.value] if many else each.value, field.wire


def _either(api: Api, type_id: TypeId) -> bool:
    """Whether values of a type are plain ones, or objects."""
    declared = api.types[type_id]
    if not isinstance(declared, Union):
        return False
    plain_ones = {getattr(api.types[it], "kind", None) for it in declared.variants}
    objects = any(kinds(api, it) for it in declared.variants)
    return objects and not plain_ones.isdisjoint({"string", "integer"})


def _member(reply: Reply, name: str) -> Json:
    value = answer(reply)
    return value.get(name) if isinstance(value, dict) else None


def _text(value: Json) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
