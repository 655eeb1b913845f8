"""Tillside: customers, invoices and payments, by hand; `faults.KINDS` says what each fault does.

Its document is one of OpenAPI 3.0 with inheritance, unions told apart by a member, members that
may be null, collections two deep, cursors, entity tags, keys for requests sent twice, jobs.
"""

import time

from starlette.applications import Starlette
from starlette.routing import Route
from tests.mutants.other.till.books import Clock
from tests.mutants.other.till.office import Office


def tillside(fault: str = "", clock: Clock = time.time) -> Starlette:
    """Return the server with one fault, or none."""
    till = Office(fault, clock)
    one = "/v1/customers/{customer_id}"
    bill = f"{one}/invoices/{{invoice_id}}"
    pay = "/v1/payments/{payment_id}"
    table = [
        ("GET", "/v1/customers", till.list_customers),
        ("POST", "/v1/customers", till.create_customer),
        ("POST", "/v1/customers/batch", till.create_customers),
        ("GET", "/v1/customers/search", till.search_customers),
        ("GET", one, till.get_customer),
        ("PATCH", one, till.update_customer),
        ("DELETE", one, till.delete_customer),
        ("GET", f"{one}/sources", till.list_sources),
        ("POST", f"{one}/sources", till.create_source),
        ("GET", f"{one}/sources/{{source_id}}", till.get_source),
        ("DELETE", f"{one}/sources/{{source_id}}", till.delete_source),
        ("GET", f"{one}/invoices", till.list_invoices),
        ("POST", f"{one}/invoices", till.create_invoice),
        ("GET", bill, till.get_invoice),
        ("PUT", bill, till.replace_invoice),
        ("DELETE", bill, till.delete_invoice),
        ("POST", f"{bill}/finalize", till.finalize),
        ("POST", f"{bill}/pay", till.pay),
        ("POST", f"{bill}/void", till.void),
        ("GET", f"{bill}/lines", till.list_lines),
        ("POST", f"{bill}/lines", till.create_line),
        ("PATCH", f"{bill}/lines/{{line_id}}", till.update_line),
        ("DELETE", f"{bill}/lines/{{line_id}}", till.delete_line),
        ("GET", "/v1/payments", till.list_payments),
        ("POST", "/v1/payments", till.create_payment),
        ("GET", pay, till.get_payment),
        ("POST", f"{pay}/capture", till.capture),
        ("POST", f"{pay}/refund", till.refund),
        ("POST", "/v1/reports", till.create_report),
        ("GET", "/v1/reports/{report_id}", till.get_report),
        ("POST", "/v1/files", till.upload),
        ("GET", "/v1/files/{file_id}/content", till.download),
    ]
    return Starlette(
        routes=[
            Route(path, till.guarded(run, free=run.__name__), methods=[verb])
            for verb, path, run in table
        ]
    )
