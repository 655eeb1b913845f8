"""Rules of two versions compared as they are written."""

from tallystick.rules.model import Rule


def text_of(rule: Rule) -> str:
    """Return a rule's text with every run of white space as one blank."""
    return " ".join((rule.text or "").split())


def same_rule(left: Rule, right: Rule) -> bool:
    """Whether two rules are written the same, or neither can be judged here."""
    return text_of(left) == text_of(right)
