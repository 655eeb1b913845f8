"""The documents say what the pages say: every member, enum, bound, format, null, description."""

from typing import Any

import pytest

from .contract import Contract

Facts = dict[str, Any]

BOUNDS = (
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "pattern",
    "format",
)


def test_exactly_the_schemas_of_the_pages_exist(contract: Contract, facts: Facts) -> None:
    """Nothing is missing, and beyond the pages there are only the problem bodies."""
    assert set(contract.schemas) == set(facts) | {"Problem", "ProblemError"}


def test_every_member_is_as_on_its_page(contract: Contract, facts: Facts) -> None:
    """Type, enum in order, required, null, bounds, format and words, and nothing besides."""
    for name, fact in facts.items():
        schema = contract.schemas[name]
        said = {member: _without_page(said) for member, said in fact.get("members", {}).items()}
        found = {member: _member(schema, member) for member in schema.get("properties", ())}
        assert found == said, name


def test_every_schema_is_as_on_its_page(contract: Contract, facts: Facts) -> None:
    """Its words and enum; requests refuse unknown members, responses take them."""
    for name, fact in facts.items():
        schema = contract.schemas[name]
        assert schema.get("description", "") == fact.get("words", ""), name
        assert schema.get("enum", []) == fact.get("enum", []), name
        if "closed" in fact:
            assert schema["type"] == "object"
            assert (schema.get("additionalProperties", True) is False) == fact["closed"], name


def test_every_member_names_its_page(contract: Contract, facts: Facts) -> None:
    """Where the words of a version are new, its page is among the sources."""
    for name, fact in facts.items():
        for member, said in fact.get("members", {}).items():
            pages = _pages(contract, contract.schemas[name]["properties"][member])
            same_words = contract.version == "video" and said["page"] == "001" and pages
            assert said["page"] in pages or same_words, (name, member)


def test_what_the_video_pages_changed_names_a_video_page(
    video: Contract, image_facts: Facts, video_facts: Facts
) -> None:
    """A member that the image-only pages do not show that way comes from 000 or 001."""
    for name, fact in video_facts.items():
        before = image_facts.get(name, {}).get("members", {})
        for member, said in fact.get("members", {}).items():
            if said.get("words") == before.get(member, {}).get("words"):
                continue
            pages = _pages(video, video.schemas[name]["properties"][member])
            assert pages & {"000", "001"}, (name, member)


def test_responses_may_grow(contract: Contract) -> None:
    """Each enum of a response is marked as one that may get more values."""
    members = contract.schemas["Generation"]["properties"]
    assert all(members[name]["x-extensible-enum"] is True for name in ("model", "state", "type"))
    assert contract.schemas["GenerationFailureCode"]["x-extensible-enum"] is True


def test_nothing_is_x_extensible_in_a_request(contract: Contract) -> None:
    """An unknown value in a request is refused, so no client may let it pass."""
    assert "x-extensible-enum" not in contract.schemas["Model"]
    assert "x-extensible-enum" not in contract.schemas["GenerationType"]


def test_defaults_are_the_documented_ones(contract: Contract) -> None:
    """No other member has a default, for no page gives one."""
    defaults = {
        (name, member): said["default"]
        for name, schema in contract.schemas.items()
        for member, said in schema.get("properties", {}).items()
        if "default" in said
    }
    assert defaults == {
        ("GenerationCreateParams", "type"): "image",
        ("GenerationCreateParams", "model"): "uni-1",
    }


@pytest.mark.parametrize("name", ["image", "video"])
def test_each_page_s_words_are_quoted_whole(name: str, request: pytest.FixtureRequest) -> None:
    """No fact was cut off: words end like a sentence, a label or a bracket."""
    facts: dict[str, Any] = request.getfixturevalue(f"{name}_facts")
    texts = [fact["words"] for fact in facts.values() if "words" in fact]
    texts += [said["words"] for fact in facts.values() for said in fact.get("members", {}).values()]
    assert texts
    assert all(text == text.strip() and "..." not in text for text in texts)


def _without_page(said: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key != "page"}


def _member(schema: dict[str, Any], name: str) -> dict[str, Any]:
    """Return what the document says of a member, in the words of the fact tables."""
    member = schema["properties"][name]
    target = _target(member)
    found: dict[str, Any] = {"type": target or _plain_type(member)}
    if "enum" in member:
        found["enum"] = [value for value in member["enum"] if value is not None]
        assert (None in member["enum"]) == _nullable(member)
    if name in schema.get("required", ()):
        found["required"] = True
    if _nullable(member):
        found["nullable"] = True
    found |= {key: member[key] for key in BOUNDS if key in member}
    items = member.get("items", {})
    if "minimum" in items:
        found["itemMinimum"] = items["minimum"]
    found["words"] = member.get("description")
    return found


def _target(member: dict[str, Any]) -> str:
    for branch in (member, *member.get("anyOf", ())):
        if "$ref" in branch:
            return str(branch["$ref"]).rsplit("/", 1)[1]
    return ""


def _plain_type(member: dict[str, Any]) -> str:
    types = member["type"] if isinstance(member["type"], list) else [member["type"]]
    (kind,) = [kind for kind in types if kind != "null"]
    if kind == "array":
        return f"[{_target(member['items']) or member['items']['type']}]"
    return str(kind)


def _nullable(member: dict[str, Any]) -> bool:
    return "null" in member.get("type", ()) or {"type": "null"} in member.get("anyOf", ())


def _pages(contract: Contract, member: dict[str, Any]) -> set[str]:
    pages = set(filter(None, member.get("x-source", "").split(", ")))
    target = _target(member)
    return pages | (_pages(contract, contract.schemas[target]) if target else set())
