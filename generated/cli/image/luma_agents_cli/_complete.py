"""What may come next on a command line, for the shells' completion."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ._command import Command, Given
from ._config import RESOURCES
from ._parse import ALL_OPTIONS, SHORT, commands, follow, is_flag
from ._shapes import (
    BASE64,
    BOOLEAN,
    BYTES,
    FILE,
    Member,
    members_of,
    settle,
    values_of,
)
from ._terminal import printable


class Offer(NamedTuple):
    """One thing that may stand there."""

    text: str
    about: str = ""


def complete(words: list[str]) -> None:
    """Print what may stand in the place of the last word; `words` begins with the shell."""
    shell, *rest = words or ["bash"]
    if shell == "bash":
        rest = split(rest[0] if rest else "")[1:]
    *before, current = rest or [""]
    offers = list(_offers(before, current))
    for offer in offers:
        if offer.text.isprintable():
            sys.stdout.write(_line(shell, offer, current) + "\n")


def split(line: str) -> list[str]:
    """Split a command line as a shell would, an open quote at its end included."""
    import shlex

    for end in ("", "'", '"'):
        try:
            words = shlex.split(line + end)
        except ValueError:
            continue
        return [*words, ""] if not end and line[-1:].isspace() else words
    return line.split()


def _line(shell: str, offer: Offer, current: str) -> str:
    about = " ".join(printable(offer.about).split())[:100]
    if shell == "fish":
        return f"{offer.text}\t{about}" if about else offer.text
    if shell == "zsh":
        text = offer.text.replace("\\", "\\\\").replace(":", "\\:")
        return f"{text}:{about}" if about else text
    # bash takes = and : for the ends of words, and expects what follows the last of them.
    start = max(current.rfind("="), current.rfind(":")) + 1
    text = offer.text[start:] if offer.text.startswith(current[:start]) else offer.text
    return re.sub(r"([^\w@%+=:,./~-])", r"\\\1", text)


def _offers(before: list[str], current: str) -> Iterator[Offer]:
    command, resource, pending = _walk(before)
    if pending is not None:
        yield from _values(pending, current, "")
    elif current.startswith("-") and "=" in current:
        name, _, text = current.partition("=")
        given = _find(command, name)
        if given:
            yield from _values(given, text, f"{name}=")
    elif current.startswith("-"):
        yield from _flags(command, current)
    elif resource is None:
        yield from _starting(current, (Offer(n, g.about) for n, g in RESOURCES.items()))
        yield from _starting(current, (Offer("completion", "Print a completion script"),))
    elif command is None and resource in RESOURCES:
        yield from _starting(current, (Offer(c.name, c.title) for c in commands(resource)))


def _walk(before: list[str]) -> tuple[Command | None, str | None, Given | None]:
    """Follow the words before: the command they name, and the flag that waits for its value."""
    resource: str | None = None
    command: Command | None = None
    pending: Given | None = None
    for word in before:
        if pending is not None:
            pending = None
        elif is_flag(word):
            given = _find(command, word) if "=" not in word else None
            pending = given if given and settle(given.shape) != BOOLEAN else None
        elif resource is None:
            resource = word
            if word not in RESOURCES:
                break
        elif command is None:
            command = next((item for item in commands(resource) if item.name == word), None)
    return command, resource, pending


def _find(command: Command | None, name: str) -> Given | None:
    name = SHORT.get(name, name)
    own = follow(command.flags, name) if command else None
    return own or follow(ALL_OPTIONS, name)


def _values(given: Given, current: str, prefix: str) -> Iterator[Offer]:
    shape = settle(given.shape)
    path = given.path == ("output",)
    if current.startswith("@") or path or (shape == FILE and not current):
        yield from _files(current, prefix, marked=not path)
    else:
        offers = (Offer(value) for value in values_of(shape))
        for offer in _starting(current, offers):
            yield Offer(prefix + offer.text)
        if shape in {BASE64, BYTES} and not current:
            yield Offer(prefix + "@", "a file")


def _files(current: str, prefix: str, *, marked: bool) -> Iterator[Offer]:
    """Offer the files that a path may go on with, folders with a slash."""
    mark = "@" if marked else ""
    for form in ("@file://", "@data://"):
        if current.startswith(form):
            mark = form
    typed = current.removeprefix(mark)
    folder, slash, start = typed.rpartition("/")
    base = Path(folder + slash or ".").expanduser()
    try:
        found = sorted(base.iterdir())
    except OSError:
        return
    for path in found:
        if path.name.startswith(start) and (start or not path.name.startswith(".")):
            end = "/" if path.is_dir() else ""
            yield Offer(f"{prefix}{mark}{folder}{slash}{path.name}{end}")


def _flags(command: Command | None, current: str) -> Iterator[Offer]:
    above, dot, _ = current.rpartition(".")
    flags = command.flags if command else ()
    if dot:
        given = follow(flags, above)
        members = members_of(given.shape) if given else ()
        offers = [Offer(f"{above}.{member.spelled}", member.about) for member in members]
    else:
        offers = [Offer(f"--{member.spelled}", member.about) for member in (*flags, *_rest(flags))]
    found = list(_starting(current, offers))
    whole = follow(flags, found[0].text) if len(found) == 1 else None
    if whole and found[0].text == current and members_of(whole.shape):
        below = members_of(whole.shape)
        yield from (Offer(f"{current}.{member.spelled}", member.about) for member in below)
    yield from found


def _rest(flags: tuple[Member, ...]) -> Iterator[Member]:
    own = {flag.spelled for flag in flags}
    return (option for option in ALL_OPTIONS if option.spelled not in own)


def _starting(current: str, offers: Iterable[Offer]) -> Iterator[Offer]:
    return (offer for offer in offers if offer.text.startswith(current))
