"""Containment by structure: keyword by keyword, member by member, without a solver.

Says yes only when it is so; "no" means that it cannot tell.
"""

from fractions import Fraction
from typing import Final

from tallystick.diff.rule_text import Meanings
from tallystick.diff.schemas.judging import Judges
from tallystick.diff.schemas.nodes import Condition, Group, Node, Part, View, joined, with_each
from tallystick.diff.schemas.pairs import same_text
from tallystick.diff.schemas.readers import kind_of, matches
from tallystick.diff.schemas.texts import texts_fit
from tallystick.diff.schemas.views import Views
from tallystick.diff.unchanged.following import Following, Key, is_settled
from tallystick.ir.facts import same

_BUDGET: Final = 20_000
"""Pairs of schemas that one question may look at."""
_ALL: Final = 100_000
"""Pairs that all questions of a comparison may look at."""
_NUMBERS: Final = frozenset({"integer", "number"})


class Prover:
    """Asks whether the right accepts all that the left accepts; of two versions, one flow."""

    def __init__(self, left: Views, right: Views, judges: tuple[Judges, Judges]) -> None:
        """Compare two versions.

        Args:
            left: Whose messages are looked at.
            right: Who should accept them.
            judges: Of single values, by the left's schemas and by the right's.
        """
        self._left, self._right = left, right
        self._both = judges
        self._judges = judges[1]
        self._turned: Prover | None = None
        self._same_rule = Meanings(left, right)
        self._known: dict[Key, bool] = {}
        self._open: set[Key] = set()
        self._parting: set[object] = set()
        self._choosing: set[object] = set()
        self._trail: list[Key] = []
        self._spent = self._before = 0

    def contained(self, left: Node, right: Node) -> bool:
        """Whether it is certain that the right accepts all that the left accepts."""
        if not self._open:
            self._begin()
        try:
            return self._nodes(left, right)
        except RecursionError:  # a chain of hundreds of schemas that all changed
            self._given_up()
            return False

    def _begin(self) -> None:
        self._before += self._spent
        self._spent = 0

    def _given_up(self) -> None:
        """Forget what rests on a question that was not answered."""
        self._open.clear()
        self._choosing.clear()
        self._forget(0)

    def views(self, left: View, right: View) -> bool:
        """As `contained`, of views."""
        self._begin()
        try:
            return self._views(left, right)
        except RecursionError:
            self._given_up()
            return False

    def _nodes(self, left: Node, right: Node) -> bool:
        left, right = self._left.meant(left), self._right.meant(right)
        key = (left.key, right.key)
        known = self._known.get(key)
        if known is not None:
            return known
        both = (self._left, left), (self._right, right)
        if is_settled(*both) or same_text(*both):
            return True
        if key in self._open:
            return True  # by induction over the size of the message
        self._spent += 1
        if self._spent > min(_BUDGET, _ALL - self._before):
            return False
        mark = len(self._trail)
        self._open.add(key)
        found = self._node(left, right)
        self._open.discard(key)
        if found:
            self._trail.append(key)
        else:
            self._forget(mark)
        self._known[key] = found
        if not self._open:
            self._trail.clear()
        return found

    def _node(self, left: Node, right: Node) -> bool:
        follows = self._follows(left, right)
        if follows is not None:
            return follows
        views = self._left.view(left), self._right.view(right)
        if self._views(*views, node=right):
            return True
        return any(
            all(self._nodes(branch, right) for branch in with_each(left, group))
            for group in views[0].groups
        )

    def _follows(self, left: Node, right: Node) -> bool | None:
        """Whether it follows from schemas further below: all above them is written the same.

        Returns:
            None when it is not written the same.
        """
        found = Following((self._left, left), (self._right, right), self._known)
        keys = found.followed - self._open
        if (left.key, right.key) in found.hard:
            return None
        mark = len(self._trail)
        self._open |= keys
        self._spent += len(keys)
        failed = next((it for it, pair in found.hard.items() if not self._nodes(*pair)), None)
        self._open -= keys
        if failed is not None:
            self._forget(mark)
            self._known |= dict.fromkeys(found.resting_on(failed), False)
            return False
        self._known |= dict.fromkeys(keys, True)
        self._trail += keys
        return True

    def _forget(self, mark: int) -> None:
        """Drop what was found since: it may rest on what is not so."""
        for dropped in self._trail[mark:]:
            del self._known[dropped]
        del self._trail[mark:]

    def _views(self, left: View, right: View, node: Node | None = None) -> bool:
        if left.never:
            return True
        if right.never or right.loose:
            return False
        if self._keywords(left, right):
            return True
        return left.enum is not None and node is not None and self._values(left, right, node)

    def _keywords(self, left: View, right: View) -> bool:
        return (
            left.kinds <= right.kinds
            and (right.enum is None or _same_values(left, right))
            and self._rules(left, right)
            and self._scalars(left, right)
            and ("array" not in left.kinds or self._arrays(left, right))
            and ("object" not in left.kinds or self._objects(left, right))
            and self._logic(left, right)
        )

    def _values(self, left: View, right: View, node: Node) -> bool:
        listed = right.enum is None or _same_values(left, right)
        if not listed or not left.kinds <= right.kinds:
            return False
        return all(self._judges.accepts(node, value) is True for value in left.enum or ())

    def _rules(self, left: View, right: View) -> bool:
        return all(any(self._same_rule(it, rule) for it in left.rules) for rule in right.rules)

    def _scalars(self, left: View, right: View) -> bool:
        if left.kinds & _NUMBERS and not _number_fits(left, right):
            return False
        if "string" not in left.kinds:
            return True
        return (
            right.min_length <= left.min_length
            and _below(left.max_length, right.max_length)
            and texts_fit(left, right)
        )

    def _arrays(self, left: View, right: View) -> bool:
        sizes = right.min_items <= left.min_items and _below(left.max_items, right.max_items)
        if not sizes or (right.unique and not left.unique and left.max_items not in {0, 1}):
            return False
        most = left.max_items
        longest = max(len(left.prefix), len(right.prefix)) + 1
        reached = range(longest if most is None else min(longest, most))
        return all(self._nodes(left.item(it), right.item(it)) for it in reached) and all(
            any(
                it.least >= wanted.least
                and _below(it.most, wanted.most)
                and self._nodes(it.node, wanted.node)
                and (wanted.most is None or self._equal(it.node, wanted.node))
                for it in left.contains
            )
            for wanted in right.contains
        )

    def _equal(self, left: Node, right: Node) -> bool:
        """Whether it is certain that two schemas accept the same."""
        return self._nodes(left, right) and self._reverse().contained(right, left)

    def _reverse(self) -> "Prover":
        if self._turned is None:
            self._turned = Prover(self._right, self._left, (self._both[1], self._both[0]))
            self._turned._turned = self  # noqa: SLF001 (each other's)
        return self._turned

    def _objects(self, left: View, right: View) -> bool:
        if right.mixed:
            return False
        return (
            right.required <= left.required
            and right.min_members <= max(left.min_members, len(left.required))
            and _below(self._most(left), right.max_members)
            and self._members(left, right)
            and self._names(left, right)
            and self._dependents(left, right)
        )

    def _most(self, view: View) -> int | None:
        """Return how many members there can be."""
        if view.patterns or not self._is_never(self._left, view.rest):
            return view.max_members
        known = sum(not self._is_never(self._left, node) for node in view.members.values())
        return known if view.max_members is None else min(known, view.max_members)

    def _members(self, left: View, right: View) -> bool:
        names = {**left.members, **right.members}
        if not all(self._nodes(*self._member(left, right, name)) for name in names):
            return False
        if not self._nodes(left.rest, right.rest) and not self._is_never(self._left, left.rest):
            return False
        for pattern, node in left.patterns.items():
            wanted = right.patterns.get(pattern)
            if not self._nodes(node, right.rest if wanted is None else wanted):
                return False
        added = right.patterns.keys() - left.patterns.keys()
        return all(
            self._nodes(node, right.patterns[it])
            for it in sorted(added)
            for node in (left.rest, *left.patterns.values())
        )

    def _member(self, left: View, right: View, name: str) -> tuple[Node, Node]:
        return of_member(left, name), of_member(right, name)

    def _is_never(self, views: Views, node: Node) -> bool:
        return views.view(node).never

    def _names(self, left: View, right: View) -> bool:
        if all(any(self._equal(it, wanted) for it in left.names) for wanted in right.names):
            return True
        closed = not left.patterns and self._is_never(self._left, left.rest)
        possible = [n for n, it in left.members.items() if not self._is_never(self._left, it)]
        return closed and all(
            self._judges.accepts(wanted, name) is True
            for wanted in right.names
            for name in possible
        )

    def _dependents(self, left: View, right: View) -> bool:
        for name, others in right.dependent_required.items():
            sure = left.required | left.dependent_required.get(name, frozenset())
            if not others <= sure and not self._is_absent(left, name):
                return False
        return all(
            self._is_absent(left, name)
            or (name in left.dependent and self._nodes(left.dependent[name], node))
            for name, node in right.dependent.items()
        )

    def _is_absent(self, left: View, name: str) -> bool:
        return self._is_never(self._left, of_member(left, name))

    def _logic(self, left: View, right: View) -> bool:
        return (
            all(self._group(left, group) for group in right.groups)
            and all(any(self._reverse().contained(no, it) for it in left.nots) for no in right.nots)
            and all(
                any(self._alike(it, wanted) for it in left.conditions)
                for wanted in right.conditions
            )
        )

    def _denied(self, left: View, denied: Node) -> bool:
        turned = self._reverse()
        return any(turned.contained(denied, it) for it in left.nots) or (
            self._apart(left, self._right.view(denied), denied)
        )

    def _conditional(self, left: View, condition: Condition) -> bool:
        return any(self._alike(it, condition) for it in left.conditions)

    def _alike(self, left: Condition, right: Condition) -> bool:
        return self._equal(left.test, right.test) and (
            self._nodes(left.then, right.then) and self._nodes(left.otherwise, right.otherwise)
        )

    def _group(self, left: View, group: Group) -> bool:
        """Whether all of the left is in a group of the right."""
        key = (id(left), group.owner.span, group.keyword)
        if key in self._choosing:  # a branch that is the union again, of the same value
            return False
        self._choosing.add(key)
        found = self._fits_branch(left, group)
        self._choosing.discard(key)
        return found

    def _fits_branch(self, left: View, group: Group) -> bool:
        branches = [Node((Part(at),)) for at in group.branches]
        for index, branch in enumerate(branches):
            view = self._right.view(branch)
            others = [it for at, it in enumerate(branches) if at != index]
            if self._views(left, view, node=branch) and (
                not group.exclusive
                or all(self._apart(left, self._right.view(it), it) for it in others)
            ):
                return True
        return False

    def _apart(self, left: View, right: View, node: Node | None = None) -> bool:
        """Whether it is certain that no value is accepted by both."""
        if left.never or right.never or not left.kinds & right.kinds:
            return True
        listed = left.enum is not None and right.enum is not None
        if listed and not any(
            same(it, other) for it in left.enum or () for other in right.enum or ()
        ):
            return True
        if left.enum is not None and node is not None:
            return all(self._judges.accepts(node, value) is False for value in left.enum)
        if right.enum is not None and left.enum is None:
            return False
        if left.kinds & right.kinds != {"object"}:
            return False
        return any(
            self._apart_nodes(of_member(left, name), of_member(right, name))
            for name in sorted(left.required | right.required)
        )

    def _apart_nodes(self, left: Node, right: Node) -> bool:
        key = (left.key, right.key)
        self._spent += 1
        if self._spent > min(_BUDGET, _ALL - self._before) or key in self._parting:
            return False
        self._parting.add(key)
        found = self._apart(self._left.view(left), self._right.view(right), right)
        self._parting.discard(key)
        return found


