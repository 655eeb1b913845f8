"""Bodies that name what is of the wrong kind, or not yet what it has to be."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade, asked_in, reply

from tallystick.fuzz.journeys.sourcing import Shown, Source, Trial, lacking
from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending.transport import Wire
from tallystick.text import Json

pytestmark = pytest.mark.usefixtures("hurried")

OK = 200
SAID = "There is no such waltz or polka that is done."
SORTS = ["waltz", "polka", "march"]
SONG: dict[str, Any] = {
    "type": "object",
    "required": ["id", "state", "kind"],
    "properties": {
        "id": {"type": "string"},
        "state": {"enum": ["waiting", "done"]},
        "kind": {"enum": SORTS},
    },
    "x-lifecycle": {
        "member": "state",
        "initial": "waiting",
        "success": ["done"],
        "states": {"waiting": {"next": ["done"]}, "done": {"next": []}},
    },
}
DISC: dict[str, Any] = {"type": "object", "properties": {"id": {"type": "string"}}}


def document(said: str = SAID) -> dict[str, Any]:
    """Return a document of songs, and of discs that name one."""
    kind: dict[str, Any] = {"type": "object", "required": ["kind"], "additionalProperties": False}
    kind["properties"] = {"kind": {"enum": SORTS}}
    song: dict[str, Any] = {"type": "object", "required": ["song_id"]}
    song["properties"] = {
        "song_id": {"type": "string"},
        "loud": {"type": "boolean"},
        "use": {"enum": ["Dance", "Parade"]},
    }
    rule = {"id": "song-known", "status": "server", "message": said, "fieldPath": ".song_id"}
    song = {**song, "additionalProperties": False, "x-validations": [rule]}
    no = {status: {"description": "No."} for status in ("400", "404", "422")}
    named: dict[str, Any] = {"name": "id", "in": "path", "required": True}
    named["schema"] = {"type": "string"}

    def content(schema: Json) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": schema}}}

    def make(name: str, asked: Json, shown: Json) -> dict[str, Any]:
        body = {"requestBody": {"required": True, **content(asked)}}
        good = {"201": {"description": "It.", **content(shown)}}
        return {"post": {"operationId": name, **body, "responses": {**good, **no}}}

    def look(name: str, shown: Json) -> dict[str, Any]:
        good = {"200": {"description": "It.", **content(shown)}}
        return {"get": {"operationId": name, "parameters": [named], "responses": {**good, **no}}}

    return {
        "openapi": "3.1.0",
        "info": {"title": "Discs", "version": "1"},
        "paths": {
            "/songs": make("sing", kind, SONG),
            "/songs/{id}": look("hear", SONG),
            "/discs": make("press", song, DISC),
            "/discs/{id}": look("play", DISC),
        },
    }


class Studio(Handmade):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin without songs."""
        self.wrong = wrong
        self.songs: list[dict[str, Any]] = []
        self.looks: list[int] = []
        self.discs = 0

    def _one(self, request: Wire) -> Reply:
        _, path, *rest = request.target.split("/")
        asked = asked_in(request.body)
        if request.method == "POST":
            told = asked if isinstance(asked, dict) else {}
            return self._sung(told) if path == "songs" else self._pressed(told)
        name = rest[0] if rest else ""
        if path == "discs":
            known = name.isdecimal() and int(name) < self.discs
            return reply(200, {"id": name}) if known else Reply(status=404)
        if not name.isdecimal() or int(name) >= len(self.songs):
            return Reply(status=404)
        song = self.songs[int(name)]
        self.looks[int(name)] += 1
        if self.looks[int(name)] > 1:
            song["state"] = "done"
        return reply(200, song)

    def _sung(self, told: dict[str, Any]) -> Reply:
        if [*told] != ["kind"] or told["kind"] not in SORTS:
            return Reply(status=422)
        self.songs.append({"id": str(len(self.songs)), "state": "waiting", **told})
        self.looks.append(0)
        return reply(201, self.songs[-1])

    def _pressed(self, told: dict[str, Any]) -> Reply:
        known = {"song_id", "loud", "use"}
        loud, use = told.get("loud", True), str(told.get("use", "Dance"))
        if (
            use not in {"Dance", "Parade"}
            or not {"song_id"} <= told.keys() <= known
            or not isinstance(loud, bool)
        ):
            return Reply(status=422)
        song = next((it for it in self.songs if it["id"] == told["song_id"]), None)
        early = song is not None and song["state"] != "done" and self.wrong != "state"
        other = song is not None and song["kind"] == "march" and self.wrong != "kind"
        unheard = self.wrong == "anything" and isinstance(told["song_id"], str)
        if (song is None or early or other) and not unheard:
            return Reply(status=422)
        self.discs += 1
        return reply(201, {"id": str(self.discs - 1)})


