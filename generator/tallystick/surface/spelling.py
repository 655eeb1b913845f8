"""Types as the source code of their language writes them, for messages."""

import json
from collections.abc import Callable
from typing import Final

from tallystick.surface.model import (
    Applied,
    Atom,
    Both,
    Choice,
    Language,
    Member,
    Name,
    Shape,
    Type,
    Value,
)
from tallystick.surface.relation import REST, TUPLE

LONGEST: Final = 80


def spelled(type_: Type, language: Language) -> str:
    """Return a type in its language, shortened."""
    text = _SPELLERS[language](type_)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _python(type_: Type) -> str:
    match type_:
        case Atom(name=name) | Name(name=name):
            return name
        case Value(value=value):
            return _value(value, {True: "True", False: "False"})
        case Applied(head=head, arguments=arguments):
            return f"{head}[{', '.join(map(_python, arguments))}]"
        case Choice(options=options):
            return " | ".join(map(_python, options))
        case Both(parts=parts):
            return " & ".join(map(_python, parts))
        case Shape():
            return "dict"


def _typescript(type_: Type) -> str:  # noqa: PLR0911 - one return for each kind
    match type_:
        case Atom(name=name) | Name(name=name):
            return name
        case Value(value=value):
            return _value(value, {True: "true", False: "false"})
        case Applied(head=head, arguments=arguments) if head == TUPLE:
            return f"[{', '.join(map(_typescript, arguments))}]"
        case Applied(head=head, arguments=arguments) if head == REST:
            return f"...Array<{_typescript(arguments[0])}>"
        case Applied(head=head, arguments=arguments):
            return f"{head}<{', '.join(map(_typescript, arguments))}>"
        case Choice(options=options):
            return " | ".join(map(_typescript, options))
        case Both(parts=parts):
            return " & ".join(map(_typescript, parts))
        case Shape(members=members, rest=rest):
            inner = [_member(it) for it in members]
            inner += [] if rest is None else [f"[key: string]: {_typescript(rest)}"]
            return f"{{ {'; '.join(inner)} }}"


def _member(member: Member) -> str:
    return f"{member.name}{'' if member.required else '?'}: {_typescript(member.type)}"


def _value(value: object, booleans: dict[bool, str]) -> str:
    if isinstance(value, bool):
        return booleans[value]
    return json.dumps(value, ensure_ascii=False)


_SPELLERS: Final[dict[Language, Callable[[Type], str]]] = {
    "python": _python,
    "typescript": _typescript,
}
