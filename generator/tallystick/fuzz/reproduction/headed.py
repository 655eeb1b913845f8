"""What a header of an answer leads to, in commands: read anew of the URL that it holds."""

import re
import shlex
from collections.abc import Sequence

Bind = tuple[str, str]
"""As of `Case.binds`."""


def header_of(pointer: str) -> tuple[str, str] | None:
    """Return a header, and a path as an expression, where what is bound stands in a URL of it."""
    name, headed, path = pointer.partition(":")
    if not headed or "/" in name:
        return None
    way = re.escape(path).replace(r"\{\}", r"([^/?#\s]+)")
    return name, re.sub(r"\\{[^{}]*\\}", "[^/?#]+", way) + "/?(?:[?#].*)?"


def heads(taken: Sequence[Bind]) -> str:
    """Return what makes curl print the headers, where one of them has what is taken."""
    return " -D - -o /dev/null" if any(header_of(at) is not None for _, at in taken) else ""


def in_shell(headed: tuple[str, str]) -> str:
    """Return a command that prints what is bound, of the headers in ``MADE``."""
    find = f"(?im)^{headed[0]}:.*{headed[1]}\\s*$"
    code = f"import re,sys; print(re.search({find!r}, sys.stdin.read())[1])"
    return f'printf %s "$MADE" | python3 -c {shlex.quote(code)}'


def asked(taken: Sequence[Bind]) -> str:
    """Return a line of Python that sends a request, and keeps what is taken of the answer."""
    headed = header_of(taken[0][1])
    if headed is None:
        return "made = json.load(urlopen(request))"
    return f"made = urlopen(request).headers[{headed[0]!r}]"


def in_python(headed: tuple[str, str]) -> str:
    """Return what is bound, of the URL in ``made``."""
    return f"__import__('re').search({headed[1] + '$'!r}, made)[1]"
