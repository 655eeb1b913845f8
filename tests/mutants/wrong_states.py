"""Resources that live otherwise than the document says, or are not what was asked for."""

from collections import Counter

from tests.mutants.faults import Asked, Said, Wrong, fault, problem
from tests.mutants.matching import matches
from tests.mutants.model import Json

REASON = {"failure_code": "generation_failed", "failure_reason": "It failed."}
OUTPUT = [{"type": "image", "url": "https://example.com/a.png"}]
ENDS = {"completed", "failed"}


class _Polled(Wrong):
    """Knows how often each resource was asked for; those of some bodies only, when wished."""

    def __init__(self, *conditions: tuple[str, str, Json]) -> None:
        self._conditions = conditions
        self._polls: Counter[str] = Counter()
        self._ends: Counter[str] = Counter()
        self._bodies: dict[str, Json] = {}

    def after(self, asked: Asked, said: Said) -> Said:
        value = said.json if said.good else None
        if not isinstance(value, dict) or asked.method not in {"POST", "GET"}:
            return said
        name = value.get("id", "")
        if asked.creates:
            self._bodies[name] = asked.json
        if self._conditions and not matches(self._bodies.get(name), self._conditions):
            return said
        if asked.creates:
            return self.created(said, value)
        self._polls[name] += 1
        self._ends[name] += value.get("state") in ENDS
        return self.polled(said, value, self._polls[name], self._ends[name])

    def created(self, said: Said, value: Json) -> Said:
        return said

    def polled(self, said: Said, value: Json, poll: int, ended: int) -> Said:
        return said


@fault("end")
class End(_Polled):
    """What has ended shows other members: those to be set, those to be left out."""

    def __init__(self, to: Json, without: tuple[str, ...], *conditions: Json) -> None:
        super().__init__(*conditions)
        self._to = to
        self._without = without

    def polled(self, said: Said, value: Json, poll: int, ended: int) -> Said:
        if not ended:
            return said
        kept = {name: each for name, each in value.items() if name not in self._without}
        return said.showing({**kept, **self._to})


@fault("at-creation")
class AtCreation(_Polled):
    """A new resource shows other members."""

    def __init__(self, to: Json, *conditions: Json) -> None:
        super().__init__(*conditions)
        self._to = to

    def created(self, said: Said, value: Json) -> Said:
        return said.showing({**value, **self._to})


@fault("poll-states")
class PollStates(_Polled):
    """The first polls show these states, without outputs."""

    def __init__(self, states: tuple[str, ...], *conditions: Json) -> None:
        super().__init__(*conditions)
        self._states = states

    def polled(self, said: Said, value: Json, poll: int, ended: int) -> Said:
        if poll > len(self._states):
            return said
        kept = {name: each for name, each in value.items() if name not in {"output", *REASON}}
        return said.showing({**kept, "state": self._states[poll - 1]})


@fault("terminal-changes")
class TerminalChanges(_Polled):
    """After its end was seen once, a resource changes."""

    def __init__(self, to: Json, without: tuple[str, ...] = (), *conditions: Json) -> None:
        super().__init__(*conditions)
        self._to = to
        self._without = without

    def polled(self, said: Said, value: Json, poll: int, ended: int) -> Said:
        if ended < 2:
            return said
        kept = {name: each for name, each in value.items() if name not in self._without}
        return said.showing({**kept, **self._to})


@fault("lost")
class Lost(_Polled):
    """A resource is not found any more, from a poll on."""

    def __init__(self, first: int, status: int, *conditions: Json) -> None:
        super().__init__(*conditions)
        self._first = first
        self._status = status

    def polled(self, said: Said, value: Json, poll: int, ended: int) -> Said:
        return said if poll < self._first else problem(self._status)


@fault("lost-after-end")
class LostAfterEnd(_Polled):
    """A resource is not found any more once its end was seen."""

    def polled(self, said: Said, value: Json, poll: int, ended: int) -> Said:
        return said if ended < 2 else problem(404)


@fault("never-ends")
class NeverEnds(_Polled):
    """A resource stays where it is."""

    def __init__(self, state: str, *conditions: Json) -> None:
        super().__init__(*conditions)
        self._state = state

    def polled(self, said: Said, value: Json, poll: int, ended: int) -> Said:
        kept = {name: each for name, each in value.items() if name not in {"output", *REASON}}
        return said.showing({**kept, "state": self._state})


@fault("shows")
class Shows(_Polled):
    """A member is another one, at creation, in polls, or both."""

    def __init__(self, where: str, member: str, to: Json, *conditions: Json) -> None:
        super().__init__(*conditions)
        self._where = where
        self._member = member
        self._to = to

    def created(self, said: Said, value: Json) -> Said:
        if self._where == "get":
            return said
        return said.showing({**value, self._member: self._to})

    def polled(self, said: Said, value: Json, poll: int, ended: int) -> Said:
        if self._where == "create":
            return said
        return said.showing({**value, self._member: self._to})


@fault("same-id")
class SameId(Wrong):
    """Every creation has the id of the first one, or of the one before."""

    def __init__(self, which: str) -> None:
        self._which = which
        self._known: Json = None

    def after(self, asked: Asked, said: Said) -> Said:
        if not asked.creates or not said.good:
            return said
        value = said.json
        if self._known is None or self._which == "before":
            before, self._known = self._known, value["id"]
            return said if before is None else said.showing({**value, "id": before})
        return said.showing({**value, "id": self._known})


@fault("mixed-up")
class MixedUp(Wrong):
    """A poll answers another resource: the one that was made last."""

    def __init__(self) -> None:
        self._last = ""

    def before(self, asked: Asked) -> Asked | Said:
        if not asked.resource or not self._last:
            return asked
        path = asked.path.rpartition("/")[0] + "/" + self._last
        return Asked(method="GET", path=path, headers=asked.headers, body=b"")

    def after(self, asked: Asked, said: Said) -> Said:
        if asked.creates and said.good:
            self._last = said.json["id"]
        return said
