"""One status for what two versions say of an answer."""

from collections.abc import Collection
from typing import Final

_LEAST: Final = {"1": 100, "2": 200, "3": 300, "4": 400, "5": 500}
_ODD: Final = 599
"""A status that hardly anybody names; the default speaks of it."""


def concrete(statuses: tuple[str, str], explicit: Collection[str]) -> int:
    """Return a status that both versions speak of by these words.

    Args:
        statuses: As each version spells it: ``200``, ``4XX`` or ``default``.
        explicit: All that both versions name.
    """
    plain = next((it for it in statuses if it.isdecimal()), None)
    if plain is not None:
        return int(plain)
    ranged = next((it for it in statuses if it[:1] in _LEAST), None)
    if ranged is not None:
        least = _LEAST[ranged[0]]
        return next((it for it in range(least, least + 100) if str(it) not in explicit), least)
    ranges = {it[:1] for it in explicit if it[1:].upper() == "XX"}
    free = [it for it in range(_ODD, 99, -1) if str(it)[0] not in ranges]
    return next((it for it in free if str(it) not in explicit), _ODD)
