"""Stays: asked for one by one or together, confirmed, begun, ended, cancelled, searched."""

import json
from math import inf
from typing import Any

from tests.mutants.other.quayside.errors import RefusedError, problem
from tests.mutants.other.quayside.judging import CODE, UUID, Judge, is_moment
from tests.mutants.other.quayside.shore import Shore
from tests.mutants.other.quayside.wire import Answer, Asked, wrong

Json = Any
NEEDED = ("vesselId", "berth", "arrive", "depart", "guests")
FREE = ("extras", "purpose", "voucher", "remarks")
PURPOSES = ("leisure", "business", "regatta")
STATES = ("requested", "confirmed", "arrived", "departed", "cancelled")


def judge_extras(judge: Judge, value: Json, at: str, rule: str) -> None:
    """Judge extras, each and together."""
    off, codes = judge.fault, []
    before = len(judge.errors)
    for place, item in judge.items(value, at, 0, off.pick(4, extras_4_refused=3)):
        if not judge.record(item, place, ("code", "quantity"), ("amps",)):
            continue
        fuels = ("power", "water", "laundry", "pumpout")[: off.pick(4, pumpout_refused=3)]
        fine = judge.choice(item["code"], f"{place}/code", *fuels)
        top = off.pick(20, quantity_21=21, quantity_20_refused=19)
        fine &= judge.integer(item["quantity"], f"{place}/quantity", off.pick(1, quantity_0=0), top)
        if "amps" in item:
            amps = (16, 32, 63) if not off("amps-63-refused") else (16, 32)
            fine &= judge.choice(item["amps"], f"{place}/amps", *amps)
        if fine:
            _judge_extra(judge, place, item)
            codes.append(item["code"])
    if len(judge.errors) == before:
        judge.rule(rule, at, holds=len(set(codes)) == len(codes))


def _judge_extra(judge: Judge, at: str, item: dict[str, Json]) -> None:
    powered = item["code"] == "power"
    holds = powered == ("amps" in item)
    if judge.fault("amps-of-water") and not powered:
        holds = True
    judge.rule("amps-of-power", f"{at}/amps", holds=holds)
    most = judge.fault.pick(5, laundry_6=6, laundry_5_refused=4)
    holds = item["code"] != "laundry" or item["quantity"] <= most
    judge.rule("little-laundry", f"{at}/quantity", holds=holds)


