"""One voice for all diagnostics, whichever stage speaks.

A message begins in lower case unless it begins with a name, a code or a quoted value; a help is
an imperative in lower case or asks "did you mean"; neither ends with a full stop. Read from the
source: every text that stands in a call with a code, and every text kept under one of the names
that such texts have before they are handed on.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tallystick.cli.explain import STAGES

ROOT = Path(__file__).parents[2]
NAMES = {"message", "help_", "advice"}
KEYWORDS = {"message", "help", "advice"}
CODES = {"codes", "rule_codes", "lifecycle_codes"}
NO_IMPERATIVES = re.compile(r"(you|it|its|they|this|that|there|the|a|an|one|is|are|please)\b")


def modules() -> list[Path]:
    """Return the modules that make diagnostics."""
    found = []
    for stage in STAGES:
        for path in sorted((ROOT / "generator" / "tallystick" / stage).rglob("*.py")):
            tree = ast.parse(path.read_text())
            if not path.stem.endswith("codes") and any(map(names_code, ast.walk(tree))):
                found.append(path)
    return found


def names_code(node: ast.AST) -> bool:
    """Whether a node is ``codes.SOMETHING``."""
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in CODES
    )


def texts(tree: ast.AST) -> Iterator[tuple[bool, ast.expr]]:
    """Yield every text of a diagnostic, and whether it is a help."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from positional(node)
            if not (isinstance(node.func, ast.Attribute) and node.func.attr == "option"):
                for keyword in node.keywords:
                    if keyword.arg in KEYWORDS:
                        is_help = keyword.arg != "message"
                        yield from ((is_help, leaf) for leaf in leaves(keyword.value))
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name) and target.id in NAMES:
                    yield from ((target.id != "message", leaf) for leaf in leaves(node.value))


def positional(node: ast.Call) -> Iterator[tuple[bool, ast.expr]]:
    """Yield the texts that stand after a code: the message, then the help."""
    after = False
    told = False
    for argument in node.args:
        if after:
            found = list(leaves(argument))
            yield from ((told, leaf) for leaf in found)
            named = isinstance(argument, ast.Name) and argument.id in NAMES
            told = told or named or bool(found)
        after = after or names_code(argument)


def leaves(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the texts that an expression chooses from."""
    if isinstance(node, ast.IfExp):
        yield from (*leaves(node.body), *leaves(node.orelse))
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from leaves(value)
    elif isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    ):
        yield node


def ends(node: ast.expr) -> tuple[str, str]:
    """Return the literal text that an expression begins with and the one that it ends with."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    first, last = (
        part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else ""
        for part in (parts[0], parts[-1])
    )
    return first, last


def faults(source: str) -> list[str]:
    """Return what is worded otherwise, with its line."""
    found = []
    for is_help, node in texts(ast.parse(source)):
        first, last = ends(node)
        shouts = re.match(r"[A-Z][a-z]*\b", first)
        stops = last.endswith(".") and not last.endswith("...")
        lectures = is_help and NO_IMPERATIVES.match(first)
        if shouts or stops or lectures:
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: "/".join(path.parts[-2:]))
def test_diagnostics_speak_with_one_voice(path: Path) -> None:
    """See the top of this file."""
    assert faults(path.read_text()) == []


def test_the_reader_of_wordings_sees_them() -> None:
    """Else the test above would hold whatever is written."""
    bad = [
        'add(codes.X, "The value is wrong", span)',
        'add(codes.X, f"{value} is wrong.", span)',
        'add(codes.X, "no", span, "Remove it")',
        'Diagnostic(code=codes.X, message="no", help="remove it.")',
        'Diagnostic(code=codes.X, message="no", help="it is better to remove it")',
        'message = f"The {value}" if value else "nothing"',
        'add(codes.X, "no", span, near or "Remove it")',
    ]
    good = [
        'add(codes.X, "OpenAPI 3.2 is read as 3.1", span, "write 3.1")',
        'add(codes.X, f"{value} is wrong", span, help="write `a || ...`")',
        'add(codes.X, f"`{value}` is wrong", span, help=near or f"did you mean {value}?")',
    ]
    assert [text for text in bad if not faults(text)] == []
    assert [text for text in good if faults(text)] == []
