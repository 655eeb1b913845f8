"""The rendered Python and the official CEL runtime agree on every rule and every value."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from tallystick.diagnostics import Span, has_errors
from tallystick.rules import (
    ANY,
    BOOL,
    DOUBLE,
    INT,
    NULL,
    STRING,
    ListShape,
    MapShape,
    Member,
    MessageShape,
    NamedShape,
    Shape,
    Simple,
    UnionShape,
    compile_rule,
    program,
)
from tallystick.rules.backends import python_support
from tallystick.rules.backends.python import Attributes, Mapping, PythonBackend
from tallystick.text import Json

SPAN = Span("api.yaml", "/x/rule")
WORDS = ("", "a", "ab", "b", "image/png", "1", "-7", "é😀", "1.5", "a\nb", " 2 ")
NUMBERS = (0, 1, 2, 3, -1, 7, 10, 2**62, -(2**63), 2**63 - 1, 2**53 + 1)
FRACTIONS = (0.0, 1.0, 0.5, -2.5, 3.0, 1e300, 2.0**53, 1e19)
PATTERNS = ("^a", "b$", "^[a-z]+/.+$", "(a|1)*b?", "[^a]", "\\\\d{1,2}", "^$", ".", "\\\\s")


def member(shape: Shape, chance: random.Random) -> Member:
    return Member(shape=shape, required=chance.random() < 0.6, nullable=chance.random() < 0.2)


def scalar(chance: random.Random) -> Shape:
    return chance.choice(
        (BOOL, BOOL, INT, INT, DOUBLE, STRING, STRING, Simple(kind="string", values=("a", "b")))
    )


def message(chance: random.Random, depth: int) -> MessageShape:
    """A message with members of every sort, named so that a rule can be guessed."""
    members = {f"s{n}": member(scalar(chance), chance) for n in range(4)}
    members["small"] = member(Simple(kind="int", minimum=0, maximum=1000), chance)
    members["words"] = member(ListShape(items=chance.choice((STRING, INT, DOUBLE, BOOL))), chance)
    members["x-foo"] = member(scalar(chance), chance)
    members["any"] = member(ANY, chance)
    members["free"] = member(MapShape(values=chance.choice((INT, STRING, ANY))), chance)
    members["holes"] = member(ListShape(items=UnionShape(variants=(STRING, NULL))), chance)
    members["either"] = member(UnionShape(variants=(scalar(chance), scalar(chance))), chance)
    if depth:
        inner = message(chance, depth - 1)
        members["inner"] = member(inner, chance)
        members["list"] = member(ListShape(items=inner), chance)
        members["mixed"] = member(UnionShape(variants=(STRING, inner)), chance)
        members["again"] = Member(shape=NamedShape(name="root"))
    return MessageShape(name=f"M{depth}", members=members)


def value(shape: Shape, chance: random.Random, shapes: dict[str, Shape], depth: int = 0) -> Json:
    """A valid value of a shape."""
    match shape:
        case NamedShape():
            return value(shapes[shape.name], chance, shapes, depth)
        case UnionShape():
            return value(chance.choice(shape.variants), chance, shapes, depth)
        case ListShape():
            return [value(shape.items, chance, shapes, depth + 1) for _ in range(chance.choice((0, 1, 2, 3)))]
        case MapShape():
            return {key: value(shape.values, chance, shapes, depth + 1) for key in ("a", "k") if chance.random() < 0.5}
        case MessageShape():
            return _object(shape, chance, shapes, depth)
        case Simple():
            return _simple(shape, chance, depth)


def _object(shape: MessageShape, chance: random.Random, shapes: dict[str, Shape], depth: int) -> Json:
    given: dict[str, Json] = {}
    for name, one in shape.members.items():
        if one.nullable and chance.random() < 0.25:
            given[name] = None
        elif one.required or chance.random() < (0.6 if depth < 3 else 0.1):
            given[name] = value(one.shape, chance, shapes, depth + 1)
    return given


def _simple(shape: Simple, chance: random.Random, depth: int) -> Json:
    if shape.values:
        return chance.choice(shape.values)
    match shape.kind:
        case "bool":
            return chance.random() < 0.5
        case "int":
            if shape.maximum is not None:
                return chance.choice((0, 1, 2, 999))
            number = chance.choice(NUMBERS)
            return float(number) if abs(number) < 100 and chance.random() < 0.1 else number
        case "double":
            return chance.choice((*FRACTIONS, 1, 2, 3))
        case "string":
            return chance.choice(WORDS)
        case "null":
            return None
        case "any":
            kinds: tuple[Shape, ...] = (BOOL, INT, DOUBLE, STRING, NULL)
            if depth < 3:
                kinds = (*kinds, ListShape(items=ANY), MapShape(values=ANY))
            return value(chance.choice(kinds), chance, {}, depth + 1)


@dataclass
class Writer:
    """Writes random rules that are likely to type-check."""

    chance: random.Random
    shapes: dict[str, Shape]

    def paths(self, scope: dict[str, Shape]) -> list[tuple[str, Shape]]:
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
        if isinstance(shape, NamedShape):
            return self.owners(self.shapes[shape.name])
        if isinstance(shape, UnionShape):
            return [owner for variant in shape.variants for owner in self.owners(variant)]
        return [shape] if isinstance(shape, MessageShape) else []

    def read(self, kind: str, scope: dict[str, Shape]) -> str | None:
        """A read of a value that may be of this kind."""
        fitting = [text for text, shape in self.paths(scope) if kind in kinds(shape)]
        return self.chance.choice(fitting) if fitting else None

    def write(self, kind: str, scope: dict[str, Shape], depth: int) -> str:
        if depth <= 0 or self.chance.random() < 0.3:
            found = self.read(kind, scope) if self.chance.random() < 0.8 else None
            return found or self.constant(kind)
        return getattr(self, f"{kind}_")(scope, depth - 1)

    def constant(self, kind: str) -> str:
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

    def bool_(self, scope: dict[str, Shape], depth: int) -> str:
        w = lambda kind: self.write(kind, scope, depth)  # noqa: E731
        pick = self.chance.choice
        form: Callable[[], str] = pick(
            (
                lambda: f"({w('bool')} {pick(('&&', '||'))} {w('bool')})",
                lambda: f"({w('bool')} {pick(('&&', '||'))} {w('bool')} {pick(('&&', '||'))} {w('bool')})",
                lambda: f"!({w('bool')})",
                lambda: f"({w('bool')} ? {w('bool')} : {w('bool')})",
                lambda: self.guarded(scope, depth),
                lambda: self.guarded(scope, depth),
                lambda: self.question(scope),
                lambda: self.comparison(scope, depth),
                lambda: self.comparison(scope, depth),
                lambda: f"{w('string')}.{pick(('startsWith', 'endsWith', 'contains'))}({w('string')})",
                lambda: f"{w('string')}.matches('{pick(PATTERNS)}')",
                lambda: self.macro(scope, depth, pick(("all", "exists", "exists_one"))),
                lambda: f"({w('bool')} == {w('bool')})",
                lambda: f"({w(pick(('int', 'string', 'double')))} in {w('list')})",
                lambda: f"('k' in self.free)",
            )
        )
        return form()

    def question(self, scope: dict[str, Shape]) -> str:
        texts = [text for text, _ in self.paths(scope) if "." in text and not text.endswith("]")]
        return f"has({self.chance.choice(texts)})" if texts else "true"

    def guarded(self, scope: dict[str, Shape], depth: int) -> str:
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
        form = self.chance.choice(("{0} && {1}", "!({0}) || {1}", "!({0} && {1})", "({0} ? {1} : true)"))
        return "(" + form.format(" && ".join(asked), test) + ")"

    def comparison(self, scope: dict[str, Shape], depth: int) -> str:
        kind = self.chance.choice(("int", "double", "string", "list"))
        other = self.chance.choice(("int", "double")) if kind in ("int", "double") else kind
        signs = ("==", "!=") if kind == "list" else ("==", "!=", "<", "<=", ">", ">=")
        left, right = self.write(kind, scope, depth), self.write(other, scope, depth)
        return f"({left} {self.chance.choice(signs)} {right})"

    def macro(self, scope: dict[str, Shape], depth: int, name: str) -> str:
        lists = [(t, s) for t, s in self.paths(scope) if kinds(s) & {"list", "map"}]
        text, shape = self.chance.choice(lists) if lists else ("[1, 2]", ListShape(items=INT))
        item = shape.items if isinstance(shape, ListShape) else STRING
        variable = self.chance.choice(("v", "w", "len", "item"))
        inner = {**scope, variable: item}
        return f"{text}.{name}({variable}, {self.write('bool', inner, depth)})"

    def int_(self, scope: dict[str, Shape], depth: int) -> str:
        w = lambda kind: self.write(kind, scope, depth)  # noqa: E731
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

    def double_(self, scope: dict[str, Shape], depth: int) -> str:
        w = lambda kind: self.write(kind, scope, depth)  # noqa: E731
        pick = self.chance.choice
        form: Callable[[], str] = pick(
            (
                lambda: f"({w('double')} {pick('+-*/')} {w('double')})",
                lambda: f"double({w(pick(('int', 'string')))})",
                lambda: f"-({w('double')})",
            )
        )
        return form()

    def string_(self, scope: dict[str, Shape], depth: int) -> str:
        w = lambda kind: self.write(kind, scope, depth)  # noqa: E731
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

    def list_(self, scope: dict[str, Shape], depth: int) -> str:
        w = lambda kind: self.write(kind, scope, depth)  # noqa: E731
        pick = self.chance.choice
        kind = pick(("int", "string", "bool", "double"))
        form: Callable[[], str] = pick(
            (
                lambda: f"[{w(kind)}, {w(kind)}]",
                lambda: self.macro(scope, depth, "filter"),
                lambda: f"self.words.map(m, {self.write(kind, {**scope, 'm': STRING}, depth)})",
                lambda: f"({w('list')} + {w('list')})",
                lambda: f"self.holes.filter(h, h != null)",
                lambda: f"self.holes.map(h, h != null, {self.write(kind, scope, depth)})",
            )
        )
        return form()


def kinds(shape: Shape) -> set[str]:
    match shape:
        case Simple():
            return {"bool", "int", "double", "string", "any"} if shape.kind == "any" else {shape.kind}
        case ListShape():
            return {"list"}
        case MapShape():
            return {"map"}
        case UnionShape():
            return {kind for variant in shape.variants for kind in kinds(variant)}
        case _:
            return set()


def model(given: Json, shape: Shape, shapes: dict[str, Shape]) -> object:
    """The value as a generated model holds it: attributes, None where nothing is given."""
    match shape:
        case NamedShape():
            return model(given, shapes[shape.name], shapes)
        case UnionShape():
            objects = [one for one in shape.variants if isinstance(one, MessageShape)]
            if isinstance(given, dict) and objects:
                return model(given, objects[0], shapes)
            numbers = {one.kind for one in shape.variants if isinstance(one, Simple)}
            if numbers & {"int", "double"} and not numbers >= {"int", "double"}:
                return model(given, DOUBLE if "double" in numbers else INT, shapes)
            return given
        case ListShape() if isinstance(given, list):
            return [model(item, shape.items, shapes) for item in given]
        case MapShape() if isinstance(given, dict):
            return {key: model(item, shape.values, shapes) for key, item in given.items()}
        case MessageShape() if isinstance(given, dict):
            members = {
                name.replace("-", "_"): model(given.get(name), one.shape, shapes)
                for name, one in shape.members.items()
            }
            return SimpleNamespace(**members)
        case Simple(kind="double") if isinstance(given, int) and not isinstance(given, bool):
            return float(given)
        case Simple(kind="int") if isinstance(given, float):
            return int(given)
        case _:
            return given


def disagreements(seed: int, rules: int, values: int) -> tuple[int, list[str]]:
    """Judge random rules on random values in three ways; return how many, and what differed."""
    chance = random.Random(seed)
    judged = 0
    different: list[str] = []
    for _ in range(rules):
        shapes: dict[str, Shape] = {}
        root = shapes["root"] = message(chance, 1)
        text = Writer(chance, shapes).write("bool", {"self": root}, chance.choice((1, 2, 3, 4)))
        rule, found = compile_rule(text, root, shapes, SPAN)
        if rule is None:
            assert has_errors(found)
            continue
        judge = program(text, root, shapes)
        spelled = (Attributes(name=lambda _, wire: wire.replace("-", "_")), Mapping())
        codes = [PythonBackend(shapes, one).render(rule).text for one in spelled]
        for _ in range(values):
            given = value(root, chance, shapes)
            expected = judge.evaluate(given)
            for code, subject in zip(codes, (model(given, root, shapes), given), strict=True):
                names = {"self": subject, "_rules": python_support, "re": re}
                try:
                    result: object = eval(code, names)  # noqa: S307 - what the test is about
                except Exception as error:  # noqa: BLE001 - reported as a disagreement
                    result = repr(error)
                judged += 1
                if result is not expected.satisfied:
                    different.append(f"{text}\n  {code}\n  {given}\n  {expected} but {result}")
    return judged, sorted(different, key=len)


@pytest.mark.parametrize("seed", range(4))
def test_python_and_the_runtime_agree(seed: int) -> None:
    """Random rules, guarded and not, over random shapes; every verdict is the same."""
    judged, different = disagreements(seed, rules=400, values=6)
    assert judged > 2000
    assert not different, different[0]
