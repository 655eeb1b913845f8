"""What words define by the members beside it is what these come to."""

from collections.abc import Iterator

from tallystick.diagnostics import escape
from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.bodies.naming import ways
from tallystick.fuzz.documented import answer, success
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.alike import short
from tallystick.fuzz.oracles.formulas import Formula, formulas
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.requests.paging import members_of
from tallystick.ir import Record, TypeId


def judge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning for each member that is something else than words say it comes to."""
    if not accepted(reply):
        return
    for at, formula in scene.once(("derived", case.operation), lambda: _defined(scene, case)):
        yield from _wrong(case, reply, at, formula)


def _wrong(case: Case, reply: Reply, at: str, formula: Formula) -> Iterator[Finding]:
    """Yield a warning about the first object of a place whose member is something else."""
    for _, value in ways(answer(reply), at):
        held = members_of(value)
        wanted = formula.expected(held)
        if wanted is not None:
            said = f"{formula.member} is {short(held[formula.member])}, "
            said += f"where {formula.said} comes to {wanted}"
            claim = about(case, "response:comes-of", f"{at}/{escape(formula.member)}")
            yield finding("not-so", said, case, reply, claim=claim, weight=Weight.WARNING)
            return


def _defined(scene: Scene, case: Case) -> tuple[tuple[str, Formula], ...]:
    """Return what words define in the answers to an operation."""
    type_id = success(scene.operations[case.operation])
    if type_id is None:
        return ()
    return scene.once(("derived of", type_id), lambda: _known(scene, type_id))


def _known(scene: Scene, type_id: TypeId) -> tuple[tuple[str, Formula], ...]:
    """Return what words define in the values of a type, where all kinds of a place agree."""
    kinds: dict[str, list[Record]] = {}
    for at, inner in places(scene.api, type_id):
        declared = scene.api.types[inner]
        if isinstance(declared, Record):
            kinds.setdefault(at, []).append(declared)
    agreed = (
        (at, formula)
        for at, records in kinds.items()
        for formula in formulas(scene.api, records[0])
        if all(formula in formulas(scene.api, it) for it in records[1:])
    )
    return tuple(agreed)
