"""Bodies that break a rule about a list, with that list empty: it is there all the same.

Many a server asks whether there is something in it where a rule asks whether it is given.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.naming import with_ids
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.oracles.acceptance import FAILED, REFUSED
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import body_content
from tallystick.ir import TypeId
from tallystick.text import Json

MOST: Final = 20
"""Requests that are made."""


class Emptying:
    """Makes further requests of those that were refused.

    Attributes:
        cases: The requests; each breaks what the one before it broke.
    """

    def __init__(self, scene: Scene) -> None:
        """Know of none."""
        self._scene = scene
        self._tried: set[str] = set()
        self.cases: list[Case] = []

    def note(self, case: Case, reply: Reply) -> None:
        """Look at the refusal of a body that breaks one rule alone."""
        broken = case.kind == "rule" and case.expect == "refused" and not case.note
        if not broken or case.takes or len(self.cases) >= MOST:
            return
        content = body_content(self._scene.operations[case.operation])
        refused = REFUSED <= reply.status < FAILED
        if refused and case.has_value and content is not None and content.type is not None:
            self._empty(content.type, case)

    def _empty(self, body: TypeId, case: Case) -> None:
        """Keep a request with lists that the rule reads empty, if it is broken so, too."""
        judging, claim = self._scene.judging, case.claim
        rule = judging.rules_at(body).get((claim.name, claim.at)) if claim else None
        if claim is None or rule is None or claim.key in self._tried:
            return
        sent = with_ids(case.value, case.names)
        for value in _emptied(sent, rule[0].text or ""):
            if judging.broken(body, value) == judging.broken(body, sent):
                self._tried.add(claim.key)
                message = replace(case.message, body=compact(value))
                self.cases.append(replace(case, message=message, value=value, names=()))
                return


def _emptied(value: Json, read: str) -> Iterator[Json]:
    """Yield a body once for each object in it: with all of its lists empty, if one is read."""
    if isinstance(value, list):
        for at, item in enumerate(value):
            for each in _emptied(item, read):
                yield [*value[:at], each, *value[at + 1 :]]
    elif isinstance(value, dict):
        for name, part in value.items():
            for each in _emptied(part, read):
                yield value | {name: each}
        lists = [name for name, part in value.items() if isinstance(part, list) and part]
        if any(f".{name}" in read for name in lists):
            yield value | {name: [] for name in lists}
