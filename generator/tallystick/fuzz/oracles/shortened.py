"""What is said to be the end, or the beginning, of what was asked is that.

*Last four of a card's number, an iban or an account number*: of these members the body has one.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tallystick.fuzz.documented import told
from tallystick.fuzz.holders import kinds
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.alike import short
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.ir import TypeId
from tallystick.text import Json

_PART: Final = re.compile(
    r"\b(last|first) (\d|two|three|four|five|six|seven|eight)\b(?: (?:letters|digits|characters))?"
    r" of ([^.;]+)"
)
_COUNTED: Final = ("two", "three", "four", "five", "six", "seven", "eight")
_MARKS: Final = re.compile(r"[^0-9a-z]+")


class Part(NamedTuple):
    """A member of an answer that is a part of a text.

    Attributes:
        member: Its wire name.
        last: It is the end, else the beginning.
        size: How many characters it has.
        of: Words about the text.
    """

    member: str
    last: bool
    size: int
    of: str

    def cut(self, text: str) -> str:
        """Return the part of a text, as far as letters and digits count."""
        whole = _plain(text)
        return whole[-self.size :] if self.last else whole[: self.size]

    def shows(self, shown: str, text: str) -> bool:
        """Whether a text is shown by its part; what is left out may have marks in its place."""
        found, wanted = _plain(shown), self.cut(text)
        return found.endswith(wanted) if self.last else found.startswith(wanted)


def judge(
    scene: Scene, case: Case, reply: Reply, types: tuple[TypeId, TypeId], values: tuple[Json, Json]
) -> Iterator[Finding]:
    """Yield a warning for each member that is no such part of what was asked.

    Args:
        scene: The API.
        case: The creation, or what asked for the resource.
        reply: The answer.
        types: Of the body, and of the answer.
        values: Both.
    """
    (asked, answered), (body, value) = types, values
    if not isinstance(body, dict) or not isinstance(value, dict):
        return
    kind = scene.judging.variant(asked, body)
    for part in scene.once(("parts", answered), lambda: tuple(_parts(scene, answered))):
        shown = value.get(part.member)
        named = (it for it in scene.api.fields(kind) if re.search(_named(it.words), part.of))
        texts = [text for it in named if isinstance(text := body.get(it.wire), str)]
        whole = [text for text in texts if len(_plain(text)) >= part.size]
        if isinstance(shown, str) and whole and not any(part.shows(shown, it) for it in whole):
            said = f"{part.member} is {short(shown)}, where {short(part.cut(whole[0]))} was asked"
            claim = about(case, "response:part", member=part.member)
            yield finding("no-part", said, case, reply, claim=claim, weight=Weight.WARNING)


def _parts(scene: Scene, type_id: TypeId) -> Iterator[Part]:
    """Yield the parts of texts that an answer has, in any of its kinds."""
    seen: set[str] = set()
    for kind in kinds(scene.api, type_id):
        for field in kind.fields:
            found = _PART.search(told(field.doc.description))
            if found is not None and field.wire not in seen:
                seen.add(field.wire)
                number = found[2]
                size = int(number) if number.isdigit() else _COUNTED.index(number) + 2
                yield Part(field.wire, found[1] == "last", size, found[3])


def _named(words: tuple[str, ...]) -> str:
    return rf"\b{'[ _]?'.join(map(re.escape, words))}\b"


def _plain(text: str) -> str:
    return _MARKS.sub("", text.lower())
