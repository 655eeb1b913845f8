"""``tally serve``: it starts, says where, and ends; what keeps it from starting is told."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from .conftest import BROKEN, Done, Tally

SECURED = """\
openapi: 3.1.0
info: {title: Doors, version: "1"}
security: [{key: []}]
paths:
  /doors:
    get:
      operationId: listDoors
      responses: {"204": {description: None.}}
components:
  securitySchemes:
    key: {type: http, scheme: bearer}
"""


class Started:
    """A server in a process of its own, past its announcement."""

    def __init__(self, folder: Path, *words: str) -> None:
        """Start it, and wait for its first line."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tallystick", "serve", *words],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.first = self.process.stdout.readline().rstrip("\n")
        self.url = self.first.rpartition(" ")[2]

    def end(self, number: int) -> Done:
        """Send a signal; return how it ended and what was said after the first line."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=30)
        return Done(status=self.process.returncode, out=out, err=err)


Start = Callable[..., Started]


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    """Start servers; whatever still runs at the end is ended."""
    running: list[Started] = []

    def launch(*words: str) -> Started:
        running.append(Started(folder, *words))
        return running[-1]

    yield launch
    for server in running:
        if server.process.poll() is None:
            server.process.kill()
            server.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_its_url_and_ends_at_a_signal(start: Start, pets: Path, number: int) -> None:
    """Being told to stop is how a server ends: status 0, nothing on stderr."""
    server = start(pets.name, "--port", "0", "--token", "k")
    assert server.first.startswith("Pets on http://127.0.0.1:")
    assert httpx2.get(f"{server.url}/healthz").status_code == 200
    assert server.end(number) == Done(status=0, out="", err="")


def test_rules_are_kept(start: Start, pets: Path) -> None:
    """The refusal names the rule of the document; with ``--rules off`` there is none."""
    url = start(pets.name, "--port", "0", "--token", "k").url
    refused = httpx2.post(f"{url}/pets", json={"name": "Rex", "age": 3})
    assert refused.status_code in {400, 422}
    assert refused.json()["errors"][0]["rule"] == "old-pets-are-chipped"
    url = start(pets.name, "--port", "0", "--token", "k", "--rules", "off").url
    assert httpx2.post(f"{url}/pets", json={"name": "Rex", "age": 3}).status_code == 201


def test_a_token_is_made_when_none_is_given(start: Start, folder: Path) -> None:
    """And said on the second line."""
    (folder / "doors.yaml").write_text(SECURED)
    server = start("doors.yaml", "--port", "0")
    assert server.process.stdout
    token = server.process.stdout.readline().removeprefix("token: ").strip()
    answers = [
        httpx2.get(f"{server.url}/doors", headers={"authorization": f"Bearer {given}"}).status_code
        for given in (token, "wrong")
    ]
    assert answers == [204, 401]


def test_an_address_that_is_not_ours(tally: Tally, pets: Path) -> None:
    """192.0.2.0/24 is nobody's (RFC 5737)."""
    done = tally("serve", pets.name, "--host", "192.0.2.1", "--port", "0")
    assert done.status == 2
    assert "error[address-unusable]: 192.0.2.1:0 cannot be listened on: " in done.err
    assert "  help: use --host 127.0.0.1 and a --port above 1023\n" in done.err


BEHAVIOURS = {
    "no.py:x": ("behaviour-not-found", "there is no file no.py"),
    "no_such_module:x": ("behaviour-not-found", "No module named 'no_such_module'"),
    "mine.py:absent": ("behaviour-not-found", "mine.py has no absent"),
    "mine.py:number": ("behaviour-unfit", "mine.py:number is int"),
    "mine.py:fails": ("behaviour-broken", "raised LookupError: no luck"),
    "syntax.py": ("behaviour-broken", "raised SyntaxError"),
}


@pytest.mark.parametrize("where", BEHAVIOURS)
def test_a_behaviour_that_cannot_be_used(tally: Tally, pets: Path, where: str) -> None:
    """Not there, none, or broken: which one, why, and the smallest edit."""
    Path("mine.py").write_text("number = 3\ndef fails(): raise LookupError('no luck')\n")
    Path("syntax.py").write_text("(")
    code, why = BEHAVIOURS[where]
    done = tally("serve", pets.name, "--port", "0", "--behaviour", where)
    assert (done.status, done.out) == (2, "")
    head, advice, *_ = done.err.splitlines()
    assert head.startswith(f"tally: error[{code}]: ")
    assert where in head
    assert why in head
    assert advice.startswith("  help: ")


def test_a_database_that_cannot_be_used(tally: Tally, pets: Path) -> None:
    """A folder, a text, somebody else's database, a folder that is not there."""
    Path("text.db").write_text("no database, and long enough to be read as one " * 9)
    with sqlite3.connect("other.db") as other:
        other.execute("CREATE TABLE resource (mine)")
        other.execute("PRAGMA user_version = 77")
    other.close()
    for name in (".", "text.db", "other.db", "no/x.db"):
        done = tally("serve", pets.name, "--port", "0", "--db", name)
        assert (done.status, done.out) == (2, "")
        assert "tally: error[database-unusable]: the server cannot start: " in done.err
        assert name in done.err.splitlines()[0]
        assert "  help: name another file with --db" in done.err


def test_a_document_with_errors_is_not_served(tally: Tally, folder: Path) -> None:
    """Half a contract is none."""
    (folder / "broken.yaml").write_text(BROKEN)
    done = tally("serve", "broken.yaml", "--port", "0")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("broken.yaml:29:41: error[rule-unknown-member]: ")


def test_a_configured_behaviour_is_found_from_anywhere(start: Start, pets: Path) -> None:
    """Its path is relative to the configuration."""
    (pets.parent / "mine.py").write_text(
        "from tallystick.serve.behaviour import Behaviour, Refused\n"
        "class Mine(Behaviour):\n"
        "    def answer(self, request, resources):\n"
        "        raise Refused(418, 'no pets today')\n"
    )
    (pets.parent / "tallystick.toml").write_text(
        '[documents.pets]\npath = "pets.yaml"\nbehaviour = "mine.py:Mine"\n'
    )
    url = start("pets", "--port", "0", "--token", "any").url
    assert httpx2.post(f"{url}/pets", json={"name": "Rex"}).status_code == 418


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("example.com",), "'example.com' is no origin: write scheme and host"),
        (("https://a.example/",), "'https://a.example/' is no origin"),
        (("none", "*"), "`none` goes with no other origin"),
    ],
)
def test_an_origin_that_is_none(
    tally: Tally, pets: Path, given: tuple[str, ...], said: str
) -> None:
    """What to write is said."""
    options = [word for one in given for word in ("--origin", one)]
    done = tally("serve", pets.name, "--port", "0", *options)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
