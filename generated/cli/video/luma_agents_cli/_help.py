"""Help: what the tool, a resource, a command or a flag is about."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Final

from ._command import FORMATS, OPTIONS, Command, Job, UsageError
from ._config import BASE_URL, CREDENTIALS, PROGRAM, RESOURCES, TITLE
from ._notation import SHOWN, notation, quoted
from ._parse import ALL_OPTIONS, SHORT, choose, commands, follow, is_flag, suggest
from ._shapes import DEEP, Array, Enum, Map, Member, Named, Shape, members_of, settle
from ._terminal import colourful, pad, wrap

JOBS: Final = {"wait", "wait-timeout"}
HEADINGS: Final = {
    *("Commands", "Exit status", "Options", "Parameters", "Resources", "Returns", "Values"),
}
NAMED: Final = 6
"""How many commands of a resource are named in the list of resources."""
STATUS: Final = (
    (0, "done"),
    (1, "this tool failed"),
    (2, "the command line is wrong"),
    (3, "the request breaks its schema or a rule of the API"),
    (4, "credentials are missing, wrong, or not enough"),
    (5, "not found"),
    (6, "refused by the server for another reason"),
    (7, "too many requests"),
    (8, "the server failed"),
    (9, "no connection"),
    (10, "out of time"),
    (11, "the work ended without success"),
    (12, "a file could not be fetched or written"),
    (13, "the answer is not what the API promises"),
)


def show(words: Sequence[str]) -> None:
    """Print the help that a command line asks for."""
    names = [word for word in words if not is_flag(word)]
    resource = next((name for name in names if name in RESOURCES), None)
    if resource is None:
        if names and not any(is_flag(word) and word not in SHORT for word in words[:1]):
            raise UsageError(f"there is no command {names[0]!r}{suggest(names[0], RESOURCES)}")
        lines = _tool()
    else:
        following = names[names.index(resource) + 1 :]
        known = {command.name for command in commands(resource)}
        name = next((name for name in following if name in known), None)
        if name is None and following:
            choose(resource, following[0])
        lines = _resource(resource) if name is None else _command(resource, name, words)
    write(lines)


def write(lines: Iterator[str]) -> None:
    """Print lines; headings are bold where that can be seen."""
    bold = HEADINGS if colourful(sys.stdout) else ()
    for line in lines:
        sys.stdout.write(f"\x1b[1m{line}\x1b[0m\n" if line in bold else line + "\n")


def _tool() -> Iterator[str]:
    yield from wrap(f"{TITLE}, from the command line", 0)
    yield ""
    yield f"  $ {PROGRAM} RESOURCE COMMAND [--flag value ...]"
    yield ""
    yield "Resources"
    size = min(30, max((len(name) for name in RESOURCES), default=0)) + 2
    for name, group in RESOURCES.items():
        more = ", ..." if len(group.commands) > NAMED else ""
        about = f"{group.about} ({', '.join(group.commands[:NAMED])}{more})"
        yield from _row(name, about, size)
    yield ""
    yield "Options"
    yield from _options(tuple(ALL_OPTIONS))
    yield ""
    yield "Values"
    yield from wrap(
        "An object is given by its members (--a.b value), as JSON or YAML text, or as @file. A "
        "list is given by repeating its flag, by index (--a.0 value), or whole. @file is text or "
        "base64 as the API takes it; @file:// is text, @data:// base64, @- is stdin; \\@ is a "
        "plain @. JSON or YAML that is piped in is the body; flags win over it.",
        2,
    )
    yield ""
    yield "Exit status"
    for status, meaning in STATUS:
        yield f"  {status:>3}  {meaning}"
    yield ""
    yield from wrap(f"{PROGRAM} completion bash, zsh or fish prints a completion script.", 0)


def _row(name: str, about: str, size: int) -> Iterator[str]:
    first, *rest = wrap(about, size + 2) if about else [""]
    if len(name) < size:
        yield f"  {pad(name, size)}{first.strip()}".rstrip()
    else:
        yield f"  {name}"
        yield first
    yield from rest


def _options(options: tuple[Member, ...]) -> Iterator[str]:
    variables = {item.flag: item.variable for item in CREDENTIALS}
    for option in options:
        about = option.about
        if option.spelled == "base-url":
            about += f" ({BASE_URL or 'required'})"
        if option.spelled == "format":
            about += f" ({', '.join(FORMATS)})"
        if variables.get(option.spelled):
            about += f" ({variables[option.spelled]} in the environment)"
        yield from _row(f"--{option.spelled}", about, 20)


def _resource(resource: str) -> Iterator[str]:
    yield from wrap(RESOURCES[resource].about or resource, 0)
    yield ""
    yield f"  $ {PROGRAM} {resource} COMMAND [--flag value ...]"
    yield ""
    yield "Commands"
    known = commands(resource)
    size = min(34, max(len(command.name) for command in known)) + 2
    for command in known:
        about = command.title.partition(". ")[0]
        about += " (deprecated)" if command.deprecated else ""
        yield from _row(command.name, about, size)


def _command(resource: str, name: str, words: Sequence[str]) -> Iterator[str]:
    command = choose(resource, name)
    flags = [word.partition("=")[0] for word in words if is_flag(word) and word != "--help"]
    wanted = [flag for flag in flags if follow(command.flags, flag)]
    if wanted:
        for flag in wanted:
            yield from _flag(command, flag)
        return
    yield from wrap(command.title or name, 0)
    yield ""
    yield f"  $ {PROGRAM} {resource} {name}"
    yield from wrap(command.http, 2)
    if command.about:
        yield ""
        yield from wrap(command.about, 0)
    if command.deprecated:
        yield from ("", "Deprecated.")
    yield from _parameters(f"{PROGRAM} {resource} {name}", command)
    yield from _returns(command)
    own = {flag.spelled for flag in command.flags}
    fitting = [o for o in OPTIONS if o.spelled not in own and _fits(command, o)]
    yield from ("", "Options")
    yield from _options((*ALL_OPTIONS[: len(CREDENTIALS)], *fitting))


def _fits(command: Command, option: Member) -> bool:
    if option.spelled in JOBS:
        return command.job is not None
    return option.spelled != "idempotency-key" or command.repeatable


def _parameters(where: str, command: Command) -> Iterator[str]:
    if not command.flags:
        return
    yield from ("", "Parameters")
    nested = ""
    for flag in command.flags:
        yield from _described(flag, f"--{flag.spelled}", 2)
        nested = nested or (flag.spelled if members_of(flag.shape) else "")
    if places := [flag.spelled.upper() for flag in command.positional]:
        yield from ("", *wrap(f"Or by place: {where} {' '.join(places)}", 2))
    if nested:
        yield ""
        example = f"{where} --{nested} --help"
        yield from wrap(f"The members of a flag: {example}", 2)


def _described(member: Member, name: str, indent: int) -> Iterator[str]:
    yield from wrap(f"{name}: {notation(member)}", indent, 4)
    if member.about:
        yield from wrap(member.about, indent + 4)
    values = settle(member.shape)
    if isinstance(values, Enum) and len(values.values) > SHOWN:
        yield from wrap(", ".join(quoted(value) for value in values.values), indent + 4)


def _flag(command: Command, flag: str) -> Iterator[str]:
    """Explain one flag and the members below it."""
    given = follow(command.flags, flag)
    member = _member(command, flag)
    if given is None or member is None:
        return
    yield from _described(member, flag, 0)
    yield from _below(given.shape, flag, 2, ())


def _member(command: Command, flag: str) -> Member | None:
    """Return the member that a dotted flag leads to."""
    members, found = command.flags, None
    for name in flag.removeprefix("--").split("."):
        inner = next((m for m in members if name in {m.spelled, m.wire}), None)
        if inner is not None:
            found, members = inner, members_of(inner.shape)
        elif found is None or not (name.isdecimal() or name == ""):
            return None
    return found


def _below(shape: Shape, flag: str, indent: int, above: tuple[str, ...]) -> Iterator[str]:
    name = shape.name if isinstance(shape, Named) else ""
    if (name and name in above) or len(above) >= DEEP:
        return
    kind = settle(shape)
    if isinstance(kind, Array):
        yield from _below(kind.items, flag, indent, (*above, name))
    elif isinstance(kind, Map):
        yield from _below(kind.values, f"{flag}.NAME", indent, (*above, name))
    else:
        for member in members_of(kind):
            yield from _described(member, f"{flag}.{member.spelled}", indent)
            path = f"{flag}.{member.spelled}"
            yield from _below(member.shape, path, indent + 2, (*above, name))


def _returns(command: Command) -> Iterator[str]:
    if command.returns is None:
        return
    yield from ("", "Returns")
    returned = command.returns
    yield from wrap(f"{returned.wire}: {notation(returned)}", 2, 4)
    if returned.about:
        yield from wrap(returned.about, 4)
    yield from _answered(returned.shape, 4, ())
    if command.job:
        yield ""
        yield from wrap(_job(command.job), 2)


def _job(job: Job) -> str:
    fetch = ", and --output FILE fetches what was made" if job.outputs else ""
    return f"The work goes on after the answer: --wait waits for its end{fetch}."


def _answered(shape: Shape, indent: int, above: tuple[str, ...]) -> Iterator[str]:
    name = shape.name if isinstance(shape, Named) else ""
    if (name and name in above) or len(above) > DEEP:
        return
    kind = settle(shape)
    if isinstance(kind, Array | Map):
        inner = kind.items if isinstance(kind, Array) else kind.values
        yield from _answered(inner, indent, (*above, name))
    elif isinstance(kind, Enum) and len(kind.values) > SHOWN:
        yield from wrap(", ".join(quoted(value) for value in kind.values), indent)
    else:
        for member in members_of(kind):
            yield from wrap(f"{member.wire}: {notation(member)}", indent, 4)
            if member.about:
                yield from wrap(member.about, indent + 4)
            yield from _answered(member.shape, indent + 4, (*above, name))
