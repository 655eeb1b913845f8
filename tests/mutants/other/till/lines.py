"""The lines of Tillside's invoices."""

from copy import deepcopy

from starlette.requests import Request
from starlette.responses import Response
from tests.mutants.other.till.billing import Billing
from tests.mutants.other.till.books import Row
from tests.mutants.other.till.forms import INVALID, NoError
from tests.mutants.other.till.wire import Shown


class Lines(Billing):
    """Answers about lines."""

    def shown_line(self, row: Row) -> Shown:
        """Return a line as callers see it."""
        shown = {"id": row.id, "created_at": row.created, **row.body}
        shown["amount"] = self.line_amount(row.body)
        return shown

    async def create_line(self, request: Request, who: str) -> Response:
        """Add a line."""
        _, invoice = self.invoice(request, who)
        self.draft(invoice, "add-line-open")
        made = self.forms.read("line", await self.body(request))
        other = made["unit_price"]["currency"] != invoice.body["currency"]
        if other:
            raise NoError(INVALID, "line-currency", "/unit_price/currency")
        row = self.row("lin", who, made)
        if self.on("tax-dropped"):
            row.body["tax_rate"] = 0
        if self.on("add-line-first"):
            invoice.rows["lines"].insert(0, row)
        elif not self.on("add-line-lost"):
            invoice.rows["lines"].append(row)
        return self.answer(201, self.shown_line(row))

    async def list_lines(self, request: Request, who: str) -> Response:
        """List lines."""
        _, invoice = self.invoice(request, who)
        rows = list(invoice.rows["lines"])
        return self.page(request, rows, "lines", self.shown_line)

    def line(self, request: Request, who: str, spared: str = "") -> tuple[Row, Row]:
        """Return the invoice and the line in the path."""
        customer, invoice = self.invoice(request, who, spared)
        rows = invoice.rows["lines"]
        if self.on("line-any-invoice"):
            rows = [line for each in customer.rows["invoices"] for line in each.rows["lines"]]
        return invoice, self.find(rows, request.path_params["line_id"], who, spared)

    async def update_line(self, request: Request, who: str) -> Response:
        """Change a line."""
        invoice, row = self.line(request, who)
        self.draft(invoice, "patch-line-open")
        body = await self.body(request)
        made = self.forms.read("line-change", body)
        merged = deepcopy(row.body) | {name: made[name] for name in body}
        if self.on("patch-line-null-ignored"):
            merged["reason"] = merged["reason"] or row.body["reason"]
        if not self.on("patch-line-unjudged"):
            self.forms.judge("line", merged)
        if not self.on("patch-line-lost"):
            row.body = merged
        return self.answer(200, self.shown_line(row))

    async def delete_line(self, request: Request, who: str) -> Response:
        """Take a line away."""
        invoice, row = self.line(request, who, "delete-line-of-all")
        self.draft(invoice, "delete-line-open")
        if self.on("delete-line-first"):
            invoice.rows["lines"].pop(0)
        elif not self.on("delete-line-ignored"):
            invoice.rows["lines"] = [each for each in invoice.rows["lines"] if each is not row]
        return Response(status_code=204)
