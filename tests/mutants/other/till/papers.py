"""The forms of Tillside: what each body holds, and its rules."""

import re
from dataclasses import replace
from typing import Any, Final

from tests.mutants.other.till.forms import Field, Form

CURRENCIES: Final = ("EUR", "USD", "GBP", "JPY")
EMAIL: Final = r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,6}"
SMALL: Final = 30
YEN: Final = 50
LARGE: Final = 100_000


def metadata() -> Field:
    """Return the field for words of one's own."""
    item = Field("text", high=100)
    return Field("map", high=5, pattern="[a-z][a-z0-9_]{0,19}", item=item, default={})


def choice(*among: str, default: str | None = None, needed: bool = False) -> Field:
    """Return a field for one of some words."""
    return Field("text", among=among, default=default, needed=needed)


def shared() -> dict[str, Form]:
    """Return the forms that stand in others."""
    money = {
        "amount": Field("whole", high=99_999_999, needed=True),
        "currency": choice(*CURRENCIES, needed=True),
    }
    address = {
        "line1": Field("text", 1, 100, needed=True),
        "line2": Field("text", 0, 100, null=True),
        "city": Field("text", 1, 60, needed=True),
        "state": Field("text", pattern="[A-Z]{2}", null=True),
        "postal_code": Field("text", 0, 10, null=True),
        "country": Field("text", pattern="[A-Z]{2}", needed=True),
    }
    period = {"start": Field("day", needed=True), "end": Field("day", needed=True)}
    return {
        "money": Form(money),
        "address": Form(
            address,
            {
                "us-needs-state": lambda b: b["country"] != "US" or "state" in b,
                "us-postal-code": lambda b: (
                    b["country"] != "US"
                    or re.fullmatch(r"[0-9]{5}(-[0-9]{4})?", b.get("postal_code", "12345"))
                ),
            },
        ),
        "period": Form(period, {"period-in-order": lambda b: b["start"] <= b["end"]}),
    }


def people() -> dict[str, Form]:
    """Return the forms for customers."""
    clearable = {
        "name": Field("text", 1, 80, null=True),
        "phone": Field("text", pattern=r"\+[0-9]{7,15}", null=True),
        "tax_id": Field("text", pattern="[A-Z]{2}[0-9]{8,12}", null=True),
        "birth_date": Field("day", null=True),
        "address": Field("address", null=True),
        "reference": Field("text", pattern="[A-Z0-9-]{3,20}", null=True),
    }
    email = {"email": Field("text", pattern=EMAIL, high=120)}
    channel = Field("text", among=("email", "sms", "post", "push"))
    channels = {"channels": Field("list", 0, 3, item=channel, unique=True)}
    rules = {
        "company-needs-tax-id": lambda b: b.get("kind") != "company" or "tax_id" in b,
        "birth-date-of-person": lambda b: (
            "birth_date" not in b or b.get("kind", "person") == "person"
        ),
        "credit-in-default-currency": lambda b: (
            "credit_limit" not in b
            or b["credit_limit"]["currency"] == b.get("default_currency", "EUR")
        ),
        "sms-needs-phone": lambda b: "sms" not in b.get("channels", []) or "phone" in b,
    }
    new = {
        "email": Field("text", pattern=EMAIL, high=120, needed=True),
        "kind": choice("person", "company", default="person"),
        "default_currency": choice(*CURRENCIES, default="EUR"),
        "credit_limit": Field("money", null=True),
        "channels": Field("list", 0, 3, item=channel, unique=True, default=["email"]),
    }
    change = email | clearable | channels | {"metadata": metadata()}
    return {
        "customer": Form(new | _copies(clearable) | {"metadata": metadata()}, rules),
        "customer-change": Form(change, least=1),
        "batch": Form({"customers": Field("list", 1, 10, item=Field("customer"), needed=True)}),
    }


def _copies(fields: dict[str, Field]) -> dict[str, Field]:
    return {name: replace(one) for name, one in fields.items()}


