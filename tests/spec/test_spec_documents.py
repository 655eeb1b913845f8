"""Both documents as a whole: other tools take them, operations, examples and lifecycle fit."""

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from .contract import Contract

Facts = dict[str, Any]

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
OPERATIONS = ("createGeneration", "getGeneration")


def test_accepted_by_openapi_spec_validator(contract: Contract) -> None:
    """No error in either document."""
    assert [str(error) for error in OpenAPIV31SpecValidator(contract.document).iter_errors()] == []


def test_server_and_security(contract: Contract, operation_facts: Facts) -> None:
    """One server, one bearer token for everything."""
    document = contract.document
    assert [server["url"] for server in document["servers"]] == [operation_facts["server"]]
    assert document["security"] == [{"bearerAuth": []}]
    scheme = document["components"]["securitySchemes"]["bearerAuth"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")


def test_exactly_the_two_operations(contract: Contract, operation_facts: Facts) -> None:
    """Path, method, words and statuses."""
    found = {}
    for path, item in contract.document["paths"].items():
        for method in METHODS & set(item):
            found[item[method]["operationId"]] = (method, path, item[method])
    assert set(found) == set(OPERATIONS)
    for name, (method, path, operation) in found.items():
        fact = operation_facts[name]
        assert (method, path) == (fact["method"], fact["path"])
        assert operation["summary"] == fact["summary"]
        assert operation["description"] == fact[contract.version]
        assert list(operation["responses"]) == [fact["success"], *fact["errors"]]
        assert operation["tags"] == ["generations"]


def test_errors_are_problems(contract: Contract, operation_facts: Facts) -> None:
    """Every error has one body, a request id, and Retry-After where waiting helps."""
    for name in OPERATIONS:
        fact = operation_facts[name]
        responses = contract.document["paths"][fact["path"]][fact["method"]]["responses"]
        for status in fact["errors"]:
            response = _follow(contract, responses[status])
            content = response["content"]
            assert list(content) == ["application/problem+json"]
            body = content["application/problem+json"]
            assert body["schema"] == {"$ref": "#/components/schemas/Problem"}
            assert body["example"]["status"] == int(status)
            assert contract.errors("Problem", body["example"]) == []
            assert "X-Request-Id" in response["headers"]
            assert ("Retry-After" in response["headers"]) == (status in fact["retry_after"])


def test_successes_are_generations(contract: Contract, operation_facts: Facts) -> None:
    """Create answers what get answers."""
    for name in OPERATIONS:
        fact = operation_facts[name]
        operation = contract.document["paths"][fact["path"]][fact["method"]]
        response = operation["responses"][fact["success"]]
        schema = response["content"]["application/json"]["schema"]
        assert schema == {"$ref": "#/components/schemas/Generation"}
        assert "X-Request-Id" in response["headers"]


def test_create_has_an_idempotency_key(contract: Contract) -> None:
    """Optional, and marked for clients that make it by themselves."""
    (parameter,) = contract.document["paths"]["/generations"]["post"]["parameters"]
    parameter = _follow(contract, parameter)
    assert (parameter["in"], parameter["name"]) == ("header", "Idempotency-Key")
    assert parameter.get("required", False) is False
    assert parameter["x-idempotency-key"] is True


def test_create_links_to_get(contract: Contract) -> None:
    """The link takes the id of the answer to the path of the poll."""
    created = contract.document["paths"]["/generations"]["post"]["responses"]["201"]
    (link,) = created["links"].values()
    assert link["operationId"] == "getGeneration"
    assert link["parameters"] == {"generation_id": "$response.body#/id"}
    path = contract.document["paths"]["/generations/{generation_id}"]["get"]
    assert [parameter["name"] for parameter in path["parameters"]] == ["generation_id"]


def test_page_examples_are_verbatim(contract: Contract, operation_facts: Facts) -> None:
    """The request and the response that the pages print."""
    examples = _request_examples(contract)
    assert examples["prompt_only"]["value"] == operation_facts["example"]["request"]
    shape = contract.document["components"]["examples"]["GenerationShape"]
    assert shape["value"] == operation_facts["example"]["response"]


def test_request_examples_are_valid(contract: Contract) -> None:
    """By schema and by rules; together they show each type of generation."""
    examples = _request_examples(contract)
    for name, example in examples.items():
        assert contract.errors("GenerationCreateParams", example["value"]) == [], name
        assert contract.broken("GenerationCreateParams", example["value"]) == [], name
    shown = {example["value"].get("type", "image") for example in examples.values()}
    assert shown == set(contract.schemas["GenerationType"]["enum"])


def test_response_examples_are_valid(contract: Contract) -> None:
    """And all but the pages' own obey the lifecycle; together they show each state."""
    lifecycle = contract.schemas["Generation"]["x-lifecycle"]
    shown = set()
    for name, example in contract.document["components"]["examples"].items():
        value = example["value"]
        assert contract.errors("Generation", value) == [], name
        if name == "GenerationShape":
            continue
        state = lifecycle["states"][value[lifecycle["member"]]]
        given = {member for member, said in value.items() if said is not None}
        assert set(state.get("requires", ())) <= given, name
        assert not set(state.get("forbids", ())) & given, name
        shown.add(value["state"])
    assert shown == set(lifecycle["states"])


def test_examples_of_get_show_each_state(contract: Contract) -> None:
    """By reference to the same messages."""
    response = contract.document["paths"]["/generations/{generation_id}"]["get"]["responses"]["200"]
    examples = response["content"]["application/json"]["examples"]
    states = {_follow(contract, example)["value"]["state"] for example in examples.values()}
    assert states == {"queued", "processing", "completed", "failed"}


def test_lifecycle_fits_the_schema(contract: Contract) -> None:
    """States are the enum's, members exist, every state is reached and two are ends."""
    generation = contract.schemas["Generation"]
    lifecycle = generation["x-lifecycle"]
    states = lifecycle["states"]
    assert list(states) == generation["properties"][lifecycle["member"]]["enum"]
    reached = {lifecycle["initial"]} | {after for said in states.values() for after in said["next"]}
    assert reached == set(states)
    assert {name for name, said in states.items() if not said["next"]} == {"completed", "failed"}
    named = {
        name
        for said in states.values()
        for key in ("requires", "forbids")
        for name in said.get(key, ())
    }
    assert named | set(lifecycle["outputs"]) | set(lifecycle["reason"]) <= set(
        generation["properties"]
    )
    assert lifecycle["success"] == ["completed"]


def test_output_urls_live_one_hour(contract: Contract) -> None:
    """As the page says: 1hr expiry."""
    url = contract.schemas["GenerationOutput"]["properties"]["url"]
    assert url["x-presigned"] == {"expires": 3600}


@pytest.mark.parametrize(
    "message",
    [
        {"id": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e", "created_at": "now", "model": "uni-1"},
        {"created_at": "now", "model": "uni-1", "state": "queued", "type": "image"},
    ],
)
def test_responses_must_be_whole(contract: Contract, message: dict[str, Any]) -> None:
    """A missing required member is an error, however open the object is."""
    assert contract.errors("Generation", message)


def test_requests_are_closed_and_responses_open(contract: Contract) -> None:
    """An unknown member is refused going in and kept coming out."""
    assert contract.errors("GenerationCreateParams", {"prompt": "a", "seed": 1})
    assert contract.errors("ImageRef", {"url": "https://example.com/a.png", "alt": "a"})
    queued = contract.document["components"]["examples"]["GenerationQueued"]["value"]
    assert contract.errors("Generation", {**queued, "progress": 0.5}) == []


def test_null_is_taken_only_where_the_pages_say_so(contract: Contract) -> None:
    """Not for prompt, image_ref, model, style, type and web_search."""
    members = contract.schemas["GenerationCreateParams"]["properties"]
    refused = {
        name
        for name in members
        if contract.errors("GenerationCreateParams", {"prompt": "a", name: None})
    }
    assert refused == {"prompt", "image_ref", "model", "style", "type", "web_search"}


def _request_examples(contract: Contract) -> dict[str, Any]:
    body = contract.document["paths"]["/generations"]["post"]["requestBody"]
    examples: dict[str, Any] = body["content"]["application/json"]["examples"]
    return examples


def _follow(contract: Contract, node: dict[str, Any]) -> dict[str, Any]:
    """Follow a local reference."""
    while "$ref" in node:
        found = contract.document
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = found
    return node
