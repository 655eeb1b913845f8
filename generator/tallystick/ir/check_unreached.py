"""Rules at places where no type is made of the schema, so that nothing would try them."""

from collections.abc import Iterable, Iterator, Mapping

from tallystick.diagnostics import Diagnostic
from tallystick.ir import rule_codes
from tallystick.ir.keywords import SCHEMA, SCHEMA_LIST, SCHEMA_MAP
from tallystick.ir.site import Site
from tallystick.ir.types import Type, TypeId
from tallystick.resolve.model import Resolved

_LISTS = frozenset({"x-validations", "x-kubernetes-validations"})


def check_unreached(
    resolved: Resolved,
    types: Mapping[TypeId, Type],
    reached: Iterable[Site],
) -> Iterator[Diagnostic]:
    """Yield the lists of rules inside keywords that shapes do not express.

    Args:
        resolved: The documents.
        types: All types.
        reached: The lists of rules that types have.
    """
    known = {site.id for site in reached}
    residues = [residue for type_ in types.values() for residue in type_.residue]
    for residue in residues:
        span = residue.span
        value = resolved.at(span.uri, span.pointer)
        inside = _inside(residue.keyword, Site(span.uri, span.pointer, value))
        fresh = [site for site in inside if site.id not in known]
        known.update(site.id for site in fresh)
        for site in fresh:
            yield Diagnostic(
                code=rule_codes.RULE_UNREACHED,
                message=f"the rules inside `{residue.keyword}` are not tried",
                span=site.span,
                help="put them on the schema around it, with the condition in the rule",
            )


def _inside(keyword: str, site: Site) -> Iterator[Site]:
    """Yield the lists of rules below a keyword."""
    todo = [(keyword, site)]
    while todo:
        keyword, site = todo.pop()
        if keyword in _LISTS:
            yield site
        elif keyword in SCHEMA:
            todo += site.members()
        elif keyword in SCHEMA_LIST:
            todo += [member for item in site.items() for member in item.members()]
        elif keyword in SCHEMA_MAP:
            todo += [member for _, item in site.members() for member in item.members()]