@pytest.fixture
def found(lived: Callable[..., dict[str, str]]) -> Callable[..., dict[str, str]]:
    """Return a function that runs a campaign against a studio: the weight of each finding."""
    return lambda wrong, said=SAID: lived(document(said), Studio(wrong))


UNFIT = {"unfit-named press song-known /song_id": "warning"}


@pytest.mark.parametrize("wrong", ["state", "kind"])
def test_what_may_not_be_named(wrong: str, found: Callable[..., dict[str, str]]) -> None:
    """It is named, and told when it is taken."""
    assert found(wrong) == UNFIT


def test_a_true_studio(found: Callable[..., dict[str, str]]) -> None:
    """Nothing is found."""
    assert found("") == {}


@pytest.mark.parametrize("said", ["There is no such song.", "A song that is not done."])
def test_words_that_say_less(said: str, found: Callable[..., dict[str, str]]) -> None:
    """Where no kind or state is named, or words deny something, nothing is judged."""
    assert found("state", said) == {}


NOTHING = {"nothing-named press song-known /song_id": "warning"}


def test_where_nobody_looks_nothing_is_judged(found: Callable[..., dict[str, str]]) -> None:
    """Who takes names of nothing, and all others, looks at none."""
    assert found("anything") == {}


@pytest.mark.parametrize(("loose", "told"), [((), NOTHING), (("waiting",), {**NOTHING, **UNFIT})])
def test_one_finding_hides_no_other_one(
    loose: tuple[str, ...], told: dict[str, str], lived: Callable[..., dict[str, str]]
) -> None:
    """Where a name of nothing is taken, and some are refused, all that is taken is told."""

    class Careless(Studio):
        def _pressed(self, told: dict[str, Any]) -> Reply:
            name = told.get("song_id")
            song = next((it for it in self.songs if it["id"] == name), None)
            fits = song is None or song["state"] in loose
            self.wrong = "anything" if fits and (song is None or song["kind"] != "march") else ""
            return super()._pressed(told)

    assert lived(document(), Careless()) == told


EACH = "A waltz for 'Dance', a march for `Parade`."


