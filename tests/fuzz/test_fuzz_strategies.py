"""Bodies for Hypothesis, and tests for pytest."""

import json
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

from tallystick.fuzz import Example, case
from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.plugin import Claimed
from tallystick.fuzz.sending.sender import StoppedError
from tallystick.fuzz.strategies import request_bodies
from tallystick.ir import Api, TypeId
from tallystick.text import Json

PLAIN_MANY = settings(max_examples=2000, deadline=None, database=None)
PLAIN = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def body(api: Api) -> TypeId:
    """Return the type of the request body."""
    assert api.operations[0].body is not None
    found = api.operations[0].body.contents[0].type
    assert found is not None
    return found


def test_bodies_are_valid_and_shrink(box: Api) -> None:
    """Every one is; the smallest of a kind is found."""
    judging = Judging(box)
    strategy = request_bodies(box, "makeBox")

    @PLAIN
    @given(strategy)
    def check(value: object) -> None:
        assert judging.broken(body(box), value).nothing  # type: ignore[arg-type]  # JSON

    check()
    smallest = find(strategy, lambda value: isinstance(value, dict) and value["kind"] == "shut")
    assert set(smallest) >= {"name", "kind", "lid"}  # type: ignore[arg-type]  # a dict, as found


@pytest.mark.parametrize("rule", ["shut-needs-lid", "round-is-light", "part-below-9"])
def test_bodies_break_the_rule_alone(box: Api, rule: str) -> None:
    """And nothing else."""
    judging = Judging(box)

    @PLAIN
    @given(request_bodies(box, "makeBox", violating=rule))
    def check(value: object) -> None:
        found = judging.broken(body(box), value)  # type: ignore[arg-type]  # JSON
        assert not found.keywords
        assert {name for name, _ in found.rules} == {rule}

    check()


@pytest.mark.parametrize(
    ("operation", "rule", "said"),
    [
        ("nothing", None, "no operation"),
        ("getBox", None, "no JSON body"),
        ("makeBox", "nothing", "no rule"),
    ],
)
def test_what_there_is_not(box: Api, operation: str, rule: str | None, said: str) -> None:
    """A sentence says so."""
    with pytest.raises(ValueError, match=said):
        request_bodies(box, operation, violating=rule)


def test_every_rule_of_a_place_can_be_violated_in_many_ways(box: Api) -> None:
    """Bodies differ, and the smallest that shows something is found."""
    strategy = request_bodies(box, "makeBox", violating="part-below-9")
    two = find(strategy, lambda body: len(body["parts"]) > 1)
    assert set(two) == {"name", "kind", "parts"}  # type: ignore[arg-type]  # a dict, as found
    heavy = find(strategy, lambda body: body.get("weight", 0) > 20)
    assert isinstance(heavy, dict)


def test_numbers_between_the_bounds_are_drawn(box: Api) -> None:
    """And a failure shrinks to the next one that shows it."""
    strategy = request_bodies(box, "makeBox")
    found = find(strategy, lambda body: 12 < body.get("weight", 0) < 18, settings=PLAIN_MANY)
    assert set(found) == {"name", "kind", "weight"}  # type: ignore[arg-type]  # a dict, as found
    assert found["weight"] == 13  # type: ignore[index,call-overload]  # a dict, as found


def test_bodies_differ_in_shape(box: Api) -> None:
    """Members are there and not, and every kind comes up.

    What Hypothesis draws depends on the modules that are loaded, so many bodies are drawn.
    """
    shapes: set[tuple[str, ...]] = set()
    kinds: set[object] = set()

    @settings(PLAIN, derandomize=True, max_examples=240)
    @given(request_bodies(box, "makeBox"))
    def look(value: object) -> None:
        assert isinstance(value, dict)
        shapes.add(tuple(sorted(value)))
        kinds.add(value["kind"])

    look()
    assert kinds == {"open", "shut", "round"}
    assert len(shapes) >= 6


