"""What is wrong with a rule is said once, at its character, with a way out."""

from collections.abc import Callable

import pytest

from tallystick.diagnostics import Diagnostics, Severity
from tallystick.rules import Expr, codes

Compiler = Callable[[str], tuple[Expr | None, Diagnostics]]

REFUSED = [
    # Syntax
    ("self.count +", "rule-syntax", 12, "ends in the middle", None),
    ("self.count ] 3", "rule-syntax", 11, "does not parse here", None),
    ("", "rule-syntax", 0, "empty", "write"),
    ("   ", "rule-syntax", 0, "empty", "write"),
    ("self.prompt == '\ud800'", "rule-syntax", 16, "U+D800", "remove"),
    ("self.prompt == '\x00'", "rule-syntax", 16, "U+0000", "remove"),
    ("has(self['x-foo'])", "rule-syntax", 8, "has() argument", "'x-name' in self"),
    ("{'a': 1, 'a': 2}.a == 1", "rule-syntax", 9, "'a' is given twice", None),
    ("(" * 40 + "true" + ")" * 40, "rule-too-deep", 0, "32 levels", "split"),
    ("self.prompt == '" + "a" * 20000 + "'", "rule-too-deep", 0, "characters", None),
    # Names
    ("prompt == 'x'", "rule-unknown-name", 0, "'prompt' is not defined", "self.prompt"),
    ("slef.prompt == 'x'", "rule-unknown-name", 0, "'slef'", "did you mean 'self'?"),
    ("self.refs.all(r, s.url == 'x')", "rule-unknown-name", 17, "'s'", None),
    # Members
    ("self.tpye == 'video'", "rule-unknown-member", 5, "no member 'tpye'", "did you mean 'type'?"),
    ("has(self.vidoe)", "rule-unknown-member", 9, "no member 'vidoe'", "'video'"),
    ("self . tpye == 'video'", "rule-unknown-member", 7, "no member 'tpye'", "'type'"),
    ("self.video['x-fo'] == 1", "rule-unknown-member", 11, "no member 'x-fo'", "'x-foo'"),
    ("'promt' in self", "rule-unknown-member", 0, "no member 'promt'", "'prompt'"),
    ("self.zzz == 1", "rule-unknown-member", 5, "no member 'zzz'", "use one of type"),
    ("self.refs.url == 'x'", "rule-no-members", 10, "a list and has no members", None),
    ("self.prompt.url == 'x'", "rule-no-members", 12, "a string and has no members", None),
    ("self.refs.all(r, r.uri == 'x')", "rule-unknown-member", 19, "no member 'uri'", "'url'"),
    # Types
    ("self.count == '3'", "rule-type", 11, "an integer and '3' is a string", None),
    ("self.prompt > 3", "rule-type", 12, "'>' does not take a string", None),
    ("self.ratio * 2 > 1", "rule-type", 11, "a number", "2.0 for 2"),
    ("!self.prompt", "rule-type", 0, "'!' does not take a string", None),
    ("self.done && self.count", "rule-type", 18, "'self.count' is an integer", None),
    ("self.count ? true : false", "rule-type", 5, "not true or false", None),
    ("self.prompt.startsWith(1)", "rule-type", 12, "'startsWith' does not take", None),
    ("self.count in ['a']", "rule-type", 11, "never holds", None),
    ("self.count.all(x, true)", "rule-type", 5, "runs over a list or a map", None),
    ("self.refs.all(r, r.url)", "rule-type", 19, "not true or false", None),
    ("size(self.count) > 1", "rule-type", 0, "'size' does not take an integer", None),
    ("self.refs['a'] == 1", "rule-type", 10, "cannot be indexed with a string", None),
    ("self.holes == [1]", "rule-type", 11, "never equal", None),
    ("size() > 1", "rule-type", 0, "not called like this", "size(self.items)"),
    # Enums
    ("self.type == 'vidoe'", "rule-unknown-value", 13, "never 'vidoe'", "did you mean 'video'?"),
    ("'vidoe' != self.type", "rule-unknown-value", 0, "never 'vidoe'", "'video'"),
    ("self.type in ['video', 'x']", "rule-unknown-value", 23, "never 'x'", "use one of image"),
    ("self.video.duration == '7s'", "rule-unknown-value", 23, "never '7s'", "5s, 10s"),
    # Null
    ("self.video == null", "rule-null-comparison", 11, "null counts", "write !has(self.video)"),
    ("self.video.loop != null", "rule-null-comparison", 16, "null", "write has(self.video.loop)"),
    # Results
    ("self.count", "rule-not-bool", 5, "is an integer", "compare 'self.count'"),
    ("self.refs.map(r, r.url)", "rule-not-bool", 10, "is a list", None),
    # The subset
    ("timestamp(self.prompt) > 1", "rule-unsupported", 0, "'timestamp'", None),
    ("self.prompt.lowerAscii() == 'a'", "rule-unsupported", 12, "'lowerAscii'", None),
    ("self.prompt.startWith('a')", "rule-unsupported", 12, "'startWith'", "'startsWith'"),
    ("type(self.count) == int", "rule-unsupported", 0, "'type'", None),
    ("1u == 1u", "rule-unsupported", 0, "unsigned", None),
    ("b'a' == b'a'", "rule-unsupported", 0, "bytes", None),
    ("self.?video == 1", "rule-unsupported", 0, "optional", None),
    ("self.prompt == 'a\\u0000'", "rule-unsupported", 15, "U+0000", None),
    ("oldSelf.count == 1", "rule-unsupported", 0, "'oldSelf'", None),
    ("google.protobuf.Int32Value{value: 1} == 1", "rule-unsupported", 0, "message literal", None),
    ("{self.prompt: 1}.a == 1", "rule-unsupported", 5, "constant string", None),
    ("self.video == self.video", "rule-unsupported", 11, "comparing objects", "one by one"),
    ("self.refs == []", "rule-unsupported", 10, "comparing objects", None),
    ("size(self) > 1", "rule-unsupported", 0, "declared members", None),
    ("self[self.prompt] == 1", "rule-unsupported", 10, "constant string", None),
    ("self.prompt in self", "rule-unsupported", 5, "constant string", None),
    ("self.refs.all(self, true)", "rule-unsupported", 10, "hides self", "another name"),
    ("self.prompt.matches(self.type)", "rule-unsupported", 25, "constant", "literal"),
    ("self.ratio < 1e999", "rule-unsupported", 13, "range of a double", None),
    ("string(self.ratio) == '1'", "rule-type", 0, "'string' does not take a number", None),
    # Patterns
    ("self.prompt.matches('a(?i)b')", "rule-pattern", 22, "'(?i)'", "plain group"),
    ("self.prompt.matches('[a')", "rule-pattern", 21, "without its ']'", None),
    ("self.prompt.matches('a**')", "rule-pattern", 23, "repetition of a repetition", None),
]


