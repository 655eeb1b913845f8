"""Options of the TypeScript target, and what the configuration part of a package says."""

import re
from dataclasses import dataclass
from typing import Final

from tallystick.emit import access
from tallystick.emit.code import Code
from tallystick.emit.naming import resolve, title_words
from tallystick.emit.target import Option, Options
from tallystick.emit.targets.typescript.literals import key, string
from tallystick.emit.targets.typescript.names import OPTIONS as TAKEN
from tallystick.emit.targets.typescript.names import TYPES, camel, pascal
from tallystick.ir import Api, Place, SecurityNeed, SecurityScheme
from tallystick.ir.words import words


def _identifier(text: str) -> str | None:
    if taken := _taken(text):
        return f"must leave `{taken}` to what has this name already, which {text!r} does not"
    fine = re.fullmatch(r"[A-Za-z_$][A-Za-z0-9_$]*", text)
    return None if fine else f"must be a TypeScript name, not {text!r}"


def _taken(client: str) -> str | None:
    """Return the name that a client's, or that of its errors, would take from something else."""
    names = (client, f"{client}Error")
    return next((name for name in names if name in TYPES or name in ERRORS), None)


def _package(text: str) -> str | None:
    fine = re.fullmatch(r"(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*", text)
    return None if fine else f"must be a name that the npm registry takes, not {text!r}"


def _prefix(text: str) -> str | None:
    fine = re.fullmatch(r"[A-Z][A-Z0-9_]*", text)
    return None if fine else f"must be upper-case letters, digits and underscores, not {text!r}"


OPTIONS: Final = (
    Option(name="package", doc="Name of the package; made from the title.", check=_package),
    Option(name="client", doc="Name of the client class.", check=_identifier),
    Option(
        name="env-prefix",
        doc="Prefix of environment variables; the package name by default.",
        check=_prefix,
    ),
    Option(
        name="int64",
        doc="Type of integers of 64 bits: numbers refuse what they cannot hold exactly.",
        default="number",
        choices=("number", "bigint"),
    ),
)


ERRORS: Final = frozenset(
    {
        *("AggregateError", "Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError"),
        *("TypeError", "URIError"),
    }
)
"""Errors that the language has, which a module may not hide from its own code."""

