"""Requests to Quayside, one after another; it knows no clock, so answers are always the same."""

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from tests.mutants.other.quayside.server import App, quayside

Json = Any
GONE: Final = "-gone-"
"""In place of a member: it is left out."""
ANN: Final = {"Authorization": "Bearer key-of-ann"}
BEN: Final = {"X-Quay-Key": "key-of-ben"}
JSON: Final = {"Content-Type": "application/json"}
FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
PATCH: Final = {"Content-Type": "application/merge-patch+json"}
PARTS: Final = {"Content-Type": "multipart/form-data; boundary=x7y"}
NOBODY: Final = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request.

    Attributes:
        path: With its query; ``{0}`` stands for the first id that was answered, and so on.
        body: JSON, or bytes as they are; None for none.
        headers: All of them.
    """

    method: str = "GET"
    path: str
    body: Json = None
    headers: dict[str, str] = field(default_factory=dict)


Said = tuple[int, tuple[tuple[str, str], ...], str]


def answers(fault: str, steps: Iterable[Step]) -> list[Said]:
    """Return status, headers and text of each answer."""
    app = quayside(fault)
    ids: list[str] = []
    said: list[Said] = []
    for step in steps:
        status, headers, text = _ask(app, step, ids)
        said.append((status, headers, text))
        ids += re.findall(r'"id": "([^"]+)"', text)[:1] if status in {201, 202} else []
    return said


def _ask(app: App, step: Step, ids: list[str]) -> Said:
    text = step.body if isinstance(step.body, bytes) else json.dumps(step.body).encode()
    for place, one in enumerate(ids):
        text = text.replace(f"{{{place}}}".encode(), one.encode())
    path, _, query = step.path.partition("?")
    for place, one in enumerate(ids):
        path, query = path.replace(f"{{{place}}}", one), query.replace(f"{{{place}}}", one)
    head = [(name.lower().encode(), _slotted(value, ids)) for name, value in step.headers.items()]
    scope: dict[str, Json] = {"type": "http", "method": step.method, "path": path}
    scope |= {"query_string": query.encode(), "headers": head}
    heard: list[dict[str, Json]] = []

    async def receive() -> dict[str, Json]:
        return {"type": "http.request", "body": b"" if step.body is None else text}

    async def send(message: dict[str, Json]) -> None:
        heard.append(message)

    running = app(scope, receive, send)
    with suppress(StopIteration):
        running.__await__().send(None)
    begun, body = heard
    headers = tuple((name.decode(), value.decode()) for name, value in begun["headers"])
    return begun["status"], headers, body["body"].decode()


def _slotted(value: str, ids: list[str]) -> bytes:
    for place, one in enumerate(ids):
        value = value.replace(f"{{{place}}}", one).replace(f"{{{place}:8}}", one[:8])
    return value.encode()


def get(path: str, **headers: str) -> Step:
    """Return a request to look at something."""
    return Step(path=path, headers=ANN | _named(headers))


def post(path: str, body: Json = None, **headers: str) -> Step:
    """Return a request with JSON."""
    said = JSON if body is not None else {}
    return Step(method="POST", path=path, body=body, headers=ANN | said | _named(headers))


def put(path: str, body: Json, **headers: str) -> Step:
    """Return a request to replace something."""
    return Step(method="PUT", path=path, body=body, headers=ANN | JSON | _named(headers))


def patch(body: Json, **headers: str) -> Step:
    """Return a request to change the first vessel."""
    head = ANN | PATCH | _named(headers)
    return Step(method="PATCH", path="/vessels/{0}", body=body, headers=head)


def delete(path: str) -> Step:
    """Return a request to delete something."""
    return Step(method="DELETE", path=path, headers=ANN)


def by_ben(step: Step) -> Step:
    """Return the same request of somebody else."""
    said = {name: value for name, value in step.headers.items() if name != "Authorization"}
    return Step(method=step.method, path=step.path, body=step.body, headers=said | BEN)


def by_nobody(step: Step) -> Step:
    """Return the same request without a key."""
    said = {name: value for name, value in step.headers.items() if name != "Authorization"}
    return Step(method=step.method, path=step.path, body=step.body, headers=said)


def merged(base: dict[str, Json], over: dict[str, Json]) -> dict[str, Json]:
    """Return a body with other members; `GONE` leaves one out."""
    return {name: value for name, value in (base | over).items() if value != GONE}


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-").title(): value for name, value in headers.items()}


OWNER: Final = {"name": "Ann", "role": "owner", "phone": "+46700000"}
BOAT: Final[dict[str, Json]] = {
    "name": "Alma",
    "registration": "SE-1234",
    "length": 9.5,
    "beam": 3,
    "propulsion": {"kind": "sail", "masts": 1},
    "contacts": [OWNER],
}
INSURED: Final = {"insurer": "Sea", "from": "2031-01-01", "until": "2031-12-31"}
ADULT: Final = {"name": "Ann", "age": 40}
CHILD: Final = {"name": "Kim", "age": 4}
NIGHT: Final[dict[str, Json]] = {
    "vesselId": "{0}",
    "berth": "B-02",
    "arrive": "2031-06-01T12:00:00Z",
    "depart": "2031-06-02T12:00:00Z",
    "guests": [ADULT],
}
PRICE: Final[dict[str, Json]] = {"length": 9.5, "nights": 3, "season": "low"}


def vessel(**over: Json) -> Step:
    """Return a request to make a vessel."""
    return post("/vessels", merged(BOAT, over))


def sailing(**over: Json) -> Step:
    """Return a request to make a vessel with sails."""
    return vessel(propulsion={"kind": "sail", "masts": 2} | over)


def driven(screws: Json = 1, **drive: Json) -> Step:
    """Return a request to make a vessel with a motor."""
    drives = drive or {"fuel": "diesel", "tankLitres": 50}
    return vessel(propulsion={"kind": "motor", "screws": screws, "drive": drives})


def rowed(oars: Json = 4, **over: Json) -> Step:
    """Return a request to make a vessel with oars."""
    return vessel(propulsion={"kind": "rowed", "oars": oars}, **over)


def known_to(**over: Json) -> Step:
    """Return a request to make a vessel with another contact."""
    return vessel(
        contacts=[OWNER, merged({"name": "Bo", "role": "skipper", "phone": "+4670000"}, over)]
    )


def stay(**over: Json) -> Step:
    """Return a request for a stay of the first vessel."""
    return post("/stays", merged(NIGHT, over))


def extra(code: str, quantity: Json = 1, **over: Json) -> Step:
    """Return a request for a price with one extra."""
    return price(extras=[{"code": code, "quantity": quantity} | over])


def batch(*bodies: dict[str, Json]) -> Step:
    """Return a request for several stays."""
    return post("/stays/batch", {"stays": [NIGHT | body for body in bodies]})


def search(**body: Json) -> Step:
    """Return a search of stays."""
    return post("/stays/search", body)


def price(**over: Json) -> Step:
    """Return a request for a price."""
    return post("/quotes", merged(PRICE, over))


def gate(more: str = "", doors: str = "&doors=gate", until: str = "2031-06-02") -> Step:
    """Return a request for a code."""
    text = f"berth=A-01&validFrom=2031-06-01T12:00:00Z&validUntil={until}T12:00:00Z"
    body = (text + doors + more).encode()
    return Step(method="POST", path="/gate-codes", body=body, headers=ANN | FORM)


def reading(text: str | None = "a,b\n1,2\n", **meta: Json) -> Step:
    """Return a request to read a list."""
    said = json.dumps(merged({"delimiter": "comma"}, meta))
    file = "" if text is None else _part("file", "text/csv", text, '; filename="f.csv"')
    body = file + _part("meta", "application/json", said) + "--x7y--\r\n"
    return Step(method="POST", path="/imports", body=body.encode(), headers=ANN | PARTS)


def _part(name: str, media: str, text: str, more: str = "") -> str:
    head = f'Content-Disposition: form-data; name="{name}"{more}\r\nContent-Type: {media}'
    return f"--x7y\r\n{head}\r\n\r\n{text}\r\n"


def survey(**body: Json) -> Step:
    """Return a request for a survey."""
    return post("/surveys", {"kind": "hull"} | body)


def prefer(**body: Json) -> Step:
    """Return a request to set preferences."""
    return put("/preferences", merged({"alerts": ["safety"]}, body))


def close(**over: Json) -> Step:
    """Return a request to close a berth."""
    body = {"from": "2031-06-01", "until": "2031-06-03", "cause": "repair"}
    return put("/berths/C-02/closure", merged(body, over))


def free(
    more: str = "", window: str = "window[from]=2031-06-01&window[to]=2031-06-02", **headers: str
) -> Step:
    """Return a question which berths are free."""
    return get(f"/availability?{window}&length=5{more}", **headers)