@pytest.mark.parametrize(
    "case", REFUSED, ids=lambda case: case[0][:40].encode("unicode-escape").decode()
)
def test_a_refused_rule_says_where_and_why(
    compiled: Compiler, case: tuple[str, str, int, str, str | None]
) -> None:
    """The first error has the right kind, place and words; there is no tree."""
    text, code, offset, message, advice = case
    rule, found = compiled(text)
    errors = [item for item in found if item.severity is Severity.ERROR]
    assert rule is None
    assert (errors[0].code.id, errors[0].span.offset if errors[0].span else None) == (code, offset)
    assert message in errors[0].message
    assert errors[0].span is not None
    assert errors[0].span.pointer == "/components/schemas/Job/x-validations/0/rule"
    if advice is not None:
        assert advice in (errors[0].help or "")


def test_all_problems_of_a_rule_are_reported_at_once(compiled: Compiler) -> None:
    """Two misspellings and a wrong type are three errors, in order of place."""
    _, found = compiled("self.tpye == 'a' && self.promt == 'b' && self.count == 'c'")
    assert [item.code.id for item in found] == [
        "rule-unknown-member",
        "rule-unknown-member",
        "rule-type",
    ]
    places = [item.span.offset or 0 for item in found if item.span]
    assert places == sorted(places)


def test_a_refused_part_causes_no_further_errors(compiled: Compiler) -> None:
    """What stands in for a misspelt member is compatible with everything."""
    _, found = compiled("self.tpye.foo.startsWith('a') && self.tpye > 3")
    assert {item.code.id for item in found} == {"rule-unknown-member"}


def test_every_kind_of_error_is_shown_to_happen() -> None:
    """No code stands in the catalogue that nothing reports."""
    errors = {code.id for code in codes.CODES if code.severity is Severity.ERROR}
    assert errors == {code for _, code, *_ in REFUSED}


def test_codes_explain_themselves() -> None:
    """Each code says what, why and what instead; ids are unique."""
    assert len({code.id for code in codes.CODES}) == len(codes.CODES)
    for code in codes.CODES:
        assert all((code.summary, code.why, code.instead))


ACCEPTED = [
    "true",
    "self.count == 1 && self.ratio == 1",
    "self.count < self.ratio",
    "self.prompt.size() + size(self.type) < 10",
    "self.count / 2 * 2 - 1 == self.count % 3",
    "self.ratio / 2.0 + 1.0 > -self.ratio",
    "self.prompt + 'x' == 'y'",
    "[1, 2] + [3] == [1, 2, 3]",
    "self.count in [1, 2.5]",
    "'a' in ['a', 'b']",
    "int('3') == 3 && double('1.5') > 1 && string(3) == '3' && string(true) == 'true'",
    "self.prompt.matches('^[a-z]{2,}(-[0-9]+)*$')",
    "{'a': 1, 'b': 2}['a'] == 1",
    "[self.done, !self.done].exists_one(x, x)",
    "self.type == 'video' ? self.count > 1 : self.count < 1",
    "'''it's''' != self.prompt // a comment",
]


@pytest.mark.parametrize("text", ACCEPTED)
def test_a_good_rule_has_nothing_to_say(compiled: Compiler, text: str) -> None:
    """The supported part of CEL, without a warning."""
    rule, found = compiled(text)
    assert found == ()
    assert rule is not None
