"""Faults with berths and with whoever asks, and requests that show them."""

from typing import Final

from tests.mutants.other.quayside.asking import (
    GONE,
    NOBODY,
    Step,
    by_ben,
    by_nobody,
    close,
    delete,
    free,
    get,
    post,
    vessel,
)
from tests.mutants.other.quayside.cases_vessels import Cases

CLOSED: Final = get("/berths/C-02/closure")
OPEN: Final = delete("/berths/C-02/closure")
LIST: Final = get("/berths")


def listed(*queries: str) -> list[Step]:
    """Return requests for berths."""
    return [get(f"/berths?{query}") for query in queries]


PARAMETERS_FREE: Final = {
    "berths-limit-0": ("a page of no berths is made", listed("limit=0")),
    "berths-limit-51": ("a page of 51 berths is made", listed("limit=51")),
    "size-unknown": ("unknown members of size are taken", listed("size[much]=1")),
    "size-negative": ("a size is negative", listed("size[min]=-1")),
    "amenities-free": ("any amenity is searched", listed("amenities=sauna")),
    "amenities-twice": ("an amenity is searched twice", listed("amenities=water|water")),
    "length-not-needed": (
        "a length is not needed",
        [get("/availability?window[from]=2031-06-01&window[to]=2031-06-02")],
    ),
    "free-length-61": (
        "berths for 61 m are searched",
        [get("/availability?window[from]=2031-06-01&window[to]=2031-06-02&length=61")],
    ),
    "free-length-any": (
        "berths for 9.3 m are searched",
        [get("/availability?window[from]=2031-06-01&window[to]=2031-06-02&length=9.3")],
    ),
    "piers-4": ("four piers are searched", [free("&piers=A%20B%20C%20D")]),
    "x-draught-7": ("a draught of 7 m is taken", [free(x_draught="7")]),
}
BODY_FREE: Final = {
    "cause-optional": ("a closure needs no cause", [close(cause=GONE)]),
    "flood": ("there is a flood, which nobody documented", [close(cause="flood")]),
    "note-2": ("a note has two characters", [close(note="ab")]),
    "note-121": ("a note has 121 characters", [close(note="a" * 121)]),
}
PARAMETERS_STRICT: Final = {
    "berths-limit-50-refused": ("a page of 50 berths is refused", listed("limit=50")),
    "x-draught-6-refused": ("a draught of 6 m is refused", [free(x_draught="6")]),
    "amenities-by-comma": ("amenities are cut at commas", listed("amenities=water|power")),
    "piers-by-comma": ("piers are cut at commas", [free("&piers=A%20B")]),
    "window-by-dots": ("a window is read with dots", [free()]),
}
HOLES: Final = {
    "window-of-no-night": (
        "a window of no night is searched",
        [free(window="window[from]=2031-06-01&window[to]=2031-06-01")],
    ),
}
BODY_STRICT: Final = {
    "note-3-refused": ("a note of three characters is refused", [close(note="abc")]),
    "closure-of-a-day-refused": ("a closure of one day is refused", [close(until="2031-06-01")]),
}
ANSWERS: Final = {
    "pier-wrong": ("each berth is at pier A", [LIST]),
    "depth-text": ("a depth is a text", [LIST]),
    "amenities-null": ("no amenities are null", [get("/berths?limit=50")]),
    "units-ignored": ("the cookie is not looked at", [get("/berths", cookie="units=imperial")]),
    "imperial-metric": ("feet are metres", [get("/berths", cookie="units=imperial")]),
    "count-missing": ("there is no X-Total-Count of berths", [LIST]),
    "count-word": ("X-Total-Count is a word", [LIST]),
    "berths-as-text": ("berths are plain text", [LIST]),
    "closure-202": ("a closure is accepted", [close()]),
    "free-twice": ("a free berth is told twice", [free()]),
    "problem-bare": ("a problem has no title", [by_nobody(LIST)]),
    "problem-status-text": ("a problem's status is a text", [by_nobody(LIST)]),
    "problem-as-html": ("a problem is HTML", [by_nobody(LIST)]),
    "errors-unnamed": ("errors are texts", [vessel(name="A")]),
    "challenge-missing": ("there is no WWW-Authenticate", [by_nobody(LIST)]),
    "unknown-key-403": ("nobody is a 403", [by_nobody(LIST)]),
    "media-406": (
        "another content type is a 406",
        [post("/quotes", b"a", content_type="text/plain")],
    ),
}
LISTS: Final = {
    "berths-offset-ignored": ("an offset is not looked at", listed("offset=3")),
    "berths-offset-0": ("an offset is told as 0", listed("offset=3")),
    "berths-limit-more": ("a page has one berth more", listed("limit=3")),
    "berths-limit-default": ("a page has ten berths by default", [LIST]),
    "berths-total-all": ("the total is that of all berths", listed("size[min]=30")),
    "berths-total-page": ("the total is that of the page of berths", listed("limit=3")),
    "berths-unsorted": ("berths are in no order", listed("sort=-length")),
    "size-ignored": ("size is not looked at", listed("size[min]=30")),
    "size-min-ignored": ("size[min] is not looked at", listed("size[min]=30")),
    "size-max-open": ("size[max] is not included", listed("size[max]=6")),
    "amenities-any": ("one of the amenities is enough", listed("amenities=water|power")),
    "amenities-ignored": ("amenities are not looked at", listed("amenities=wifi")),
    "piers-ignored": ("piers are not looked at", [free("&piers=A")]),
    "x-draught-ignored": ("a draught is not looked at", [free(x_draught="4")]),
    "free-length-open": (
        "a berth that just fits is not told",
        [get("/availability?window[from]=2031-06-01&window[to]=2031-06-02&length=6")],
    ),
}
STATE: Final = {
    "closed-never": ("no berth is closed", [close(), get("/berths/C-02")]),
    "closed-is-free": ("what is closed is free", [close(), free()]),
    "closure-lost": ("a closure is not kept", [close(), CLOSED]),
    "closure-stays": ("a closure is not replaced", [close(), close(cause="event"), CLOSED]),
    "closure-merges": ("a closure keeps its old note", [close(note="mud"), close(), CLOSED]),
    "open-ignored": ("what is opened is closed", [close(), OPEN, CLOSED]),
    "open-open": ("what is open is opened", [OPEN]),
}
KEYS: Final = {
    "any-bearer": (
        "any token will do",
        [Step(path="/berths", headers={"Authorization": "Bearer x"})],
    ),
    "any-key": ("any key will do", [Step(path="/berths", headers={"X-Quay-Key": "x"})]),
    "staff-by-key": ("berths are closed with a key", [by_ben(close())]),
} | {
    f"{name}-open": (f"{method} {path} needs no key", [Step(method=method, path=path)])
    for name, method, path in (
        ("list-berths", "GET", "/berths"),
        ("list-vessels", "GET", "/vessels"),
        ("get-vessel", "GET", f"/vessels/{NOBODY}"),
        ("replace-vessel", "PUT", f"/vessels/{NOBODY}"),
        ("delete-vessel", "DELETE", f"/vessels/{NOBODY}"),
        ("ask-stays", "POST", "/stays/batch"),
        ("search-stays", "POST", "/stays/search"),
        ("confirm-stay", "POST", f"/stays/{NOBODY}/confirm"),
        ("close-berth", "PUT", "/berths/A-01/closure"),
        ("open-berth", "DELETE", "/berths/A-01/closure"),
        ("quote", "POST", "/quotes"),
        ("make-gate-code", "POST", "/gate-codes"),
        ("import-vessels", "POST", "/imports"),
        ("get-survey", "GET", f"/surveys/{NOBODY}"),
        ("get-preferences", "GET", "/preferences"),
    )
}
CASES: Final[Cases] = {
    "body too free": BODY_FREE,
    "parameter too free": PARAMETERS_FREE,
    "rule with a hole": HOLES,
    "valid body refused": BODY_STRICT,
    "valid parameter refused": PARAMETERS_STRICT,
    "wrong answer": ANSWERS,
    "list": LISTS,
    "state": STATE,
    "keys": KEYS,
}
