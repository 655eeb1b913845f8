"""The common subset of regular expressions: RE2 and Python read it alike; the rest is refused."""

import random
import re

import pytest

from tallystick.rules.backends.python_text import pattern
from tallystick.rules.regex import PatternError, parse
from tallystick.rules.runtime import environment

TEXTS = (
    "", "a", "A", "ab", "a\nb", "ab\n", "\n", "image/png", "é", "😀a", "1", "a-b", "]", "\\",
    " \t", "\v", "\x1c", "٣", "_", "aaa", "ABC", "^$", "a|b", "\x01", "\u2028", "{", "a.c",
)  # fmt: skip

GOOD = [
    "", "a", "^a$", "^$", "a|b", "|a", "a||b", "(a|b)+c?", "a*?", "a+?b??", "a{2}", "a{2,}",
    "a{0,2}", "(?:ab){1,3}", "()", "(a|)", ".", "^.$", "[abc]", "[^abc]", "[a-z0-9_.-]",
    "[]a]", "[^]a]", "[-a]", "[a-]", "[\\]]", "[\\d-]", "\\d+", "\\D", "\\w+", "\\W", "\\s",
    "\\S", "[\\s\\S]", "[^\\d\\s]", "\\.", "\\\\", "\\/", "\\-", "\\n", "\\t", "\\x41",
    "\\x{1F600}", "[\\x41-\\x43]", "\\$", "\\^", "^(image|video)/[a-z0-9.+-]+$", "a$|^b",
    "(^a|b$)", "é", "[à-ü]", "[😀]", "^[^\\n]*$", "\\v\\f\\r\\a", "[&&]", "[a||b]", "[~~]",
    "[\\^]", "(((a)))", "a{1000}", "[^\\x00-\\x{10FFFF}]", "[.]", " ", "#",
]  # fmt: skip


def runtime_finds(text: str, subject: str) -> bool:
    """Search with the official runtime, which is RE2."""
    rule = f"self.matches({quoted(text)})"
    answer = environment().compile(rule).eval(environment().Activation({"self": subject}))
    assert answer.type().name() == "BOOL", (text, answer.value())
    return answer.value() is True


def quoted(text: str) -> str:
    """Return a literal of CEL."""
    escapes = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r"}
    return "'" + "".join(escapes.get(char, char) for char in text) + "'"


def python_finds(text: str, subject: str) -> bool:
    """Search with the pattern as the Python backend prints it."""
    source = eval(pattern(parse(text).regex))  # noqa: S307 - what the test is about
    return re.search(source, subject) is not None


@pytest.mark.parametrize("text", GOOD)
def test_python_and_re2_agree(text: str) -> None:
    """On texts that tell the dialects apart."""
    for subject in TEXTS:
        assert python_finds(text, subject) is runtime_finds(text, subject), subject


def test_python_and_re2_agree_on_random_patterns() -> None:
    """What the parser takes, RE2 takes too, and Python finds the same."""
    chance = random.Random(7)  # noqa: S311 - no secret
    pieces = [
        *"abA1_-^$.|()[]{}*+?,\\/ é",
        "\\d",
        "\\w",
        "\\S",
        "[a-c]",
        "[^b]",
        "(?:",
        "{1,2}",
        "|",
    ]
    taken = 0
    for _ in range(6000):
        text = "".join(chance.choices(pieces, k=chance.randrange(1, 8)))
        try:
            parse(text)
        except PatternError:
            continue
        taken += 1
        for subject in chance.sample(TEXTS, 5):
            assert python_finds(text, subject) is runtime_finds(text, subject), (text, subject)
    assert taken > 1000


REFUSED = [
    ("a(?i)b", 1, "'(?i)'"),
    ("(?=a)", 0, "'(?=a'"),
    ("(?<!a)b", 0, "'(?<!'"),
    ("(?P<n>a)", 0, "'(?P<'"),
    ("(?s:.)", 0, "'(?s:'"),
    ("\\bword", 0, "word boundary"),
    ("\\Aa", 0, "write ^"),
    ("a\\z", 1, "write $"),
    ("a\\Z", 1, "write $"),
    ("\\p{L}", 0, "Unicode class"),
    ("\\1", 0, "\\1"),
    ("\\Qa\\E", 0, "quotation"),
    ("[[:alpha:]]", 1, "inside brackets"),
    ("a++", 2, "repetition of a repetition"),
    ("a**", 2, "repetition of a repetition"),
    ("^*", 0, "repeats an anchor"),
    ("*a", 0, "nothing to repeat"),
    ("a|*", 2, "nothing to repeat"),
    ("a{1001}", 0, "more than 1000"),
    ("(a{1000}){1000}", 0, "more than RE2"),
    ("a{2,1}", 0, "fewer"),
    ("a{", 1, "starts no repetition"),
    ("a{x}", 1, "starts no repetition"),
    ("a}", 1, "closes nothing"),
    ("]", 0, "closes nothing"),
    ("(a", 0, "without its ')'"),
    ("a)", 1, "without its '('"),
    ("[a", 0, "without its ']'"),
    ("[z-a]", 1, "backwards"),
    ("[a-\\d]", 1, "range whose end"),
    ("a\\", 1, "trailing"),
    ("\\xZZ", 0, "two digits"),
    ("\\x{110000}", 0, "does not exist"),
    ("(" * 200 + ")" * 200, 101, "too deeply"),
]


@pytest.mark.parametrize(("text", "offset", "message"), REFUSED)
def test_the_rest_is_refused_by_name(text: str, offset: int, message: str) -> None:
    """Where it stands in the pattern, too."""
    with pytest.raises(PatternError) as caught:
        parse(text)
    assert message in str(caught.value)
    assert caught.value.offset == offset
