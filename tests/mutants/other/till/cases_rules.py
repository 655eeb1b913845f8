"""Faults of rules: not judged, turned round, with a hole."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from tests.mutants.other.till import steps as s
from tests.mutants.other.till.forms import Form

Edit = Callable[[dict[str, Form]], None]
Case = tuple[str, Edit, list[s.Step]]
PERIOD: Final = {"start": "2026-02-01", "end": "2026-01-01"}
SPAN: Final = {"start": "2026-01-01", "end": "2026-02-01"}
DOLLARS: Final = {"amount": 250, "currency": "USD"}
YEN: Final = {"amount": 40, "currency": "JPY"}


def rule(form: str, name: str, holds: Callable[[Any], Any]) -> Edit:
    """Return what puts another rule in one's place."""

    def edit(forms: dict[str, Form]) -> None:
        forms[form].rules[name] = holds

    return edit


def without(form: str, name: str) -> Edit:
    """Return what leaves a rule out."""
    return rule(form, name, lambda _: True)


def keys(form: str, pattern: str) -> Edit:
    """Return what takes other keys of metadata."""

    def edit(forms: dict[str, Form]) -> None:
        fields = forms[form].fields
        fields["metadata"] = replace(fields["metadata"], pattern=pattern)

    return edit


def priced(**more: Any) -> list[dict[str, Any]]:
    """Return lines of an invoice."""
    return [s.item(**more)]


