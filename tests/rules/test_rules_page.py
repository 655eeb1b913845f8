"""The page on rules says what is."""

import re
from pathlib import Path

from tallystick.diagnostics import Span
from tallystick.rules import BOOL, Member, MessageShape, compile_rule
from tallystick.rules.backends.python import Attributes, PythonBackend

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_example_of_the_page_runs() -> None:
    """Its code, and the Python that it promises."""
    code, rendered = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    scope: dict[str, str] = {}
    exec(code, scope)  # noqa: S102 - our own page
    shape = MessageShape(name="V", members={"loop": Member(shape=BOOL), "hdr": Member(shape=BOOL)})
    rule, _ = compile_rule(scope["text"], shape, {}, Span("a", ""))
    assert rule is not None
    backend = PythonBackend({}, Attributes(name=lambda _, wire: wire))
    assert backend.render(rule).text == rendered.strip()
