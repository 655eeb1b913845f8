"""What HTTP itself asks of a server."""

from typing import Any

import pytest


def test_unknown_paths_are_404_problems(serve: Any) -> None:
    """A slash more is another path."""
    kitchen = serve()
    for path in ("/", "/nothing", "/toasts/", "/v2", "/toasts/a/b", "/v3/toasts"):
        answer = kitchen.get(path)
        assert answer.status_code == 404
        assert kitchen.faults(answer) == []


def test_a_wrong_method_is_405_with_allow(serve: Any) -> None:
    """HEAD comes with GET, OPTIONS with every path."""
    kitchen = serve()
    answer = kitchen.call("DELETE", "/toasts/a")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert kitchen.call("GET", "/toasts").headers["allow"] == "OPTIONS, POST"
    assert kitchen.call("BREW", "/toasts").status_code == 405


def test_options_tells_the_methods(serve: Any) -> None:
    """Without credentials: a browser asks before it sends any."""
    answer = serve().call("OPTIONS", "/toasts/a", token=None)
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS")


def test_head_is_get_without_the_body(serve: Any) -> None:
    """With the length that the body would have."""
    kitchen = serve()
    got, head = kitchen.get("/menu"), kitchen.call("HEAD", "/menu")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"] == str(len(got.content))


def test_the_document_is_served_whole_in_one_piece(serve: Any) -> None:
    """Extensions included, so that clients can be generated from it."""
    document = serve().get("/openapi.json", token=None).json()
    assert list(document["paths"]) == ["/toasts", "/toasts/{toast_id}", "/menu"]
    assert "x-lifecycle" in document["components"]["schemas"]["Toast"]


def test_health_is_told_without_credentials(serve: Any) -> None:
    """A load balancer has none."""
    kitchen = serve()
    assert kitchen.get("/healthz", token=None).json() == {"status": "ok"}
    assert kitchen.call("POST", "/healthz").status_code == 405


def test_a_path_of_the_document_wins_over_the_servers_own(serve: Any) -> None:
    """The contract comes first."""
    content = {"text/plain": {"schema": {"type": "string"}, "example": "the document's"}}
    operation = {"responses": {"200": {"description": "", "content": content}}}
    kitchen = serve(
        {
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1"},
            "paths": {"/healthz": {"get": operation}},
        }
    )
    assert kitchen.get("/healthz").text == "the document's"


@pytest.mark.parametrize(
    ("accept", "status", "media_type"),
    [
        ("*/*", 200, "application/json"),
        ("application/*;q=0.5", 200, "application/json"),
        ("text/plain, application/json;q=0", 200, "text/plain"),
        ("text/*", 200, "text/plain"),
        ("image/png", 406, "application/problem+json"),
    ],
)
def test_accept_chooses_the_media_type(
    serve: Any, accept: str, status: int, media_type: str
) -> None:
    """By the weights of RFC 9110."""
    answer = serve().get("/menu", headers={"accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (status, media_type)


def test_examples_conform_and_repeat(serve: Any) -> None:
    """Made from the schema, or taken from the document."""
    kitchen = serve()
    first = kitchen.get("/menu").json()
    assert len(first["dishes"]) == 2
    assert kitchen.get("/menu").json() == first
    assert kitchen.get("/menu", headers={"accept": "text/plain"}).text == "toast"


def test_every_answer_has_an_id_of_its_own(serve: Any) -> None:
    """Errors too: those are asked about."""
    kitchen = serve()
    ids = {kitchen.get(path).headers["x-request-id"] for path in ("/menu", "/menu", "/nothing")}
    assert len(ids) == 3


def test_a_schema_that_nothing_satisfies_is_told_not_answered(serve: Any) -> None:
    """An answer that breaks the contract would be worse than none."""
    content = {"application/json": {"schema": {"type": "string", "minLength": 3, "maxLength": 2}}}
    operation = {"responses": {"200": {"description": "", "content": content}}}
    kitchen = serve(
        {
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1"},
            "paths": {"/a": {"get": operation}},
        }
    )
    answer = kitchen.get("/a")
    assert answer.status_code == 501
    assert "could be made" in answer.json()["detail"]
