"""Faults of what Ottava does with jobs; the document's sentence that each breaks is named first."""

from typing import Final

from tests.mutants.other.studio import steps as s
from tests.mutants.other.till.cases_people import Cases
from tests.mutants.other.till.steps import get, post

STEMS: Final = s.music(stems=["drums", "bass"], format="wav")
TAKES: Final = s.speech(variants=3)
FORMATS: Final = s.transcript(formats=["vtt", "json"])
SEEN: Final = [s.LOOK, s.LOOK]
RUNNING: Final = [s.S, s.LOOK]
LONG: Final = s.speech(text="a" * 21)
CLIPS: Final = s.song(s.part(seconds=10.5), s.part(seconds=10.5))
PAIR: Final = s.batch(s.speech_body(), s.effect_body(duration_s=9))
MINE: Final = s.jobs()
THREE: Final = [s.speech(title=name, tags=[name, "all"]) for name in "abc"]
COSTS: Final = [s.effect(duration_s=n) for n in (9, 20, 3, 9)]
KEY: Final = {"idempotency_key": "abcd-1234"}
KEYED: Final = s.job(s.speech_body(), **KEY)
FOUR: Final = [{"at_s": 0}, {"at_s": 1}, {"at_s": 2}, {"at_s": 2}]
REDO: Final = [*s.CANCELLED, s.RETRY]
PAST: Final = get("/v2/jobs/{job2}")

