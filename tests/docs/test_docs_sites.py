"""Sites as wholes: their files, their links, their text from documents."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from tests.docs.conftest import OPTIONS, flagship

from tallystick.emit import FileSet, generate
from tallystick.emit.targets.docs import prose
from tallystick.ir import open_api

VOID = {"meta", "link", "input", "br", "hr"}


class _Page(HTMLParser):
    """Checks that elements close, and gathers ids, links and what is loaded."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.handlers: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.handlers += [name for name in given if name.startswith("on")]
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "script" and not given.get("src") and given.get("type") != "application/json":
            self.inline.append(self.rawdata)
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag in {"script", "img", "link", "iframe"} and (given.get("src") or given.get("href")):
            self.loaded.append(given.get("src") or given.get("href") or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("version", ["image", "video", "torture"])
def test_every_link_leads_to_a_page_and_a_place(
    site: Callable[[str], FileSet], version: str
) -> None:
    """No link is dead, no id is there twice, nothing is loaded from elsewhere."""
    files = site(version)
    pages = {path: _Page(text) for path, text in files.items() if path.endswith(".html")}
    for path, page in pages.items():
        assert page.open == []
        assert len(page.ids) == len(set(page.ids)), path
        for link in [*page.links, *page.loaded]:
            if link.startswith(("http://", "https://")):
                assert link not in page.loaded
                continue
            if link == "data:,":  # no icon, and none is asked for
                continue
            target, _, place = link.partition("#")
            full = normpath(join(dirname(path), target)) if target else path
            assert full in files, (path, link)
            assert not place or place in pages[full].ids, (path, link)


@pytest.mark.parametrize("version", ["image", "video", "torture"])
def test_links_of_markdown_lead_to_files(site: Callable[[str], FileSet], version: str) -> None:
    """The twins lead to each other, and so does what machines read first."""
    files = site(version)
    for path, text in files.items():
        if path.endswith((".md", ".txt")):
            for link in re.findall(r"\]\(([^)]+\.md)\)", text):
                assert normpath(join(dirname(path), link.replace("\\", ""))) in files, (path, link)


@pytest.mark.parametrize("version", ["image", "video", "torture"])
def test_every_page_has_a_twin(site: Callable[[str], FileSet], version: str) -> None:
    """Whatever a person can read in a browser, a machine can read as text."""
    files = site(version)
    pages = [path for path in files if path.endswith(".html")]
    assert pages
    assert all(f"{path.removesuffix('.html')}.md" in files for path in pages)


HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://tracker.example/x.png) [y](javascript:alert(1))",
    "`````</code></pre><b onclick=alert(1)>",
    "{{ site.title }} {% raw %} \u202e\u2028 ${process.exit()} $(reboot) 'quoted' \"twice\"",
    "--- # heading\n\n<details open ontoggle=alert(1)>",
)


def document(text: str) -> dict[str, object]:
    """Return a document with a text wherever one may stand."""
    words = {"summary": text, "description": text}
    schema = {
        "type": "object",
        "description": text,
        "required": [text],
        "properties": {
            text: {"type": "string", "description": text, "enum": [text], "default": text},
            "b": {"type": "string", "pattern": "[<>`]", "examples": [text]},
        },
        "x-validations": [{"id": "r", "rule": "has(self.b)", "message": text, "source": text}],
    }
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/T"}}}
    return {
        "openapi": "3.1.1",
        "info": {"title": text, "version": text, **words},
        "servers": [{"url": "https://api.example.com/v1", "description": text}],
        "tags": [{"name": text, "description": text}],
        "paths": {
            "/a/{b}": {
                "post": {
                    "operationId": text,
                    "tags": [text],
                    **words,
                    "parameters": [
                        {
                            "name": "b",
                            "in": "path",
                            "required": True,
                            "description": text,
                            "schema": {"type": "string"},
                            "example": text,
                        }
                    ],
                    "requestBody": {"content": body, "description": text},
                    "responses": {
                        "200": {"description": text, "content": body},
                        "4XX": {"description": text},
                    },
                }
            }
        },
        "components": {"schemas": {"T": schema}},
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_document_stays_text(tmp_path: Path, text: str) -> None:
    """Whatever a document says: no element, no handler, no address of its own on any page."""
    path = tmp_path / "api.json"
    path.write_text(json.dumps(document(text)), "utf-8")
    api, found = open_api(str(path))
    assert api is not None, found
    files, _ = generate(api, "docs", {})
    for name, content in files.items():
        if name.endswith(".html"):
            page = _Page(content)
            assert page.open == []
            assert not page.inline
            assert not {"img", "iframe"} & set(page.tags)
            assert not [link for link in page.links if link.lower().startswith("javascript")]
            assert not page.handlers
    assert "</script>" not in files["assets/search.js"]


def test_a_mistake_in_a_template_of_the_user_is_said(tmp_path: Path) -> None:
    """An override that prints text unquoted makes no page."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "rules.html.jinja").write_text("{{ site.title }}")
    api = flagship("image")
    files, found = generate(api, "docs", OPTIONS, templates=tmp_path)
    assert not files
    assert [item.code.id for item in found] == ["template-failed"]


def test_without_its_libraries_the_target_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They come with an extra."""
    monkeypatch.setattr(prose, "installed", lambda: False)
    files, found = generate(flagship("image"), "docs", OPTIONS)
    assert not files
    assert [item.help for item in found] == ["pip install 'tallystick[docs]'"]


def test_what_a_call_gives_is_told(site: Callable[[str], FileSet]) -> None:
    """Values, streams, texts, bytes or nothing; an example goes through a stream."""
    given = {
        ("events/watch", "python"): "client.events.watch() -> EventStream[Event]",
        ("events/watch", "typescript"): "client.events.watch(options?: RequestOptions): "
        "AsyncIterable<Event>",
        ("files/download", "python"): "client.files.download() -> bytes",
        ("files/download", "typescript"): "client.files.download(options?: RequestOptions): Blob",
        ("files/submit", "python"): "client.files.submit(**params) -> str",
        ("files/raw", "python"): "client.files.raw(**params) -> None",
    }
    for (page, face), signature in given.items():
        assert f"`{signature}`" in site("torture")[f"{page}.{face}.md"]
    assert "for event in stream:\n    print(event)\n" in site("torture")["events/watch.python.md"]
    loop = "for await (const event of stream) {\n  console.log(event);\n}\n"
    assert loop in site("torture")["events/watch.typescript.md"]


@pytest.mark.parametrize("version", ["video", "torture"])
def test_all_that_operations_describe_can_be_found(
    site: Callable[[str], FileSet], version: str
) -> None:
    """Members of members too; every address leads to a place."""
    files = site(version)
    index = json.loads(files["assets/search.js"].removeprefix("window.SEARCH=").rstrip(";\n"))
    found = {address for _, _, address, _ in index}
    for path in {address.partition("#")[0] for address in found}:
        page = _Page(files[path])
        described = {f"{path}#{name}" for name in page.ids if name.startswith("http-")}
        assert path.startswith("types/") or described <= found, path
        places = {f"{path}#{name}" for name in page.ids} | {path}
        assert {address for address in found if address.partition("#")[0] == path} <= places
