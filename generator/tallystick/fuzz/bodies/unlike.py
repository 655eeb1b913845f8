"""Members that no two resources have alike, as their words say: each body gets a value of its own.

*No two customers have the same*: a second body with a value that is known would be refused,
whatever else it is sent for. Where an operation may end in a conflict (409), weaker words do, too,
also those of the conflict; and where nobody says what it is about, names such as ``email``.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count, islice
from random import Random
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Final

from tallystick.diagnostics import escape
from tallystick.fuzz.bodies import uniqueness
from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.moves import changed
from tallystick.fuzz.bodies.naming import ways
from tallystick.fuzz.model import Case, Path
from tallystick.ir import Array, Content, Operation, TypeId
from tallystick.text import Json

ALPHABETS: Final = (digits, ascii_lowercase, ascii_uppercase)
TRIED: Final = 40
"""Values that are tried for one that nobody had."""


def nobody() -> None:
    """Return that no value is had but those that were sent."""


class Unlike:
    """Knows what was sent, and what must not be sent again."""

    def __init__(self, judging: Judging, crowd: Callable[[], Random | None] = nobody) -> None:
        """Know of nothing that was sent.

        Args:
            judging: Judges bodies.
            crowd: Chooses values where there may be any that were never sent; else None.
        """
        self._judging = judging
        self._crowd = crowd
        self._operations = {each.id: each for each in judging.api.operations}
        self._places: dict[tuple[TypeId, str], tuple[tuple[str, str], ...]] = {}
        self._sent: dict[str, set[str]] = {}
        self._turns: Counter[tuple[str, str]] = Counter()

    def told(self, case: Case, content: Content, value: Json, kept: str = "-") -> Json:
        """Return a body with values that no body had before, where that breaks nothing else.

        Args:
            case: Of the operation that it is sent to.
            content: Of what it is one.
            value: The body.
            kept: Place of a value that stays as it is.
        """
        type_id = content.type
        if type_id is None:
            return value
        key = type_id, case.operation
        places = self._places.get(key)
        if places is None:
            found = self._found(type_id, self._operations[case.operation])
            places = self._places[key] = tuple(dict.fromkeys(found))
        for at, member in places:
            if not f"{kept}/".startswith(f"{at}/"):
                value = self._fresh(type_id, value, at, member)
        return value

    def _found(self, type_id: TypeId, operation: Operation) -> Iterator[tuple[str, str]]:
        """Yield the places of such members, each with what tells the member from others."""
        api = self._judging.api
        conflicts = uniqueness.conflict(operation) is not None
        says = uniqueness.perhaps if conflicts else uniqueness.said
        for field in uniqueness.likely(api, operation, api.fields(type_id)):
            yield f"/{escape(field.wire)}", f"{type_id} {field.wire}"
        for at, inner in places(api, type_id):
            for field in api.fields(inner):
                words = field.doc.description
                several = isinstance(api.types[field.type], Array)
                if not several and words is not None and says(words.raw.lower()):
                    yield f"{at}/{escape(field.wire)}", f"{inner} {field.wire}"

    def _fresh(self, type_id: TypeId, value: Json, at: str, member: str) -> Json:
        sent = self._sent.setdefault(member, set())
        for path, part in ways(value, at):
            if not isinstance(part, str) or not part:
                continue
            text = part
            if part in sent or self._crowd():
                fresh = self._others(member, part)
                text = next((it for it in fresh if self._same(type_id, value, path, it)), part)
                value = changed(value, path, text)
            sent.add(text)
        return value

    def _others(self, member: str, text: str) -> Iterator[str]:
        """Yield texts for one that was sent, which were not: those behind the last one."""
        if chance := self._crowd():
            yield from islice(shaken(text, chance), TRIED)
            return
        for other in islice(others(text, self._turns[member, text] + 1), TRIED):
            self._turns[member, text] += 1
            if other not in self._sent[member]:
                yield other

    def _same(self, type_id: TypeId, value: Json, path: Path, text: str) -> bool:
        """Whether a body breaks the same with another text at a place."""
        fresh = changed(value, path, text)
        return self._judging.broken(type_id, value) == self._judging.broken(type_id, fresh)


def shaken(text: str, chance: Random) -> Iterator[str]:
    """Yield texts as of `others`, in no order and without an end; none where there are none."""
    end = text.find("@") if text.count("@") == 1 else len(text)
    alphabets = [next((each for each in ALPHABETS if it in each), it) for it in text[:end]]
    while any(len(each) > 1 for each in alphabets):
        yield "".join(map(chance.choice, alphabets)) + text[end:]


def others(text: str, first: int = 1) -> Iterator[str]:
    """Yield texts of the same length, with letters and digits at the same places.

    Of an address of mail what is before the ``@`` changes first.

    Args:
        text: That they are like.
        first: Number of the one to begin with.
    """
    end = text.find("@") if text.count("@") == 1 else len(text)
    order = (*reversed(range(end)), *reversed(range(end, len(text))))
    for number in count(first):
        left, spelt = number, list(text)
        for at in order:
            alphabet = next((it for it in ALPHABETS if text[at] in it), "")
            if alphabet:
                left += alphabet.index(text[at])
                left, index = divmod(left, len(alphabet))
                spelt[at] = alphabet[index]
        if left:
            return
        yield "".join(spelt)
