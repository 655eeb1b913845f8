"""Faults with vessels, and requests that show them."""

from typing import Final

from tests.mutants.other.quayside.asking import (
    ANN,
    BOAT,
    GONE,
    INSURED,
    JSON,
    NIGHT,
    NOBODY,
    OWNER,
    Step,
    by_ben,
    delete,
    driven,
    get,
    known_to,
    patch,
    post,
    put,
    rowed,
    sailing,
    stay,
    vessel,
)

Cases = dict[str, dict[str, tuple[str, list[Step]]]]
LOOK: Final = get("/vessels/{0}")
OTHER: Final = {"name": "Bo", "role": "skipper", "phone": "+4670000"}
FIRST: Final = '"{0:8}-1"'
MANY: Final = [
    vessel(name="Cora", length=7, tags=["a", "b"]),
    driven(),
    rowed(length=8, tags=["b"]),
    vessel(name="Bob", length=11),
]
CHANGES: Final = [vessel(), patch({"notes": "a"}), LOOK, patch({"notes": "b"}), LOOK]


def replace(match: str = "*", **over: object) -> Step:
    """Return a request to replace the first vessel."""
    return put("/vessels/{0}", BOAT | over, if_match=match)


TOO_FREE: Final = {
    f"{name}-optional": (f"a vessel needs no {name}", [vessel(**{name: GONE})])
    for name in ("name", "registration", "length", "beam", "contacts")
} | {
    "vessel-unknown": ("unknown members of a vessel are taken", [vessel(sails=2)]),
    "name-1": ("a name has one character", [vessel(name="A")]),
    "name-41": ("a name has 41 characters", [vessel(name="A" * 41)]),
    "registration-7": ("a registration has seven digits", [vessel(registration="SE-1234567")]),
    "registration-lower": ("a registration is in small letters", [vessel(registration="se-1234")]),
    "length-2": ("a vessel of 2 m is taken", [vessel(length=2, beam=1.5)]),
    "length-61": ("a vessel of 61 m is taken", [vessel(length=61, insurance=INSURED)]),
    "length-any": ("a length is no multiple of 0.5", [vessel(length=9.3)]),
    "beam-half": ("a beam of half a metre is taken", [vessel(beam=0.5)]),
    "beam-21": ("a beam of 21 m is taken", [vessel(beam=20.5, length=30, insurance=INSURED)]),
    "draught-0": ("a draught of nothing is taken", [vessel(draught=0)]),
    "colour-long": ("there is one more colour, which nobody documented", [vessel(colour="green")]),
    "contacts-5": ("five contacts are taken", [vessel(contacts=[OWNER, *[OTHER] * 4])]),
    "tags-6": ("six tags are taken", [vessel(tags=[*"abcdef"])]),
    "tags-twice": ("a tag is taken twice", [vessel(tags=["a", "a"])]),
    "tag-empty": ("an empty tag is taken", [vessel(tags=[""])]),
    "tag-13": ("a tag has 13 characters", [vessel(tags=["a" * 13])]),
    "mmsi-10": ("an MMSI has ten digits", [vessel(mmsi="1234567890")]),
    "call-sign-8": ("a call sign has eight letters", [vessel(mmsi="123456789", callSign="A" * 8)]),
    "call-sign-alone": ("a call sign needs no MMSI", [vessel(callSign="ABC")]),
    "router-any": ("an address is no IPv4", [vessel(routerAddress="1.2.3")]),
    "website-any": ("a website is no URI", [vessel(website="no uri")]),
    "website-81": ("a website has 81 characters", [vessel(website="https://" + "a" * 73)]),
    "lock-pin-3": ("a PIN has three digits", [vessel(lockPin="123")]),
    "notes-201": ("notes have 201 characters", [vessel(notes="a" * 201)]),
    "contact-name-empty": ("a contact has no name", [known_to(name="")]),
    "phone-no-plus": ("a phone has no plus", [known_to(phone="4670000")]),
    "phone-5": ("a phone has five digits", [known_to(phone="+46700")]),
    "email-any": ("an email has no at", [known_to(email="here")]),
    "insurer-optional": (
        "an insurance needs no insurer",
        [vessel(insurance={"from": "2031-01-01", "until": "2031-12-31"})],
    ),
    "masts-0": ("sails need no mast", [sailing(masts=0)]),
    "masts-6": ("six masts are taken", [sailing(masts=6)]),
    "screws-0": ("a motor needs no screw", [driven(0)]),
    "screws-5": ("five screws are taken", [driven(5)]),
    "drive-optional": ("a motor needs no drive", [vessel(propulsion={"kind": "motor"})]),
    "oars-18": ("18 oars are taken", [rowed(18)]),
    "oars-odd": ("three oars are taken", [rowed(3)]),
    "steam": ("there is steam, which nobody documented", [driven(fuel="steam", tankLitres=9)]),
    "tank-4": ("a tank of 4 litres is taken", [driven(fuel="diesel", tankLitres=4)]),
    "tank-20001": ("20,001 litres are taken", [driven(fuel="diesel", tankLitres=20001)]),
    "battery-0": ("a battery of nothing is taken", [driven(fuel="electric", batteryKwh=0)]),
    "electric-tank": (
        "what is electric has a tank",
        [driven(fuel="electric", batteryKwh=1, tankLitres=9)],
    ),
    "patch-empty": ("an empty change is taken", [vessel(), patch({})]),
    "put-unjudged": ("what is put is not judged", [vessel(), replace(name="A")]),
    "patch-any-json": (
        "a change is taken as plain JSON",
        [
            vessel(),
            Step(method="PATCH", path="/vessels/{0}", body={"notes": "a"}, headers=ANN | JSON),
        ],
    ),
}
TOO_STRICT: Final = {
    "name-2-refused": ("a name of two characters is refused", [vessel(name="Al")]),
    "name-40-refused": ("a name of 40 characters is refused", [vessel(name="A" * 40)]),
    "length-2-and-half-refused": ("2.5 m are refused", [vessel(length=2.5, beam=1)]),
    "length-60-refused": ("60 m are refused", [vessel(length=60, insurance=INSURED)]),
    "beam-1-refused": ("a beam of 1 m is refused", [vessel(beam=1)]),
    "beam-20-refused": ("20 m are refused", [vessel(beam=20, length=30, insurance=INSURED)]),
    "draught-null-refused": ("a draught of null is refused", [vessel(draught=None)]),
    "notes-null-refused": ("notes of null are refused", [vessel(notes=None)]),
    "notes-200-refused": ("notes of 200 characters are refused", [vessel(notes="a" * 200)]),
    "colour-short": ("a black vessel is refused", [vessel(colour="black")]),
    "contacts-4-refused": ("four contacts are refused", [vessel(contacts=[OWNER, *[OTHER] * 3])]),
    "tags-5-refused": ("five tags are refused", [vessel(tags=[*"abcde"])]),
    "tag-12-refused": ("a tag of 12 characters is refused", [vessel(tags=["a" * 12])]),
    "call-sign-7-refused": (
        "a call sign of seven letters is refused",
        [vessel(mmsi="123456789", callSign="A" * 7)],
    ),
    "website-refused": ("a website is refused", [vessel(website="https://a.example")]),
    "masts-5-refused": ("five masts are refused", [sailing(masts=5)]),
    "auxiliary-refused": (
        "sails with a motor are refused",
        [sailing(auxiliary={"fuel": "petrol", "tankLitres": 9})],
    ),
    "screws-4-refused": ("four screws are refused", [driven(4)]),
    "rowed-refused": ("what is rowed is refused", [rowed()]),
    "oars-16-refused": ("16 oars are refused", [rowed(16)]),
    "petrol-refused": ("petrol is refused", [driven(fuel="petrol", tankLitres=9)]),
    "tank-5-refused": ("a tank of 5 litres is refused", [driven(fuel="diesel", tankLitres=5)]),
    "mizzen-needs-3": ("a mizzen needs three masts", [sailing(mizzen=True)]),
    "insured-from-23-half": ("23.5 m must be insured", [vessel(length=23.5)]),
    "rowed-12-refused": ("nobody rows 12 m", [rowed(length=12)]),
    "electric-500": (
        "what is electric ends in a 500",
        [driven(fuel="electric", batteryKwh=1)],
    ),
}
HOLES: Final = {
    "insured-from-24-half": ("24 m need no insurance", [vessel(length=24)]),
    "rowed-12-half": ("12.5 m are rowed", [rowed(length=12.5)]),
    "owners-two": ("two owners are taken", [vessel(contacts=[OWNER, OWNER])]),
    "space-after-name": ("a name may end in a space", [vessel(name="Alma ")]),
    "first-tag-only": ("only the first tag is looked at", [vessel(tags=["a", "sys-b"])]),
    "insurance-of-no-day": (
        "an insurance may end on the day it begins",
        [vessel(insurance=INSURED | {"until": "2031-01-01"})],
    ),
}
ANSWERS: Final = {
    "version-text": ("a version is a text", [vessel()]),
    "registration-missing": ("a registration is not shown", [vessel()]),
    "created-at-zone": ("createdAt has another spelling", [vessel()]),
    "pin-shown": ("the PIN, which may only be written, is shown", [vessel(lockPin="1234")]),
    "contacts-dropped": ("all contacts but the first are not shown", [known_to()]),
    "length-rounded": ("a length is rounded", [vessel()]),
    "etag-missing": ("there is no ETag", [vessel()]),
    "etag-constant": ("an ETag is the same after a change", CHANGES),
    "location-missing": ("there is no Location", [vessel()]),
    "create-200": ("what is made is answered with 200", [vessel()]),
    "delete-200": ("what is struck off is answered with 200", [vessel(), delete("/vessels/{0}")]),
    "colour-no-default": ("a vessel without a colour has none", [vessel()]),
    "tags-no-default": ("a vessel without tags has none", [vessel()]),
    "screws-no-default": (
        "a motor has no screw by default",
        [vessel(propulsion={"kind": "motor", "drive": {"fuel": "petrol", "tankLitres": 9}})],
    ),
    "list-wrapped": ("a list of vessels is wrapped", [*MANY, get("/vessels")]),
    "total-missing": ("there is no X-Total-Count of vessels", [get("/vessels")]),
    "stale-409": ("another's change is a 409", [vessel(), replace('"x-1"')]),
    "unknown-410": ("what is unknown is a 410", [get(f"/vessels/{NOBODY}")]),
}
KEEPING: Final = {
    "vessel-lost": ("what is made is not kept", [vessel(), LOOK]),
    "notes-lost": ("notes are not kept", [vessel(notes="a"), LOOK]),
    "read-only-taken": (
        "what may only be read is taken",
        [vessel(createdAt="2001-01-01T00:00:00Z")],
    ),
    "put-merges": ("what is replaced keeps old members", [vessel(notes="a"), replace(), LOOK]),
    "put-renews-id": ("what is replaced is made anew", [vessel(), replace(), LOOK]),
    "put-lost": ("what is put is not kept", [vessel(), replace(name="Bob"), LOOK]),
    "version-stands": ("a version stands still", [vessel(), replace(), LOOK]),
    "patch-replaces": (
        "a change takes all else away",
        [vessel(notes="a"), patch({"colour": "red"})],
    ),
    "patch-null-ignored": ("null takes nothing away", [vessel(notes="a"), patch({"notes": None})]),
    "patch-tags-appended": ("tags are added", [vessel(tags=["a"]), patch({"tags": ["b"]})]),
    "patch-lost": ("a change is not kept", [vessel(), patch({"colour": "red"}), LOOK]),
    "patch-version-stands": ("a change leaves the version", CHANGES),
    "delete-ignored": (
        "what is struck off is still there",
        [vessel(), delete("/vessels/{0}"), LOOK],
    ),
    "delete-busy": (
        "a vessel that is about to stay is struck off",
        [vessel(), stay(), delete("/vessels/{0}")],
    ),
    "match-ignored": ("If-Match is not looked at", [vessel(), replace('"x-1"')]),
    "match-optional": ("If-Match is not needed", [vessel(), put("/vessels/{0}", BOAT)]),
    "patch-match-ignored": (
        "a change's If-Match is not looked at",
        [vessel(), replace(FIRST), patch({"notes": "a"}, if_match=FIRST)],
    ),
}
OTHERS: Final = {
    "vessel-of-all": ("everybody sees a vessel", [vessel(), by_ben(LOOK)]),
    "patch-of-all": ("everybody changes a vessel", [vessel(), by_ben(patch({"colour": "red"}))]),
    "delete-of-all": ("everybody strikes off", [vessel(), by_ben(delete("/vessels/{0}"))]),
    "list-of-all": ("everybody's vessels are listed", [*MANY, by_ben(get("/vessels"))]),
    "vessel-of-others": (
        "another's vessel may stay",
        [vessel(), by_ben(post("/stays", NIGHT))],
    ),
}


