"""One idempotency key makes one resource: what comes again with it, and with nearly the same."""

import re
import string
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from random import Random
from typing import Final

from tallystick.fuzz.bodies.inward import pairs
from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, says, success, takes_key
from tallystick.fuzz.journeys.ending import Kind, features
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.journeys.subjects import with_value
from tallystick.fuzz.ledger import Ledger, smaller_first
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.oracles import echo, idempotency, stated
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.sender import Sender
from tallystick.ir import Parameter

MARKS: Final = string.punctuation[::-1]
"""What stands in keys beside letters and digits, the last character of ASCII first."""
USUAL: Final = "_.:-"
"""The same where a schema says nothing of characters."""
WIDE: Final = "\u00e9"
"""No header has it: a schema that allows it says nothing of characters."""
OTHER_BODY: Final = re.compile(r"\b(other|another|different|else)\b")
"""Said of a key that is called as is usual: that it is good for one body."""
AT_ONCE: Final = 4
"""Requests with one key that are under way together."""
KINDS: Final = 4
"""Other kinds of resources that a key is tried with."""
LIKE: Final = 3
"""Bodies that come again with one member otherwise."""


@dataclass(frozen=True, slots=True)
class _Key:
    """A key, and what is made with it.

    Attributes:
        chain: What is made.
        taken: The parameter that takes the key.
        text: The key.
        given: What the path is given.
    """

    chain: Chain
    taken: Parameter
    text: str
    given: Mapping[str, str]

    @property
    def members(self) -> tuple[str, ...]:
        """JSON Pointers to what names the resource in an answer."""
        return tuple(pointer for _, pointer in self.chain.values)


