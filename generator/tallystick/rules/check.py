"""Type checking: the parsed tree of a rule against the shape of ``self``.

The runtime's own checker sees ``self`` as dynamic: descriptors made from a schema can express
neither unions nor members like ``x-foo``, so members and their types are judged here.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from tallystick.rules import codes, operators
from tallystick.rules.expression import (
    Comprehension,
    Conditional,
    Expr,
    Index,
    ListLiteral,
    Literal,
    Logic,
    MapLiteral,
    Matches,
    Quantifier,
    Variable,
)
from tallystick.rules.macros import Macro, macro
from tallystick.rules.members import has, has_members, names, select, without_null
from tallystick.rules.problems import Problems, spell
from tallystick.rules.regex import PatternError, parse
from tallystick.rules.shape import (
    ANY,
    BOOL,
    DOUBLE,
    INT,
    NULL,
    STRING,
    ListShape,
    MapShape,
    MessageShape,
    Shape,
    Simple,
    describe,
    item_shape,
    union,
    variants,
)
from tallystick.rules.signatures import CONVERSIONS, OPERATORS, STRING_TESTS, is_any
from tallystick.rules.tree import Apply, Constant, Entries, Field, Fold, Ident, Items, Tree

Scope = Mapping[str, Shape]

_CONSTANTS: Final = {"null": NULL, "bool": BOOL, "int": INT, "double": DOUBLE, "string": STRING}
_REFUSED_CONSTANTS: Final = {"uint": "an unsigned literal", "bytes": "a bytes literal"}


def check(tree: Tree, scope: Scope, problems: Problems) -> Expr:  # noqa: PLR0911 - one return for each kind
    """Return the typed tree; what is wrong is reported and stands as a dynamic value."""
    match tree:
        case Constant():
            return _constant(tree, problems)
        case Ident():
            return _name(tree, scope, problems)
        case Field():
            return _field(tree, scope, problems)
        case Apply():
            return _apply(tree, scope, problems)
        case Items():
            return _items(tree, scope, problems)
        case Entries():
            return _entries(tree, scope, problems)
        case Fold():
            return _fold(tree, scope, problems)


def _constant(tree: Constant, problems: Problems) -> Expr:
    if tree.kind in _CONSTANTS:
        if isinstance(tree.value, float) and not math.isfinite(tree.value):
            problems.add(codes.UNSUPPORTED, "the number is beyond the range of a double", tree.at)
        if isinstance(tree.value, str) and "\0" in tree.value:
            problems.add(codes.UNSUPPORTED, "the character U+0000 is not supported", tree.at)
        return Literal(type=_CONSTANTS[tree.kind], offset=tree.at, value=tree.value)
    what = _REFUSED_CONSTANTS.get(tree.kind, "a literal of an unknown type")
    problems.add(codes.UNSUPPORTED, f"{what} is not supported by every backend", tree.at)
    return problems.unknown(tree.at)


def _name(tree: Ident, scope: Scope, problems: Problems) -> Expr:
    if tree.name in scope:
        return Variable(type=scope[tree.name], offset=tree.at, name=tree.name)
    if tree.name == "oldSelf":
        message = "'oldSelf' is not supported: a rule judges one message, not a change"
        problems.add(codes.UNSUPPORTED, message, tree.at)
        return problems.unknown(tree.at)
    inside = names(scope.get("self", ANY), problems.shapes)
    advice = f"write self.{tree.name}" if tree.name in inside else problems.near(tree.name, scope)
    problems.add(codes.UNKNOWN_NAME, f"'{tree.name}' is not defined", tree.at, advice)
    return problems.unknown(tree.at)


def _field(tree: Field, scope: Scope, problems: Problems) -> Expr:
    operand = check(tree.operand, scope, problems)
    offset = problems.before_parenthesis(problems.after_dot(tree.at))
    build = has if tree.test else select
    return build(operand, tree.name, offset, problems)


def _apply(call: Apply, scope: Scope, problems: Problems) -> Expr:
    tree = replace(call, at=problems.before_parenthesis(call.at))
    target = () if tree.target is None else (tree.target,)
    operands = (*target, *tree.arguments)
    match tree.function:
        case "_&&_" | "_||_":
            return _logic(tree, scope, problems)
        case "_?_:_":
            return _conditional(tree, scope, problems)
        case "_[_]":
            return _index(tree, scope, problems)
        case "!_" | "-_":
            function = "!" if tree.function == "!_" else "neg"
            operand = check(operands[0], scope, problems)
            return operators.unary_call(
                "!" if function == "!" else "neg", operand, tree.at, problems
            )
        case "matches" if len(operands) == 2:  # noqa: PLR2004 - a string and a pattern
            return _matches(operands[0], operands[1], scope, problems)
    arguments = [check(operand, scope, problems) for operand in operands]
    return _function(tree, arguments, problems)


def _function(tree: Apply, arguments: list[Expr], problems: Problems) -> Expr:
    name = tree.function
    binary = OPERATORS.get(name) or (STRING_TESTS.get(name) if tree.target else None)
    if binary is not None and len(arguments) == 2:  # noqa: PLR2004 - binary
        return operators.binary_call(binary, arguments[0], arguments[1], tree.at, problems)
    if len(arguments) == 1:
        if name == "size":
            return operators.unary_call("size", arguments[0], tree.at, problems)
        if name in CONVERSIONS and tree.target is None:
            return operators.unary_call(CONVERSIONS[name], arguments[0], tree.at, problems)
    known = (*STRING_TESTS, *CONVERSIONS, "size", "matches", "has", "all", "exists", "filter")
    if name in known or name in ("exists_one", "map"):
        message = f"'{name}' is not called like this"
        problems.add(codes.TYPE, message, tree.at, _USAGE.get(name))
    else:
        message = f"the function '{name}' is not supported by every backend"
        problems.add(codes.UNSUPPORTED, message, tree.at, problems.near(name, known))
    return problems.unknown(tree.at)


_USAGE: Final = {
    "size": "write size(self.items) or self.items.size()",
    "matches": "write self.name.matches('^[a-z]+$')",
    "startsWith": "write self.name.startsWith('a')",
    "endsWith": "write self.name.endsWith('a')",
    "contains": "write self.name.contains('a')",
    "all": "write self.items.all(item, item > 0)",
    "exists": "write self.items.exists(item, item > 0)",
    "exists_one": "write self.items.exists_one(item, item > 0)",
    "filter": "write self.items.filter(item, item > 0)",
    "map": "write self.items.map(item, item + 1)",
    "has": "write has(self.name)",
}


def _logic(tree: Apply, scope: Scope, problems: Problems) -> Expr:
    operands: list[Expr] = []
    for part in tree.arguments:
        operand = check(part, scope, problems)
        same = isinstance(part, Apply) and part.function == tree.function
        if same and isinstance(operand, Logic):
            operands.extend(operand.operands)
            continue
        operators.want_bool(operand, problems)
        operands.append(operand)
    operator = "&&" if tree.function == "_&&_" else "||"
    return Logic(
        type=BOOL,
        offset=tree.at,
        operator="&&" if operator == "&&" else "||",
        operands=tuple(operands),
    )


def _conditional(tree: Apply, scope: Scope, problems: Problems) -> Expr:
    test, then, otherwise = (check(part, scope, problems) for part in tree.arguments)
    operators.want_bool(test, problems)
    return Conditional(
        type=union((then.type, otherwise.type)),
        offset=tree.at,
        test=test,
        then=then,
        otherwise=otherwise,
    )


def _index(tree: Apply, scope: Scope, problems: Problems) -> Expr:
    operand, index = (check(part, scope, problems) for part in tree.arguments)
    key = index.value if isinstance(index, Literal) else None
    found = variants(operand.type, problems.shapes)
    if isinstance(key, str) and (any(map(has_members, found)) or all(map(is_any, found))):
        return select(operand, key, index.offset, problems)
    results: list[Shape] = []
    kinds = {
        item.kind for item in variants(index.type, problems.shapes) if isinstance(item, Simple)
    }
    for item in found:
        if is_any(item):
            results.append(ANY)
        elif isinstance(item, ListShape) and kinds & {"int", "double", "any"}:
            results.append(_item_at(item, key))
        elif isinstance(item, MapShape) and kinds & {"string", "any"}:
            results.append(without_null(item.values))
    if not results and found:
        _refuse_index(operand, index, problems)
    return Index(type=union(results or [ANY]), offset=tree.at, operand=operand, index=index)


def _refuse_index(operand: Expr, index: Expr, problems: Problems) -> None:
    found = variants(operand.type, problems.shapes)
    if any(isinstance(item, MessageShape) for item in found):
        message = f"the members of {spell(operand)} can only be named by a constant string"
        problems.add(codes.UNSUPPORTED, message, index.offset)
        return
    left, right = (describe(part.type, problems.shapes) for part in (operand, index))
    message = f"{spell(operand)} is {left} and cannot be indexed with {right}"
    problems.add(codes.TYPE, message, index.offset)


def _item_at(shape: ListShape, key: object) -> Shape:
    if isinstance(key, int) and not isinstance(key, bool) and 0 <= key < len(shape.prefix):
        return shape.prefix[key]
    return item_shape(shape)


def _matches(operand: Tree, pattern: Tree, scope: Scope, problems: Problems) -> Expr:
    subject = check(operand, scope, problems)
    if not isinstance(pattern, Constant) or not isinstance(pattern.value, str):
        message = "the pattern of 'matches' is not a constant string"
        place = problems.after_dot(pattern.at)
        problems.add(codes.UNSUPPORTED, message, place, "write the pattern as a literal")
        return problems.unknown(pattern.at)
    try:
        parsed = parse(pattern.value)
    except PatternError as error:
        place = problems.inside(pattern.at, pattern.value, error.offset)
        message = f"the pattern '{pattern.value}' {error}"
        problems.add(codes.PATTERN, message, place, error.advice)
        return problems.unknown(pattern.at)
    operators.want_string(subject, "matches", problems)
    return Matches(type=BOOL, offset=subject.offset, operand=subject, pattern=parsed)


def _items(tree: Items, scope: Scope, problems: Problems) -> Expr:
    items = tuple(check(item, scope, problems) for item in tree.items)
    shape = union(item.type for item in items) if items else union(())
    return ListLiteral(type=ListShape(items=shape), offset=tree.at, items=items)


def _entries(tree: Entries, scope: Scope, problems: Problems) -> Expr:
    if tree.name:
        message = f"a message literal ('{tree.name}') is not supported: there are no such types"
        problems.add(codes.UNSUPPORTED, message, tree.at)
        return problems.unknown(tree.at)
    entries: list[tuple[str, Expr]] = []
    for key, value in tree.entries:
        if not isinstance(key, Constant) or not isinstance(key.value, str):
            message = "a key of a map literal is not a constant string"
            problems.add(codes.UNSUPPORTED, message, key.at)
            continue
        if key.value in dict(entries):
            problems.add(codes.SYNTAX, f"the key '{key.value}' is given twice", key.at)
        entries.append((key.value, check(value, scope, problems)))
    values = union(value.type for _, value in entries) if entries else union(())
    return MapLiteral(type=MapShape(values=values), offset=tree.at, entries=tuple(entries))


def _fold(fold: Fold, scope: Scope, problems: Problems) -> Expr:
    tree = replace(fold, at=problems.before_parenthesis(fold.at))
    found = macro(tree)
    if found is None:
        message = "a macro of this form is not supported by every backend"
        problems.add(codes.UNSUPPORTED, message, tree.at)
        return problems.unknown(tree.at)
    over = check(found.range, scope, problems)
    inner = {**scope, found.variable: _each(over, found, problems)}
    if found.variable == "self":
        message = f"the variable of '{found.name}' hides self"
        problems.add(codes.UNSUPPORTED, message, tree.at, "give the variable another name")
    condition = None if found.condition is None else check(found.condition, inner, problems)
    if condition is not None:
        operators.want_bool(condition, problems)
    result = None if found.result is None else check(found.result, inner, problems)
    if condition is not None and found.name in ("all", "exists", "exists_one"):
        return Quantifier(
            type=BOOL,
            offset=tree.at,
            macro=found.name,  # type: ignore[arg-type]  # narrowed by the test above
            variable=found.variable,
            range=over,
            condition=condition,
        )
    items = inner[found.variable] if result is None else result.type
    return Comprehension(
        type=ListShape(items=items),
        offset=tree.at,
        variable=found.variable,
        range=over,
        condition=condition,
        result=result,
    )


def _each(over: Expr, found: Macro, problems: Problems) -> Shape:
    """Return the shape of the macro's variable."""
    results: list[Shape] = []
    shapes = variants(over.type, problems.shapes)
    for item in shapes:
        if is_any(item):
            results.append(ANY)
        elif isinstance(item, ListShape):
            results.append(item_shape(item))
        elif isinstance(item, MapShape):
            results.append(STRING)
    if not results and shapes:
        what = describe(over.type, problems.shapes)
        message = f"'{found.name}' runs over a list or a map, but {spell(over)} is {what}"
        problems.add(codes.TYPE, message, over.offset)
        return ANY
    return union(results)
