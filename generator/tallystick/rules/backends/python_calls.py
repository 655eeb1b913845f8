"""Operators and functions in Python, with CEL's arithmetic and CEL's equality."""

from typing import Final, Protocol

from tallystick.rules.backends.python_spelling import Spelling
from tallystick.rules.backends.python_text import Code, Level, call, compare, number
from tallystick.rules.expression import Call, Comprehension, Expr, ListLiteral, Literal
from tallystick.rules.intervals import interval
from tallystick.rules.shape import (
    Concrete,
    ListShape,
    MapShape,
    Shapes,
    Simple,
    families,
    family,
    item_shape,
    maybe_null,
    variants,
)

EXACT: Final = 1 << 53
"""Integers up to here are doubles too."""


class Printer(Protocol):
    """What prints the operands of a call."""

    shapes: Shapes
    spelling: Spelling

    def term(self, node: Expr, *, strict: bool) -> Code:
        """Print a term."""
        ...

    def decided(self, node: Expr, *, strict: bool) -> Code:
        """Print an operand of logic."""
        ...

    def helper(self, name: str, *arguments: str) -> Code:
        """Return a call of a support function."""
        ...

    def kinds(self, node: Expr) -> tuple[Concrete, ...]:
        """Return the concrete shapes of a term."""
        ...


_INVERSE: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_LEVELS: Final = {
    "+": Level.SUM,
    "-": Level.SUM,
    "*": Level.PRODUCT,
    "/": Level.PRODUCT,
    "%": Level.PRODUCT,
}


def operation(terms: Printer, node: Call, *, strict: bool) -> Code:  # noqa: PLR0911 - one return for each kind
    """Print a call."""
    match node.function:
        case "!":
            return terms.decided(node.arguments[0], strict=strict).denied()
        case "==" | "!=":
            return equality(terms, node, strict=strict)
        case "in":
            return membership(terms, node, strict=strict)
        case "<" | "<=" | ">" | ">=":
            return ordering(terms, node, strict=strict)
        case "+" | "-" | "*" | "/" | "%":
            return arithmetic(terms, node, strict=strict)
        case "startsWith" | "endsWith" | "contains":
            return texts(terms, node, strict=strict)
        case _:
            return unary(terms, node, strict=strict)


def kinds(terms: Printer, node: Expr) -> set[str]:
    """Return the kinds of a term's variants; ``list`` or ``object`` for those with parts."""
    return {item.kind if isinstance(item, Simple) else family(item) for item in terms.kinds(node)}


def plain_number(terms: Printer, node: Expr, *, strict: bool) -> Code:
    """Print a number; one that JSON wrote as it liked is made what its shape says."""
    term = terms.term(node, strict=strict)
    found = kinds(terms, node)
    if not terms.spelling.raw or isinstance(node, (Literal, Call)):
        return term
    if found == {"double"}:
        return terms.helper("double", term.text)
    if found == {"int"}:
        return call("int", term.text)
    numbers = found & {"int", "double", "any"}
    if numbers in ({"double"}, {"int"}):
        return terms.helper("as_double" if numbers == {"double"} else "as_int", term.text)
    return term


def compared_number(terms: Printer, node: Expr, other: Expr, *, strict: bool) -> Code:
    """Print an operand of a comparison: CEL compares an int with a double as doubles."""
    mine, theirs = kinds(terms, node), kinds(terms, other)
    if isinstance(node, Literal) and isinstance(node.value, int):
        large = abs(node.value) > EXACT and theirs == {"double"}
        return number(float(node.value)) if large else terms.term(node, strict=strict)
    if mine == {"int"} and theirs == {"double"} and not isinstance(other, Literal):
        return terms.helper("double", terms.term(node, strict=strict).text)
    if mine == {"double"} and theirs <= {"int", "double"} and not isinstance(other, Literal):
        return plain_number(terms, node, strict=strict)
    return terms.term(node, strict=strict)