WRONG: Final[Cases] = {
    "create-201": ("createJob answers 202: here 201", [s.S]),
    "location-relative": ("Location is the job's path: it is its id", [s.S]),
    "credits-header-less": ("X-Credits-Left is always there: it is not", [s.S]),
    "credits-header-granted": ("X-Credits-Left is what is left: it is that before", [s.S]),
    "credits-text": ("credits are whole numbers: they are texts", [s.S]),
    "created-epoch": ("created_at is a time: it is a number", [s.S]),
    "updated-before-created": ("updated_at is never before created_at: it is", [s.S]),
    "kind-less": ("a job says its kind: it does not", [s.S]),
    "retry-of-less": ("retry_of is always there: not when it is null", [s.S]),
    "state-upper": ("states have small letters: they have capitals", [s.S]),
    "input-of-speech": ("input is of the job's kind: effects show a speech", [s.effect()]),
    "progress-fraction": ("progress is a whole number to 100: it is a fraction", RUNNING),
    "input-extra": ("input holds members of the request: there is another", [s.S]),
    "get-job-list": ("getJob answers with a job: it is a list", [s.S, s.LOOK]),
    "cancel-202": ("cancelJob answers 200: here 202", s.CANCELLED),
    "delete-job-200": ("deleteJob answers 204: here 200", [*s.CANCELLED, s.DROP]),
    "links-201": ("renewLinks answers 200: here 201", [*s.DONE, s.LINKS]),
    "links-expires-seconds": ("expires_at is a time: it is seconds", [*s.DONE, s.LINKS]),
    "events-at-less": ("events say when: they do not", [s.S, s.EVENTS]),
    "estimate-credits-text": (
        "credits are whole numbers: an estimate's is a text",
        [s.estimate(s.S.body)],
    ),
    "estimate-outputs-less": ("an estimate says how many outputs: no", [s.estimate(s.S.body)]),
    "output-url-less": ("outputs have a url: they do not", s.DONE),
    "output-media-short": ("media types are whole: the first half is lost", s.DONE),
    "links-of-http": ("urls are https: they are http", s.DONE),
    "problem-rule-less": ("422 names the rule: it does not", [s.speech(voice="-")]),
    "problem-pointer-less": ("422 says where: it does not", [s.speech(voice="-")]),
    "problem-status-0": ("status is that of the answer: it is 0", [s.LOOK]),
    "problem-titles-null": ("problems have a title: that of 404 is null", [s.LOOK]),
    "problem-html": ("problems are JSON: that of 409 is a page", [*s.DONE, s.CANCEL]),
    "problem-as-json": ("problems are problem+json: they are json", [s.LOOK]),
    "invalid-400": ("what breaks a rule is refused with 422: here 400", [s.speech(voice="-")]),
    "no-json-500": ("what is no JSON is refused with 400: here 500", [post("/v2/jobs", b"{")]),
    "missing-410": ("what is not there is 404: here 410", [s.LOOK]),
    "download-html": ("an output is in its media type: it is a page", [*s.DONE, s.link("take-1")]),
    "jobs-more-text": ("has_more is true or false: it is a text", [MINE]),
}
ECHO: Final[Cases] = {
    "input-tags-sorted": ("input is the request: its tags are sorted", [s.speech(tags=["b", "a"])]),
    "input-defaults-less": ("input has defaults: priority has none", [s.S]),
    "input-format-mp3": ("input is the request: its format is mp3", [s.speech(format="flac")]),
    "input-speed-whole": ("input is the request: its speed is rounded", [s.speech(speed=1.7)]),
    "input-text-trimmed": ("input is the request: its text is trimmed", [s.speech(text=" a ")]),
    "input-seed-less": ("input is the request: its seed is lost", [s.speech(seed=5)]),
    "input-turns-reversed": ("input is the request: its turns are turned round", [s.dialogue()]),
    "input-gain-0": (
        "input is the request: gains of layers are lost",
        [s.effect(layers=[{"at_s": 0, "gain_db": 5}])],
    ),
    "input-bpm-of-default": ("what has no default is absent: bpm is 120", [s.music()]),
    "title-of-null-empty": ("title is as in the request: none is empty", [s.S]),
    "title-upper": ("title is as in the request: it has capitals", [s.speech(title="a")]),
    "tags-reversed": ("tags are in the request's order: turned round", [s.speech(tags=["a", "b"])]),
    "priority-normal": ("a job says its priority: always normal", [s.speech(priority="high")]),
    "lost-dialogues": ("a job is there when it is made: dialogues are not", [s.dialogue(), s.LOOK]),
    "lost-webhooked": (
        "a job is there when it is made: none with a webhook is",
        [s.music(webhook_url="https://a.example"), s.LOOK],
    ),
    "listed-input-less": ("a list has jobs: they lack their input", [s.S, MINE]),
    "listed-stale": ("a list has jobs as they are: they are all queued", [*s.DONE, MINE]),
    "listed-tags-less": ("a list has jobs as they are: tags are empty", [THREE[0], MINE]),
    "variants-one-only": ("speech has an output for each variant: one", [TAKES, *SEEN]),
    "stems-lost": ("music has an output for each stem: none has", [STEMS, *SEEN]),
    "stems-sorted": ("stems come as they are asked for: they are sorted", [STEMS, *SEEN]),
    "formats-first-only": ("each format is an output: the first one is", [FORMATS, *SEEN]),
    "formats-sorted": ("formats come as they are asked for: sorted", [FORMATS, *SEEN]),
    "always-mpeg": ("an output is in the format of the request: mpeg", [STEMS, *SEEN]),
    "bytes-plus-1": ("bytes are those of the output: one more", [*s.DONE, s.link("take-1")]),
    "download-short": (
        "an output has as many bytes as said: one less",
        [*s.DONE, s.link("take-1")],
    ),
    "links-reversed": ("links come in the outputs' order: turned", [TAKES, *SEEN, s.LINKS]),
    "links-first-only": ("all links are renewed: the first is", [TAKES, *SEEN, s.LINKS]),
    "batch-reversed": ("jobs come in the request's order: turned round", [PAIR]),
    "batch-first-only": ("a batch makes all: the first one", [PAIR]),
    "batch-lost": ("jobs of a batch are kept: they are not", [PAIR, s.LOOK]),
    "batch-credits-last": ("a batch says what all cost: what the last costs", [PAIR]),
    "batch-half": (
        "all or none are made: those before a wrong one are",
        [s.batch(s.speech_body(), s.speech_body(preset="none")), MINE],
    ),
}
SUMMED: Final[Cases] = {
    "price-high-same": ("high priority costs twice: the same", [s.speech(priority="high")]),
    "price-of-whole-twenties": ("20 characters begun are a credit: only full ones", [LONG]),
    "price-of-bytes": ("characters are counted: bytes are", [s.speech(text="ä" * 20)]),
    "price-variants-free": ("each variant costs: one does", [TAKES]),
    "price-of-all-turns": ("each turn is counted by itself: all at once", [s.dialogue()]),
    "price-first-section": ("all sections cost: the first does", [CLIPS]),
    "price-each-section": ("seconds of the whole are counted: of each", [CLIPS]),
    "price-seconds-down": ("seconds begun cost: full ones do", [s.effect(duration_s=2.5)]),
    "price-of-formats": ("a transcript costs five: each format does", [FORMATS]),
    "estimate-plus-1": ("an estimate is the cost: one more", [s.estimate(s.S.body)]),
    "estimate-one-output": ("an estimate counts outputs: one", [s.estimate(TAKES.body)]),
    "credits-not-taken": ("a job takes its credits: it does not", [s.S, s.ACCOUNT]),
    "cancel-not-given-back": ("cancelling gives back: it does not", [*s.CANCELLED, s.ACCOUNT]),
    "failed-not-given-back": ("failing gives back: it does not", [*s.SEVENTH, s.ACCOUNT]),
    "retry-free": ("trying again costs: it does not", [*REDO, s.ACCOUNT]),
    "estimate-takes": ("an estimate takes nothing: it does", [s.estimate(s.S.body), s.ACCOUNT]),
    "charge-before-judging": (
        "what is refused costs nothing: a credit",
        [s.speech(max_credits=1, text="a" * 30), s.ACCOUNT],
    ),
    "max-credits-ignored": (
        "what costs more than max_credits is 402: it is taken",
        [s.effect(max_credits=2)],
    ),
    "max-credits-plus": (
        "what costs more than max_credits is 402: one more is taken",
        [s.effect(max_credits=2)],
    ),
    "max-credits-equal-refused": (
        "what costs max_credits is taken: it is refused",
        [s.effect(max_credits=3)],
    ),
    "max-credits-403": ("what costs too much is 402: it is 403", [s.effect(max_credits=2)]),
    "batch-unpaid": (
        "a batch has to be paid for: max_credits is ignored",
        [s.batch(s.effect_body(max_credits=2))],
    ),
    "estimate-heeds-limit": (
        "an estimate heeds no limit: it is refused",
        [s.estimate(s.effect_body(max_credits=2))],
    ),
}
STATES: Final[Cases] = {
    "cancel-ignored": ("what is cancelled is cancelled: it is not", s.CANCELLED),
    "cancel-twice": (
        "what has ended is 409: a cancelled job is cancelled",
        [*s.CANCELLED, s.CANCEL],
    ),
    "cancel-done": ("what has ended is 409: a done job is cancelled", [*s.DONE, s.CANCEL]),
    "cancel-running-refused": ("running jobs are cancelled: they are 409", [*RUNNING, s.CANCEL]),
    "retry-done": ("only failed or cancelled jobs are tried again: done ones", [*s.DONE, s.RETRY]),
    "retry-active": ("only ended jobs are tried again: queued ones", [s.S, s.RETRY]),
    "retry-cancelled-refused": ("cancelled jobs are tried again: they are 409", REDO),
    "retry-same": ("trying again makes a new job: it is the old one", REDO),
    "retry-input-lost": (
        "trying again is with the same input: its title is lost",
        [s.speech(title="A"), s.CANCEL, s.RETRY],
    ),
    "retry-unsaid": ("retry_of is the old job: it is null", REDO),
    "retry-removes": ("the old job stays: it is gone", [*REDO, s.LOOK]),
    "delete-active": ("409 unless a job has ended: it is deleted", [s.S, s.DROP]),
    "delete-cancelled-refused": (
        "ended jobs are deleted: cancelled ones not",
        [*s.CANCELLED, s.DROP],
    ),
    "delete-job-ignored": ("what is deleted is gone: it is not", [*s.CANCELLED, s.DROP, s.LOOK]),
    "links-undone": ("409 unless done: running jobs have links", [*RUNNING, s.LINKS]),
    "voice-any": ("a voice has to be there: any is taken", [s.speech(voice="-", voice_id="voi_x")]),
    "speaker-voice-any": (
        "a speaker's voice has to be there: any is taken",
        [s.speakers({}, speakers=[{"name": "Ann", "voice_id": "voi_x"}])],
    ),
    "preset-any": ("a preset has to be there: any is taken", [s.effect(preset="none")]),
    "source-any": (
        "a source has to be there: any is taken",
        [s.transcript(source_url="-", source_job_id="job_x")],
    ),
    "source-undone": (
        "a source is done: a queued one is taken",
        [s.S, s.transcript(source_url="-", source_job_id="{job1}")],
    ),
    "source-of-music": (
        "a source is speech or dialogue: music is taken",
        [s.music(), *SEEN, s.transcript(source_url="-", source_job_id="{job1}")],
    ),
    "batch-unjudged": (
        "a batch is judged as one by one: unknown presets are taken",
        [s.batch(s.effect_body(preset="none"))],
    ),
    "estimate-unjudged": (
        "an estimate is judged as a job: unknown presets are taken",
        [s.estimate(s.effect_body(preset="none"))],
    ),
    "estimate-makes": ("an estimate makes nothing: a job", [s.estimate(s.S.body), MINE]),
    "signature-any": (
        "a wrong signature is 403: it is taken",
        [*s.DONE, s.link("take-1", good=False)],
    ),
}
JOBS: Final[Cases] = {
    "effects-stuck": ("jobs end: effects run for ever", [s.effect(), *SEEN]),
    "running-skipped": ("queued jobs run before they end: they do not", s.DONE),
    "back-to-queued": ("a job never goes back: it is queued again", s.DONE),
    "cancelled-goes-on": ("what has ended stays: cancelled jobs get done", [*s.CANCELLED, s.LOOK]),
    "cancelled-restarts": ("what has ended stays: cancelled jobs run", [*s.CANCELLED, s.LOOK]),
    "done-reopens": ("what has ended stays: done jobs run", [*s.DONE, s.LOOK]),
    "done-then-failed": ("what has ended stays: done jobs fail", [*s.DONE, s.LOOK]),
    "failed-then-done": ("what has ended stays: failed jobs get done", [*s.SEVENTH, s.FAILED]),
    "job-gone": ("a job is there until it is deleted: it goes away", [*s.DONE, s.LOOK, s.LOOK]),
    "done-bare": ("done jobs have outputs: they have none", s.DONE),
    "done-music-bare": ("done jobs have outputs: music has none", [s.music(), *SEEN]),
    "done-empty": ("done jobs have an output at least: none", s.DONE),
    "outputs-early": ("running jobs have no outputs: they do", RUNNING),
    "outputs-of-cancelled": ("cancelled jobs have no outputs: they do", s.CANCELLED),
    "outputs-of-failed": ("failed jobs have no outputs: they do", s.SEVENTH),
    "failure-less": ("failed jobs say why: they do not", s.SEVENTH),
    "failure-unknown": ("failures have known codes: another", s.SEVENTH),
    "failure-text": ("a failure has code and message: it is a text", s.SEVENTH),
    "failure-of-done": ("done jobs have no failure: they do", s.DONE),
    "done-99": ("done jobs are done wholly: 99", s.DONE),
    "queued-10": ("queued jobs have not begun: 10", [s.S]),
    "progress-down": ("progress never goes down: it does when failing", s.SEVENTH),
    "state-succeeded": ("done jobs are done: they have succeeded", s.DONE),
    "events-newest": ("events are oldest first: newest first", [*RUNNING, s.EVENTS]),
    "events-first-less": ("the first event is queued: it is left out", [*RUNNING, s.EVENTS]),
    "events-last-less": ("the last event is the state: it is left out", [*RUNNING, s.EVENTS]),
}
OWNERS: Final[Cases] = {
    "jobs-of-all": ("others' jobs are not there: they are listed", [s.S, s.by_bo(MINE)]),
    "get-job-of-all": ("others' jobs are not there: they are shown", [s.S, s.by_bo(s.LOOK)]),
    "delete-job-of-all": (
        "others' jobs are not there: they are deleted",
        [*s.CANCELLED, s.by_bo(s.DROP)],
    ),
    "cancel-of-all": ("others' jobs are not there: they are cancelled", [s.S, s.by_bo(s.CANCEL)]),
    "retry-of-all": (
        "others' jobs are not there: they are tried again",
        [*s.CANCELLED, s.by_bo(s.RETRY)],
    ),
    "events-of-all": ("others' jobs are not there: events are", [s.S, s.by_bo(s.EVENTS)]),
    "links-of-all": ("others' jobs are not there: links are", [*s.DONE, s.by_bo(s.LINKS)]),
    "source-of-all": (
        "others' jobs are not there: they are sources",
        [*s.DONE, s.by_bo(s.transcript(source_url="-", source_job_id="{job1}"))],
    ),
    "voice-of-all": (
        "others' voices are not there: they speak",
        [s.design(), s.by_bo(s.speech(voice="-", voice_id="{voi1}"))],
    ),
    "preset-of-all": (
        "others' presets are not there: jobs take them",
        [s.preset(), s.by_bo(s.effect(preset="warm"))],
    ),
    "keys-of-all": ("two accounts may use one key: they may not", [KEYED, s.by_bo(KEYED)]),
}
LISTS: Final[Cases] = {
    "jobs-oldest": ("jobs are newest first: oldest first", [*THREE, MINE]),
    "kind-ignored": ("kind chooses: it does not", [s.S, s.effect(), s.jobs("kind=effect")]),
    "kind-first-only": (
        "kinds choose: the first does",
        [s.S, s.effect(), s.jobs("kind=speech&kind=effect")],
    ),
    "kind-any": ("an unknown kind is 400: it is taken", [s.jobs("kind=song")]),
    "kind-twice": ("a kind given twice is 400: it is taken", [s.jobs("kind=music&kind=music")]),
    "state-ignored": ("state chooses: it does not", [s.S, s.jobs("state=done")]),
    "state-any": ("an unknown state is 400: it is taken", [s.jobs("state=lost")]),
    "tag-ignored": ("tag chooses: it does not", [*THREE, s.jobs("tag=a")]),
    "tag-by-start": ("a tag is exactly that: it begins so", [*THREE, s.jobs("tag=al")]),
    "tag-first-only": ("any tag is looked at: the first is", [*THREE, s.jobs("tag=all")]),
    "tag-any": ("a tag of 21 is 400: it is taken", [s.jobs("tag=" + "a" * 21)]),
    "credits-sort-ignored": ("credits sort: they do not", [*COSTS, s.jobs("sort=credits")]),
    "credits-always-up": ("-credits sorts down: up", [*COSTS, s.jobs("sort=-credits")]),
    "credits-as-text": ("credits sort as numbers: as texts", [*COSTS, s.jobs("sort=credits")]),
    "credits-ties-oldest": (
        "jobs of one cost are newest first: oldest first",
        [*COSTS, s.jobs("sort=credits")],
    ),
    "sort-any": ("an unknown order is 400: it is taken", [s.jobs("sort=title")]),
    "limit-0": ("limits begin at 1: 0 is taken", [s.jobs("limit=0")]),
    "limit-101": ("limits end at 100: 101 is taken", [s.jobs("limit=101")]),
    "limit-100-refused": ("limits end at 100: it is refused", [s.jobs("limit=100")]),
    "limit-clamped": ("a limit above 100 is 400: it is 100", [s.jobs("limit=500")]),
    "limit-2-by-default": ("twenty stand on a page: two", [*THREE, MINE]),
    "cursor-any": ("an unknown cursor is 400: it is taken", [s.jobs("cursor=x")]),
    "jobs-cursor-ignored": (
        "a cursor leads on: to the first page",
        [*THREE, s.jobs("limit=1"), s.jobs("limit=1&cursor={cursor}")],
    ),
    "jobs-skip": (
        "a cursor leads to the next: one is left out",
        [*THREE, s.jobs("limit=1"), s.jobs("limit=1&cursor={cursor}")],
    ),
    "jobs-again": (
        "a cursor leads to the next: one comes twice",
        [*THREE, s.jobs("limit=1"), s.jobs("limit=1&cursor={cursor}")],
    ),
    "jobs-one-too-many": ("limit is the most: one more", [*THREE, s.jobs("limit=1")]),
    "jobs-more-less": (
        "has_more when there is more: not on the second page",
        [*THREE, s.jobs("limit=1"), s.jobs("limit=1&cursor={cursor}")],
    ),
    "jobs-cursor-on-last": ("the last page leads nowhere: it leads on", [s.S, MINE]),
}
AGAIN: Final[Cases] = {
    "key-ignored": ("one key makes one job: two", [KEYED, KEYED, MINE]),
    "key-shared": ("another body is 409: it is answered", [KEYED, s.job(s.music_body(), **KEY)]),
    "key-any": ("a key of 7 is 400: it is taken", [s.job(s.S.body, idempotency_key="abcdefg")]),
    "replay-200": ("the first answer is given again: with 200", [KEYED, KEYED]),
    "key-conflict-422": ("another body is 409: it is 422", [KEYED, s.job(s.music_body(), **KEY)]),
}
CRASHES: Final[Cases] = {
    "four-layers-crash": ("four layers are taken: an error", [s.effect(layers=FOUR)]),
    "pitch-crash": ("a pitch of -12 is taken: an error", [s.speech(pitch=-12)]),
    "four-formats-crash": (
        "four formats are taken: an error",
        [s.transcript(formats=["txt", "srt", "vtt", "json"])],
    ),
    "text-crash": ("any characters are taken: an error", [s.speech(text="Grüße")]),
    "loop-crash": ("music in loops is taken: an error", [s.music(loop=True)]),
}
