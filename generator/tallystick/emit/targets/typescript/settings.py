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
    fine = re.fullmatch(r"[A-Za-z_$][A-Za-z0-9_$]*", text) and not _taken(text)
    return None if fine else f"must be a TypeScript name, not {text!r}"


def _taken(client: str) -> bool:
    """Whether a client's name, or that of its errors, means something else in every package."""
    return client in TYPES or f"{client}Error" in TYPES


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
)


_SHY: Final = "auth|token|secret|passw|signature|credential|session|cookie|api[-_]?key"
_TOKEN: Final = re.compile(r"[a-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigView:
    """What the templates see of names, addresses and credentials.

    Attributes:
        credentials: Members of the interface of constructor options.
        schemes: Whole entries of the table of security schemes.
        variables: (name in the URL, option, default as a literal) of server variables.
        security: Literal of what most operations need, `required` of what all need.
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
    variables: tuple[tuple[Code, Code, Code], ...]
    security: Code
    required: Code
    secrets: Code
    environment: bool


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
        variables=tuple(
            (string("{" + name + "}"), names["", name], string(default))
            for name, default, _ in variables
        ),
        security=alternatives(access.common(api)),
        required=Code("security") if access.always(api) else alternatives(()),
        secrets=_secrets(schemes),
        environment=bool(schemes),
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


def _scheme(scheme: SecurityScheme, names: Named, prefix: str) -> Code:
    """Return how a scheme is met, as an entry of a table."""
    found = [names[scheme.name, pascal(name)] for name in access.parts(scheme)]
    variables = [access.variable(words(name), prefix) for name in found]
    given = [
        f"options.{name}?.trim() || env({string(variable)})"
        for name, variable in zip(found, variables, strict=True)
    ]
    kind, wire = access.kind_of(scheme), string(scheme.wire or "")
    if kind == "basic":
        result = (
            "`Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${one}:${two}`)))}`"
        )
        made = f"{{ headers: {{ authorization: {result} }} }}"
        test = "one && two"
    else:
        test = "one"
        made = {
            "bearer": "{ headers: { authorization: `Bearer ${one}` } }",
            "header": f"{{ headers: {{ [{wire}]: one }}, bound: true }}",
            "query": f"{{ query: {{ [{wire}]: one }} }}",
            "cookie": f"{{ headers: {{ cookie: `${{{wire}}}=${{encodeURIComponent(one)}}` }} }}",
        }[kind or "bearer"]
    lines = [
        f"  [{string(scheme.name)}]: (options) => {{"
        if key(scheme.name) != scheme.name
        else f"  {scheme.name}: (options) => {{",
        *(f"    const {n} = {text};" for n, text in zip(("one", "two"), given, strict=False)),
        f"    return {test} ? {made} : undefined;",
        "  },",
    ]
    return Code("\n".join(lines))
