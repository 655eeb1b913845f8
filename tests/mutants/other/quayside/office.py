"""Prices, codes for the gate, lists that are read, surveys, preferences."""

import re
from typing import Any

from tests.mutants.other.quayside.judging import CODE, Judge, is_moment
from tests.mutants.other.quayside.prefs import judge_preferences
from tests.mutants.other.quayside.shore import Shore
from tests.mutants.other.quayside.stays import judge_extras
from tests.mutants.other.quayside.wire import Answer, Asked, parsed

Json = Any
UNITS = {"power": 400, "water": 150, "laundry": 500, "pumpout": 1200}
RATES = {"EUR": 1, "GBP": 1, "SEK": 11}
DOORS = ("gate", "showers", "fuel")
MARKS = {"comma": ",", "semicolon": ";", "tab": "\t"}


class Office(Shore):
    """What is done in the office."""

    def quote(self, asked: Asked) -> Answer:
        """Say what a stay would cost."""
        off, body = self.fault, asked.json()
        self._judge_quote(body)
        if off("sek-500") and body.get("currency") == "SEK":
            raise KeyError
        season, nights = body["season"], int(body["nights"])
        rate = RATES[body.get("currency", "EUR")]
        unit = int(body["length"] * 2) * (50 if season == "low" else 100) * rate
        if "coupon" in body:
            unit //= 2
        lines: list[dict[str, Json]] = [{"what": "berth", "quantity": nights, "unit": unit}]
        for one in body.get("extras", [])[: off.pick(4, quote_extras_1=1)]:
            price = UNITS[one["code"]] * rate
            lines.append({"what": one["code"], "quantity": int(one["quantity"]), "unit": price})
        for line in lines:
            line["amount"] = line["quantity"] * line["unit"]
        if off("amount-of-one"):
            lines[-1]["amount"] = lines[-1]["unit"]
        net = sum(line["amount"] for line in lines)
        tax = net * 25 // 100
        total = off.pick(net + tax, total_net=net, total_cent=net + tax + (net % 2))
        said = {"lines": lines, "net": net, "tax": tax, "total": total, "nights": nights}
        said["currency"] = body.get("currency", off.pick("EUR", currency_default="GBP"))
        if off("currency-echo"):
            said["currency"] = "EUR"
        if off("tax-decimal"):
            said["tax"] = net * 0.25 + 0.1
        if off("nights-missing"):
            del said["nights"]
        return Answer(200, said)

    def _judge_quote(self, body: Json) -> None:
        off, judge = self.fault, self.judge()
        allowed = ("currency", "extras", "coupon")
        if not judge.record(body, "", ("length", "nights", "season"), allowed):
            judge.done()
        step = off.pick(0.5, quote_length_any=0.0)
        judge.number(body["length"], "/length", 0, 60, step)
        judge.more(body["length"], "/length", off.pick(2.0, quote_length_2=1.9))
        top = off.pick(60, nights_61=61, nights_60_refused=59)
        fine = judge.integer(body["nights"], "/nights", off.pick(1, nights_0=0), top)
        fine &= judge.choice(body["season"], "/season", "low", "high")
        currencies = ("EUR", "GBP", "SEK") if not off("gbp-refused") else ("EUR", "SEK")
        judge.choice(body.get("currency", "EUR"), "/currency", *currencies)
        judge_extras(judge, body.get("extras", []), "/extras", "quote-extras-once")
        coupon = body.get("coupon", "ANY000")
        fine &= judge.text(coupon, "/coupon", like=off.pick("(LOW|ANY)[0-9]{3}", coupon_any=".*"))
        if fine:
            least = off.pick(2, high_season_3=3)
            enough = body["season"] != "high" or body["nights"] >= least
            judge.rule("high-season-nights", "/nights", holds=enough)
            low = not coupon.startswith("LOW") or body["season"] == "low"
            judge.rule("low-coupon-in-low-season", "/coupon", holds=low)
        judge.done()

    def make_gate_code(self, asked: Asked) -> Answer:
        """Make a code for the gate."""
        off, judge = self.fault, self.judge()
        body: dict[str, Json] = {}
        for name, text in asked.form():
            if name == "doors":
                body.setdefault("doors", []).append(text)
            elif name in body:
                judge.wrong(f"/{name}", "is given twice")
            else:
                body[name] = text
        allowed = ("uses", "silent", *(body if off("form-unknown") else ()))
        if not judge.record(body, "", ("berth", "validFrom", "validUntil", "doors"), allowed):
            judge.done()
        if off("doors-first"):
            body["doors"] = body["doors"][:1]
        self._judge_gate_code(judge, body)
        if off("two-doors-500") and len(body["doors"]) == 2:
            raise IndexError
        uses = int(body.get("uses", off.pick(1, uses_default=10)))
        silent = body.get("silent", off.pick("false", silent_default="true"))
        made = body | {"uses": uses, "silent": silent == "true", "id": self.new_id()}
        if off("silent-text"):
            made["silent"] = silent
        made |= {"digits": off.pick(f"{self.made * 7919 % 10**6:06}", digits_5="12345")}
        if not off("gate-code-lost"):
            self.codes[made["id"]] = made | {"who": asked.who}
        return Answer(201, made)

    def _judge_gate_code(self, judge: Judge, body: dict[str, Json]) -> None:
        off = self.fault
        judge.kind(body["berth"], "/berth", CODE.fullmatch)
        moments = [judge.kind(body[k], f"/{k}", is_moment) for k in ("validFrom", "validUntil")]
        top = off.pick(3, doors_2=2)
        for at, item in judge.items(body["doors"], "/doors", 1, top, once=not off("doors-twice")):
            judge.choice(item, at, *DOORS, *["roof"] * off("roof"))
        uses = body.get("uses", "1")
        most = off.pick(10, uses_11=11, uses_10_refused=9)
        plain = re.fullmatch(r"[0-9]{1,4}", uses, re.ASCII)
        if not plain or not off.pick(1, uses_0=0) <= int(uses) <= most:
            judge.wrong("/uses", "is not from 1 to 10")
            plain = None
        judge.choice(body.get("silent", "true"), "/silent", "true", "false")
        if all(moments):
            holds = body["validUntil"] > body["validFrom"]
            judge.rule("code-in-order", "/validUntil", holds=holds)
        if plain:
            top = off.pick(3, fuel_uses_4=4, fuel_uses_3_refused=2)
            judge.rule("fuel-uses", "/uses", holds="fuel" not in body["doors"] or int(uses) <= top)
        judge.done()

    def get_gate_code(self, asked: Asked) -> Answer:
        """Show a code."""
        return self._of_caller(self.codes, asked, "gateCodeId", "gate-code-of-all")

    def _of_caller(
        self, shelf: dict[str, dict[str, Json]], asked: Asked, name: str, free: str
    ) -> Answer:
        found = self.kept(shelf, asked, name, free)
        return Answer(200, {k: v for k, v in found.items() if k not in {"who", "born", "ends"}})

    def import_vessels(self, asked: Asked) -> Answer:
        """Take a list of vessels to read."""
        off, judge, parts = self.fault, self.judge(), asked.parts()
        for name in {"file", "meta"} - set(parts) - ({"file"} if off("file-optional") else set()):
            judge.wrong(f"/{name}", "is missing")
        for name in set(parts) - {"file", "meta"}:
            judge.wrong(f"/{name}", "is unknown")
        judge.done()
        meta, text = parsed(parts["meta"][1]), parts.get("file", ("", b"a,b"))[1]
        if not text and not off("file-empty"):
            judge.wrong("/file", "is empty")
        if judge.record(meta, "/meta", ("delimiter",), ("dryRun", "skipRows")):
            marks = ("comma", "semicolon", "tab")[: off.pick(3, tab_refused=2)]
            judge.choice(meta["delimiter"], "/meta/delimiter", *marks)
            judge.boolean(meta.get("dryRun", False), "/meta/dryRun")
            most = off.pick(10, skip_11=11, skip_10_refused=9)
            judge.integer(meta.get("skipRows", 0), "/meta/skipRows", 0, most)
            holds = not meta.get("dryRun") or not meta.get("skipRows")
            judge.rule("dry-run-skips-none", "/meta/skipRows", holds=holds)
        judge.done()
        job = {"id": self.new_id(), "status": off.pick("pending", born_reading="reading")}
        job |= {"dryRun": off("dry-run-default"), "skipRows": 0} | meta
        if off("delimiter-comma"):
            job["delimiter"] = "comma"
        first, *rows = text.decode("utf-8", "replace").splitlines() or [""]
        fine = MARKS[meta["delimiter"]] in first or not text.strip()
        count = max(0, len(rows) - int(job["skipRows"]))
        ends = ("finished", {"rows": count}) if fine else ("rejected", {"fault": "No columns."})
        self.jobs[job["id"]] = job | {"who": asked.who, "born": self.tick, "ends": ends}
        return Answer(off.pick(202, import_201=201), job, {"Location": f"/imports/{job['id']}"})

    def get_import(self, asked: Asked) -> Answer:
        """Say how far the reading is."""
        job, off = self.kept(self.jobs, asked, "importId", "import-of-all"), self.fault
        age, (state, more) = self.tick - job["born"], job["ends"]
        if age >= 2:
            job["status"] = "reading"
        if age >= 4 and not off("import-stuck"):
            job["status"] = off.pick(state, import_done="done")
            job |= {} if off("import-bare") else more
        if off("rows-early") and job["status"] == "reading":
            return Answer(200, self._job(job) | {"rows": 0})
        if off("import-back") and age >= 6:
            return Answer(
                200,
                {k: v for k, v in self._job(job | {"status": "pending"}).items() if k not in more},
            )
        return Answer(200, self._job(job))

    def _job(self, job: dict[str, Json]) -> dict[str, Json]:
        return {name: value for name, value in job.items() if name not in {"who", "born", "ends"}}

    def order_survey(self, asked: Asked) -> Answer:
        """Order a survey."""
        off, judge, body = self.fault, self.judge(), asked.json()
        if not judge.record(body, "", ("kind",), ("depth", "spots")):
            judge.done()
        kinds = ("hull", "engine", "rigging")
        judge.choice(body["kind"], "/kind", *kinds, *["sails"] * off("sails"))
        low, top = off.pick(1, depth_0=0), off.pick(5, depth_6=6, depth_5_refused=4)
        fine = judge.integer(body.get("depth", 1), "/depth", low, top)
        spots = judge.items(body.get("spots", []), "/spots", 0, off.pick(6, spots_7=7))
        for at, item in spots:
            self._judge_spot(judge, at, item)
        if fine:
            deep = off.pick(4, deep_at_5=5, deep_at_3=3)
            shallow = body.get("depth", 1) < deep or body["kind"] == "hull"
            judge.rule("deep-hull-only", "/depth", holds=shallow)
        judge.rule("rigging-without-spots", "/spots", holds=not spots or body["kind"] != "rigging")
        judge.done()
        job = {
            "id": self.new_id(),
            "kind": body["kind"],
            "depth": body.get("depth", off.pick(1, depth_default=2)),
        }
        job |= {"state": off.pick("ordered", survey_born_filed="filed")}
        self.jobs[job["id"]] = job | {"who": asked.who, "born": self.tick}
        if off("survey-kind"):
            self.jobs[job["id"]]["kind"] = "hull"
        return Answer(202, job)

    def _judge_spot(self, judge: Judge, at: str, item: Json) -> None:
        off = self.fault
        pair = judge.items(item, at, off.pick(2, spot_1=1), off.pick(2, spot_3=3))
        if pair:
            judge.choice(pair[0][1], pair[0][0], "port", "starboard")
        if len(pair) > 1:
            judge.number(pair[1][1], pair[1][0], 0, off.pick(60, spot_61=61, spot_60_refused=59))

    def get_survey(self, asked: Asked) -> Answer:
        """Say how far a survey is."""
        job, off = self.kept(self.jobs, asked, "surveyId", "survey-of-all"), self.fault
        age = self.tick - job["born"]
        if off("survey-lost") and age >= 4:
            del self.jobs[job["id"]]
        if age >= 2:
            job["state"] = "underway"
        if age >= 5 and not off("survey-stuck"):
            job |= self._end(job)
        said = self._job(job)
        if off("survey-back") and age >= 7:
            said = {k: v for k, v in said.items() if k not in {"report", "abortedFor"}} | {
                "state": "underway"
            }
        if off("report-early") and said["state"] == "underway":
            said["report"] = {"score": 0, "pages": 1}
        if off("survey-skips") and said["state"] == "underway":
            said["state"] = "ordered"
        return Answer(200, said)

    def _end(self, job: dict[str, Json]) -> dict[str, Json]:
        off = self.fault
        if job["kind"] == "rigging" and job["depth"] == 3:
            return {"state": "aborted"} | ({} if off("aborted-bare") else {"abortedFor": "Wind."})
        if off("filed-bare"):
            return {"state": "filed"}
        score = off.pick(80 + job["depth"], score_101=101)
        return {"state": "filed", "report": {"score": score, "pages": off.pick(3, pages_0=0)}}

    def get_preferences(self, asked: Asked) -> Answer:
        """Show the caller's preferences."""
        kept = self.preferences.get("ann" if self.fault("preferences-of-ann") else asked.who)
        return Answer(200, kept or self._filled({"alerts": ["safety"]}))

    def set_preferences(self, asked: Asked) -> Answer:
        """Replace the caller's preferences."""
        off, body, judge = self.fault, asked.json(), self.judge()
        judge_preferences(judge, body)
        judge.done()
        made = self._filled(body)
        if off("preferences-merge"):
            made = self.preferences.get(asked.who, {}) | made
        if off("x-members-dropped"):
            made = {name: value for name, value in made.items() if not name.startswith("x-")}
        if off("channels-dropped") and len(made.get("channels", {})) > 1:
            made["channels"] = dict(list(made["channels"].items())[:1])
        if not off("preferences-lost"):
            self.preferences[asked.who] = made
        return Answer(200, made)

    def _filled(self, body: dict[str, Json]) -> dict[str, Json]:
        off = self.fault
        language = {} if off("language-no-default") else {"language": "en"}
        return language | {"billing": off.pick("card", billing_default="invoice")} | body
