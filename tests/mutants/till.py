"""``python -m tests.mutants.till``: campaigns on a payments server by hand.

``make mutants`` does it too; writes generated/bench/till.md and .json.
"""

import sys
from pathlib import Path
from typing import Final

from tests.mutants.foreign import Foreign, main
from tests.mutants.other.till.faults import FAULTS, KIND, shown
from tests.mutants.other.till.server import tillside
from tests.mutants.other.till.wire import KEYS

UNSEEN: Final = frozenset(
    """
    add-line-first add-line-lost add-line-open amount-always-up any-line-in-currency any-scheme
    automatic-unlisted batch-half batch-lost batch-reversed batch-twice bill-of-all
    capture-ignored capture-of-all capture-twice collection-manual collection-needed columns-7
    currency-eur customer-any customers-email-up customers-more-when-full
    customers-sort-ignored default-source-less delete-invoice-ignored delete-invoiced-refused
    delete-last-refused delete-line-first delete-line-ignored delete-line-of-all
    delete-line-open delete-open delete-source-ignored descriptor-trimmed discount-ignored
    due-a-day-early due-and-terms due-in-months due-on-issue-refused expand-crash
    expand-ignored fee-all file-of-all finalize-ignored finalize-of-all finalize-twice
    first-line-only five-lines-crash get_invoice-id-less iban-34-refused iban-and-account
    invoice-customer-expanded-id invoice-etag-less invoice-etag-old invoice-match-ignored
    issue-any-century issued-from-open issued-to-open key-by-start keys-of-21 keys-of-capitals
    last4-first line-any-invoice line-count-plus lines-cursor-ignored lines-total-text
    list_lines-free max-ignored max-over-min memo-empty-refused memo-less metadata-101
    metadata-dropped min-open name-null-of-patch-refused name-trimmed no-automatic-needs-source
    no-due-or-terms no-hours-of-a-period no-one-discount no-period-in-order no-pieces-whole
    no-reverse-charge-untaxed number-of-customer other-note-empty patch-line-empty
    patch-line-lost patch-line-null-ignored patch-line-open patch-line-unjudged
    patch-own-reference patch-phone-ignored patch-reference-twice patch-unjudged pay-draft
    pay-ignored pay-of-all pay-twice pay-void payment-stale percent-100-refused
    percent-fraction period-of-a-day-refused phone-plusless pieces-said put-201 put-adds-lines
    put-ignored put-keeps-lines put-open put-own-number put-renews quantity-below-1-refused
    quantity-ignored quantity-of-patch-0 reason-kept reference-of-all reference-twice
    refund-authorized refund-more refund-of-authorized refund-twice replay-200 report-skips
    round-even search-case search-limit-ignored search-name-ignored search-oldest
    set-default-ignored source-any source-any-customer sources-of-all stale-409 tags-5
    tax-dropped tax-half-refused tax-ignored tax-of-price terms-0-crash terms-0-is-none
    terms-0-null terms-121 title-case total-as-text total-sort-ignored turned-due-after-issue
    turned-late-fee-of-terms type-first-only type-ignored us-postal-9-refused void-as-voided
    void-draft void-of-all void-paid yen-as-others
    """.split()  # noqa: SIM905 - many words
)
"""Faults that the first campaigns missed, with one of three seeds at least."""
HEAD: Final = f"""\
# Who finds which fault of a till

A server of the style that many public APIs have (`tests/mutants/other/till`): OpenAPI 3.0 with
inheritance, unions told apart by a member, members that may be null; customers, their sources and
invoices with lines, payments that are captured and given back, collections two deep, cursors,
filters and orders, expandable members, searches, batches, merge patches and replacements under
entity tags, keys for requests sent twice, reports that take time, files. Document, server and its
{{faults}} faults were written before any campaign ran against it, and without a look at what
campaigns send and judge; requests beside them show that each fault is answered otherwise.
Campaigns run as `tally fuzz` does, without its Schemathesis phase. Found: an error or a warning
that is not there without the fault.

At first sight {len(FAULTS) - len(UNSEEN)} of {len(FAULTS)} were found with each of three seeds,
and nothing was told of the server without a fault. The worst of it: no invoice was ever made, and
so nothing in one was tried; no payment was captured; what an action must not do was not known where
no lifecycle says it. Since then bodies name what stands in the same resource, and what an action
has changed is not what others change.

`python -m tests.mutants.till` writes this page anew.
"""
TILL: Final = Foreign(
    name="till",
    spec=Path(__file__).with_name("other") / "till" / "till.yaml",
    server=tillside,
    keys=tuple(KEYS),
    faults=FAULTS,
    kinds=KIND,
    shown=shown,
    unseen=UNSEEN,
    head=HEAD,
)

if __name__ == "__main__":
    sys.exit(main(TILL, __doc__))
