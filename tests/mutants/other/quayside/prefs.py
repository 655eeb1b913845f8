"""Preferences are judged."""

import re
from typing import Any

from tests.mutants.other.quayside.judging import Judge

Json = Any
NAMES = ("language", "alerts", "position", "channels", "phone", "quiet", "billing")
MONEY = ("vatId", "iban", "accountHolder")
WAYS = ("sms", "mail", "push", "radio")


def judge_preferences(judge: Judge, body: Json) -> None:
    """Judge preferences."""
    off = judge.fault
    mine = off.pick("x-[a-z]{1,10}", x_digits="x-[a-z0-9]{1,10}", x_11="x-[a-z]{1,11}")
    extra = [name for name in body if re.fullmatch(mine, name)] if isinstance(body, dict) else []
    needed = ("alerts",) if not off("alerts-optional") else ()
    if not judge.record(body, "", needed, (*NAMES, *MONEY, *extra)):
        return
    for name in extra:
        judge.text(body[name], f"/{name}", 0, off.pick(20, x_text_21=21, x_text_20_refused=19))
    judge.choice(
        body.get("language", "en"), "/language", "en", "sv", *["de"] * (not off("de-refused"))
    )
    _judge_alerts(judge, body.get("alerts", ["safety"]))
    if "position" in body:
        _judge_position(judge, body["position"])
    if "channels" in body:
        _judge_channels(judge, body["channels"])
    if "quiet" in body:
        _judge_quiet(judge, body["quiet"])
    if "phone" in body:
        judge.text(body["phone"], "/phone", like=r"\+[0-9]{6,14}")
    _judge_money(judge, body)
    channels = body.get("channels")
    texts = isinstance(channels, dict) and channels.get("sms") is not None
    judge.rule("sms-needs-phone", "/phone", holds=not texts or "phone" in body)


def _judge_alerts(judge: Judge, value: Json) -> None:
    off = judge.fault
    once = not off("alerts-twice")
    for at, item in judge.items(value, "/alerts", 0, off.pick(4, alerts_4_refused=3), once=once):
        judge.choice(item, at, "safety", "weather", "billing", "news", *["gossip"] * off("gossip"))
    if isinstance(value, list):
        first = off("safety-first") and value[:1] != ["safety"]
        if ("safety" not in value and not off("safety-optional")) or first:
            judge.wrong("/alerts", "has no safety")


def _judge_position(judge: Judge, value: Json) -> None:
    off = judge.fault
    pair = judge.items(value, "/position", off.pick(2, position_1=1), off.pick(2, position_3=3))
    tops = off.pick([90, 180], latitude_180=[180, 180], longitude_179=[90, 179])
    for (at, item), top in zip(pair, tops, strict=False):
        judge.number(item, at, -top, top)


def _judge_channels(judge: Judge, value: Json) -> None:
    off = judge.fault
    if not isinstance(value, dict):
        judge.wrong("/channels", "is no object")
        return
    if len(value) > off.pick(3, channels_4=4, channels_3_refused=2):
        judge.wrong("/channels", "has too many")
    for name, item in value.items():
        at = f"/channels/{name}"
        if name not in WAYS and not off("channel-any"):
            judge.wrong(at, "is no channel")
        if not off("channel-unjudged") and judge.record(item, at, ("enabled",), ("priority",)):
            judge.boolean(item["enabled"], f"{at}/enabled")
            top = off.pick(9, priority_10=10, priority_9_refused=8)
            judge.integer(item.get("priority", 1), f"{at}/priority", 1, top)


def _judge_quiet(judge: Judge, value: Json) -> None:
    off = judge.fault
    if judge.record(value, "/quiet", ("start", "end")):
        hours = off.pick(23, hour_24=24, hour_23_refused=22)
        fine = [judge.integer(value[name], f"/quiet/{name}", 0, hours) for name in ("start", "end")]
        if all(fine):
            judge.rule("quiet-some-time", "/quiet/end", holds=value["start"] != value["end"])


def _judge_money(judge: Judge, body: dict[str, Json]) -> None:
    off = judge.fault
    judge.choice(body.get("billing", "card"), "/billing", "card", "invoice")
    if "vatId" in body:
        judge.text(body["vatId"], "/vatId", like="[A-Z]{2}[0-9]{8,10}")
    if "iban" in body:
        low, top = off.pick(15, iban_14=14), off.pick(34, iban_35=35, iban_34_refused=33)
        judge.text(body["iban"], "/iban", low, top)
    if "accountHolder" in body:
        judge.text(body["accountHolder"], "/accountHolder", 1, 60)
    if "iban" in body and "accountHolder" not in body and not off("iban-alone"):
        judge.wrong("/accountHolder", "is missing")
    invoiced = body.get("billing") == "invoice"
    if invoiced and "vatId" not in body and not off("invoice-without-vat"):
        judge.wrong("/vatId", "is missing")
    if not invoiced and "vatId" in body and not off("vat-without-invoice"):
        judge.wrong("/vatId", "goes with invoices alone")
