"""The terminal's report: places, order, hostile text."""

from tallystick.diagnostics import Code, Diagnostic, Note, Severity, Span
from tallystick.load.decode import position_at
from tallystick.load.model import Position
from tallystick.report import github, json, text

ERROR = Code(id="bad-thing", severity=Severity.ERROR, summary="s", why="w", instead="i")
WARNING = Code(id="odd-thing", severity=Severity.WARNING, summary="s", why="w", instead="i")


def locate(span: Span) -> Position | None:
    """Every pointer of this test is ``/LINE/COLUMN``."""
    _, line, column = span.pointer.split("/")
    return Position(line=int(line), column=int(column), excerpt="  key: value")


def test_a_block_has_place_excerpt_and_help() -> None:
    """The form that people and their editors know."""
    item = Diagnostic(
        code=ERROR,
        message="the value 3 is odd",
        span=Span("a.yaml", "/7/8"),
        help="write 4",
        notes=(Note(message="first defined here", span=Span("b.yaml", "/2/1")),),
    )
    assert text.render((item,), locate) == (
        "a.yaml:7:8: error[bad-thing]: the value 3 is odd\n"
        "    7 |   key: value\n"
        "      |        ^\n"
        "  help: write 4\n"
        "  note: first defined here (b.yaml:2)\n"
        "\n"
        "1 error\n"
    )


def test_sorted_by_place_and_said_once() -> None:
    """The order is that of the file, whatever stage found it first."""
    late = Diagnostic(code=ERROR, message="late", span=Span("a.yaml", "/10/1"))
    early = Diagnostic(code=WARNING, message="early", span=Span("a.yaml", "/9/1"))
    shown = text.render((late, early, late), locate)
    assert shown.index("early") < shown.index("late")
    assert shown.count("late") == 1


def test_a_document_does_not_drive_the_terminal() -> None:
    """Escape sequences in a message are shown, not obeyed."""
    item = Diagnostic(code=ERROR, message="named '\x1b[2J\u202e'", span=None)
    shown = text.render((item,), locate)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "\\x1b[2J" in shown


def test_a_document_commands_no_workflow() -> None:
    """What it calls its things begins no line: to some who read the output, lines are commands."""
    notes = (Note(message="named '\n::error::x'"),)
    item = Diagnostic(code=ERROR, message="the '\n::y'", span=None, help="no\n::z", notes=notes)
    shown = text.render((item,), locate)
    assert not [line for line in shown.splitlines() if line.lstrip().startswith("::")]
    assert "named '\\n::error::x'" in shown


def test_a_long_line_is_cut_around_the_place() -> None:
    """A minified document is one line of megabytes."""
    line = "x" * 5000 + "HERE" + "y" * 5000
    item = Diagnostic(code=ERROR, message="m", span=Span("a.json", "/1/5001"))
    shown = text.render((item,), lambda _: Position(line=1, column=5001, excerpt=line))
    assert max(map(len, shown.splitlines())) < 200
    excerpt, caret = shown.splitlines()[1:3]
    assert excerpt[caret.index("^") :].startswith("HERE")


def test_a_part_of_a_long_line_is_shown_around_the_place() -> None:
    """What is read of a long line begins somewhere in it."""
    line = "{" + '"a": 1, ' * 5000 + '"HERE": 1}'
    found = position_at(line, line.index("HERE"))
    item = Diagnostic(code=ERROR, message="m", span=Span("a.json", "/HERE"))
    excerpt, caret = text.render((item,), lambda _: found).splitlines()[1:3]
    assert excerpt[caret.index("^") :].startswith("HERE")
    assert '"a": 1, "HERE"' in excerpt


def test_json_and_annotations_agree_with_the_text() -> None:
    """Programs get the same places."""
    item = Diagnostic(code=ERROR, message="50% of\nit", span=Span("a,b.yaml", "/7/8"))
    assert github.render((item,), locate) == (
        "::error title=bad-thing,file=a%2Cb.yaml,line=7,col=8::50%25 of%0Ait\n"
    )
    assert '"line": 7' in json.render((item,), locate)