def ordering(terms: Printer, node: Call, *, strict: bool) -> Code:
    """Print ``< <= > >=``."""
    left, right = node.arguments
    one = compared_number(terms, left, right, strict=strict)
    other = compared_number(terms, right, left, strict=strict)
    if node.partial or _dynamic_numbers(terms, left, right):
        one = plain_number(terms, left, strict=strict)
        other = plain_number(terms, right, strict=strict)
        return terms.helper("ordered", one.text, f'"{node.function}"', other.text)
    exact = not {"double", "any"} & (kinds(terms, left) | kinds(terms, right))
    inverse = _INVERSE[node.function] if exact else None
    return compare(one, node.function, other.at(Level.SUM), inverse)


def _dynamic_numbers(terms: Printer, left: Expr, right: Expr) -> bool:
    """Whether a comparison may meet an int and a double, and only the values tell."""
    both = {"int", "double"}
    for one, other in ((left, right), (right, left)):
        value = other.value if isinstance(other, Literal) else None
        small = isinstance(value, (int, float)) and abs(value) <= EXACT
        if both <= kinds(terms, one) and not small:
            return True
    return False


def equality(terms: Printer, node: Call, *, strict: bool) -> Code:
    """Print ``==`` and ``!=``."""
    left, right = node.arguments
    same = node.function == "=="
    for one, other in ((left, right), (right, left)):
        if isinstance(other, Literal) and (other.value is None or isinstance(other.value, bool)):
            words = ("is", "is not") if same else ("is not", "is")
            return compare(terms.term(one, strict=strict), words[0], str(other.value), words[1])
    if not alike(terms, left, right):
        pair = (plain_number(terms, item, strict=strict).text for item in (left, right))
        equal = terms.helper("equal", *pair)
        return equal if same else equal.denied()
    first = compared_number(terms, left, right, strict=strict)
    second = compared_number(terms, right, left, strict=strict).at(Level.SUM)
    return compare(first, node.function, second, "!=" if same else "==")


def alike(terms: Printer, left: Expr, right: Expr) -> bool:
    """Whether Python's ``==`` is CEL's on values of these shapes."""
    pairs = [(one, other) for one in terms.kinds(left) for other in terms.kinds(right)]
    if _dynamic_numbers(terms, left, right):
        return False
    return all(_alike(one, other) for one, other in pairs)


def _alike(one: Concrete, other: Concrete) -> bool:
    found = {family(one), family(other)}
    if "string" in found:
        return True
    if "any" in found or "list" in found:
        return False
    return not found >= {"bool", "number"}


def membership(terms: Printer, node: Call, *, strict: bool) -> Code:
    """Print ``in``."""
    left, right = node.arguments
    value = terms.term(left, strict=strict)
    if not node.partial and _plain_membership(terms, left, right):
        container = _container(terms, right, strict=strict)
        return compare(value, "in", container, "not in")
    return terms.helper("contained", value.text, terms.term(right, strict=strict).text)


def _container(terms: Printer, node: Expr, *, strict: bool) -> str:
    if not isinstance(node, ListLiteral) or not node.items:
        return terms.term(node, strict=strict).at(Level.SUM)
    items = [terms.term(item, strict=strict).text for item in node.items]
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"


def _plain_membership(terms: Printer, left: Expr, right: Expr) -> bool:
    """Whether Python's ``in`` is CEL's: equality by value, and no null that counts as absent."""
    for shape in terms.kinds(right):
        if isinstance(shape, MapShape):
            text = families(left.type, terms.shapes) == {"string"}
            if maybe_null(shape.values, terms.shapes) or not text:
                return False
        elif isinstance(shape, ListShape):
            items = variants(item_shape(shape), terms.shapes)
            numbers = {
                item.kind for item in (*items, *terms.kinds(left)) if isinstance(item, Simple)
            }
            if numbers >= {"int", "double"} or ("double" in numbers and _computed(left, right)):
                return False
            if not all(_alike(a, b) for a in terms.kinds(left) for b in items):
                return False
    return True


