"""What the document itself shows: whole bodies, and values place by place."""

import re
from collections.abc import Iterator

from tallystick.diagnostics import escape
from tallystick.ir import Api, Array, Content, Dictionary, Missing, Record, TypeId, Union
from tallystick.text import Json

LITERAL = re.compile(r"""(?P<text>'[^'\\]*'|"[^"\\]*")|(?<![\w.])(?P<number>\d+(?:\.\d+)?)""")
MAX_DEPTH = 12
MAX_WORDS = 24
"""Values that are kept for one place."""


def bodies(api: Api, content: Content) -> list[Json]:
    """Return the whole bodies that a document shows, valid or not, each once."""
    if content.type is None:
        return []
    declared = api.types[content.type]
    found: list[Json | Missing] = [example.value for example in content.examples]
    found += declared.doc.examples
    for rule in declared.rules:
        found += (*rule.valid, *rule.invalid)
    unique: list[Json] = []
    for value in found:
        if not isinstance(value, Missing) and value not in unique:
            unique.append(value)
    return unique


def words(api: Api, content: Content) -> dict[str, list[Json]]:
    """Return place in a body -> values that examples hold there: of members and rules, too."""
    found: dict[str, list[Json]] = {}
    if content.type is None:
        return found
    for value in bodies(api, content):
        _note(api, content.type, value, "", found)
    for at, type_id in places(api, content.type):
        for rule in api.types[type_id].rules:
            for value in (*rule.valid, *rule.invalid):
                _note(api, type_id, value, at, found)
        for field in api.fields(type_id):
            for value in field.doc.examples:
                _note(api, field.type, value, f"{at}/{escape(field.wire)}", found)
    return found


def literals(api: Api, content: Content) -> tuple[list[float], list[str]]:
    """Return the numbers, with their neighbours, and texts that the rules of a body hold."""
    numbers: set[float] = set()
    texts: dict[str, None] = {}
    rules = [
        rule.text or ""
        for _, type_id in (places(api, content.type) if content.type is not None else ())
        for rule in api.types[type_id].rules
    ]
    for rule in dict.fromkeys(rules):
        for match in LITERAL.finditer(rule):
            if match["number"]:
                number = float(match["number"])
                numbers |= {number - 1, number, number + 1}
            else:
                texts[match["text"][1:-1]] = None
    return sorted(numbers)[:MAX_WORDS], list(texts)[:MAX_WORDS]


def places(api: Api, type_id: TypeId) -> Iterator[tuple[str, TypeId]]:
    """Yield every place of a type's values with the type there; recursion is followed once."""
    todo: list[tuple[str, TypeId, tuple[TypeId, ...]]] = [("", type_id, ())]
    while todo:
        at, current, above = todo.pop(0)
        yield at, current
        if current in above or len(above) == MAX_DEPTH:
            continue
        declared = api.types[current]
        below = (*above, current)
        if isinstance(declared, Record):
            todo += [(f"{at}/{escape(f.wire)}", f.type, below) for f in declared.fields]
        elif isinstance(declared, Array) and declared.items is not None:
            todo.append((f"{at}/*", declared.items, below))
        elif isinstance(declared, Union):
            todo += [(at, each, below) for each in declared.variants]


def _note(api: Api, type_id: TypeId, value: Json, at: str, found: dict[str, list[Json]]) -> None:
    kept = found.setdefault(at, [])
    if value is not None and value not in kept and len(kept) < MAX_WORDS:
        kept.append(value)
    declared = api.types[type_id]
    if isinstance(declared, Record) and isinstance(value, dict):
        for field in declared.fields:
            if field.wire in value:
                below = f"{at}/{escape(field.wire)}"
                _note(api, field.type, value[field.wire], below, found)
    elif isinstance(declared, Array) and isinstance(value, list) and declared.items is not None:
        for item in value[:4]:
            _note(api, declared.items, item, f"{at}/*", found)
    elif isinstance(declared, Dictionary) and isinstance(value, dict):
        for item in list(value.values())[:4]:
            _note(api, declared.values, item, f"{at}/*", found)
