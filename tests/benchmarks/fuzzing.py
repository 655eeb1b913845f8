"""How fast `tally fuzz` sends, beside Schemathesis and the bare clients, all in one run.

``python -m tests.benchmarks.fuzzing`` measures requests a second, the making of requests and the
judging of answers included: over HTTP (loopback, another process) and in process, against a server
that always answers the same and against the reference server. The machine may be slow or busy, so
CPU seconds of this process are counted too, and bare ``http.client`` and bare ASGI calls are
measured in the same run. Writes ``generated/bench/fuzzing.json`` and ``.md``.
"""

import argparse
import asyncio
import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis.engine import from_schema
from schemathesis.engine.events import ScenarioFinished

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.transport import Http, Transport
from tallystick.ir import Api, open_api
from tallystick.resolve import bundle
from tallystick.serve import app as reference

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "generated" / "bench"
DOCUMENT = ROOT / "spec" / "video.overlay.yaml"
TOKEN = "benchmark"  # noqa: S105 - of servers on this machine
MOST = 50_000
"""Requests of a campaign at most; plans of a few hundred would measure little but planning."""
SECONDS = 12
"""Seconds that Schemathesis is given, each time."""
BARE = 4_000
CREATED = 201
MADE = {
    "id": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e",
    "created_at": "2026-01-01T00:00:00Z",
    "model": "uni-1",
    "state": "queued",
    "type": "image",
}
OUTPUT = [{"type": "image", "url": "http://127.0.0.1/1.png"}]
BODY = json.dumps(MADE).encode()
ENDED = json.dumps({**MADE, "state": "completed", "output": OUTPUT}).encode()
HEADERS, ENDED_HEADERS = (
    [(b"content-type", b"application/json"), (b"content-length", str(len(each)).encode())]
    for each in (BODY, ENDED)
)
HEAD = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}
ASKED = b'{"prompt":"A glass of iced coffee on a marble countertop"}'


async def trivial(scope: Any, receive: Any, send: Any) -> None:
    """Answer every request with the same resource; it has ended when it is asked for."""
    if scope["type"] == "lifespan":
        while True:
            kind = (await receive())["type"]
            await send({"type": f"{kind}.complete"})
            if kind == "lifespan.shutdown":
                return
    while (await receive()).get("more_body"):
        pass
    asked = scope["method"] == "GET"
    status, headers, body = (200, ENDED_HEADERS, ENDED) if asked else (201, HEADERS, BODY)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def served(*command: object) -> Iterator[str]:
    """Run a server in another process, on a free port that ``PORT`` stands for; yields its URL."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = [str(port) if word == "PORT" else str(word) for word in command]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        for _ in range(2_000):
            time.sleep(0.05)
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def measured(action: Callable[[], int]) -> dict[str, float]:
    """Return requests a second, on the clock and of this process's CPU time."""
    began, cpu = time.perf_counter(), time.process_time()
    count = action()
    seconds, used = time.perf_counter() - began, time.process_time() - cpu
    return {
        "requests": count,
        "per_second": round(count / seconds, 1),
        "per_cpu_second": round(count / used, 1),
    }


def campaign(api: Api, transport: Transport) -> dict[str, float]:
    """Measure a whole campaign of ours: planning, sending, judging."""
    wish = Wish(most=MOST, phases=("rules", "protocol", "variants"))
    options = Options(wish=wish, credentials=Credentials(auth=(TOKEN,)))
    try:
        return measured(lambda: run(api, transport, options).requests)
    finally:
        transport.close()


