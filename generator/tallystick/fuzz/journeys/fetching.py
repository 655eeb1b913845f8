"""What links of resources lead to, where that is on the server that is tried, is fetched."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, says, success
from tallystick.fuzz.holders import records_in, same
from tallystick.fuzz.journeys.downloading import Downloading
from tallystick.fuzz.journeys.following import Following
from tallystick.fuzz.journeys.journey import Journey
from tallystick.fuzz.journeys.standing import Task
from tallystick.fuzz.journeys.subjects import Subject, Subjects
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Message, Reply, Weight
from tallystick.fuzz.oracles import fetched, signatures
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.fetched import Link, Target
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import Api, Field, Operation, Place, Record, Scalar
from tallystick.text import Json

MOST: Final = 4
"""Resources of one sort whose links are followed."""
EACH: Final = 3
"""Links of one resource that are followed."""
SHARES: Final = 2
"""Shares of the requests that go to one sort of resources."""
FORGED: Final = 2
"""Links whose signatures are changed."""
STRANGE: Final = "another signature", Weight.ERROR
_ORDER: Final = re.compile(r"\bin the order of\b")


class Renewal(NamedTuple):
    """What gives the links of a resource anew, in its order.

    Attributes:
        operation: It.
        shown: The list of the resource.
        given: The list of the answer.
        item: Type of the items, in the resource.
    """

    operation: Operation
    shown: Field
    given: Field
    item: Record


class Fetching:
    """Follows links that answers show."""

    def __init__(
        self, scene: Scene, ledger: Ledger, subjects: Subjects, following: Following
    ) -> None:
        """Ask by `subjects`, telling `ledger`.

        Args:
            scene: The API.
            ledger: Is told.
            subjects: Asks.
            following: Knows resources that were followed to their end.
        """
        self._scene = scene
        self._ledger = ledger
        self._subjects = subjects
        self._following = following
        self._chains = [it for it in following.chains if _links(scene.api, it)]
        self._forged = FORGED
        self._downloading = Downloading(scene, ledger, subjects, following)

    def tasks(self, only: tuple[str, ...]) -> list[Task]:
        """Return what can be fetched.

        Args:
            only: Operations; empty for all.
        """
        some = (it for it in self._chains if not only or it.get.id in only)
        return [Task(partial(self._follow, each), SHARES) for each in some]

    def _follow(self, chain: Chain) -> None:
        """Follow the links of a few resources, of other kinds and with most links first."""
        ranked = [(len(self._targets(it, it.last)), it) for it in self._following.of(chain)]
        ranked.sort(key=lambda it: -it[0])
        left = [journey for many, journey in ranked if many]
        renewals = list(_renewals(self._scene.api, chain))
        first = list({it.kind: it for it in reversed(left)}.values())[::-1]
        for journey in [*first, *(it for it in left if it not in first)][:MOST]:
            self._look(journey, renewals)
        self._downloading.run(chain)

    def _targets(self, journey: Journey, value: Json) -> list[tuple[Link, Target]]:
        """Return the links of an answer that lead to this server, and were not asked for."""
        every = fetched.links(self._scene, success(journey.chain.get), value)
        asked = journey.made.case.message.body or b""
        mine = (it for it in every if it.url.encode() not in asked)
        known = ((it, fetched.target(self._scene.api, it.url)) for it in mine)
        return [(link, place) for link, place in known if place is not None]

    def _look(self, journey: Journey, renewals: list[Renewal]) -> None:
        """Follow the links of a resource, as they are now."""
        chain, made = journey.chain, journey.made.case
        subject = Subject(chain=chain, made=made, bindings=journey.bindings, first=journey.first)
        if self._subjects.budget.left <= 0:
            return
        case, reply = self._subjects.got(subject)
        value = answer(reply)
        if not accepted(reply):
            return
        for link, place in self._targets(journey, value)[:EACH]:
            self._fetch(case, reply, link, place)
        for renewal in renewals:
            self._renew(renewal, subject, value)

    def _fetch(self, case: Case, reply: Reply, link: Link, place: Target) -> None:
        """See what a link leads to; where it is signed, with other signatures, too."""
        if self._subjects.budget.left <= 0:
            return
        there = self._subjects.send(_asking(place))
        self._ledger.add(fetched.judge(case, reply, link, place, there))
        if not link.signed or there.status != fetched.OK or self._forged <= 0:
            return
        self._forged -= 1
        for other in fetched.forged(place):
            wrong = self._subjects.ask(_asking(other))
            self._ledger.add(signatures.forgery(case, reply, link.field, STRANGE, wrong))

    def _renew(self, renewal: Renewal, subject: Subject, value: Json) -> None:
        """Have the links of a resource given anew."""
        shown = value.get(renewal.shown.wire) if isinstance(value, dict) else None
        if not isinstance(shown, list) or self._subjects.budget.left <= 0:
            return
        method = renewal.operation.method.upper()
        message = Message(method=method, path=renewal.operation.path)
        asked = self._subjects.asking(subject)
        case = replace(asked, operation=renewal.operation.id, expect="documented", message=message)
        reply = self._subjects.send(case, subject)
        value = answer(reply)
        given = value.get(renewal.given.wire) if isinstance(value, dict) else None
        if accepted(reply) and isinstance(given, list):
            names = _lasting(self._scene.api, renewal.item)
            rows = [_only(it, names) for it in shown], [_only(it, names) for it in given]
            self._ledger.add(fetched.renewed(case, reply, rows, renewal.given.wire))


def _asking(place: Target) -> Case:
    message = Message(method="GET", path=place.path, query=place.query)
    return Case(operation=place.operation.id, kind="poll", expect="documented", message=message)


def _links(api: Api, chain: Chain) -> bool:
    """Whether resources show links."""
    shown = success(chain.get)
    every = (api.types[it] for _, it in places(api, shown)) if shown is not None else ()
    records = (it for it in every if isinstance(it, Record))
    return any(fetched.is_link(api, field) for it in records for field in it.fields)


def _renewals(api: Api, chain: Chain) -> Iterator[Renewal]:
    """Yield what shows the links of a resource once more, in the order of the resource's list."""
    lists = _lists(api, chain.get)
    for operation in api.operations:
        below = operation.path.removeprefix(chain.get.path.rstrip("/") + "/")
        needs = operation.body is not None or any(
            it.required and it.place is not Place.PATH for it in operation.parameters
        )
        if needs or below == operation.path or "{" in below or not _ordered(operation):
            continue
        answers = _lists(api, operation)
        for field, item in lists:
            alike = [it for it, other in answers if same(api, item.id, other.id)]
            linked = any(fetched.is_link(api, it) for it in item.fields)
            if linked and len(alike) == 1 and operation.method in {"get", "post"}:
                yield Renewal(operation, field, alike[0], item)


def _lists(api: Api, operation: Operation) -> list[tuple[Field, Record]]:
    """Return the lists of objects in the answer of an operation, with what is in them."""
    fields = api.fields(success(operation))
    return [(it, item) for it in fields if (item := records_in(api, it)) is not None]


def _ordered(operation: Operation) -> bool:
    """Whether words say that what an operation answers with has the order of something."""
    docs = (operation.doc, *(it.doc for it in operation.responses if it.status[:1] == "2"))
    return says(_ORDER, *docs)


def _lasting(api: Api, item: Record) -> frozenset[str]:
    """Return the members of an item that are no links and no times."""
    found = set[str]()
    for field in item.fields:
        declared = api.types[field.type]
        moves = isinstance(declared, Scalar) and declared.format in {"date-time", "date"}
        if not moves and not fetched.is_link(api, field):
            found.add(field.wire)
    return frozenset(found)


def _only(row: Json, names: frozenset[str]) -> dict[str, Json]:
    return {it: row.get(it) for it in sorted(names)} if isinstance(row, dict) else {}
