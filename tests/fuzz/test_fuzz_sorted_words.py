"""What words say of an order: of letters in either case, and of items that are alike."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from tallystick.fuzz.journeys import designing
from tallystick.fuzz.journeys.dividing import MOST
from tallystick.fuzz.journeys.sorting import folds, ties
from tallystick.fuzz.oracles.listed import before
from tallystick.ir import Api, Record
from tallystick.text import Json

WORDS = {
    "Names are sorted without regard to case.": (True, None),
    "Ordering is case-insensitive.": (True, None),
    "Found whatever the case.": (False, None),
    "Those that cost the same stand newest first, too.": (False, ("created_at", True)),
    "Equal ones come oldest first.": (False, ("created_at", False)),
    "Newest first.": (False, None),
}


@pytest.mark.parametrize("words", WORDS)
def test_what_words_say_of_an_order(words: str, api_of: Callable[[Json], Api]) -> None:
    """Which letters are alike is told, and which of what is alike comes first."""
    made = {"type": "string", "format": "date-time"}
    item: dict[str, Any] = {"type": "object", "properties": {"created_at": made}}
    content = {"application/json": {"schema": {"type": "array", "items": item}}}
    answers = {"200": {"description": "All.", "content": content}}
    listing: dict[str, Any] = {"operationId": "all", "description": words, "responses": answers}
    api = api_of(
        {
            "openapi": "3.1.0",
            "info": {"title": "Things", "version": "1"},
            "paths": {"/things": {"get": listing}},
        }
    )
    operation = api.operations[0]
    inner = next(it for it in api.types.values() if isinstance(it, Record))
    assert (folds(operation), ties(api, operation, inner)) == WORDS[words]


@pytest.mark.parametrize("begin", range(len(designing.WORDS)))
def test_words_tell_whether_case_counts(begin: int) -> None:
    """Few of them, wherever they begin: capitals first is another order, and surely so."""
    some = (*designing.WORDS[begin:], *designing.WORDS[:begin])[:MOST]
    folded = [it.casefold() for it in sorted(some)]
    assert any(before(later, first) for first, later in combinations(folded, 2))
