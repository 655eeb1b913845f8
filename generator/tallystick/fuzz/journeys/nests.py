"""Resources that are made anew to have things below them, and the lists of these."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, keyed
from tallystick.fuzz.journeys.collected import Collection
from tallystick.fuzz.journeys.lasting import LATER, lasting
from tallystick.fuzz.journeys.polling import poll
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.journeys.subjects import Subject, Subjects
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Finding, Named, Reply
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.paging import steps
from tallystick.ir import TypeId
from tallystick.text import Json

LEAST: Final = 6
"""Requests by which something is seen below a resource."""
Thing = Mapping[str, Json]
Listed = tuple[Case, Reply, dict[str, Thing] | None]
"""What asked for a list, the answer, and what it shows by its ids; None when it was refused."""


@dataclass(slots=True, kw_only=True)
class Nest:
    """A resource with things below it.

    Attributes:
        within: The request that made the resource.
        given: What paths below it need.
        last: What was done last, None for nothing.
        things: What was made below it, in order.
        seen: The list of them, as long as nothing was done since.
    """

    collection: Collection
    within: Case
    given: Mapping[str, str]
    last: Case | None = None
    things: list[Subject] = field(default_factory=list)
    seen: Listed | None = None

    def forget(self) -> None:
        """Have the things listed anew."""
        self.seen = None

    def subject(self, chain: Chain) -> Subject:
        """Return the resource as one that a chain leads to."""
        return Subject(chain=chain, made=self.within, bindings=self.given, first=None)

    def name(self, thing: Subject) -> str:
        """Return the id of a thing."""
        return thing.bindings[self.collection.parameter]


class Nests:
    """Makes such resources, and asks for what is below them.

    Attributes:
        scene: The API.
        ledger: Is told.
        subjects: Make resources.
        resources: What was made.
    """

    def __init__(
        self, scene: Scene, ledger: Ledger, subjects: Subjects, resources: Resources
    ) -> None:
        """Make them like `resources`, as `subjects` are made, telling `ledger`."""
        self.scene = scene
        self.ledger = ledger
        self.subjects = subjects
        self.resources = resources

    def plain(self, collection: Collection) -> list[Made]:
        """Return the things that were made, and may be made again.

        What names something that stands beside it cannot be made in another resource.
        """
        create = collection.chain.get
        made = (it for it in self.resources.of(create.id) if not keyed(create, it.case))
        return [it for it in made if all(_apart(it.case, name) for name in it.case.names)]

    def begun(self, collection: Collection, first: Made) -> Nest | None:
        """Make a resource like the one in which something was made."""
        enough = self.subjects.budget.left >= LEAST
        given = self.subjects.apart(first) if enough else None
        if given is None or first.case.after is None:
            return None
        return Nest(collection=collection, within=first.case.after, given=given)

    def asking(self, nest: Nest, chain: Chain) -> Case:
        """Return a request about the resource, after what was done last."""
        case = replace(poll(chain, nest.within), expect="documented")
        last = nest.last
        return case if last is None else replace(case, after=last, binds=last.binds)

    def listed(self, nest: Nest) -> Listed:
        """Return the list of the things, asked for again when something was done since."""
        if nest.seen is None:
            nest.seen = self._asked(nest)
        return nest.seen

    def _asked(self, nest: Nest) -> Listed:
        case = self.asking(nest, nest.collection.list)
        reply = self.subjects.send(case, nest.subject(nest.collection.list))
        some = steps(answer(reply), nest.collection.items) if accepted(reply) else None
        if not isinstance(some, list):
            return case, reply, None
        key = nest.collection.name
        return case, reply, {str(it.get(key)): it for it in some if isinstance(it, dict)}

    def names(self, nest: Nest) -> list[str] | None:
        """Return the ids of what is listed; None when that is refused."""
        *_, shown = self.listed(nest)
        return None if shown is None else list(shown)

    def sure(self, nest: Nest, check: Callable[[], Iterator[Finding]]) -> None:
        """Tell what is found each time."""
        self.ledger.add(lasting(check, LATER, nest.forget))

    def valid(self, type_id: TypeId, value: Json) -> bool:
        """Whether a body of some type is valid."""
        return self.scene.judging.broken(type_id, value).nothing


def _apart(case: Case, name: Named) -> bool:
    """Whether what is named does not stand in the resource in which a request makes something."""
    return case.after is None or name.maker.after is not case.after
