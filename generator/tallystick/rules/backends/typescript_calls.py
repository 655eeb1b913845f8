"""Operators and functions in TypeScript, with CEL's arithmetic and CEL's equality."""

from typing import Final, Protocol

from tallystick.rules.backends.typescript_text import EXACT, Code, Level, call, compare, number
from tallystick.rules.expression import Call, Expr, ListLiteral, Literal
from tallystick.rules.intervals import interval
from tallystick.rules.shape import ListShape, Shapes, Simple, family, item_shape, variants


class Printer(Protocol):
    """What prints the operands of a call."""

    shapes: Shapes

    def term(self, node: Expr, *, strict: bool) -> Code:
        """Print a term."""
        ...

    def compared(self, node: Expr, *, strict: bool, absent: str | None = None) -> Code:
        """Print a term that may have no value; `absent` stands for none."""
        ...

    def decided(self, node: Expr, *, strict: bool) -> Code:
        """Print an operand of logic."""
        ...

    def helper(self, name: str, *arguments: str) -> Code:
        """Return a call of a support function."""
        ...


INVERSE: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_LEVELS: Final = {"+": Level.SUM, "-": Level.SUM, "*": Level.PRODUCT, "/": Level.PRODUCT}
_EXACTLY: Final = {
    "+": "plus",
    "-": "minus",
    "*": "times",
    "/": "quotient",
    "%": "remainder",
}
_CONVERSIONS: Final = {"int": "toInt", "double": "toDouble", "string": "toText"}
_PLAIN: Final = ({"string"}, {"bool"}, {"int"}, {"double"})


def kinds(terms: Printer, node: Expr) -> set[str]:
    """Return the kinds of a term's variants; ``list`` or ``object`` for those with parts."""
    found = variants(node.type, terms.shapes)
    return {item.kind if isinstance(item, Simple) else family(item) for item in found}


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


def small(terms: Printer, node: Expr) -> bool:
    """Whether an integer is exact in a JavaScript number."""
    bounds = interval(node, terms.shapes)
    return bounds is not None and -EXACT <= bounds[0] <= bounds[1] <= EXACT


def marked(terms: Printer, node: Expr, *, strict: bool) -> str:
    """Print an operand of a function that asks for its type: a whole double is marked."""
    text = terms.term(node, strict=strict).text
    found = kinds(terms, node)
    if "double" in found and not found & {"int", "any"}:
        return terms.helper("asDouble", text).text
    return text


def alike(terms: Printer, left: Expr, right: Expr) -> bool:
    """Whether ``===`` is CEL's equality on what these may be."""
    one, other = kinds(terms, left), kinds(terms, right)
    if one <= {"int", "double"} and other <= {"int", "double"}:
        literals = [item.value for item in (left, right) if isinstance(item, Literal)]
        if any(isinstance(value, int) and abs(value) > EXACT for value in literals):
            return False
        exact = small(terms, left) or small(terms, right)
        fraction = any(isinstance(value, float) for value in literals)
        return exact or fraction or (one == other and len(one) == 1)
    scalar = {"string", "bool", "null"}
    return (one <= scalar or other <= scalar) and bool(one and other)


def equality(terms: Printer, node: Call, *, strict: bool) -> Code:
    """Print ``==`` and ``!=``."""
    left, right = node.arguments
    if not alike(terms, left, right):
        pair = (as_compared(terms, *item, strict=strict) for item in ((left, right), (right, left)))
        equal = terms.helper("equal", *pair)
        return equal if node.function == "==" else equal.denied()
    one = terms.compared(left, strict=strict)
    other = terms.compared(right, strict=strict)
    words = ("===", "!==") if node.function == "==" else ("!==", "===")
    return compare(one, words[0], other, words[1])


def as_compared(terms: Printer, node: Expr, other: Expr, *, strict: bool) -> str:
    """Print an operand of a function that compares: an integer with doubles is one of them."""
    mixed = kinds(terms, node) == {"int"} and kinds(terms, other) == {"double"}
    if not mixed:
        return marked(terms, node, strict=strict)
    return terms.helper("asDouble", terms.term(node, strict=strict).text).text


def ordering(terms: Printer, node: Call, *, strict: bool) -> Code:
    """Print ``< <= > >=``."""
    left, right = node.arguments
    one, other = kinds(terms, left), kinds(terms, right)
    if one == other == {"string"} and not node.partial:
        codes = [terms.term(item, strict=strict).text for item in node.arguments]
        before = terms.helper("order", *codes)
        return compare(before, node.function, Code("0"), INVERSE[node.function])
    if node.partial or (one, other) not in [(a, b) for a in _PLAIN[2:] for b in _PLAIN[2:]]:
        pair = [terms.term(item, strict=strict).text for item in node.arguments]
        return terms.helper("ordered", pair[0], f'"{node.function}"', pair[1])
    first = _compared_number(terms, left, right, strict=strict)
    second = _compared_number(terms, right, left, strict=strict)
    inverse = INVERSE[node.function] if "double" not in one | other else None
    return compare(first, node.function, second, inverse)