class Stays(Shore):
    """What is done with stays."""

    def judge_stay(self, body: Json, judge: Judge, at: str = "") -> None:
        """Judge one stay that is asked for."""
        off, before = self.fault, len(judge.errors)
        needed = [name for name in NEEDED if not off(f"stay-{name.lower()}-optional")]
        if not judge.record(body, at, needed, (*NEEDED, *FREE)):
            return
        for name, value in body.items():
            self._judge_wish(judge, f"{at}/{name}", name, value)
        if len(judge.errors) == before and len(needed) == len(NEEDED):
            self._judge_wishes(judge, at, body)

    def _judge_wish(self, judge: Judge, at: str, name: str, value: Json) -> None:
        off = self.fault
        match name:
            case "vesselId":
                judge.kind(value, at, UUID.fullmatch)
            case "berth":
                judge.kind(value, at, CODE.fullmatch if not off("stay-berth-any") else str)
            case "arrive" | "depart":
                judge.kind(value, at, is_moment if not off("moment-any") else str)
            case "guests":
                self._judge_guests(judge, at, value)
            case "extras":
                judge_extras(judge, value, at, "extras-once")
            case _:
                self._judge_more(judge, at, name, value)

    def _judge_more(self, judge: Judge, at: str, name: str, value: Json) -> None:
        off = self.fault
        match name:
            case "purpose":
                judge.choice(value, at, *PURPOSES[: off.pick(3, regatta_refused=2)])
            case "voucher":
                judge.text(value, at, like=off.pick("V[0-9]{5}", voucher_6="V[0-9]{5,6}"))
            case "remarks":
                if value is not None or off("remarks-null-refused"):
                    judge.text(
                        value, at, 0, off.pick(300, remarks_301=301, remarks_300_refused=299)
                    )

    def _judge_guests(self, judge: Judge, at: str, value: Json) -> None:
        top = self.fault.pick(8, guests_9=9, guests_8_refused=7)
        for place, item in judge.items(value, at, 1, top):
            self._judge_guest(judge, place, item)

    def _judge_guest(self, judge: Judge, at: str, item: Json) -> None:
        off = self.fault
        if judge.record(item, at, ("name", *["age"] * (not off("age-optional"))), ("age",)):
            judge.text(item["name"], f"{at}/name", 1, off.pick(60, guest_name_61=61))
            low, top = off.pick(0, age_0_refused=1), off.pick(120, age_121=121, age_120_refused=119)
            if off("age-negative"):
                low = -1
            judge.integer(item.get("age", 18), f"{at}/age", low, top)

    def _judge_wishes(self, judge: Judge, at: str, body: dict[str, Json]) -> None:
        off = self.fault
        holds = body["depart"] > body["arrive"]
        if off("depart-same-moment"):
            holds = body["depart"] >= body["arrive"]
        judge.rule("departs-later", f"{at}/depart", holds=holds)
        grown = off.pick(18, adult_at_17=17, adult_at_19=19)
        adults = sum(one["age"] >= grown for one in body["guests"])
        children = len(body["guests"]) - adults
        judge.rule("adult-aboard", f"{at}/guests", holds=adults > 0)
        ratio = off.pick(3, four_children=4, two_children=2)
        judge.rule("three-children-an-adult", f"{at}/guests", holds=children <= ratio * adults)
        free = "voucher" not in body or body.get("purpose") != "business"
        judge.rule("voucher-for-leisure", f"{at}/voucher", holds=free)
        said = body.get("remarks") or ""
        linked = said.startswith("https://") if off("links-within") else "://" in said
        judge.rule("no-links", f"{at}/remarks", holds=not linked)

    def made_stay(self, body: dict[str, Json], who: str) -> dict[str, Json]:
        """Make a stay; 404 for another's vessel, or a berth that is none."""
        off = self.fault
        vessel = self.vessels.get(body["vesselId"].lower())
        if vessel is None or (vessel["who"] != who and not off("vessel-of-others")):
            raise RefusedError(404)
        if body["berth"] not in self.berths:
            raise RefusedError(404)
        extras: dict[str, Json] = {} if off("extras-no-default") else {"extras": []}
        first = {"id": self.new_id(), "state": off.pick("requested", born_confirmed="confirmed")}
        stay = first | extras | {"purpose": off.pick("leisure", purpose_default="regatta")} | body
        stay |= {"createdAt": self.now(), "who": who}
        if off("berth-first"):
            stay["berth"] = "A-01"
        if off("guests-last-lost") and len(stay["guests"]) > 1:
            stay["guests"] = stay["guests"][:-1]
        self.stays[stay["id"]] = stay
        return stay

    def shown_stay(self, stay: dict[str, Json]) -> dict[str, Json]:
        """Return a stay as it is answered."""
        off = self.fault
        said = {name: value for name, value in stay.items() if name != "who"}
        if off("cancelled-bare"):
            said.pop("cancelled", None)
        if off("refund-text") and "cancelled" in said:
            said["cancelled"] = said["cancelled"] | {"refund": "no"}
        if off("state-gone"):
            del said["state"]
        if off("departed-left") and said["state"] == "departed":
            said["state"] = "left"
        return said

    def ask_stay(self, asked: Asked) -> Answer:
        """Ask for a stay."""
        off, key = self.fault, asked.headers.get("idempotency-key")
        low, top = off.pick(8, key_short=1), off.pick(64, key_65=65, key_64_refused=63)
        if key is not None and not low <= len(key) <= top:
            wrong("Idempotency-Key", "has not 8 to 64 characters")
        body = asked.json()
        judge = self.judge()
        self.judge_stay(body, judge)
        judge.done()
        if off("regatta-500") and body.get("purpose") == "regatta" and body.get("extras"):
            raise KeyError
        known = self.keys.get((asked.who, key or ""))
        if key and known and not off("key-ignored"):
            if known[0] != body and not off("key-any-body"):
                raise RefusedError(422)
            stay = known[1]
        else:
            stay = self.made_stay(body, asked.who)
            if key:
                self.keys[asked.who, key] = (json.loads(json.dumps(body)), stay)
        where = {"Location": off.pick(f"/stays/{stay['id']}", location_wrong="/stays/")}
        return Answer(201, self.shown_stay(stay), where)

    def ask_stays(self, asked: Asked) -> Answer:
        """Ask for several stays."""
        off, body, judge = self.fault, asked.json(), self.judge()
        if judge.record(body, "", ("stays",)):
            low, top = off.pick(1, batch_none=0), off.pick(10, batch_11=11, batch_10_refused=9)
            for at, item in judge.items(body["stays"], "/stays", low, top):
                if not off("batch-unjudged") or at == "/stays/0":
                    self.judge_stay(item, judge, at)
        judge.done()
        results: list[dict[str, Json]] = []
        for place, item in enumerate(body["stays"], start=off.pick(0, batch_from_1=1)):
            try:
                stay = self.shown_stay(self.made_stay(item, asked.who))
                results.append(
                    {"index": place, "status": off.pick(201, batch_200=200), "stay": stay}
                )
            except RefusedError:
                if off("batch-all-or-none"):
                    raise
                results.append({"index": place, "status": 404, "problem": problem(404)})
        if off("batch-reversed"):
            results.reverse()
        if off("batch-bare"):
            results = [{k: v for k, v in one.items() if k != "problem"} for one in results]
        if off("batch-only-made"):
            results = [one for one in results if one["status"] == 201] or results
        made = sum(one["status"] == 201 for one in results)
        refused = off.pick(len(results) - made, refused_0=0)
        return Answer(200, {"results": results, "made": made, "refused": refused})

    def get_stay(self, asked: Asked) -> Answer:
        """Show a stay."""
        return Answer(200, self.shown_stay(self.kept(self.stays, asked, "stayId", "stay-of-all")))

    def move(self, asked: Asked, goal: str, *sources: str, free: str) -> dict[str, Json]:
        """Bring a stay to another state, or refuse."""
        off = self.fault
        stay = self.kept(self.stays, asked, "stayId", free)
        if off(f"{goal}-from-all"):
            sources = STATES
        if off(f"{goal}-never"):
            sources = ()
        if stay["state"] not in sources:
            raise RefusedError(off.pick(409, state_422=422))
        if not off(f"{goal}-ignored"):
            stay["state"] = goal
        return stay

    def confirm_stay(self, asked: Asked) -> Answer:
        """Confirm a stay."""
        also = ["confirmed"] if self.fault("confirm-twice") else []
        stay = self.move(asked, "confirmed", "requested", *also, free="confirm-of-all")
        if self.fault("confirm-moves-berth"):
            stay["berth"] = "D-06"
        return Answer(200, self.shown_stay(stay))

    def arrive_stay(self, asked: Asked) -> Answer:
        """Begin a stay."""
        also = ["requested"] if self.fault("arrive-unconfirmed") else []
        stay = self.move(asked, "arrived", "confirmed", *also, free="arrive-of-all")
        return Answer(200, self.shown_stay(stay))

    def depart_stay(self, asked: Asked) -> Answer:
        """End a stay."""
        also = ["confirmed"] if self.fault("depart-unarrived") else []
        stay = self.move(asked, "departed", "arrived", *also, free="depart-of-all")
        return Answer(200, self.shown_stay(stay))

    def cancel_stay(self, asked: Asked) -> Answer:
        """Cancel a stay."""
        off, judge = self.fault, self.judge()
        self.kept(self.stays, asked, "stayId", "cancel-of-all")
        body = asked.json()
        if judge.record(body, "", ("reason",), ("refund",)):
            reasons = ("weather", "repair", "plans")[: off.pick(3, cancel_plans_refused=2)]
            judge.choice(body["reason"], "/reason", *reasons)
            if "refund" in body:
                judge.boolean(body["refund"], "/refund")
            bad = body["reason"] == "plans" and body.get("refund") is True
            judge.rule("plans-without-refund", "/refund", holds=not bad)
        judge.done()
        also = ["arrived"] if off("cancel-arrived") else []
        sources = [
            "requested",
            *(["confirmed"] if not off("cancel-confirmed-refused") else []),
            *also,
        ]
        stay = self.move(asked, "cancelled", *sources, free="cancel-of-all")
        refund = body.get("refund", off("refund-default"))
        stay["cancelled"] = {"reason": body["reason"], "refund": refund}
        if off("reason-weather"):
            stay["cancelled"]["reason"] = "weather"
        return Answer(200, self.shown_stay(stay))

    def search_stays(self, asked: Asked) -> Answer:
        """Search stays."""
        off, body = self.fault, asked.json()
        self._judge_search(body)
        own = [
            one for one in self.stays.values() if one["who"] == asked.who or off("search-of-all")
        ]
        found = [one for one in own if self._fits(one, body)]
        order = body.get("order", off.pick("arrive", order_default="-arrive"))
        if not off("order-ignored"):
            found.sort(key=lambda one: one["arrive"], reverse=order != "arrive")
        offset, limit = (
            int(body.get("offset", 0)),
            int(body.get("limit", off.pick(20, limit_default=5))),
        )
        begin = off.pick(offset, offset_ignored=0, offset_more=offset + (offset > 0))
        end = off.pick(
            begin + limit, limit_ignored=begin + 50, limit_less=begin + limit - (limit > 1)
        )
        items = [self.shown_stay(one) for one in found[begin:end]]
        total = off.pick(len(found), total_of_items=len(items), total_less=max(0, len(found) - 1))
        return Answer(200, {"items": items, "total": total, "offset": offset, "limit": limit})

    def _fits(self, stay: dict[str, Json], asked: dict[str, Json]) -> bool:
        off, count = self.fault, len(stay["guests"])
        states = asked.get("states", STATES) if not off("states-ignored") else STATES
        if off("states-first"):
            states = states if "states" not in asked else states[:1]
        wanted = asked.get("vesselId", stay["vesselId"])
        late = asked.get("arriveTo", "9")
        return (
            (stay["state"] in states) != (off("states-turned") and "states" in asked)
            and (stay["vesselId"] == wanted or off("vessel-filter-ignored"))
            and (stay["arrive"] >= asked.get("arriveFrom", "0") or off("arrive-from-ignored"))
            and (stay["arrive"] < late if off("arrive-to-open") else stay["arrive"] <= late)
            and (
                count >= asked.get("minGuests", 1) + off("min-guests-open") * ("minGuests" in asked)
            )
            and (count <= asked.get("maxGuests", 8) or off("max-guests-ignored"))
        )

    def _judge_search(self, body: Json) -> None:
        off, judge = self.fault, self.judge()
        names = ("states", "vesselId", "arriveFrom", "arriveTo", "minGuests", "maxGuests")
        if not judge.record(body, "", (), (*names, "order", "offset", "limit")):
            judge.done()
        if "states" in body:
            for at, item in judge.items(
                body["states"], "/states", off.pick(1, states_none=0), 5, once=True
            ):
                judge.choice(item, at, *STATES)
        if "vesselId" in body:
            judge.kind(body["vesselId"], "/vesselId", UUID.fullmatch)
        for name in ("arriveFrom", "arriveTo"):
            if name in body:
                judge.kind(body[name], f"/{name}", is_moment)
        for name in ("minGuests", "maxGuests"):
            judge.integer(body.get(name, 1), f"/{name}", 1, off.pick(8, search_guests_9=9))
        judge.choice(body.get("order", "arrive"), "/order", "arrive", "-arrive")
        judge.integer(body.get("offset", 0), "/offset", 0, inf)
        judge.integer(
            body.get("limit", 1), "/limit", off.pick(1, limit_0=0), off.pick(50, limit_51=51)
        )
        judge.done()
        holds = body.get("arriveFrom", "0") <= body.get("arriveTo", "9")
        judge.rule("arrival-range", "/arriveTo", holds=holds)
        judge.rule(
            "guests-range", "/maxGuests", holds=body.get("minGuests", 1) <= body.get("maxGuests", 8)
        )
        judge.done()
