"""Faults of what Tillside does with invoices, payments, reports and files."""

from typing import Final

from tests.mutants.other.till import steps as s
from tests.mutants.other.till.cases_people import Cases

TAXED: Final = [s.item(quantity=3, tax_rate=19), s.item(tax_rate=7, kind="credit", reason="Old")]
TAXES: Final = [s.C, s.invoice(lines=TAXED)]
HALF: Final = [s.item(unit="kg", quantity=0.5, unit_price={"amount": 5, "currency": "EUR"})]
INVS: Final = f"{s.CUS}/invoices"
ALL: Final = s.get(INVS)
REDS: Final = [s.C, s.card(), s.invoice(collection="automatic", source_id="{src2}")]
RED: Final = f"{INVS}/{{inv3}}"
DATES: Final = [s.C, *[s.invoice(issue_date=f"2026-0{n}-01") for n in (1, 2, 3)]]
SUMS: Final = [
    s.C,
    *[
        s.invoice(lines=[s.item(unit_price={"amount": n, "currency": "EUR"})])
        for n in (90, 1000, 200)
    ],
]
OTHER: Final = [s.C, s.invoice(), s.customer(email="two@example.com")]
LOT: Final = s.get(s.LINES)
NUMBER: Final = s.invoice(number="INV-1234")
AUTH: Final = [s.manual()]
LIST: Final = "/v1/payments"
GIVEN: Final = [s.payment(), s.refund(amount=400)]
FILE: Final = s.file(purpose="logo", title="my logo")
CONTENT: Final = s.get("/v1/files/{fil1}/content")

