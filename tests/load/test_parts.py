"""Two versions of a document: what both say in the same words is read once, and means the same."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.diagnostics import Span
from tallystick.load import load
from tallystick.load.model import Document
from tallystick.load.parse import parse_json, parse_parts
from tallystick.load.parts import Twin
from tallystick.load.source import TextSource
from tallystick.resolve import resolve
from tallystick.resolve.model import Resolved
from tallystick.text import Json

OLD: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "paths": {
        "/pets": {
            "get": {
                "operationId": "list",
                "responses": {
                    "200": {
                        "description": "",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}
                        },
                        "links": {"next": {"operationId": "list"}},
                    }
                },
            }
        },
    },
    "components": {
        "schemas": {
            "Pet": {"type": "object", "properties": {"tag": {"$ref": "#/components/schemas/Tag"}}},
            "Tag": {"type": "string", "nullable": True},
        }
    },
}


def changed() -> dict[str, Any]:
    """Return another version: a schema is new, and stands first."""
    new = copy.deepcopy(OLD)
    schemas = new["components"]["schemas"]
    new["components"]["schemas"] = {"Id": {"$ref": "#/components/schemas/Tag"}, **schemas}
    return new


def both(folder: Path, old: Json, new: Json) -> tuple[Document, Document, Document]:
    """Return an old version, a new one that was loaded like it, and one that was not."""
    found: list[Document] = []
    for name, value in (("old", old), ("new", new)):
        (folder / f"{name}.json").write_text(json.dumps(value, indent=1), encoding="utf-8")
    for name, like in (("old", None), ("new", "old"), ("new", None)):
        other = found[0] if like else None
        document, _ = load(str(folder / f"{name}.json"), like=other)
        assert document is not None
        found.append(document)
    return found[0], found[1], found[2]


def bound(document: Document, like: Resolved | None = None) -> Resolved:
    """Resolve a document that has no problems."""
    resolved, found = resolve(document, like=like)
    assert resolved is not None
    assert not found
    return resolved


def test_what_is_written_the_same_is_taken_over(tmp_path: Path) -> None:
    """Nothing of it is read again, and the document says what it says when it is read alone."""
    old, shared, alone = both(tmp_path, OLD, changed())
    before: Any = old.root
    after: Any = shared.root
    assert after["components"]["schemas"]["Pet"] is before["components"]["schemas"]["Pet"]
    assert after["paths"]["/pets"] is before["paths"]["/pets"]
    assert json.dumps(shared.root) == json.dumps(alone.root)
    assert after["components"]["schemas"]["Tag"]["type"] == ["string", "null"]


def test_references_of_what_is_taken_over_are_its_own(tmp_path: Path) -> None:
    """They stand in the new document, lead into it, and come in its order."""
    old, shared, alone = both(tmp_path, OLD, changed())
    mine, wanted = bound(shared, bound(old)), bound(alone)
    assert list(mine.refs.items()) == list(wanted.refs.items())
    assert {place[0] for place in mine.refs} == {shared.uri}


def test_a_reference_of_what_is_taken_over_may_lead_nowhere(tmp_path: Path) -> None:
    """What it leads to is the new document's matter."""
    new = changed()
    del new["components"]["schemas"]["Tag"], new["components"]["schemas"]["Id"]
    old, shared, _ = both(tmp_path, OLD, new)
    _, found = resolve(shared, like=bound(old))
    assert [item.span and item.span.pointer for item in found] == [
        "/components/schemas/Pet/properties/tag/$ref"
    ]


@pytest.mark.parametrize("version", ["3.1.0", "3.0"])
def test_another_specification_reads_the_same_words_otherwise(tmp_path: Path, version: str) -> None:
    """Parts of a version whose spellings are others are read again."""
    old, shared, alone = both(tmp_path, OLD, changed() | {"openapi": version})
    assert shared.root == alone.root
    taken: Any = shared.root
    before: Any = old.root
    same = taken["paths"]["/pets"] is before["paths"]["/pets"]
    assert same == version.startswith("3.0")


