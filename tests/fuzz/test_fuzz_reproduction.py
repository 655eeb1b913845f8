"""Commands that send exactly the request of a finding."""

import io
import itertools
import json
import shlex
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest import mock
from urllib.request import Request

import pytest

from tallystick.fuzz.model import Case, Message, Named
from tallystick.fuzz.reproduction.client_calls import ClientCall, GeneratedClient, python
from tallystick.fuzz.reproduction.commands import curl
from tallystick.fuzz.reproduction.secrets import always
from tallystick.fuzz.resuming import _case, _plain


def case(body: bytes) -> Case:
    """Return a case with a body."""
    message = Message(
        method="POST",
        path="/boxes",
        headers=(("Content-Type", "application/json"),),
        body=body,
    )
    return Case(operation="makeBox", kind="rule", expect="refused", message=message)


BODIES = [
    b'{"a":"it\'s $HOME `x` \\"q\\""}',
    b'{"\xff":1}',
    "{'ü': '\U0001f6f6\n'}".encode(),
    b"--x\r\n'a' \\ \\n \"q\" $HOME `x` !! \x7f1\r\n",
    bytes(range(255, 0, -1)),
    b"",
]


@pytest.mark.parametrize("body", BODIES)
def test_curl_sends_the_same_bytes(body: bytes) -> None:
    """A shell hands exactly the body to the program, and the secret by its variable."""
    command = curl(case(body), "http://127.0.0.1:8000/v1/", secrets=always("X-Key: $TOKEN"))
    script = command.replace("curl", "show", 1)
    shell = 'show() { printf "%s\\0" "$@"; }; TOKEN=abc; ' + script
    words = subprocess.run(["bash", "-c", shell], capture_output=True, check=True).stdout.split(
        b"\0"
    )
    assert words[words.index(b"--data-binary") + 1] == body
    assert b"X-Key: abc" in words
    assert words[-2] == b"http://127.0.0.1:8000/v1/boxes"
    assert "abc" not in command


@pytest.mark.parametrize("body", [b"@a 100%s \\n 'b'\r\n", b"\0@%\0" + bytes(range(256))])
def test_curl_reads_what_no_word_can_hold(body: bytes) -> None:
    """Bytes that a word cannot hold, or that would name a file, come through a pipe."""
    shell = 'show() { for it; do case "$it" in @/*) cat "${it#@}";; esac; done; }; '
    command = shell + curl(case(body), "http://h").replace("curl", "show", 1)
    assert subprocess.run(["bash", "-c", command], capture_output=True, check=True).stdout == body


def test_what_can_be_read_is_readable() -> None:
    """Only what a shell or a terminal would take otherwise is escaped."""
    shown = curl(case(b"--x\r\nA: 'b'\r\n\r\n\xff"), "http://h")
    assert r" $'--x\r\nA: \x27b\x27\r\n\r\n\xff' " in shown


@pytest.mark.parametrize("body", BODIES)
def test_python_is_python(body: bytes) -> None:
    """A few lines that compile."""
    code = python(case(body), "http://127.0.0.1:8000/v1")
    assert len(code.splitlines()) == 3
    compile(code, "reproduction", "exec")


def test_curl_quotes_the_url() -> None:
    """Nothing of a document reaches the shell unquoted."""
    message = Message(method="GET", path="/a;rm -rf b", query="x=$(id)")
    command = curl(
        Case(operation="o", kind="valid", expect="accepted", message=message), "http://127.0.0.1"
    )
    assert shlex.split(command)[-1] == "http://127.0.0.1/a;rm -rf b?x=$(id)"


@pytest.mark.parametrize(
    ("method", "path", "query", "binds", "options"),
    [
        ("GET", "/a", "x=1", (), "-X GET"),
        ("GET", "/a", "x[from]=1", (), "-X GET -g"),
        ("GET", "/a/{b}", "", (("b", "/id"),), "-X GET"),
        ("GET", "/a/{b}", "", (), "-X GET -g"),
        ("PUT", "/a/../b", "", (), "-X PUT --path-as-is"),
        ("HEAD", "/a", "", (), "-I"),
    ],
)
def test_curl_takes_the_target_as_it_is(
    method: str, path: str, query: str, binds: tuple[tuple[str, str], ...], options: str
) -> None:
    """Brackets are no pattern, dots stay, and nobody waits for the body of a head."""
    message = Message(method=method, path=path, query=query)
    asked = Case(operation="o", kind="valid", expect="accepted", message=message, binds=binds)
    command = curl(asked, "http://h")
    assert command.startswith(f"curl -i {options} ")
    assert not command.startswith(f"curl -i {options} -g")


