"""What is made once, or line by line, is what would be made each time, as a whole."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from tallystick.emit.targets.docs.once import Made, once
from tallystick.emit.targets.docs.quoting import coloured

PAGES = Path(__file__).parents[2] / "generated" / "docs"
BLOCK = re.compile(r"^```(\w+)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)


def test_a_macro_is_called_once_for_the_same_arguments() -> None:
    """Another argument, or another macro, is another call."""
    source = "{% macro a(x, n) %}{{ calls.append(x) or x }}{{ n }}{% endmacro %}"
    calls: list[str] = []
    module = Environment(autoescape=True).from_string(source).make_module({"calls": calls})
    macro = module.a  # type: ignore[attr-defined] # made by the template
    made: Made = {}
    found = [once(x, made, macro, n) for x, n in (("p", 1), ("q", 1), ("p", 1), ("p", 2))]
    assert found == ["p1", "q1", "p1", "p2"]
    assert calls == ["p", "q", "p"]


@pytest.mark.parametrize("language", ["json", "python", "typescript"])
def test_code_is_coloured_by_line_as_it_is_as_a_whole(language: str) -> None:
    """No token of the samples goes beyond its line."""
    pages = sorted(PAGES.rglob("*.md"))
    blocks = {found for page in pages for found in BLOCK.findall(page.read_text())}
    texts = sorted(text for name, text in blocks if name == language)
    assert len(texts) > 1
    lexer = get_lexer_by_name(language, stripnl=False)
    for text in texts:
        whole = highlight(text, lexer, HtmlFormatter(nowrap=True)).rstrip("\n")
        assert coloured(text, language) == whole
