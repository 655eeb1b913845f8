"""Faults of what Ottava does with voices, presets and accounts."""

from typing import Final

from tests.mutants.other.studio import steps as s
from tests.mutants.other.studio.cases_rules import band
from tests.mutants.other.till.cases_people import Cases
from tests.mutants.other.till.steps import delete, get

V: Final = s.design()
CHILD: Final = s.design(age="child")
P: Final = s.preset()
HEAR: Final = get(s.PRE)
PRESETS: Final = get("/v2/presets")
TRIO: Final = [s.design(name=name) for name in ("mia", "Bo", "anna")]
BOTH: Final = [V, s.clone()]
USES: Final = s.speech(voice="-", voice_id="{voi1}")
DROP: Final = delete(s.PRE)
NEXT: Final = s.preset(description="New")
SPENT: Final = [s.S, s.effect(), s.speech()]
BANDS: Final = s.preset(bands=[band(900), band(300)])
NAMED: Final = s.design(labels={"a": "1", "b": "2"})

WRONG: Final[Cases] = {
    "voice-200": ("createVoice answers 201: here 200", [V]),
    "voice-location-less": ("Location is always there: it is not", [V]),
    "voice-location-old": ("Location is the voice's path: an old one", [V]),
    "accent-less": ("accent is always there: not when it is null", [V]),
    "labels-null": ("labels are an object: none are null", [V]),
    "shared-number": ("shared is true or false: a number", [V]),
    "sample-of-design": ("sample_bytes of a designed voice is null: 0", [V]),
    "get-voice-language-less": ("a voice has a language: it has none", [V, s.SEE]),
    "delete-voice-202": ("deleteVoice answers 204: here 202", [V, s.GONE]),
    "sample-json": ("a sample is wav: it is said to be JSON", [s.clone(), s.SAMPLE]),
    "total-less": ("a page of voices has a total: it has none", [s.voices()]),
    "voices-more-text": ("has_more is true or false: a text", [s.voices()]),
    "preset-description-less": ("description is always there: not when null", [P]),
    "peak-null": ("peak_db is absent unless given: null", [P]),
    "put-200": ("a new preset is 201: it is 200", [P]),
    "put-always-201": ("a replaced preset is 200: it is 201", [P, NEXT]),
    "presets-bare": ("presets stand in data: they do not", [PRESETS]),
    "wet-fraction": ("wet and dry are 100 together: they are 1", [s.preset(wet=40, dry=60)]),
    "dry-100": ("wet and dry are 100 together: dry is 100", [s.preset(wet=40, dry=60)]),
    "revision-0": ("revisions begin with 1: with 0", [P]),
    "preset-name-404": ("a name not as stated is 400: it is 404", [get("/v2/presets/A")]),
    "preset-name-any": ("a name not as stated is 400: it is made", [s.preset("A")]),
    "account-used-less": ("an account says what is used: it does not", [s.ACCOUNT]),
    "account-left-text": ("credits_left is a whole number: a text", [s.ACCOUNT]),
    "left-all": ("what was granted is used or left: all is left", [s.S, s.ACCOUNT]),
    "usage-from-less": ("usage says from when: it does not", [s.usage()]),
    "usage-groups-map": ("groups are a list: a map", [s.usage()]),
    "group-ignored": ("usage says how it is grouped: always by day", [s.usage()]),
}
ECHO: Final[Cases] = {
    "denoise-lost": ("a voice says what was asked for: not denoise", [s.clone(denoise="on")]),
    "gender-default": ("what is not given is null: gender is neutral", [V]),
    "sample-bytes-of-name": ("sample_bytes are those of the sample: of its name", [s.clone()]),
    "voice-name-title": ("a name is kept: it gets capitals", [s.design(name="mia")]),
    "voice-name-trimmed": ("a name is kept: it is trimmed", [s.design(name="Mia ")]),
    "labels-dropped": ("labels are kept: they are not", [NAMED]),
    "description-20": (
        "descriptions are kept: 20 letters of one",
        [s.design(description="A warm voice of an old man")],
    ),
    "clones-in-english": ("a language is kept: clones are English", [s.clone()]),
    "never-shared": ("shared is kept: nothing is", [s.design(shared=True)]),
    "lost-clones": ("a voice is there when it is made: clones are not", [s.clone(), s.SEE]),
    "sample-stripped": ("a sample is as it was sent: stripped", [s.clone(), s.SAMPLE]),
    "sample-lossy": (
        "a sample is as it was sent: bytes are lost",
        [s.clone(b"\xff\xfe"), s.SAMPLE],
    ),
    "sample-empty": ("a designed voice has no sample: an empty one", [V, s.SAMPLE]),
    "bands-sorted": ("bands are in the request's order: sorted", [BANDS]),
    "band-q-less": ("bands have defaults: no q", [BANDS]),
    "lufs-positive": ("a loudness is kept: its sign is lost", [P]),
}
UPDATES: Final[Cases] = {
    "change-lost": ("a change is kept: it is lost", [V, s.change(name="Eva"), s.SEE]),
    "change-name-ignored": ("a name is changed: it is not", [V, s.change(name="Eva")]),
    "change-shared-ignored": ("shared is changed: it is not", [V, s.change(shared=True)]),
    "change-null-ignored": ("null clears: it does not", [CHILD, s.change(age=None)]),
    "change-clears-others": ("others stay: they are cleared", [CHILD, s.change(name="Eva")]),
    "labels-merged": ("labels are replaced whole: added", [NAMED, s.change(labels={"c": "3"})]),
    "change-unjudged": ("a change keeps the rules: not judged", [CHILD, s.change(shared=True)]),
    "put-ignored": ("a preset is replaced: it is not", [P, NEXT]),
    "put-merges": ("it is replaced whole: merged", [s.preset(peak_db=-1), NEXT]),
    "put-twice": ("there is one preset of a name: two", [P, NEXT, PRESETS]),
    "put-created-anew": ("created_at stays: it is another", [P, NEXT]),
    "revision-stays": ("a revision is one more: it stays", [P, NEXT]),
    "delete-voice-ignored": ("what is deleted is gone: it is not", [V, s.GONE, s.SEE]),
    "delete-preset-ignored": ("what is deleted is gone: it is not", [P, DROP, HEAR]),
    "delete-preset-jobs": (
        "jobs stay when their preset goes: they go",
        [P, s.effect(preset="warm"), DROP, s.jobs()],
    ),
}
STATES: Final[Cases] = {
    "delete-used-voice": ("409 while a job uses a voice: it is deleted", [V, USES, s.GONE]),
    "speakers-unused": (
        "409 while a job uses a voice: speakers do not count",
        [V, s.speakers({}, speakers=[{"name": "Ann", "voice_id": "{voi1}"}]), s.GONE],
    ),
    "delete-voice-ever-used": (
        "a voice goes when jobs have ended: it is 409",
        [V, USES, s.act("cancel", 2), s.GONE],
    ),
    "active-all": ("active jobs are counted: all are", [*s.CANCELLED, s.ACCOUNT]),
    "active-queued": ("running jobs are active: they are not", [s.S, s.LOOK, s.ACCOUNT]),
}
OWNERS: Final[Cases] = {
    "voices-of-all": ("others' voices are not there: listed", [V, s.by_bo(s.voices())]),
    "get-voice-of-all": ("others' voices are not there: shown", [V, s.by_bo(s.SEE)]),
    "change-of-all": ("others' voices are not there: changed", [V, s.by_bo(s.change(name="a"))]),
    "delete-voice-of-all": ("others' voices are not there: deleted", [V, s.by_bo(s.GONE)]),
    "sample-of-all": ("others' voices are not there: heard", [s.clone(), s.by_bo(s.SAMPLE)]),
    "presets-of-all": ("others' presets are not there: listed", [P, s.by_bo(PRESETS)]),
    "get-preset-of-all": ("others' presets are not there: shown", [P, s.by_bo(HEAR)]),
    "put-of-all": ("others' presets are not there: replaced", [P, s.by_bo(NEXT)]),
    "delete-preset-of-all": ("others' presets are not there: deleted", [P, s.by_bo(DROP)]),
    "account-of-all": ("others' jobs are not there: counted", [s.S, s.by_bo(s.ACCOUNT)]),
    "usage-of-all": ("others' jobs are not there: used", [s.S, s.by_bo(s.usage())]),
}
LISTS: Final[Cases] = {
    "language-ignored": ("language chooses: it does not", [*BOTH, s.voices("language=de")]),
    "language-any": ("an unknown language is 400: taken", [s.voices("language=it")]),
    "origin-ignored": ("origin chooses: it does not", [*BOTH, s.voices("origin=cloned")]),
    "origin-turned": ("origin chooses: the others", [*BOTH, s.voices("origin=cloned")]),
    "origin-any": ("an unknown origin is 400: taken", [s.voices("origin=found")]),
    "q-ignored": ("q chooses: it does not", [*BOTH, s.voices("q=mi")]),
    "q-case": ("q heeds no case: it does", [*TRIO, s.voices("q=MIA")]),
    "q-at-start": ("a name contains q: it begins with it", [*TRIO, s.voices("q=ia")]),
    "q-any": ("a q of 41 is 400: taken", [s.voices("q=" + "a" * 41)]),
    "name-sort-ignored": ("names sort: they do not", [*TRIO, s.voices("sort=name")]),
    "name-sort-case": ("names sort without regard to case: with", [*TRIO, s.voices("sort=name")]),
    "voices-always-up": ("-name sorts down: up", [*TRIO, s.voices("sort=-name")]),
    "voices-newest": ("voices are oldest first: newest first", [*TRIO, s.voices()]),
    "voices-cursor-ignored": (
        "a cursor leads on: to the first page",
        [*TRIO, s.voices("limit=2"), s.voices("limit=2&cursor={cursor}")],
    ),
    "voices-skip": (
        "a cursor leads to the next: one is left out",
        [*TRIO, s.voices("limit=2"), s.voices("limit=2&cursor={cursor}")],
    ),
    "voices-one-too-many": ("limit is the most: one more", [*TRIO, s.voices("limit=2")]),
    "total-of-page": ("total counts all pages: this one", [*TRIO, s.voices("limit=2")]),
    "total-of-all": ("total is as filtered: it is not", [*BOTH, s.voices("origin=cloned")]),
    "presets-unsorted": ("presets are by name: oldest first", [P, s.preset("cold"), PRESETS]),
    "presets-2": (
        "all presets are listed: two are",
        [P, s.preset("cold"), s.preset("dry"), PRESETS],
    ),
}
USED: Final[Cases] = {
    "usage-first-open": ("the first day is included: it is not", [s.S, s.usage()]),
    "usage-last-open": ("the last day is included: it is not", [s.S, s.usage("2026-02-01")]),
    "usage-turned-round": ("to before from is 400: taken", [s.usage("2026-03-02")]),
    "usage-93": ("more than 92 days are 400: 93 are taken", [s.usage("2026-01-01", "2026-04-03")]),
    "usage-92-refused": ("92 days are taken: refused", [s.usage("2026-01-01", "2026-04-02")]),
    "usage-long-422": ("more than 92 days are 400: 422", [s.usage("2020-01-01")]),
    "usage-one-day-refused": ("one day is taken: refused", [s.usage()]),
    "usage-days-any": ("what is no day is 400: taken", [s.usage("soon")]),
    "group_by-any": ("an unknown grouping is 400: taken", [s.usage(group="tag")]),
    "groups-unsorted": ("groups are in the order of keys: as they came", [*SPENT, s.usage()]),
    "usage-jobs-of-groups": (
        "jobs are those of all groups: groups are counted",
        [*SPENT, s.usage()],
    ),
    "usage-credits-first": ("credits are those of all groups: of the first", [*SPENT, s.usage()]),
}
KEYS: Final[Cases] = {
    f"{asked}-free": ("a key is asked for: nobody is", [*before, s.with_key(step, None)])
    for asked, before, step in (
        ("create_job", [], s.S),
        ("list_jobs", [s.S], s.jobs()),
        ("get_job", [s.S], s.LOOK),
        ("cancel_job", [s.S], s.CANCEL),
        ("list_events", [s.S], s.EVENTS),
        ("create_voice", [], V),
        ("get_sample", [s.clone()], s.SAMPLE),
        ("put_preset", [], P),
        ("get_account", [], s.ACCOUNT),
        ("get_usage", [], s.usage()),
    )
} | {
    "no-key-403": ("who has no key is 401: 403", [s.with_key(s.jobs(), None)]),
    "key-any-case": ("a key has its letters: any case", [s.with_key(s.jobs(), "KEY_ADA")]),
    "any-media": (
        "another media type is 415: taken",
        [s.job(s.S.body, content_type="text/plain")],
    ),
}
CRASHES: Final[Cases] = {
    "empty-sample-crash": ("an empty sample is taken: an error", [s.clone(b"")]),
    "three-labels-crash": (
        "three labels are taken: an error",
        [s.design(labels={"a": "", "b": "", "c": ""})],
    ),
    "change-null-crash": ("null clears: an error", [CHILD, s.change(age=None)]),
    "four-bands-crash": (
        "four bands are taken: an error",
        [s.preset(bands=[band(hz) for hz in (100, 200, 300, 400)])],
    ),
}
