"""What a vessel is made of: what drives it, who is asked about it, who insures it."""

from typing import Any

from tests.mutants.other.quayside.judging import EMAIL, Judge, is_date

Json = Any


def judge_propulsion(judge: Judge, value: Json) -> None:
    """Judge what drives a vessel, by its kind."""
    at, off = "/propulsion", judge.fault
    kind = value.get("kind") if isinstance(value, dict) else None
    if kind == "sail":
        _judge_sail(judge, value)
    elif kind == "motor":
        needed = ("kind", *([] if off("drive-optional") else ["drive"]))
        if judge.record(value, at, needed, ("screws", "drive")):
            if "drive" in value:
                _judge_drive(judge, f"{at}/drive", value["drive"])
            low, top = off.pick(1, screws_0=0), off.pick(4, screws_5=5, screws_4_refused=3)
            judge.integer(value.get("screws", 1), f"{at}/screws", low, top)
    elif kind == "rowed" and not off("rowed-refused"):
        if judge.record(value, at, ("kind", "oars")):
            top = off.pick(16, oars_18=18, oars_16_refused=14)
            judge.integer(value["oars"], f"{at}/oars", 2, top, off.pick(2, oars_odd=1))
    else:
        judge.wrong(f"{at}/kind", "is no kind of propulsion")


def _judge_sail(judge: Judge, value: dict[str, Json]) -> None:
    at, off = "/propulsion", judge.fault
    allowed = ("mizzen", "auxiliary") if not off("auxiliary-refused") else ("mizzen",)
    if not judge.record(value, at, ("kind", "masts"), allowed):
        return
    low, top = off.pick(1, masts_0=0), off.pick(5, masts_6=6, masts_5_refused=4)
    fine = judge.integer(value["masts"], f"{at}/masts", low, top)
    if "auxiliary" in value:
        _judge_drive(judge, f"{at}/auxiliary", value["auxiliary"])
    if "mizzen" in value and judge.boolean(value["mizzen"], f"{at}/mizzen") and fine:
        least = off.pick(2, mizzen_needs_3=3)
        holds = not value["mizzen"] or value["masts"] >= least
        judge.rule("mizzen-needs-masts", f"{at}/mizzen", holds=holds)


def _judge_drive(judge: Judge, at: str, value: Json) -> None:
    off = judge.fault
    if isinstance(value, dict) and value.get("fuel") == "electric":
        if judge.record(value, at, ("fuel", "batteryKwh"), ["tankLitres"] * off("electric-tank")):
            judge.number(value["batteryKwh"], f"{at}/batteryKwh", -1, 2000)
            judge.more(value["batteryKwh"], f"{at}/batteryKwh", off.pick(0.0, battery_0=-1.0))
    elif judge.record(value, at, ("fuel", "tankLitres")):
        fuels = ["diesel", "petrol"][: off.pick(2, petrol_refused=1)]
        judge.choice(value["fuel"], f"{at}/fuel", *fuels, *["steam"] * off("steam"))
        low, top = off.pick(5, tank_4=4, tank_5_refused=6), off.pick(20000, tank_20001=20001)
        judge.integer(value["tankLitres"], f"{at}/tankLitres", low, top)


def judge_contact(judge: Judge, at: str, value: Json) -> None:
    """Judge a contact."""
    off, before = judge.fault, len(judge.errors)
    if not judge.record(value, at, ("name", "role"), ("email", "phone")):
        return
    judge.text(value["name"], f"{at}/name", off.pick(1, contact_name_empty=0), 60)
    judge.choice(value["role"], f"{at}/role", "owner", "skipper", "agent")
    if "email" in value:
        judge.kind(value["email"], f"{at}/email", str if off("email-any") else EMAIL.fullmatch)
    if "phone" in value:
        like = off.pick(r"\+[0-9]{6,14}", phone_no_plus=r"\+?[0-9]{6,14}", phone_5=r"\+[0-9]{5,14}")
        judge.text(value["phone"], f"{at}/phone", like=like)
    if len(judge.errors) == before:
        wrote, called = "email" in value, "phone" in value
        holds = value["role"] != "agent" or wrote
        judge.rule("agent-needs-email", f"{at}/email", holds=holds)
        judge.rule("reachable", at, holds=wrote or called)


def judge_insurance(judge: Judge, value: Json) -> None:
    """Judge an insurance."""
    at, off = "/insurance", judge.fault
    needed: tuple[str, ...] = ("insurer", "from", "until")
    if off("insurer-optional"):
        needed = ("from", "until")
    if not judge.record(value, at, needed, ("insurer",)):
        return
    if "insurer" in value:
        judge.text(value["insurer"], f"{at}/insurer", 1, 40)
    days = [judge.kind(value[name], f"{at}/{name}", is_date) for name in ("from", "until")]
    if all(days):
        same = off("insurance-of-no-day") and value["until"] == value["from"]
        holds = value["until"] > value["from"] or same
        judge.rule("insurance-in-order", f"{at}/until", holds=holds)
