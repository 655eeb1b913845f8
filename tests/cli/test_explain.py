"""``tally explain``: every code, and what was meant."""

import pytest

from tallystick.cli.explain import catalogue

from .conftest import Tally


@pytest.mark.parametrize("code", list(catalogue()))
def test_every_code_prints(tally: Tally, code: str) -> None:
    """What is wrong, why it matters, what to write instead."""
    item = catalogue()[code]
    done = tally("explain", code)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(f"{item.severity.value}[{code}]\n\n")
    flat = " ".join(done.out.split())
    for text in (item.summary, item.why, item.instead, item.source):
        assert " ".join(text.split()) in flat


def test_without_a_code_all_are_listed(tally: Tally) -> None:
    """One line each."""
    done = tally("explain")
    assert done.status == 0
    assert [line.split()[0] for line in done.out.splitlines()] == list(catalogue())


def test_a_misspelt_code_gets_a_suggestion(tally: Tally) -> None:
    """Status 2, one sentence."""
    done = tally("explain", "missing-fil")
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        "tally: error: there is no code 'missing-fil'; did you mean 'missing-file'?\n"
    )
    assert "`tally explain` lists them all" in tally("explain", "zzz").err
