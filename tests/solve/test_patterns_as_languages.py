"""Patterns and formats as languages: they say what the validator says."""

from itertools import islice

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.rules.regex import CharSet, Sequence
from tallystick.solve.strings import formats
from tallystick.solve.strings.automaton import GLIMPSE, automaton, includes, lengths, strings
from tallystick.solve.strings.language import TooLargeError, both, complement, contains
from tallystick.solve.strings.pattern import UnsupportedPatternError, search

ATOMS = st.sampled_from(
    ["a", "b", ".", r"\d", r"\w", r"\s", "[a-c]", "[^a]", "1", " ", r"\-", "^", "$"]
)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        pairs.map("".join),
        pairs.map(lambda pair: f"({pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "*?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        st.tuples(inner, inner, st.sampled_from("=!")).map(
            lambda parts: f"(?{parts[2]}{parts[0]}){parts[1]}"
        ),
    )


PATTERNS = st.recursive(ATOMS, _grown, max_leaves=6)


def judge(pattern: str) -> jsonschema_rs.Draft202012Validator | None:
    """Return the validator of a pattern; None when it is none."""
    try:
        return jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except ValueError:
        return None


@settings(max_examples=250, deadline=None)
@given(PATTERNS, st.lists(st.text("abc1 -\n", max_size=5), max_size=8))
def test_a_pattern_is_its_language(pattern: str, texts: list[str]) -> None:
    """Strings are judged as the validator does, and strings that are made are of the language."""
    validator = judge(pattern)
    try:
        term = search(pattern)
    except UnsupportedPatternError:
        return
    if validator is None:
        return
    for text in texts:
        assert contains(term, text) == validator.is_valid(text)
    for language, accepted in ((term, True), (complement(term), False)):
        for length in range(4):
            made = list(islice(strings(language, length), 3))
            assert bool(made) == (length in lengths(language))
            assert all(validator.is_valid(text) == accepted for text in made)


@pytest.mark.parametrize(
    ("pattern", "sizes", "start", "period"),
    [
        ("^[a-z]{3,5}$", (3, 4, 5), 7, 0),
        ("^(?:ab)+$", (), 0, 2),
        ("^$", (0,), 2, 0),
    ],
)
def test_lengths_are_exact(pattern: str, sizes: tuple[int, ...], start: int, period: int) -> None:
    """A language's lengths are some, and a period."""
    found = lengths(search(pattern))
    assert found.first(3) == (sizes or (2, 4, 6))
    assert bool(found.period) == bool(period)
    assert 1000 in found if period else 1000 not in found
    assert start <= 1000


@settings(max_examples=150, deadline=None)
@given(PATTERNS, st.integers(1, 8), st.integers(0, 6))
def test_a_glimpse_is_exact_below_and_open_beyond(pattern: str, states: int, below: int) -> None:
    """What was looked at is exact, at least up to the length that was asked for."""
    try:
        term = search(pattern)
    except UnsupportedPatternError:
        return
    whole, glimpse = lengths(term), lengths(term, states=states, below=below)
    assert all(length in glimpse for length in range(40) if length in whole)
    until = below if glimpse.residues == (0,) and glimpse.period == 1 else 40
    assert [length in glimpse for length in range(until)] == [
        length in whole for length in range(until)
    ]


LINK = r"^(?!https://)[a-zA-Z0-9@:%._+~#=/]{1,256}.(html?|pdf|png|jpg)$"


def test_counted_repetitions_are_not_spelled_out_for_a_short_text() -> None:
    """A text of what three long patterns leave is found near the start of their automaton."""
    other = LINK.replace("?!", "?=")
    term = both(search("<"), complement(search(LINK)), complement(search(other)))
    assert 5 in lengths(term, states=GLIMPSE)
    assert contains(term, next(strings(term, 5)))
    assert not includes(search(LINK), search("<"))
    seen = [automaton(it) for it in (term, both(search("<"), complement(search(LINK))))]
    assert all(len(machine) < 2 * GLIMPSE for machine in seen)


@pytest.mark.parametrize(
    "pattern",
    [
        "^[a-z]{1,5000}@[a-z]{1,5000}$",
        "[ab]*a[ab]{20}$",
        "^" + "a" * 5000 + "$",
    ],
)
def test_a_pattern_that_explodes_is_given_up(pattern: str) -> None:
    """The bound is one of work, whatever the work is; what was found before it is kept."""
    term = search(pattern)
    with pytest.raises(TooLargeError):
        lengths(term)
    known = len(automaton(term))
    with pytest.raises(TooLargeError):
        lengths(term)
    assert len(automaton(term)) == known
    assert not includes(term, search("^[^ab]"))


@pytest.mark.parametrize(
    "pattern", [r"\bfoo", r"(a)\1", r"(?<=a)b", r"\p{L}", "(?i)a", "a**", "[b-a]"]
)
def test_what_is_not_regular_is_refused(pattern: str) -> None:
    """Dialects differ there, or no automaton exists."""
    with pytest.raises(UnsupportedPatternError):
        search(pattern)


FORMATS = sorted(formats.NAMES)
TYPO = st.tuples(
    st.integers(0, 80), st.sampled_from("abzAZ019:-./@#? +TtZz%{}~[]_\n\xe9"), st.booleans()
)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_format_lies_between_its_languages(name: str, data: st.DataObject) -> None:
    """The validator accepts what is inside of the inner, and nothing outside of the outer."""
    validator = jsonschema_rs.Draft202012Validator({"format": name}, validate_formats=True)
    language = formats.language(name)
    assert language is not None
    sizes = lengths(language.inner).first(12)
    text = next(strings(language.inner, data.draw(st.sampled_from(sizes))))
    assert validator.is_valid(text)
    for place, char, replaces in data.draw(st.lists(TYPO, max_size=3)):
        at = min(place, len(text))
        text = text[:at] + char + text[at + replaces :]
        assert contains(language.outer, text) or not validator.is_valid(text)
        assert validator.is_valid(text) or not contains(language.inner, text)


def test_what_is_not_some_text_goes_on_with_any_character() -> None:
    """The text itself names no set of all characters: what comes after a wrong one does."""
    one = CharSet(((ord("a"), ord("a")),))
    for text, size in ((one, 1), (Sequence((one, one)), 2)):
        other = complement(text)
        machine = automaton(other)
        assert all(any(machine.accepts[it] for it in machine.layer(length)) for length in range(4))
        assert lengths(complement(other)).few == (size,)
