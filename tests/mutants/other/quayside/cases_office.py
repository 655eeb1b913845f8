"""Faults with prices, codes, lists that are read, surveys, preferences; requests that show them."""

from typing import Any, Final

from tests.mutants.other.quayside.asking import (
    GONE,
    Step,
    by_ben,
    gate,
    get,
    prefer,
    price,
    reading,
    survey,
)
from tests.mutants.other.quayside.cases_vessels import Cases

Json = Any
WAY: Final = {"enabled": True}
IMPORT: Final = get("/imports/{0}")
SURVEY: Final = get("/surveys/{0}")
NOW: Final = get("/preferences")
BOTH: Final = "&doors=gate&doors=showers"
HOUSE: Final = {"accountHolder": "Ann"}


def channels(*names: str, **way: Json) -> list[Step]:
    """Return a request for preferences with these channels."""
    return [prefer(phone="+46700000", channels=dict.fromkeys(names, WAY | way))]


PRICES: Final = {
    "quote-length-any": ("a price for 9.3 m is told", [price(length=9.3)]),
    "quote-length-2": ("a price for 2 m is told", [price(length=2)]),
    "nights-0": ("a price for no night is told", [price(nights=0)]),
    "nights-61": ("a price for 61 nights is told", [price(nights=61)]),
    "coupon-any": ("any coupon is taken", [price(coupon="GIFT")]),
}
CODES: Final = {
    "form-unknown": ("unknown members of a form are taken", [gate("&colour=red")]),
    "uses-0": ("a code has no uses", [gate("&uses=0")]),
    "uses-11": ("a code has eleven uses", [gate("&uses=11")]),
    "doors-twice": ("a door is opened twice", [gate(doors="&doors=gate&doors=gate")]),
    "roof": ("there is a roof, which nobody documented", [gate(doors="&doors=roof")]),
}
WORK: Final = {
    "file-optional": ("an import needs no file", [reading(None)]),
    "file-empty": ("an empty file is read", [reading("")]),
    "skip-11": ("eleven rows are skipped", [reading(skipRows=11)]),
    "sails": ("sails are surveyed, which nobody documented", [survey(kind="sails")]),
    "depth-0": ("a survey has depth 0", [survey(depth=0)]),
    "depth-6": ("a survey has depth 6", [survey(depth=6)]),
    "spots-7": ("a survey has seven spots", [survey(spots=[["port", 1]] * 7)]),
    "spot-1": ("a spot has one coordinate", [survey(spots=[["port"]])]),
    "spot-3": ("a spot has three coordinates", [survey(spots=[["port", 1, 2]])]),
    "spot-61": ("a spot is at 61 m", [survey(spots=[["port", 61]])]),
}
TASTE: Final = {
    "x-digits": ("members of one's own have digits", [prefer(**{"x-a1": "b"})]),
    "x-11": ("members of one's own have 11 letters", [prefer(**{"x-abcdefghijk": "b"})]),
    "x-text-21": ("members of one's own have 21 characters", [prefer(**{"x-a": "b" * 21})]),
    "alerts-optional": ("preferences need no alerts", [prefer(alerts=GONE)]),
    "alerts-twice": ("an alert is given twice", [prefer(alerts=["safety", "safety"])]),
    "gossip": ("there is gossip, which nobody documented", [prefer(alerts=["safety", "gossip"])]),
    "safety-optional": ("alerts need no safety", [prefer(alerts=["news"])]),
    "position-1": ("a position has one coordinate", [prefer(position=[1])]),
    "position-3": ("a position has three coordinates", [prefer(position=[1, 2, 3])]),
    "latitude-180": ("a latitude is 91", [prefer(position=[91, 0])]),
    "channels-4": ("four channels are taken", channels("sms", "mail", "push", "radio")),
    "channel-any": ("any channel is taken", channels("smoke")),
    "channel-unjudged": ("channels are not judged", channels("mail", enabled=1)),
    "priority-10": ("a priority is 10", channels("mail", priority=10)),
    "hour-24": ("there is hour 24", [prefer(quiet={"start": 24, "end": 1})]),
    "iban-14": ("an IBAN has 14 characters", [prefer(iban="a" * 14, **HOUSE)]),
    "iban-35": ("an IBAN has 35 characters", [prefer(iban="a" * 35, **HOUSE)]),
    "iban-alone": ("an IBAN needs no holder", [prefer(iban="a" * 20)]),
    "invoice-without-vat": ("invoices need no VAT id", [prefer(billing="invoice")]),
    "vat-without-invoice": ("a VAT id needs no invoices", [prefer(vatId="SE12345678")]),
}
TOO_STRICT: Final = {
    "nights-60-refused": ("60 nights are refused", [price(nights=60)]),
    "gbp-refused": ("pounds are refused", [price(currency="GBP")]),
    "sek-500": ("crowns end in a 500", [price(currency="SEK")]),
    "high-season-3": ("two nights in high season are refused", [price(season="high", nights=2)]),
    "uses-10-refused": ("ten uses are refused", [gate("&uses=10")]),
    "doors-2": ("three doors are refused", [gate(doors=BOTH + "&doors=fuel")]),
    "fuel-uses-3-refused": ("three uses are refused", [gate("&uses=3", "&doors=fuel")]),
    "two-doors-500": ("two doors end in a 500", [gate(doors=BOTH)]),
    "tab-refused": ("tabs are refused", [reading(delimiter="tab")]),
    "skip-10-refused": ("ten skipped rows are refused", [reading(skipRows=10)]),
    "depth-5-refused": ("a survey of depth 5 is refused", [survey(depth=5)]),
    "deep-at-3": ("depth 3 is for hulls alone", [survey(kind="engine", depth=3)]),
    "spot-60-refused": ("a spot at 60 m is refused", [survey(spots=[["port", 60]])]),
    "x-text-20-refused": ("20 characters are refused", [prefer(**{"x-a": "b" * 20})]),
    "de-refused": ("German is refused", [prefer(language="de")]),
    "alerts-4-refused": (
        "four alerts are refused",
        [prefer(alerts=["safety", "news", "billing", "weather"])],
    ),
    "safety-first": ("safety must be the first alert", [prefer(alerts=["news", "safety"])]),
    "longitude-179": ("a longitude of 180 is refused", [prefer(position=[0, 180])]),
    "channels-3-refused": ("three channels are refused", channels("sms", "mail", "push")),
    "priority-9-refused": ("priority 9 is refused", channels("mail", priority=9)),
    "hour-23-refused": ("hour 23 is refused", [prefer(quiet={"start": 23, "end": 1})]),
    "iban-34-refused": ("an IBAN of 34 characters is refused", [prefer(iban="a" * 34, **HOUSE)]),
}
HOLES: Final = {
    "fuel-uses-4": ("four uses at the fuel door are taken", [gate("&uses=4", "&doors=fuel")]),
    "deep-at-5": ("engines are surveyed at depth 4", [survey(kind="engine", depth=4)]),
}
WATER: Final = {"code": "water", "quantity": 2}
ANSWERS: Final = {
    "amount-of-one": ("the last line is for one night", [price()]),
    "total-net": ("the total is without tax", [price()]),
    "total-cent": (
        "odd totals are a cent too high",
        [price(length=10.5, nights=1, coupon="ANY123")],
    ),
    "tax-decimal": ("tax is no integer", [price()]),
    "nights-missing": ("nights are not told", [price()]),
    "currency-default": ("prices are in pounds by default", [price()]),
    "currency-echo": ("each price is in euros", [price(currency="SEK")]),
    "quote-extras-1": (
        "only one extra is priced",
        [price(extras=[WATER, {"code": "pumpout", "quantity": 1}])],
    ),
    "doors-first": ("a code opens the first door only", [gate(doors=BOTH)]),
    "silent-text": ("silent is a text", [gate()]),
    "silent-default": ("a code is silent by default", [gate()]),
    "uses-default": ("a code has ten uses by default", [gate()]),
    "digits-5": ("a code has five digits", [gate()]),
    "import-201": ("a file that will be read is a 201", [reading()]),
    "delimiter-comma": ("each delimiter is a comma", [reading("a\tb", delimiter="tab")]),
    "dry-run-default": ("a run is dry by default", [reading()]),
    "depth-default": ("a survey has depth 2 by default", [survey()]),
    "language-no-default": ("there is no language by default", [prefer()]),
    "billing-default": ("there are invoices by default", [prefer()]),
    "x-members-dropped": ("members of one's own are dropped", [prefer(**{"x-a": "b"})]),
    "channels-dropped": ("all channels but one are dropped", channels("mail", "push")),
}
JOBS: Final = {
    "born-reading": ("a file is read at once", [reading()]),
    "import-stuck": ("a file is never read to its end", [reading(), *[IMPORT] * 5]),
    "import-done": ("a state of imports is not documented", [reading(), *[IMPORT] * 5]),
    "import-bare": ("what was read says not how much", [reading(), *[IMPORT] * 5]),
    "rows-early": ("rows are told while reading", [reading(), *[IMPORT] * 5]),
    "import-back": ("what was read is pending again", [reading(), *[IMPORT] * 7]),
    "survey-born-filed": ("a survey is filed at once", [survey()]),
    "survey-kind": ("each survey is of a hull", [survey(kind="engine"), SURVEY]),
    "survey-lost": ("a survey is lost", [survey(), *[SURVEY] * 6]),
    "survey-back": ("a filed survey is underway again", [survey(), *[SURVEY] * 8]),
    "survey-stuck": ("a survey is never filed", [survey(), *[SURVEY] * 6]),
    "survey-skips": ("a survey goes on without a word", [survey(), *[SURVEY] * 6]),
    "report-early": ("a report is there too early", [survey(), *[SURVEY] * 6]),
    "filed-bare": ("a filed survey has no report", [survey(), *[SURVEY] * 6]),
    "aborted-bare": (
        "an aborted survey says not why",
        [survey(kind="rigging", depth=3), *[SURVEY] * 6],
    ),
    "score-101": ("a score is 101", [survey(), *[SURVEY] * 6]),
    "pages-0": ("a report has no pages", [survey(), *[SURVEY] * 6]),
}
KEEPING: Final = {
    "gate-code-lost": ("a code is not kept", [gate(), get("/gate-codes/{0}")]),
    "preferences-lost": ("preferences are not kept", [prefer(language="de"), NOW]),
    "preferences-merge": ("old preferences stay", [prefer(phone="+46700000"), prefer(), NOW]),
}
OTHERS: Final = {
    "gate-code-of-all": ("everybody sees a code", [gate(), by_ben(get("/gate-codes/{0}"))]),
    "import-of-all": ("everybody sees an import", [reading(), by_ben(IMPORT)]),
    "survey-of-all": ("everybody sees a survey", [survey(), by_ben(SURVEY)]),
    "preferences-of-ann": ("everybody sees Ann's", [prefer(language="de"), by_ben(NOW)]),
}
CASES: Final[Cases] = {
    "body too free": PRICES | CODES | WORK | TASTE,
    "valid body refused": TOO_STRICT,
    "rule with a hole": HOLES,
    "wrong answer": ANSWERS,
    "job": JOBS,
    "state": KEEPING,
    "others' things": OTHERS,
}
