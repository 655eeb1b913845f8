"""For each fault of the shop, requests that show it: answers differ from those without it."""

from typing import Any, Final

ORDER: Final[dict[str, Any]] = {
    "customer": 1,
    "items": [{"sku": "ABC-1234", "quantity": 1}],
    "pickup": True,
}
HOME: Final = {"street": "Main street 1", "country": "DE"}
SENT: Final = {"customer": 1, "items": ORDER["items"], "address": HOME}
Step = tuple[str, str, Any, dict[str, str | None]]
"""Method, path (``{id}``: of the first order), body (bytes as they are), headers that differ."""


def place(body: Any, **headers: str | None) -> Step:
    """Return an order that is placed."""
    return ("POST", "/orders", body, headers)


def get(path: str, **headers: str | None) -> Step:
    """Return something that is asked for."""
    return ("GET", path, None, headers)


def items(*quantities: int, **more: Any) -> list[dict[str, Any]]:
    """Return items of different skus."""
    return [{"sku": f"ABC-{n:04}", "quantity": each, **more} for n, each in enumerate(quantities)]


MANY: Final = [place(ORDER)] * 3
LATER: Final[Step] = ("WAIT", "0.1", None, {})
MUCH_LATER: Final[Step] = ("WAIT", "0.25", None, {})
SOON: Final[Step] = ("WAIT", "0.042", None, {})
CANCEL: Final[Step] = ("POST", "/orders/{id}/cancel", None, {})
KEYED: Final = {"idempotency_key": "k-1"}

PROBES: Final[dict[str, list[Step]]] = {
    "no-key": [place(ORDER, x_api_key=None)],
    "any-key": [place(ORDER), get("/orders/{id}", x_api_key="odd")],
    "all-see-all": [place(ORDER), get("/orders/{id}", x_api_key="theirs")],
    "list-open": [get("/orders", x_api_key=None)],
    "list-all": [place(ORDER), get("/orders", x_api_key="theirs")],
    "channel-free": [place(ORDER, x_channel="fax")],
    "channel-optional": [place(ORDER, x_channel=None)],
    "phone-refused": [place(ORDER, x_channel="phone")],
    "limit-101": [get("/orders?limit=101")],
    "limit-zero": [get("/orders?limit=0")],
    "limit-100-crash": [get("/orders?limit=100")],
    "limit-ignored": [get("/orders?limit=x")],
    "status-free": [get("/orders?status=lost")],
    "packed-filter-crash": [get("/orders?status=packed")],
    "after-negative": [get("/orders?after=-1")],
    "filter-ignored": [place(ORDER), get("/orders?status=cancelled")],
    "limit-off": [*MANY, get("/orders?limit=2")],
    "next-missing": [get("/orders")],
    "id-text": [place(ORDER)],
    "id-zero": [get("/orders/0")],
    "unknown-500": [get("/orders/12345")],
    "unknown-200": [get("/orders/12345")],
    "pieces-missing": [place(ORDER)],
    "priority-forgotten": [place({**ORDER, "priority": "high"})],
    "priority-late": [place({**ORDER, "priority": "high"}), get("/orders/{id}")],
    "sku-twice": [place({**ORDER, "items": [*ORDER["items"], *ORDER["items"]]})],
    "sku-longer": [place({**ORDER, "items": [{"sku": "ABC-12345", "quantity": 1}]})],
    "quantity-100": [place({**ORDER, "priority": "low", "items": items(100)})],
    "quantity-99-refused": [place({**ORDER, "priority": "low", "items": items(99)})],
    "bulk-51": [place({**ORDER, "items": items(51)})],
    "bulk-free": [place({**ORDER, "items": items(52)})],
    "coupon-urgent": [place({**ORDER, "coupon": "WINTER", "priority": "high"})],
    "coupon-10-refused": [place({**ORDER, "coupon": "WINTER2026"})],
    "coupon-null-refused": [place({**ORDER, "coupon": None})],
    "gift-picked-up": [place({**ORDER, "items": items(1, gift=True)})],
    "neither": [place({"customer": 1, "items": items(1)})],
    "both": [place({**SENT, "pickup": True})],
    "swiss": [place({**SENT, "address": {**HOME, "country": "CH"}})],
    "france-refused": [place({**SENT, "address": {**HOME, "country": "FR"}})],
    "note-crash": [place({**SENT, "address": {**HOME, "note": ""}})],
    "umlaut-crash": [place({**SENT, "address": {**HOME, "street": "Stra\u00dfe 1"}})],
    "unknown-member": [place({**ORDER, "colour": "red"})],
    "unknown-item-member": [place({**ORDER, "items": items(1, colour="red")})],
    "empty-order": [place({**ORDER, "items": []})],
    "thirteen": [place({**ORDER, "items": items(*[1] * 13)})],
    "twelve-refused": [place({**ORDER, "items": items(*[1] * 12)})],
    "customer-float": [place({**ORDER, "customer": 1.5})],
    "customer-text": [place({**ORDER, "customer": "1"})],
    "gift-text": [place({**SENT, "items": items(1, gift="yes")})],
    "bad-json": [place(b'{"customer":1')],
    "any-type": [place(ORDER, content_type="text/plain")],
    "placed-200": [place(ORDER)],
    "tracking-early": [place(ORDER), SOON, get("/orders/{id}")],
    "tracking-never": [place(ORDER), LATER, get("/orders/{id}")],
    "back-to-open": [place(ORDER), MUCH_LATER, get("/orders/{id}")],
    "lost": [place({**ORDER, "priority": "low"}), get("/orders/{id}")],
    "stuck": [place(ORDER), LATER, get("/orders/{id}")],
    "cancel-shipped": [place(ORDER), LATER, CANCEL],
    "cancel-unknown": [("POST", "/orders/12345/cancel", None, {})],
    "cancel-forgotten": [place(ORDER), CANCEL],
    "key-ignored": [place(ORDER, **KEYED), place(ORDER, **KEYED)],
    "key-shared": [place(ORDER, **KEYED), place(SENT, **KEYED)],
    "same-number": [place(ORDER), place(SENT)],
    "rule-unnamed": [place({**SENT, "pickup": True})],
    "refused-409": [place({**SENT, "pickup": True})],
    "error-html": [place({})],
}
