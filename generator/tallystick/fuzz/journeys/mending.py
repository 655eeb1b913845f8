"""Broken bodies without what a rule of the server may have refused in them.

Such a refusal says nothing of what is broken: the server may not even have seen it.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.moves import changed
from tallystick.fuzz.bodies.naming import ways
from tallystick.fuzz.documented import answer
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.oracles.acceptance import doubtful
from tallystick.fuzz.oracles.pointing import blamed
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import body_content
from tallystick.ir import MISSING, TypeId
from tallystick.text import Json

MOST: Final = 20
"""Requests that are mended."""


class Mending:
    """Makes further requests of those that say nothing.

    Attributes:
        cases: The requests; each breaks what the one before it broke.
    """

    def __init__(self, scene: Scene) -> None:
        """Know of none."""
        self._scene = scene
        self.cases: list[Case] = []

    def note(self, case: Case, reply: Reply) -> None:
        """Look at the refusal of a body that breaks something else than what it points at."""
        broken = case.expect == "refused" and case.claim is not None and case.has_value
        if not broken or case.takes or case.names or len(self.cases) >= MOST:
            return
        content = body_content(self._scene.operations[case.operation])
        if content is None or content.type is None or not doubtful(self._scene, case, reply):
            return
        places = set(blamed(answer(reply), case.value))
        if not any(self._is_wrong(content.type, case, at) for at in places):
            self._mend(content.type, case, _without(case.value, places))

    def _is_wrong(self, body: TypeId, case: Case, at: str) -> bool:
        """Whether a refusal that points at a place may be about what is broken."""
        if case.claim is None or not case.claim.rule:
            return case.claim is not None and at.startswith(case.claim.at)
        rule = self._scene.judging.rules_at(body).get((case.claim.rule, case.claim.at))
        return rule is None or at.startswith(case.claim.at + (rule[0].field or "/"))

    def _mend(self, body: TypeId, case: Case, value: Json) -> None:
        """Keep a request with another body, if that breaks the same and nothing else."""
        judging = self._scene.judging
        if judging.broken(body, value) == judging.broken(body, case.value):
            message = replace(case.message, body=compact(value))
            self.cases.append(replace(case, message=message, value=value))


def _without(value: Json, places: Iterable[str]) -> Json:
    """Return a body without the members at some places."""
    paths = {path for at in places for path, _ in ways(value, at)}
    for path in sorted(paths, key=lambda it: [str(s).zfill(9) for s in it], reverse=True):
        value = changed(value, path, MISSING)
    return value
