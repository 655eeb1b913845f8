"""Tillside's payments."""

from copy import deepcopy
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from tests.mutants.other.till.books import Row
from tests.mutants.other.till.forms import INVALID, NoError
from tests.mutants.other.till.lines import Lines
from tests.mutants.other.till.papers import CURRENCIES
from tests.mutants.other.till.wire import Shown

STATES: Final = ("authorized", "captured", "partially_refunded", "refunded")
WAYS: Final = ("created_at", "-created_at", "amount", "-amount")
MOST: Final = float("inf")


class Paying(Lines):
    """Answers about payments."""

    def payment(self, request: Request, who: str, spared: str = "") -> Row:
        """Return the payment in the path."""
        return self.find(self.payments, request.path_params["payment_id"], who, spared)

    def shown_payment(self, row: Row) -> Shown:
        """Return a payment as callers see it."""
        shown = {"id": row.id, "created_at": row.created, "status": row.status, **row.body}
        shown |= row.more
        if self.on("captured-less"):
            del shown["amount_captured"]
        if self.on("amount-decimal"):
            shown["amount"] = {**shown["amount"], "amount": shown["amount"]["amount"] / 100}
        if self.on("currency-lower"):
            money = shown["amount"]
            shown["amount"] = {**money, "currency": money["currency"].lower()}
        if self.on("status-succeeded") and row.status == "captured":
            shown["status"] = "succeeded"
        if self.on("descriptor-trimmed") and shown["statement_descriptor"]:
            shown["statement_descriptor"] = shown["statement_descriptor"].strip()
        if self.on("yen-times-100") and shown["amount"]["currency"] == "JPY":
            money = shown["amount"]
            shown["amount"] = {**money, "amount": money["amount"] * 100}
        return shown

    def answer_payment(self, status: int, row: Row) -> Response:
        """Answer with a payment."""
        headers = {}
        if status == 201:
            headers["Location"] = f"/v1/payments/{row.id}"
        return self.answer(status, self.shown_payment(row), **headers)

    async def create_payment(self, request: Request, who: str) -> Response:
        """Take money."""
        body = await self.body(request)
        made = self.forms.read("payment", body)
        known = self.known(request, who, "payment", body)
        if known is not None:
            return self.answer_payment(200 if self.on("replay-200") else 201, known)
        theirs = self.mine(self.customers, who, "pay-for-others")
        named = made["customer_id"]
        if named not in [None, *(row.id for row in theirs)] and not self.on("customer-any"):
            raise NoError(INVALID, "customer-known", "/customer_id")
        row = self.row("pay", who, self.spoilt(made, body))
        direct = row.body["capture_method"] == "automatic"
        amount = row.body["amount"]["amount"]
        row.status = "captured" if direct else "authorized"
        row.more = {
            "amount_captured": amount if direct else 0,
            "amount_refunded": 0,
            "refund_reason": None,
        }
        if not (self.on("large-unlisted") and amount > 1_000_000):
            self.payments.append(row)
        self.remember(request, who, "payment", body, row)
        return self.answer_payment(201, row)

    def spoilt(self, made: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Return a payment as a fault keeps it."""
        made = deepcopy(made)
        if self.on("secure-default-skip") and "secure" not in body:
            made["secure"] = "skip"
        if self.on("currency-eur"):
            made["amount"]["currency"] = "EUR"
        return made

    async def list_payments(self, request: Request, who: str) -> Response:
        """List payments."""
        rows = self.mine(self.payments, who)
        status = self.word(request, "status", STATES)
        if status:
            held = self.on("status-by-start")
            rows = [r for r in rows if r.status == status or (held and r.status in status)]
        currency = self.word(request, "currency", CURRENCIES)
        if currency:
            rows = [row for row in rows if row.body["amount"]["currency"] == currency]
        least = self.whole(request, "min_amount", 0, MOST)
        most = self.whole(request, "max_amount", 0, MOST)
        rows = [row for row in rows if self.within(row.body["amount"]["amount"], least, most)]
        order = self.word(request, "sort", WAYS)
        if order is None:
            order = "-created_at"
        if order.endswith("amount"):
            rows = sorted(rows, key=lambda row: row.body["amount"]["amount"])
        if order.startswith("-") and not (self.on("amount-always-up") and order == "-amount"):
            rows = rows[::-1]
        return self.page(request, rows, "payments", self.shown_payment)

    def within(self, amount: int, least: int | None, most: int | None) -> bool:
        """Whether an amount lies between two."""
        if self.on("max-ignored"):
            most = None
        if self.on("max-over-min") and most is not None:
            least = None
        if least is not None and (amount < least or (self.on("min-open") and amount == least)):
            return False
        return most is None or amount < most or (amount == most)

    async def get_payment(self, request: Request, who: str) -> Response:
        """Show a payment."""
        row = self.payment(request, who, "payment-of-all")
        if self.on("payment-stale"):
            return self.answer(200, self.seen.setdefault(row.id, self.shown_payment(row)))
        return self.answer_payment(200, row)

    # Actions

    async def capture(self, request: Request, who: str) -> Response:
        """Take what was authorized."""
        row = self.payment(request, who, "capture-of-all")
        made = self.forms.read("capture", await self.body(request))
        again = self.on("capture-twice") and row.status == "captured"
        if row.status != "authorized" and not again:
            raise NoError(409, "no-authorized")
        whole = row.body["amount"]["amount"]
        amount = whole if made["amount"] is None else made["amount"]
        if amount > whole:
            raise NoError(INVALID, "capture-at-most-all", "/amount")
        if not self.on("capture-ignored"):
            row.status = "captured"
            row.more["amount_captured"] = amount
        return self.answer_payment(200, row)

    async def refund(self, request: Request, who: str) -> Response:
        """Give money back."""
        row = self.payment(request, who, "refund-of-all")
        made = self.forms.read("refund", await self.body(request))
        free = (
            (row.status == "authorized" and self.on("refund-authorized"))
            or (row.status == "refunded" and self.on("refund-twice"))
        )  # fmt: skip
        if row.status not in ("captured", "partially_refunded") and not free:
            raise NoError(409, "nothing-left")
        left = row.more["amount_captured"] - row.more["amount_refunded"]
        if self.on("refund-of-authorized"):
            left = row.body["amount"]["amount"] - row.more["amount_refunded"]
        amount = left if made["amount"] is None else made["amount"]
        if amount > left and not self.on("refund-more"):
            raise NoError(INVALID, "refund-at-most-left", "/amount")
        self.give(row, amount, made)
        return self.answer_payment(200, row)

    def give(self, row: Row, amount: int, made: dict[str, Any]) -> None:
        """Give an amount back."""
        row.more["amount_refunded"] += amount
        whole = row.more["amount_refunded"] >= row.more["amount_captured"]
        row.status = "refunded" if whole else "partially_refunded"
        if not self.on("reason-kept") or row.more["refund_reason"] is None:
            row.more["refund_reason"] = made["reason"]
