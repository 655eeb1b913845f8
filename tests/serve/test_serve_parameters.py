"""Parameters of every style and place, read into the types that their schemas say."""

from collections.abc import Iterable
from typing import Any

import pytest

from tallystick.serve.behaviour import Answer, Behaviour, Request, Resources

POINT = {"x": 1, "y": 2}


class Echo(Behaviour):
    """Answers with the parameters as they were read."""

    def answer(self, request: Request, resources: Resources) -> Answer:
        """Return every parameter by name."""
        del resources
        return Answer(body={name: value for (_, name), value in request.parameters.items()})


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/simple/3,4,5", [3, 4, 5]),
        ("/simple/3%2C4", [3, 4]),
        ("/simple/7", [7]),
        ("/simpleObject/x,1,y,2", POINT),
        ("/simpleExplode/x=1,y=2", POINT),
        ("/label/.a,b", ["a", "b"]),
        ("/labelExplode/.a.b", ["a", "b"]),
        ("/matrix/;a=3,4", [3, 4]),
        ("/matrixExplode/;a=3;a=4", [3, 4]),
        ("/matrixObject/;x=1;y=2", POINT),
    ],
)
def test_path_styles(serve: Any, path: str, value: object) -> None:
    """As the table of OpenAPI spells them, and as clients escape them."""
    answer = serve("styles", behaviour=Echo()).get(path)
    assert (answer.status_code, answer.json()) == (200, {"a": value})


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("/simple/3,x", "schema:type"),
        ("/simpleObject/x,1,y", "schema:type"),
        ("/simpleObject/x,1", "schema:required"),
        ("/label/a,b", "parameter:unreadable"),
        ("/matrix/a=3", "parameter:unreadable"),
        ("/matrix/;b=3", "parameter:unreadable"),
    ],
)
def test_path_styles_refused(serve: Any, path: str, rule: str) -> None:
    """The parameter is named beside the pointer into its value."""
    kitchen = serve("styles")
    answer = kitchen.get(path)
    assert answer.status_code == 400
    assert [name for _, name in kitchen.faults(answer)] == [rule]
    assert answer.json()["errors"][0]["parameter"] == "path.a"


def test_segments_are_told_apart_and_decoded(serve: Any) -> None:
    """A fixed path wins; an escaped slash is no separator."""
    kitchen = serve("styles", behaviour=Echo())
    assert kitchen.get("/files/a%2Fb.tar.gz").json() == {"name": "a/b", "kind": "tar.gz"}
    assert kitchen.get("/files/latest").json() == {}
    assert kitchen.get("/files/nodot").status_code == 404


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("int=3", {"int": 3}),
        ("num=1.5e1", {"num": 15.0}),
        ("num=2", {"num": 2}),
        ("flag=true", {"flag": True}),
        ("text=3", {"text": "3"}),
        ("text=a%26b+c", {"text": "a&b c"}),
        ("text=", {"text": ""}),
        ("either=3", {"either": 3}),
        ("either=3a", {"either": "3a"}),
        ("maybe=", {"maybe": None}),
        ("maybe=null", {"maybe": None}),
        ("colour=1", {"colour": 1}),
        ("colour=1x", {"colour": "1x"}),
        ("colour=true", {"colour": True}),
        ("form=1&form=2", {"form": [1, 2]}),
        ("form=1", {"form": [1]}),
        ("comma=a,b", {"comma": ["a", "b"]}),
        ("comma=a%2Cb,c", {"comma": ["a,b", "c"]}),
        ("commaObject=x,1,y,2", {"commaObject": POINT}),
        ("space=1%202", {"space": [1, 2]}),
        ("space=1+2", {"space": [1, 2]}),
        ("pipe=1|2", {"pipe": [1, 2]}),
        ("pipe=1%7C2", {"pipe": [1, 2]}),
        ("deep[n]=4&deep[tags]=a&deep[tags]=b", {"deep": {"n": 4, "tags": ["a", "b"]}}),
        ("deep[at][x]=1&deep[at][y]=2", {"deep": {"at": POINT}}),
        ("deep%5Btags%5D%5B%5D=a", {"deep": {"tags": ["a"]}}),
        ("deep[tags][1]=b&deep[tags][0]=a", {"deep": {"tags": ["a", "b"]}}),
        ("json=%7B%22x%22:1,%22y%22:2%7D", {"json": POINT}),
        ("empty=", {"empty": ""}),
        ("unknown=1", {}),
    ],
)
def test_query_styles(serve: Any, query: str, value: object) -> None:
    """Text becomes the type that the schema wants, and stays text where it must."""
    answer = serve("styles", behaviour=Echo()).get(f"/query?{query}")
    assert (answer.status_code, answer.json()) == (200, value)


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("int=x", "schema:type"),
        ("int=0", "schema:minimum"),
        ("int=1_0", "schema:type"),
        ("int=%D9%A3", "schema:type"),
        ("num=NaN", "schema:type"),
        ("num=1e999", "schema:type"),
        ("flag=yes", "schema:type"),
        ("colour=2", "schema:enum"),
        ("form=1&form=b", "schema:type"),
        ("deep[n]=x", "schema:type"),
        ("json={", "parameter:unreadable"),
        ("json=%7B%7D", "schema:required"),
        ("int=" + "9" * 5000, "schema:type"),
    ],
)
def test_query_styles_refused(serve: Any, query: str, fault: str) -> None:
    """Nothing that only looks like a number is one."""
    kitchen = serve("styles")
    answer = kitchen.get(f"/query?{query}")
    assert answer.status_code == 400
    assert kitchen.faults(answer)[0][1] == fault


def test_an_exploded_object_takes_its_members_from_the_query(serve: Any) -> None:
    """And leaves the other parameters alone."""
    kitchen = serve("styles", behaviour=Echo())
    assert kitchen.get("/exploded?x=1&need=n&y=2").json() == {"point": POINT, "need": "n"}
    assert kitchen.get("/exploded?need=n").json() == {"need": "n"}
    assert kitchen.faults(kitchen.get("/exploded?x=1&need=n")) == [("/y", "schema:required")]
    assert kitchen.faults(kitchen.get("/exploded")) == [("", "parameter:missing")]


def test_headers_and_cookies(serve: Any) -> None:
    """`Accept` is no parameter, whatever a document says."""
    kitchen = serve("styles", behaviour=Echo())
    headers = {
        "x-ints": "1, 2,3",
        "x-point": "x=1,y=2",
        "cookie": "a=b; session=42",
        "x-need": "ok",
        "accept": "*/*",
    }
    answer = kitchen.get("/others", headers=headers)
    expected = {"x-ints": [1, 2, 3], "x-point": POINT, "session": 42, "x-need": "ok"}
    assert answer.json() == expected
    assert kitchen.faults(kitchen.get("/others")) == [("", "parameter:missing")]


def test_all_faults_are_told_at_once(serve: Any) -> None:
    """A caller mends them in one go."""
    kitchen = serve("styles")
    named = [e["parameter"] for e in kitchen.get("/query?int=x&flag=y&num=1").json()["errors"]]
    assert named == ["query.int", "query.flag"]


def test_the_choice_among_many_meanings_is_bounded(serve: Any) -> None:
    """Twenty items of two meanings each would be a million lists."""
    items: Iterable[str] = ["form=1"] * 20 + ["form=x"]
    assert serve("styles").get("/query?" + "&".join(items)).status_code == 400
