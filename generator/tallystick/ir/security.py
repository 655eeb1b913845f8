"""Security schemes, what an operation needs of them, and servers."""

from collections.abc import Iterator

from tallystick.ir import codes
from tallystick.ir.api import PLACES, SecurityNeed, SecurityScheme, Server
from tallystick.ir.docs import read_doc
from tallystick.ir.site import Reader, Site

_KINDS = frozenset({"apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"})


def read_schemes(reader: Reader, components: Site | None) -> tuple[SecurityScheme, ...]:
    """Read ``components/securitySchemes``."""
    found = []
    if components is None:
        return ()
    for name, site in reader.objects(components, "securitySchemes"):
        scheme = _scheme(reader, name, reader.follow(site))
        if scheme is not None:
            found.append(scheme)
    return tuple(found)


def _scheme(reader: Reader, name: str, site: Site) -> SecurityScheme | None:
    if not isinstance(site.value, dict):
        reader.unusable(site, "a Security Scheme Object")
        return None
    kind = reader.text(site, "type")
    if kind not in _KINDS:
        reader.report(
            codes.SECURITY_KIND,
            f"the security scheme `{name}` has the unknown type `{kind}`",
            site.span,
            help=f"write one of {', '.join(sorted(_KINDS))}",
        )
    place = reader.text(site, "in")
    scheme = reader.text(site, "scheme")
    return SecurityScheme(
        name=name,
        kind=kind or "",
        scheme=None if scheme is None else scheme.lower(),
        place=PLACES.get(place or ""),
        wire=reader.text(site, "name"),
        bearer_format=reader.text(site, "bearerFormat"),
        raw=site.value,
        doc=read_doc(reader, site),
        span=site.span,
    )


def read_needs(
    reader: Reader,
    owner: Site,
    declared: frozenset[str],
) -> tuple[SecurityNeed, ...] | None:
    """Read the ``security`` of an operation or of the whole API; None when it says nothing.

    Args:
        reader: Documents and diagnostics.
        owner: The operation or the root.
        declared: Names of the declared schemes.
    """
    if owner.get("security") is None:
        return None
    found = []
    for site in reader.entries(owner, "security"):
        if not isinstance(site.value, dict):
            reader.unusable(site, "a mapping of scheme names")
            continue
        schemes = []
        for name, scopes in site.members():
            if name in declared:
                schemes.append((name, reader.texts(site, name)))
                continue
            reader.report(
                codes.UNKNOWN_SCHEME,
                f"`{name}` is not a declared security scheme",
                scopes.span,
                help=f"declare `{name}` under components/securitySchemes",
            )
        if schemes or not site.value:
            found.append(SecurityNeed(schemes=tuple(schemes)))
    return tuple(found)


def read_servers(reader: Reader, owner: Site) -> tuple[Server, ...]:
    """Read the ``servers`` of the API, a path item or an operation."""
    found = []
    for site in reader.entries(owner, "servers"):
        if not isinstance(site.value, dict):
            reader.unusable(site, "a Server Object")
            continue
        variables = []
        for name, variable in reader.objects(site, "variables"):
            default = reader.text(variable, "default")
            variables.append((name, default or "", reader.texts(variable, "enum")))
        url = reader.text(site, "url")
        url = "/" if url is None else url
        variables += _undeclared(reader, site, url, {name for name, _, _ in variables})
        server = Server(
            url=url, variables=tuple(variables), doc=read_doc(reader, site), span=site.span
        )
        found.append(server)
    return tuple(found)


def _undeclared(
    reader: Reader, server: Site, url: str, declared: set[str]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for name in dict.fromkeys(_template_names(url)):
        if name not in declared:
            reader.report(
                codes.SERVER_VARIABLE,
                f"the server's URL uses `{{{name}}}`, which is not declared",
                server.span.child("url"),
                help=f"add `{name}` with a default under `variables`",
            )
            yield name, f"{{{name}}}", ()


def _template_names(url: str) -> list[str]:
    return [part.partition("}")[0] for part in url.split("{")[1:] if "}" in part]