def bare_http(url: str) -> dict[str, float]:
    """Measure ``http.client`` on one kept connection, without anything around it."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"))

    def ask() -> int:
        for _ in range(BARE):
            connection.request("POST", "/generations", ASKED, HEAD)
            connection.getresponse().read()
        return BARE

    ask()
    return measured(ask)


def bare_asgi(app: Any) -> dict[str, float]:
    """Measure one request to an app again and again, called as directly as can be."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/generations",
        "raw_path": b"/generations",
        "query_string": b"",
        "root_path": "",
        "headers": [
            (b"host", b"127.0.0.1"),
            (b"content-type", b"application/json"),
            (b"content-length", str(len(ASKED)).encode()),
            (b"authorization", f"Bearer {TOKEN}".encode()),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": ASKED, "more_body": False}

    async def call() -> None:
        for _ in range(BARE):
            got: list[Any] = []

            async def send(message: Any, got: list[Any] = got) -> None:
                got.append(message)

            await app({**scope, "state": {}}, receive, send)
            if got[0]["status"] != CREATED:
                raise ValueError(f"the app answers {got[0]}")

    def test() -> int:
        asyncio.run(call())
        return BARE

    return measured(test)


def theirs(api: Api, *, url: str = "", app: Any = None) -> dict[str, float]:
    """Measure Schemathesis: its engine with all phases, all checks, for some seconds."""
    config = schemathesis.Config.from_dict(
        {
            "seed": 0,
            "max-time": SECONDS,
            "continue-on-failure": True,
            "headers": {"Authorization": f"Bearer {TOKEN}"},
            **({"base-url": url} if url else {}),
            "generation": {"max-examples": 1_000, "database": "none", "no-shrink": True},
        }
    )
    whole: Any = json.loads(json.dumps(bundle(api.resolved)))
    whole["servers"] = [{"url": url or "/"}]
    schema = schemathesis.openapi.from_dict(whole, config=config)
    schema.app = app

    def test() -> int:
        events = from_schema(schema).execute()
        finished = (event for event in events if isinstance(event, ScenarioFinished))
        return sum(len(event.recorder.interactions) for event in finished)

    return measured(test)


def figures(api: Api) -> dict[str, dict[str, float]]:
    """Measure everything."""
    found: dict[str, dict[str, float]] = {}
    uvicorn = ("-m", "uvicorn", "--no-access-log", "--log-level", "error", "--port", "PORT")
    module = ("--app-dir", str(Path(__file__).parent), "fuzzing:trivial")
    with served(sys.executable, *uvicorn, *module) as url:
        found["http: http.client alone"] = bare_http(url)
        found["http: tally fuzz"] = campaign(api, Http(url))
        found["http: Schemathesis"] = theirs(api, url=url)
    tally = (sys.executable, "-m", "tallystick", "serve", DOCUMENT, "--token", TOKEN)
    with served(*tally, "--port", "PORT") as url:
        found["http, reference server: http.client alone"] = bare_http(url)
        found["http, reference server: tally fuzz"] = campaign(api, Http(url))
        found["http, reference server: Schemathesis"] = theirs(api, url=url)
    found["in process: ASGI alone"] = bare_asgi(trivial)
    found["in process: tally fuzz"] = campaign(api, InProcess(trivial))
    found["in process: Schemathesis"] = theirs(api, app=trivial)
    name = "in process, reference server"
    found[f"{name}: ASGI alone"] = bare_asgi(reference(api, token=TOKEN, workers=0))
    found[f"{name}: tally fuzz"] = campaign(api, InProcess(reference(api, token=TOKEN, workers=0)))
    found[f"{name}: Schemathesis"] = theirs(api, app=reference(api, token=TOKEN, workers=0))
    return found


def table(found: dict[str, dict[str, float]]) -> str:
    """Lay the figures out, each beside the bare client that was measured before it."""
    lines = [
        "| | requests | a second | of the bare client | a CPU second of the client |",
        "|---|---:|---:|---:|---:|",
    ]
    bare = 0.0
    for name, each in found.items():
        bare = each["per_second"] if name.endswith("alone") else bare
        share = f"{each['per_second'] / bare:.0%}"
        cells = (f"{each['requests']:,.0f}", f"{each['per_second']:,.0f}", share)
        lines.append(f"| {name} | {' | '.join(cells)} | {each['per_cpu_second']:,.0f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print and write the figures."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None).parse_args()
    api, _ = open_api(str(DOCUMENT))
    if api is None:
        sys.exit("the document cannot be read")
    found = figures(api)
    REPORT.mkdir(parents=True, exist_ok=True)
    (REPORT / "fuzzing.json").write_text(json.dumps(found, indent=2) + "\n")
    text = table(found)
    title = "# Requests a second, generation and judging included"
    note = (
        "Campaigns of up to 50,000 requests made from the video document; Schemathesis has 12 "
        "seconds each time. In process, the server's CPU time counts too."
    )
    (REPORT / "fuzzing.md").write_text(f"{title}\n\n{note}\n\n{text}")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
