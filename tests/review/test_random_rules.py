"""Random rules over a few small members, where every message can be tried."""

import itertools
import json
import random

import pytest

from tallystick.diagnostics import Diagnostic
from tallystick.ir import Api, RuleShapes, lower
from tallystick.ir.types import Type, TypeId
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.review import review
from tallystick.rules import program
from tallystick.text import Json

ABSENT = object()
KINDS = ("a", "b", "c")
NUMBERS = (ABSENT, *range(11))
FLAGS = (ABSENT, True, False)
ATOMS = (
    "self.kind == 'a'",
    "self.kind != 'b'",
    "self.kind in ['b', 'c']",
    "has(self.x)",
    "!has(self.x)",
    "has(self.n)",
    "!has(self.n)",
    "(has(self.n) && self.n < 4)",
    "(!has(self.n) || self.n > 2)",
    "(!has(self.n) || self.n <= 12)",
    "(has(self.on) && self.on)",
    "(!has(self.on) || !self.on)",
)


def document(chance: random.Random) -> Api:
    """Return a document of one type with some random rules."""
    texts = [
        " || ".join(chance.sample(ATOMS, chance.choice((1, 2, 2, 3))))
        for _ in range(chance.choice((1, 2, 3, 4)))
    ]
    schema: Json = {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "enum": list(KINDS)},
            "n": {"type": "integer", "minimum": 0, "maximum": 10},
            "x": {"type": "string"},
            "on": {"type": "boolean"},
        },
        "required": ["kind"],
        "x-validations": [
            {"id": f"r{number}", "rule": text, "message": "No."}
            for number, text in enumerate(texts)
        ],
    }
    return parsed(schema)


def parsed(schema: Json) -> Api:
    """Return the document of one type."""
    root: Json = {
        "openapi": "3.1.1",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": {"X": schema}},
    }
    loaded, _ = parse_text(json.dumps(root).encode(), "api.json")
    assert loaded is not None
    resolved, _ = resolve(loaded)
    assert resolved is not None
    api, _ = lower(resolved)
    assert api is not None
    return api


def messages() -> list[dict[str, Json]]:
    """Return every message, texts aside."""
    found: list[dict[str, Json]] = []
    for kind, number, text, flag in itertools.product(KINDS, NUMBERS, (ABSENT, "t"), FLAGS):
        given = {"kind": kind, "n": number, "x": text, "on": flag}
        found.append({name: it for name, it in given.items() if it is not ABSENT})
    return found


MESSAGES = messages()


def expected(api: Api, type_: Type) -> set[str]:
    """Return what is so of the document, by trying every message with the official runtime."""
    shapes = RuleShapes(api.types)
    judges = {rule.id: program(rule.text or "", shapes[type_.id], shapes) for rule in type_.rules}
    broken = [
        {name for name, judge in judges.items() if not judge.evaluate(message).satisfied}
        for message in MESSAGES
    ]
    valid = [message for message, them in zip(MESSAGES, broken, strict=True) if not them]
    if not valid:
        return {"rules-contradict"}
    found = {f"rule-redundant {name}" for name in judges if {name} not in broken}
    found |= {f"member-dead {name}" for name in ("n", "x", "on") if not _any(valid, name)}
    return found | {f"value-dead {it}" for it in KINDS if not _any(valid, "kind", it)}


def _short(item: Diagnostic) -> str:
    """Return a finding as `expected` spells it."""
    if item.code.id == "rules-contradict":
        return item.code.id
    quoted = item.message.split("'" if item.code.id == "value-dead" else "`")
    return f"{item.code.id} {quoted[1]}"


def _any(valid: list[dict[str, Json]], name: str, value: Json = None) -> bool:
    return any(name in it and value in (None, it[name]) for it in valid)


@pytest.mark.parametrize("seed", range(5))
def test_all_that_is_so_is_found_and_nothing_else(seed: int) -> None:
    """The solver says of every rule, member and value what trying all messages says."""
    chance = random.Random(f"review {seed}")  # noqa: S311 - no secret
    kinds: set[str] = set()
    for _ in range(12):
        api = document(chance)
        type_ = api.types[TypeId("api.json#/components/schemas/X")]
        said = {_short(item) for item in review(api).found}
        assert said == expected(api, type_), [rule.text for rule in type_.rules]
        kinds |= {it.split()[0] for it in said}
    assert len(kinds) > 1


LIST_ATOMS = (
    "self.all(i, i > 0)",
    "self.all(i, i < 3)",
    "self.all(i, i != 1)",
    "self.exists(i, i == 2)",
    "self.exists(i, i < 2)",
    "!self.exists(i, i == 1)",
    "size(self) < 2",
    "size(self) > 0",
    "size(self.filter(i, i > 1)) == 0",
    "size(self.filter(i, i < 3)) == size(self)",
    "self.map(i, i > 0).all(b, b)",
    "!(2 in self)",
)
LISTS: list[list[Json]] = [
    [*them] for length in range(5) for them in itertools.product(range(3), repeat=length)
]


def listed(chance: random.Random) -> Api:
    """Return a document of one type of lists, of any length, with some random rules."""
    texts = [
        " || ".join(chance.sample(LIST_ATOMS, chance.choice((1, 1, 2))))
        for _ in range(chance.choice((1, 2, 3)))
    ]
    return parsed(
        {
            "type": "array",
            "items": {"type": "integer", "minimum": 0, "maximum": 2},
            "x-validations": [
                {"id": f"r{number}", "rule": text, "message": "No."}
                for number, text in enumerate(texts)
            ],
        }
    )


@pytest.mark.parametrize("seed", range(3))
def test_what_is_said_of_lists_of_every_length_is_so(seed: int) -> None:
    """Lists of up to four items, each tried, tell what the solver proves of all, and no more."""
    chance = random.Random(f"lists {seed}")  # noqa: S311 - no secret
    proved = 0
    for _ in range(12):
        api = listed(chance)
        type_ = api.types[TypeId("api.json#/components/schemas/X")]
        shapes = RuleShapes(api.types)
        judges = {it.id: program(it.text or "", shapes[type_.id], shapes) for it in type_.rules}
        broken = [
            {name for name, judge in judges.items() if not judge.evaluate(value).satisfied}
            for value in LISTS
        ]
        so = {f"rule-redundant {name}" for name in judges if {name} not in broken}
        so = so if set() in broken else {"rules-contradict"}
        said = {_short(item) for item in review(api).found}
        assert said == so, [rule.text for rule in type_.rules]
        proved += len(said)
    assert proved
