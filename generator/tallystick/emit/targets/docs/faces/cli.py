"""The face of the command line."""

from typing import Final

from tallystick.emit.targets.docs.faces.face import Call, spelled
from tallystick.emit.targets.docs.faces.plain import Plain
from tallystick.emit.targets.docs.faces.shell import quoted
from tallystick.emit.targets.docs.members import Member
from tallystick.emit.targets.docs.settings import Names
from tallystick.ir import Api, Operation, TypeId
from tallystick.text import Json, Words

_INDENT: Final = " " * 2


class Cli:
    """CLI."""

    key = "cli"
    label = "CLI"
    language = "shell"

    def __init__(self, api: Api, names: Names) -> None:
        """Read an API."""
        self._api = api
        self._names = names
        self._plain = Plain(api, expand=True)

    def head(self, member: Member, *, sent: bool) -> tuple[str, str]:
        """Return ``--aspect-ratio`` and ``: optional "3:1" or "2:1"``."""
        if not member.wire:
            return self._plain.type(member.type, alone=True, sent=sent), ""
        flag = sent and member.depth == 0
        name = f"--{kebab(member.words)}" if flag else member.wire
        return name, f": {self._plain.of(member, sent=sent)}"

    def returned(self, type_id: TypeId) -> tuple[str, str]:
        """Return ``pet`` and ``: object { id, 7 more }``."""
        shape = self._api.types[type_id]
        shown = self._plain.type(type_id, alone=True, sent=False)
        return ("_".join(shape.words), f": {shown}") if shape.named else (shown, "")

    def declared(self, type_id: TypeId) -> tuple[str, str]:
        """Return ``kind`` and ``: "cat" or "dog"``."""
        shown = self._plain.type(type_id, alone=True, sent=False)
        return "_".join(self._api.types[type_id].words), f": {shown}"

    def signature(self, operation: Operation) -> str | None:
        """Return ``$ pets-cli pets create``."""
        return f"$ {self._command(operation)}"

    def sample(self, operation: Operation, call: Call) -> str:
        """Return a command."""
        words = {item.wire: item.words for item in operation.parameters}
        lines = [self._command(operation)]
        lines += (_credential(name) for name, _ in self._names.credentials(operation))
        lines += (
            f"--{kebab(words[name])} {_value(value)}"
            for name, value in call.arguments
            if name in words
        )
        members = self._names.members(operation)
        if call.media_type is not None and isinstance(call.body, dict) and members is not None:
            lines += (
                flag
                for name, value in call.body.items()
                if name in members
                for flag in _flags(kebab(members[name]), value)
            )
        elif call.media_type is not None:
            lines.append(f"--body {quoted(spelled(call.body))}")
        return f" \\\n{_INDENT}".join(lines)

    def _command(self, operation: Operation) -> str:
        parts = (part.replace("_", "-") for part in self._names.call(operation).split("."))
        return " ".join((self._names.command, *parts))


def _credential(name: str) -> str:
    parts = name.split("_")
    placeholder = " ".join(("My", *(part.capitalize() for part in parts)))
    return f"--{'-'.join(parts)} {quoted(placeholder)}"


def kebab(words: Words) -> str:
    """Return ``aspect-ratio``."""
    return "-".join(words)


def _flags(name: str, value: Json) -> list[str]:
    if isinstance(value, list):
        return [f"--{name} {_value(item)}" for item in value]
    if value is True:
        return [f"--{name}"]
    return [f"--{name} {_value(value)}"]


def _value(value: Json) -> str:
    return quoted(value if isinstance(value, str) else spelled(value))
