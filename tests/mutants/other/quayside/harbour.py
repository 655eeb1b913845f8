"""Berths, why they are closed, and which are free."""

from math import inf
from typing import Any

from tests.mutants.other.quayside.errors import RefusedError
from tests.mutants.other.quayside.judging import is_date
from tests.mutants.other.quayside.shore import WATER, Shore, decimal, one_of, whole
from tests.mutants.other.quayside.wire import Answer, Asked, wrong

Json = Any
FEET = 3.28084


class Harbour(Shore):
    """What is done with berths."""

    def shown_berth(self, berth: dict[str, Json], units: str = "metric") -> dict[str, Json]:
        """Return a berth as it is answered."""
        said = berth | {"closed": berth["code"] in self.closures and not self.fault("closed-never")}
        if units == "imperial" and not self.fault("imperial-metric"):
            said |= {name: round(said[name] * FEET, 2) for name in ("length", "depth")}
        if self.fault("pier-wrong"):
            said["pier"] = "A"
        if self.fault("depth-text"):
            said["depth"] = str(said["depth"])
        if self.fault("amenities-null") and not said["amenities"]:
            said["amenities"] = None
        return said

    def list_berths(self, asked: Asked) -> Answer:
        """List berths."""
        off = self.fault
        offset = whole(asked, "offset", 0, inf, 0)
        low, top = (
            off.pick(1, berths_limit_0=0),
            off.pick(50, berths_limit_51=51, berths_limit_50_refused=49),
        )
        limit = whole(asked, "limit", low, top, off.pick(20, berths_limit_default=10))
        sort = one_of(asked.one("sort"), "sort", "code", "code", "-code", "length", "-length")
        units = one_of(asked.cookie("units"), "units", "metric", "metric", "imperial")
        if off("units-ignored"):
            units = "metric"
        shortest, longest = self._size(asked)
        wanted = self._amenities(asked)
        found = [one for one in self.berths.values() if shortest <= one["length"] <= longest]
        fits = any if off("amenities-any") else all
        if wanted:
            found = [one for one in found if fits(name in one["amenities"] for name in wanted)]
        if not off("berths-unsorted"):
            name = sort.lstrip("-")
            found.sort(key=lambda one: (one[name], one["code"]), reverse=sort.startswith("-"))
        begin = off.pick(offset, berths_offset_ignored=0)
        end = off.pick(begin + limit, berths_limit_more=begin + limit + 1)
        items = [self.shown_berth(one, units) for one in found[begin:end]]
        total = off.pick(
            len(found), berths_total_all=len(self.berths), berths_total_page=len(items)
        )
        said = {"items": items, "total": total, "offset": offset, "limit": limit, "units": units}
        if off("berths-offset-0"):
            said["offset"] = 0
        headers = {"X-Total-Count": str(total)} if not off("count-missing") else {}
        if off("count-word"):
            headers["X-Total-Count"] = "many"
        return Answer(200, said, headers, off.pick("application/json", berths_as_text="text/plain"))

    def _size(self, asked: Asked) -> tuple[float, float]:
        given, off = asked.deep("size") or {}, self.fault
        if off("size-ignored"):
            return 0.0, 1e9
        made = {}
        for name, text in given.items():
            if name not in {"min", "max"} and not off("size-unknown"):
                wrong(f"size[{name}]", "is unknown")
            made[name] = decimal(text, name)
            if made[name] < 0 and not off("size-negative"):
                wrong(f"size[{name}]", "is negative")
        judge = self.judge()
        shortest, longest = made.get("min", 0.0), made.get("max", 1e300)
        judge.rule("size-in-order", "size", holds=shortest <= longest)
        judge.done(400)
        if off("size-max-open"):
            longest -= 0.01
        return (shortest, longest) if not off("size-min-ignored") else (0.0, longest)

    def _amenities(self, asked: Asked) -> list[str]:
        off = self.fault
        given = asked.apart("amenities", off.pick("|", amenities_by_comma=","))
        if given is None or off("amenities-ignored"):
            return []
        if not all(name in WATER for name in given) and not off("amenities-free"):
            wrong("amenities", "is none of those")
        if len(set(given)) < len(given) and not off("amenities-twice"):
            wrong("amenities", "has one twice")
        return given

    def get_berth(self, asked: Asked) -> Answer:
        """Show a berth."""
        return Answer(200, self.shown_berth(self.berth(asked)))

    def get_closure(self, asked: Asked) -> Answer:
        """Show why a berth is closed."""
        berth = self.berth(asked)
        if berth["code"] not in self.closures:
            raise RefusedError(404)
        return Answer(200, self.closures[berth["code"]])

    def close_berth(self, asked: Asked) -> Answer:
        """Close a berth."""
        off, berth, judge = self.fault, self.berth(asked), self.judge()
        body = asked.json()
        needed = ("from", "until", *(["cause"] if not off("cause-optional") else []))
        if not judge.record(body, "", needed, ("note", "cause")):
            judge.done()
        days = [judge.kind(body[name], f"/{name}", is_date) for name in ("from", "until")]
        causes = ("dredging", "repair", "event", "other")
        judge.choice(body.get("cause", "event"), "/cause", *causes, *["flood"] * off("flood"))
        if "note" in body:
            low = off.pick(3, note_2=2, note_3_refused=4)
            judge.text(body["note"], "/note", low, off.pick(120, note_121=121))
        if all(days):
            strict = off("closure-of-a-day-refused") and body["from"] == body["until"]
            holds = body["from"] <= body["until"] and not strict
            judge.rule("closure-in-order", "/until", holds=holds)
        judge.rule(
            "other-needs-note", "/note", holds=body.get("cause") != "other" or "note" in body
        )
        judge.done()
        before = self.closures.get(berth["code"])
        if before and off("closure-merges"):
            body = before | body
        if not (off("closure-lost") or (before and off("closure-stays"))):
            self.closures[berth["code"]] = body
        return Answer(200 if before else off.pick(201, closure_202=202), body)

    def open_berth(self, asked: Asked) -> Answer:
        """Open a berth again."""
        berth = self.berth(asked)
        if berth["code"] not in self.closures and not self.fault("open-open"):
            raise RefusedError(404)
        if not self.fault("open-ignored"):
            self.closures.pop(berth["code"], None)
        return Answer(204)

    def find_free(self, asked: Asked) -> Answer:
        """Find berths that are free."""
        off = self.fault
        window = asked.deep("window") or {}
        if off("window-by-dots"):
            window = {k[7:]: v for k, v in asked.pairs if k.startswith("window.")}
        if set(window) != {"from", "to"} or not all(map(is_date, window.values())):
            wrong("window", "is no window")
        judge = self.judge()
        nights = (
            window["from"] <= window["to"]
            if off("window-of-no-night")
            else window["from"] < window["to"]
        )
        judge.rule("window-in-order", "window", holds=nights)
        judge.done(400)
        text = asked.one("length")
        if text is None and not off("length-not-needed"):
            wrong("length", "is missing")
        length = decimal(text or "5", "length")
        if length <= 2 or length > off.pick(60, free_length_61=61):
            wrong("length", "is not from 2 to 60")
        if length % 0.5 and not off("free-length-any"):
            wrong("length", "is no multiple of 0.5")
        deep = decimal(asked.headers.get("x-draught", "0.1"), "X-Draught")
        if not 0 < deep <= off.pick(6, x_draught_7=7, x_draught_6_refused=5.9):
            wrong("X-Draught", "is not from 0 to 6")
        if off("x-draught-ignored"):
            deep = 0
        found = [
            one for one in self._piers(asked) if one["length"] >= length and one["depth"] >= deep
        ]
        if off("free-length-open"):
            found = [one for one in found if one["length"] > length]
        codes = [one["code"] for one in found if not self._taken(one["code"], window)]
        if off("free-twice"):
            codes += codes[:1]
        return Answer(200, {"window": window, "codes": codes})

    def _piers(self, asked: Asked) -> list[dict[str, Json]]:
        off = self.fault
        piers = asked.apart("piers", off.pick(" ", piers_by_comma=","))
        if piers is None or off("piers-ignored"):
            return list(self.berths.values())
        if len(piers) > off.pick(3, piers_4=4) or not all(pier in {*"ABCD"} for pier in piers):
            wrong("piers", "is no list of piers")
        return [one for one in self.berths.values() if one["pier"] in piers]

    def _taken(self, code: str, window: dict[str, str]) -> bool:
        closed = self.closures.get(code)
        if closed and not self.fault("closed-is-free"):
            return bool(closed["from"] < window["to"] and closed["until"] >= window["from"])
        return False
