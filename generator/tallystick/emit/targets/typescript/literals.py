"""Quoting for TypeScript: literals, property names and comments that no text can leave."""

import json
from collections.abc import Sequence

from tallystick.emit.code import WIDTH, Code, printable
from tallystick.emit.prose import ended, paragraphs, wrap
from tallystick.ir import Doc
from tallystick.rules.backends.typescript_text import IDENTIFIER, number, quote
from tallystick.text import Json, SpecText


def string(text: str | SpecText) -> Code:
    """Return a string literal."""
    return Code(quote(text.raw if isinstance(text, SpecText) else text))


def strict_json(text: str | SpecText) -> Code:
    """Return a JSON string of ASCII characters only."""
    return Code(json.dumps(text.raw if isinstance(text, SpecText) else text))


def key(wire: str) -> Code:
    """Return the name of a property, quoted where it is no identifier."""
    plain = IDENTIFIER.fullmatch(wire) and wire != "__proto__"
    return Code(wire) if plain else string(wire)


def literal(value: Json) -> Code | None:
    """Return the literal type of a JSON scalar, None for what has none."""
    if value is None or isinstance(value, bool):
        return Code("null" if value is None else str(value).lower())
    if isinstance(value, str):
        return string(value)
    if isinstance(value, (int, float)):
        text = number(value).text
        return None if text.endswith("n") or "f" in text or "a" in text else Code(text)
    return None


def entry(name: str, value: Json, indent: int) -> Code:
    """Return a member of a literal, its comma included."""
    head = f"{member(name)}: "
    return Code(f"{' ' * indent}{head}{_laid(value, indent, len(head))},")


def _laid(value: Json, indent: int, before: int) -> str:
    """Return a JSON value: on one line where it fits there, else its parts one a line."""
    line = flat(value)
    if indent + before + len(line) < WIDTH or not value or not isinstance(value, dict | list):
        return line
    pad = " " * indent
    if isinstance(value, dict):
        rows = [str(entry(name, item, indent + 2)) for name, item in value.items()]
        return "\n".join(["{", *rows, f"{pad}}}"])
    rows = [f"{pad}  {_laid(item, indent + 2, 0)}," for item in value]
    return "\n".join(["[", *rows, f"{pad}]"])


def flat(value: Json) -> str:
    """Return a JSON value as a literal on one line."""
    if isinstance(value, dict):
        inner = ", ".join(f"{member(name)}: {flat(item)}" for name, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(flat, value))}]"
    return string(value) if isinstance(value, str) else json.dumps(value)


def member(name: str) -> str:
    """Return the name of a member of a literal; only brackets keep this one from being set."""
    return '["__proto__"]' if name == "__proto__" else key(name)


def template(text: str) -> Code:
    """Return text for the inside of a template literal."""
    inside = quote(text)[1:-1].replace('\\"', '"')
    return Code(inside.replace("`", "\\`").replace("$", "\\$"))


def laid_import(module: str, names: Sequence[str], kind: str = "") -> Code:
    """Return an import statement."""
    line = f'import {kind}{{ {", ".join(names)} }} from "{module}";'
    if len(line) <= WIDTH:
        return Code(line)
    body = "".join(f"  {name},\n" for name in names)
    return Code(f'import {kind}{{\n{body}}} from "{module}";')


def inline(text: str | SpecText) -> Code:
    """Return text for the inside of a comment or of Markdown, on one line."""
    raw = text.raw if isinstance(text, SpecText) else text
    return Code(printable(" ".join(raw.split())).replace("*/", "*∕").replace("\\", "/"))  # noqa: RUF001 - a slash that ends no comment


def comment(text: str, indent: int) -> Code:
    """Return a documentation comment of wrapped text, indented; "" for no text."""
    pad = " " * indent
    lines = [_inside(line) for line in text.strip().split("\n")]
    if lines == [""]:
        return Code("")
    if len(lines) == 1 and indent + len(lines[0]) + len("/**  */") <= WIDTH:
        return Code(f"{pad}/** {lines[0]} */\n")
    body = "".join(f"{pad} * {line}".rstrip() + "\n" for line in lines)
    return Code(f"{pad}/**\n{body}{pad} */\n")


def documented(doc: Doc, fallback: str, indent: int, extra: str = "") -> Code:
    """Return the comment of a declaration.

    Args:
        doc: What the document says.
        fallback: What to say when it says nothing.
        indent: Columns before each line.
        extra: Paragraphs that follow.
    """
    said = paragraphs(doc)
    text = wrap(ended(said) if said else fallback, WIDTH - indent - 3)
    blocks = [text, wrap(extra, WIDTH - indent - 3), "@deprecated" if doc.deprecated else ""]
    return comment("\n\n".join(block for block in blocks if block), indent)


def _inside(line: str) -> str:
    """Escape one line of a comment: it cannot end there, and shows all that it holds."""
    return printable(line).replace("*/", "*\\/").rstrip()
