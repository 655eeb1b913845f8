"""Valid requests below a resource, whose state may forbid them: where one is granted, are others?

``POST /orders/{id}/photos`` need not take anything. Where it takes one form for a new resource, its
state does not forbid it; another valid form that is refused there for what it says, whatever the
resource was made as, is refused in spite of the document.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from tallystick.fuzz.bodies.moves import changed
from tallystick.fuzz.chains import Chain
from tallystick.fuzz.journeys.resources import Resources, binds
from tallystick.fuzz.journeys.standing import Task
from tallystick.fuzz.journeys.subjects import Subjects
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import PLAINLY, Case, Path, Reply
from tallystick.fuzz.oracles.acceptance import accepted, doubtful, excused
from tallystick.fuzz.oracles.granted import Blame, Unlike, neighbours, part, refused, same, unlike
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import read_back, said_content, with_body
from tallystick.fuzz.statuses import CONTENT
from tallystick.ir import Content, MediaKind, Missing
from tallystick.text import Json

KEPT: Final = 96
"""Valid requests of one kind that are remembered."""
AGAIN: Final = 24
"""Those that are sent once more, to new resources."""
FOUND: Final = 6
"""Refusals of one kind of requests that are looked into."""
ALTERS: Final = frozenset({"post", "put", "patch"})


class Tried(NamedTuple):
    """A valid request that need not be taken, and what came of it."""

    case: Case
    reply: Reply


class Kind(NamedTuple):
    """Requests of one operation in one media type, about what one operation makes."""

    made: str
    operation: str
    media_type: str


class Trial(NamedTuple):
    """What requests of one kind are compared with.

    Attributes:
        chain: What makes the resource.
        content: What the bodies are of.
        good: The smallest request that was taken.
        tried: All that were sent.
    """

    chain: Chain
    content: Content
    good: Case
    tried: list[Tried]


class Granting:
    """Sends valid requests to new resources."""

    def __init__(
        self, scene: Scene, ledger: Ledger, subjects: Subjects, resources: Resources
    ) -> None:
        """Send by `subjects`, telling `ledger`."""
        self._scene = scene
        self._ledger = ledger
        self._subjects = subjects
        ways = (it for it in resources.chains if it.items is None and not it.sure and _below(it))
        self._chains = {(it.create.id, it.get.id): it for it in ways}
        self._known: dict[Kind, list[Tried]] = {}

    def note(self, case: Case, reply: Reply) -> None:
        """Remember a planned request, and what came of it."""
        hoped = case.kind in PLAINLY and case.expect == "documented" and not case.names
        if not hoped or (case.takes, case.operation) not in self._chains or reply.error:
            return
        media_type = dict(case.message.headers).get("Content-Type", "")
        known = self._known.setdefault(Kind(case.takes, case.operation, media_type), [])
        if len(known) < KEPT:
            known.append(Tried(case, reply))

    @property
    def has(self) -> bool:
        """Whether there is anything that need not be taken."""
        return bool(self._chains)

    def tasks(self, only: tuple[str, ...]) -> list[Task]:
        """Return what can be sent.

        Args:
            only: Operations; empty for all.
        """
        return [
            Task(partial(self._try, self._chains[kind.made, kind.operation], tried))
            for kind, tried in self._known.items()
            if not only or kind.operation in only
            if len({accepted(it.reply) for it in tried}) > 1
        ]

    def _try(self, chain: Chain, tried: list[Tried]) -> None:
        """Send what was not taken to new resources, as far as one takes what was."""
        good = min((it.case for it in tried if accepted(it.reply)), key=_length)
        content = said_content(chain.get, good)
        if content is None:
            return
        trial = Trial(chain, content, good, tried)
        if not self._takes(trial):
            return
        blamed: list[Blame] = []
        for each in self._waiting(tried)[:AGAIN]:
            if any(blame.explains(_told(each.case)) for blame in blamed):
                continue
            found = self._sent(chain, each.case)
            if found is None or len(blamed) == FOUND:
                return
            if accepted(found.reply):
                self._ledger.note(*found)
            elif self._refused(found):
                blamed += self._looked_into(trial, found)

    def _waiting(self, tried: list[Tried]) -> list[Tried]:
        """Return what was not taken: what was refused for what it says, then what shows most."""
        seen = self._ledger.operations[tried[0].case.operation].goals
        left = [it for it in tried if 400 <= it.reply.status < 500]  # noqa: PLR2004 - refusals
        news = {id(it): len(set(it.case.touches) - seen) for it in left}
        left = [it for it in left if news[id(it)] or it.reply.status in CONTENT]
        return sorted(left, key=lambda it: (it.reply.status not in CONTENT, -news[id(it)]))

    def _looked_into(self, trial: Trial, bad: Tried) -> Iterator[Blame]:
        """Yield what a refusal is about that comes for any new resource, and tell of it."""
        if not self._everywhere(trial, bad.case):
            return
        least = self._least(trial, bad)
        blame = self._blame(trial, least.case)
        yield blame
        if least is bad or self._everywhere(trial, least.case):
            self._ledger.add(refused(self._scene, *least, blame, trial.chain))

    def _least(self, trial: Trial, bad: Tried) -> Tried:
        """Return a refused request that is as much like the one that was taken as can be."""
        least, good = bad, _told(trial.good)
        todo: list[Path] = [each.path[:1] for each in unlike(_told(bad.case), good)]
        todo += [each.path for each in unlike(_told(bad.case), good)]
        for path in dict.fromkeys(todo):
            value = _told(least.case)
            if path and not same(part(value, path), part(good, path)):
                other = self._other(trial, least.case, changed(value, path, part(good, path)))
                least = other if other is not None and self._refused(other) else least
        return least

    def _blame(self, trial: Trial, least: Case) -> Blame:
        """Return what a refusal is about, by what comes of values a step smaller or greater."""
        some = tuple(unlike(_told(least), _told(trial.good)))
        values = {it.path: 0 for it in some}
        for path, value in some:
            for near in neighbours(value) if path else ():
                found = self._other(trial, least, changed(_told(least), path, near))
                if found is not None and accepted(found.reply):
                    return Blame((Unlike(path, value),), near=True)
                values[path] += found is not None and self._refused(found)
        if len(some) > 1:
            some = tuple(it for it in some if self._decides(trial, least, it.path)) or some
        always = len(some) == 1 and _always(some[0].path, trial.tried, values[some[0].path])
        return Blame(some, always=always)

    def _decides(self, trial: Trial, least: Case, path: Path) -> bool:
        """Whether a request is taken once it says there what the one says that was taken."""
        value = changed(_told(least), path, part(_told(trial.good), path))
        found = self._other(trial, least, value)
        return found is not None and accepted(found.reply)

    def _everywhere(self, trial: Trial, bad: Case) -> bool:
        """Whether a request is refused for a resource made with much, which takes another one."""
        found = self._sent(trial.chain, bad, rich=True)
        return found is not None and self._refused(found) and self._takes(trial, rich=True)

    def _takes(self, trial: Trial, *, rich: bool = False) -> bool:
        """Whether a new resource takes what was taken."""
        found = self._sent(trial.chain, trial.good, rich=rich)
        return found is not None and accepted(found.reply)

    def _refused(self, tried: Tried) -> bool:
        """Whether a request is refused for what it says, and no rule of the server excuses it."""
        case, reply = replace(tried.case, expect="accepted"), tried.reply
        doubt = excused(self._scene, case, reply) or doubtful(self._scene, case, reply)
        return reply.status in CONTENT and not doubt

    def _other(self, trial: Trial, sample: Case, value: Json) -> Tried | None:
        """Send a request with another body; None where that is not valid, or cannot be sent."""
        judging, content, read = self._scene.judging, trial.content, value
        if content.type is None:
            return None
        if content.kind is not MediaKind.JSON:
            read = read_back(judging, content.type, value)
        if not judging.broken(content.type, read).nothing:
            return None
        bare = tuple(it for it in sample.message.headers if it[0] != "Content-Type")
        base = replace(sample, message=replace(sample.message, headers=bare), touches=())
        case = with_body(base, content, value, self._scene.api)
        return self._sent(trial.chain, case) if case is not None else None

    def _sent(self, chain: Chain, sample: Case, *, rich: bool = False) -> Tried | None:
        """Send a request to a new resource; None when none can be made."""
        subject = self._subjects.fresh(chain, rich=rich)
        if subject is None or self._subjects.budget.left <= 0:
            return None
        case = self._subjects.anew(sample)
        case = replace(case, after=subject.made, binds=binds(chain, subject.made))
        return Tried(case, self._subjects.send(case, subject))


def _below(chain: Chain) -> bool:
    """Whether something with a body is done to a part of a resource."""
    below = not chain.get.path.rstrip("/").endswith("}") and not chain.inside
    return below and chain.get.method in ALTERS and chain.get.body is not None


def _always(path: Path, tried: list[Tried], more: int) -> bool:
    """Whether all requests that say something there were refused, whatever they say.

    Args:
        path: Where.
        tried: Requests.
        more: How many further values were refused there.
    """
    told = [(part(_told(it.case), path), it.reply.status) for it in tried if path]
    having = [(repr(value), status) for value, status in told if not isinstance(value, Missing)]
    several = len({value for value, _ in having}) + more > 1
    return several and all(status in CONTENT for _, status in having)


def _told(case: Case) -> Json:
    """Return what a body says."""
    return case.value if case.has_value else case.told


def _length(case: Case) -> int:
    return len(case.message.body or b"")