def listed(name: str, what: str, *queries: str) -> dict[str, tuple[str, list[Step]]]:
    """Return a fault that lists show."""
    return {name: (what, [*MANY, *[get(f"/vessels?{query}") for query in queries]])}


LISTS: Final = (
    listed("page-0", "there is a page 0", "page=0")
    | listed("per-page-0", "pages of nothing are made", "perPage=0")
    | listed("per-page-31", "pages of 31 are made", "perPage=31")
    | listed("per-page-30-refused", "pages of 30 are refused", "perPage=30")
    | {
        "per-page-default-5": (
            "a page has five vessels by default",
            [*MANY, *MANY, get("/vessels")],
        )
    }
    | listed("page-overlap", "a page begins with the last of the page before", "perPage=2&page=2")
    | listed("page-gap", "a vessel between pages is not shown", "perPage=2&page=2")
    | listed("page-long", "a page has one more than was asked for", "perPage=2")
    | listed("page-short", "a page has one less than was asked for", "perPage=2")
    | listed("link-next-same", "the next page is the same", "perPage=2")
    | listed("link-next-always", "there is a page after the last", "perPage=2&page=2")
    | listed("link-no-next", "no link says where the next page is", "perPage=2")
    | listed("link-forgets", "links forget what was asked for", "perPage=2&sort=-name")
    | listed("total-of-page", "the total is that of the page", "perPage=2")
    | listed("propulsion-ignored", "propulsion is not looked at", "propulsion=sail")
    | listed("propulsion-turned", "all else is listed", "propulsion=sail")
    | listed("tag-ignored", "tags are not looked at", "tag=a")
    | listed("tags-any", "one of the tags is enough", "tag=a&tag=b")
    | listed("sort-ignored", "vessels are not in order", "sort=name")
    | listed("sort-reversed", "vessels are in the opposite order", "sort=-length")
)
CASES: Final[Cases] = {
    "body too free": TOO_FREE,
    "valid body refused": TOO_STRICT,
    "rule with a hole": HOLES,
    "wrong answer": ANSWERS,
    "state": KEEPING,
    "others' things": OTHERS,
    "list": LISTS,
}
