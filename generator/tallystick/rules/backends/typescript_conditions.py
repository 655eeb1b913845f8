"""Conditions as small trees, so that a guard is asked once and the next operand may imply it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from tallystick.rules.backends.typescript_reads import Key, Reads, prefixes
from tallystick.rules.backends.typescript_text import Code, Level

_NONE = " == null"


@dataclass(frozen=True, slots=True)
class Given:
    """Whether a read has a value (`result` True), or it or something before it has none."""

    key: Key
    result: bool


@dataclass(frozen=True, slots=True)
class Test:
    """A condition to be printed.

    Attributes:
        show: Prints it with what is known then.
        about: The one read in it that may have no value.
        absent: What the condition comes to where that read has none.
        narrows: The compiler learns from it that the read has a value.
    """

    show: Callable[[], Code]
    about: Key | None = None
    absent: bool = False
    narrows: bool = False


@dataclass(frozen=True, slots=True)
class Join:
    """Parts that must all hold, or one of which must."""

    parts: "tuple[Part, ...]"
    conjunction: bool


Part: TypeAlias = Given | Test | Join | bool


def present(keys: Iterable[Key]) -> list[Part]:
    """Return the conditions that reads have values."""
    return [Given(key, result=True) for key in keys]


def join(parts: Iterable[Part], *, conjunction: bool) -> Part:
    """Join parts; nested joins of the same sort become one."""
    flat: list[Part] = []
    for part in parts:
        same = isinstance(part, Join) and part.conjunction is conjunction
        flat.extend(part.parts if isinstance(part, Join) and same else (part,))
    return flat[0] if len(flat) == 1 else Join(tuple(flat), conjunction)


def facts(part: Part, *, truth: bool) -> dict[Key, bool]:
    """Return what is given where a condition is true, or where it is false."""
    if isinstance(part, Given):
        return prefixes(part.key, seen=True) if part.result is truth else {}
    if isinstance(part, Test):
        decided = part.about is not None and part.absent is not truth
        return prefixes(part.about, seen=part.narrows) if part.about and decided else {}
    if isinstance(part, Join):
        found = [facts(item, truth=truth) for item in part.parts]
        if part.conjunction is truth:
            return {key: seen for one in found for key, seen in one.items()}
        common = set(found[0]).intersection(*found)
        return {key: all(one[key] for one in found) for key in common}
    return {}


def reduce(part: Part, reads: Reads) -> Part:
    """Leave out what is known already."""
    if isinstance(part, Given):
        return part.result if reads.given(part.key) else part
    if not isinstance(part, Join):
        return part
    before = reads.known
    kept: list[Part] = []
    for item in part.parts:
        smaller = reduce(item, reads)
        if smaller is (not part.conjunction):
            reads.known = before
            return smaller
        if smaller is not part.conjunction:
            kept.append(smaller)
            reads.learn(facts(smaller, truth=part.conjunction))
    reads.known = before
    return join(kept, conjunction=part.conjunction) if kept else part.conjunction


def show(part: Part, reads: Reads) -> Code:
    """Print a reduced condition."""
    if isinstance(part, bool):
        return Code("true" if part else "false")
    if isinstance(part, Test):
        return part.show()
    if isinstance(part, Given):
        text = reads.text(part.key, sure=False)
        words = ("!= null", "== null") if part.result else ("== null", "!= null")
        return Code(f"{text} {words[0]}", Level.EQUAL, f"{text} {words[1]}")
    before = reads.known
    level, word = (Level.AND, "&&") if part.conjunction else (Level.OR, "||")
    codes: dict[str, Code] = {}
    guard: Part = True
    for item in _merged(part):
        code = show(item, reads)
        if isinstance(guard, Given) and not part.conjunction and next(reversed(codes)) != code.text:
            code = _called(codes, reads.text(guard.key, sure=True), code)
        codes.setdefault(code.at(Level.EQUAL), code)
        reads.learn(facts(item, truth=part.conjunction))
        guard = item
    reads.known = before
    if len(codes) == 1:
        return next(iter(codes.values()))
    return Code(f" {word} ".join(codes), level)


def _called(codes: dict[str, Code], read: str, code: Code) -> Code:
    """Write a call after the question whether what it is a call of is missing as one: `?.`."""
    denied = code.text.startswith("!")
    plain = code.text[denied:]
    guard = next(reversed(codes))
    if code.level < Level.UNARY or not plain.startswith(f"{read}.") or not guard.endswith(_NONE):
        return code
    del codes[guard]
    chain = f"{guard.removesuffix(_NONE)}?{plain.removeprefix(read)}"
    if denied:
        return Code(f"!{chain}", Level.UNARY, chain)
    return Code(f"{chain} !== false", Level.EQUAL, f"{chain} === false")


def _merged(part: Join) -> list[Part]:
    """Leave out a guard where the operand after it decides alike without it."""
    kept: list[Part] = []
    for item in reversed(part.parts):
        if not (kept and isinstance(item, Given) and _implied(item, kept[0], part)):
            kept.insert(0, item)
    return kept


def _implied(guard: Given, after: Part, part: Join) -> bool:
    if guard.result is not part.conjunction:
        return False
    if isinstance(after, Join):
        return all(_implied(guard, item, part) for item in after.parts)
    key = guard.key
    if isinstance(after, Given):
        return after.result is part.conjunction and after.key[: len(key)] == key
    if not isinstance(after, Test) or after.about is None:
        return False
    return after.about[: len(key)] == key and after.absent is not part.conjunction