def sources() -> dict[str, Form]:
    """Return the forms for ways to pay."""
    base = {
        "type": Field("text"),
        "set_default": Field("flag", default=False),
        "nickname": Field("text", 0, 30, null=True),
    }
    card = {
        "number": Field("text", pattern="[0-9]{16}", needed=True),
        "brand": choice("visa", "mastercard", "amex", needed=True),
        "exp_month": Field("whole", 1, 12, needed=True),
        "exp_year": Field("whole", 2024, 2050, needed=True),
        "cvc": Field("text", pattern="[0-9]{3,4}", needed=True),
        "funding": choice("credit", "debit", "prepaid", default="credit"),
        "recurring": Field("flag", default=False),
    }
    bank = {
        "holder_name": Field("text", 1, 60, needed=True),
        "iban": Field("text", pattern="[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}", null=True),
        "account_number": Field("text", pattern="[0-9]{6,12}", null=True),
        "routing_number": Field("text", pattern="[0-9]{9}", null=True),
    }
    wallet = {
        "provider": choice("paypal", "klarna", "twint", needed=True),
        "token": Field("text", 8, 64, needed=True),
    }
    card_rules = {
        "cvc-of-brand": lambda b: len(b["cvc"]) == (4 if b["brand"] == "amex" else 3),
        "prepaid-once": lambda b: not (b.get("funding") == "prepaid" and b.get("recurring")),
    }
    bank_rules = {
        "iban-or-account": lambda b: ("iban" in b) != ("account_number" in b),
        "account-with-routing": lambda b: ("account_number" in b) == ("routing_number" in b),
    }
    return {
        "source": Form(alike={"card": "card", "bank_account": "bank", "wallet": "wallet"}),
        "card": Form(_copies(base) | card, card_rules, free=True),
        "bank": Form(_copies(base) | bank, bank_rules, free=True),
        "wallet": Form(_copies(base) | wallet, free=True),
    }


def billing() -> dict[str, Form]:
    """Return the forms for invoices and their lines."""
    line = {
        "description": Field("text", 1, 120, needed=True),
        "unit_price": Field("money", needed=True),
        "quantity": Field("number", 0, 1000, above=True, default=1),
        "unit": choice("piece", "hour", "kg", default="piece"),
        "tax_rate": Field("number", 0, 30, default=0),
        "kind": choice("sale", "credit", default="sale"),
        "reason": Field("text", 1, 100, null=True),
        "period": Field("period", null=True),
    }
    rules = {
        "pieces-whole": lambda b: (
            b.get("unit", "piece") != "piece" or b.get("quantity", 1) % 1 == 0
        ),
        "credit-needs-reason": lambda b: b.get("kind") != "credit" or "reason" in b,
        "hours-of-a-period": lambda b: "period" not in b or b.get("unit") == "hour",
    }
    change = _copies({n: line[n] for n in ("description", "quantity", "tax_rate", "reason")})
    change["description"].needed = False
    return {
        "line": Form(line, rules),
        "line-change": Form(change, least=1),
        "invoice": Form(_invoice(), _invoice_rules()),
    }


def _invoice() -> dict[str, Field]:
    return {
        "currency": choice(*CURRENCIES, needed=True),
        "number": Field("text", pattern="INV-[0-9]{4,8}", null=True),
        "issue_date": Field("day", pattern="20[0-9]{2}-", needed=True),
        "due_date": Field("day", null=True),
        "terms_days": Field("whole", 0, 120, null=True),
        "collection": choice("manual", "automatic", default="manual"),
        "source_id": Field("text", null=True),
        "discount_percent": Field("number", 0, 100, above=True, null=True),
        "discount_amount": Field("whole", 1, 99_999_999, null=True),
        "reverse_charge": Field("flag", default=False),
        "late_fee_percent": Field("number", 0, 20, null=True),
        "memo": Field("text", 0, 200, null=True),
        "tags": Field("list", 0, 4, item=Field("text", 1, 15), unique=True, default=[]),
        "lines": Field("list", 0, 5, item=Field("line"), default=[]),
        "metadata": metadata(),
    }