def test_strategies_compose(box: Api) -> None:
    """They are strategies like others."""
    pairs = st.tuples(request_bodies(box, "makeBox"), st.booleans())
    assert isinstance(find(pairs, lambda _: True)[0], dict)


def test_the_decorator_gives_requests(box: Api) -> None:
    """Each breaks the rule, and is sent as the document says."""
    seen: list[Example] = []

    @PLAIN
    @case(box, "makeBox", violating="shut-needs-lid")
    def check(case: Example) -> None:
        seen.append(case)

    check()
    assert seen
    judging = Judging(box)
    for each in seen:
        assert (each.method, each.path, each.violating) == ("POST", "/boxes", "shut-needs-lid")
        assert each.headers == {"Content-Type": "application/json"}
        assert judging.broken(body(box), json.loads(each.content or b"")).rules == {
            ("shut-needs-lid", "")
        }


def test_a_failure_of_the_decorator_is_shrunk(box: Api) -> None:
    """As with Hypothesis' own."""

    @settings(PLAIN, database=None)
    @case(box, "makeBox")
    def check(case: Example) -> None:
        assert cast("dict[str, Json]", case.body)["kind"] != "round", case.body

    with pytest.raises(AssertionError) as caught:
        check()
    assert "'kind': 'round'" in str(caught.value)


FAILING = """
import sys
from hypothesis import given, settings
from tallystick.fuzz import case
from tallystick.fuzz.strategies import request_bodies

@settings(database=None, deadline=None)
@case(sys.argv[1], "makeBox")
def asked(case): assert case.body["kind"] != "round"

@settings(database=None, deadline=None)
@given(request_bodies(sys.argv[1], "makeBox"))
def sent(body): assert body["kind"] != "round"

for test in (asked, sent):
    try:
        test()
    except AssertionError as error:
        print(" ".join(" ".join(error.__notes__).split()))
"""


def test_a_failure_shows_the_request(tmp_path: Path, document: dict[str, Any]) -> None:
    """As it is, and not how it was made. By itself: plugins of pytest change what is shown."""
    path = tmp_path / "box.json"
    path.write_text(json.dumps(document))
    words = [sys.executable, "-c", FAILING, str(path)]
    asked, sent = subprocess.run(
        words, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert "case=Example(operation='makeBox', method='POST', path='/boxes', body={'" in asked
    assert "curl -i -X POST -H 'Content-Type: application/json'" in asked
    assert "body={'" in sent


def test_plugin(tmp_path: Path, document: dict[str, Any]) -> None:
    """One test per operation and claim; the one of a forgotten rule fails with a command."""
    true, false = tmp_path / "true.json", tmp_path / "false.json"
    true.write_text(json.dumps(document))
    del document["components"]["schemas"]["Order"]["x-validations"][0]
    false.write_text(json.dumps(document))
    serve = [sys.executable, "-m", "tallystick", "serve", str(false), "--port", "0"]
    server = subprocess.Popen([*serve, "--token", "mine"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        url = server.stdout.readline().split()[-1]
        words = ["-p", "no:cacheprovider", f"--tally-spec={true}", f"--tally-url={url}"]
        plugin = [] if _installed() else ["-p", "tallystick.fuzz.plugin"]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *plugin, *words, "--tally-auth=mine", "-v"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        server.terminate()
        server.communicate()
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed" in done.stdout
    assert "getBox request:unknown" in done.stdout
    assert "getBox request:valid" in done.stdout
    assert "makeBox shut-needs-lid" in done.stdout
    assert "curl -i -X POST" in done.stdout


def test_the_plugin_says_plainly_that_nobody_answers() -> None:
    """One line for each test, and no traceback."""
    test = object.__new__(Claimed)
    with pytest.raises(StoppedError) as caught:
        raise StoppedError("the server does not answer: refused")
    assert test.repr_failure(caught) == "the server does not answer: refused"


def _installed() -> bool:
    return any(each.name == "tallystick" for each in entry_points(group="pytest11"))
