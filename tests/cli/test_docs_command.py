"""``tally docs`` and the pages that ``tally serve`` shows."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import httpx2
import pytest

from .conftest import BROKEN, PETS, Tally


def test_pages_are_written(tally: Tally, pets: Path, folder: Path) -> None:
    """A second run writes nothing."""
    done = tally("docs", pets, "--out", "site")
    assert done.status == 0, done.err
    assert "written, 0 removed, 0 unchanged" in done.out
    assert "Create pet" in (folder / "site" / "pets" / "create.html").read_text()
    assert "0 written, 0 removed" in tally("docs", pets, "--out", "site").out


def test_without_a_place_to_go_nothing_is_made(tally: Tally, pets: Path) -> None:
    """The sentence names both ways."""
    done = tally("docs", pets)
    assert done.status == 2
    assert "--out" in done.err
    assert "--serve" in done.err


def test_a_broken_document_keeps_the_pages_there_are(
    tally: Tally, pets: Path, folder: Path
) -> None:
    """Problems are told, and nothing is written over."""
    tally("docs", pets, "--out", "site")
    before = (folder / "site" / "pets" / "create.html").read_text()
    pets.write_text(PETS.replace("openapi: 3.1.0", "openapi: 4"))
    done = tally("docs", pets, "--out", "site")
    assert done.status == 2
    assert "pets.yaml:1:10" in done.err
    assert (folder / "site" / "pets" / "create.html").read_text() == before


def test_options_of_the_client_name_things_on_pages(tally: Tally, folder: Path, pets: Path) -> None:
    """What is configured for the Python client holds for the pages that show it."""
    (folder / "tallystick.toml").write_text(
        f'[documents.pets]\npath = "{pets.name}"\n'
        '[[outputs]]\ndocument = "pets"\ntarget = "python"\nout = "client"\n'
        'options = { package = "zoo", client = "Zoo" }\n'
    )
    assert tally("docs", "pets", "--out", "site").status == 0
    assert "from zoo import Zoo" in (folder / "site" / "pets" / "create.python.md").read_text()


class _Shown:
    """A command that serves, past its announcement."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tallystick", *words],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.url = self.process.stdout.readline().split()[-1]

    def said(self) -> str:
        """Return the next line on stderr."""
        assert self.process.stderr
        return self.process.stderr.readline()


@pytest.fixture
def shown(folder: Path, pets: Path) -> Iterator[_Shown]:
    """Pages of the pets that follow their document."""
    server = _Shown(folder, "docs", pets.name, "--serve", "--port", "0")
    yield server
    server.process.kill()
    server.process.communicate()


def test_open_pages_are_told_of_a_change(shown: _Shown, pets: Path) -> None:
    """The stream says the version now, and the next one when the document was saved."""
    page = f"{shown.url}/pets/create.html"
    assert 'data-live="1"' in httpx2.get(page).text
    with httpx2.stream("GET", f"{shown.url}/_changes", timeout=30) as stream:
        versions = (line for line in stream.iter_lines() if line.startswith("data:"))
        assert next(versions) == "data: 1"
        pets.write_text(PETS.replace("title: Pets", "title: Animals"))
        assert next(versions) == "data: 2"
    assert "Animals" in httpx2.get(page).text


def test_a_mistake_while_editing_keeps_the_last_good_pages(shown: _Shown, pets: Path) -> None:
    """The terminal says what is wrong; the browser keeps what it has."""
    pets.write_text(BROKEN)
    assert "agee" in shown.said()
    assert 'data-live="1"' in httpx2.get(shown.url).text


def test_an_open_page_keeps_nobody_from_ending(shown: _Shown) -> None:
    """It waits for changes; the end is quiet all the same."""
    with httpx2.stream("GET", f"{shown.url}/_changes", timeout=30) as stream:
        assert "data: 1" in islice(stream.iter_lines(), 2)
        shown.process.send_signal(signal.SIGINT)
        assert shown.process.wait(timeout=30) == 0
    assert shown.process.stderr
    assert shown.process.stderr.read() == ""


def test_a_server_shows_its_pages(folder: Path, pets: Path) -> None:
    """Under /docs, with forms that send to the server itself, and nothing from elsewhere runs."""
    server = _Shown(folder, "serve", pets.name, "--port", "0")
    try:
        with httpx2.Client(base_url=server.url) as client:
            assert client.get("/docs").headers["location"] == "/docs/"
            page = client.get("/docs/pets/create.html")
            assert "data-here" in page.text
            assert "script-src 'self'" in page.headers["content-security-policy"]
            tag = {"If-None-Match": page.headers["etag"]}
            assert client.get("/docs/pets/create.html", headers=tag).status_code == 304
            assert client.get("/docs/nothing.html").status_code == 404
            assert client.post("/docs/").status_code == 404
    finally:
        server.process.kill()
        server.process.communicate()
