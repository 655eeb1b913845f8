"""What things take from an account, what is given back, and how many of them are going on.

``GET /account`` beside jobs. Which numbers something takes from is seen when it is made: they
change by a number of the answer with which they share a word (``credits``, ``credits_used``).
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Final, NamedTuple

from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys.accounts import Account, Count, accounts
from tallystick.fuzz.journeys.deeds import Deed
from tallystick.fuzz.journeys.doing import Doing
from tallystick.fuzz.journeys.lasting import LATER, lasting
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.journeys.standing import Task
from tallystick.fuzz.journeys.subjects import Subject, Subjects
from tallystick.fuzz.journeys.views import TWICE, Views, steady
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Finding, Reply
from tallystick.fuzz.oracles import accounted
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.counted import number
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.paging import members_of
from tallystick.ir import words
from tallystick.text import Json

MOVED: Final = 9
"""Things that are looked at until some of them have come to an end."""
ONCE: Final = 2
"""Of these, those that are looked at once: they are on their way then."""
LOOKS: Final = 3
"""Looks at each of the others."""
SHARES: Final = 5
"""Shares of the requests that go to one account."""
Thing = Mapping[str, Json]
Key = tuple[tuple[str, str], ...]
"""What the path of a thing needs."""
Took = dict[str, tuple[str, int]]
"""What an account shows -> number of a thing by which it changed when that was made, up or down."""


class Accounting:
    """Looks at accounts while things are made, and given up."""

    def __init__(
        self,
        scene: Scene,
        ledger: Ledger,
        resources: Resources,
        known: tuple[Subjects, Views, Doing],
    ) -> None:
        """Do it as is `known`, telling `ledger`."""
        self._ledger = ledger
        self._subjects, self._views, self._doing = known
        self._accounts = tuple(accounts(scene.api, resources.chains, self._views.known))

    def tasks(self, only: tuple[str, ...]) -> list[Task]:
        """Return what can be tried.

        Args:
            only: Operations; empty for all.
        """
        some = (it for it in self._accounts if not only or it.chain.create.id in only)
        return [Task(partial(self._try, each), SHARES) for each in some]

    def _try(self, account: Account) -> None:
        took: Took = {}
        for deed in account.back:
            took |= self._twice(account, deed)
        doubted = account.counts
        if took and account.returned:
            doubted = self._ended(account, took)
        for count in doubted:
            self._ledger.add(lasting(partial(self._counted, account, count), LATER))

    def _counted(self, account: Account, count: Count) -> Iterator[Finding]:
        """Compare how many things are in some states with those that are listed so."""
        case, reply = self._views.asked(count.operation)
        before = number(answer(reply), (count.member,)) if accepted(reply) else None
        items = self._views.all(account.chain) if before is not None else None
        later = self._views.asked(count.operation)[1] if items is not None else reply
        if items is None or before is None or number(answer(later), (count.member,)) != before:
            return
        listed = sum(it.get(account.member) in count.states for it in items)
        if listed != before:
            counts = before, listed
            yield from accounted.miscounted(case, reply, count.member, counts, count.states)

    def _twice(self, account: Account, deed: Deed) -> Took:
        """Make something, give it up and try it again: twice, for other things may happen.

        Returns:
            What making it takes from.
        """
        kept: list[set[str]] = []
        heads: list[tuple[Subject, set[tuple[str, str]]]] = []
        free: list[set[str]] = []
        took: Took = {}
        last: dict[str, tuple[Case, Reply]] = {}
        for _ in range(TWICE):
            before = steady(self._views.now(None), self._views.now(None))
            subject = self._subjects.fresh(account.chain) if before else None
            if before is None or subject is None:
                return {}
            made = self._views.now(None)
            took = _took(before, made, subject.first)
            heads.append((subject, set(_outdated(subject, took, (before, made)))))
            given = self._done(deed, subject) if took else None
            if given is None:
                return {}
            last["back"] = given
            after = self._views.now(None)
            kept.append({it for it in took if after.get(it) == made.get(it)})
            for again in account.again[:1]:
                repeated = self._done(again, subject)
                if repeated is not None:
                    last["again"] = repeated
                    now = self._views.now(None)
                    free.append({it for it in took if now.get(it) == after.get(it)})
        for found, said, tells in (
            (kept, "back", accounted.kept),
            (free, "again", accounted.free),
        ):
            same = set.intersection(*found) if len(found) == TWICE else set()
            for name in self._still(sorted(same))[:1]:
                self._ledger.add(tells(*last[said], name))
        self._headed(heads)
        return took

    def _headed(self, heads: list[tuple[Subject, set[tuple[str, str]]]]) -> None:
        """Tell of headers that were outdated twice."""
        same = set.intersection(*(it for _, it in heads)) if len(heads) == TWICE else set()
        subject = heads[-1][0]
        for head, name in sorted(same):
            reply = subject.reply or Reply(status=0)
            self._ledger.add(accounted.outdated(subject.made, reply, head, name))

    def _still(self, names: list[str]) -> list[str]:
        """Return what stays as it is for a while: some give back a moment later."""
        first = self._views.now(None) if names else {}
        for pause in LATER if names else ():
            time.sleep(pause)
            now = self._views.now(None)
            names = [it for it in names if it in now and now[it] == first.get(it)]
        return names

    def _done(self, deed: Deed, subject: Subject) -> tuple[Case, Reply] | None:
        """Do something to a thing; None where it is refused, or nobody knows how."""
        samples = self._doing.samples(deed) if self._subjects.budget.left > 0 else []
        if not samples:
            return None
        case = self._subjects.case(deed, subject, samples[0])
        reply = self._subjects.send(case, subject)
        return (case, reply) if accepted(reply) else None

    def _ended(self, account: Account, took: Took) -> tuple[Count, ...]:
        """Look at things until some come to an end in which they give back, and compare.

        Returns:
            Counts that are not as many as are listed then.
        """
        name = min(took)
        member, sign = took[name]
        first = self._stands(account, name)
        missing = MOVED - len(_going(account, first.things)) if first is not None else 0
        if missing > 0:
            for _ in range(missing):
                self._subjects.fresh(account.chain)
            first = self._stands(account, name)
        self._look(account, first.things if first is not None else {})
        second = self._stands(account, name) if first is not None else None
        if first is None or second is None:
            return account.counts
        if not first.things.keys() - second.things.keys():
            judge = partial(_unreturned, account, (name, member, sign), first)
            if any(judge(second)):
                again = partial(self._stands, account, name)
                self._ledger.add(lasting(lambda: judge(again() or first), LATER))
        return tuple(it for it in account.counts if not second.agrees(account, it))

    def _look(self, account: Account, things: Mapping[Key, Thing]) -> None:
        """Look at some things that are on their way, a few times."""
        some = _going(account, things)
        made = next(self._subjects.known(account.chain), None)
        for place, (key, thing) in enumerate(some[:MOVED] if made is not None else ()):
            subject = replace(made, bindings=dict(key), first=dict(thing)) if made else None
            for _ in range(LOOKS if place >= ONCE else 1):
                if subject is None or self._doing.state(account.like, subject) in _ends(account):
                    break

    def _stands(self, account: Account, name: str) -> "Stands | None":
        """Return how an account stands and what there is; None where that changes meanwhile."""
        path, _, member = name.rpartition("/")
        operation = next(it for it in self._views.known if it.path == path)
        case, reply = self._views.asked(operation)
        items = self._views.all(account.chain)
        later = self._views.asked(operation)[1] if items is not None else reply
        value, now = (number(answer(it), (member,)) for it in (reply, later))
        if items is None or value is None or value != now:
            return None
        keys = (account.chain.bindings(dict(it)) for it in items)
        things = {tuple(key.items()): it for key, it in zip(keys, items, strict=True) if key}
        return Stands(case, reply, value, things)


class Stands(NamedTuple):
    """How an account stands: what asked for it, its number, and the things that there are."""

    case: Case
    reply: Reply
    value: float
    things: Mapping[Key, Thing]

    def agrees(self, account: Account, count: Count) -> bool:
        """Whether as many things are listed in some states as a number says."""
        said = number(answer(self.reply), (count.member,))
        return said == sum(it.get(account.member) in count.states for it in self.things.values())

    def taken(self, account: Account, member: str) -> float:
        """Return what all things took that have not given it back."""
        kept = (it for it in self.things.values() if it.get(account.member) not in account.returned)
        return sum(number(dict(it), (member,)) or 0.0 for it in kept)


def _ends(account: Account) -> set[str]:
    """Return the states that no other one follows, as far as the document says."""
    course = account.like.course
    states = course.machine.states if course is not None and course.machine is not None else ()
    return {it.name for it in states if not it.next}


def _going(account: Account, things: Mapping[Key, Thing]) -> list[tuple[Key, Thing]]:
    """Return what is on its way; nothing where nobody says what is."""
    ends = _ends(account)
    return [it for it in things.items() if ends and it[1].get(account.member) not in ends]


def _unreturned(
    account: Account, took: tuple[str, str, int], first: Stands, second: Stands
) -> Iterator[Finding]:
    """Yield a warning where what came to its end meanwhile was not given back.

    Args:
        account: What is said.
        took: What an account shows, the number of a thing that changes it, and which way.
        first: How things stood before.
        second: And after.
    """
    name, member, sign = took
    change = sign * (second.value - first.value)
    right = second.taken(account, member) - first.taken(account, member)
    come = [
        it
        for key, it in second.things.items()
        if it.get(account.member) in account.returned
        and first.things.get(key, it).get(account.member) not in account.returned
    ]
    much = sum(number(dict(it), (member,)) or 0.0 for it in come)
    if much and change == right + much:
        state = str(come[0].get(account.member))
        yield from accounted.unreturned(second.case, second.reply, name, state, much)


def _outdated(
    subject: Subject, took: Took, shown: tuple[Thing, Thing]
) -> Iterator[tuple[str, str]]:
    """Yield headers that say what an account showed before something took from it, and its name.

    Args:
        subject: What was made.
        took: What changed by it, and by nothing else.
        shown: What accounts show before, and after it.
    """
    before, after = shown
    create, reply = subject.chain.create, subject.reply or Reply(status=0)
    listed = {it.wire for each in create.responses for it in each.headers}
    for name, head in product(took, sorted(listed)):
        own = tuple(it for it in words(head) if it != "x")
        said = reply.headers.get(head.lower())
        told = own == words(name.rpartition("/")[2]) and said is not None
        if told and said == str(before.get(name)) != str(after.get(name)):
            yield head, name


def _took(before: Thing, made: Thing, first: Json) -> Took:
    """Return what changed by a number of what was made, with which it shares a word."""
    found: Took = {}
    numbers = {it: number(first, (it,)) for it in members_of(first)}
    for name, value in before.items():
        was, now = number({"": value}, ("",)), number({"": made.get(name)}, ("",))
        own = set(words(name.rpartition("/")[2]))
        for member, much in numbers.items():
            change = now - was if was is not None and now is not None else 0
            if much and abs(change) == much and own & set(words(member)):
                found[name] = member, 1 if change > 0 else -1
    return found
