"""What a command is: an operation of the API and its flags."""

from __future__ import annotations

from typing import Final, NamedTuple

from ._shapes import ANY, BOOLEAN, INTEGER, NUMBER, TEXT, Array, Enum, Member, Shape


class Job(NamedTuple):
    """Work that goes on after the call, by attributes of the client's model.

    `state` holds how far it is, `outputs` leads to the addresses of what it made; ``*`` goes
    through a list.
    """

    state: str
    outputs: tuple[str, ...] = ()


class Command(NamedTuple):
    """One operation.

    `call` is the resource and the method of the client, `answer` what comes back: `json`, `text`,
    `bytes`, `events` or `nothing`.
    """

    name: str
    http: str
    call: tuple[str, str]
    title: str = ""
    about: str = ""
    flags: tuple[Member, ...] = ()
    answer: str = "json"
    returns: Member | None = None
    job: Job | None = None
    repeatable: bool = False
    deprecated: bool = False

    @property
    def positional(self) -> tuple[Member, ...]:
        """Return the flags that can be given by place: those in the path."""
        return tuple(flag for flag in self.flags if flag.place == "path")

    @property
    def body(self) -> tuple[Member, ...]:
        """Return the flags that make up the body."""
        return tuple(flag for flag in self.flags if flag.place in {"body", "whole"})


class Group(NamedTuple):
    """A resource: the module of its commands, and what it is about."""

    module: str
    about: str
    commands: tuple[str, ...]


FORMATS: Final = ("auto", "json", "yaml", "pretty", "raw")

OPTIONS: Final = (
    Member("base-url", TEXT, "Where the API is"),
    Member("format", Enum(FORMATS), "How to print the answer; auto is JSON, in colour if seen"),
    Member("transform", TEXT, "Print what a JMESPath expression makes of the answer"),
    Member("output", TEXT, "Write what was made, or the answer, to a file; several are numbered"),
    Member("force", BOOLEAN, "Let --output replace files"),
    Member("wait", BOOLEAN, "Wait until the work is done"),
    Member("wait-timeout", NUMBER, "Seconds to wait at most (1800)"),
    Member("timeout", NUMBER, "Seconds without a sign of the server (60)"),
    Member("max-retries", INTEGER, "Attempts after the first (2)"),
    Member("header", Array(TEXT), "A header to send, as 'Name: value'; may be repeated"),
    Member("idempotency-key", TEXT, "Makes repeating a command harmless; made up if not given"),
    Member("no-check", BOOLEAN, "Send what breaks the rules of the API, too"),
    Member("debug", BOOLEAN, "Say on stderr what is sent and answered, without secrets"),
    Member("version", BOOLEAN, "Print the version"),
    Member("help", BOOLEAN, "Explain a command; with a flag before it, that flag's members"),
)

BODY: Final = Member("body", ANY, "The whole body", place="whole")


class UsageError(Exception):
    """The command line cannot be carried out; says which flag is to blame, and why."""


class Given(NamedTuple):
    """A flag as it was given: leading to `path`, where `text` (None: no value) is to stand."""

    flag: str
    path: tuple[str | int | None, ...]
    shape: Shape
    text: str | None
