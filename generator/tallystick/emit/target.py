"""The interface of a target, and its options."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol, TypeAlias

from tallystick.diagnostics import Diagnostic, Diagnostics, Span
from tallystick.emit import codes
from tallystick.emit.code import Code
from tallystick.ir import Api
from tallystick.text import Json

Options: TypeAlias = Mapping[str, Any]
"""Checked options by name; every option of the target is there, defaults filled in."""

KINDS: Final = {"string": str, "boolean": bool, "integer": int}


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a target.

    Attributes:
        name: Kebab-case, as it is written in a configuration.
        doc: One sentence for ``--help`` and the documentation.
        default: Used when the option is not given; None lets the target choose.
        choices: The only values allowed, or () for any.
        check: Says what is wrong with a value, or None when it is fine.
    """

    name: str
    doc: str
    kind: Literal["string", "boolean", "integer"] = "string"
    default: Json = None
    choices: tuple[str, ...] = ()
    check: Callable[[Any], str | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One file to be made.

    Attributes:
        path: Where it goes, relative to the output folder.
        template: Name of a template of the target, or None when `text` is the whole file.
        view: What the template sees; None copies the template as it stands.
        text: The file's text when there is no template.
    """

    path: str
    template: str | None = None
    view: Mapping[str, object] | None = field(default_factory=dict)
    text: Code | None = None


class Target(Protocol):
    """A kind of output."""

    @property
    def name(self) -> str:
        """Name in ``--target`` and of the folder below ``templates/``."""
        ...

    @property
    def options(self) -> tuple[Option, ...]:
        """The options it takes."""
        ...

    def filters(self) -> Mapping[str, Callable[..., Code]]:
        """Return the quoting filters of its language, for its templates."""
        ...

    def view(self, api: Api, options: Options) -> tuple[tuple[Page, ...], Diagnostics]:
        """Lay out all files for an API.

        Returns:
            The pages, and what the target has to say about the document (a name it had to
            change, a construct it keeps but cannot express).
        """
        ...


def check_options(
    target: Target, given: Mapping[str, Json], span: Span | None
) -> tuple[Options, Diagnostics]:
    """Check the options given to a target and fill in defaults.

    Args:
        target: Whose options.
        given: As configured.
        span: The table that holds them, for the place of a mistake.
    """
    known = {option.name: option for option in target.options}
    problems: list[Diagnostic] = []
    values: dict[str, Any] = {option.name: option.default for option in target.options}
    for name, value in given.items():
        place = span.child(name) if span else None
        option = known.get(name)
        if option is None:
            problems.append(_unknown(target, name, place))
            continue
        wrong = _wrong(option, value)
        if wrong:
            message = f"option {name} of target {target.name} {wrong}"
            problems.append(
                Diagnostic(code=codes.OPTION_INVALID, message=message, span=place, help=option.doc)
            )
        values[name] = value
    return values, tuple(problems)


def _wrong(option: Option, value: Json) -> str | None:
    if type(value) is not KINDS[option.kind]:
        return f"must be a {option.kind}, not {value!r}"
    if option.choices and value not in option.choices:
        return f"must be one of {', '.join(option.choices)}, not {value!r}"
    return option.check(value) if option.check else None


def _unknown(target: Target, name: str, place: Span | None) -> Diagnostic:
    from difflib import get_close_matches  # noqa: PLC0415 (only where something is wrong)

    names = [option.name for option in target.options]
    close = get_close_matches(name, names, n=1)
    return Diagnostic(
        code=codes.OPTION_UNKNOWN,
        message=f"target {target.name} has no option {name}; it has {', '.join(names) or 'none'}",
        span=place,
        help=f"write {close[0]}" if close else "remove it",
    )
