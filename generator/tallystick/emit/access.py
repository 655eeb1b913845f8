"""What a client needs to be let in: schemes, what their credentials consist of, and where from."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tallystick.ir import Api, SecurityNeed, SecurityScheme
from tallystick.text import Words

SHORT: Final = frozenset({("auth", "token"), ("api", "key")})
"""Credentials whose environment variable is just ``..._API_KEY``."""

_PARTS: Final[Mapping[str, tuple[Words, ...]]] = {
    "basic": (("username",), ("password",)),
    "bearer": (("auth", "token"),),
}


def kind_of(scheme: SecurityScheme) -> str | None:
    """Return how a client sends the credential of a scheme, None when it cannot."""
    if scheme.kind == "http":
        return scheme.scheme if scheme.scheme in {"basic", "bearer"} else None
    if scheme.kind == "apiKey":
        return scheme.place.value if scheme.place else None
    return "bearer" if scheme.kind in {"oauth2", "openIdConnect"} else None


def used(api: Api) -> tuple[SecurityScheme, ...]:
    """Return the schemes that some operation needs and that a client can meet."""
    names = {n for op in api.operations for need in op.security for n, _ in need.schemes}
    names |= api.elsewhere.schemes
    return tuple(item for item in api.security if item.name in names and kind_of(item))


def parts(scheme: SecurityScheme) -> tuple[Words, ...]:
    """Return the names of what a scheme's credential consists of."""
    return _PARTS.get(kind_of(scheme) or "", (("api", "key"),))


def variables(names: Sequence[Words], prefix: str) -> tuple[str, ...]:
    """Return the environment variables that credentials come from; one alone may be *the* key."""
    lone = sum(name in SHORT for name in names) == 1
    return tuple(
        f"{prefix}_{'API_KEY' if lone and name in SHORT else '_'.join(name).upper()}"
        for name in names
    )


def common(api: Api) -> tuple[SecurityNeed, ...]:
    """Return what most operations need."""
    needs = [operation.security for operation in api.operations]
    return max(needs, key=needs.count, default=()) if len(set(needs)) > 1 else (needs or [()])[0]


def always(api: Api) -> bool:
    """Whether no operation can be called without a credential."""
    needs = list(_needs(api))
    return bool(needs) and all(need is not None and need.schemes for need in needs)


def _needs(api: Api) -> Iterator[SecurityNeed | None]:
    for operation in api.operations:
        yield from operation.security or (None,)
