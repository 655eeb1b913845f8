"""``python -m tests.mutants.quayside``: campaigns on a harbour's server in bare ASGI.

``make mutants`` does it too; writes generated/bench/quayside.md and .json.
"""

import sys
from pathlib import Path
from typing import Final

from tests.mutants.foreign import Foreign, main
from tests.mutants.other.quayside.faults import FAULTS, KIND, shown
from tests.mutants.other.quayside.server import quayside
from tests.mutants.other.quayside.shore import KEYS

UNSEEN: Final = frozenset(
    """
    aborted-bare adult-at-17 adult-at-19 age-0-refused age-120-refused age-121 age-negative
    age-optional amenities-any amps-63-refused amps-of-water arrive-from-ignored
    arrive-of-all arrive-to-open arrive-unconfirmed arrived-from-all arrived-ignored
    arrived-never ask-stays-open auxiliary-refused batch-10-refused batch-11 batch-200
    batch-from-1 batch-only-made batch-reversed batch-unjudged battery-0 beam-1-refused
    beam-20-refused beam-21 berth-first berths-limit-default berths-offset-0
    berths-offset-ignored berths-total-all berths-total-page berths-unsorted born-confirmed
    born-reading call-sign-8 cancel-arrived cancel-confirmed-refused cancel-of-all
    cancel-plans-refused cancelled-bare cancelled-from-all cancelled-ignored cancelled-never
    channels-dropped closed-is-free closed-never closure-lost closure-merges
    closure-of-a-day-refused closure-stays colour-long colour-no-default confirm-moves-berth
    confirm-of-all confirm-stay-open confirm-twice confirmed-from-all confirmed-ignored
    confirmed-never contacts-4-refused contacts-5 contacts-dropped deep-at-3 delete-busy
    delimiter-comma depart-of-all depart-same-moment depart-unarrived departed-from-all
    departed-ignored departed-left departed-never depth-default draught-null-refused
    drive-optional dry-run-default electric-tank extras-4-refused extras-no-default
    first-tag-only flood four-children free-length-61 free-length-any free-length-open
    free-twice fuel-uses-3-refused gbp-refused gossip guest-name-61 guests-8-refused
    guests-9 guests-last-lost high-season-3 imperial-metric import-back import-stuck
    insurance-of-no-day insured-from-23-half insured-from-24-half insurer-optional
    key-64-refused key-65 key-any-body key-ignored key-short language-no-default
    latitude-180 laundry-5-refused laundry-6 length-2-and-half-refused length-60-refused
    length-61 length-not-needed limit-default limit-ignored limit-less link-next-always
    links-within location-wrong lock-pin-3 masts-5-refused max-guests-ignored
    min-guests-open mizzen-needs-3 mmsi-10 moment-any name-40-refused nights-60-refused
    no-amps-of-power no-arrival-range no-beam-below-length no-closure-in-order
    no-code-in-order no-departs-later no-extras-once no-insurance-in-order no-little-laundry
    no-long-stays-insured no-name-trimmed no-no-links no-one-owner no-plans-without-refund
    no-rowed-short no-size-in-order no-tags-not-reserved no-three-children-an-adult
    no-voucher-for-leisure note-3-refused notes-200-refused notes-lost notes-null-refused
    oars-16-refused oars-18 oars-odd offset-ignored offset-more open-ignored open-open
    order-default order-ignored owners-two patch-any-json patch-null-ignored
    patch-tags-appended per-page-default-5 petrol-refused phone-5 phone-no-plus piers-4
    piers-by-comma piers-ignored pin-shown preferences-lost preferences-of-ann
    propulsion-ignored propulsion-turned pumpout-refused purpose-default put-merges
    put-renews-id quantity-0 quantity-20-refused quantity-21 quote-extras-1 read-only-taken
    reason-weather refund-default refund-text regatta-refused registration-7
    registration-lower remarks-300-refused remarks-301 remarks-null-refused roof
    rowed-12-half rowed-12-refused rowed-refused rows-early sails screws-0 screws-4-refused
    screws-5 screws-no-default search-of-all silent-default size-ignored size-max-open
    size-min-ignored size-negative size-unknown staff-by-key state-422 state-gone
    states-first states-ignored states-turned stay-arrive-optional stay-berth-any
    stay-berth-optional stay-depart-optional stay-guests-optional stay-of-all steam
    survey-back survey-skips survey-stuck tag-ignored tags-5-refused tags-any
    tags-no-default tank-5-refused total-less total-of-items total-of-page
    turned-amps-of-power turned-beam-below-length turned-closure-in-order
    turned-departs-later two-children units-ignored uses-default vessel-filter-ignored
    vessel-of-others voucher-6 website-81 website-refused window-by-dots x-11 x-digits
    x-draught-6-refused x-draught-7 x-draught-ignored x-members-dropped
    """.split()  # noqa: SIM905 - many words
)
"""Faults that the first campaigns missed, with one of three seeds at least."""
HEAD: Final = f"""\
# Who finds which fault of a harbour

A server in bare ASGI of one more style (`tests/mutants/other/quayside`): OpenAPI 3.1, vessels of
nested unions that are replaced, patched and struck off, stays that callers move from state to
state, batches with a result for each item, searches by POST, pages by `Link` and by offset, objects
and lists in queries, cookies, forms and files, maps, tuples and conditions, jobs with and without a
lifecycle, two ways to say who asks. Document, server and its {{faults}} faults were written before
any campaign ran against it, and without a look at what campaigns send and judge; requests beside
them show that each fault is answered otherwise. Campaigns run as `tally fuzz` does, without its
Schemathesis phase. Found: an error or a warning that is not there without the fault.

At first sight {len(FAULTS) - len(UNSEEN)} of {len(FAULTS)} were found with each of three seeds,
and ten to eighteen things were told of the server without a fault that are none. The worst of it:
rules of an object that several bodies share were judged in one of them only; rules of parameters
were not looked at; no stay was ever made, since nobody can make a berth and the examples beside a
`$ref` were not read; dates of year 0 were sent; a pattern was never missed by a single letter.
These were mended in general. `python -m tests.mutants.quayside` writes this page anew.
"""
QUAYSIDE: Final = Foreign(
    name="quayside",
    spec=Path(__file__).with_name("other") / "quayside" / "quayside.yaml",
    server=quayside,
    keys=tuple(KEYS),
    faults=FAULTS,
    kinds=KIND,
    shown=shown,
    unseen=UNSEEN,
    head=HEAD,
)

if __name__ == "__main__":
    sys.exit(main(QUAYSIDE, __doc__))
