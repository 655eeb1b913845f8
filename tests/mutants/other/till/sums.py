"""What invoices come to."""

from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

from tests.mutants.other.till.books import Row
from tests.mutants.other.till.people import People
from tests.mutants.other.till.wire import Shown


class Sums(People):
    """Reckons with lines."""

    def rounded(self, value: Decimal) -> int:
        """Return a whole number, half up."""
        how = ROUND_HALF_UP
        if self.on("round-even"):
            how = ROUND_HALF_EVEN
        return int(value.quantize(Decimal(1), how))

    def line_amount(self, line: dict[str, Any]) -> int:
        """Return what a line comes to, without tax."""
        quantity = Decimal(str(line["quantity"]))
        if self.on("quantity-ignored"):
            quantity = Decimal(1)
        amount = self.rounded(line["unit_price"]["amount"] * quantity)
        credit = line["kind"] == "credit"
        return -amount if credit else amount

    def line_tax(self, line: dict[str, Any]) -> int:
        """Return the tax of a line."""
        rate = Decimal(str(line["tax_rate"]))
        if self.on("tax-of-price"):
            return self.rounded(line["unit_price"]["amount"] * rate / 100)
        return self.rounded(self.line_amount(line) * rate / 100)

    def discount(self, body: dict[str, Any], subtotal: int) -> int:
        """Return a discount."""
        whole = body["discount_amount"] or 0
        if body["discount_percent"] is not None:
            part = Decimal(str(body["discount_percent"])) / 100
            whole = self.rounded(subtotal * part)
        if self.on("discount-ignored"):
            whole = 0
        return max(0, min(whole, subtotal))

    def due_on(self, body: dict[str, Any]) -> str:
        """Return the day an invoice is due."""
        if body["due_date"] is not None:
            return str(body["due_date"])
        days = int(body["terms_days"] or 0) - self.on("due-a-day-early")
        if self.on("due-in-months"):
            days = days // 30 * 31 + days % 30
        return (date.fromisoformat(body["issue_date"]) + timedelta(days=days)).isoformat()

    def totals(self, row: Row) -> Shown:
        """Return what an invoice comes to."""
        lines = [line.body for line in row.rows["lines"]]
        if self.on("first-line-only"):
            lines = lines[:1]
        subtotal = sum(map(self.line_amount, lines))
        discount = self.discount(row.body, subtotal)
        tax = 0 if self.on("tax-ignored") else sum(map(self.line_tax, lines))
        total = subtotal - discount + tax
        count = len(row.rows["lines"]) + (self.on("line-count-plus") and len(lines) > 1)
        return {
            "line_count": count,
            "subtotal": subtotal,
            "discount_total": discount,
            "tax_total": tax,
            "total": total,
        }
