"""Jobs whose states nobody declares: names tell which of them are ends.

What *pending*, *reading*, *finished* and *rejected* mean everybody knows: work that waits, is under
way, went well or did not. What is concluded from it is no promise, so it is told as a warning.
"""

from collections.abc import Iterable
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import success
from tallystick.fuzz.journeys.deeds import Course, course_of, deeds
from tallystick.fuzz.oracles.lifecycle import Walk, lifecycle_of
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import body_content
from tallystick.ir import Api, Lifecycle, Operation, Record, State, words

ENDS: Final = frozenset(
    """
    aborted cancelled canceled complete completed done error errored expired failed failure finished
    processed rejected succeeded success successful
    """.split()  # noqa: SIM905 - many words
)
"""Words of states after which nothing comes."""
WELL: Final = frozenset(
    """
    complete completed done finished processed succeeded success successful
    """.split()  # noqa: SIM905 - many words
)
"""Those that mean that it went well."""
BEGINNINGS: Final = frozenset(
    """
    created draft initial initiated new open opened ordered pending placed planned proposed queued
    received registered requested scheduled submitted waiting
    """.split()  # noqa: SIM905 - many words
)
"""Words of states that something begins in."""
OTHERS: Final = frozenset(
    """
    action approval awaiting blocked hold input manual not on paused required requires review
    """.split()  # noqa: SIM905 - many words
)
"""Words of states that somebody else ends, or that mean the opposite."""
UNDER_WAY: Final = frozenset({"progress", "started"})
LATER: Final = "202"


class Jobs:
    """The state machines of what is made: declared, or guessed."""

    def __init__(self, scene: Scene) -> None:
        """Look at an API."""
        self._scene = scene
        self._guessed: dict[tuple[str, str], Lifecycle | None] = {}

    def machine(self, chain: Chain) -> Lifecycle | None:
        """Return the state machine of what a chain makes; None when it has none."""
        declared = lifecycle_of(self._scene, success(chain.get))
        if declared is not None:
            return declared
        key = chain.create.id, chain.get.id
        if key not in self._guessed:
            self._guessed[key] = _guessed(self._scene.api, chain)
        return self._guessed[key]

    def sure(self, chain: Chain) -> bool:
        """Whether its state machine is declared."""
        return lifecycle_of(self._scene, success(chain.get)) is not None

    def walk(self, chain: Chain, *, new: bool = True) -> Walk | None:
        """Return how a resource is watched; None when it has no state machine.

        Args:
            chain: How it is made and asked for.
            new: Whether it is made by the request that is watched first.
        """
        machine = self.machine(chain)
        return None if machine is None else Walk(machine, new=new, sure=self.sure(chain))


def _guessed(api: Api, chain: Chain) -> Lifecycle | None:
    """Return the state machine that the names of states say, None when they say too little."""
    made = success(chain.get)
    resource = api.types[made] if made is not None else None
    course = course_of(api, resource) if isinstance(resource, Record) else None
    if course is None or course.machine is not None or not course.states:
        return None
    ends = [name for name in course.states if _is(name, ENDS) and not _is(name, OTHERS)]
    moving = [name for name in course.states if name not in ends]
    later = any(each.status == LATER for each in chain.create.responses)
    known = later or all(map(_on_its_way, moving))
    if not ends or course.states[0] in ends or any(_is(name, OTHERS) for name in moving):
        return None
    if not known or _moved_by_callers(api, chain, course):
        return None
    states = tuple(
        State(
            name=name,
            next=() if name in ends else tuple(it for it in course.states if it != name),
            requires=(),
            forbids=(),
            span=chain.get.span,
        )
        for name in course.states
    )
    well = tuple(name for name in ends if _is(name, WELL))
    return Lifecycle(
        member=course.member,
        initial=course.states[0],
        states=states,
        success=well or tuple(ends),
        span=chain.get.span,
    )


def begins(state: str) -> bool:
    """Whether a state is called as something begins."""
    return _is(state, BEGINNINGS)


def _is(state: str, some: frozenset[str]) -> bool:
    return not some.isdisjoint(words(state.lower()))


def _on_its_way(state: str) -> bool:
    named = words(state.lower())
    return begins(state) or not UNDER_WAY.isdisjoint(named) or named[-1].endswith("ing")


def _moved_by_callers(api: Api, chain: Chain, course: Course) -> bool:
    """Whether callers bring a resource to its states, by its body or by actions."""
    known = deeds(api, [chain])
    bodies = [chain.create, *(each.operation for each in known if each.kind != "action")]
    if any(course.member in _members(api, each) for each in bodies):
        return True
    ends = {end for each in known if each.kind == "action" for end in each.ends}
    return any(_is(end, WELL) or not _is(end, ENDS) for end in ends)


def _members(api: Api, operation: Operation) -> Iterable[str]:
    """Return the members that a body may have."""
    content = body_content(operation)
    fields = api.fields(content.type) if content is not None else ()
    return [each.wire for each in fields if each.direction != "read"]
