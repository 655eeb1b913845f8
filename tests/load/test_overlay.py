"""Overlays: what they change, and that each value knows the file it was written in."""

from pathlib import Path
from typing import Any

import pytest

from tallystick.diagnostics import Diagnostics, Span
from tallystick.load import load, locate
from tallystick.load.model import Document

BASE = """\
openapi: 3.0.3
info:
  title: Base
  version: '1'
tags: [{name: a}, {name: b}, {name: c}]
paths:
  /x:
    get:
      tags: [one, two]
      responses: {}
components:
  schemas:
    S:
      type: object
      properties:
        a: {type: string}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder with the base document."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base.yaml").write_text(BASE)
    return tmp_path


def overlaid(here: Path, actions: str, *more: str) -> tuple[Document | None, Diagnostics]:
    """Apply overlays to the base."""
    names = []
    for number, text in enumerate((actions, *more)):
        name = f"o{number}.yaml"
        head = "overlay: 1.1.0\ninfo: {title: t, version: '1'}\nactions:\n"
        (here / name).write_text(head + text)
        names.append(name)
    return load("base.yaml", overlays=names)


def root_of(document: Document | None) -> Any:
    """Return the root of a document that was loaded."""
    assert document is not None
    assert isinstance(document.root, dict)
    return document.root


def place(pointer: str) -> tuple[str, int]:
    """Return file and line of a place in the overlaid document."""
    position = locate(Span("base.yaml", pointer))
    assert position is not None
    return position.uri or "base.yaml", position.line


def test_update_merges_and_knows_its_lines(here: Path) -> None:
    """Objects merge, lists grow, values are replaced; each is found where it was written."""
    document, found = overlaid(
        here,
        "  - target: $.info\n"
        "    update:\n"
        "      title: Overlaid\n"
        "      contact: {name: me}\n"
        "  - target: $.paths['/x'].get\n"
        "    update:\n"
        "      tags:\n"
        "        - three\n"
        "  - target: $.components.schemas.S.properties\n"
        "    update:\n"
        "      b:\n"
        "        type: integer\n"
        "        example: 1\n",
    )
    root = root_of(document)
    assert found == ()
    assert root["info"] == {"title": "Overlaid", "version": "1", "contact": {"name": "me"}}
    assert root["paths"]["/x"]["get"]["tags"] == ["one", "two", "three"]
    assert place("/info/title") == ("o0.yaml", 6)
    assert place("/info/version") == ("base.yaml", 4)
    assert place("/info/contact/name") == ("o0.yaml", 7)
    assert place("/paths/~1x/get/tags/1") == ("base.yaml", 9)
    assert place("/paths/~1x/get/tags/2") == ("o0.yaml", 11)
    assert place("/components/schemas/S/properties/a/type") == ("base.yaml", 16)
    assert place("/components/schemas/S/properties/b/type") == ("o0.yaml", 15)
    assert place("/components/schemas/S/properties/b/examples/0") == ("o0.yaml", 16)
    assert place("/components/schemas/S/properties/b/missing") == ("o0.yaml", 15)


def test_remove_moves_the_origins_of_what_stays(here: Path) -> None:
    """After a removal the places behind it still find their words."""
    document, found = overlaid(
        here,
        "  - target: $.tags[?@.name != 'b']\n    remove: true\n"
        "  - target: $.tags\n    update:\n      - name: d\n"
        "  - target: $.paths['/x'].get.tags[0]\n    remove: true\n"
        "  - target: $.info.title\n    remove: true\n"
        "  - target: $.info\n    update: {title: again}\n",
    )
    root = root_of(document)
    assert found == ()
    assert root["tags"] == [{"name": "b"}, {"name": "d"}]
    assert root["paths"]["/x"]["get"]["tags"] == ["two"]
    assert list(root["info"]) == ["version", "title"]
    b = locate(Span("base.yaml", "/tags/0/name"))
    assert b is not None
    assert (b.line, b.column) == (5, 26)
    assert place("/tags/1/name") == ("o0.yaml", 8)
    two = locate(Span("base.yaml", "/paths/~1x/get/tags/0"))
    assert two is not None
    assert (two.line, two.column) == (9, 19)
    assert place("/info/title")[0] == "o0.yaml"


def test_copy_points_at_the_original(here: Path) -> None:
    """Version 1.1 copies a value; it was still written where it was written."""
    document, found = overlaid(
        here,
        "  - target: $.components.schemas\n    update: {T: {}}\n"
        "  - target: $.components.schemas.T\n    copy: $.components.schemas.S\n"
        "  - target: $.info.title\n    copy: $.info.version\n",
    )
    root = root_of(document)
    assert found == ()
    assert root["components"]["schemas"]["T"] == root["components"]["schemas"]["S"]
    assert place("/components/schemas/T/properties/a") == ("base.yaml", 16)
    assert root["info"]["title"] == "1"


def test_updates_of_several_targets_do_not_share(here: Path) -> None:
    """One update for many targets is a copy for each."""
    document, _ = overlaid(here, "  - target: $.tags[*]\n    update: {x-a: {b: 1}}\n")
    tags = root_of(document)["tags"]
    assert [tag["x-a"] for tag in tags] == [{"b": 1}] * 3
    assert len({id(tag["x-a"]) for tag in tags}) == 3


def test_overlays_apply_in_order(here: Path) -> None:
    """A later overlay changes what an earlier one wrote."""
    document, found = overlaid(
        here,
        "  - target: $.info\n    update: {x-a: {b: 1}}\n",
        "  - target: $.info['x-a']\n    update: {c: 2}\n"
        "  - target: $.info['x-a'].b\n    update: 3\n",
    )
    assert found == ()
    assert root_of(document)["info"]["x-a"] == {"b": 3, "c": 2}
    assert place("/info/x-a") == ("o0.yaml", 5)
    assert place("/info/x-a/c") == ("o1.yaml", 5)
    assert place("/info/x-a/b") == ("o1.yaml", 7)


def test_an_overlay_may_be_the_document(here: Path) -> None:
    """With `extends`, relative to the overlay, it needs no base on the command line."""
    (here / "sub").mkdir()
    (here / "sub" / "over.yaml").write_text(
        "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nextends: ../base.yaml\n"
        "actions:\n  - target: $.info\n    update: {title: New}\n"
    )
    document, found = load("sub/over.yaml")
    assert found == ()
    assert root_of(document)["info"]["title"] == "New"
    assert document is not None
    assert document.uri == "base.yaml"
    assert document.version == "3.0.3"
    assert place("/info/title") == ("sub/over.yaml", 6)


PROBLEMS = [
    ("nothing", "  - target: $.paths['/y']\n    remove: true\n", "overlay-no-target", (4, 13)),
    ("syntax", "  - target: $.info[\n    remove: true\n", "overlay-jsonpath", None),
    ("function", "  - target: $[?foo(@)]\n    remove: true\n", "overlay-jsonpath", None),
    ("no target", "  - remove: true\n", "overlay-action", (4, 5)),
    ("no action", "  - target: $.info\n", "overlay-action", (4, 5)),
    (
        "two actions",
        "  - target: $.info\n    remove: true\n    update: {}\n",
        "overlay-action",
        (4, 5),
    ),
    ("remove what", "  - target: $.info\n    remove: maybe\n", "overlay-action", (5, 13)),
    ("the root", "  - target: $\n    remove: true\n", "overlay-action", (5, 13)),
    ("kinds", "  - target: $.info\n    update: [1]\n", "overlay-kind", (5, 13)),
    ("inner kinds", "  - target: $\n    update:\n      info: 3\n", "overlay-kind", (6, 13)),
    ("mixed", "  - target: $.info.*\n    update: x\n", None, None),
    ("mixed targets", "  - target: $.*\n    update: {}\n", "overlay-kind", (4, 13)),
    ("copy nothing", "  - target: $.info\n    copy: $.nope\n", "overlay-no-target", (5, 11)),
    ("copy many", "  - target: $.info\n    copy: $.*\n", "overlay-no-target", (5, 11)),
]


@pytest.mark.parametrize(
    ("actions", "code", "where"), [case[1:] for case in PROBLEMS], ids=[p[0] for p in PROBLEMS]
)
def test_actions_that_cannot_be_applied(
    here: Path, actions: str, code: str | None, where: tuple[int, int] | None
) -> None:
    """Each is an error in the overlay's own file; the document is still there."""
    document, found = overlaid(here, actions)
    assert document is not None
    assert [item.code.id for item in found] == ([code] if code else [])
    if found and where:
        assert found[0].span is not None
        assert found[0].span.uri == "o0.yaml"
        position = locate(found[0].span)
        assert position is not None
        assert (position.line, position.column) == where


