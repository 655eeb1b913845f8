"""From the words of a command line to a command and what was given to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import NamedTuple

from ._command import OPTIONS, Command, Given, UsageError
from ._config import CREDENTIALS, PROGRAM, RESOURCES
from ._shapes import BOOLEAN, STRING, Member, descend, find, members_of, settle, switch

SHORT = {"-h": "--help", "-v": "--version", "-o": "--output"}
ALL_OPTIONS = (*(Member(item.flag, STRING, item.about) for item in CREDENTIALS), *OPTIONS)


class Line(NamedTuple):
    """A command line that was understood; `command` is None for a line of options alone."""

    resource: str | None
    command: Command | None
    options: tuple[Given, ...]
    flags: tuple[Given, ...]


def commands(resource: str) -> tuple[Command, ...]:
    """Load the commands of a resource."""
    module = import_module(f".commands.{RESOURCES[resource].module}", __package__)
    found: tuple[Command, ...] = module.COMMANDS
    return found


def choose(resource: str, name: str) -> Command:
    """Return a command of a resource."""
    known = commands(resource)
    for command in known:
        if command.name == name:
            return command
    names = (command.name for command in known)
    raise UsageError(f"{resource} has no command {name!r}{suggest(name, names)}")


def suggest(name: str, known: Iterable[str]) -> str:
    """Return a question that names what may have been meant, "" when nothing is near."""
    from difflib import get_close_matches

    close = get_close_matches(name.lower(), list(known), 1, 0.6)
    return f"; did you mean {close[0]}?" if close else ""


def read(words: Sequence[str]) -> Line:
    """Understand a command line.

    Raises:
        UsageError: It names a command or a flag that does not exist, or has a word too many.
    """
    return _Reader(words).read()


class _Reader:
    """Goes through the words once, from left to right."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = list(words)
        self._resource: str | None = None
        self._command: Command | None = None
        self._places: list[Member] = []
        self._options: list[Given] = []
        self._flags: list[Given] = []

    def read(self) -> Line:
        plain = False
        while self._words:
            word = self._words.pop(0)
            if plain or not is_flag(word):
                self._word(word)
            elif word == "--":
                plain = True
            else:
                self._flag(word)
        if self._resource and not self._command:
            names = ", ".join(item.name for item in commands(self._resource)[:9])
            raise UsageError(f"{self._resource} needs a command, such as {names}")
        return Line(self._resource, self._command, tuple(self._options), tuple(self._flags))

    def _word(self, word: str) -> None:
        if self._resource is None:
            if word not in RESOURCES:
                raise UsageError(f"there is no command {word!r}{suggest(word, RESOURCES)}")
            self._resource = word
        elif self._command is None:
            self._command = choose(self._resource, word)
            self._places = list(self._command.positional)
        elif self._places:
            member = self._places.pop(0)
            self._flags.append(Given(f"--{member.spelled}", (member.keyword,), member.shape, word))
        else:
            raise UsageError(f"{word!r} is a word too many; a value follows its flag: --flag value")

    def _flag(self, word: str) -> None:
        name, equals, text = SHORT.get(word, word).partition("=")
        given = self._find(name)
        value = text if equals else self._value(given)
        self._keep(given._replace(text=value))

    def _find(self, name: str) -> Given:
        flags = self._command.flags if self._command else ()
        found = follow(flags, name) or follow(ALL_OPTIONS, name)
        if found:
            return found
        refuted = name.replace("--no-", "--", 1)
        if name != refuted and (found := follow(flags, refuted)) and settle(found.shape) == BOOLEAN:
            return found._replace(text="false")
        raise UsageError(unknown(self._command, name))

    def _value(self, given: Given) -> str | None:
        if given.text is not None:
            return given.text
        following = self._words[0] if self._words else ""
        if settle(given.shape) == BOOLEAN:
            return self._words.pop(0) if following in {"true", "false"} else None
        flag = following.startswith("--") and self._known(following)
        if self._words and not flag:
            return self._words.pop(0)
        if switch(given.shape):
            return None
        name = following.partition("=")[0]
        why = f"; {name} is a flag ({given.flag}=... may)" if flag else ""
        raise UsageError(f"{given.flag} needs a value{why}")

    def _known(self, word: str) -> bool:
        flags = (*(self._command.flags if self._command else ()), *ALL_OPTIONS)
        return follow(flags, word.partition("=")[0]) is not None

    def _keep(self, given: Given) -> None:
        own = self._command and follow(self._command.flags, given.flag)
        (self._flags if own else self._options).append(given)


def asked(words: Sequence[str]) -> bool:
    """Whether help is asked for, before anything else is judged."""
    plain = words[: words.index("--")] if "--" in words else words
    return "--help" in plain or "-h" in plain


def is_flag(word: str) -> bool:
    """Whether a word is a flag; a lone hyphen and negative numbers are values."""
    return word.startswith("-") and word != "-" and not word[1].isdecimal()


def follow(flags: tuple[Member, ...], name: str) -> Given | None:
    """Go down a dotted flag; None when it leads nowhere."""
    first, *rest = name.removeprefix("--").split(".")
    member = find(flags, first) if name.startswith("--") else None
    if member is None:
        return None
    path: list[str | int | None] = [member.keyword]
    shape = member.shape
    while rest:
        found = descend(shape, rest[0])
        if found is None:
            return None
        step, shape = found
        path.append(step)
        if step is not None:
            rest.pop(0)
    return Given(name, tuple(path), shape, None)


def unknown(command: Command | None, name: str) -> str:
    """Say that a flag does not exist, and which may have been meant."""
    flags = command.flags if command else ()
    above, dot, last = name.rpartition(".")
    parent = follow(flags, above) if dot else None
    if parent:
        known = [member.spelled for member in members_of(parent.shape)]
        close = suggest(last, (f"{above}.{name}" for name in known)) or suggest(last, known)
        listed = f"; it has {', '.join(known[:12])}" if known and not close else close
        return f"{name}: {above} has no member {last!r}{listed}"
    if command is None and not dot:
        where = f"the flags of a command stand behind it: {PROGRAM} RESOURCE COMMAND {name}"
        close = suggest(name, (f"--{item.spelled}" for item in ALL_OPTIONS))
        return f"{name} is no flag here; {where}" if not close else f"{name} is no flag{close}"
    known = [f"--{item.spelled}" for item in (*flags, *ALL_OPTIONS)]
    wanted = name if name.startswith("--") else f"-{name}"
    if whole := next((flag for flag in flags if flag.place == "whole"), None):
        inside = f"--{whole.spelled}.{wanted.removeprefix('--')}"
        if follow(flags, inside):
            return f"{name} is no flag of this command; did you mean {inside}?"
    return f"{name} is no flag of this command{suggest(wanted, known)}"
