"""Cases with a body: one content's of an operation."""

from collections.abc import Iterator
from dataclasses import replace

from tallystick.fuzz.bodies.broken import Bad
from tallystick.fuzz.bodies.judging import Judging, compact
from tallystick.fuzz.bodies.making import Bodies
from tallystick.fuzz.bodies.unlike import Unlike
from tallystick.fuzz.bodies.valid import Found
from tallystick.fuzz.model import Case, Claim
from tallystick.fuzz.requests.composing import files_of, in_bytes, read_back, with_body
from tallystick.ir import Content, MediaKind
from tallystick.text import Json


class Bodied:
    """Puts bodies into requests."""

    def __init__(self, judging: Judging) -> None:
        """Know of no body.

        Args:
            judging: Of the API.
        """
        self._judging = judging
        self._unlike = Unlike(judging)

    def cases(
        self, base: Case, content: Content, made: Bodies, known: Bodies, beside: str = ""
    ) -> Iterator[Case]:
        """Yield cases with what was made beside what is known.

        Args:
            base: A request without a body.
            content: What the bodies are of.
            made: The bodies.
            known: Those that there are cases with.
            beside: What tells the content from another one of the operation, "" for nothing.
        """
        for found in made.valid[len(known.valid) :]:
            yield from self._valid(base, content, found, beside)
        for bad in made.broken[len(known.broken) :]:
            yield from self._broken(base, content, bad, beside)

    def _valid(self, base: Case, content: Content, found: Found, beside: str) -> Iterator[Case]:
        case = self.one(base, content, self._unlike.told(base, content, found.value))
        if case is not None:
            goals = sorted(found.goals)
            touches = tuple(f"{beside} {goal}" if beside else goal for goal in goals)
            yield replace(case, kind="edge" if found.edge else "valid", touches=touches)

    def _broken(self, base: Case, content: Content, bad: Bad, beside: str) -> Iterator[Case]:
        variant = " ".join(filter(None, (beside, bad.variant)))
        claim = Claim(operation=base.operation, name=bad.name, at=bad.at, variant=variant)
        kind = "keyword" if bad.name.startswith("schema:") else "rule"
        note = "" if bad.alone else "other claims are broken with it"
        value = self._unlike.told(base, content, bad.value, bad.at)
        case = self.one(base, content, value, wrong=True)
        if case is not None:
            yield replace(case, kind=kind, expect="refused", claim=claim, note=note)

    def apart(self, case: Case, content: Content | None) -> Case:
        """Return a case whose body has nothing that an earlier one had and no two may have.

        Args:
            case: A request; what is no JSON, or is written in another way, stays as it is.
            content: What its body is of.
        """
        plain = case.has_value and content is not None and content.kind is MediaKind.JSON
        if content is None or not plain or case.message.body != compact(case.value):
            return case
        kept = case.claim.at if case.claim is not None and case.claim.at[:1] == "/" else "-"
        value = self._unlike.told(case, content, case.value, kept)
        if value == case.value:
            return case
        return replace(case, value=value, message=replace(case.message, body=compact(value)))

    def one(self, base: Case, content: Content, value: Json, *, wrong: bool = False) -> Case | None:
        """Return a case with a body; None for one that a form cannot say, or that it changes.

        A form may make right what is wrong, or the other way round: how long a file is may be
        counted in bytes, or in characters.
        """
        if content.kind is not MediaKind.JSON and content.type is not None:
            read = [read_back(self._judging, content.type, value)] if wrong else []
            files = files_of(self._judging.api, content.type)
            if isinstance(value, dict) and not files.isdisjoint(value):
                told = {name: in_bytes(it) if name in files else it for name, it in value.items()}
                read.append(read_back(self._judging, content.type, told))
            if any(self._judging.broken(content.type, it).nothing is wrong for it in read):
                return None
        return with_body(base, content, value, self._judging.api)