BROKEN: Final[dict[str, tuple[str, list[s.Step]]]] = {
    "period-in-order": ("period", [*s.ONE, s.line(unit="hour", period=PERIOD)]),
    "company-needs-tax-id": ("customer", [s.company(tax_id="-")]),
    "birth-date-of-person": ("customer", [s.company(birth_date="2000-01-01")]),
    "credit-in-default-currency": ("customer", [s.customer(credit_limit=DOLLARS)]),
    "sms-needs-phone": ("customer", [s.customer(channels=["sms"])]),
    "cvc-of-brand": ("card", [s.C, s.card(cvc="1234")]),
    "prepaid-once": ("card", [s.C, s.card(funding="prepaid", recurring=True)]),
    "iban-or-account": ("bank", [s.C, s.bank(iban="-")]),
    "account-with-routing": ("bank", [s.C, s.bank(routing_number="123456789")]),
    "pieces-whole": ("line", [*s.ONE, s.line(quantity=1.5)]),
    "hours-of-a-period": ("line", [*s.ONE, s.line(period=SPAN)]),
    "due-or-terms": ("invoice", [s.C, s.invoice(terms_days="-")]),
    "automatic-needs-source": ("invoice", [s.C, s.invoice(collection="automatic")]),
    "one-discount": ("invoice", [s.C, s.invoice(discount_percent=5, discount_amount=5)]),
    "reverse-charge-untaxed": (
        "invoice",
        [s.C, s.invoice(reverse_charge=True, lines=priced(tax_rate=5))],
    ),
    "deadline-of-manual": ("payment", [s.payment(capture_before="2026-04-01")]),
    "fee-below-amount": ("payment", [s.payment(application_fee=1000)]),
    "secure-when-large": ("payment", [s.payment(100_001, secure="skip")]),
    "receipts-or-customer": (
        "payment",
        [s.C, s.payment(customer_id="{cus1}", receipt_emails=["a@b.c"])],
    ),
    "fraud-in-full": ("refund", [s.payment(), s.refund(reason="fraud", amount=5)]),
    "range-in-order": ("report", [s.report(to="2025-12-31")]),
}
NOT_JUDGED: Final[dict[str, Case]] = {
    f"no-{name}": (f"rule {name} is not judged", without(form, name), steps)
    for name, (form, steps) in BROKEN.items()
} | {
    "no-metadata-keys": (
        "customers take any keys of metadata",
        keys("customer", "(?s).*"),
        [s.customer(metadata={"A": "1"})],
    ),
}
TURNED: Final[dict[str, Case]] = {
    "turned-sms-needs-phone": (
        "whoever has a phone needs text messages",
        rule(
            "customer",
            "sms-needs-phone",
            lambda b: "phone" not in b or "sms" in b.get("channels", []),
        ),
        [s.customer(phone="+12345678")],
    ),
    "turned-due-after-issue": (
        "an invoice is due before it is issued",
        rule(
            "invoice",
            "due-after-issue",
            lambda b: b.get("due_date", b["issue_date"]) <= b["issue_date"],
        ),
        [s.C, s.invoice(terms_days="-", due_date="2026-03-02")],
    ),
    "turned-columns-of-csv": (
        "only json has columns",
        rule("report", "columns-of-csv", lambda b: "columns" not in b or b.get("format") == "json"),
        [s.report(columns=["id"])],
    ),
    "turned-late-fee-of-terms": (
        "late fees need terms of no days",
        rule(
            "invoice",
            "late-fee-of-terms",
            lambda b: "late_fee_percent" not in b or b.get("terms_days", 0) == 0,
        ),
        [s.C, s.invoice(late_fee_percent=1)],
    ),
}
HOLES: Final[dict[str, Case]] = {
    "us-state-when-postal": (
        "an address in the US needs a state only beside a postal code",
        rule(
            "address",
            "us-needs-state",
            lambda b: b["country"] != "US" or "postal_code" not in b or "state" in b,
        ),
        [s.at(country="US")],
    ),
    "us-postal-9-refused": (
        "postal codes of nine digits are refused",
        rule(
            "address",
            "us-postal-code",
            lambda b: b["country"] != "US" or len(b.get("postal_code", "12345")) == 5,
        ),
        [s.at(country="US", state="NY", postal_code="12345-6789")],
    ),
    "period-of-a-day-refused": (
        "a period that ends on its first day is refused",
        rule("period", "period-in-order", lambda b: b["start"] < b["end"]),
        [*s.ONE, s.line(unit="hour", period={"start": "2026-01-01", "end": "2026-01-01"})],
    ),
    "birth-date-of-nobody": (
        "birth dates need the kind to be given",
        rule(
            "customer",
            "birth-date-of-person",
            lambda b: "birth_date" not in b or b.get("kind") == "person",
        ),
        [s.customer(birth_date="2000-01-01")],
    ),
    "credit-of-default": (
        "a credit limit is judged only where the currency is given",
        rule(
            "customer",
            "credit-in-default-currency",
            lambda b: (
                "credit_limit" not in b
                or b["credit_limit"]["currency"]
                == b.get("default_currency", b["credit_limit"]["currency"])
            ),
        ),
        [s.customer(credit_limit=DOLLARS)],
    ),
    "sms-alone": (
        "text messages need a phone only where they are the first channel",
        rule(
            "customer",
            "sms-needs-phone",
            lambda b: b.get("channels", [])[:1] != ["sms"] or "phone" in b,
        ),
        [s.customer(channels=["post", "sms"])],
    ),
    "cvc-3-for-all": (
        "amex may have three digits, too",
        rule("card", "cvc-of-brand", lambda b: len(b["cvc"]) <= (4 if b["brand"] == "amex" else 3)),
        [s.C, s.card(brand="amex")],
    ),
    "iban-and-account": (
        "an iban and an account may both be given",
        rule("bank", "iban-or-account", lambda b: "iban" in b or "account_number" in b),
        [s.C, s.bank(account_number="123456", routing_number="123456789")],
    ),
    "pieces-said": (
        "parts of pieces are refused only where the unit is given",
        rule("line", "pieces-whole", lambda b: b.get("unit") != "piece" or b["quantity"] % 1 == 0),
        [*s.ONE, s.line(quantity=1.5)],
    ),
    "due-on-issue-refused": (
        "an invoice that is due at once is refused",
        rule(
            "invoice",
            "due-after-issue",
            lambda b: "due_date" not in b or b["due_date"] > b["issue_date"],
        ),
        [s.C, s.invoice(terms_days="-", due_date="2026-03-01")],
    ),
    "due-and-terms": (
        "both a day and terms may be given",
        rule("invoice", "due-or-terms", lambda b: "due_date" in b or "terms_days" in b),
        [s.C, s.invoice(due_date="2026-03-09")],
    ),
    "terms-0-is-none": (
        "terms of no days count as none",
        rule("invoice", "due-or-terms", lambda b: ("due_date" in b) != bool(b.get("terms_days"))),
        [s.C, s.invoice(terms_days=0)],
    ),
    "any-line-in-currency": (
        "one line in the invoice's currency is enough",
        rule(
            "invoice",
            "lines-in-currency",
            lambda b: (
                not b.get("lines")
                or any(x["unit_price"]["currency"] == b["currency"] for x in b["lines"])
            ),
        ),
        [s.C, s.invoice(lines=[*priced(), *priced(unit_price=DOLLARS)])],
    ),
    "yen-as-others": (
        "yen may be as few as other currencies",
        rule("payment", "least-amount", lambda b: b["amount"]["amount"] >= 30),
        [s.payment(40, "JPY")],
    ),
    "least-30-refused": (
        "the least amount is refused",
        rule(
            "payment",
            "least-amount",
            lambda b: b["amount"]["amount"] > (50 if b["amount"]["currency"] == "JPY" else 30),
        ),
        [s.payment(30)],
    ),
    "fee-all": (
        "the fee may be all of the amount",
        rule(
            "payment",
            "fee-below-amount",
            lambda b: b.get("application_fee", 0) <= b["amount"]["amount"],
        ),
        [s.payment(application_fee=1000)],
    ),
    "secure-over-1000000": (
        "ten times as much is large",
        rule(
            "payment",
            "secure-when-large",
            lambda b: b["amount"]["amount"] <= 1_000_000 or b.get("secure") != "skip",
        ),
        [s.payment(200_000, secure="skip")],
    ),
    "columns-said": (
        "columns need csv to be said",
        rule("report", "columns-of-csv", lambda b: "columns" not in b or b.get("format") == "csv"),
        [s.report(columns=["id"])],
    ),
    "other-note-empty": (
        "any reason needs a note",
        rule("refund", "other-needs-note", lambda b: "note" in b),
        [s.payment(), s.refund()],
    ),
    "keys-of-capitals": (
        "keys of metadata may have capitals after the first letter",
        keys("payment", "[a-z][A-Za-z0-9_]{0,19}"),
        [s.payment(metadata={"aB": "1"})],
    ),
    "keys-of-21": (
        "keys of metadata may have 21 letters",
        keys("payment", "[a-z][a-z0-9_]{0,20}"),
        [s.payment(metadata={"a" * 21: "1"})],
    ),
}
EDITS: Final = {
    "rule not judged": NOT_JUDGED,
    "rule turned round": TURNED,
    "rule with a hole": HOLES,
}
