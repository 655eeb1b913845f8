"""Sizes that keep a code base readable; a larger one needs an argument here."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for folder in ("generator", "spec") for path in (ROOT / folder).rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.jinja"))

FILE_LINES = 400
FUNCTION_LINES = 40
NESTING = 3
TEMPLATE_LINES = 80

RAISED: dict[str, int] = {}
"""File or template -> its own budget, with the reason beside it."""

BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)


def name(path: Path) -> str:
    """Return a path as the tables above spell it."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_file_is_short(path: Path) -> None:
    """A file is read in one go."""
    lines = len(path.read_text().splitlines())
    assert lines <= RAISED.get(name(path), FILE_LINES)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_is_short(path: Path) -> None:
    """A template shows its output at one look."""
    lines = len(path.read_text().splitlines())
    assert lines <= RAISED.get(name(path), TEMPLATE_LINES)


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_functions_are_short_and_flat(path: Path) -> None:
    """A function fits a screen, and its blocks nest three deep at most."""
    tree = ast.parse(path.read_text())
    for function in functions(tree):
        where = f"{name(path)}:{function.lineno} {function.name}"
        assert length(function) <= FUNCTION_LINES, where
        assert depth(function) <= NESTING, where


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function without its signature and docstring."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    if not body:
        return 0
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def depth(node: ast.AST) -> int:
    """Count the deepest nesting of blocks; ``elif`` does not nest, inner functions count apart."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and [child] == node.orelse
        step = 1 if isinstance(child, BLOCKS) and not is_elif else 0
        deepest = max(deepest, step + depth(child))
    return deepest