WRONG: Final[Cases] = {
    "memo-less": ("no memo is not said", [*s.ONE]),
    "void-as-voided": ("what is void is called voided", [*s.VOID]),
    "invoice-customer-expanded-id": (
        "an expanded customer is an id",
        [*s.ONE, s.get(f"{s.INV}?expand=customer")],
    ),
    "invoice-etag-less": ("a new invoice has no entity tag", [*s.ONE]),
    "put-201": ("what is replaced is answered with 201", [*s.ONE, s.put()]),
    "captured-less": ("payments do not say what was captured", [s.payment()]),
    "amount-decimal": ("amounts have two decimals", [s.payment(1050)]),
    "currency-lower": ("currencies have small letters", [s.payment()]),
    "status-succeeded": ("what is captured has succeeded", [s.payment()]),
    "file-html": ("files are called pages", [FILE, CONTENT]),
    "lines-total-text": ("the total of lines is a text", [*s.ONE, LOT]),
    "invoices-more-less": ("a page does not say whether there is more", [s.C, ALL]),
    "payments-empty-null": ("no payments are null", [s.get(LIST)]),
    "error-bare": ("what is missing is said without a frame", [s.LOOK]),
    "error-text": ("conflicts are texts", [*s.ONE, s.act("pay")]),
    "no-json-500": ("what is no JSON is an error", [s.post("/v1/customers", b"{")]),
    "get_invoice-id-less": ("invoices do not name the request", [*s.ONE, s.SEE]),
    "list_payments-id-less": ("payments do not name the request", [s.get(LIST)]),
}
SUMMED: Final[Cases] = {
    "round-even": ("halves go to the even side", [s.C, s.invoice(lines=HALF)]),
    "quantity-ignored": ("quantities do not count", TAXES),
    "tax-of-price": ("tax is that of one piece", TAXES),
    "tax-ignored": ("tax is not counted", TAXES),
    "discount-ignored": (
        "discounts do not count",
        [s.C, s.invoice(lines=TAXED, discount_amount=5)],
    ),
    "due-a-day-early": ("what is due is a day early", s.ONE),
    "due-in-months": ("thirty days are a month of 31", [s.C, s.invoice(terms_days=30)]),
    "first-line-only": ("one line counts", TAXES),
    "line-count-plus": ("one line more is counted", TAXES),
}
ECHO: Final[Cases] = {
    "terms-0-null": ("terms of no days are none", [s.C, s.invoice(terms_days=0)]),
    "percent-fraction": ("percentages are fractions", [s.C, s.invoice(discount_percent=50)]),
    "collection-manual": ("all is collected by hand", REDS),
    "automatic-unlisted": ("what is collected by itself is lost", [*REDS, s.get(RED)]),
    "tax-dropped": ("an added line is untaxed", [*s.ONE, s.line(tax_rate=5)]),
    "add-line-lost": ("an added line is lost", [*s.ONE, s.line(), LOT]),
    "add-line-first": ("an added line comes first", [*s.LISTED, s.line(), LOT]),
    "descriptor-trimmed": (
        "descriptors lose spaces at their ends",
        [s.payment(statement_descriptor="ABCDE ")],
    ),
    "yen-times-100": ("yen are multiplied", [s.payment(5000, "JPY")]),
    "secure-default-skip": ("payments are not secured unless said", [s.payment()]),
    "currency-eur": ("all is paid in euros", [s.payment(currency="USD")]),
    "large-unlisted": ("large payments are lost", [s.payment(1_000_001), s.get(s.PAY)]),
    "payment-stale": (
        "a payment is shown as it was",
        [*AUTH, s.get(s.PAY), s.capture(), s.get(s.PAY)],
    ),
    "report-format-csv": ("all reports are csv", [s.report(format="json")]),
    "delimiter-semicolon": ("semicolons delimit unless said", [s.report()]),
    "title-case": ("titles have capitals", [FILE]),
}
UPDATES: Final[Cases] = {
    "put-ignored": ("nothing is replaced", [*s.ONE, s.put(memo="B")]),
    "put-keeps-lines": ("lines are not replaced", [*TAXES, s.put(), s.get(s.LINES)]),
    "put-adds-lines": ("lines are added", [*TAXES, s.put(lines=[s.item()])]),
    "put-renews": ("what is replaced has another id", [*s.ONE, s.put()]),
    "put-own-number": ("an invoice's own number is taken", [s.C, NUMBER, s.put(number="INV-1234")]),
    "invoice-match-ignored": (
        "an old version is replaced",
        [*s.ONE, s.Step(method="PUT", path=s.INV, body=s.bill(), headers={"if-match": '"old"'})],
    ),
    "invoice-etag-old": ("an invoice keeps its entity tag", [*s.ONE, s.put(memo="B")]),
    "patch-line-lost": (
        "a change of a line is lost",
        [*s.ONE, s.line(), s.patch(s.LINE, {"quantity": 2}), LOT],
    ),
    "patch-line-null-ignored": (
        "null clears no reason",
        [*s.ONE, s.line(reason="a"), s.patch(s.LINE, {"reason": None})],
    ),
    "patch-line-unjudged": (
        "rules are not judged of a changed line",
        [*s.ONE, s.line(), s.patch(s.LINE, {"quantity": 0.5})],
    ),
    "delete-invoice-ignored": ("no draft is deleted", [*s.ONE, s.delete(s.INV), s.SEE]),
    "delete-line-ignored": ("no line is deleted", [*s.ONE, s.line(), s.delete(s.LINE), LOT]),
    "delete-line-first": (
        "the first line is deleted",
        [*s.LISTED, s.delete(f"{s.LINES}/{{lin4}}"), LOT],
    ),
}
STATES: Final[Cases] = {
    "number-of-customer": (
        "invoices of two customers may have one number",
        [s.C, NUMBER, s.customer(), s.post("/v1/customers/{cus3}/invoices", NUMBER.body)],
    ),
    "source-any": ("any source is taken", [s.C, s.invoice(source_id="src_none")]),
    "put-open": ("open invoices are replaced", [*s.OPEN, s.put()]),
    "delete-open": ("open invoices are deleted", [*s.OPEN, s.delete(s.INV)]),
    "add-line-open": ("lines are added to open invoices", [*s.OPEN, s.line()]),
    "patch-line-open": (
        "lines of open invoices are changed",
        [*s.LISTED, s.act("finalize"), s.patch(s.LINE, {"quantity": 2})],
    ),
    "delete-line-open": (
        "lines of open invoices are deleted",
        [*s.LISTED, s.act("finalize"), s.delete(s.LINE)],
    ),
    "finalize-twice": ("open invoices are opened", [*s.OPEN, s.act("finalize")]),
    "finalize-ignored": ("no draft is opened", s.OPEN),
    "pay-draft": ("drafts are paid", [*s.ONE, s.act("pay")]),
    "pay-void": ("what is void is paid", [*s.VOID, s.act("pay")]),
    "pay-twice": ("what is paid is paid again", [*s.PAID, s.act("pay")]),
    "pay-ignored": ("nothing is paid", s.PAID),
    "void-paid": ("what is paid is void", [*s.PAID, s.act("void")]),
    "void-draft": ("drafts are void", [*s.ONE, s.act("void")]),
    "customer-any": ("any customer is taken", [s.payment(customer_id="cus_none")]),
    "capture-twice": ("what is captured is captured again", [*AUTH, s.capture(), s.capture()]),
    "capture-ignored": ("nothing is captured", [*AUTH, s.capture()]),
    "refund-authorized": ("what is not captured is given back", [*AUTH, s.refund()]),
    "refund-twice": ("what is given back is given again", [s.payment(), s.refund(), s.refund()]),
    "refund-more": ("more than all is given back", [s.payment(), s.refund(amount=1001)]),
    "refund-of-authorized": (
        "more than was captured is given back",
        [*AUTH, s.capture(amount=500), s.refund(amount=600)],
    ),
    "reason-kept": ("the first reason stays", [*GIVEN, s.refund(amount=1, reason="duplicate")]),
}
OWNERS: Final[Cases] = {
    "bill-of-all": ("invoices are made by others", [s.C, s.by_ben(s.invoice())]),
    "finalize-of-all": ("drafts are opened by others", [*s.ONE, s.by_ben(s.act("finalize"))]),
    "pay-of-all": ("invoices are paid by others", [*s.OPEN, s.by_ben(s.act("pay"))]),
    "void-of-all": ("invoices are void by others", [*s.OPEN, s.by_ben(s.act("void"))]),
    "delete-line-of-all": ("lines are deleted by others", [*s.LISTED, s.by_ben(s.delete(s.LINE))]),
    "line-any-invoice": (
        "lines are changed below any invoice",
        [*s.LISTED, s.invoice(), s.patch(f"{INVS}/{{inv6}}/lines/{{lin3}}", {"quantity": 2})],
    ),
    "pay-for-others": ("others' customers pay", [s.C, s.by_ben(s.payment(customer_id="{cus1}"))]),
    "payment-of-all": ("payments are shown to others", [s.payment(), s.by_ben(s.get(s.PAY))]),
    "capture-of-all": ("payments are captured by others", [*AUTH, s.by_ben(s.capture())]),
    "refund-of-all": ("payments are given back by others", [s.payment(), s.by_ben(s.refund())]),
    "report-of-all": ("reports are shown to others", [s.report(), s.by_ben(s.REPORT)]),
    "file-of-all": ("files are shown to others", [FILE, s.by_ben(CONTENT)]),
}
LISTS: Final[Cases] = {
    "status-any": ("any word is a status", [s.get(f"{LIST}?status=lost")]),
    "issued-from-open": (
        "the first day is left out",
        [*DATES, s.get(f"{INVS}?issued_from=2026-02-01")],
    ),
    "issued-to-open": ("the last day is left out", [*DATES, s.get(f"{INVS}?issued_to=2026-02-01")]),
    "issued_from-any": ("any text is a first day", [s.C, s.get(f"{INVS}?issued_from=soon")]),
    "issued_to-any": ("any text is a last day", [s.C, s.get(f"{INVS}?issued_to=2026-02-30")]),
    "total-sort-ignored": ("totals do not order", [*SUMS, s.get(f"{INVS}?sort=total")]),
    "total-as-text": ("totals order as texts", [*SUMS, s.get(f"{INVS}?sort=total")]),
    "lines-cursor-ignored": (
        "each page is the first",
        [*s.LISTED, s.TWICE, s.get(f"{s.LINES}?limit=2&cursor={{cursor}}")],
    ),
    "payments-skip": (
        "a page leaves one out",
        [*s.PAYMENTS, s.get(f"{LIST}?limit=1"), s.get(f"{LIST}?limit=1&cursor={{cursor}}")],
    ),
    "payments-cursor-loops": ("a page leads into itself", [*s.PAYMENTS, s.get(f"{LIST}?limit=2")]),
    "status-by-start": (
        "refunded is partially refunded, too",
        [s.payment(), s.refund(), s.get(f"{LIST}?status=partially_refunded")],
    ),
    "min-open": ("the least amount is left out", [*s.PAYMENTS, s.get(f"{LIST}?min_amount=300")]),
    "max-ignored": (
        "the greatest amount does not choose",
        [*s.PAYMENTS, s.get(f"{LIST}?max_amount=301")],
    ),
    "max-over-min": (
        "the greatest amount chooses alone",
        [*s.PAYMENTS, s.get(f"{LIST}?min_amount=250&max_amount=400")],
    ),
    "amount-always-up": ("amounts never go down", [*s.PAYMENTS, s.get(f"{LIST}?sort=-amount")]),
}
JOBS: Final[Cases] = {
    "report-skips": ("a report is never running", s.LOOKS),
    "report-back": ("a report is queued again", s.LOOKS),
    "report-reopens": ("a report that is ready runs again", s.LOOKS),
    "report-gone": ("a report goes away", s.LOOKS),
    "url-early": ("running reports have a url", s.LOOKS),
    "ready-bare": ("ready reports have no url", s.LOOKS),
    "json-urlless": (
        "ready reports in json have no url",
        [s.report(format="json"), *[s.REPORT] * 3],
    ),
    "failed-url": ("failed reports have a url", s.SEVEN),
    "failure-unknown": ("failed reports say something else", s.SEVEN),
    "state-done": ("ready reports are done", s.LOOKS),
    "report-201": ("a new report is answered with 201", s.LOOKS),
    "report-location-less": ("a new report does not say where it is", s.LOOKS),
    "retry-after-less": ("a new report does not say when to look", s.LOOKS),
    "retry-after-0": ("a new report is to be looked at at once", s.LOOKS),
}
KEYS: Final[Cases] = {
    "list_customers-free": (
        "customers are listed to nobody",
        [s.C, s.by_nobody(s.get("/v1/customers"))],
    ),
    "list_lines-free": ("lines are listed to nobody", [*s.ONE, s.by_nobody(LOT)]),
    "capture-free": ("nobody captures", [*AUTH, s.by_nobody(s.capture())]),
    "get_report-free": ("reports are shown to nobody", [s.report(), s.by_nobody(s.REPORT)]),
    "upload-free": ("nobody uploads", [s.post("/v1/files", FILE.body, **FILE.headers | s.NOBODY)]),
    "key-by-start": ("keys may go on as they like", [s.get(LIST, authorization="Bearer sk_annX")]),
    "any-scheme": ("any scheme is taken", [s.get(LIST, authorization="Basic sk_ann")]),
    "no-key-403": ("who has no key is forbidden", [s.by_nobody(s.get(LIST))]),
    "challenge-less": ("who has no key is not told how", [s.by_nobody(s.get(LIST))]),
    "any-media": (
        "any media type is taken",
        [s.post("/v1/customers", s.C.body, content_type="text/plain")],
    ),
}
CRASHES: Final[Cases] = {
    "five-lines-crash": ("five lines are an error", [s.C, s.invoice(lines=[s.item()] * 5)]),
    "terms-0-crash": ("terms of no days are an error", [s.C, s.invoice(terms_days=0)]),
    "expand-crash": ("expanding is an error", [*s.ONE, s.get(f"{s.INV}?expand=customer")]),
    "six-columns-crash": (
        "six columns are an error",
        [s.report(columns=["aa", "bb", "cc", "dd", "ee", "ff"])],
    ),
    "empty-file-crash": ("an empty file is an error", [s.file(b"", purpose="logo")]),
}
