"""Pieces of TypeScript source: precedence, quoting, names."""

import json
import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

EXACT: Final = 1 << 53
"""Integers up to here are exact in a JavaScript number."""

IDENTIFIER: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")

RESERVED: Final = frozenset(
    [
        *("abstract", "any", "arguments", "as", "async", "await", "boolean", "break", "case"),
        *("catch", "class", "const", "continue", "debugger", "declare", "default", "delete", "do"),
        *("else", "enum", "eval", "export", "extends", "false", "finally", "for", "function"),
        *("globalThis", "if", "implements", "import", "in", "infer", "instanceof", "interface"),
        *("is", "keyof", "let", "module", "namespace", "never", "new", "null", "number", "object"),
        *("of", "package", "private", "protected", "public", "readonly", "require", "return"),
        *("satisfies", "static", "string", "super", "switch", "symbol", "this", "throw", "true"),
        *("try", "type", "typeof", "undefined", "unique", "unknown", "var", "void", "while"),
        *("with", "yield", "NaN", "Infinity", "bigint", "constructor", "prototype", "__proto__"),
        "Boolean",
    ]
)
"""Words that are no names, or that a reader would take for something else."""

INHERITED: Final = frozenset(
    [
        *("constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "valueOf"),
        *("toLocaleString", "toString", "__proto__", "__defineGetter__", "__defineSetter__"),
        *("__lookupGetter__", "__lookupSetter__"),
    ]
)
"""What every object has: a plain read would find it where nothing was given."""


class Level(IntEnum):
    """How tightly an expression binds; an operand of a lower level needs parentheses."""

    CHOICE = 1
    OR = 2
    AND = 3
    EQUAL = 4
    COMPARE = 5
    SUM = 6
    PRODUCT = 7
    UNARY = 8
    ATOM = 9


@dataclass(frozen=True, slots=True)
class Code:
    """An expression, how tightly it binds, and the same condition denied by its own operator."""

    text: str
    level: Level = Level.ATOM
    inverse: str | None = None

    def at(self, level: Level) -> str:
        """Return the text, in parentheses where an operand of this level is wanted."""
        return self.text if self.level >= level else f"({self.text})"

    def denied(self) -> "Code":
        """Return the condition that is true where this one is false."""
        if self.inverse is not None:
            return Code(self.inverse, self.level, self.text)
        return Code(f"!{self.at(Level.UNARY)}", Level.UNARY)


def compare(left: Code, operator: str, right: Code, inverse: str | None = None) -> Code:
    """Return a comparison."""
    level = Level.EQUAL if operator[-1] == "=" and operator not in ("<=", ">=") else Level.COMPARE
    head, tail = left.at(Level(level + 1)), right.at(Level(level + 1))
    other = None if inverse is None else f"{head} {inverse} {tail}"
    return Code(f"{head} {operator} {tail}", level, other)


def call(function: str, *arguments: str) -> Code:
    """Return a call."""
    return Code(f"{function}({', '.join(arguments)})")


def quote(text: str) -> str:
    """Return a string literal that holds no line break and nothing invisible."""
    return '"' + "".join(map(_quoted, text)) + '"'


def _quoted(char: str) -> str:
    if char not in '"\\' and char.isprintable():
        return char
    return json.dumps(char)[1:-1] if char != "\x7f" else "\\x7f"


def number(value: float) -> Code:
    """Return a number literal; an integer that is no exact number becomes a bigint."""
    if isinstance(value, int):
        text = f"{value}n" if abs(value) > EXACT else str(value)
    else:
        text = str(int(value)) if value.is_integer() and abs(value) < EXACT else repr(value)
    return Code(text, Level.UNARY if text.startswith("-") else Level.ATOM)


def read(operand: str, name: str, step: str, *, declared: bool = True) -> str:
    """Return the read of a member; `step` is ``""``, ``"?"`` or ``"!"``."""
    if declared and IDENTIFIER.fullmatch(name):
        return f"{operand}{step}.{name}"
    return f"{operand}{'?.' if step == '?' else step}[{quote(name)}]"


def variable(name: str, taken: frozenset[str]) -> str:
    """Return a name for a macro's variable that hides nothing in use."""
    plain = name.lstrip("_") or "item"
    while plain in RESERVED or plain in taken:
        plain += "_"
    return plain
