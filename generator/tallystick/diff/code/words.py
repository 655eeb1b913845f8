"""What is said of a change in generated code, and by which checks."""

from collections.abc import Callable
from typing import Final

from tallystick.diff.code.losses import coded
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change
from tallystick.ir.types import MISSING
from tallystick.surface import Language
from tallystick.text import Json

LANGUAGES: Final[dict[Language, str]] = {"python": "Python", "typescript": "TypeScript"}
_MOST: Final = 8


def says(language: Language) -> Callable[[Change], str | None]:
    """Return what says a change of the client in one language."""

    def say(change: Change) -> str | None:
        if change.language != language:
            return None
        return f"{LANGUAGES[language]}: {change.subject} {_PHRASES[change.kind](change)}"

    return say


def _gone(change: Change) -> str:
    several = isinstance(change.before, int) and change.before > 1
    if change.after is MISSING:
        return "are gone" if several else "is gone"
    if change.kind is Kind.CODE_METHOD_REMOVED and several:
        return f"are now in {_coded(change.after)}"
    return f"{'are' if several else 'is'} now {_coded(change.after)}"


def _needed(change: Change) -> str:
    return "has to be given" if change.before is MISSING else "has to be given now"


def _moved(change: Change) -> str:
    return f"takes {_coded(change.after)} in this order, not {_coded(change.before)}"


def _narrower(change: Change) -> str:
    """Say what is not taken any more: values, or a whole type."""
    if isinstance(change.before, list):
        return f"does not take {_or(change.before)} any more"
    return f"takes {_coded(change.after)}, no longer {_coded(change.before)}"


def _split(change: Change) -> str:
    if isinstance(change.before, list) or isinstance(change.after, str):
        return _narrower(change)
    found = change.after if isinstance(change.after, list) else []
    return "; ".join(str(it) for it in found[:_MOST])


def _wider(change: Change) -> str:
    if isinstance(change.after, list):
        return f"may be {_or(change.after)} too"
    return f"is {_coded(change.after)}, no longer {_coded(change.before)}"


def _or(values: list[Json]) -> str:
    words = [_coded(it) for it in values[:_MOST]]
    if len(values) > len(words):
        words.append(f"{len(values) - len(words)} more")
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _coded(value: object) -> str:
    return coded(value) if isinstance(value, str) else "nothing"


_PHRASES: Final[dict[Kind, Callable[[Change], str]]] = {
    Kind.CODE_METHOD_REMOVED: _gone,
    Kind.CODE_ARGUMENT_REMOVED: _gone,
    Kind.CODE_ARGUMENT_REQUIRED: _needed,
    Kind.CODE_ARGUMENT_MOVED: _moved,
    Kind.CODE_ARGUMENT_NARROWED: _narrower,
    Kind.CODE_RESULT_WIDENED: _wider,
    Kind.CODE_TYPE_REMOVED: _gone,
    Kind.CODE_TYPE_NARROWED: _split,
    Kind.CODE_TYPE_WIDENED: _wider,
    Kind.CODE_MEMBER_REMOVED: _gone,
    Kind.CODE_MEMBER_REQUIRED: _needed,
    Kind.CODE_MEMBER_NARROWED: _narrower,
    Kind.CODE_MEMBER_WIDENED: _wider,
}