def test_headers_of_every_request_are_there() -> None:
    """What they hold may be secret: it comes from the environment; others do not send all."""
    names = ("X-Tenant", "Cookie", "X-Key")
    told: dict[str, Any] = {"secrets": always("X-Key: $TOKEN"), "headers": names}
    own = case(b"1")
    second = replace(own, message=replace(own.message, caller="second"))
    shell = 'show() { printf "%s\\0" "$@"; }; TOKEN=abc OTHER_TOKEN=d X_TENANT="a b" COOKIE=c; '
    sent = []
    for each in (own, second):
        command = shell + curl(each, "http://h", **told).replace("curl", "show", 1)
        words = subprocess.run(["bash", "-c", command], capture_output=True, check=True).stdout
        after = [word for before, word in pairwise(words.split(b"\0")) if before == b"-H"]
        sent.append([word for word in after if not word.startswith(b"Content-Type")])
    assert sent[0] == [b"X-Tenant: a b", b"Cookie: c", b"X-Key: abc"]
    assert sent[1][0] == b"X-Tenant: a b"
    assert b"Cookie: c" not in sent[1]
    code = python(own, "http://h", **told)
    assert "'X-Tenant': os.environ[\"X_TENANT\"]" in code
    assert code.count("X-Key") == 1
    compile(code, "reproduction", "exec")


SHOP = Case(
    operation="open",
    kind="valid",
    expect="accepted",
    message=Message(method="POST", path="/shops", body=b"{}"),
    value={},
    has_value=True,
)


def within(shop: Case, path: str, body: bytes) -> Case:
    """Return a request that makes something in a shop."""
    message = Message(method="POST", path=f"/shops/{{shop}}/{path}", body=body)
    value = json.loads(body)
    made = replace(SHOP, operation=path, message=message, value=value, takes="open")
    return replace(made, after=shop, binds=(("shop", "/id"),))


@pytest.mark.parametrize("where", ["own", "other"])
def test_what_is_named_is_made_in_its_resource(where: str) -> None:
    """In the same one it comes after that; in another one, all of it comes before."""
    own = where == "own"
    oil = within(SHOP if own else replace(SHOP, operation="other"), "oils", b"{}")
    named = Named(
        path=("oil",), member="oil", planned="x", given="o1", maker=oil, pointer="/id", until=None
    )
    sale = replace(within(SHOP, "sales", b'{"oil":"x"}'), names=(named,))
    number = itertools.count(1)
    asked: list[tuple[str, bytes | None]] = []

    def urlopen(request: Request) -> io.BytesIO:
        asked.append((request.full_url, cast("bytes | None", request.data)))
        return io.BytesIO(json.dumps({"id": f"i{next(number)}"}).encode())

    with mock.patch("urllib.request.urlopen", urlopen):
        exec(compile(python(sale, "http://h"), "reproduction", "exec"), {"print": str})  # noqa: S102 - what is printed
    shell = 'curl() { echo "{\\"id\\": \\"i$#\\"}"; printf "%s\\n" "${@: -1}" >&2; }; '
    done = subprocess.run(
        ["bash", "-c", shell + curl(sale, "http://h")], capture_output=True, check=True
    )
    paths = [url.rpartition("/")[2] for url in done.stderr.decode().split()]
    assert paths == [url.rpartition("/")[2] for url, _ in asked]
    again = [] if own else [("http://h/shops", b"{}")]
    assert asked == [
        ("http://h/shops", b"{}"),
        ("http://h/shops/i1/oils", b"{}"),
        *again,
        (f"http://h/shops/i{1 if own else 3}/sales", b'{"oil":"i2"}'),
    ]


def polled(states: tuple[str, ...]) -> Case:
    """Return a request for a job that was in some states before."""
    job = replace(SHOP, message=replace(SHOP.message, path="/jobs"))
    asked = Message(method="GET", path="/jobs/{job}")
    asked_for = Case(operation="get", kind="poll", expect="accepted", message=asked, after=job)
    return replace(asked_for, binds=(("job", "/id"),), until=("state", states))


