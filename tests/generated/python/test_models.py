"""The flagship's models and rules: strict in requests, forgiving in responses."""

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

REF = {"url": "https://example.com/a.png"}
ANSWER = {
    "id": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e",
    "created_at": "2026-01-01T00:00:00Z",
    "model": "uni-1",
    "state": "queued",
    "type": "image",
}
Encode = Callable[..., Any]


@pytest.fixture(name="encode")
def _encode(luma: ModuleType) -> Encode:
    """Return what a method does with its body."""
    model = __import__("luma_agents._model", fromlist=["encode"])
    rules = __import__("luma_agents.rules", fromlist=["generation_create_params"])

    def encode(body: dict[str, Any], *, check: bool = True) -> Any:
        kind, judge = luma.types.GenerationCreateParams, rules.generation_create_params
        return model.encode(kind, body, judge, check=check)

    return encode


def refusals(luma: ModuleType, encode: Encode, body: dict[str, Any]) -> list[tuple[str, str]]:
    """Return (pointer, rule) of all that is wrong with a body."""
    with pytest.raises(luma.RuleViolationError) as caught:
        encode(body)
    assert all(item.message for item in caught.value.violations)
    return [(item.pointer, item.rule) for item in caught.value.violations]


def test_what_is_judged_is_what_is_sent(luma: ModuleType, encode: Encode) -> None:
    """What is judged is what is sent."""
    ref = luma.types.ImageRef(data="aGk=", media_type="image/png")
    body = {"prompt": "x", "user_id": None, "style": luma.OMIT, "image_ref": iter([REF, ref])}
    assert json.loads(encode(body)) == {
        "prompt": "x",
        "user_id": None,
        "image_ref": [REF, {"data": "aGk=", "media_type": "image/png"}],
    }


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/prompt"),
        ({"prompt": ""}, "/prompt"),
        ({"prompt": "x" * 6001}, "/prompt"),
        ({"prompt": None}, "/prompt"),
        ({"prompt": 5}, "/prompt"),
        ({"prompt": "x", "style": None}, "/style"),
        ({"prompt": "x", "style": "comic"}, "/style"),
        ({"prompt": "x", "web_search": "yes"}, "/web_search"),
        ({"prompt": "x", "unknown": 1}, "/unknown"),
        ({"prompt": "x", "source": {"generation_id": "no uuid"}}, "/source/generation_id"),
        ({"prompt": "x", "image_ref": [REF] * 10}, "/image_ref"),
        ({"prompt": "x", "video": {"source_position": {}}}, "/video/source_position/h_norm"),
    ],
)
def test_a_request_is_as_strict_as_its_schema(
    body: dict[str, Any], pointer: str, luma: ModuleType, encode: Encode
) -> None:
    """A request is as strict as its schema."""
    assert refusals(luma, encode, body)[0][0] == pointer


def test_all_broken_rules_of_a_message_are_named(luma: ModuleType, encode: Encode) -> None:
    """All broken rules of a message are named."""
    video = {"loop": True, "duration": "10s", "hdr": True}
    body = {"prompt": "x", "model": "ray-3.2", "type": "video", "video": video}
    assert refusals(luma, encode, body) == [
        ("/video/loop", "loop-not-10s"),
        ("/video/loop", "loop-not-hdr"),
    ]
    nested = {"prompt": "x", "image_ref": [REF, {"url": "u", "data": "d"}]}
    assert refusals(luma, encode, nested) == [
        ("/image_ref/1", "ref-exactly-one"),
        ("/image_ref/1/media_type", "ref-data-needs-media-type"),
    ]


def test_null_counts_as_not_given(encode: Encode) -> None:
    """Null counts as not given."""
    body = {"prompt": "x", "source": None, "video": None, "user_id": None}
    assert json.loads(encode(body)) == body


def test_without_rules_anything_is_sent(encode: Encode) -> None:
    """Without rules anything is sent."""
    body = {"prompt": 5, "unknown": True}
    assert encode(body, check=False) == body


def test_what_has_no_json_form_is_refused(luma: ModuleType, encode: Encode) -> None:
    """What has no json form is refused."""
    for value in (object(), "\ud800"):
        with pytest.raises(luma.InvalidRequestError, match="no JSON form"):
            encode({"prompt": value})
    assert refusals(luma, encode, {"prompt": "x", "video": {"hdr": float("nan")}})


def test_a_response_keeps_what_it_does_not_know(luma: ModuleType) -> None:
    """A response keeps what it does not know."""
    answer = {**ANSWER, "state": "paused", "model": "uni-9", "cost": {"cents": 4}}
    made = luma.types.Generation.model_validate_json(json.dumps(answer))
    assert (made.state, made.model, made.cost) == ("paused", "uni-9", {"cents": 4})
    assert made.output is None


@pytest.mark.parametrize("name", ANSWER)
def test_a_response_without_a_required_member_is_an_error(name: str, luma: ModuleType) -> None:
    """A response without a required member is an error."""
    answer = {key: value for key, value in ANSWER.items() if key != name}
    for broken in (answer, {**answer, name: None}, {**answer, name: 5}):
        with pytest.raises(ValueError, match=name):
            luma.types.Generation.model_validate_json(json.dumps(broken))


@pytest.mark.parametrize(
    ("method", "arguments", "hint"),
    [
        ("create", {"prompt": "x", "styl": "auto"}, "create.*'styl'; did you mean 'style'"),
        ("create", {"prompt": "x", "modle": "ray-3.2", "type": "video"}, "'modle'.*'model'"),
        ("get", {"generation_id": "x", "max_retry": 1}, "get.*'max_retry'.*'max_retries'"),
        ("wait", {"generation": "x", "poll": 1}, "wait.*'poll'"),
        ("download", {"generation": "x", "to": "y", "overwite": True}, "'overwrite'"),
        ("create_and_wait", {"prompt": "x", "styl": "auto"}, "'styl'; did you mean 'style'"),
        ("create_and_wait", {"prompt": "x", "zzzz": 1}, "'zzzz'$"),
    ],
)
def test_an_argument_that_does_not_exist_is_an_error(
    method: str, arguments: dict[str, Any], hint: str, luma: ModuleType
) -> None:
    """It is Python's own error, it comes before all others, and nothing is sent."""
    with luma.Luma(auth_token="t", base_url="http://127.0.0.1:9") as client:
        resource = client.generations
        with pytest.raises(TypeError, match=hint):
            getattr(resource, method)(**arguments)
