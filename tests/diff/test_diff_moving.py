"""Files of oasdiff: an id there means some findings of a check here, and no others."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.diff.baseline import Entry
from tallystick.diff.model import Comparison
from tallystick.diff.moving import read_oasdiff

Compare = Callable[..., Comparison]
SHORT: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 5}
SHORTER: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 3}
LONGER: dict[str, Any] = {"type": "string", "minLength": 2, "maxLength": 5}


def _object(member: Any, *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": {"a": member}, "required": list(required)}


@pytest.mark.parametrize(
    ("alias", "old", "new", "place", "means"),
    [
        ("request-body-max-length-decreased", SHORT, SHORTER, "request", True),
        ("request-body-max-length-increased", SHORT, SHORTER, "request", False),
        ("request-body-max-length-increased", SHORTER, SHORT, "request", True),
        ("request-body-max-length-set", SHORT, SHORTER, "request", False),
        ("request-body-max-length-set", {"type": "string"}, SHORT, "request", True),
        ("response-body-max-length-unset", SHORT, {"type": "string"}, "response", True),
        ("response-body-max-length-increased", SHORT, {"type": "string"}, "response", True),
        ("request-body-min-length-increased", SHORT, SHORTER, "request", False),
        ("request-body-min-length-increased", SHORT, LONGER, "request", True),
        ("response-body-min-length-decreased", SHORT, LONGER, "response", False),
        ("response-body-min-length-decreased", LONGER, SHORT, "response", True),
        ("request-property-max-length-decreased", SHORT, SHORTER, "request", False),
        (
            "request-property-max-length-decreased",
            _object(SHORT),
            _object(SHORTER),
            "request",
            True,
        ),
        ("request-body-max-length-decreased", _object(SHORT), _object(SHORTER), "request", False),
        ("request-parameter-max-length-decreased", SHORT, SHORTER, "parameter", True),
        ("request-parameter-max-length-decreased", SHORT, SHORTER, "request", False),
        (
            "request-property-pattern-added",
            _object({}),
            _object({"pattern": "^a"}),
            "request",
            True,
        ),
        (
            "request-property-pattern-changed",
            _object({}),
            _object({"pattern": "^a"}),
            "request",
            False,
        ),
        (
            "request-property-pattern-removed",
            _object({"pattern": "^a"}),
            _object({"pattern": "^b"}),
            "request",
            False,
        ),
        ("new-required-request-property", {}, _object({}, "a"), "request", True),
        ("new-optional-request-property", {}, _object({}, "a"), "request", False),
        ("new-optional-request-property", {}, _object({}), "request", True),
        ("request-property-became-required", _object({}), _object({}, "a"), "request", True),
    ],
)
def test_what_an_id_means(  # noqa: PLR0913 (one case)
    of_schemas: Compare, alias: str, old: Any, new: Any, place: str, *, means: bool
) -> None:
    """Whose message, where in it, which end and which way: as in a line of severities."""
    for_all = {"type": "object"}
    comparison = of_schemas(old or for_all, new or for_all, place)
    ((selector, _),), entries, said = read_oasdiff(f"{alias} none\n", "levels.txt")
    assert (entries, said) == ((), ())
    picked = [it for it in comparison.findings if selector.picks(it.check, it.change)]
    assert bool(picked) == means
    entry = Entry(check=alias, reason="accepted")
    assert [it for it in comparison.findings if entry.accepts(it)] == picked


@pytest.mark.parametrize(
    ("line", "check"),
    [
        ("DELETE /a api removed without deprecation", "api-removed-without-deprecation"),
        ("DELETE /a api path removed without deprecation", "api-path-removed-without-deprecation"),
        ("at x.yaml, in API POST /a added required request body", "request-body-added-required"),
        (
            "POST /a the request's body became not nullable",
            "request-body-became-not-nullable",
        ),
        ("GET /a removed the success response with the status '200'", ""),
    ],
)
def test_a_line_without_names(line: str, check: str) -> None:
    """It is the words of an id; with names in quotes those count."""
    severities, (entry,), said = read_oasdiff(line, "ignore.txt")
    assert (severities, said) == ((), ())
    assert entry.check == check
    assert entry.operation.endswith(" /a")


@pytest.mark.parametrize("line", ["DELETE /a is bad", "api removed without deprecation", "x"])
def test_a_line_that_says_nothing(line: str) -> None:
    """It is told, and hides nothing."""
    severities, entries, (said,) = read_oasdiff(line, "ignore.txt")
    assert (severities, entries, said.code.id) == ((), (), "import-unknown")


@pytest.mark.parametrize("status", ["200", "404"])
def test_which_answer(of_documents: Compare, status: str) -> None:
    """An answer of success that is gone is not silenced with a failure that is."""
    answers = {"200": {"description": "done"}, "404": {"description": "none"}}
    rest = {key: it for key, it in answers.items() if key != status}
    old, new = (
        {
            "openapi": "3.1.0",
            "info": {"title": "Things", "version": "1"},
            "paths": {"/things": {"get": {"responses": it}}},
        }
        for it in (answers, rest)
    )
    (finding,) = of_documents(old, new).findings
    for alias, wanted in (("success", "200"), ("non-success", "404")):
        entry = Entry(check=f"response-{alias}-status-removed", reason="accepted")
        assert entry.accepts(finding) == (status == wanted)
