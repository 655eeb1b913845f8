"""Types of generated TypeScript, read back as types of a surface.

Only what the target writes is read: unions, intersections, literals, names with arguments, tuples
and objects.
"""

import json
import re
from dataclasses import dataclass
from typing import Final

from tallystick.surface import Applied, Atom, Both, Choice, Member, Name, Shape, Type, Value
from tallystick.surface.relation import REST, TUPLE

_TOKEN: Final = re.compile(
    r"""\s+|/\*.*?\*/|(?P<text>"(?:[^"\\]|\\.)*")|(?P<number>-?\d[\w.+-]*)|(?P<name>[\w$]+)"""
    r"""|(?P<sign>\.\.\.|[^\s\w])""",
    re.DOTALL,
)
_VALUES: Final[dict[str, Type]] = {"true": Value(value=True), "false": Value(value=False)}


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind (``text``, ``number``, ``name``, ``sign``) and what is written."""

    kind: str
    text: str


def tokens(text: str) -> list[Token]:
    """Return the tokens of source code, without comments."""
    return [
        Token(match.lastgroup, match.group())
        for match in _TOKEN.finditer(text)
        if match.lastgroup is not None
    ]


class Reader:
    """Reads one statement or type, token by token."""

    def __init__(self, text: str, declared: frozenset[str]) -> None:
        """Read `text`, in which `declared` are names of the package's own types."""
        self._tokens = [*tokens(text), Token("end", "")]
        self._at = 0
        self._declared = declared

    @property
    def next(self) -> str:
        """What is written next, "" at the end."""
        return self._tokens[self._at].text

    def take(self) -> Token:
        """Return the next token and go on."""
        token = self._tokens[self._at]
        self._at += token.kind != "end"
        return token

    def passes(self, text: str) -> bool:
        """Go past a token if it is the next one."""
        fine = self.next == text and self._tokens[self._at].kind in {"sign", "name"}
        self._at += fine
        return fine

    def type(self) -> Type:
        """Read a type."""
        self.passes("|")
        found = [self._both()]
        while self.passes("|"):
            found.append(self._both())
        flat = [it for one in found for it in (one.options if isinstance(one, Choice) else (one,))]
        options = tuple(dict.fromkeys(flat))
        return options[0] if len(options) == 1 else Choice(options)

    def _both(self) -> Type:
        found = [self._one()]
        while self.passes("&"):
            found.append(self._one())
        kept = tuple(it for it in found if it != Shape())
        return kept[0] if len(kept) == 1 else Both(kept)

    def _one(self) -> Type:  # noqa: PLR0911 - one return for each kind
        token = self.take()
        match token.kind, token.text:
            case "text", text:
                return Value(json.loads(text))
            case "number", text:
                return Value(json.loads(text))
            case "sign", "(":
                inner = self.type()
                self.passes(")")
                return inner
            case "sign", "{":
                return self.members()
            case "sign", "[":
                return self._tuple()
            case "sign", "...":
                rest = self._one()
                return Applied(REST, rest.arguments if isinstance(rest, Applied) else (rest,))
            case "name", text:
                return self._named(text)
            case _:
                return Atom("unknown")

    def _tuple(self) -> Type:
        items: list[Type] = []
        while not self.passes("]") and self.next:
            items.append(self.type())
            self.passes(",")
        return Applied(TUPLE, tuple(items))

    def _named(self, name: str) -> Type:
        arguments: list[Type] = []
        if self.passes("<"):
            while not self.passes(">") and self.next:
                arguments.append(self.type())
                self.passes(",")
        while self.next == "[" and self._tokens[self._at + 1].kind == "text":
            self._at += 3  # the type of a member, ``A["b"]``
        if arguments:
            return Applied(name, tuple(arguments))
        if name in _VALUES:
            return _VALUES[name]
        return Name(name) if name in self._declared else Atom(name)

    def members(self) -> Shape:
        """Read the members of an object, after its brace."""
        found: list[Member] = []
        rest: Type | None = None
        while not self.passes("}") and self.next:
            if self.passes("["):
                for _ in range(4):  # ``key: string]``
                    self.take()
                self.passes(":")
                rest = self.type()
            else:
                found.append(self.member())
            if not self.passes(";"):
                self.passes(",")
        return Shape(members=tuple(found), rest=rest)

    def member(self) -> Member:
        """Read a member, or a parameter: its name and type."""
        token = self.take()
        name = str(json.loads(token.text)) if token.kind == "text" else token.text
        optional = self.passes("?")
        self.passes(":")
        return Member(name=name, type=self.type(), required=not optional)

    def parameters(self) -> list[Member]:
        """Read the parameters of a method, after its bracket."""
        found: list[Member] = []
        while not self.passes(")") and self.next:
            found.append(self.member())
            self.passes(",")
        return found