def of_member(view: View, name: str) -> Node:
    """Return what is said of a member, patterns included."""
    if name in view.members:
        return view.members[name]
    nodes = [node for pattern, node in view.patterns.items() if matches(pattern, name)]
    return joined(*nodes) if nodes else view.rest


def _below(left: int | None, right: int | None) -> bool:
    """Whether an upper limit keeps within another."""
    return right is None or (left is not None and left <= right)


def _same_values(left: View, right: View) -> bool:
    """Whether each value of the left is listed by the right."""
    if left.enum is not None:
        return all(any(same(it, other) for other in right.enum or ()) for it in left.enum)
    if not left.kinds <= {"null", "boolean"}:
        return False
    values = [None] if "null" in left.kinds else []
    wanted = [*values, *([True, False] if "boolean" in left.kinds else [])]
    have = {(kind_of(it), it) for it in right.enum or () if not isinstance(it, list | dict)}
    return all((kind_of(it), it) in have for it in wanted)


def _share(left: View, right: View) -> bool:
    """Whether two lists of values have one in common."""
    return any(same(it, other) for it in left.enum or () for other in right.enum or ())


def _number_fits(left: View, right: View) -> bool:
    if right.low is not None and (left.low is None or left.low < right.low):
        return False
    if right.high is not None:
        if left.high is None:
            return False
        ends = (left.high.value, not left.high.exclusive)
        if ends > (right.high.value, not right.high.exclusive):
            return False
    whole = Fraction(1) if "number" not in left.kinds else None
    steps = [*left.multiples, *([whole] if whole else [])]
    return all(any((it / step).denominator == 1 for it in steps) for step in right.multiples)