@pytest.mark.parametrize(("wrong", "told"), [("uses", UNFIT), ("", {})])
def test_each_kind_of_bodies_names_its_own(
    wrong: str, told: dict[str, str], lived: Callable[..., dict[str, str]]
) -> None:
    """What is right in one kind of bodies is wrong in another one."""

    class Hall(Studio):
        def _pressed(self, told: dict[str, Any]) -> Reply:
            song = next((it for it in self.songs if it["id"] == told.get("song_id")), None)
            uses = {"Dance": "waltz", "Parade": "march"}
            fits = song is not None and song["kind"] == uses.get(str(told.get("use", "")))
            if not fits and (song is None or wrong != "uses" or told.get("use") != "Parade"):
                return Reply(status=422)
            if {*told} - {"song_id", "loud", "use"} or not isinstance(told.get("loud", True), bool):
                return Reply(status=422)
            self.discs += 1
            return reply(201, {"id": str(self.discs - 1)})

    asked = document(EACH)
    body = asked["paths"]["/discs"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    body["required"] = ["song_id", "use"]
    assert lived(asked, Hall()) == told


@pytest.mark.parametrize(("loose", "told"), [("Dance", UNFIT), ("Parade", UNFIT), ("", {})])
def test_kinds_that_name_the_same_are_tried_each(
    loose: str, told: dict[str, str], lived: Callable[..., dict[str, str]]
) -> None:
    """What is wrong in both kinds of bodies may be taken in one of them alone."""

    class Hall(Studio):
        def _pressed(self, told: dict[str, Any]) -> Reply:
            song = next((it for it in self.songs if it["id"] == told.get("song_id")), None)
            if song is None or (song["kind"] != "waltz" and told.get("use") != loose):
                return Reply(status=422)
            self.wrong = "kind"
            return super()._pressed(told) if "use" in told else Reply(status=422)

    asked = document("A waltz for 'Dance' and 'Parade'.")
    body = asked["paths"]["/discs"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    body["required"] = ["song_id", "use"]
    assert lived(asked, Hall()) == told


REFUSED = {"fit-refused press song-known /song_id": "warning"}


@pytest.mark.parametrize(
    ("often", "rule", "told"),
    [
        (1, "song-known", REFUSED),
        (1, "", REFUSED),
        (1, "too-old", {}),
        (2, "song-known", {}),
        (0, "song-known", {}),
    ],
)
def test_what_words_allow_is_taken(
    often: int, rule: str, told: dict[str, str], lived: Callable[..., dict[str, str]]
) -> None:
    """A sort that is refused each time is told, unless by another rule."""

    class Picky(Studio):
        def _pressed(self, told: dict[str, Any]) -> Reply:
            name = str(told.get("song_id"))
            song = next((it for it in self.songs if it["id"] == name), None)
            polkas = [it["id"] for it in self.songs if it["kind"] == "polka"]
            mine = song is not None and song["kind"] == "polka"
            if mine and often and polkas.index(name) % often == 0:
                return reply(422, {"rule": rule} if rule else {})
            return super()._pressed(told)

    asked = document()
    body = asked["paths"]["/discs"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    old = {"id": "too-old", "status": "server", "message": "Too old.", "fieldPath": ".song_id"}
    body["x-validations"].append(old)
    assert lived(asked, Picky()) == told


def test_where_all_is_refused_no_sort_is(lived: Callable[..., dict[str, str]]) -> None:
    """Who takes nothing more says nothing of what is named."""

    class Closing(Studio):
        refusals = 0

        def _pressed(self, told: dict[str, Any]) -> Reply:
            name = told.get("song_id")
            song = next((it for it in self.songs if it["id"] == name), None)
            self.refusals += song is not None and song["kind"] == "polka"
            if self.refusals > 1 or (song is not None and song["kind"] == "polka"):
                return reply(422, {"rule": "song-known"})
            return super()._pressed(told)

    assert lived(document(), Closing()) == {}


def spoilable(*, titled: bool) -> dict[str, Any]:
    """Return a document of songs that may be spoilt, and that may have a title."""
    asked = document()
    song: dict[str, Any] = deepcopy(SONG)
    song["properties"]["state"] = {"enum": ["waiting", "done", "spoilt"]}
    states = {"waiting": {"next": ["done", "spoilt"]}, "done": {"next": []}, "spoilt": {"next": []}}
    song["x-lifecycle"]["states"] = states
    for path, method, status in (("/songs", "post", "201"), ("/songs/{id}", "get", "200")):
        answer = asked["paths"][path][method]["responses"][status]
        answer["content"]["application/json"]["schema"] = song
    if titled:
        body = asked["paths"]["/songs"]["post"]["requestBody"]["content"]["application/json"]
        body["schema"]["properties"]["title"] = {"type": "string"}
    return asked


class Spoiling(Studio):
    """A studio in which some songs are spoilt: every fifth, or those with a title that says so."""

    def __init__(self, wrong: str = "", *, titled: bool) -> None:
        """Begin without songs."""
        super().__init__(wrong)
        self.titled = titled
        self.titles: list[str] = []

    def _sung(self, told: dict[str, Any]) -> Reply:
        title = told.pop("title", "") if self.titled else ""
        answer = super()._sung(told) if isinstance(title, str) else Reply(status=422)
        self.titles += [title] * (len(self.songs) - len(self.titles))
        return answer

    def _one(self, request: Wire) -> Reply:
        answer = super()._one(request)
        for number, song in enumerate(self.songs):
            bad = "spoilt" in self.titles[number] if self.titled else number % 5 == 1
            if song["state"] == "done" and bad:
                song["state"] = "spoilt"
        shown = request.method == "GET" and "/songs/" in request.target and answer.status == OK
        return reply(OK, self.songs[int(request.target.rpartition("/")[2])]) if shown else answer

    def _pressed(self, told: dict[str, Any]) -> Reply:
        song = next((it for it in self.songs if it["id"] == told.get("song_id")), None)
        if song is None or song["state"] != "spoilt" or self.wrong != "spoilt":
            return super()._pressed(told)
        song["state"] = "done"
        answer = super()._pressed(told)
        song["state"] = "spoilt"
        return answer


@pytest.mark.parametrize("titled", [False, True])
@pytest.mark.parametrize(("wrong", "told"), [("spoilt", UNFIT), ("", {})])
def test_what_failed_is_named(
    wrong: str, told: dict[str, str], lived: Callable[..., dict[str, str]], *, titled: bool
) -> None:
    """What failed is no more taken than what is not done; if need be it is made to fail."""
    assert lived(spoilable(titled=titled), Spoiling(wrong, titled=titled)) == told


def test_what_lacks_another_thing_comes_before_more_of_the_same() -> None:
    """However many are of the wrong kind, one that failed is among the first."""
    nobody: Any = None
    wanted = {"kind": frozenset({"waltz"}), "state": frozenset({"done"})}
    trial = Trial(Source(nobody, nobody, "song-known", wanted, {}), nobody, {("kind", "jig")})
    kinds = ["polka", "march", "polka", "jig", "reel", "waltz"]
    known = [Shown(nobody, {"kind": kind, "state": "done"}) for kind in kinds]
    known += [Shown(nobody, {"kind": "waltz", "state": "spoilt"})]
    known += [Shown(nobody, {"kind": "reel", "state": "spoilt"})]
    named = [trial.source.lacks(it.value)[0][1] for it in lacking(trial, known)]
    assert named == ["polka", "spoilt", "march", "reel"]