def test_overlays_change_no_other_document(tmp_path: Path) -> None:
    """What an overlay writes into is not what another version has."""
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": "x", "version": "1"},
        "actions": [{"target": "$.components.schemas.Pet", "update": {"title": "Animal"}}],
    }
    (tmp_path / "overlay.json").write_text(json.dumps(overlay), encoding="utf-8")
    old, _, _ = both(tmp_path, OLD, OLD)
    before = json.dumps(old.root)
    over = [str(tmp_path / "overlay.json")]
    changed, _ = load(str(tmp_path / "new.json"), overlays=over, like=old)
    assert changed is not None
    assert "Animal" in json.dumps(changed.root)
    assert json.dumps(old.root) == before


NAMES = st.sampled_from(["paths", "components", "schemas", "/a", 'q"\\/', "x", "é"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=20,
)
DOCUMENTS = st.dictionaries(NAMES, VALUES, max_size=4)


@given(old=DOCUMENTS, new=DOCUMENTS, indent=st.sampled_from([None, 1]))
def test_parts_say_what_the_whole_says(
    old: dict[str, Json], new: dict[str, Json], indent: int | None
) -> None:
    """Read part by part, beside any other text, a text has the value that it has."""
    texts = [json.dumps(it, indent=indent) for it in (old, {**old, **new})]
    first = parse_parts(texts[0])
    assert first is not None
    twin = Twin(text=texts[0], places=first.places, root=first.root)
    second = parse_parts(texts[1], twin)
    assert second is not None
    assert json.dumps([first.root, second.root]) == json.dumps([json.loads(it) for it in texts])
    for start, end in second.ends.items():
        json.loads(texts[1][start:end])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"paths": {}} {}',
        '{"paths": {"/a": {}, "/a": {}}}',
        '{"paths": {"/a": {}},}',
        '{"paths": {"/a": {} "/b": {}}}',
        '{"paths": {"/a": {"b": 1, "b": 2}}}',
        '{"paths": {"/a": {}}',
        '{"paths" {}}',
        '{"paths": {"/a\t": {}}}',
        '{"a": NaN}',
        '{"a": "\\ud800"}',
        '{"a": 1' + "0" * 4100 + "}",
        '{"paths": ' + '{"a":' * 600 + "1" + "}" * 601,
    ],
    ids=range(14),
)
def test_what_is_not_plain_is_left_to_the_whole(text: str) -> None:
    """Only one reader says what is wrong with a text."""
    assert parse_parts(text) is None
    if text != "[]":
        assert parse_json(text)[1]


def test_a_part_of_other_words_is_read() -> None:
    """A text that begins as the old one did and goes on is another one."""
    first = parse_parts('{"paths": {"/a": 1, "/b": {"x": 1}}}')
    assert first is not None
    twin = Twin(text='{"paths": {"/a": 1, "/b": {"x": 1}}}', places=first.places, root=first.root)
    second = parse_parts('{"paths": {"/a": 12, "/b": {"x": 1, "y": 2}}}', twin)
    assert second is not None
    assert second.root == {"paths": {"/a": 12, "/b": {"x": 1, "y": 2}}}


@given(DOCUMENTS, st.sampled_from(["\n", "\r\n", "\r"]))
def test_positions_are_those_of_the_whole(value: dict[str, Json], ending: str) -> None:
    """Where parts stand is known, and changes no answer, whatever is asked first."""
    text = json.dumps(value, indent=1).replace("\n", ending)
    parts = parse_parts(text)
    assert parts is not None
    known = TextSource(text, is_json=True, parts=parts)
    found = [Span("a", it) for it in ("", *_pointers(value, ""))]
    for span in reversed(found):
        assert known.position(span) == TextSource(text, is_json=True).position(span)


def _pointers(value: Json, pointer: str) -> list[str]:
    members = list(value.items()) if isinstance(value, dict) else []
    members += [(str(at), it) for at, it in enumerate(value)] if isinstance(value, list) else []
    found = []
    for name, inner in members:
        below = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
        found += [below, *_pointers(inner, below)]
    return found
