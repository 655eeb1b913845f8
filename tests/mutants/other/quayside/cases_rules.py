"""Rules that are not judged, or the other way round; requests that show it."""

from typing import Final

from tests.mutants.other.quayside.asking import (
    ADULT,
    CHILD,
    INSURED,
    OWNER,
    Step,
    close,
    extra,
    free,
    gate,
    get,
    known_to,
    patch,
    post,
    prefer,
    price,
    reading,
    rowed,
    sailing,
    search,
    stay,
    survey,
    vessel,
)
from tests.mutants.other.quayside.cases_vessels import Cases

WATER: Final = {"code": "water", "quantity": 2}
ARRIVALS: Final = {"arriveFrom": "2031-06-02T00:00:00Z", "arriveTo": "2031-06-01T00:00:00Z"}
BROKEN: Final[dict[str, list[Step]]] = {
    "beam-below-length": [vessel(length=3, beam=3)],
    "name-trimmed": [vessel(name=" Alma")],
    "one-owner": [vessel(contacts=[OWNER | {"role": "skipper"}])],
    "tags-not-reserved": [vessel(tags=["sys-a"])],
    "long-insured": [vessel(length=30)],
    "rowed-short": [rowed(length=14)],
    "mizzen-needs-masts": [sailing(masts=1, mizzen=True)],
    "agent-needs-email": [known_to(role="agent")],
    "reachable": [known_to(phone="-gone-")],
    "insurance-in-order": [vessel(insurance=INSURED | {"until": "2030-01-01"})],
    "patch-name-trimmed": [vessel(), patch({"name": "Alma "})],
    "patch-tags-not-reserved": [vessel(), patch({"tags": ["sys-a"]})],
    "long-stays-insured": [vessel(length=30, insurance=INSURED), patch({"insurance": None})],
    "departs-later": [vessel(), stay(depart="2031-05-01T12:00:00Z")],
    "three-children-an-adult": [vessel(), stay(guests=[ADULT, *[CHILD] * 4])],
    "extras-once": [vessel(), stay(extras=[WATER, WATER])],
    "voucher-for-leisure": [vessel(), stay(voucher="V12345", purpose="business")],
    "no-links": [vessel(), stay(remarks="https://a.example")],
    "amps-of-power": [extra("power")],
    "little-laundry": [extra("laundry", 9)],
    "plans-without-refund": [
        vessel(),
        stay(),
        post("/stays/{1}/cancel", {"reason": "plans", "refund": True}),
    ],
    "arrival-range": [search(**ARRIVALS)],
    "guests-range": [search(minGuests=4, maxGuests=2)],
    "size-in-order": [get("/berths?size[min]=9&size[max]=8")],
    "window-in-order": [free(window="window[from]=2031-06-02&window[to]=2031-06-01")],
    "closure-in-order": [close(until="2031-05-01")],
    "other-needs-note": [close(cause="other")],
    "high-season-nights": [price(season="high", nights=1)],
    "low-coupon-in-low-season": [price(season="high", coupon="LOW123")],
    "quote-extras-once": [price(extras=[WATER, WATER])],
    "code-in-order": [gate(until="2031-05-02")],
    "fuel-uses": [gate("&uses=9", "&doors=fuel")],
    "dry-run-skips-none": [reading(dryRun=True, skipRows=2)],
    "deep-hull-only": [survey(kind="engine", depth=5)],
    "rigging-without-spots": [survey(kind="rigging", spots=[["port", 1]])],
    "quiet-some-time": [prefer(quiet={"start": 1, "end": 1})],
    "sms-needs-phone": [prefer(channels={"sms": {"enabled": True}})],
}
TURNED: Final = (
    "beam-below-length",
    "mizzen-needs-masts",
    "departs-later",
    "amps-of-power",
    "size-in-order",
    "closure-in-order",
    "fuel-uses",
    "dry-run-skips-none",
    "quiet-some-time",
)
CASES: Final[Cases] = {
    "rule not judged": {
        f"no-{rule}": (f"rule {rule} is not judged", steps) for rule, steps in BROKEN.items()
    },
    "rule turned round": {
        f"turned-{rule}": (f"rule {rule} is judged the other way round", BROKEN[rule])
        for rule in TURNED
    },
}
