"""Random rules about the items of lists, in pairs that are close to each other."""

import random
from dataclasses import dataclass
from typing import Any, Final

from tallystick.rules import BOOL, INT, ListShape, Member, MessageShape

LISTS: Final = ("l", "m")
ITEM: Final = MessageShape(
    name="Item",
    members={
        "a": Member(shape=INT, required=True),
        "b": Member(shape=BOOL, required=False),
        "c": Member(shape=ListShape(items=INT), required=False),
    },
)
ROOT: Final = MessageShape(
    name="Root",
    members={
        "l": Member(shape=ListShape(items=ITEM), required=True),
        "m": Member(shape=ListShape(items=INT), required=True),
        "k": Member(shape=INT, required=True),
    },
)


@dataclass
class ListRules:
    """Writes conditions on a message of `ROOT`."""

    chance: random.Random

    def pair(self) -> tuple[str, str]:
        """Return two rules that share parts."""
        left, right = self._pair()
        return (left, right) if self.chance.random() < 0.6 else (right, left)

    def _pair(self) -> tuple[str, str]:
        one, other = self.about(), self.about()
        return self.chance.choice(
            (
                (one, other),
                (f"({one}) && ({other})", self.chance.choice((one, other))),
                (one, f"({one}) || ({other})"),
                (f"({one}) && ({other})", f"({other}) && ({one})"),
                (one, f"!(!({one}))"),
                *self._weaker(),
            )
        )

    def _weaker(self) -> list[tuple[str, str]]:
        name, macro = self.chance.choice(LISTS), self.chance.choice(("all", "exists"))
        item, other = self.item(name, "x"), self.item(name, "x")
        said = f"self.{name}.{macro}(x, {{}})".format
        taken = f"self.{name}.filter(x, {{}})".format
        kept = self.chance.choice((item, f"({item}) && ({other})"))
        return [
            (said(f"({item}) && ({other})"), said(item)),
            (said(item), said(f"({item}) || ({other})")),
            (taken(item) + ".size() > 0", f"self.{name}.exists(x, {item})"),
            (f"self.{name}.exists(x, {item})", taken(item) + ".size() >= 1"),
            (taken(item) + ".size() <= 2", taken(kept) + ".size() <= 2"),
            (taken(item) + f".all(x, {other})", said(f"!({item}) || ({other})")),
            (f"self.{name}.exists_one(x, {item})", taken(item) + ".size() == 1"),
            (f"self.{name}.exists_one(x, {item})", f"self.{name}.exists(x, {item})"),
            ("self.l.map(x, x.a).all(y, y > 1)", "self.l.all(x, x.a > 0)"),
            ("2 in self.l.map(x, x.a)", "self.l.exists(y, y.a == 2)"),
            ("self.m.all(x, x < 2)", "!(2 in self.m)"),
        ]

    def about(self, depth: int = 1) -> str:
        """Return a condition."""
        pick = self.chance.choice
        if depth and self.chance.random() < 0.3:
            return f"({self.about(0)}) {pick(('&&', '||'))} ({self.about(0)})"
        name = pick(LISTS)
        said, too = self.item(name, "x"), self.item(name, "y")
        inner = f"self.{name}.{pick(('all', 'exists', 'exists_one'))}(y, {self.both(name)})"
        return pick(
            (
                f"self.{name}.{pick(('all', 'exists', 'exists_one'))}(x, {said})",
                f"!self.{name}.{pick(('all', 'exists'))}(x, {said})",
                f"self.{name}.{pick(('all', 'exists'))}(x, {inner})",
                f"self.{name}.filter(x, {said}).size() {pick(('<', '==', '>='))} {pick((0, 1, 2))}",
                f"self.{name}.filter(x, {said}).{pick(('all', 'exists'))}(y, {too})",
                f"self.{name}.size() {pick(('<', '==', '>='))} {pick((0, 1, 4))}",
                "self.k in self.l.map(x, x.a)",
                f"self.l.map(x, x.a + self.k).all(y, y > {pick((0, 1, 2))})",
                f"self.m.filter(x, {self.item('m', 'x')}) == self.m",
                "(self.m + self.l.map(x, x.a)).exists(y, y == 2)",
                f"self.m[{pick((0, 1, 3))}] == 1",
                "self.k in self.m",
                f"self.k > {pick((0, 1))}",
            )
        )

    def item(self, name: str, it: str) -> str:
        """Return a condition on an item."""
        pick = self.chance.choice
        if name == "m":
            return pick(
                (f"{it} > 0", f"{it} == 2", f"{it} <= self.k", f"{it} != 1", f"1 / {it} > 0")
            )
        return pick(
            (
                f"{it}.a > 0",
                f"{it}.a == self.k",
                f"{it}.b",
                f"has({it}.b) && {it}.b",
                f"!has({it}.b) || {it}.a > 1",
                f"{it}.a / self.k == 1",
                f"has({it}.c) && {it}.c.all(z, z > 0)",
                f"{it}.c.exists(z, z == {it}.a)",
            )
        )

    def both(self, name: str) -> str:
        """Return a condition on two items, ``x`` and ``y``."""
        if name == "m":
            return self.chance.choice(("x == y", "x <= y", "x != y || x > 1"))
        return self.chance.choice(("x.a == y.a", "y.a <= x.a", "x.b == y.b && x.a == y.a"))

    def value(self) -> Any:
        """Return a message: numbers are few, so that they often meet."""

        def number() -> int:
            return self.chance.choice((0, 1, 2, 3))

        items = []
        for _ in range(self.chance.choice((0, 1, 2, 3, 4, 6))):
            item: dict[str, Any] = {"a": number()}
            if self.chance.random() < 0.6:
                item["b"] = self.chance.random() < 0.5
            if self.chance.random() < 0.5:
                item["c"] = [number() for _ in range(self.chance.choice((0, 1, 2, 4)))]
            items.append(item)
        if items and self.chance.random() < 0.4:
            items = [items[0]] * len(items)
        plain = [number() for _ in range(self.chance.choice((0, 1, 2, 3, 5)))]
        return {"l": items, "m": plain, "k": number()}
