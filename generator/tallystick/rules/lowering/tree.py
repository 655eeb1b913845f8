"""A conjunction of atoms, sorted by the places they are about."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tallystick.rules.lowering.formula import (
    All,
    Any,
    Formula,
    Given,
    Holds,
    Not,
    Place,
    Step,
    Test,
    atoms,
    is_positive,
)


@dataclass(slots=True)
class Branch:
    """What is asked of one value.

    Attributes:
        place: Where it stands.
        given: It must be there.
        absent: It must not be there.
        passes: Tests that it passes; it is there then.
        fails: Tests that it fails, if it is there.
        rest: Formulas that look only below it.
        below: Its parts.
    """

    place: Place
    given: bool = False
    absent: bool = False
    passes: list[Test] = field(default_factory=list)
    fails: list[Test] = field(default_factory=list)
    rest: list[Formula] = field(default_factory=list)
    below: dict[Step, "Branch"] = field(default_factory=dict)

    def part(self, place: Place, *, given: bool) -> "Branch":
        """Return the branch of a place below this one.

        Args:
            place: The place.
            given: All on the way there must be given.
        """
        branch = self
        for step in place.steps[len(self.place.steps) :]:
            if step not in branch.below:
                branch.below[step] = Branch(branch.place.below(step))
            branch = branch.below[step]
            branch.given |= given
        return branch


def sort(formulas: Iterable[Formula], place: Place) -> tuple[Branch, list[Formula]]:
    """Return a conjunction as a tree, and the formulas that do not fit in.

    Args:
        formulas: All of them hold.
        place: What they are about lies here or below.
    """
    tree = Branch(place)
    others: list[Formula] = []
    for formula in formulas:
        match formula:
            case Given(there):
                tree.part(there, given=True)
            case Holds(there, test):
                tree.part(there, given=True).passes.append(test)
            case Not(Given(there)):
                tree.part(there, given=False).absent = True
            case Not(Holds(there, test)):
                tree.part(there, given=False).fails.append(test)
            case Any() | All() if is_positive(formula) and formula.parts:
                there = common(formula, place)
                if there.steps == place.steps:
                    others.append(formula)
                else:
                    tree.part(there, given=True).rest.append(formula)
            case _:
                others.append(formula)
    return tree, others


def common(formula: Formula, above: Place) -> Place:
    """Return the object or list below which a positive formula looks, as far down as one goes."""
    places = [_holder(atom) for atom in atoms(formula)]
    steps = places[0].steps
    for place in places[1:]:
        shared = 0
        for one, other in zip(steps, place.steps, strict=False):
            if one != other:
                break
            shared += 1
        steps = steps[:shared]
    return Place(above.root, steps if len(steps) > len(above.steps) else above.steps)


def _holder(atom: Given | Holds) -> Place:
    place = atom.place
    return Place(place.root, place.steps[:-1])
