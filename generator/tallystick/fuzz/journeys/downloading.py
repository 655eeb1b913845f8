"""What links of resources lead to that is no operation, on the origin that is tried: it is fetched.

Nothing else ever is: what leads to another scheme, host or port is not asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, keyed, success
from tallystick.fuzz.journeys.ending import Kind, features
from tallystick.fuzz.journeys.following import Following
from tallystick.fuzz.journeys.journey import Journey
from tallystick.fuzz.journeys.polling import poll
from tallystick.fuzz.journeys.subjects import Subject, Subjects
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Caller, Case, Finding, Message, Reply, Weight
from tallystick.fuzz.oracles import downloaded, expired, fetched, measured, media, signatures
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.downloaded import Asked
from tallystick.fuzz.oracles.fetched import Link
from tallystick.fuzz.oracles.lifecycle import state_in
from tallystick.fuzz.oracles.measured import Wanted
from tallystick.fuzz.oracles.promised import Promise, promise
from tallystick.fuzz.oracles.rendered import FORMATS
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.sending.transport import origin_of
from tallystick.ir import words
from tallystick.text import Json

MOST: Final = 8
"""Resources of one sort whose links are fetched: as many kinds of links as there are in them."""
ELSEWHERE: Final = 2
"""Those of which nothing is fetched, and whose links say how long they are good."""
EACH: Final = 2
"""Links of one resource that are fetched."""
FURTHER: Final = 7
"""Resources that nobody followed and that are asked for, to fetch what their links lead to."""

Mark = tuple[str, str, str]
"""(member, kind, format asked for) of a link; (member, value, `OWN` or `ASKED`) of its resource."""
OWN: Final = "="
ASKED: Final = "?"
STRANGE: Final = "another signature", Weight.WARNING
NONE: Final = "no signature", Weight.WARNING


class Shown(NamedTuple):
    """A link that is looked at.

    Attributes:
        link: It.
        promise: What the document says of it.
        own: It leads to the origin that is tried, and to no operation there.
    """

    link: Link
    promise: Promise
    own: bool


class Downloading:
    """Fetches what is behind links."""

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
        self._ends: set[Mark] = set()
        self._forged: set[tuple[str, str]] = set()

    def run(self, chain: Chain) -> None:
        """Fetch what the links of a few resources that ended well lead to."""
        known = (it for it in self._following.of(chain) if it.usable and it.ends)
        fit = [it for it in known if not keyed(chain.create, it.made.case)]
        others = list(self._others(chain)) if fit else []
        self._ends = self._extremes(chain, others)
        marked = [(it, self._marks(it)) for it in fit]
        for each in fit:
            self._called(each)
        seen: set[Mark] = set()
        leading: dict[Kind, set[Mark]] = {}
        for number in range(MOST):
            journey, marks = max(marked, key=lambda it: len(it[1] - seen), default=(None, set()))
            if journey is None or not marks - seen or self._subjects.budget.left <= 0:
                break
            seen |= marks
            if self._followed(journey):
                leading.setdefault(journey.kind, set()).update(marks)
            elif number + 1 >= ELSEWHERE:
                return
        for subject, new in self._further(others, seen, leading):
            seen |= new if self._look(subject) else set()

    def _called(self, journey: Journey) -> None:
        """See that the links of a resource are called as what they are said to lead to."""
        chain, made = journey.chain, journey.made.case
        case, told = poll(chain, made), made.message.body or b""
        reply = Reply(status=200, body=compact(journey.last))
        for link in fetched.links(self._scene, success(chain.get), journey.last):
            known = promise(self._scene.api, link.field, link.alone)
            if (
                known is not None
                and known.served
                and link.url.encode("utf-8", "replace") not in told
            ):
                self._ledger.add(downloaded.called(case, reply, link))

    def _followed(self, journey: Journey) -> bool:
        """Look at a resource that was followed; whether anything was fetched."""
        made = journey.made.case
        first = journey.first
        subject = Subject(chain=journey.chain, made=made, bindings=journey.bindings, first=first)
        return self._look(subject, journey)

    def _others(self, chain: Chain) -> Iterator[tuple[Subject, Kind]]:
        """Yield what was made by requests that show what is asked for, with what tells it."""
        for subject in self._subjects.known(chain):
            if isinstance(subject.made.value, dict) and not keyed(chain.create, subject.made):
                yield subject, features(self._scene, chain, subject.first)

    def _further(
        self,
        others: Sequence[tuple[Subject, Kind]],
        seen: set[Mark],
        leading: Mapping[Kind, set[Mark]],
    ) -> Iterator[tuple[Subject, set[Mark]]]:
        """Yield a few that nobody followed: those that ask for most that no other one asked for.

        Args:
            others: What was made, with what tells it from others.
            seen: What was fetched.
            leading: The same, by what tells resources from each other.
        """
        there = [(it, kind) for it, kind in others if kind in leading]
        left = [(it, self._new(it, kind, leading[kind])) for it, kind in there]
        for _ in range(FURTHER):
            left = [(it, new - seen) for it, new in left if new - seen]
            if not left or self._subjects.budget.left <= 0:
                return
            yield left.pop(most_telling([new for _, new in left], seen))

    def _new(self, subject: Subject, kind: Kind, marks: set[Mark]) -> set[Mark]:
        """Return what the files of a resource would show by what its body asks for."""
        chain, made = subject.chain, subject.made
        found = self._measured(chain, made, kind)
        body = made.value if isinstance(made.value, dict) else {}
        if any(words(it) in FORMATS for it in body):
            wanted = self._asked(chain, made)
            found |= {_mark(*it[:2], wanted) for it in marks if it[2][:1] not in {OWN, ASKED}}
        return found

    def _wanted(self, chain: Chain, made: Case) -> list[Wanted]:
        return measured.wanted(self._scene.judging, chain.create, made)

    def _extremes(self, chain: Chain, every: Sequence[tuple[Subject, Kind]]) -> set[Mark]:
        """Return the least and the greatest that is asked for of resources of each kind."""
        found: dict[Kind, list[Wanted]] = {}
        for it, kind in every:
            found.setdefault(kind, []).extend(self._wanted(chain, it.made))
        ends = ((kind, measured.extremes(some)) for kind, some in found.items())
        return {(*it, _named(kind)) for kind, some in ends for it in some}

    def _measured(self, chain: Chain, made: Case, kind: Kind) -> set[Mark]:
        """Return what a body asks for that is the least, or the greatest, of its kind."""
        found = {(it.member, it.told, _named(kind)) for it in self._wanted(chain, made)}
        return found & self._ends

    def _marks(self, journey: Journey) -> set[Mark]:
        """Return what tells the links of a resource from those of others, and it from others."""
        chain, made, value = journey.chain, journey.made.case, journey.last
        wanted = self._asked(chain, made)
        links = [it.link for it in self._shown(chain, made, value)]
        found = {_mark(it.field.wire, downloaded.kind_of(it), wanted) for it in links}
        if links:
            found |= {(name, str(told), OWN) for name, told in features(self._scene, chain, value)}
        return found

    def _asked(self, chain: Chain, made: Case) -> Asked | None:
        return downloaded.asked(self._scene.api, self._scene.judging, chain.create, made)

    def _shown(self, chain: Chain, made: Case, value: Json) -> Iterator[Shown]:
        """Yield the links of an answer that were not asked for, and are worth a look."""
        api, told = self._scene.api, made.message.body or b""
        for link in fetched.links(self._scene, success(chain.get), value):
            said = promise(api, link.field, link.alone)
            if said is None or link.url.encode("utf-8", "replace") in told:
                continue
            own = bool(self._subjects.origin) and origin_of(link.url) == self._subjects.origin
            own = own and link.url.isascii() and link.url.isprintable() and " " not in link.url
            own = own and fetched.target(api, link.url) is None
            if own or said.seconds is not None:
                yield Shown(link, said, own)

    def _look(self, subject: Subject, journey: Journey | None = None) -> bool:
        """See what the links of a resource lead to, as they are now; whether any was fetched."""
        case, reply = self._subjects.got(subject)
        if journey is not None:
            self._following.look_at(journey, case, reply)
        machine = self._following.jobs.machine(subject.chain)
        state = state_in(machine, answer(reply)) if machine is not None else None
        if not accepted(reply) or (machine is not None and state not in machine.success):
            return False
        every = list(self._shown(subject.chain, subject.made, answer(reply)))
        for link, said, _ in every:
            known = link.field, link.url, link.beside
            timing = self._subjects.elapsed, self._subjects.origin
            self._ledger.add(expired.judge(case, reply, known, said, *timing))
        own = sorted((it for it in every if it.own), key=lambda it: not it.promise.served)
        there = [(it, self._fetched(case, reply, it)) for it in own[:EACH]]
        for it, found in there:
            if found is not None:
                self._forge(case, reply, it, found)
        wanted = self._asked(subject.chain, subject.made)
        files = [(it.link, found) for it, found in there if found and it.promise.served]
        if wanted is not None and len(files) == sum(it.promise.served for it in own):
            self._ledger.add(downloaded.other_format(case, reply, wanted, files))
        served = {
            (it.link.field.wire, downloaded.kind_of(it.link)) for it in own if it.promise.served
        }
        if len(own) <= EACH or len(served) == 1:
            asked = self._wanted(subject.chain, subject.made)
            self._ledger.add(measured.judge(self._scene.judging, case, reply, asked, files))
        return bool(own)

    def _fetched(self, case: Case, reply: Reply, shown: Shown) -> Reply | None:
        """Fetch what a link leads to; what is told of it was so twice."""
        told: dict[str, Finding] = {}
        there: Reply | None = None
        for again in range(2):
            if self._subjects.budget.left <= 0:
                return there
            there = self._subjects.ask(_asking(case, shown))
            if there.status in downloaded.BARRED and self._subjects.gated:
                return there
            judged = downloaded.judge(case, reply, shown.link, shown.promise, there)
            found = {it.key: it for it in judged}
            told = {key: it for key, it in found.items() if key in told or not again}
            if not told:
                return there
        self._ledger.add(told.values())
        return there

    def _forge(self, case: Case, reply: Reply, shown: Shown, there: Reply) -> None:
        """See that what a signed link leads to is not there for those with another signature."""
        said, place = shown.promise, (case.operation, shown.link.field.wire)
        known = signatures.signature(urlsplit(shown.link.url).query, said=said.signed)
        whole = there.body and there.status == signatures.OK and not there.error
        if known is None or place in self._forged or not (said.served and whole):
            return
        self._forged.add(place)
        tries = [(it, STRANGE) for it in signatures.forged(known)]
        if said.signed:
            tries.append((signatures.bare(known), NONE))
        for query, told in tries:
            if self._subjects.budget.left <= 0:
                return
            wrong = self._subjects.ask(_asking(case, shown, query))
            if wrong.body == there.body:
                self._ledger.add(signatures.forgery(case, reply, shown.link.field, told, wrong))


def most_telling(every: Sequence[set[Mark]], seen: set[Mark]) -> int:
    """Return which of several to fetch: what was not of any kind, then what was not of theirs."""
    told = {it[:2] for it in seen}
    ranked = [(len({it[:2] for it in new} - told), len(new)) for new in every]
    return ranked.index(max(ranked))


def _named(kind: Kind) -> str:
    """Return what marks what is asked for of resources of a kind."""
    return ASKED + " ".join(sorted(map(str, kind)))


def _mark(member: str, kind: str | None, wanted: Asked | None) -> Mark:
    """Return what tells a link; a format counts for files of its kind alone."""
    fits = wanted is not None and (not kind or media.kind_of(wanted.name) == kind)
    return member, kind or "", wanted.name if wanted is not None and fits else ""


def _asking(case: Case, shown: Shown, forged: str | None = None) -> Case:
    """Return the request for what a link leads to, or for that with another query.

    Of a signed one the link is all that is sent.
    """
    parts = urlsplit(shown.link.url)
    caller: Caller = "none" if shown.promise.signed or forged is not None else "own"
    query = parts.query if forged is None else forged
    message = Message(method="GET", path=parts.path or "/", query=query, caller=caller, rooted=True)
    return replace(case, expect="documented", message=message, takes="", binds=(), after=None)
