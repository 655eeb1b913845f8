"""Options of the Python target, and what the configuration part of a package says."""

import keyword
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from tallystick.emit import access
from tallystick.emit.code import Code
from tallystick.emit.naming import resolve, title_words
from tallystick.emit.target import Option, Options
from tallystick.emit.targets.python.layout import Named, Node, Sub, assignment, lone_tuple
from tallystick.emit.targets.python.literals import string, value
from tallystick.emit.targets.python.names import TYPES, clash, pascal, snake
from tallystick.emit.targets.python.resources import alternatives
from tallystick.ir import Api, SecurityScheme
from tallystick.ir.words import words

CLIENT_ARGUMENTS: Final = frozenset(
    {
        *("self", "base_url", "timeout", "deadline", "max_retries", "default_headers", "options"),
        *("default_query", "check_rules", "max_response_bytes", "environment", "http_client"),
    }
)


Credential: TypeAlias = tuple[SecurityScheme, Mapping[Code, str]]
"""A scheme, and the environment variable of each of its constructor keywords."""


def _identifier(text: str) -> str | None:
    fine = text.isidentifier() and text.isascii() and not keyword.iskeyword(text)
    return None if fine else f"must be a Python name, not {text!r}"


def _client(text: str) -> str | None:
    taken = None if _identifier(text) else clash(text)
    sentence = f"must leave `{taken}` to what has this name already, which {text!r} does not"
    return sentence if taken else _identifier(text)


def _distribution(text: str) -> str | None:
    fine = re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", text)
    return None if fine else f"must be a name that a package index takes, not {text!r}"


def _prefix(text: str) -> str | None:
    fine = re.fullmatch(r"[A-Z][A-Z0-9_]*", text)
    return None if fine else f"must be upper-case letters, digits and underscores, not {text!r}"


OPTIONS: Final = (
    Option(name="package", doc="Import name; made from the title by default.", check=_identifier),
    Option(
        name="distribution",
        doc="Name on a package index; the import name with hyphens by default.",
        check=_distribution,
    ),
    Option(name="client", doc="Name of the client class.", check=_client),
    Option(
        name="env-prefix",
        doc="Prefix of environment variables; the package name by default.",
        check=_prefix,
    ),
    Option(
        name="models",
        doc="What makes the models.",
        default="pydantic",
        choices=("pydantic", "datamodel-code-generator"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigView:
    """What the templates see of names, addresses and credentials.

    Attributes:
        making: The statement of a client's constructor; `changing` that of ``with_options``.
    """

    package: Code
    distribution: Code
    version: Code
    version_literal: Code
    user_agent_literal: Code
    error: Code
    client: Code
    async_client: Code
    env_prefix: Code
    statements: tuple[Code, ...]
    arguments: tuple[Code, ...]
    making: Code
    changing: Code


def config(api: Api, options: Options) -> ConfigView:
    """Decide all names that hold for the whole package."""
    title = title_words(api)
    package = options["package"] or _importable(snake(title), "_client")
    client = options["client"] or _importable(pascal(title), "Client")
    prefix = options["env-prefix"] or package.upper().strip("_")
    distribution = options["distribution"] or package.strip("_").replace("_", "-")
    credentials, variables = constructor_arguments(api, prefix)
    version = _version(api.info.version)
    arguments = (*(name for item in credentials for name in item[1]), *variables)
    return ConfigView(
        package=Code(package),
        distribution=Code(distribution),
        version=Code(version),
        version_literal=string(version),
        user_agent_literal=string(f"{distribution}/{version}"),
        error=Code(f"{client}Error"),
        client=Code(client),
        async_client=Code(f"Async{client}"),
        env_prefix=Code(prefix),
        statements=tuple(_statements(api, credentials, variables)),
        arguments=arguments,
        making=_handed("super().__init__(", arguments, "http_client", "options"),
        changing=_handed("return self._changed(", arguments, "options"),
    )


def _statements(
    api: Api, credentials: list[Credential], variables: Mapping[Code, tuple[str, str]]
) -> Iterator[Code]:
    """Yield the constants of the configuration part."""
    url = api.servers[0].url if api.servers else None
    yield assignment("BASE_URL: Final[str | None] = ", value(url), "", 0)
    servers = tuple(
        Named(f'"{name}": ', Sub("", (string(wire), string(default)), "()"))
        for name, (wire, default) in variables.items()
    )
    head = "SERVER_VARIABLES: Final[dict[str, tuple[str, str]]] = "
    yield assignment(head, Sub("", servers, "{}"), "", 0)
    known = lone_tuple(tuple(_credential(*item) for item in credentials))
    yield assignment("CREDENTIALS: Final[tuple[Credential, ...]] = ", known, "", 0)
    needed = alternatives(access.common(api))
    yield assignment("SECURITY: Final[tuple[tuple[str, ...], ...]] = ", needed, "", 0)
    yield Code(f"AUTH_REQUIRED: Final = {access.always(api)}")


def _credential(scheme: SecurityScheme, variables: Mapping[Code, str]) -> Node:
    pairs = (Sub("", (f'"{name}"', string(env)), "()") for name, env in variables.items())
    kind = access.kind_of(scheme)
    items: list[Node] = [string(scheme.name), f'"{kind}"', lone_tuple(tuple(pairs))]
    if kind in {"header", "query", "cookie"}:
        items.append(string(scheme.wire or ""))
    return Sub("Credential", tuple(items), "()")


def _handed(head: str, arguments: tuple[Code, ...], *more: str) -> Code:
    """Return the call that hands the constructor keywords on."""
    given = Sub("", tuple(Named(f'"{name}": ', name) for name in arguments), "{}")
    return assignment("", Sub(head.rstrip("("), (given, *more), "()"), "", 8)


def _importable(name: str, kind: str) -> str:
    """Return a name made from the title; one that is taken ("Class") gets its kind behind."""
    return f"{name}{kind}" if name in TYPES or (kind == "Client" and clash(name)) else name


def _version(text: str) -> str:
    match = re.match(r"[vV]?(\d+(?:\.\d+){0,2})", text)
    return match[1] if match else "0.0.0"


def constructor_arguments(
    api: Api, prefix: str
) -> tuple[list[Credential], dict[Code, tuple[str, str]]]:
    """Name the constructor keywords of credentials and server variables, no two alike."""
    schemes = access.used(api)
    variables = api.servers[0].variables if api.servers else ()
    wanted: dict[tuple[str, str], tuple[str, ...]] = {}
    for scheme in schemes:
        for part in access.parts(scheme):
            name = snake(part)
            wanted[scheme.name, name] = (name, f"{snake(words(scheme.name))}_{name}")
    for name, _, _ in variables:
        wanted["", name] = (snake(words(name)), f"server_{snake(words(name))}")
    names = resolve(wanted, reserved=CLIENT_ARGUMENTS | frozenset(keyword.kwlist))
    given = [names[scheme.name, snake(part)] for scheme in schemes for part in access.parts(scheme)]
    found = access.variables([tuple(name.split("_")) for name in given], prefix)
    environment = dict(zip(given, found, strict=True))
    credentials: list[Credential] = []
    for scheme in schemes:
        arguments = [names[scheme.name, snake(part)] for part in access.parts(scheme)]
        credentials.append((scheme, {name: environment[name] for name in arguments}))
    return credentials, {names["", n]: (n, default) for n, default, _ in variables}
