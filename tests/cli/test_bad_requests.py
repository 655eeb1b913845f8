"""Bad requests to a server that the command line started: one problem+json each, no more."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from .conftest import PETS

SECURED = PETS.replace(
    "components:\n",
    "security: [{key: []}]\ncomponents:\n  securitySchemes:\n"
    "    key: {type: http, scheme: bearer}\n",
)
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """A client of ``tally serve`` with a token and a limit of one megabyte."""
    folder = tmp_path_factory.mktemp("served")
    (folder / ".git").mkdir()
    Path(folder / "pets.yaml").write_text(SECURED)
    words = ["serve", "pets.yaml", "--port", "0", "--token", "right", "--limit", "1"]
    with subprocess.Popen(
        [sys.executable, "-m", "tallystick", *words], cwd=folder, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        url = process.stdout.readline().split()[-1]
        with httpx2.Client(base_url=url, headers={"authorization": "Bearer right"}) as client:
            yield client
        process.terminate()
        assert process.wait(timeout=30) == 0


def test_a_good_request(client: httpx2.Client) -> None:
    """What the others are bad copies of."""
    assert client.post("/pets", json={"name": "Rex"}).status_code == 201


@pytest.mark.parametrize(
    ("headers", "content", "status", "words"),
    [
        ({**JSON, "authorization": "Bearer wrong"}, b'{"name": "Rex"}', 401, "credentials"),
        ({**JSON, "authorization": "Basic cmlnaHQ="}, b'{"name": "Rex"}', 401, ""),
        (JSON, b'{"name": "' + b"x" * (1024 * 1024) + b'"}', 413, "1048576 bytes"),
        (JSON, b'{"name": "Rex",}', 400, "JSON"),
        (JSON, b'{"name": "R\xe9x"}', 400, "UTF-8"),
        (JSON, b"", 400, ""),
        ({"content-type": "text/plain"}, b'{"name": "Rex"}', 415, "application/json"),
        ({"content-type": "x" * 5000}, b'{"name": "Rex"}', 415, "application/json"),
    ],
    ids=["token", "scheme", "size", "json", "utf-8", "empty", "type", "odd type"],
)
def test_a_bad_request(
    client: httpx2.Client, headers: dict[str, str], content: bytes, status: int, words: str
) -> None:
    """The status says what kind of mistake it is, the detail what to change."""
    answer = client.post("/pets", headers=headers, content=content)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = json.loads(answer.text)
    assert problem["status"] == status
    told = json.dumps(problem)
    assert words in told
    assert "Traceback" not in told
    assert len(told) < 2000
    if status == 401:
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_broken_rule_names_rule_and_member(client: httpx2.Client) -> None:
    """With the message that the document gives."""
    problem = client.post("/pets", json={"name": "Rex", "age": 3}).json()
    (error,) = problem["errors"]
    assert error["rule"] == "old-pets-are-chipped"
    assert error["pointer"] == ""
    assert "A pet of three years or more is chipped" in json.dumps(problem)


def test_a_path_and_a_method_that_are_not_there(client: httpx2.Client) -> None:
    """404 and 405, the latter with what works."""
    assert client.get("/cats").status_code == 404
    answer = client.delete("/pets")
    assert answer.status_code == 405
    assert "POST" in answer.headers["allow"]
