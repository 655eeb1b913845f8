"""Faults with stays, and requests that show them."""

from typing import Any, Final

from tests.mutants.other.quayside.asking import (
    ADULT,
    CHILD,
    GONE,
    NIGHT,
    NOBODY,
    Step,
    batch,
    by_ben,
    extra,
    get,
    post,
    search,
    stay,
    vessel,
)
from tests.mutants.other.quayside.cases_vessels import Cases

Json = Any
MADE: Final = [vessel(), stay()]
LOOK: Final = get("/stays/{1}")
CONFIRM, ARRIVE, DEPART = (post(f"/stays/{{1}}/{name}") for name in ("confirm", "arrive", "depart"))
CANCEL: Final = post("/stays/{1}/cancel", {"reason": "weather"})
LATER: Final = {"arrive": "2031-07-01T12:00:00Z", "depart": "2031-07-03T12:00:00Z"}
THREE: Final = [
    vessel(),
    stay(**LATER),
    stay(guests=[ADULT, CHILD]),
    stay(depart="2031-06-03T12:00:00Z", guests=[ADULT] * 3),
    vessel(),
    stay(vesselId="{4}", arrive="2031-06-01T13:00:00Z"),
    post("/stays/{2}/confirm"),
]


def asked(**over: Json) -> list[Step]:
    """Return requests for a vessel and a stay."""
    return [vessel(), stay(**over)]


def guests(*ages: Json) -> list[Step]:
    """Return requests for a stay of guests of these ages."""
    return asked(guests=[{"name": "Ann", "age": age} for age in ages])


def keyed(*bodies: dict[str, Json], key: str = "key-key-key") -> list[Step]:
    """Return requests for stays with one key."""
    return [vessel(), *[post("/stays", NIGHT | body, idempotency_key=key) for body in bodies]]


def found(**body: Json) -> list[Step]:
    """Return requests for stays and a search."""
    return [*THREE, search(**body)]


def cancelled(*before: Step, **body: Json) -> list[Step]:
    """Return requests for a stay that is cancelled."""
    return [*MADE, *before, post("/stays/{1}/cancel", {"reason": "repair"} | body)]


