"""Faults of members: bodies that are taken though they are not valid, or not though they are."""

from dataclasses import replace
from typing import Any, Final

from tests.mutants.other.till import steps as s
from tests.mutants.other.till.cases_rules import Case, Edit
from tests.mutants.other.till.forms import Form


def field(form: str, member: str, **changes: Any) -> Edit:
    """Return what changes a field."""

    def edit(forms: dict[str, Form]) -> None:
        forms[form].fields[member] = replace(forms[form].fields[member], **changes)

    return edit


def items(form: str, member: str, **changes: Any) -> Edit:
    """Return what changes the items of a field."""

    def edit(forms: dict[str, Form]) -> None:
        known = forms[form].fields[member]
        item = replace(known.item, **changes) if known.item else None
        forms[form].fields[member] = replace(known, item=item)

    return edit


def opened(form: str) -> Edit:
    """Return what takes members that nobody knows."""

    def edit(forms: dict[str, Form]) -> None:
        forms[form].free = True

    return edit


def emptied(form: str) -> Edit:
    """Return what takes bodies without members."""

    def edit(forms: dict[str, Form]) -> None:
        forms[form].least = 0

    return edit


IN_CHANGE: Final = [s.C, s.change(shoe="big")]
FREE: Final[dict[str, Case]] = {
    "email-optional": (
        "customers need no email",
        field("customer", "email", needed=False, default="nobody@example.com"),
        [s.customer(email="-", name="Ann")],
    ),
    "email-any": (
        "any text is an email",
        field("customer", "email", pattern="(?s).*"),
        [s.customer(email="ann")],
    ),
    "email-of-patch-any": (
        "any text is an email in a change",
        field("customer-change", "email", pattern="(?s).*"),
        [s.C, s.change(email="ann")],
    ),
    "name-81": (
        "names may have 81 letters",
        field("customer", "name", high=81),
        [s.customer(name="a" * 81)],
    ),
    "name-empty": ("names may be empty", field("customer", "name", low=0), [s.customer(name="")]),
    "name-of-patch-empty": (
        "names may be empty in a change",
        field("customer-change", "name", low=0),
        [s.C, s.change(name="")],
    ),
    "phone-any": (
        "any text is a phone",
        field("customer", "phone", pattern=""),
        [s.customer(phone="1")],
    ),
    "tax-id-begins": (
        "tax ids may go on as they like",
        field("customer", "tax_id", pattern="(?s)[A-Z]{2}[0-9]{8,12}.*"),
        [s.customer(tax_id="DE12345678x")],
    ),
    "birth-any": (
        "any text is a day of birth",
        field("customer", "birth_date", kind="text"),
        [s.customer(birth_date="soon")],
    ),
    "channels-4": (
        "four channels are taken",
        field("customer", "channels", high=4),
        [s.customer(channels=["email", "post", "push", "sms"], phone="+12345678")],
    ),
    "metadata-101": (
        "words of metadata may be longer",
        items("invoice", "metadata", high=101),
        [s.C, s.invoice(metadata={"a": "x" * 101})],
    ),
    "unknown-in-patch": ("changes may, too", opened("customer-change"), IN_CHANGE),
    "unknown-in-refund": ("refunds may, too", opened("refund"), [s.payment(), s.refund(sum=1)]),
    "patch-line-empty": (
        "a change of a line may be empty",
        emptied("line-change"),
        [*s.ONE, s.line(), s.patch(s.LINE, {})],
    ),
    "card-15": (
        "card numbers may have 15 digits",
        field("card", "number", pattern="[0-9]{15,16}"),
        [s.C, s.card(number="1" * 15)],
    ),
    "month-0": (
        "cards may end in month 0",
        field("card", "exp_month", low=0),
        [s.C, s.card(exp_month=0)],
    ),
    "year-2023": (
        "cards may have ended in 2023",
        field("card", "exp_year", low=2023),
        [s.C, s.card(exp_year=2023)],
    ),
    "holder-optional": (
        "bank accounts need no holder",
        field("bank", "holder_name", needed=False, default="?"),
        [s.C, s.bank(holder_name="-")],
    ),
    "quantity-of-patch-0": (
        "a quantity may be zero in a change",
        field("line-change", "quantity", above=False),
        [*s.ONE, s.line(), s.patch(s.LINE, {"quantity": 0})],
    ),
    "terms-121": (
        "terms may have 121 days",
        field("invoice", "terms_days", high=121),
        [s.C, s.invoice(terms_days=121)],
    ),
    "tags-5": (
        "invoices may have five tags",
        field("invoice", "tags", high=5),
        [s.C, s.invoice(tags=list("abcde"))],
    ),
    "issue-any-century": (
        "invoices may be issued in 1999",
        field("invoice", "issue_date", pattern=""),
        [s.C, s.invoice(issue_date="1999-12-31")],
    ),
    "descriptor-4": (
        "descriptors may have four letters",
        field("payment", "statement_descriptor", pattern="[A-Z0-9 ]{4,22}"),
        [s.payment(statement_descriptor="ABCD")],
    ),
    "refund-of-nothing": (
        "nothing may be given back",
        field("refund", "amount", low=0),
        [s.payment(), s.refund(amount=0)],
    ),
    "reason-optional": (
        "refunds need no reason",
        field("refund", "reason", needed=False, default="requested"),
        [s.payment(), s.post(f"{s.PAY}/refund", {"amount": 5})],
    ),
    "columns-7": (
        "seven columns are taken",
        field("report", "columns", high=7),
        [s.report(columns=["aa", "bb", "cc", "dd", "ee", "ff", "gg"])],
    ),
    "batch-0": ("no customers are taken", field("batch", "customers", low=0), [s.batch()]),
}
REFUSED: Final[dict[str, Case]] = {
    "name-80-refused": (
        "names of 80 letters are refused",
        field("customer", "name", high=79),
        [s.customer(name="a" * 80)],
    ),
    "name-1-refused": (
        "names of one letter are refused",
        field("customer", "name", low=2),
        [s.customer(name="a")],
    ),
    "name-null-refused": (
        "no name is refused when said",
        field("customer", "name", null=False),
        [s.customer(name=None)],
    ),
    "name-null-of-patch-refused": (
        "a name cannot be cleared",
        field("customer-change", "name", null=False),
        [s.customer(name="Ann"), s.change(name=None)],
    ),
    "channels-none-refused": (
        "no channels are refused",
        field("customer", "channels", low=1),
        [s.customer(channels=[])],
    ),
    "push-refused": (
        "a channel is refused",
        items("customer", "channels", among=("email", "sms", "post")),
        [s.customer(channels=["push"])],
    ),
    "leap-day-refused": (
        "leap days are refused",
        field("customer", "birth_date", kind="text", pattern=r"\d{4}-(?!02-29).*"),
        [s.customer(birth_date="2000-02-29")],
    ),
    "metadata-5-refused": (
        "five entries of metadata are refused",
        field("payment", "metadata", high=4),
        [s.payment(metadata=dict.fromkeys("abcde", ""))],
    ),
    "month-12-refused": (
        "cards that end in December are refused",
        field("card", "exp_month", high=11),
        [s.C, s.card(exp_month=12)],
    ),
    "iban-34-refused": (
        "long ibans are refused",
        field("bank", "iban", pattern="[A-Z]{2}[0-9]{2}[A-Z0-9]{10,29}"),
        [s.C, s.bank(iban="DE12" + "A" * 30)],
    ),
    "klarna-refused": (
        "a provider is refused",
        field("wallet", "provider", among=("paypal", "twint")),
        [s.C, s.wallet(provider="klarna")],
    ),
    "quantity-below-1-refused": (
        "quantities below one are refused",
        field("line", "quantity", low=1, above=False),
        [*s.ONE, s.line(quantity=0.5, unit="kg")],
    ),
    "tax-half-refused": (
        "taxes with fractions are refused",
        field("line", "tax_rate", kind="whole"),
        [*s.ONE, s.line(tax_rate=5.5)],
    ),
    "percent-100-refused": (
        "discounts of all are refused",
        field("invoice", "discount_percent", high=99),
        [s.C, s.invoice(discount_percent=100)],
    ),
    "memo-empty-refused": (
        "empty memos are refused",
        field("invoice", "memo", low=1),
        [s.C, s.invoice(memo="")],
    ),
    "collection-needed": (
        "how to collect has to be said",
        field("invoice", "collection", needed=True),
        [s.C, s.invoice()],
    ),
    "fee-0-refused": (
        "fees of nothing are refused",
        field("payment", "application_fee", low=1),
        [s.payment(application_fee=0)],
    ),
    "identity-refused": (
        "files to identify are refused",
        field("file", "purpose", among=("evidence", "logo")),
        [s.file(purpose="identity")],
    ),
}
EDITS: Final = {"body too free": FREE, "valid body refused": REFUSED}