def _compared_number(terms: Printer, node: Expr, other: Expr, *, strict: bool) -> Code:
    """Print an operand: CEL compares an integer with a double as doubles."""
    mixed = kinds(terms, node) == {"int"} and kinds(terms, other) == {"double"}
    if isinstance(node, Literal) and isinstance(node.value, int) and mixed:
        return number(float(node.value))
    term = terms.term(node, strict=strict)
    if mixed and not small(terms, node):
        return terms.helper("double", term.text)
    return term


def membership(terms: Printer, node: Call, *, strict: bool) -> Code:
    """Print ``in``."""
    left, right = node.arguments
    if isinstance(right, ListLiteral) and all(alike(terms, left, item) for item in right.items):
        listed = [terms.term(item, strict=strict).text for item in right.items]
        if kinds(terms, left) == {"string"} and all(map(_some_text, right.items)):
            text = terms.compared(left, strict=strict, absent='""').text
            return call(f"[{', '.join(listed)}].includes", text)
        return terms.helper("oneOf", terms.compared(left, strict=strict).text, *listed)
    value = terms.term(left, strict=strict)
    container = terms.term(right, strict=strict)
    if not node.partial and kinds(terms, left) == {"string"} and _texts(terms, right):
        return call(f"{container.at(Level.ATOM)}.includes", value.text)
    numbers = kinds(terms, left) == {"int"} and _items(terms, right) == {"double"}
    if numbers:
        value = terms.helper("asDouble", value.text)
    elif kinds(terms, left) == {"double"}:
        value = Code(marked(terms, left, strict=strict))
    return terms.helper("contained", value.text, container.text)


def _some_text(node: Expr) -> bool:
    """Whether a term is a text that is written down, and not an empty one."""
    return isinstance(node, Literal) and isinstance(node.value, str) and node.value != ""


def _texts(terms: Printer, node: Expr) -> bool:
    """Whether a container is a list of texts."""
    lists = all(isinstance(shape, ListShape) for shape in variants(node.type, terms.shapes))
    return lists and _items(terms, node) == {"string"}


def _items(terms: Printer, node: Expr) -> set[str]:
    """Return the kinds of the items of a list."""
    return {
        item.kind if isinstance(item, Simple) else family(item)
        for shape in variants(node.type, terms.shapes)
        if isinstance(shape, ListShape)
        for item in variants(item_shape(shape), terms.shapes)
    }


def arithmetic(terms: Printer, node: Call, *, strict: bool) -> Code:
    """Print ``+ - * / %``."""
    found = [kinds(terms, item) for item in (node, *node.arguments)]
    function = node.function
    if found[0] == found[1] == found[2] == {"int"}:
        return _integers(terms, node, strict=strict)
    plain = found[0] == found[1] == found[2] and found[0] in ({"double"}, {"string"})
    if plain and function != "%" and not node.partial:
        left, right = (terms.term(item, strict=strict) for item in node.arguments)
        level = _LEVELS[function]
        return Code(f"{left.at(level)} {function} {right.at(Level(level + 1))}", level)
    if found[0] == {"list"} and not node.partial:
        left, right = (terms.term(item, strict=strict) for item in node.arguments)
        return Code(f"[...{left.text}, ...{right.text}]")
    one, other = (marked(terms, item, strict=strict) for item in node.arguments)
    result = terms.helper("computed", one, f'"{function}"', other)
    return terms.helper("double", result.text) if found[0] == {"double"} else result


def _integers(terms: Printer, node: Call, *, strict: bool) -> Code:
    left, right = (terms.term(item, strict=strict) for item in node.arguments)
    exact = all(small(terms, item) for item in (node, *node.arguments))
    if exact and not node.partial and node.function in ("+", "-", "*"):
        level = _LEVELS[node.function]
        return Code(f"{left.at(level)} {node.function} {right.at(Level(level + 1))}", level)
    return terms.helper(_EXACTLY[node.function], left.text, right.text)


def texts(terms: Printer, node: Call, *, strict: bool) -> Code:
    """Print ``startsWith endsWith contains``."""
    codes = [terms.term(item, strict=strict) for item in node.arguments]
    if node.partial:
        codes = [terms.helper("text", code.text) for code in codes]
    method = "includes" if node.function == "contains" else node.function
    return call(f"{codes[0].at(Level.ATOM)}.{method}", codes[1].text)


def unary(terms: Printer, node: Call, *, strict: bool) -> Code:
    """Print the unary minus, ``size`` and the conversions."""
    operand = node.arguments[0]
    found = kinds(terms, operand)
    term = terms.term(operand, strict=strict)
    if node.function == "size":
        length = Code(f"{term.at(Level.ATOM)}.length")
        return length if found == {"list"} else terms.helper("size", term.text)
    if node.function == "neg":
        exact = found == {"double"} or (found == {"int"} and small(terms, node))
        if exact and not node.partial:
            return Code(f"-{term.at(Level.ATOM)}", Level.UNARY)
        code = terms.helper("negated", marked(terms, operand, strict=strict))
        return terms.helper("double", code.text) if kinds(terms, node) == {"double"} else code
    if {node.function} == found and node.function != "int":
        return term
    if node.function == "int":
        return terms.helper("toInt", marked(terms, operand, strict=strict))
    return terms.helper(_CONVERSIONS[node.function], term.text)