class Keying:
    """Sends one key again and again: with the same body, with others, by others."""

    def __init__(self, scene: Scene, sender: Sender, ledger: Ledger, resources: Resources) -> None:
        """Send over `sender`, telling `ledger`."""
        self._scene = scene
        self._sender = sender
        self._ledger = ledger
        self._resources = resources
        self._once: list[tuple[_Key, Case, Reply]] = []

    def run(self, chains: Sequence[Chain], wish: Wish) -> None:
        """Try the keys of all that is made and can be asked for.

        Args:
            chains: What is made.
            wish: What is tried.

        Raises:
            StoppedError: Nobody answers, or there is no time left.
            SpentError: There is no request left.
        """
        for each in chains:
            if each.polls and (not wish.only or {each.create.id, each.get.id} & set(wish.only)):
                made = (one.case for one in self._resources.of(each.create.id))
                self._repeat(each, smaller_first(made), wish.seed)

    def _repeat(self, chain: Chain, cases: Sequence[Case], seed: int) -> None:
        """Send one request twice with one key, then what differs in its body, key or caller.

        Args:
            chain: Makes resources, and takes a key or not.
            cases: Requests that were accepted, those with the smallest body first.
            seed: Of the campaign.
        """
        taken = next((each for each in chain.create.parameters if takes_key(each)), None)
        other = next((each for each in cases if each.value != cases[0].value), None)
        if taken is None or other is None:
            return
        text = _text(seed, "key")
        known = self._resources.of(chain.create.id)
        key = _Key(chain, taken, text, known[0].given if known else {})
        case = _keyed(cases[0], taken.wire, text)
        first, again = (self._sent(case, key.given) for _ in range(2))
        self._same(key, case, first, again)
        self._once.append((key, case, first))
        if accepted(again):
            self._ledger.judge(replace(case, expect="documented", after=case), again)
        if accepted(first):
            for changed in (other, *islice(self._like(chain, cases), LIKE)):
                self._reused(key, (case, first), changed)
        self._deep(key, cases, seed)
        self._apart(key, case, first)
        self._kinds(key, cases, seed)
        self._at_once(key, cases[0], seed)

    def _at_once(self, key: _Key, case: Case, seed: int) -> None:
        """Send one request several times at once with a key: who waits long sends it again."""
        one = _keyed(case, key.taken.wire, _text(seed, "at once"))
        told = self._sender.send([one] * AT_ONCE, [key.given] * AT_ONCE, log=False)
        self._ledger.add(idempotency.raced(one, told, key.members))

    def _same(self, key: _Key, case: Case, first: Reply, again: Reply) -> None:
        """See that a key that came again made nothing new, and answers with what was made."""
        self._ledger.add(idempotency.judge(case, first, again, key.members))
        if idempotency.once(first, again, key.members):
            kept = echo.lasting(self._scene, success(key.chain.create))
            values, twice = (answer(first), answer(again)), replace(case, after=case)
            self._ledger.add(echo.identity(self._scene, twice, again, values, kept))

    def _kinds(self, key: _Key, cases: Sequence[Case], seed: int) -> None:
        """Send one request of each other kind twice with a key of its own."""
        chain = key.chain
        replies = {id(it.case): it.reply for it in self._resources.of(chain.create.id)}
        seen: set[Kind] = set()
        for case in cases:
            kind = features(self._scene, chain, answer(replies[id(case)]))
            if kind in seen or len(seen) > KINDS:
                continue
            seen.add(kind)
            if case is cases[0]:
                continue
            mine = replace(key, text=_text(seed, f"kind {len(seen)}"))
            one = _keyed(case, key.taken.wire, mine.text)
            first, again = (self._sent(one, key.given) for _ in range(2))
            self._same(mine, one, first, again)

    def later(self, _wish: Wish) -> None:
        """Send what was sent with a key once more, when all else is done: it is not forgotten.

        Raises:
            StoppedError: Nobody answers, or there is no time left.
            SpentError: There is no request left.
        """
        for key, case, first in self._once:
            if accepted(first):
                self._same(key, case, first, self._sent(case, key.given))

    def _deep(self, key: _Key, cases: Sequence[Case], seed: int) -> None:
        """Send a key of its own again with what differs in an object, and one with a list."""
        content = json_content(key.chain.create)
        if content is None or content.type is None:
            return
        for number, (case, body) in enumerate(pairs(self._scene.judging, content.type, cases)):
            mine = replace(key, text=_text(seed, f"deep {number}"))
            one = _keyed(case, key.taken.wire, mine.text)
            first = self._sent(one, key.given)
            if accepted(first):
                self._reused(mine, (one, first), with_value(case, body))

    def _reused(self, key: _Key, known: tuple[Case, Reply], other: Case) -> None:
        """Send another body with a key that was used.

        Args:
            key: The key.
            known: The request with it that was accepted, and its answer.
            other: The request with the other body.
        """
        case, first = known
        last = _keyed(other, key.taken.wire, key.text)
        told = self._sent(last, key.given)
        if key.taken.idempotency_key or says(OTHER_BODY, key.taken.doc, key.chain.create.doc):
            self._ledger.add(idempotency.reused(case, last, (first, told), key.members))
        self._ledger.add(stated.key(self._scene, case, last, told))

    def _like(self, chain: Chain, cases: Sequence[Case]) -> Iterator[Case]:
        """Yield requests like the first, each with one member as another one has it."""
        content, value = json_content(chain.create), cases[0].value
        if content is None or content.type is None or not isinstance(value, dict):
            return
        seen: set[str] = set()
        for case in cases:
            more = case.value if isinstance(case.value, dict) else {}
            for name, part in more.items():
                body = {**value, name: part}
                new = name not in seen and body not in (value, case.value)
                if new and self._scene.judging.broken(content.type, body).nothing:
                    seen.add(name)
                    yield with_value(cases[0], body)

    def _apart(self, key: _Key, case: Case, first: Reply) -> None:
        """Send what has nothing to do with a request, and looks nearly like it."""
        header, text, given = key.taken.wire, key.text, key.given
        near = _keyed(case, header, text[:-1] + ("1" if text[-1] == "0" else "0"))
        strangers = [("another key", near)]
        if self._sender.signer.has_second and not key.chain.scope:
            strangers.append(("another caller", case.by_second))
        for what, other in strangers:
            pair = first, self._sent(other, given)
            self._ledger.add(idempotency.apart(case, other, pair, key.members, what))
        odd = marked(text, lambda it: self._scene.judging.fits(key.taken.type, it))
        if odd is not None:
            other = _keyed(case, header, odd)
            self._ledger.add(idempotency.odd(other, first, self._sent(other, given)))
        words = f"k{text}", f"k{text}".upper()  # no UUID: letters of either case are alike in these
        if all(self._scene.judging.fits(key.taken.type, word) for word in words):
            lower, upper = (_keyed(case, header, word) for word in words)
            told = first, self._sent(lower, given), self._sent(upper, given)
            self._ledger.add(idempotency.cased(lower, upper, told, key.members))

    def _sent(self, case: Case, given: Mapping[str, str]) -> Reply:
        """Send what depends on the answers there were: the log of a seed does not have it."""
        return self._sender.send([case], [given], log=False)[0]


def marked(key: str, fits: Callable[[str], bool]) -> str | None:
    """Return a key with as many marks as its schema allows, None where it allows none.

    Args:
        key: Any key.
        fits: Whether the schema allows a key.
    """
    size = next((size for size in range(len(key), 0, -1) if fits(key[:size])), 0)
    known = MARKS if not fits(WIDE + key[1:size]) else USUAL
    marks = "".join(mark for mark in known if fits(mark + key[1:size]))[:size]
    odd = key[: size - len(marks)] + marks
    return odd if set(marks) - set(key) and fits(odd) else None


def _text(seed: int, which: str) -> str:
    """Return a key of a campaign."""
    return str(uuid.UUID(int=Random(f"{seed} {which}").getrandbits(128), version=4))  # noqa: S311 - of the seed


def _keyed(case: Case, header: str, key: str) -> Case:
    others = tuple(pair for pair in case.message.headers if pair[0] != header)
    return replace(case, message=replace(case.message, headers=(*others, (header, key))))
