"""What a proof names is needed for it: z3's own cores have more."""

from collections.abc import Collection

import pytest

from tallystick.solve import Need, Proof, Solver, Witness, bare
from tallystick.solve.answers import Answer, Question
from tallystick.text import Json

LINKS = 12
ALL = frozenset(f"p{at}/p{at + 1}" for at in range(LINKS))
"""Each member asks for the next one."""
ASKED = (
    *(Need(f"/p{at}", "present") for at in range(LINKS)),
    Need(f"/p{LINKS}", "absent"),
)
"""All members but the last: the last link alone excludes that."""


def _asked(needs: tuple[Need, ...], links: Collection[str], *, explain: bool = True) -> Answer:
    pairs = (link.split("/") for link in sorted(links))
    asking: dict[str, Json] = {name: [other] for name, other in pairs}
    numbers: dict[str, Json] = {
        f"p{at}": {"type": "integer", "minimum": at} for at in range(LINKS + 1)
    }
    said: dict[str, Json] = {"dependentRequired": asking, "properties": numbers}
    return Solver(bare({"type": "object", **said})).ask(Question(needs=needs), explain=explain)


def test_a_core_of_z3_names_more_than_is_needed() -> None:
    """The members are an object's, but only an object can have any."""
    raw, told = (_asked(ASKED, ALL, explain=it) for it in (False, True))
    assert isinstance(raw, Proof)
    assert isinstance(told, Proof)
    assert "type" in {it.keyword for it in raw.claims}
    assert [it.detail for it in told.claims] == [f"p{LINKS - 1}/p{LINKS}"]
    assert told.needs == ASKED[-2:]
    assert told.whole


@pytest.mark.parametrize("needs", [ASKED, (ASKED[0], ASKED[-1])], ids=["one link", "every link"])
def test_all_that_is_told_is_needed(needs: tuple[Need, ...]) -> None:
    """Where any claim or need of a proof is let go, there is a message."""
    told = _asked(needs, ALL)
    assert isinstance(told, Proof)
    links = {it.detail for it in told.claims}
    assert links <= ALL
    assert isinstance(_asked(told.needs, links), Proof)
    for link in links:
        assert isinstance(_asked(told.needs, ALL - {link}), Witness)
    for need in told.needs:
        assert isinstance(_asked(tuple(it for it in told.needs if it != need), ALL), Witness)