TOO_FREE: Final = {
    f"stay-{name}-optional": (f"a stay needs no {name}", asked(**{name: GONE}))
    for name in ("arrive", "depart", "guests", "berth")
} | {
    "stay-berth-any": ("a berth has any code", asked(berth="here")),
    "moment-any": ("a moment is any text", asked(arrive="1", depart="2")),
    "guests-9": ("nine guests are taken", asked(guests=[ADULT] * 9)),
    "guest-name-61": (
        "a guest's name has 61 characters",
        asked(guests=[ADULT | {"name": "a" * 61}]),
    ),
    "age-negative": ("a guest is not born yet", guests(40, -1)),
    "age-121": ("a guest is 121 years old", guests(121)),
    "age-optional": ("a guest needs no age", asked(guests=[ADULT, {"name": "Bo"}])),
    "voucher-6": ("a voucher has six digits", asked(voucher="V123456")),
    "remarks-301": ("remarks have 301 characters", asked(remarks="a" * 301)),
    "quantity-0": ("none of an extra is ordered", [extra("water", 0)]),
    "quantity-21": ("21 of an extra are ordered", [extra("water", 21)]),
    "key-65": ("a key has 65 characters", keyed({}, key="k" * 65)),
    "key-short": ("a key has three characters", keyed({}, key="key")),
    "batch-none": ("no stays are asked for together", [vessel(), batch()]),
    "batch-11": ("eleven stays are asked for together", [vessel(), batch(*[{}] * 11)]),
    "batch-unjudged": (
        "only the first of several stays is judged",
        [vessel(), batch({}, {"guests": [CHILD]})],
    ),
    "states-none": ("stays in no state are searched", [search(states=[])]),
    "search-guests-9": ("stays of nine guests are searched", [search(minGuests=9, maxGuests=9)]),
    "limit-0": ("a page of nothing is searched", [search(limit=0)]),
    "limit-51": ("51 stays are searched", [search(limit=51)]),
}
TOO_STRICT: Final = {
    "guests-8-refused": ("eight guests are refused", asked(guests=[ADULT] * 8)),
    "age-0-refused": ("a baby is refused", guests(40, 0)),
    "age-120-refused": ("120 years are refused", guests(120)),
    "regatta-refused": ("regattas are refused", asked(purpose="regatta")),
    "remarks-null-refused": ("remarks of null are refused", asked(remarks=None)),
    "remarks-300-refused": ("300 characters are refused", asked(remarks="a" * 300)),
    "extras-4-refused": (
        "four extras are refused",
        asked(
            extras=[
                *[{"code": code, "quantity": 1} for code in ("water", "laundry", "pumpout")],
                {"code": "power", "quantity": 1, "amps": 16},
            ]
        ),
    ),
    "pumpout-refused": ("pumping out is refused", [extra("pumpout")]),
    "quantity-20-refused": ("20 of an extra are refused", [extra("water", 20)]),
    "amps-63-refused": ("63 amps are refused", [extra("power", amps=63)]),
    "laundry-5-refused": ("five loads are refused", [extra("laundry", 5)]),
    "adult-at-19": ("an adult of 18 is none", guests(18)),
    "two-children": ("an adult looks after two children at most", guests(40, 1, 1, 1)),
    "key-64-refused": ("a key of 64 characters is refused", keyed({}, key="k" * 64)),
    "batch-10-refused": ("ten stays are refused", [vessel(), batch(*[{}] * 10)]),
    "cancel-plans-refused": ("plans are no reason", cancelled(reason="plans")),
    "regatta-500": (
        "a regatta with extras ends in a 500",
        asked(purpose="regatta", extras=[{"code": "water", "quantity": 1}]),
    ),
}
HOLES: Final = {
    "amps-of-water": ("water has amps", [extra("water", amps=16)]),
    "laundry-6": ("six loads of laundry are taken", [extra("laundry", 6)]),
    "depart-same-moment": ("a stay may end when it begins", asked(depart=NIGHT["arrive"])),
    "adult-at-17": ("an adult is 17", guests(17)),
    "four-children": ("an adult looks after four children", guests(40, 1, 1, 1, 1)),
    "links-within": ("a link may stand within remarks", asked(remarks="see https://a.example")),
}
ANSWERS: Final = {
    "state-gone": ("a stay has no state", MADE),
    "departed-left": ("a state is not documented", [*MADE, CONFIRM, ARRIVE, DEPART]),
    "cancelled-bare": ("a cancelled stay says not why", cancelled()),
    "refund-text": ("a refund is a text", cancelled()),
    "reason-weather": ("each reason is the weather", cancelled()),
    "refund-default": ("a refund is given by default", cancelled()),
    "born-confirmed": ("a stay is confirmed at once", [*MADE, CONFIRM]),
    "extras-no-default": ("a stay without extras has none", MADE),
    "purpose-default": ("a stay is a regatta by default", MADE),
    "berth-first": ("each stay is at the first berth", [*MADE, LOOK]),
    "guests-last-lost": ("the last guest is lost", asked(guests=[ADULT, CHILD])),
    "location-wrong": ("Location names no stay", MADE),
    "state-422": ("a state that forbids something is a 422", [*MADE, CONFIRM, CONFIRM]),
    "batch-from-1": ("results are counted from 1", [vessel(), batch({}, {})]),
    "batch-200": ("what is made has another status", [vessel(), batch({})]),
    "batch-reversed": ("results are in the opposite order", [vessel(), batch({}, {})]),
    "batch-bare": ("what is refused says not why", [vessel(), batch({"vesselId": NOBODY})]),
    "batch-only-made": (
        "what is refused is not told",
        [vessel(), batch({}, {"vesselId": NOBODY})],
    ),
    "batch-all-or-none": (
        "one of several that is refused refuses all",
        [vessel(), batch({}, {"vesselId": NOBODY})],
    ),
    "refused-0": ("what is refused is not counted", [vessel(), batch({"vesselId": NOBODY})]),
}
KEYS: Final = {
    "key-ignored": ("the same key makes two stays", keyed({}, {})),
    "key-any-body": ("a key is taken with another body", keyed({}, LATER)),
}
LIFE: Final = {
    "confirmed-from-all": ("whatever there is is confirmed", [*cancelled(), CONFIRM]),
    "confirmed-never": ("nothing is confirmed", [*MADE, CONFIRM]),
    "confirmed-ignored": ("what is confirmed is not", [*MADE, CONFIRM, LOOK]),
    "confirm-twice": ("what is confirmed is confirmed", [*MADE, CONFIRM, CONFIRM]),
    "confirm-moves-berth": ("what is confirmed is at another berth", [*MADE, CONFIRM]),
    "arrived-from-all": ("whatever there is begins", [*cancelled(), ARRIVE]),
    "arrived-never": ("nothing begins", [*MADE, CONFIRM, ARRIVE]),
    "arrived-ignored": ("what begins does not", [*MADE, CONFIRM, ARRIVE, LOOK]),
    "arrive-unconfirmed": ("what was requested begins", [*MADE, ARRIVE]),
    "departed-from-all": ("whatever there is ends", [*MADE, DEPART]),
    "departed-never": ("nothing ends", [*MADE, CONFIRM, ARRIVE, DEPART]),
    "departed-ignored": ("what ends does not", [*MADE, CONFIRM, ARRIVE, DEPART, LOOK]),
    "depart-unarrived": ("what was confirmed ends", [*MADE, CONFIRM, DEPART]),
    "cancelled-from-all": ("whatever there is is cancelled", [*cancelled(), CANCEL]),
    "cancelled-never": ("nothing is cancelled", cancelled()),
    "cancelled-ignored": ("what is cancelled is not", [*cancelled(), LOOK]),
    "cancel-arrived": ("what began is cancelled", cancelled(CONFIRM, ARRIVE)),
    "cancel-confirmed-refused": ("what is confirmed cannot be cancelled", cancelled(CONFIRM)),
}
OTHERS: Final = {
    "stay-of-all": ("everybody sees a stay", [*MADE, by_ben(LOOK)]),
    "confirm-of-all": ("everybody confirms", [*MADE, by_ben(CONFIRM)]),
    "arrive-of-all": ("everybody begins a stay", [*MADE, CONFIRM, by_ben(ARRIVE)]),
    "depart-of-all": ("everybody ends a stay", [*MADE, CONFIRM, ARRIVE, by_ben(DEPART)]),
    "cancel-of-all": ("everybody cancels", [*MADE, by_ben(CANCEL)]),
    "search-of-all": ("everybody's stays are found", [*MADE, by_ben(search())]),
}
SEARCHES: Final = {
    "states-ignored": ("states are not looked at", found(states=["confirmed"])),
    "states-first": ("the first state alone counts", found(states=["confirmed", "requested"])),
    "states-turned": ("all other states are found", found(states=["confirmed"])),
    "vessel-filter-ignored": ("vessels are not looked at", found(vesselId="{4}")),
    "arrive-from-ignored": ("arriveFrom is not looked at", found(arriveFrom=LATER["arrive"])),
    "arrive-to-open": ("arriveTo is not included", found(arriveTo=NIGHT["arrive"])),
    "min-guests-open": ("minGuests is not included", found(minGuests=2)),
    "max-guests-ignored": ("maxGuests is not looked at", found(maxGuests=1)),
    "order-default": ("the last is first by default", found()),
    "order-ignored": ("stays are in no order", found()),
    "offset-ignored": ("offset is not looked at", found(offset=2)),
    "offset-more": ("one more is left out", found(offset=1)),
    "limit-ignored": ("limit is not looked at", found(limit=2)),
    "limit-less": ("a page has one less than was asked for", found(limit=2)),
    "limit-default": ("a page has five stays by default", [*THREE, stay(), stay(), search()]),
    "total-of-items": ("the total is that of the page", found(limit=2)),
    "total-less": ("the total is one less", found()),
}
CASES: Final[Cases] = {
    "body too free": TOO_FREE,
    "valid body refused": TOO_STRICT,
    "rule with a hole": HOLES,
    "wrong answer": ANSWERS,
    "idempotency": KEYS,
    "state": LIFE,
    "others' things": OTHERS,
    "list": SEARCHES,
}
