"""Tillside's invoices."""

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from tests.mutants.other.till.books import Row
from tests.mutants.other.till.forms import INVALID, NoError, is_day
from tests.mutants.other.till.sums import Sums
from tests.mutants.other.till.wire import Shown, tag

STATUSES: Final = ("draft", "open", "paid", "void")
SORTS: Final = ("created_at", "-created_at", "total", "-total")
SAID: Final = [
    "currency",
    "number",
    "issue_date",
    "due_date",
    "terms_days",
    "collection",
    "source_id",
    "discount_percent",
    "discount_amount",
    "reverse_charge",
    "late_fee_percent",
    "memo",
    "tags",
    "metadata",
]


class Billing(Sums):
    """Answers about invoices."""

    def invoice(self, request: Request, who: str, spared: str = "") -> tuple[Row, Row]:
        """Return the customer and the invoice in the path."""
        customer = self.customer(request, who, spared)
        rows = customer.rows.get("invoices", [])
        return customer, self.find(rows, request.path_params["invoice_id"], who, spared)

    def draft(self, row: Row, spared: str) -> None:
        """Refuse an invoice that is no draft."""
        if row.status != "draft" and not self.on(spared):
            raise NoError(409, "no-draft")

    def shown_invoice(self, customer: Row, row: Row, *, expand: bool = False) -> Shown:
        """Return an invoice as callers see it."""
        shown: Shown = {"id": row.id, "created_at": row.created, "status": row.status}
        shown["customer"] = self.shown_customer(customer) if expand else customer.id
        shown |= {name: row.body[name] for name in SAID}
        shown["due_on"] = self.due_on(row.body)
        shown |= self.totals(row)
        shown["finalized_at"] = row.more.get("finalized_at")
        shown["paid_at"] = row.more.get("paid_at")
        return self.wrong_invoice(shown)

    def wrong_invoice(self, shown: Shown) -> Shown:
        """Return an invoice as a fault shows it."""
        if self.on("memo-less") and shown["memo"] is None:
            del shown["memo"]
        if self.on("void-as-voided") and shown["status"] == "void":
            shown["status"] = "voided"
        if self.on("terms-0-null") and not shown["terms_days"]:
            shown["terms_days"] = None
        if self.on("percent-fraction") and shown["discount_percent"]:
            shown["discount_percent"] /= 100
        if self.on("invoice-customer-expanded-id") and isinstance(shown["customer"], dict):
            shown["customer"] = {"id": shown["customer"]["id"]}
        return shown

    def answer_invoice(
        self, status: int, customer: Row, row: Row, *, expand: bool = False
    ) -> Response:
        """Answer with an invoice."""
        headers = {"ETag": tag(self.shown_invoice(customer, row))}
        if self.on("invoice-etag-old"):
            headers["ETag"] = row.more.setdefault("etag", headers["ETag"])
        if self.on("invoice-etag-less") and status == 201:
            headers = {}
        if status == 201:
            path = f"/v1/customers/{customer.id}/invoices"
            headers["Location"] = f"{path}/{row.id}"
        return self.answer(status, self.shown_invoice(customer, row, expand=expand), **headers)

    def kept(self, who: str, customer: Row, made: dict[str, Any], own: Row | None = None) -> None:
        """Refuse what does not go with what is there."""
        sources = [source.id for source in customer.rows.get("sources", [])]
        named = made["source_id"]
        if named is not None and named not in sources and not self.on("source-any"):
            raise NoError(INVALID, "source-of-customer", "/source_id")
        every = [
            each for one in self.mine(self.customers, who) for each in one.rows.get("invoices", [])
        ]
        if self.on("number-of-customer"):
            every = customer.rows.get("invoices", [])
        known = [each.body["number"] for each in every if each is not own]
        if made["number"] is not None and made["number"] in known:
            raise NoError(409, "number", "/number")

    def fill(self, row: Row, who: str, made: dict[str, Any]) -> None:
        """Keep what an invoice holds."""
        lines = made["lines"]
        row.rows["lines"] = [self.row("lin", who, line) for line in lines]
        row.body = {name: made[name] for name in SAID}
        if self.on("collection-manual"):
            row.body["collection"] = "manual"

    async def create_invoice(self, request: Request, who: str) -> Response:
        """Make an invoice."""
        customer = self.customer(request, who, "bill-of-all")
        made = self.forms.read("invoice", await self.body(request))
        if self.on("five-lines-crash") and len(made["lines"]) == 5:
            raise ZeroDivisionError
        if self.on("terms-0-crash"):
            1 // (1 if made["terms_days"] is None else made["terms_days"])
        self.kept(who, customer, made)
        row = self.row("inv", who, {}, "draft")
        self.fill(row, who, made)
        if row.status == "open":
            row.more["finalized_at"] = self.now()
        rows = customer.rows.setdefault("invoices", [])
        if not (self.on("automatic-unlisted") and made["collection"] == "automatic"):
            rows.append(row)
        return self.answer_invoice(201, customer, row)

    async def list_invoices(self, request: Request, who: str) -> Response:
        """List invoices."""
        customer = self.customer(request, who)
        rows = list(customer.rows.get("invoices", []))
        status = self.word(request, "status", STATUSES)
        if status:
            rows = [row for row in rows if row.status == status]
        rows = self.issued(request, rows)
        order = self.word(request, "sort", SORTS) or "created_at"
        if order.endswith("total") and not self.on("total-sort-ignored"):
            rows = sorted(rows, key=self.by_total)
        if order.startswith("-"):
            rows.reverse()
        return self.page(request, rows, "invoices", lambda row: self.shown_invoice(customer, row))

    def by_total(self, row: Row) -> Any:
        """Return what orders invoices."""
        total = self.totals(row)["total"]
        return str(total) if self.on("total-as-text") else total

    def issued(self, request: Request, rows: list[Row]) -> list[Row]:
        """Return the invoices of some days."""
        first = request.query_params.get("issued_from")
        last = request.query_params.get("issued_to")
        for name, text in (("issued_from", first), ("issued_to", last)):
            if text is not None and not is_day(text) and not self.on(f"{name}-any"):
                raise NoError(400, "parameter", name)
        if first is not None:
            over = self.on("issued-from-open")
            rows = [
                r
                for r in rows
                if r.body["issue_date"] > first or (r.body["issue_date"] == first and not over)
            ]
        if last is not None:
            over = self.on("issued-to-open")
            rows = [
                r
                for r in rows
                if r.body["issue_date"] < last or (r.body["issue_date"] == last and not over)
            ]
        return rows

    async def get_invoice(self, request: Request, who: str) -> Response:
        """Show an invoice."""
        customer, row = self.invoice(request, who)
        said = request.query_params.getlist("expand")
        expand = bool(self.several(said, "expand", ("customer",)))
        if self.on("expand-crash") and expand:
            raise ZeroDivisionError
        return self.answer_invoice(200, customer, row, expand=expand)

    async def replace_invoice(self, request: Request, who: str) -> Response:
        """Put another invoice in one's place."""
        customer, row = self.invoice(request, who)
        self.draft(row, "put-open")
        self.match(request, self.shown_invoice(customer, row), "invoice-match-ignored")
        body = await self.body(request)
        made = self.forms.read("invoice", body)
        self.kept(who, customer, made, None if self.on("put-own-number") else row)
        lines = row.rows["lines"]
        if self.on("put-ignored"):
            return self.answer_invoice(200, customer, row)
        self.fill(row, row.owner, made)
        if self.on("put-keeps-lines"):
            row.rows["lines"] = lines
        if self.on("put-adds-lines"):
            row.rows["lines"] = [*lines, *row.rows["lines"]]
        if self.on("put-renews"):
            row.id = f"inv_{self.made + 4096:012x}"
        return self.answer_invoice(201 if self.on("put-201") else 200, customer, row)

    async def delete_invoice(self, request: Request, who: str) -> Response:
        """Delete a draft."""
        customer, row = self.invoice(request, who)
        self.draft(row, "delete-open")
        if not self.on("delete-invoice-ignored"):
            customer.rows["invoices"].remove(row)
        return Response(status_code=204)

    # Actions

    async def finalize(self, request: Request, who: str) -> Response:
        """Open a draft."""
        customer, row = self.invoice(request, who, "finalize-of-all")
        self.draft(row, "finalize-twice")
        if not self.on("finalize-ignored"):
            row.status = "open"
            row.more["finalized_at"] = self.now()
            customer.more["opened"] = customer.more.get("opened", 0) + 1
        if row.status == "paid":
            row.more["paid_at"] = self.now()
        return self.answer_invoice(200, customer, row)

    async def pay(self, request: Request, who: str) -> Response:
        """Mark an open invoice as paid."""
        customer, row = self.invoice(request, who, "pay-of-all")
        spared = (row.status == "draft" and self.on("pay-draft")) or (
            (row.status == "void" and self.on("pay-void"))
            or (row.status == "paid" and self.on("pay-twice"))
        )
        if row.status != "open" and not spared:
            raise NoError(409, "no-open")
        if not self.on("pay-ignored"):
            row.status = "paid"
            row.more["paid_at"] = self.now()
            row.more.setdefault("finalized_at", self.now())
        return self.answer_invoice(200, customer, row)

    async def void(self, request: Request, who: str) -> Response:
        """Give up an open invoice."""
        customer, row = self.invoice(request, who, "void-of-all")
        spared = (row.status == "paid" and self.on("void-paid")) or (
            row.status == "draft" and self.on("void-draft")
        )
        if row.status != "open" and not spared:
            raise NoError(409, "no-open")
        row.status = "void"
        row.more["paid_at"] = None
        row.more.setdefault("finalized_at", self.now())
        if row.status == "draft":
            row.more["finalized_at"] = None
        return self.answer_invoice(200, customer, row)
