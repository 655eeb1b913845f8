"""A rule's text to its tree: parsed and confirmed by the official runtime, typed by us."""

import re
from typing import Final

from tallystick.diagnostics import Code, Diagnostics, Span, has_errors
from tallystick.rules import codes
from tallystick.rules.check import check
from tallystick.rules.expression import Expr
from tallystick.rules.guards import guard
from tallystick.rules.problems import Problems, spell
from tallystick.rules.runtime import Expression, environment
from tallystick.rules.shape import Shape, Shapes, describe, families
from tallystick.rules.tree import decode

_LIMIT: Final = 20_000
"""Characters of a rule; far beyond any that a person wrote."""
_ERROR: Final = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")
_OVERLOAD: Final = "found no matching overload"
_EXPECTING: Final = re.compile(r" expecting .*$")


def compile_rule(
    text: str, shape: Shape, shapes: Shapes, span: Span
) -> tuple[Expr | None, Diagnostics]:
    """Compile and check one rule.

    Args:
        text: CEL over ``self``.
        shape: Shape of ``self``.
        shapes: Named shapes.
        span: Place of the text; diagnostics add the offset of the character.

    Returns:
        The tree, or None when there is an error; and what there is to say, in order of place.
    """
    problems = Problems(text, shapes, span)
    tree = _checked(text, shape, problems)
    found = tuple(sorted(problems.all(), key=lambda item: (item.span and item.span.offset) or 0))
    return (None if has_errors(found) else tree), found


def _checked(text: str, shape: Shape, problems: Problems) -> Expr | None:
    serialized = _parse(text, problems)
    if serialized is None:
        return None
    tree = check(decode(serialized), {"self": shape}, problems)
    found = families(tree.type, problems.shapes)
    if found and not found & {"bool", "any"}:
        what = describe(tree.type, problems.shapes)
        message = f"the result of the rule is {what}, not true or false"
        advice = f"compare {spell(tree)} with something" if spell(tree)[0] == "'" else None
        problems.add(codes.NOT_BOOL, message, tree.offset, advice)
    if has_errors(problems.all()):
        return None
    tree = guard(tree, problems)
    _confirm(text, problems)
    return tree


def _parse(text: str, problems: Problems) -> bytes | None:
    """Return the serialized tree, or None when the text is no expression."""
    if len(text) > _LIMIT:
        message = f"the rule has {len(text)} characters, more than {_LIMIT}"
        problems.add(codes.TOO_DEEP, message, 0)
        return None
    strange = re.search("[\x00\ud800-\udfff]", text)
    if strange:
        message = f"the rule holds the character U+{ord(strange.group()):04X}"
        problems.add(codes.SYNTAX, message, strange.start(), "remove the character")
        return None
    if not text.strip():
        problems.add(codes.SYNTAX, "the rule is empty", 0, "write an expression, or remove it")
        return None
    try:
        return environment().compile(text, disable_check=True).serialize()
    except RuntimeError as error:
        _report(str(error), problems)
        return None


def _confirm(text: str, problems: Problems) -> None:
    """Have the official type checker agree; what it alone refuses is reported in its words.

    It knows no type of any member and guesses: a sum of two members is an int to it. So where it
    finds no overload, the checker that knows the members has the word.
    """
    try:
        environment().compile(text)
    except RuntimeError as error:
        found = _ERROR.findall(str(error))
        for line, column, words in found:
            if _OVERLOAD not in words:
                place = _offset(problems.text, int(line), int(column))
                problems.add(codes.SYNTAX, f"the CEL compiler refuses this: {words}", place)
        if not found:
            first = str(error).split(" [")[0]
            problems.add(codes.SYNTAX, f"the CEL compiler refuses the rule: {first}", 0)


def compiled(text: str) -> Expression:
    """Compile a rule to run it.

    Raises:
        RuntimeError: The runtime refuses it.
    """
    try:
        return environment().compile(text)
    except RuntimeError as error:
        if _OVERLOAD not in str(error):
            raise
        return environment().compile(text, disable_check=True)


def _report(message: str, problems: Problems) -> None:
    """Report what the parser said."""
    if "recursion" in message:
        text = "the rule is nested more than 32 levels deep"
        problems.add(codes.TOO_DEEP, text, 0, "split the rule into several")
        return
    found = _ERROR.findall(message)
    for line, column, words in found[:1]:
        place = _offset(problems.text, int(line), int(column))
        problems.add(_code(words), _plain(words, problems.text, place), place, _advice(words))
    if not found:
        problems.add(codes.SYNTAX, "the rule does not parse", 0)


def _code(words: str) -> Code:
    return codes.UNSUPPORTED if "unsupported syntax" in words else codes.SYNTAX


def _plain(words: str, text: str, place: int) -> str:
    if "unsupported syntax" in words:
        return "optional syntax ('.?', '[?') is not supported by every backend"
    if place >= len(text.rstrip()) and "EOF" in words:
        return "the rule ends in the middle of an expression"
    if words.startswith("Syntax error: "):
        detail = _EXPECTING.sub("", words.removeprefix("Syntax error: "))
        return f"the rule does not parse here: {detail}"
    return f"the rule does not parse here: {words}"


def _advice(words: str) -> str:
    if "has() argument" in words:
        return "write has(self.name), or 'x-name' in self for a name that is no identifier"
    if "unsupported syntax" in words:
        return "write has(self.name) && ... instead"
    return "complete the expression" if "EOF" in words else "correct the expression here"


def _offset(text: str, line: int, column: int) -> int:
    """Turn the runtime's line and column, both from 1, into characters from the start."""
    lines = text.split("\n")
    if not 1 <= line <= len(lines):
        return 0
    return min(sum(len(item) + 1 for item in lines[: line - 1]) + max(column - 1, 0), len(text))