_SHY: Final = "auth|token|secret|passw|signature|credential|session|cookie|api[-_]?key"
_TOKEN: Final = re.compile(r"[a-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigView:
    """What the templates see of names, addresses and credentials.

    Attributes:
        credentials: Members of the interface of constructor options.
        schemes: Whole entries of the table of security schemes.
        alone: How the only scheme is met, where every request has its header and no other; lines.
        variables: (name in the URL, option, default as a literal) of server variables.
        security: Literal of what most operations need.
        always: Every operation needs some credential.
        secrets: A regular expression of the names of headers that hold secrets.
    """

    package: Code
    version: Code
    client: Code
    error: Code
    env_prefix: Code
    base_url: Code
    credentials: tuple[Code, ...]
    schemes: tuple[Code, ...]
    alone: tuple[Code, ...]
    variables: tuple[tuple[Code, Code, Code], ...]
    security: Code
    always: bool
    secrets: Code
    bigint: bool


def config(api: Api, options: Options) -> ConfigView:
    """Decide all names that hold for the whole package."""
    title = title_words(api)
    client = options["client"] or pascal(title)
    client = f"{client}Client" if _taken(client) else client
    package = options["package"] or "-".join(title).encode("ascii", "ignore").decode() or "client"
    prefix = (
        options["env-prefix"] or re.sub(r"[^A-Z0-9]+", "_", package.upper()).strip("_") or "API"
    )
    schemes, names = _named(api)
    variables = api.servers[0].variables if api.servers else ()
    options_of = [names[item] for item in names]
    return ConfigView(
        package=Code(package),
        version=Code(_version(api.info.version)),
        client=Code(client),
        error=Code(f"{client}Error"),
        env_prefix=Code(prefix),
        base_url=string(api.servers[0].url if api.servers else ""),
        credentials=tuple(Code(f"{key(name)}?: string | null | undefined;") for name in options_of),
        schemes=tuple(_scheme(item, names, prefix) for item in schemes),
        alone=_alone(api, schemes, names, prefix),
        variables=tuple(
            (string("{" + name + "}"), names["", name], string(default))
            for name, default, _ in variables
        ),
        security=alternatives(access.common(api)),
        always=access.always(api),
        secrets=_secrets(schemes),
        bigint=options["int64"] == "bigint",
    )


def alternatives(security: tuple[SecurityNeed, ...]) -> Code:
    """Return the literal of what an operation needs: alternatives of schemes, at least one."""
    needs = (", ".join(string(name) for name, _ in need.schemes) for need in security)
    return Code(f"[{', '.join(f'[{names}]' for names in needs) or '[]'}]")


def _secrets(schemes: tuple[SecurityScheme, ...]) -> Code:
    """Return a regular expression of headers that no log shows; it knows those of the API."""
    wires = {(item.wire or "").lower() for item in schemes if item.place is Place.HEADER}
    own = sorted(wire for wire in wires if _TOKEN.fullmatch(wire) and not re.search(_SHY, wire))
    return Code(f"/{'|'.join([_SHY, *(f'^{re.escape(wire)}$' for wire in own)])}/i")


def _version(text: str) -> str:
    match = re.match(r"[vV]?(\d+)(?:\.(\d+))?(?:\.(\d+))?", text)
    return ".".join(part or "0" for part in match.groups()) if match else "0.0.0"


Named = dict[tuple[str, str], Code]


def _named(api: Api) -> tuple[tuple[SecurityScheme, ...], Named]:
    """Name the constructor options of credentials and server variables, no two alike."""
    schemes = access.used(api)
    wanted: dict[tuple[str, str], tuple[str, ...]] = {}
    for scheme in schemes:
        for part in access.parts(scheme):
            own = pascal(part)
            wanted[scheme.name, own] = camel(part), f"{camel(words(scheme.name))}{own}"
    for name, _, _ in api.servers[0].variables if api.servers else ():
        wanted["", name] = camel(words(name)), f"server{pascal(words(name))}"
    return schemes, resolve(wanted, reserved=TAKEN)


def _alone(
    api: Api, schemes: tuple[SecurityScheme, ...], names: Named, prefix: str
) -> tuple[Code, ...]:
    """Return how the only scheme is met, () where there are others or it is more than a header."""
    wanted = {operation.security for operation in api.operations}
    if len(schemes) != 1 or len(wanted) != 1 or len(needs := wanted.pop()) != 1:
        return ()
    scheme, (need,) = schemes[0], needs
    plain = access.kind_of(scheme) in {"basic", "bearer", "cookie"}
    if not plain or [name for name, _ in need.schemes] != [scheme.name]:
        return ()
    reads, test = _credentials(scheme, names, prefix)
    found = " and ".join(names[scheme.name, pascal(name)] for name in access.parts(scheme))
    missing = string(f"no credentials: pass {found}")
    given = f"({test})" if " " in test else test
    return (
        *reads,
        Code(f"if (!{given}) throw new ConfigurationError({missing});"),
        Code(f"return {_headers(scheme)};"),
    )


def _credentials(scheme: SecurityScheme, names: Named, prefix: str) -> tuple[tuple[Code, ...], str]:
    """Return the statements that read the credentials of a scheme, and the test for all of them."""
    found = [names[scheme.name, pascal(name)] for name in access.parts(scheme)]
    given = [name for (of, _), name in names.items() if of]
    known = access.variables([words(name) for name in given], prefix)
    variables = dict(zip(given, known, strict=True))
    pairs = (
        (short, name, variables[name]) for short, name in zip(("one", "two"), found, strict=False)
    )
    reads = tuple(
        Code(f"const {short} = options.{name}?.trim() || env({string(variable)});")
        for short, name, variable in pairs
    )
    return reads, " && ".join(("one", "two")[: len(found)])


def _headers(scheme: SecurityScheme) -> str:
    """Return the headers that a scheme adds, from `one` and `two`."""
    kind, wire = access.kind_of(scheme), string(scheme.wire or "")
    if kind == "basic":
        encoded = "btoa(String.fromCharCode(...new TextEncoder().encode(`${one}:${two}`)))"
        return f"{{ authorization: `Basic ${{{encoded}}}` }}"
    if kind == "cookie":
        return f"{{ cookie: `${{{wire}}}=${{encodeURIComponent(one)}}` }}"
    return f"{{ [{wire}]: one }}" if kind == "header" else "{ authorization: `Bearer ${one}` }"


def _scheme(scheme: SecurityScheme, names: Named, prefix: str) -> Code:
    """Return how a scheme is met, as an entry of a table."""
    reads, test = _credentials(scheme, names, prefix)
    kind = access.kind_of(scheme)
    made = f"headers: {_headers(scheme)}"
    if kind == "query":
        made = f"query: {{ [{string(scheme.wire or '')}]: one }}"
    elif kind == "header":
        made += ", bound: true"
    name = scheme.name if key(scheme.name) == scheme.name else f"[{string(scheme.name)}]"
    lines = [
        f"  {name}: (options) => {{",
        *(f"    {line}" for line in reads),
        f"    return {test} ? {{ {made} }} : undefined;",
        "  },",
    ]
    return Code("\n".join(lines))