def _computed(left: Expr, right: Expr) -> bool:
    """Whether a double may be no number, which is then not in a list that holds it."""
    return not isinstance(left, Literal) and isinstance(right, (ListLiteral, Comprehension, Call))


def arithmetic(terms: Printer, node: Call, *, strict: bool) -> Code:
    """Print ``+ - * / %``."""
    left, right = node.arguments
    one = plain_number(terms, left, strict=strict)
    other = plain_number(terms, right, strict=strict)
    found = kinds(terms, node)
    if found == {"list"} and not node.partial:
        return Code(f"[*{one.text}, *{other.text}]")
    if not found <= {"int"} and not found <= {"double"} and not found <= {"string"}:
        return terms.helper("computed", one.text, f'"{node.function}"', other.text)
    known = kinds(terms, left) | kinds(terms, right)
    if known != found:
        return terms.helper("computed", one.text, f'"{node.function}"', other.text)
    if node.function in ("/", "%"):
        return _division(terms, node, one, other)
    level = _LEVELS[node.function]
    right_level = Level(level + (node.function != "+" or found == {"double"}))
    code = Code(f"{one.at(level)} {node.function} {other.at(right_level)}", level)
    return terms.helper("integer", code.text) if node.partial else code


def _division(terms: Printer, node: Call, one: Code, other: Code) -> Code:
    left, right = node.arguments
    function = node.function
    if kinds(terms, node) == {"double"}:
        if isinstance(right, Literal) and right.value:
            return Code(f"{one.at(Level.PRODUCT)} / {other.at(Level.SIGN)}", Level.PRODUCT)
        return terms.helper("ratio", one.text, other.text)
    bounds = interval(left, terms.shapes), interval(right, terms.shapes)
    if bounds[0] and bounds[1] and bounds[0][0] >= 0 and bounds[1][0] > 0:
        sign = "//" if function == "/" else "%"
        return Code(f"{one.at(Level.PRODUCT)} {sign} {other.at(Level.SIGN)}", Level.PRODUCT)
    return terms.helper("quotient" if function == "/" else "remainder", one.text, other.text)


def texts(terms: Printer, node: Call, *, strict: bool) -> Code:
    """Print ``startsWith endsWith contains``."""
    codes = [terms.term(item, strict=strict) for item in node.arguments]
    if node.partial:
        codes = [terms.helper("text", code.text) for code in codes]
    subject, part = codes
    if node.function == "contains":
        return compare(part, "in", subject.at(Level.SUM), "not in")
    method = "startswith" if node.function == "startsWith" else "endswith"
    return call(f"{subject.at(Level.ATOM)}.{method}", part.text)


_CONVERSIONS: Final = {"int": "to_int", "double": "to_double", "string": "to_text"}


def unary(terms: Printer, node: Call, *, strict: bool) -> Code:  # noqa: PLR0911 - one return for each kind
    """Print the unary minus, ``size`` and the conversions."""
    operand = node.arguments[0]
    term = plain_number(terms, operand, strict=strict)
    found = kinds(terms, operand)
    match node.function:
        case "size":
            simple = found <= {"string", "list"} or _plain_map(terms, operand)
            return call("len", term.text) if simple else terms.helper("length", term.text)
        case "neg":
            if node.partial or len(found) > 1:
                return terms.helper("negated", term.text)
            return Code(f"-{term.at(Level.SIGN)}", Level.SIGN)
        case "string" if found == {"int"}:
            return call("str", term.text)
        case "double" if found == {"int"}:
            return terms.helper("double", term.text)
    if {node.function} == found:
        return term
    return terms.helper(_CONVERSIONS[node.function], term.text)


def _plain_map(terms: Printer, node: Expr) -> bool:
    return all(
        isinstance(item, MapShape) and not maybe_null(item.values, terms.shapes)
        for item in terms.kinds(node)
    )