CALLS = {
    "open": ClientCall(method="jobs.create", attributes={"id": "id"}),
    "get": ClientCall(
        method="jobs.get", parameters={("path", "job"): "job"}, attributes={"state": "state"}
    ),
}
SEEN = ["queued", "failed", "failed", "running", "running"]


@pytest.mark.parametrize("client", [None, GeneratedClient(package="j", name="Jobs", calls=CALLS)])
def test_a_state_is_waited_for(
    client: GeneratedClient | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other, by the client and without it; then it is asked once more."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    answers = iter(SEEN)
    code = python(polled(("failed", "running")), "http://h", client)

    def urlopen(request: Request) -> io.BytesIO:
        state = "new" if request.get_method() == "POST" else next(answers)
        return io.BytesIO(json.dumps({"id": "j1", "state": state}).encode())

    jobs = mock.Mock(**{"create.return_value": SimpleNamespace(id="j1")})
    jobs.get = lambda job: SimpleNamespace(id=job, state=next(answers))
    names = {"print": str, "Jobs": lambda **_: SimpleNamespace(jobs=jobs)}
    with mock.patch("urllib.request.urlopen", urlopen):
        exec(compile(code.replace("from j import Jobs", ""), "j", "exec"), names)  # noqa: S102 - what is printed
    assert list(answers) == [], code


def test_the_shell_waits_for_a_state(tmp_path: Path) -> None:
    """It asks until the state is there, and then once more."""
    counter = tmp_path / "n"
    shell = f"""sleep() {{ :; }}
    curl() {{ echo >> {counter}; set -- {" ".join(["new", *SEEN])} end
      shift $(($(wc -l < {counter}) - 1)); echo "{{\\"id\\": \\"j1\\", \\"state\\": \\"$1\\"}}"; }}
    """
    command = curl(polled(("failed", "running")), "http://h")
    done = subprocess.run(["bash", "-c", shell + command], capture_output=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1])["state"] == "running"
    assert len(counter.read_text()) == len(SEEN) + 1


def test_where_no_state_is_waited_for() -> None:
    """Without a request that makes it, and by a client that does not know the member."""
    assert "for TURN" not in curl(replace(polled(("failed",)), after=None), "http://h")
    blind = {**CALLS, "get": replace(CALLS["get"], attributes={})}
    client = GeneratedClient(package="jobs", name="Jobs", calls=blind)
    assert python(polled(("failed",)), "http://h", client).startswith("# ")


def test_another_resource_is_made_for_a_part_of_a_path(tmp_path: Path) -> None:
    """What is in one shop is asked for in another one."""
    oil = within(SHOP, "oils", b"{}")
    message = Message(method="GET", path="/shops/{shop}/oils/{oil}")
    asked = Case(operation="get", kind="valid", expect="accepted", message=message, after=oil)
    asked = replace(asked, binds=(("shop", "/id"), ("oil", "/id")))
    asked = replace(asked, apart=("shop", replace(SHOP, operation="other"), "/id"))
    number = itertools.count(1)
    sent: list[str] = []

    def urlopen(request: Request) -> io.BytesIO:
        sent.append(request.full_url)
        return io.BytesIO(json.dumps({"id": f"i{next(number)}"}).encode())

    with mock.patch("urllib.request.urlopen", urlopen):
        exec(compile(python(asked, "http://h"), "reproduction", "exec"), {"print": str})  # noqa: S102 - what is printed
    assert sent[-2:] == ["http://h/shops", "http://h/shops/i3/oils/i2"]
    count = shlex.quote(str(tmp_path / "count"))
    shell = f'curl() {{ echo >> {count}; printf "%s\\n" "${{@: -1}}" >&2; '
    shell += f'echo "{{\\"id\\": \\"i$(($(wc -l < {count})))\\"}}"; }}; '
    command = f"{shell}{curl(asked, 'http://h')}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=True)
    assert done.stderr.decode().split() == sent
    client = GeneratedClient(package="shops", name="Shops", calls={})
    assert python(asked, "http://h", client).startswith("# what the path needs comes from several")
    assert _case(json.loads(json.dumps(_plain(asked)))) == asked
