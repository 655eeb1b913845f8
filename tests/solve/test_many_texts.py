"""Many texts of one kind: each is looked for once, not again for every text after it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tallystick.solve import Solver, Witness, bare
from tallystick.solve.strings import words
from tallystick.solve.strings.automaton import strings
from tallystick.solve.strings.language import Term

MANY = 60


def test_texts_of_one_kind_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it takes grows as the texts do: looked for anew, each would pass all those before."""
    made: list[str] = []

    def counted(term: Term, length: int) -> Iterator[str]:
        for text in strings(term, length):
            made.append(text)
            yield text

    monkeypatch.setattr(words, "strings", counted)
    schema: dict[str, Any] = {
        "type": "array",
        "minItems": MANY,
        "maxItems": MANY,
        "uniqueItems": True,
        "items": {"type": "string", "pattern": "^[b-d]{5}x$"},
    }
    answer = Solver(bare(schema)).satisfy()
    assert isinstance(answer, Witness)
    assert isinstance(answer.value, list)
    assert len(answer.value) == len(set(map(str, answer.value))) == MANY
    assert len(made) < 4 * MANY