def test_the_place_inside_a_jsonpath_is_shown(here: Path) -> None:
    """A syntax error points at the character."""
    _, found = overlaid(here, "  - target: $.info.!x\n    remove: true\n")
    assert found[0].span is not None
    position = locate(found[0].span)
    assert position is not None
    assert (position.line, position.column) == (4, 20)


def test_copies_of_copies_are_bounded(here: Path) -> None:
    """A few lines cannot fill the memory."""
    action = "  - target: $.info\n    copy: $\n"
    document, found = overlaid(here, action * 60)
    assert document is not None
    assert [item.code.id for item in found] == ["overlay-limit"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: 1\n", "not-an-overlay"),
        ("overlay: 2.0.0\nactions: [{}]\n", "not-an-overlay"),
        ("overlay: 1.0.0\n", "not-an-overlay"),
        ("overlay: 1.0.0\nactions: []\n", "not-an-overlay"),
        ("overlay: [\n", "yaml-syntax"),
    ],
)
def test_files_that_are_no_overlays(here: Path, text: str, code: str) -> None:
    """Without a usable overlay there is no document: half a contract would mislead."""
    (here / "o.yaml").write_text(text)
    document, found = load("base.yaml", overlays=["o.yaml"])
    assert document is None
    assert [item.code.id for item in found] == [code]


def test_overlay_that_is_missing(here: Path) -> None:
    """A misspelt name is an error, not an overlay less."""
    document, found = load("base.yaml", overlays=["nope.yaml"])
    assert document is None
    assert found[0].code.id == "missing-file"
    assert here.exists()


@pytest.mark.parametrize("extends", ["", "extends: o.yaml\n", "extends: p.yaml\n"])
def test_overlay_without_a_base(here: Path, extends: str) -> None:
    """No `extends`, itself, or a circle of overlays."""
    (here / "o.yaml").write_text(f"overlay: 1.0.0\n{extends}actions: [{{}}]\n")
    (here / "p.yaml").write_text("overlay: 1.0.0\nextends: o.yaml\nactions: [{}]\n")
    document, found = load("o.yaml")
    assert document is None
    assert found[0].code.id == "overlay-without-base"


def test_missing_base_is_shown_at_extends(here: Path) -> None:
    """The mistake is in the overlay, so is the place."""
    (here / "o.yaml").write_text("overlay: 1.0.0\nextends: nope.yaml\nactions: [{}]\n")
    document, found = load("o.yaml")
    assert document is None
    assert found[0].code.id == "missing-file"
    assert found[0].span == Span("o.yaml", "/extends")
