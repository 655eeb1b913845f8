"""Random rules that are likely to type-check."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tallystick.rules import (
    BOOL,
    INT,
    STRING,
    ListShape,
    MapShape,
    MessageShape,
    NamedShape,
    Shape,
    Shapes,
    Simple,
    UnionShape,
)

PATTERNS = ("^a", "b$", "^[a-z]+/.+$", "(a|1)*b?", "[^a]", "\\\\d{1,2}", "^$", ".", "\\\\s")
TESTS = ("startsWith", "endsWith", "contains")
LOGIC = ("&&", "||")
Scope = dict[str, Shape]
Form = Callable[[], str]


@dataclass
class Writer:
    """Writes random rules that are likely to type-check."""

    chance: random.Random
    shapes: Shapes

    def paths(self, scope: Scope) -> list[tuple[str, Shape]]:
        """Every read that starts from a name in scope, some steps deep."""
        found: list[tuple[str, Shape]] = []
        todo = [(name, shape, 0) for name, shape in scope.items()]
        while todo:
            text, shape, depth = todo.pop()
            found.append((text, shape))
            for owner in self.owners(shape):
                for name, one in owner.members.items() if depth < 2 else ():
                    step = f"['{name}']" if "-" in name else f".{name}"
                    todo.append((text + step, one.shape, depth + 1))
        return found

    def owners(self, shape: Shape) -> list[MessageShape]:
        """Return the messages that a shape may stand for."""
        if isinstance(shape, NamedShape):
            return self.owners(self.shapes[shape.name])
        if isinstance(shape, UnionShape):
            return [owner for variant in shape.variants for owner in self.owners(variant)]
        return [shape] if isinstance(shape, MessageShape) else []

    def read(self, kind: str, scope: Scope) -> str | None:
        """A read of a value that may be of this kind."""
        fitting = [text for text, shape in self.paths(scope) if kind in kinds(shape)]
        return self.chance.choice(fitting) if fitting else None

    def write(self, kind: str, scope: Scope, depth: int) -> str:
        """Write an expression of a kind."""
        if depth <= 0 or self.chance.random() < 0.3:
            found = self.read(kind, scope) if self.chance.random() < 0.8 else None
            return found or self.constant(kind)
        written: str = getattr(self, f"{kind}_")(scope, depth - 1)
        return written

    def constant(self, kind: str) -> str:
        """Write a literal."""
        pick = self.chance.choice
        match kind:
            case "bool":
                return pick(("true", "false"))
            case "int":
                return str(pick((0, 1, 2, 3, 5, 2**53 + 1)))
            case "double":
                return repr(pick((0.0, 1.0, 0.5, 2.0)))
            case "string":
                return repr(pick(("", "a", "b", "ab", "1", "image/")))
            case _:
                return pick(("[1, 2]", "['a']", "[]", "[1.0]", "[true]"))

    def bool_(self, scope: Scope, depth: int) -> str:
        """Write a condition."""
        w = partial(self.write, scope=scope, depth=depth)
        pick = self.chance.choice
        form: Callable[[], str] = pick(
            (
                lambda: f"({w('bool')} {pick(LOGIC)} {w('bool')})",
                lambda: f"({w('bool')} {pick(LOGIC)} {w('bool')} {pick(LOGIC)} {w('bool')})",
                lambda: f"!({w('bool')})",
                lambda: f"({w('bool')} ? {w('bool')} : {w('bool')})",
                lambda: self.guarded(scope),
                lambda: self.guarded(scope),
                lambda: self.question(scope),
                lambda: self.comparison(scope, depth),
                lambda: self.comparison(scope, depth),
                lambda: (
                    f"{w('string')}.{pick(('startsWith', 'endsWith', 'contains'))}({w('string')})"
                ),
                lambda: f"{w('string')}.matches('{pick(PATTERNS)}')",
                lambda: self.macro(scope, depth, pick(("all", "exists", "exists_one"))),
                lambda: f"({w('bool')} == {w('bool')})",
                lambda: f"({w(pick(('int', 'string', 'double')))} in {w('list')})",
                lambda: "('k' in self.free)",
                lambda: "('k' in self.any)",
                lambda: f"({w('string')} in self.free)",
                lambda: f"(self.free[{w('string')}] == {self.constant('string')})",
                lambda: f"(self.any['k'] == {self.constant('int')})",
            )
        )
        return form()

    def question(self, scope: Scope) -> str:
        """Write ``has`` of some member."""
        texts = [text for text, _ in self.paths(scope) if "." in text and not text.endswith("]")]
        return f"has({self.chance.choice(texts)})" if texts else "true"

    def guarded(self, scope: Scope) -> str:
        """A read with the question before it, as rules have it."""
        texts = [item for item in self.paths(scope) if "." in item[0] and not item[0].endswith("]")]
        text, shape = self.chance.choice(texts) if texts else ("self", BOOL)
        kind = self.chance.choice(sorted(kinds(shape)) or ["bool"])
        test = {
            "bool": text,
            "int": f"{text} > {self.write('int', scope, 0)}",
            "double": f"{text} <= {self.write('double', scope, 0)}",
            "string": f"{text} {self.chance.choice(('==', '!='))} {self.write('string', scope, 0)}",
            "list": f"size({text}) >= 1",
            "any": f"{text} == {self.constant('int')}",
        }.get(kind, "true")
        steps = text.split(".")
        asked = [f"has({'.'.join(steps[: end + 1])})" for end in range(1, len(steps))]
        if not texts:
            return "true"
        form = self.chance.choice(
            ("{0} && {1}", "!({0}) || {1}", "!({0} && {1})", "({0} ? {1} : true)")
        )
        return "(" + form.format(" && ".join(asked), test) + ")"

    def comparison(self, scope: Scope, depth: int) -> str:
        """Write a comparison of two values that may be compared."""
        kind = self.chance.choice(("int", "double", "string", "list"))
        other = self.chance.choice(("int", "double")) if kind in ("int", "double") else kind
        signs = ("==", "!=") if kind == "list" else ("==", "!=", "<", "<=", ">", ">=")
        left, right = self.write(kind, scope, depth), self.write(other, scope, depth)
        return f"({left} {self.chance.choice(signs)} {right})"

    def macro(self, scope: Scope, depth: int, name: str) -> str:
        """Write a macro over some list."""
        lists = [(t, s) for t, s in self.paths(scope) if kinds(s) & {"list", "map"}]
        text, shape = self.chance.choice(lists) if lists else ("[1, 2]", ListShape(items=INT))
        item = shape.items if isinstance(shape, ListShape) else STRING
        variable = self.chance.choice(("v", "w", "len", "item"))
        inner = {**scope, variable: item}
        return f"{text}.{name}({variable}, {self.write('bool', inner, depth)})"

    def int_(self, scope: Scope, depth: int) -> str:
        """Write an integer."""
        w = partial(self.write, scope=scope, depth=depth)
        pick = self.chance.choice
        form: Callable[[], str] = pick(
            (
                lambda: f"({w('int')} {pick('+-*/%')} {w('int')})",
                lambda: f"size({w(pick(('string', 'list')))})",
                lambda: f"-({w('int')})",
                lambda: f"int({w(pick(('double', 'string')))})",
                lambda: f"({w('bool')} ? {w('int')} : {w('int')})",
                lambda: f"self.words[{pick((0, 1))}]",
            )
        )
        return form()

    def double_(self, scope: Scope, depth: int) -> str:
        """Write a double."""
        w = partial(self.write, scope=scope, depth=depth)
        pick = self.chance.choice
        form: Callable[[], str] = pick(
            (
                lambda: f"({w('double')} {pick('+-*/')} {w('double')})",
                lambda: f"double({w(pick(('int', 'string')))})",
                lambda: f"-({w('double')})",
            )
        )
        return form()

    def string_(self, scope: Scope, depth: int) -> str:
        """Write a text."""
        w = partial(self.write, scope=scope, depth=depth)
        pick = self.chance.choice
        form: Callable[[], str] = pick(
            (
                lambda: f"({w('string')} + {w('string')})",
                lambda: f"string({w(pick(('int', 'bool')))})",
                lambda: "self.holes[0]",
                lambda: "self.free['k']",
                lambda: "self.free.a",
            )
        )
        return form()

    def list_(self, scope: Scope, depth: int) -> str:
        """Write a list."""
        w = partial(self.write, scope=scope, depth=depth)
        pick = self.chance.choice
        kind = pick(("int", "string", "bool", "double"))
        form: Callable[[], str] = pick(
            (
                lambda: f"[{w(kind)}, {w(kind)}]",
                lambda: self.macro(scope, depth, "filter"),
                lambda: f"self.words.map(m, {self.write(kind, {**scope, 'm': STRING}, depth)})",
                lambda: f"({w('list')} + {w('list')})",
                lambda: "self.holes.filter(h, h != null)",
                lambda: f"self.holes.map(h, h != null, {self.write(kind, scope, depth)})",
            )
        )
        return form()


def kinds(shape: Shape) -> set[str]:
    """Return what a value of a shape may be."""
    match shape:
        case Simple():
            return (
                {"bool", "int", "double", "string", "any"} if shape.kind == "any" else {shape.kind}
            )
        case ListShape():
            return {"list"}
        case MapShape():
            return {"map"}
        case UnionShape():
            return {kind for variant in shape.variants for kind in kinds(variant)}
        case _:
            return set()
