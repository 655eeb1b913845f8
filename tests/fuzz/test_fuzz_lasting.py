"""What seems wrong is told when it stays wrong, and looked at no more often than that needs."""

from collections.abc import Callable, Iterator

from tallystick.fuzz.bodies import uniqueness
from tallystick.fuzz.journeys.lasting import lasting
from tallystick.fuzz.model import Case, Claim, Finding, Message, Reply, Weight


def _finding(name: str) -> Finding:
    case = Case(
        operation="op", kind="list", expect="documented", message=Message(method="GET", path="/")
    )
    claim = Claim(operation="op", name=name)
    reply = Reply(status=200)
    return Finding(kind="k", weight=Weight.ERROR, claim=claim, sentence="s", case=case, reply=reply)


def _looking(*seen: str) -> tuple[Callable[[], Iterator[Finding]], list[str]]:
    """Return a check that finds, time after time, what the letters of some texts name."""
    looks: list[str] = []

    def check() -> Iterator[Finding]:
        looks.append(seen[len(looks)])
        return map(_finding, looks[-1])

    return check, looks


def test_only_what_is_found_each_time_is_told() -> None:
    """A finding that is not there once is none."""
    check, looks = _looking("ab", "b", "bc")
    assert [it.claim.name for it in lasting(check, (0.0, 0.0))] == ["b"]
    assert looks == ["ab", "b", "bc"]


def test_nobody_looks_again_when_nothing_seems_wrong() -> None:
    """Neither at first nor later."""
    for seen, times in ((("", "a", "a"), 1), (("a", "b", "a"), 2)):
        check, looks = _looking(*seen)
        assert not lasting(check, (0.0, 0.0))
        assert len(looks) == times


def test_all_is_forgotten_before_it_is_looked_at_again() -> None:
    """Pages that are known would show the same."""
    check, looks = _looking("a", "forgotten", "a")
    lasting(check, (0.0,), lambda: looks.append("forgotten"))
    assert looks == ["a", "forgotten", "a"]


def test_words_that_say_that_no_two_are_alike_surely_say_it_perhaps() -> None:
    """Who sends nothing twice goes by more words than who complains."""
    for text in ("no two customers have the same", "must be\nunique", "taken twice"):
        assert uniqueness.said(text)
        assert uniqueness.perhaps(text)
    for text in ("a unique code", "409 for some", "duplicates are merged"):
        assert not uniqueness.said(text)
        assert uniqueness.perhaps(text)
    assert uniqueness.meant("a unique code")
    assert not uniqueness.meant("a unique identifier")
    assert not uniqueness.perhaps("the name of a customer")
    text = "the client is\nresponsible for ensuring that the value is unique across all users"
    assert not uniqueness.said(text)
    assert uniqueness.perhaps(text)
