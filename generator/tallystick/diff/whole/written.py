"""How a parameter's value is written in a URL, a header or a cookie, by its style."""

import json
from collections.abc import Callable
from typing import Final

from tallystick.text import Json

_SEPARATORS: Final = {"spaceDelimited": "%20", "pipeDelimited": "|"}


def written(name: str, value: Json, style: str, *, explode: bool) -> str | None:
    """Return what travels; None where OpenAPI gives the style no meaning for such a value.

    Args:
        name: The parameter's.
        value: A scalar, or a list or an object of scalars.
        style: ``form``, ``simple``, ``label``, ``matrix``, ``spaceDelimited``, ``pipeDelimited``,
            ``deepObject`` or ``cookie``.
        explode: Each item or member on its own.
    """
    if isinstance(value, list | dict) and not all(map(_is_scalar, _parts(value))):
        return None
    if style == "deepObject":
        if not isinstance(value, dict):
            return None
        return "&".join(f"{name}[{key}]={text(it)}" for key, it in value.items())
    write = _STYLES.get(style)
    return None if write is None else write(name, value, explode)


def text(value: Json) -> str:
    """Return a scalar as it travels."""
    return value if isinstance(value, str) else json.dumps(value)


def _is_scalar(value: Json) -> bool:
    return not isinstance(value, list | dict)


def _parts(value: Json) -> list[Json]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else [value]


def _flat(value: Json, mark: str, *, pairs: bool) -> str:
    """Return a value on one line: ``a,b``, ``k,v`` or ``k=v,l=w``."""
    if isinstance(value, dict):
        items = [f"{key}{'=' if pairs else mark}{text(it)}" for key, it in value.items()]
        return mark.join(items)
    return mark.join(map(text, _parts(value)))


def _named(name: str, value: Json, mark: str, *, explode: bool, comma: str = ",") -> str:
    """Return a value after its name: ``n=a,b``; exploded ``n=a&n=b``, or ``k=v&l=w``."""
    if not explode or _is_scalar(value):
        return f"{name}={_flat(value, comma, pairs=False)}"
    if isinstance(value, dict):
        return mark.join(f"{key}={text(it)}" for key, it in value.items())
    return mark.join(f"{name}={text(it)}" for it in _parts(value))


def _matrix(name: str, value: Json, explode: bool) -> str:  # noqa: FBT001 (one of a table)
    return f";{_named(name, value, ';', explode=explode)}"


def _label(_: str, value: Json, explode: bool) -> str:  # noqa: FBT001 (one of a table)
    return f".{_flat(value, '.' if explode else ',', pairs=explode)}"


def _simple(_: str, value: Json, explode: bool) -> str:  # noqa: FBT001 (one of a table)
    return _flat(value, ",", pairs=explode)


def _delimited(comma: str, mark: str = "&") -> Callable[[str, Json, bool], str]:
    def write(name: str, value: Json, explode: bool) -> str:  # noqa: FBT001 (one of a table)
        return _named(name, value, mark, explode=explode, comma=comma)

    return write


_STYLES: Final[dict[str, Callable[[str, Json, bool], str]]] = {
    "matrix": _matrix,
    "label": _label,
    "simple": _simple,
    "form": _delimited(","),
    "cookie": _delimited(",", "; "),
    **{style: _delimited(mark) for style, mark in _SEPARATORS.items()},
}