def _invoice_rules() -> dict[str, Any]:
    return {
        "due-or-terms": lambda b: ("due_date" in b) != ("terms_days" in b),
        "due-after-issue": lambda b: b.get("due_date", "9") >= b.get("issue_date", ""),
        "automatic-needs-source": lambda b: b.get("collection") != "automatic" or "source_id" in b,
        "one-discount": lambda b: not ("discount_percent" in b and "discount_amount" in b),
        "reverse-charge-untaxed": lambda b: (
            not b.get("reverse_charge") or all(not x.get("tax_rate") for x in b.get("lines", []))
        ),
        "lines-in-currency": lambda b: all(
            x["unit_price"]["currency"] == b["currency"] for x in b.get("lines", [])
        ),
        "late-fee-of-terms": lambda b: "late_fee_percent" not in b or b.get("terms_days", 1) > 0,
    }


def money() -> dict[str, Form]:
    """Return the forms for payments."""
    email = Field("text", pattern=r"[a-z]+@[a-z]+\.[a-z]+")
    payment = {
        "amount": Field("money", needed=True),
        "capture_method": choice("automatic", "manual", default="automatic"),
        "capture_before": Field("day", null=True),
        "customer_id": Field("text", null=True),
        "application_fee": Field("whole", 0, 99_999_999, null=True),
        "statement_descriptor": Field("text", pattern="[A-Z0-9 ]{5,22}", null=True),
        "secure": choice("auto", "always", "skip", default="auto"),
        "receipt_emails": Field("list", 0, 3, item=email, default=[]),
        "metadata": metadata(),
    }
    rules = {
        "least-amount": lambda b: (
            b["amount"]["amount"] >= (YEN if b["amount"]["currency"] == "JPY" else SMALL)
        ),
        "deadline-of-manual": lambda b: (
            "capture_before" not in b or b.get("capture_method") == "manual"
        ),
        "fee-below-amount": lambda b: b.get("application_fee", -1) < b["amount"]["amount"],
        "secure-when-large": lambda b: b["amount"]["amount"] <= LARGE or b.get("secure") != "skip",
        "receipts-or-customer": lambda b: not (b.get("receipt_emails") and "customer_id" in b),
    }
    part = Field("whole", 1, 99_999_999, null=True)
    refund = {
        "amount": _copies({"amount": part})["amount"],
        "reason": choice("duplicate", "fraud", "requested", "other", needed=True),
        "note": Field("text", 1, 100, null=True),
    }
    refund_rules = {
        "other-needs-note": lambda b: b.get("reason") != "other" or "note" in b,
        "fraud-in-full": lambda b: b.get("reason") != "fraud" or "amount" not in b,
    }
    return {
        "payment": Form(payment, rules),
        "capture": Form({"amount": part}),
        "refund": Form(refund, refund_rules),
    }


def office() -> dict[str, Form]:
    """Return the forms for reports and files."""
    column = Field("text", pattern="[a-z_]{2,20}")
    report = {
        "type": choice("payments", "invoices", "customers", "balances", needed=True),
        "from": Field("day", needed=True),
        "to": Field("day", needed=True),
        "format": choice("csv", "json", default="csv"),
        "columns": Field("list", 1, 6, item=column, unique=True, null=True),
        "delimiter": choice("comma", "semicolon", "tab", default="comma"),
        "group_by": Field("text", among=("day", "month"), null=True),
    }
    rules = {
        "range-in-order": lambda b: b["from"] <= b["to"],
        "columns-of-csv": lambda b: "columns" not in b or b.get("format", "csv") == "csv",
        "balances-grouped": lambda b: b["type"] != "balances" or "group_by" in b,
    }
    file = {
        "file": Field("bytes", needed=True),
        "purpose": choice("evidence", "logo", "identity", needed=True),
        "title": Field("text", 1, 60),
    }
    return {"report": Form(report, rules), "file": Form(file, free=True)}


def papers() -> dict[str, Form]:
    """Return all forms, made anew."""
    return shared() | people() | sources() | billing() | money() | office()
