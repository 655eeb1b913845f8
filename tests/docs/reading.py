"""What a person reads on a page, line by line: of the pages of the API, and of ours."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

PAGES = Path(__file__).parent / "pages"


class Line(NamedTuple):
    """One line.

    Attributes:
        kind: ``member``, ``choice``, ``bound`` or ``text``.
    """

    kind: str
    text: str


def published(name: str) -> dict[str, list[Line]]:
    """Return the lines of a page of the API by its headings."""
    found: dict[str, list[Line]] = {}
    heading = ""
    for line in (PAGES / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            heading = line[2:]
        else:
            kind, _, text = line.partition("\t")
            found.setdefault(heading, []).append(Line(kind, text))
    return found


def of_markdown(text: str) -> list[Line]:
    """Return the lines of one of our pages as Markdown."""
    return [_of_line(line.strip()) for line in text.splitlines() if line.strip()]


def _of_line(line: str) -> Line:
    span = re.fullmatch(r"- `([^`]*)`( .*)?", line)
    if span:
        return Line("choice" if span[1].startswith('"') else "member", span[1])
    bound = re.fullmatch(r"([A-Za-z ]+): `([^`]*)`", line)
    return Line("bound", f"{bound[1]} {bound[2]}") if bound else Line("text", line)


_KINDS = {"head": "member", "prose": "text"}


class _Reader(HTMLParser):
    """Gathers the text of elements inside of one panel, and above all panels."""

    def __init__(self, panel: str) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self._panel = f"face-{panel}"
        self._hidden = 0
        self._open: list[tuple[str, str | None]] = []
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"meta", "link", "input", "br", "hr"}:
            return
        if given.get("role") == "tabpanel" and given.get("id") != self._panel:
            self._hidden = len(self._open) + 1
        kind = _KINDS.get(given.get("class") or "")
        if tag == "code" and self._within("choices"):
            kind = "choice"
        if tag == "div" and self._within("bounds"):
            kind = "bound"
        if kind:
            self._text = ""
        self._open.append((given.get("class") or tag, kind))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or tag in {"meta", "link", "input", "br", "hr"}:
            return
        _, kind = self._open.pop()
        if kind and not self._hidden:
            text = " ".join(self._text.split())
            self.lines.append(Line(kind, re.sub(r"( required)?( deprecated)? #$", "", text)))
        if len(self._open) < self._hidden:
            self._hidden = 0

    def handle_data(self, data: str) -> None:
        in_bound = any(kind == "bound" for _, kind in self._open)
        self._text += f" {data}" if in_bound else data

    def _within(self, name: str) -> bool:
        return any(label == name for label, _ in self._open)


def of_html(text: str, face: str) -> list[Line]:
    """Return the lines of one of our pages, as the tab of a face shows it."""
    reader = _Reader(face)
    reader.feed(text)
    return reader.lines


def missing(wanted: list[Line], told: list[Line]) -> list[str]:
    """Return what is wanted and not told in that order, each with the member it belongs to."""
    found: list[str] = []
    at, member = 0, ""
    for line in wanted:
        member = line.text if line.kind == "member" else member
        place = next((n for n in range(at, len(told)) if _same(line, told[n])), None)
        if place is None:
            found.append(f"{line.kind} {line.text!r} of {member!r}")
        else:
            at = place + 1
    return found


def _same(line: Line, ours: Line) -> bool:
    if line.kind != ours.kind:
        return False
    wanted, told = _plain(line.text), _plain(ours.text)
    # The page as captured lost what stood in angle brackets, and what stood in braces after a list.
    cut = wanted.endswith((": Array", "array of GenerationOutput"))
    return told == wanted or (cut and told.startswith((f"{wanted}<", f"{wanted} {{")))


def _plain(text: str) -> str:
    return text.replace("`", "")
