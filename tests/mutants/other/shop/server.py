"""A small shop, written by hand: nothing of it comes from its document.

It is here so that campaigns are measured on a server that is not ours, with faults that were
written without looking at what a campaign sends (`faults`).
"""

import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, TypeGuard

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

KEYS: Final = {"mine": "ann", "theirs": "bob"}
PACKED, SHIPPED = 0.03, 0.06
"""Seconds after which an order is packed, and shipped."""
SKU: Final = re.compile(r"[A-Z]{3}-[0-9]{4}")
STATUSES: Final = ("open", "packed", "shipped", "cancelled")
COUNTRIES: Final = ("AT", "CH", "DE", "FR")


class Shop:
    """All orders."""

    def __init__(self, fault: str, clock: Callable[[], float]) -> None:
        """Open with one fault, "" for none; the clock gives seconds since 1970."""
        self.fault = fault
        self.clock = clock
        self.orders: dict[int, dict[str, Any]] = {}
        self.keys: dict[tuple[str, str], tuple[bytes, int]] = {}

    def caller(self, request: Request, *, needed: bool = True) -> str | None:
        """Return who asks, None for nobody that is known."""
        key = request.headers.get("x-api-key")
        if key in KEYS:
            return KEYS[key]
        if not needed or (self.fault == "any-key" and key and request.method == "GET"):
            return "ann"
        return None

    def refusal(self, status: int, *broken: str) -> Response:
        """Return an error."""
        if self.fault == "error-html":
            return Response(f"<h1>{status}</h1>", status, media_type="text/html")
        if self.fault == "refused-409" and status == 422:
            status = 409
        named = [] if self.fault == "rule-unnamed" else list(broken)
        return JSONResponse({"error": "refused", "broken": named}, status)

    async def place(self, request: Request) -> Response:
        """Place an order."""
        who = self.caller(request, needed=self.fault != "no-key")
        if who is None:
            return self.refusal(401, "key")
        plain = request.headers.get("content-type", "").partition(";")[0] == "application/json"
        if not plain and self.fault != "any-type":
            return self.refusal(415, "content-type")
        channel = request.headers.get("x-channel")
        known = {"web", "shop"} if self.fault == "phone-refused" else {"web", "shop", "phone"}
        free = self.fault == "channel-free" and channel is not None
        free = free or (self.fault == "channel-optional" and channel is None)
        if channel not in known and not free:
            return self.refusal(400, "channel")
        key = request.headers.get("idempotency-key")
        if key is not None and len(key) > 64:
            return self.refusal(400, "idempotency-key")
        raw = await request.body()
        try:
            body = json.loads(raw, parse_constant=_no_number)
        except ValueError:
            if self.fault != "bad-json":
                return self.refusal(400, "json")
            body = {"customer": 1, "items": [{"sku": "ABC-1234", "quantity": 1}], "pickup": True}
        return self._placed(who, key, raw, body)

    def _placed(self, who: str, key: str | None, raw: bytes, body: Any) -> Response:
        wrong = [*self._shape(body)]
        if wrong:
            return self.refusal(400, *wrong)
        wrong = [*self._rules(body)]
        if wrong:
            return self.refusal(422, *wrong)
        note = body.get("address", {}).get("note")
        if self.fault == "note-crash" and note == "":
            raise ZeroDivisionError
        if self.fault == "umlaut-crash" and not body.get("address", {}).get("street", "").isascii():
            raise UnicodeError
        earlier = self.keys.get((who, key)) if key and self.fault != "key-ignored" else None
        if earlier is not None:
            if earlier[0] != raw and self.fault != "key-shared":
                return self.refusal(422, "idempotency-key")
            return JSONResponse(self.shown(self.orders[earlier[1]]), 201)
        number = 1 if self.fault == "same-number" else len(self.orders) + 1
        order = {"id": number, "who": who, "asked": body, "at": self.clock(), "cancelled": False}
        self.orders[number] = order
        if key:
            self.keys[who, key] = (raw, number)
        return JSONResponse(
            self.shown(order, fresh=True), 200 if self.fault == "placed-200" else 201
        )

    def _shape(self, body: Any) -> Any:
        """Yield the names of what is wrong with the shape of a body."""
        if not isinstance(body, dict):
            yield "body"
            return
        allowed = {"customer", "items", "priority", "coupon", "pickup", "address"}
        if body.keys() - allowed and self.fault != "unknown-member":
            yield "unknown"
        customer = body.get("customer")
        loose = (self.fault == "customer-float" and isinstance(customer, float)) or (
            self.fault == "customer-text" and isinstance(customer, str)
        )
        if not loose and (not _whole(customer) or customer < 1):
            yield "customer"
        if "priority" in body and body["priority"] not in ("low", "normal", "high"):
            yield "priority"
        if "pickup" in body and not isinstance(body["pickup"], bool):
            yield "pickup"
        yield from self._coupon(body)
        items = body.get("items")
        most = {"thirteen": 13, "twelve-refused": 11}.get(self.fault, 12)
        least = 0 if self.fault == "empty-order" else 1
        if not isinstance(items, list) or not least <= len(items) <= most:
            yield "items"
        else:
            for item in items:
                yield from self._item(item)
        if "address" in body:
            yield from self._address(body["address"])

    def _coupon(self, body: Any) -> Any:
        if "coupon" not in body:
            return
        coupon = body["coupon"]
        if coupon is None:
            if self.fault == "coupon-null-refused":
                yield "coupon"
            return
        most = 9 if self.fault == "coupon-10-refused" else 10
        if not isinstance(coupon, str) or not 4 <= len(coupon) <= most:
            yield "coupon"

    def _item(self, item: Any) -> Any:
        if not isinstance(item, dict):
            yield "item"
            return
        if item.keys() - {"sku", "quantity", "gift"} and self.fault != "unknown-item-member":
            yield "unknown"
        sku = item.get("sku")
        match = SKU.match if self.fault == "sku-longer" else SKU.fullmatch
        if not isinstance(sku, str) or not match(sku):
            yield "sku"
        quantity = item.get("quantity")
        most = {"quantity-100": 100, "quantity-99-refused": 98}.get(self.fault, 99)
        if not _whole(quantity) or not 1 <= quantity <= most:
            yield "quantity"
        loose = self.fault == "gift-text" and isinstance(item.get("gift"), str)
        if "gift" in item and not isinstance(item["gift"], bool) and not loose:
            yield "gift"

    def _address(self, address: Any) -> Any:
        if not isinstance(address, dict):
            yield "address"
            return
        if address.keys() - {"street", "country", "note"}:
            yield "unknown"
        street = address.get("street")
        if not isinstance(street, str) or not 3 <= len(street) <= 80:
            yield "street"
        countries = COUNTRIES[:-1] if self.fault == "france-refused" else COUNTRIES
        if address.get("country") not in countries:
            yield "country"
        note = address.get("note")
        if note is not None and (not isinstance(note, str) or len(note) > 40):
            yield "note"

    def _rules(self, body: Any) -> Any:
        """Yield the rules that a body breaks."""
        skus = [item["sku"] for item in body["items"]]
        if len(set(skus)) != len(skus) and self.fault != "sku-twice":
            yield "sku-once"
        address = body.get("address")
        picked = body.get("pickup", False)
        if not address and not picked and self.fault != "neither":
            yield "address-or-pickup"
        if address and picked and self.fault != "both":
            yield "address-or-pickup"
        priority = body.get("priority")
        if body.get("coupon") and priority == "high" and self.fault != "coupon-urgent":
            yield "coupon-not-urgent"
        largest = max((item["quantity"] for item in body["items"]), default=0)
        most = {"bulk-51": 51, "bulk-free": 999}.get(self.fault, 50)
        if largest > most and priority != "low":
            yield "bulk-is-slow"
        gifts = any(item.get("gift") is True for item in body["items"])
        if gifts and not address and self.fault != "gift-picked-up":
            yield "gift-needs-address"
        swiss = address and address["country"] == "CH" and address.get("note") is None
        if swiss and self.fault != "swiss":
            yield "swiss-note"

    def shown(self, order: dict[str, Any], *, fresh: bool = False) -> dict[str, Any]:
        """Return an order as customers see it."""
        asked = order["asked"]
        number = f"{order['id']}" if self.fault == "id-text" else order["id"]
        priority = asked.get("priority", "normal")
        if self.fault == "priority-forgotten" or (self.fault == "priority-late" and not fresh):
            priority = "normal" if priority == "high" or self.fault != "priority-late" else priority
        value = {
            "id": number,
            "status": self.status(order),
            "customer": asked["customer"] if _whole(asked["customer"]) else 1,
            "priority": priority,
            "pieces": max(1, sum(item["quantity"] for item in asked["items"])),
            "created_at": datetime.fromtimestamp(order["at"], UTC).isoformat(),
        }
        tracked = value["status"] == "shipped" and self.fault != "tracking-never"
        if tracked or (self.fault == "tracking-early" and value["status"] == "packed"):
            value["tracking"] = f"T-{order['id']:06}"
        if self.fault == "pieces-missing":
            del value["pieces"]
        return value

    def status(self, order: dict[str, Any]) -> str:
        """Return where an order is."""
        if order["cancelled"] and self.fault != "cancel-forgotten":
            return "cancelled"
        age = self.clock() - order["at"]
        if self.fault == "stuck" and order["asked"].get("pickup"):
            return "open"
        if self.fault == "back-to-open" and age > 3 * SHIPPED:
            return "open"
        return "shipped" if age > SHIPPED else "packed" if age > PACKED else "open"

    def found(self, request: Request, who: str) -> dict[str, Any] | Response:
        """Return the order that a path names, or why there is none."""
        text = request.path_params["order_id"]
        least = 0 if self.fault == "id-zero" else 1
        if not re.fullmatch(r"-?[0-9]{1,18}", text) or int(text) < least:
            return self.refusal(400, "order_id")
        order = self.orders.get(int(text))
        hidden = order is not None and order["who"] != who and self.fault != "all-see-all"
        if order is None and self.fault == "unknown-500":
            raise KeyError
        if order is None and self.fault == "unknown-200":
            asked = {"customer": 1, "items": []}
            return {"id": int(text), "asked": asked, "at": self.clock(), "cancelled": False}
        return self.refusal(404, "order_id") if order is None or hidden else order

    async def get(self, request: Request) -> Response:
        """Show an order."""
        who = self.caller(request)
        if who is None:
            return self.refusal(401, "key")
        order = self.found(request, who)
        if isinstance(order, Response):
            return order
        if self.fault == "lost" and order["asked"].get("priority") == "low":
            return self.refusal(404, "order_id")
        return JSONResponse(self.shown(order))

    async def cancel(self, request: Request) -> Response:
        """Cancel an order."""
        who = self.caller(request)
        if who is None:
            return self.refusal(401, "key")
        order = self.found(request, who)
        if isinstance(order, Response):
            if self.fault == "cancel-unknown" and order.status_code == 404:
                return JSONResponse({"id": 1}, 200)
            return order
        if self.status(order) not in {"open", "cancelled"} and self.fault != "cancel-shipped":
            return self.refusal(409, "status")
        order["cancelled"] = True
        return JSONResponse(self.shown(order))

    async def list(self, request: Request) -> Response:
        """List orders."""
        who = self.caller(request, needed=self.fault != "list-open")
        if who is None:
            return self.refusal(401, "key")
        given = request.query_params
        status = given.get("status")
        if status is not None and status not in STATUSES and self.fault != "status-free":
            return self.refusal(400, "status")
        if self.fault == "packed-filter-crash" and status == "packed":
            raise LookupError
        limit, after = _number(given.get("limit", "20")), _number(given.get("after", "0"))
        most = 101 if self.fault == "limit-101" else 100
        least = 0 if self.fault == "limit-zero" else 1
        if limit is None and self.fault == "limit-ignored":
            limit = 20
        if limit is None or not least <= limit <= most:
            return self.refusal(400, "limit")
        if self.fault == "limit-100-crash" and limit == 100:
            raise MemoryError
        if after is None or (after < 0 and self.fault != "after-negative"):
            return self.refusal(400, "after")
        return JSONResponse(self._page(who, status, limit, after))

    def _page(self, who: str, status: str | None, limit: int, after: int) -> dict[str, Any]:
        filtered = status is not None and self.fault != "filter-ignored"
        mine = [
            order
            for number, order in sorted(self.orders.items())
            if number > after and (order["who"] == who or self.fault == "list-all")
        ]
        some = [order for order in mine if not filtered or self.status(order) == status]
        shown = some[: limit + (self.fault == "limit-off")]
        page: dict[str, Any] = {"orders": [self.shown(order) for order in shown]}
        if self.fault != "next-missing":
            page["next"] = shown[-1]["id"] if len(some) > limit and shown else None
        return page


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _whole(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?[0-9]{1,12}", text) else None


def orders(fault: str = "", clock: Callable[[], float] = time.time) -> Starlette:
    """Return the shop as an app."""
    shop = Shop(fault, clock)
    return Starlette(
        routes=[
            Route("/orders", shop.list, methods=["GET"]),
            Route("/orders", shop.place, methods=["POST"]),
            Route("/orders/{order_id}", shop.get, methods=["GET"]),
            Route("/orders/{order_id}/cancel", shop.cancel, methods=["POST"]),
        ]
    )
