"""Options of the command line target, and what the configuration part of a package says."""

import re
from dataclasses import dataclass
from typing import Final

from tallystick.emit.code import Code
from tallystick.emit.naming import resolve
from tallystick.emit.target import Option, Options
from tallystick.emit.targets.cli.layout import Call, Node, Text, statement
from tallystick.emit.targets.cli.plain import plain
from tallystick.emit.targets.cli.shapes import said
from tallystick.emit.targets.python import settings as client
from tallystick.emit.targets.python.literals import inline, string, toml, value
from tallystick.ir import Api, SecurityScheme

PYTHON: Final = {option.name: option for option in client.OPTIONS}


def _program(text: str) -> str | None:
    fine = re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", text)
    return None if fine else f"must be a name that a shell takes as it is, not {text!r}"


OPTIONS: Final = (
    Option(
        name="package",
        doc="Import name; that of the client with _cli behind by default.",
        check=PYTHON["package"].check,
    ),
    Option(
        name="distribution",
        doc="Name on a package index; the client's with -cli behind by default.",
        check=PYTHON["distribution"].check,
    ),
    Option(
        name="program", doc="Name of the command; the distribution's by default.", check=_program
    ),
    Option(
        name="client-package",
        doc="Import name of the Python client; as the python target makes it by default.",
        check=PYTHON["package"].check,
    ),
    Option(
        name="client-distribution",
        doc="Name of the Python client on a package index.",
        check=PYTHON["distribution"].check,
    ),
    Option(name="client", doc="Name of its client class.", check=PYTHON["client"].check),
    Option(
        name="env-prefix",
        doc="Prefix of environment variables; as the python target makes it by default.",
        check=PYTHON["env-prefix"].check,
    ),
)

TAKEN: Final = frozenset(
    {
        *("base-url", "format", "transform", "output", "force", "wait", "wait-timeout", "timeout"),
        *("max-retries", "header", "idempotency-key", "no-check", "debug", "version", "help"),
    }
)
"""Flags of the tool itself."""

_KINDS: Final = {"username": "User name", "password": "Password", "auth_token": "Token"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingView:
    """A flag for an argument of the client."""

    flag: Code
    variable: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigView:
    """What the templates see of names, addresses and credentials.

    Attributes:
        script: The program's name as a key of TOML.
    """

    package: Code
    distribution: Code
    program: Code
    script: Code
    client_package: Code
    client_distribution: Code
    client: Code
    env_prefix: Code
    version: Code
    version_literal: Code
    title: Code
    about: Code
    description: Code
    base_url: Code
    credentials: Code
    resources: Code
    settings: tuple[SettingView, ...]


def _plain_name(distribution: str) -> str:
    """Return a distribution's name as a shell takes it everywhere."""
    name = re.sub(r"[^A-Za-z0-9._-]", "", distribution).strip("._-")
    return name if _program(name) is None and name != "cli" else "api-cli"


def python_options(options: Options) -> Options:
    """Return the options of the python target that made the client."""
    return {
        "package": options["client-package"],
        "distribution": options["client-distribution"],
        "client": options["client"],
        "env-prefix": options["env-prefix"],
        "models": "pydantic",
    }


def config(api: Api, options: Options, resources: Node) -> ConfigView:
    """Decide all names that hold for the whole package."""
    made = client.config(api, python_options(options))
    package = options["package"] or f"{made.package}_cli"
    distribution = options["distribution"] or f"{made.distribution}-cli"
    program = options["program"] or _plain_name(distribution)
    views, credentials = _settings(api, made.env_prefix)
    title = " ".join(plain(api.info.title.raw).split()).rstrip(".") or "API"
    url = api.servers[0].url if api.servers else None
    table = Call("dict[str, Group]", ()) if resources == "{}" else resources
    return ConfigView(
        package=Code(package),
        distribution=Code(distribution),
        program=Code(program),
        script=toml(program) if "." in program else Code(program),
        client_package=made.package,
        client_distribution=made.distribution,
        client=made.client,
        env_prefix=made.env_prefix,
        version=made.version,
        version_literal=made.version_literal,
        title=string(title),
        about=inline(title),
        description=toml(f"{title}, from the command line"),
        base_url=statement("BASE_URL: Final[str | None] = ", str(value(url))),
        credentials=statement("CREDENTIALS: Final[tuple[Setting, ...]] = ", credentials),
        resources=statement("RESOURCES: Final[dict[str, Group]] = ", table),
        settings=views,
    )


def _settings(api: Api, prefix: str) -> tuple[tuple[SettingView, ...], Node]:
    """Name the flags of credentials and server variables."""
    credentials, variables = client.constructor_arguments(api, prefix)
    known: list[tuple[str, str, str]] = []
    for scheme, pairs in credentials:
        known += [(str(arg), env, _about(scheme, str(arg))) for arg, env in pairs.items()]
    known += [(str(arg), "", f"{wire} of the server") for arg, (wire, _) in variables.items()]
    wanted = {arg: _proposals(arg) for arg, _, _ in known}
    flags = resolve(wanted, reserved=TAKEN, escape="api-{}".format, numbered="{}-{}")
    views = tuple(SettingView(flag=flags[arg], variable=Code(env)) for arg, env, _ in known)
    items = tuple(
        Call("Setting", (string(flags[arg]), string(arg), string(env), Text(about)))
        for arg, env, about in known
    )
    return views, Call("", items)


def _proposals(argument: str) -> tuple[str, ...]:
    flag = argument.strip("_").replace("_", "-")
    return flag, f"api-{flag}"


def _about(scheme: SecurityScheme, argument: str) -> str:
    told = said(scheme.doc).split("\n")[0][:300]
    kind = next((text for name, text in _KINDS.items() if argument.endswith(name)), "API key")
    return told or kind
