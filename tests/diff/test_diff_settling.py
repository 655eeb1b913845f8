"""What is left out of two versions shows nothing that the rest does not show."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator
from tests.diff.versions import pair

from tallystick.diff.compare import compare
from tallystick.diff.model import Comparison
from tallystick.diff.options import Options
from tallystick.diff.side import Side
from tallystick.diff.unchanged.settle import Alike, Settled
from tallystick.ir import lower
from tallystick.load import load, parse_text
from tallystick.report.comparison import json as report
from tallystick.resolve import resolve
from tallystick.resolve.model import Resolved

QUICK = Options(solver=False)


def _read(document: dict[str, Any], name: str) -> Resolved:
    loaded, _ = parse_text(json.dumps(document).encode(), name)
    assert loaded is not None
    resolved, _ = resolve(loaded)
    assert resolved is not None
    return resolved


def _compared(versions: tuple[Resolved, Resolved], settled: Settled | None) -> Comparison:
    apis = [lower(it)[0] for it in (versions if settled is None else settled.kept)]
    old, new = apis
    assert old is not None
    assert new is not None
    return compare(old, new, QUICK, settled=settled)


def _reports(old: Resolved, new: Resolved) -> Iterator[str]:
    """Yield what is said of whole documents, without what is settled, without what others show."""
    for settled in (None, Settled(old, new, spare=False), Settled(old, new)):
        found = _compared((old, new), settled)
        if settled is not None and not settled.suffices(it.change for it in found.findings):
            found = _compared((old, new), Settled(old, new, spare=False))
        yield report.render(found, lambda *_: None)


@pytest.mark.parametrize("start", range(0, 24, 4))
def test_the_same_is_said(start: int) -> None:
    """Byte for byte, of random versions."""
    for seed in range(start, start + 4):
        old, new = pair(seed)
        whole, *others = _reports(_read(old, "old.json"), _read(new, "new.json"))
        assert all(it == whole for it in others), seed


def _paths(count: int, schema: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    answer = {"200": {"description": "done", "content": content}}
    return {
        f"/p{at}": {"get": {"operationId": f"g{at}", "responses": answer}} for at in range(count)
    }


def _kept(settled: Settled) -> list[str]:
    """Return the paths that are looked at."""
    root: Any = settled.kept[0].entry.root
    return [*root["paths"]]


def _document(member: dict[str, Any], count: int = 20) -> dict[str, Any]:
    reference = {"$ref": "#/components/schemas/Pet"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": _paths(count, {"type": "array", "items": reference}),
        "components": {
            "schemas": {
                "Pet": {
                    "type": "object",
                    "properties": {"kind": member, "other": {"$ref": "#/components/schemas/Toy"}},
                },
                "Toy": {"type": "object", "properties": {"size": {"type": "integer"}}},
            }
        },
    }


def test_operations_that_are_left_out_are_named() -> None:
    """A few of many show what a change does; all are said to be reached."""
    old, new = (_document({"enum": it}) for it in (["cat"], ["cat", "dog"]))
    settled = Settled(_read(old, "old.json"), _read(new, "new.json"))
    assert 0 < len(_kept(settled)) < len(old["paths"])
    breaking = [it for it in _compared(settled.kept, settled).findings if it.breaking]
    assert breaking
    for finding in breaking:
        assert finding.change.operations == tuple(f"GET /p{at}" for at in range(20))


def _told(document: dict[str, Any], version: str) -> dict[str, Any]:
    """Return a document in which every operation has words of its version."""
    for path in document["paths"].values():
        path["get"] |= {"summary": version, "externalDocs": {"url": f"https://a/{version}"}}
    return document


def test_what_is_said_in_other_words_needs_no_look() -> None:
    """Unless words are asked for; nothing else is said because of them."""
    kinds = {"old": ["cat"], "new": ["cat", "dog"]}
    plain = [_read(_document({"enum": it}), f"{name}.json") for name, it in kinds.items()]
    old, new = (
        _read(_told(_document({"enum": it}), name), f"{name}.json") for name, it in kinds.items()
    )
    settled = Settled(old, new, words=False)
    assert _kept(settled) == _kept(Settled(*plain))
    assert len(_kept(Settled(old, new))) == 20
    reports = [_compared(it.kept, it) for it in (settled, Settled(old, new))]
    first, second = (report.render(it, lambda *_: None) for it in reports)
    assert first == second


def test_the_same_is_said_of_itself() -> None:
    """Nothing is left to look at."""
    document = _document({"enum": ["cat"]})
    settled = Settled(_read(document, "old.json"), _read(document, "new.json"))
    assert not _kept(settled)
    found = _compared(settled.kept, settled)
    assert (found.verdict, found.proved, found.findings) == ("identical", True, ())


def test_messages_are_judged_by_whole_documents() -> None:
    """A member that no message needs is not read, but oracles know it."""
    old, new = (_document({"enum": it}) for it in (["cat"], ["cat", "dog"]))
    for version in (old, new):
        schemas = version["components"]["schemas"]
        schemas["Toy"]["properties"] |= {"pet": {"$ref": "#/components/schemas/Pet"}}
    settled = Settled(_read(old, "old.json"), _read(new, "new.json"))
    toy = settled.kept[0].at("old.json", "/components/schemas/Toy/properties")
    assert isinstance(toy, dict)
    assert "size" not in toy
    api, _ = lower(settled.kept[0])
    assert api is not None
    side = Side(api, "old", Alike(settled.standing), settled.whole[0])
    type_ = api.operations[0].responses[0].contents[0].type
    schema = side.reading(type_, "response").contract.schema
    assert isinstance(schema, dict)
    assert Draft202012Validator(schema).is_valid([{"other": {"size": 1}}])
    assert not Draft202012Validator(schema).is_valid([{"other": {"size": "1"}}])


def _write(folder: Path, document: dict[str, Any]) -> Resolved:
    """Write a document with its schemas in a file of their own, and read it."""
    folder.mkdir()
    schemas = document["components"].pop("schemas")
    text = json.dumps(document).replace("#/components/schemas/", "schemas.json#/")
    (folder / "api.json").write_text(text, encoding="utf-8")
    inner = json.dumps(schemas).replace("#/components/schemas/", "#/")
    (folder / "schemas.json").write_text(inner, encoding="utf-8")
    loaded, _ = load(str(folder / "api.json"))
    assert loaded is not None
    resolved, _ = resolve(loaded)
    assert resolved is not None
    return resolved


def test_documents_in_several_files_are_settled_too(tmp_path: Path) -> None:
    """What stands in other files is compared by the place of the file."""
    member = {"enum": ["cat"]}
    old, new = _document(member, 3), _document(member, 3)
    for version, kind in ((old, "string"), (new, "integer")):
        version["components"]["schemas"]["Door"] = {"type": kind}
        version["paths"] |= {
            "/doors": _paths(1, {"$ref": "#/components/schemas/Door"})["/p0"],
        }
    versions = _write(tmp_path / "old", old), _write(tmp_path / "new", new)
    settled = Settled(*versions)
    assert _kept(settled) == ["/doors"]
    whole, *others = _reports(*versions)
    assert all(it == whole for it in others)
    assert '"verdict": "breaking"' in whole


def test_links_keep_what_they_lead_to() -> None:
    """An operation that changed links to one that did not."""
    old, new = _document({"enum": ["cat"]}, 3), _document({"enum": ["cat"]}, 3)
    for version, said in ((old, "one"), (new, "other")):
        answer = version["paths"]["/p0"]["get"] = {
            "operationId": "first",
            "responses": {"200": {"description": said, "links": {"next": {"operationId": "g1"}}}},
        }
        assert answer
    settled = Settled(_read(old, "old.json"), _read(new, "new.json"))
    assert _kept(settled) == ["/p0", "/p1"]
