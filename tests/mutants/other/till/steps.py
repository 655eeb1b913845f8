"""Requests to Tillside: what is sent, one after another."""

from dataclasses import dataclass, field
from typing import Any, Final

Json = Any
Heads = dict[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request.

    Attributes:
        path: ``{inv2}`` stands for the id of the second thing made, an invoice; ``{cursor}`` for
            the last cursor and ``{etag}`` for the first entity tag that was answered.
        body: JSON, or bytes as they are; None for none.
    """

    method: str
    path: str
    body: Json = None
    headers: Heads = field(default_factory=dict)


BEN: Final[Heads] = {"authorization": "Bearer sk_ben"}
NOBODY: Final[Heads] = {"authorization": None}
TWO: Final = ({"email": "one@example.com"}, {"email": "two@example.com"})
CUS: Final = "/v1/customers/{cus1}"
INV: Final = f"{CUS}/invoices/{{inv2}}"
LINES: Final = f"{INV}/lines"
LINE: Final = f"{LINES}/{{lin3}}"
PAY: Final = "/v1/payments/{pay1}"
BOUNDARY: Final = "x7y"
ADDRESS: Final = {"line1": "1 Quay", "city": "Bonn", "country": "DE"}


def kept(body: dict[str, Json], more: dict[str, Json]) -> dict[str, Json]:
    """Return a body with more members, and without those that are "-"."""
    return {name: value for name, value in (body | more).items() if value != "-"}


def get(path: str, **headers: str | None) -> Step:
    """Return a look."""
    return Step(method="GET", path=path, headers=_heads(headers))


def post(path: str, body: Json = None, **headers: str | None) -> Step:
    """Return a POST."""
    return Step(method="POST", path=path, body=body, headers=_heads(headers))


def patch(path: str, body: Json, **headers: str | None) -> Step:
    """Return a PATCH."""
    return Step(method="PATCH", path=path, body=body, headers=_heads(headers))


def delete(path: str, **headers: str | None) -> Step:
    """Return a DELETE."""
    return Step(method="DELETE", path=path, headers=_heads(headers))


def _heads(headers: dict[str, str | None]) -> Heads:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def by_ben(step: Step) -> Step:
    """Return a request of somebody else."""
    return Step(method=step.method, path=step.path, body=step.body, headers=BEN)


def by_nobody(step: Step) -> Step:
    """Return a request without a key."""
    return Step(method=step.method, path=step.path, body=step.body, headers=NOBODY)


def customer(**more: Json) -> Step:
    """Return a request for a customer."""
    return post("/v1/customers", kept({"email": "ann@example.com"}, more))


def company(**more: Json) -> Step:
    """Return a request for a company."""
    return customer(**{"kind": "company", "tax_id": "DE12345678"} | more)


def at(**more: Json) -> Step:
    """Return a request for a customer with an address."""
    return customer(address=kept(ADDRESS, more))


def batch(*bodies: Json) -> Step:
    """Return a request for customers."""
    return post("/v1/customers/batch", {"customers": list(bodies)})


def change(**more: Json) -> Step:
    """Return a change of the first customer."""
    return patch(CUS, more)


def card(**more: Json) -> Step:
    """Return a request for a card."""
    body = {
        "type": "card",
        "number": "4000123412345678",
        "brand": "visa",
        "exp_month": 4,
        "exp_year": 2030,
        "cvc": "123",
    }
    return post(f"{CUS}/sources", kept(body, more))


def bank(**more: Json) -> Step:
    """Return a request for a bank account."""
    body = {"type": "bank_account", "holder_name": "Ann", "iban": "DE12ABCDEFGHIJ12"}
    return post(f"{CUS}/sources", kept(body, more))


def wallet(**more: Json) -> Step:
    """Return a request for a wallet."""
    body = {"type": "wallet", "provider": "twint", "token": "12345678"}
    return post(f"{CUS}/sources", kept(body, more))


def item(**more: Json) -> dict[str, Json]:
    """Return a line of an invoice."""
    return kept({"description": "Rope", "unit_price": {"amount": 250, "currency": "EUR"}}, more)


def bill(**more: Json) -> dict[str, Json]:
    """Return the body of an invoice."""
    body = {"currency": "EUR", "issue_date": "2026-03-01", "terms_days": 14}
    return kept(body, more)


def invoice(**more: Json) -> Step:
    """Return a request for an invoice of the first customer."""
    return post(f"{CUS}/invoices", bill(**more))


def put(**more: Json) -> Step:
    """Return an invoice in the first one's place."""
    return Step(method="PUT", path=INV, body=bill(**more))


def line(**more: Json) -> Step:
    """Return a request for a line."""
    return post(LINES, item(**more))


def act(name: str) -> Step:
    """Return a request to do something with the invoice."""
    return post(f"{INV}/{name}")


def payment(amount: int = 1000, currency: str = "EUR", **more: Json) -> Step:
    """Return a request for a payment."""
    return post("/v1/payments", kept({"amount": {"amount": amount, "currency": currency}}, more))


def manual(**more: Json) -> Step:
    """Return a request for a payment that is captured later."""
    return payment(capture_method="manual", **more)


def capture(**more: Json) -> Step:
    """Return a request to capture the first payment."""
    return post(f"{PAY}/capture", more)


def refund(**more: Json) -> Step:
    """Return a request to give the first payment back."""
    return post(f"{PAY}/refund", {"reason": "requested"} | more)


def report(**more: Json) -> Step:
    """Return a request for a report."""
    body = {"type": "payments", "from": "2026-01-01", "to": "2026-01-31"}
    return post("/v1/reports", kept(body, more))


def file(text: bytes = b"abc", **members: str) -> Step:
    """Return an upload."""
    said = b"".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        + value
        + b"\r\n"
        for name, value in [("file", text), *((n, v.encode()) for n, v in members.items())]
    )
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return post("/v1/files", said + f"--{BOUNDARY}--\r\n".encode(), content_type=kind)


C: Final = customer()
ONE: Final = [C, invoice()]
LOOK: Final = get(CUS)
SEE: Final = get(INV)
OPEN: Final = [*ONE, act("finalize")]
PAID: Final = [*OPEN, act("pay")]
VOID: Final = [*OPEN, act("void")]
LISTED: Final = [C, invoice(lines=[item(description=name) for name in "cab"])]
FIVE: Final = [customer(email=f"{name}@example.com") for name in "cabed"]
PAYMENTS: Final = [payment(amount) for amount in (300, 1000, 200)]
TWICE: Final = get(f"{INV}/lines?limit=2")
REPORT: Final = get("/v1/reports/{rep1}")
LOOKS: Final = [report(), *[REPORT] * 5]
SEVEN: Final = [*[report()] * 7, *[get("/v1/reports/{rep7}")] * 3]
