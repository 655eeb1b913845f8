"""Vessels: made, listed, replaced, changed, struck off."""

from math import inf
from typing import Any
from urllib.parse import urlencode

from tests.mutants.other.quayside.craft import judge_contact, judge_insurance, judge_propulsion
from tests.mutants.other.quayside.errors import RefusedError
from tests.mutants.other.quayside.judging import URI, Judge, is_ipv4
from tests.mutants.other.quayside.shore import Shore, one_of, whole
from tests.mutants.other.quayside.wire import Answer, Asked, wrong

Json = Any
NEEDED = ("name", "registration", "length", "beam", "propulsion", "contacts")
OWN = ("id", "createdAt", "version")
FREE = ("draught", "colour", "tags", "insurance", "mmsi", "callSign", "routerAddress")
FREER = ("website", "lockPin", "notes")


class Vessels(Shore):
    """What is done with vessels."""

    def judge_vessel(self, body: Json) -> None:
        """Judge a whole vessel; what it has of its own is not looked at."""
        judge, off = self.judge(), self.fault
        needed = [name for name in NEEDED if not off(f"{name}-optional")]
        allowed: tuple[str, ...] = (*NEEDED, *OWN, *FREE, *FREER)
        if off("vessel-unknown") and isinstance(body, dict):
            allowed = (*allowed, *body)
        if off("website-refused"):
            allowed = tuple(name for name in allowed if name != "website")
        if not judge.record(body, "", needed, allowed):
            judge.done()
        for name, value in body.items():
            if name not in OWN:
                self._judge_member(judge, name, value)
        judge.done()
        if not any(off(f"{name}-optional") for name in NEEDED):
            self._judge_together(judge, body)
        judge.done()

    def _judge_member(self, judge: Judge, name: str, value: Json) -> None:
        at, off = f"/{name}", self.fault
        match name:
            case "name":
                low = off.pick(2, name_1=1, name_2_refused=3)
                judge.text(value, at, low, off.pick(40, name_41=41, name_40_refused=39))
            case "registration":
                most = off.pick("[A-Z]{2}-[0-9]{4,6}", registration_7="[A-Z]{2}-[0-9]{4,7}")
                judge.text(
                    value, at, like=off.pick(most, registration_lower="(?i:[A-Z]{2})-[0-9]{4,6}")
                )
            case "length":
                judge.more(value, at, off.pick(2.0, length_2=1.9, length_2_and_half_refused=2.5))
                top = off.pick(60.0, length_61=61.0, length_60_refused=59.5)
                judge.number(value, at, 0, top, off.pick(0.5, length_any=0.0))
            case "beam":
                least = off.pick(1.0, beam_half=0.5, beam_1_refused=1.01)
                judge.number(value, at, least, off.pick(20.0, beam_21=21.0, beam_20_refused=19.9))
            case "draught":
                if value is not None or off("draught-null-refused"):
                    judge.number(value, at, -1, 6)
                    judge.more(value, at, off.pick(0.0, draught_0=-0.1))
            case "colour":
                colours = ("white", "blue", "red") + (() if off("colour-short") else ("black",))
                judge.choice(value, at, *colours, *(["green"] if off("colour-long") else []))
            case _:
                self._judge_other(judge, name, value)

    def _judge_other(self, judge: Judge, name: str, value: Json) -> None:
        at, off = f"/{name}", self.fault
        match name:
            case "mmsi":
                judge.text(value, at, like=off.pick("[0-9]{9}", mmsi_10="[0-9]{9,10}"))
            case "callSign":
                judge.text(value, at, 3, off.pick(7, call_sign_8=8, call_sign_7_refused=6))
            case "routerAddress":
                judge.kind(value, at, is_ipv4 if not off("router-any") else str)
            case "website":
                judge.text(value, at, 0, off.pick(80, website_81=81))
                judge.kind(value, at, URI.fullmatch if not off("website-any") else str)
            case "lockPin":
                judge.text(value, at, like=off.pick("[0-9]{4,8}", lock_pin_3="[0-9]{3,8}"))
            case "notes":
                if value is not None or off("notes-null-refused"):
                    judge.text(value, at, 0, off.pick(200, notes_201=201, notes_200_refused=199))
            case _:
                self._judge_part(judge, name, value)

    def _judge_part(self, judge: Judge, name: str, value: Json) -> None:
        match name:
            case "propulsion":
                judge_propulsion(judge, value)
            case "contacts":
                most = self.fault.pick(4, contacts_5=5, contacts_4_refused=3)
                for place, item in judge.items(value, "/contacts", 1, most):
                    judge_contact(judge, place, item)
            case "tags":
                judge_tags(judge, value)
            case "insurance":
                judge_insurance(judge, value)

    def _judge_together(self, judge: Judge, body: dict[str, Json]) -> None:
        if "callSign" in body and "mmsi" not in body and not self.fault("call-sign-alone"):
            judge.wrong("/mmsi", "is missing")
        length, kind = body["length"], body["propulsion"]["kind"]
        judge.rule("beam-below-length", "/beam", holds=body["beam"] < length)
        judge_name(judge, body["name"], "name-trimmed")
        owners = sum(one["role"] == "owner" for one in body["contacts"])
        fine = owners == 1 if not self.fault("owners-two") else owners >= 1
        judge.rule("one-owner", "/contacts", holds=fine)
        judge_reserved(judge, body.get("tags", []), "tags-not-reserved")
        top = self.fault.pick(24.0, insured_from_24_half=24.5, insured_from_23_half=23.5)
        judge.rule("long-insured", "/insurance", holds=length < top or "insurance" in body)
        most = self.fault.pick(12.0, rowed_12_half=12.5, rowed_12_refused=11.5)
        judge.rule("rowed-short", "/length", holds=kind != "rowed" or length <= most)

    def filled(self, body: dict[str, Json], own: dict[str, Json]) -> dict[str, Json]:
        """Return a vessel with what it is by default; own members win."""
        made: dict[str, Json] = {} if self.fault("colour-no-default") else {"colour": "white"}
        made |= {"tags": []} | {name: value for name, value in body.items() if name not in OWN}
        if made["propulsion"]["kind"] == "motor" and not self.fault("screws-no-default"):
            made["propulsion"] = {"screws": 1} | made["propulsion"]
        if self.fault("tags-no-default") and "tags" not in body:
            del made["tags"]
        given = {name: body[name] for name in OWN if name in body}
        return {**own, **made, **(given if self.fault("read-only-taken") else {})}

    def shown_vessel(self, vessel: dict[str, Json]) -> dict[str, Json]:
        """Return a vessel as it is answered."""
        hidden = ["who", *([] if self.fault("pin-shown") else ["lockPin"])]
        said = {name: value for name, value in vessel.items() if name not in hidden}
        if self.fault("version-text"):
            said["version"] = str(said["version"])
        if self.fault("contacts-dropped") and len(said["contacts"]) > 1:
            said["contacts"] = said["contacts"][:1]
        if self.fault("length-rounded"):
            said["length"] = float(int(said["length"]))
        if self.fault("registration-missing"):
            del said["registration"]
        if self.fault("created-at-zone"):
            said["createdAt"] = said["createdAt"].replace("Z", "+00:00")
        return said

    def one_vessel(self, vessel: dict[str, Json], status: int = 200) -> Answer:
        """Return an answer with a vessel and its tag."""
        headers = {} if self.fault("etag-missing") else {"ETag": self.tag(vessel)}
        return Answer(status, self.shown_vessel(vessel), headers)

    def tag(self, vessel: dict[str, Json]) -> str:
        """Return the tag of a vessel's version."""
        version = 1 if self.fault("etag-constant") else vessel["version"]
        return f'"{vessel["id"][:8]}-{version}"'

    def create_vessel(self, asked: Asked) -> Answer:
        """Make a vessel."""
        body = asked.json()
        if self.fault("electric-500") and "electric" in str(body.get("propulsion")):
            raise KeyError
        self.judge_vessel(body)
        own: dict[str, Json] = {
            "id": self.new_id(),
            "createdAt": self.now(),
            "version": 1,
            "who": asked.who,
        }
        vessel = self.filled(body, own)
        if not self.fault("vessel-lost"):
            self.vessels[own["id"]] = vessel
        if self.fault("notes-lost"):
            vessel.pop("notes", None)
        answer = self.one_vessel(vessel, self.fault.pick(201, create_200=200))
        if not self.fault("location-missing"):
            answer.headers["Location"] = f"/vessels/{own['id']}"
        return answer

    def get_vessel(self, asked: Asked) -> Answer:
        """Show a vessel."""
        return self.one_vessel(self.kept(self.vessels, asked, "vesselId", "vessel-of-all"))

    def match(self, asked: Asked, vessel: dict[str, Json]) -> None:
        """Refuse what was said of another version."""
        said = asked.headers.get("if-match")
        if said is None or self.fault("match-ignored"):
            return
        if said.strip() == "*":
            return
        if self.tag(vessel) not in [part.strip() for part in said.split(",")]:
            raise RefusedError(self.fault.pick(412, stale_409=409))

    def replace_vessel(self, asked: Asked) -> Answer:
        """Replace a vessel."""
        vessel = self.kept(self.vessels, asked, "vesselId")
        if "if-match" not in asked.headers and not self.fault("match-optional"):
            raise RefusedError(428)
        self.match(asked, vessel)
        body = asked.json()
        if not self.fault("put-unjudged"):
            self.judge_vessel(body)
        own = {name: vessel[name] for name in (*OWN, "who")}
        if not self.fault("version-stands"):
            own["version"] += 1
        made = self.filled(body, own)
        if self.fault("put-merges"):
            made = vessel | made
        if self.fault("put-renews-id"):
            made["createdAt"] = self.now()
        if self.fault("put-lost"):
            return self.one_vessel(made)
        self.vessels[own["id"]] = made
        return self.one_vessel(made)

    def change_vessel(self, asked: Asked) -> Answer:
        """Change a vessel."""
        vessel = self.kept(self.vessels, asked, "vesselId", "patch-of-all")
        if not self.fault("patch-match-ignored"):
            self.match(asked, vessel)
        also = ["application/json"] if self.fault("patch-any-json") else []
        body = asked.json("application/merge-patch+json", *also)
        self.judge_patch(body, vessel)
        kept = (
            dict(vessel)
            if not self.fault("patch-replaces")
            else {name: vessel[name] for name in (*NEEDED, *OWN, "who", "tags") if name in vessel}
        )
        for name, value in body.items():
            if value is None and not self.fault("patch-null-ignored"):
                kept.pop(name, None)
            elif value is not None:
                kept[name] = value
        if self.fault("patch-tags-appended") and "tags" in body:
            kept["tags"] = list(dict.fromkeys([*vessel.get("tags", []), *body["tags"]]))[:5]
        kept["version"] = vessel["version"] + (0 if self.fault("patch-version-stands") else 1)
        if not self.fault("patch-lost"):
            self.vessels[vessel["id"]] = kept
        return self.one_vessel(kept)

    def judge_patch(self, body: Json, vessel: dict[str, Json]) -> None:
        """Judge a change."""
        judge, off = self.judge(), self.fault
        if judge.record(body, "", (), ("name", "colour", "draught", "notes", "tags", "insurance")):
            if not body and not off("patch-empty"):
                judge.wrong("", "says nothing")
            for name, value in body.items():
                if name != "insurance" or value is not None:
                    self._judge_member(judge, name, value)
        judge.done()
        judge_name(judge, body.get("name", "ok"), "patch-name-trimmed")
        judge_reserved(judge, body.get("tags", []), "patch-tags-not-reserved")
        gone = "insurance" in body and body["insurance"] is None
        fine = not gone or vessel["length"] < 24
        judge.rule("long-stays-insured", "/insurance", holds=fine)
        judge.done()

    def delete_vessel(self, asked: Asked) -> Answer:
        """Strike a vessel off."""
        vessel = self.kept(self.vessels, asked, "vesselId", "delete-of-all")
        busy = ("requested", "confirmed", "arrived")
        stays = [one for one in self.stays.values() if one["vesselId"] == vessel["id"]]
        if any(one["state"] in busy for one in stays) and not self.fault("delete-busy"):
            raise RefusedError(409)
        if not self.fault("delete-ignored"):
            del self.vessels[vessel["id"]]
        if self.fault("delete-200"):
            return Answer(200, {"deleted": True})
        return Answer(204)

    def list_vessels(self, asked: Asked) -> Answer:
        """List the caller's vessels."""
        off = self.fault
        page = whole(asked, "page", off.pick(1, page_0=0), inf, 1)
        low, top = off.pick(1, per_page_0=0), off.pick(30, per_page_31=31, per_page_30_refused=29)
        size = whole(asked, "perPage", low, top, off.pick(10, per_page_default_5=5))
        kind = one_of(asked.one("propulsion"), "propulsion", "", "sail", "motor", "rowed")
        tags = asked.many("tag") or []
        if len(tags) > 3 or not all(1 <= len(tag) <= 12 for tag in tags):
            wrong("tag", "is no list of tags")
        sort = one_of(asked.one("sort"), "sort", "name", "name", "-name", "length", "-length")
        own = [
            one for one in self.vessels.values() if one["who"] == asked.who or off("list-of-all")
        ]
        if kind and not off("propulsion-ignored"):
            own = [
                one
                for one in own
                if (one["propulsion"]["kind"] == kind) != off("propulsion-turned")
            ]
        fits = any if off("tags-any") else all
        if not off("tag-ignored") and tags:
            own = [one for one in own if fits(tag in one.get("tags", []) for tag in tags)]
        if not off("sort-ignored"):
            key = sort.lstrip("-")
            own.sort(key=lambda one: one[key], reverse=sort.startswith("-") != off("sort-reversed"))
        return self._page(asked, own, page, size)

    def _page(self, asked: Asked, own: list[dict[str, Json]], page: int, size: int) -> Answer:
        off, last = self.fault, max(1, -(-len(own) // max(1, size)))
        begin = (page - 1) * size
        begin = off.pick(
            begin, page_overlap=max(0, begin - (page > 1)), page_gap=begin + (page > 1)
        )
        end = off.pick(begin + size, page_long=begin + size + 1, page_short=begin + size - 1)
        items = [self.shown_vessel(one) for one in own[max(0, begin) : end]]
        rels = {"first": 1, "last": last}
        rels |= ({"next": page + 1} if page < last else {}) | (
            {"prev": page - 1} if page > 1 else {}
        )
        if off("link-next-same") and "next" in rels:
            rels["next"] = page
        if off("link-next-always"):
            rels["next"] = page + 1
        query = [pair for pair in asked.pairs if pair[0] != "page" and not off("link-forgets")]
        links = [
            f'</vessels?{urlencode([*query, ("page", number)])}>; rel="{rel}"'
            for rel, number in rels.items()
            if not (rel == "next" and off("link-no-next"))
        ]
        total = len(items) if off("total-of-page") else len(own)
        headers = {"Link": ", ".join(links), "X-Total-Count": str(total)}
        if off("total-missing"):
            del headers["X-Total-Count"]
        return Answer(200, items if not off("list-wrapped") else {"items": items}, headers)


def judge_name(judge: Judge, name: str, rule: str) -> None:
    """Judge the space around a name."""
    ends = name.startswith(" ") or (name.endswith(" ") and not judge.fault("space-after-name"))
    judge.rule(rule, "/name", holds=not ends)


def judge_tags(judge: Judge, value: Json) -> None:
    """Judge tags."""
    off = judge.fault
    most, once = off.pick(5, tags_6=6, tags_5_refused=4), not off("tags-twice")
    for place, item in judge.items(value, "/tags", 0, most, once=once):
        judge.text(
            item, place, off.pick(1, tag_empty=0), off.pick(12, tag_13=13, tag_12_refused=11)
        )


def judge_reserved(judge: Judge, tags: list[str], rule: str) -> None:
    """Judge whether tags are the harbour's."""
    looked = tags[:1] if judge.fault("first-tag-only") else tags
    judge.rule(rule, "/tags", holds=not any(tag.startswith("sys-") for tag in looked))
