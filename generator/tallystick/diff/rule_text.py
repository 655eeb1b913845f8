"""Rules of two versions compared as they are written, and as they are meant."""

from typing import TYPE_CHECKING

from tallystick.diagnostics import Span
from tallystick.rules.model import Rule
from tallystick.solve.book import Placed

if TYPE_CHECKING:
    from tallystick.diff.schemas.views import Views
    from tallystick.solve.reading.same_rules import SameRules


def text_of(rule: Rule) -> str:
    """Return a rule's text with every run of white space as one blank."""
    return " ".join((rule.text or "").split())


def same_rule(left: Rule, right: Rule) -> bool:
    """Whether two rules are written the same, or neither can be judged here."""
    return text_of(left) == text_of(right)


class Meanings:
    """Compares rules of a sender and a receiver: the same text may read another type."""

    def __init__(self, left: "Views", right: "Views") -> None:
        """Compare rules of two versions."""
        self._both = left, right
        self._same: SameRules | None = None

    def __call__(self, left: Rule, right: Rule) -> bool:
        """Whether it is certain that two rules judge every value alike."""
        one, other = (_placed(*it) for it in zip(self._both, (left, right), strict=True))
        if one is None or other is None:
            return left.expression is right.expression is None and same_rule(left, right)
        if self._same is None:
            from tallystick.solve.reading.same_rules import SameRules  # noqa: PLC0415 (for rules only)

            self._same = SameRules(*(views.book.shapes for views in self._both))
        return self._same(one, other)


def _placed(views: "Views", rule: Rule) -> Placed | None:
    """Return a rule as it is compiled for its schema."""
    place = Span(rule.span.uri, rule.span.pointer.rsplit("/", 2)[0])
    return next((it for it in views.book.at(place) if it.rule.span == rule.span), None)
