"""What the solver proves of a document, and near misses of which nothing is said."""

import json

import pytest

from tallystick.diagnostics import Diagnostic, Severity, Span
from tallystick.ir import lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.review import Review, review
from tallystick.review.asking import SHARE
from tallystick.review.parts import Part
from tallystick.text import Json

Document = dict[str, Json]


def reviewed(schemas: Document, body: str | None = None, share: int = SHARE) -> Review:
    """Review a document of some components, one of them a request body."""
    root: Document = {
        "openapi": "3.1.1",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    if body is not None:
        content: Json = {"application/json": {"schema": {"$ref": f"#/components/schemas/{body}"}}}
        post: Json = {
            "requestBody": {"content": content},
            "responses": {"200": {"description": "."}},
        }
        root["paths"] = {"/x": {"post": post}}
    loaded, found = parse_text(json.dumps(root).encode(), "api.json")
    assert loaded is not None, found
    resolved, found = resolve(loaded)
    assert resolved is not None, found
    api, _ = lower(resolved)
    assert api is not None
    return review(api, share=share)


def rules(*texts: str) -> Json:
    """Return rules called r1, r2..."""
    return [
        {"id": f"r{number}", "rule": text, "message": "No."}
        for number, text in enumerate(texts, start=1)
    ]


def thing(*texts: str, **more: Json) -> Document:
    """Return a schema with some members and rules."""
    members: Json = {
        "kind": {"type": "string", "enum": ["a", "b", "c"]},
        "n": {"type": "integer", "minimum": 0, "maximum": 10},
        "x": {"type": "string"},
        "y": {"type": "string"},
    }
    listed: Document = {"x-validations": rules(*texts)} if texts else {}
    return {"type": "object", "properties": members, "required": ["kind"], **listed, **more}


def said(found: tuple[Diagnostic, ...]) -> list[str]:
    """Return findings as one line each: code, place, sentence."""
    place = "/components/schemas/"
    return [
        f"{it.code.id} {it.span.pointer.removeprefix(place) if it.span else ''}: {it.message}"
        for it in found
    ]


def listing(items: Json, *texts: str, **more: Json) -> Document:
    """Return the schema of an object with a list, and rules."""
    return {
        "type": "object",
        "properties": {"items": {"type": "array", "items": items, **more}},
        "required": ["items"],
        "x-validations": rules(*texts),
    }


def numbers(*texts: str, **more: Json) -> Document:
    """Return the schema of an object with a list of numbers from 1 on, and rules."""
    return listing({"type": "integer", "minimum": 1}, *texts, **more)


def deep(levels: int) -> Document:
    """Return the schema of an object in an object in an object, each with many members."""
    inner: Json = {"type": "string"}
    for _ in range(levels):
        names: dict[str, Json] = {f"m{number}": {"type": "string"} for number in range(15)}
        inner = {"type": "object", "properties": {"in": inner, **names}}
    return {"allOf": [inner], "maxProperties": 2}


NEEDS_X: Json = {"required": ["x"]}
ALONE = "the rule `r1` is never broken alone: the schema refuses whatever breaks it"
REDUNDANT = "rule-redundant X/x-validations"
FOUND: dict[str, tuple[Document, list[str]]] = {
    "a rule that the schema implies": (
        {"X": thing("!has(self.n) || self.n <= 20")},
        [
            (
                f"{REDUNDANT}/0: the rule `r1` is never broken alone: the schema refuses"
                " whatever breaks it"
            )
        ],
    ),
    "a rule that another implies": (
        {"X": thing("!has(self.n) || self.n <= 5", "!has(self.n) || self.n <= 7")},
        [
            (
                f"{REDUNDANT}/1: the rule `r2` is never broken alone: the rule `r1` refuses"
                " whatever breaks it"
            )
        ],
    ),
    "a rule that two others imply": (
        {
            "X": thing(
                "!has(self.n) || has(self.x)",
                "!has(self.x) || has(self.y)",
                "!has(self.n) || has(self.y)",
            )
        },
        [
            (
                f"{REDUNDANT}/2: the rule `r3` is never broken alone: the rules `r1` and"
                " `r2` refuse whatever breaks it"
            )
        ],
    ),
    "a rule about every item that the items say": (
        {"X": numbers("self.items.all(i, i > 0)")},
        [f"{REDUNDANT}/0: {ALONE}"],
    ),
    "a rule about every item of a list with bounds": (
        {"X": numbers("self.items.all(i, i > 0)", minItems=2, maxItems=40)},
        [f"{REDUNDANT}/0: {ALONE}"],
    ),
    "a rule about one of the items": (
        {"X": numbers("self.items.exists(i, i > 0)", minItems=1)},
        [f"{REDUNDANT}/0: {ALONE}"],
    ),
    "a rule about what is left of a list": (
        {"X": numbers("size(self.items.filter(i, i > 0)) == size(self.items)")},
        [f"{REDUNDANT}/0: {ALONE}"],
    ),
    "a rule about lists in a list": (
        {
            "X": listing(
                {"type": "array", "items": {"type": "integer", "minimum": 1}},
                "self.items.map(i, i).all(a, a.all(b, b > 0))",
            )
        },
        [f"{REDUNDANT}/0: {ALONE}"],
    ),
    "a rule about every item that another implies": (
        {"X": numbers("self.items.all(i, i > 7)", "self.items.all(i, i > 5)")},
        [
            (
                f"{REDUNDANT}/1: the rule `r2` is never broken alone: the rule `r1` refuses"
                " whatever breaks it"
            )
        ],
    ),
    "a rule about the children of what has children": (
        {
            "X": {
                "type": "object",
                "properties": {
                    "n": {"type": "integer", "minimum": 1},
                    "kids": {"type": "array", "items": {"$ref": "#/components/schemas/X"}},
                },
                "required": ["n", "kids"],
                "x-validations": rules("self.kids.all(k, k.n > 0)"),
            }
        },
        [f"{REDUNDANT}/0: {ALONE}"],
    ),
    "rules about long lists that contradict each other": (
        {
            "X": listing(
                {"type": "string"},
                "self.items.exists(i, i == 'q')",
                "self.items.all(i, i == 'p')",
            )
        },
        [
            (
                "rules-contradict X/x-validations/0: no value satisfies `X`: the rules `r1` and"
                " `r2` contradict each other"
            )
        ],
    ),
    "a value that no item has": (
        {"X": listing({"enum": ["p", "q"]}, "!self.items.exists(i, i == 'q')")},
        ["value-dead X/properties/items/items/enum/1: no valid message has `items[]` 'q'"],
    ),
    "a rule that keywords imply, and a rule": (
        {"X": thing("!has(self.n) || self.n <= 10", "!has(self.n) || self.n <= 20", required=[])},
        [
            f"{REDUNDANT}/0: {ALONE}",
            f"{REDUNDANT}/1: {ALONE}".replace("r1", "r2"),
        ],
    ),
    "a rule that says nothing": (
        {"X": thing("true")},
        [f"{REDUNDANT}/0: the rule `r1` is always satisfied"],
    ),
    "a value that a rule takes away": (
        {"X": thing("self.kind != 'c'")},
        ["value-dead X/properties/kind/enum/2: no valid message has `kind` 'c'"],
    ),
    "a value that the rest of an enum's own schema refuses": (
        {"X": {"type": "string", "enum": ["abc", "de"], "pattern": "^[a-z]{3}$"}},
        ["value-dead X/enum/1: no valid value of `X` is 'de'"],
    ),
    "a value that a rule of the enum refuses": (
        {"X": {"type": ["string", "null"], "enum": ["a", None], "x-validations": rules("false")}},
        ["value-dead X/enum/0: no valid value of `X` is 'a'"],
    ),
    "a member that is one too many": (
        {
            "X": {
                "type": "object",
                "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
                "required": ["a"],
                "maxProperties": 1,
            }
        },
        ["member-dead X/properties/b: no valid message has `b`"],
    ),
    "a value that a member's schema refuses, said once": (
        {
            "X": {
                "type": "object",
                "properties": {"a": {"type": "string", "enum": ["abc", "de"], "maxLength": 2}},
                "minProperties": 1,
            }
        },
        ["value-dead X/properties/a/enum/0: no valid value of this schema is 'abc'"],
    ),
    "a member without values, said once": (
        {
            "X": {
                "type": "object",
                "properties": {"a": {"not": {}}, "b": {"type": "string"}},
                "minProperties": 1,
            }
        },
        ["type-impossible X/properties/a: no value satisfies this schema"],
    ),
    "a branch that asks for what is refused": (
        {"X": {**thing(additionalProperties=False), "anyOf": [NEEDS_X, {"required": ["z"]}]}},
        ["branch-dead X/anyOf/1: no valid message is of this branch of the `anyOf`"],
    ),
    "a branch that another takes with it": (
        {
            "X": {
                **thing(),
                "oneOf": [NEEDS_X, {"required": ["y"]}, {"required": ["x", "y"]}],
            }
        },
        ["branch-dead X/oneOf/2: no valid message is of this branch of the `oneOf`"],
    ),
    "a branch that a rule refuses": (
        {
            "X": {
                "oneOf": [
                    {"type": "object", "properties": {"k": {"const": it}}, "required": ["k"]}
                    for it in "ab"
                ],
                "x-validations": rules("self.k == 'a'"),
            }
        },
        ["branch-dead X/oneOf/1: no valid message is of this branch of the `oneOf`"],
    ),
    "a condition that nothing meets": (
        {"X": {**thing(), "if": {"properties": {"kind": {"const": "d"}}}, "then": NEEDS_X}},
        ["branch-dead X/then: this `then` never applies: no valid message meets the `if`"],
    ),
    "a condition that everything meets": (
        {"X": {**thing(), "if": {"required": ["kind"]}, "then": NEEDS_X, "else": NEEDS_X}},
        ["branch-dead X/else: this `else` never applies: every valid message meets the `if`"],
    ),
    "maps that need themselves": (
        {
            "X": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": {"$ref": "#/components/schemas/X"},
            }
        },
        [
            (
                "type-impossible X: no value of `X` ever ends: `additionalProperties` needs one"
                " more within itself"
            )
        ],
    ),
    "a variant without values": (
        {"X": {"oneOf": [{"type": "string", "minLength": 9, "maxLength": 8}, {"type": "string"}]}},
        ["type-impossible X/oneOf/0: no value satisfies this schema"],
    ),
    "a member that two rules take away": (
        {"X": thing("!has(self.x) || has(self.y)", "!has(self.x) || !has(self.y)")},
        ["member-dead X/properties/x: no valid message has `x`"],
    ),
    "a member that can only be null": (
        {
            "X": {
                "type": "object",
                "properties": {"nil": {"type": ["string", "null"]}},
                "x-validations": rules("!has(self.nil)"),
            }
        },
        ["member-dead X/properties/nil: no valid message has `nil`"],
    ),
    "a member that another branch refuses": (
        {
            "X": {
                "allOf": [
                    {
                        "type": "object",
                        "properties": {"a": {"type": "string"}},
                        "additionalProperties": False,
                    },
                    {"type": "object", "properties": {"b": {"type": "string"}}},
                ]
            }
        },
        ["member-dead X/allOf/1/properties/b: no valid message has `b`"],
    ),
    "a member of an inner object": (
        {
            "X": {
                "type": "object",
                "properties": {"box": {"type": "object", "properties": {"p": {"type": "string"}}}},
                "x-validations": rules("!has(self.box) || !has(self.box.p)"),
            }
        },
        ["member-dead X/properties/box/properties/p: no valid message has `box.p`"],
    ),
    "rules that contradict each other": (
        {"X": thing("self.kind == 'a'", "self.kind == 'b'")},
        [
            (
                "rules-contradict X/x-validations/0: no value satisfies `X`: the rules `r1` and"
                " `r2` contradict each other"
            )
        ],
    ),
    "a rule that contradicts the schema": (
        {"X": thing("has(self.n) && self.n > 10")},
        [
            (
                "rules-contradict X/x-validations/0: no value satisfies `X`: the rule `r1`"
                " contradicts the schema"
            )
        ],
    ),
    "bounds that leave nothing": (
        {"X": {"type": "string", "minLength": 5, "maxLength": 2}},
        ["type-impossible X: no value satisfies `X`"],
    ),
    "a pattern and a length that leave nothing": (
        {"X": {"type": "string", "pattern": "^[0-9]{4}$", "maxLength": 3}},
        ["type-impossible X: no value satisfies `X`"],
    ),
    "what needs itself": (
        {
            "X": {
                "type": "object",
                "properties": {"next": {"$ref": "#/components/schemas/X"}},
                "required": ["next"],
            }
        },
        [
            "type-impossible X: no value of `X` ever ends: `next` needs one more within itself",
        ],
    ),
    "a variant that another swallows": (
        {"X": {"oneOf": [{"type": "integer"}, {"type": "number"}]}},
        [
            (
                "variant-dead X/oneOf/0: no value is of this variant alone: others of the `oneOf`"
                " accept all of its values"
            )
        ],
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name: str) -> None:
    """Each is said once, where it stands, by name."""
    schemas, expected = FOUND[name]
    assert said(reviewed(schemas).found) == expected


NEAR: dict[str, Document] = {
    "a rule that says a little more": {"X": thing("!has(self.n) || self.n <= 9")},
    "rules that overlap": {
        "X": thing("!has(self.n) || self.n <= 5", "!has(self.n) || self.n != 3")
    },
    "a value that is taken away here and there": {
        "X": thing("self.kind != 'c' || has(self.x)", "self.kind != 'c' || !has(self.y)")
    },
    "a member that asks for another": {
        "X": thing("!has(self.x) || has(self.y)", "!has(self.y) || !has(self.n)")
    },
    "rules that contradict each other sometimes": {
        "X": thing("self.kind != 'a' || has(self.x)", "self.kind != 'b' || !has(self.x)")
    },
    "bounds that leave one value": {"X": {"type": "string", "minLength": 3, "maxLength": 3}},
    "a pattern and a length that just fit": {
        "X": {"type": "string", "pattern": "^[0-9]{4}$", "maxLength": 4}
    },
    "what may hold itself": {
        "X": {
            "type": "object",
            "properties": {
                "next": {"$ref": "#/components/schemas/X"},
                "all": {"type": "array", "items": {"$ref": "#/components/schemas/X"}},
            },
            "required": ["all"],
        }
    },
    "variants that differ a little": {
        "X": {"oneOf": [{"type": "integer", "minimum": 5}, {"type": "number", "maximum": 7}]}
    },
    "a variant that is given twice in anyOf": {
        "X": {"anyOf": [{"type": "integer"}, {"type": "number"}]}
    },
    "a value that only the first item cannot have": {
        "X": listing({"enum": ["p", "q"]}, "size(self.items) == 0 || self.items[0] == 'p'")
    },
    "a member that only the first item cannot have": {
        "X": listing(
            {"type": "object", "properties": {"a": {"type": "string"}}},
            "size(self.items) == 0 || !has(self.items[0].a)",
        )
    },
    "values of items that stand after others": {
        "X": listing({"enum": ["p", "q"]}, "size(self.items) < 5", prefixItems=[{"const": "a"}])
    },
    "a rule about every item that says a little more": {"X": numbers("self.items.all(i, i > 1)")},
    "a rule about one of the items of a list that may be empty": {
        "X": numbers("self.items.exists(i, i > 0)")
    },
    "a rule that only a long list breaks": {
        "X": numbers("self.items.all(i, i < 9) || size(self.items) < 90")
    },
    "branches of what may be null": {
        "X": {
            "type": ["object", "null"],
            "properties": {"x": {"type": "string"}, "y": {"type": "string"}},
            "anyOf": [NEEDS_X, {"type": "object", "maxProperties": 0}, {"type": "null"}],
        }
    },
    "branches around an own type for each variant": {
        "X": {
            "type": "object",
            "properties": {"x": {"type": "string"}},
            "anyOf": [NEEDS_X, {"type": "object", "maxProperties": 0}],
        }
    },
    "a condition that some meet": {
        "X": {**thing(), "if": {"properties": {"kind": {"const": "a"}}}, "then": NEEDS_X}
    },
    "a condition that only refuses": {
        "X": {**thing(), "if": {"properties": {"kind": {"const": "d"}}}, "then": False}
    },
    "a member that stands deeper than is looked": {"X": deep(3)},
    "a member that is refused in so many words": {
        "X": {
            "type": "object",
            "properties": {"a": {"type": "string"}, "b": False},
            "minProperties": 1,
        }
    },
    "a shared member that one user takes no more": {
        "S": {"type": "object", "properties": {"p": {"type": "string"}, "q": {"type": "string"}}},
        "T": {"type": "object", "properties": {"s": {"$ref": "#/components/schemas/S"}}},
        "X": {
            "type": "object",
            "properties": {"s": {"$ref": "#/components/schemas/S"}},
            "x-validations": rules("!has(self.s) || !has(self.s.p)"),
        },
    },
    "a member that only one side sends": {
        "X": {
            "type": "object",
            "properties": {"id": {"type": "string", "readOnly": True}, "n": {"type": "integer"}},
            "required": ["id"],
            "x-validations": rules("has(self.id) || has(self.n)"),
        }
    },
}


@pytest.mark.parametrize("name", NEAR)
def test_near_misses_are_not_found(name: str) -> None:
    """What some message can be is not reported."""
    done = reviewed(NEAR[name])
    assert said(done.found) == []


WITH_X: Json = {
    "kind": {"type": "string"},
    "n": {"type": "integer"},
    "imp": {"$ref": "#/components/schemas/X"},
}


def test_what_a_rule_of_another_schema_excludes_is_said_where_it_is_excluded() -> None:
    """The rule is right where it stands; what is made of that schema contradicts it."""
    more: Json = {"not": NEEDS_X}
    made: Json = {"allOf": [{"$ref": "#/components/schemas/Base"}, more]}
    done = reviewed({"Base": thing("has(self.x)"), "X": made})
    assert said(done.found)[-1:] == [
        "rules-contradict X: no value satisfies `X`: the rule `r1` contradicts the schema"
    ]


def test_an_impossible_body_is_an_error() -> None:
    """The operation refuses everything; elsewhere it is a warning."""
    schemas: Document = {"X": thing("self.kind == 'a'", "self.kind == 'b'")}
    (finding,) = reviewed(schemas, body="X").found
    assert (finding.code.id, finding.severity) == ("body-impossible", Severity.ERROR)
    assert finding.span is not None
    assert finding.span.pointer.startswith("/paths/~1x/post/requestBody")
    (finding,) = reviewed(schemas).found
    assert finding.severity is Severity.WARNING


def test_the_proof_is_told() -> None:
    """Every claim that the proof stands on is a note with its place, the rules first."""
    done = reviewed({"X": thing("self.kind != 'c' || has(self.n) && self.n > 10")})
    (finding,) = done.found
    assert finding.code.id == "value-dead"
    notes = [(it.message, it.span.pointer if it.span else "") for it in finding.notes]
    assert notes[0] == ("the rule `r1`", "/components/schemas/X/x-validations/0")
    assert ("`maximum` here", "/components/schemas/X/properties/n/maximum") in notes


def test_a_type_that_holds_an_impossible_one_is_not_said_again() -> None:
    """The reason is said once, where it is."""
    done = reviewed(
        {
            "X": {"type": "string", "minLength": 5, "maxLength": 2},
            "Y": {
                "type": "object",
                "properties": {"x": {"$ref": "#/components/schemas/X"}},
                "required": ["x"],
            },
        }
    )
    assert said(done.found) == ["type-impossible X: no value satisfies `X`"]


def test_a_member_of_an_impossible_type_is_not_said_again() -> None:
    """Its type is."""
    done = reviewed(
        {
            "X": {"type": "string", "minLength": 5, "maxLength": 2},
            "Y": thing("!has(self.n) || self.n < 9", properties=WITH_X),
        }
    )
    assert said(done.found) == ["type-impossible X: no value satisfies `X`"]


def test_a_union_needs_one_variant_only() -> None:
    """The other is asked about, what needs the union is not."""
    nothing: Json = {"type": "string", "minLength": 5, "maxLength": 2}
    union: Json = {"anyOf": [{"type": "integer"}, {"$ref": "#/components/schemas/X"}]}
    needy: Json = {"type": "object", "properties": {"u": union}, "required": ["u"]}
    done = reviewed({"X": nothing, "Y": needy})
    assert said(done.found) == ["type-impossible X: no value satisfies `X`"]
    assert done.asked == 1


def test_questions_have_an_end() -> None:
    """What all may take together is taken by the first of them; the others are counted."""
    texts = [f"!has(self.n) || self.n <= {number}" for number in range(20, 30)]
    whole = reviewed({"X": thing(*texts)})
    part = reviewed({"X": thing(*texts)}, share=4)
    assert (len(whole.found), whole.unasked) == (10, 0)
    assert 0 < len(part.found) < len(whole.found)
    assert part.unasked == whole.asked - part.asked


def test_plain_types_are_not_asked_about() -> None:
    """A document without rules and contradictions costs no question at all."""
    done = reviewed(
        {
            "X": thing(),
            "Y": {"type": "array", "items": {"$ref": "#/components/schemas/X"}, "minItems": 2},
            "Z": {"oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/X"}]},
        }
    )
    assert (done.found, done.asked) == ((), 0)


def test_a_proof_names_keywords_rather_than_rules() -> None:
    """No other rule is named where the schema alone would do; what people know comes last."""
    done = reviewed({"X": numbers("self.items.all(i, i > 0)", "size(self.items) < 5", maxItems=4)})
    notes = {it.message.split("`")[1]: [note.message for note in it.notes] for it in done.found}
    assert notes == {
        "r1": ["`minimum` here", "`items` is required here", *["`type` here"] * 3],
        "r2": ["`maxItems` here", "`items` is required here", *["`type` here"] * 2],
    }


def test_any_item_counts_but_those_before() -> None:
    """A part of the items after the first few is not found in those."""
    part = Part(("list", 1), "list[]", Span("api.json"), has_value=True, value="p")
    assert part.is_in({"list": ["q", "r", "p"]})
    assert not part.is_in({"list": ["p", "q"]})
