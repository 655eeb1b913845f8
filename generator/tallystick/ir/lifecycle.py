"""The state machine of a resource, read from ``x-lifecycle``."""

from tallystick.ir import lifecycle_codes
from tallystick.ir.docs import read_doc
from tallystick.ir.site import Reader, Site
from tallystick.ir.types import Lifecycle, State

_MEMBERS = frozenset({"member", "initial", "success", "outputs", "reason", "states"})
_STATE_MEMBERS = frozenset({"next", "requires", "forbids", "description", "summary", "x-source"})


def read_lifecycle(reader: Reader, sites: list[Site]) -> Lifecycle | None:
    """Read the state machine; of several (in allOf branches) the first counts.

    Whether it fits the schema is judged by `tallystick.ir.check_lifecycle`, once every type is
    known.
    """
    for other in sites[1:]:
        reader.report(
            lifecycle_codes.LIFECYCLE_TWICE,
            "the schema inherits a second `x-lifecycle`",
            other.span,
            help="keep one",
        )
    if not sites:
        return None
    site = sites[0]
    if not isinstance(site.value, dict):
        reader.unusable(site, "a mapping")
        return None
    _report_unknown(reader, site, _MEMBERS)
    member = reader.text(site, "member")
    initial = reader.text(site, "initial")
    states = tuple(_state(reader, name, state) for name, state in reader.objects(site, "states"))
    missing = [
        name
        for name, given in (("member", member), ("initial", initial), ("states", states))
        if not given
    ]
    for name in missing:
        reader.report(
            lifecycle_codes.LIFECYCLE_INCOMPLETE,
            f"the lifecycle has no `{name}`",
            site.span,
            help=f"add `{name}`",
        )
    if member is None or initial is None or missing:
        return None
    return Lifecycle(
        member=member,
        initial=initial,
        states=states,
        success=reader.texts(site, "success"),
        reason=reader.texts(site, "reason"),
        outputs=reader.texts(site, "outputs"),
        span=site.span,
    )


def _state(reader: Reader, name: str, site: Site) -> State:
    if site.value is not None and not isinstance(site.value, dict):
        reader.unusable(site, "a mapping")
    _report_unknown(reader, site, _STATE_MEMBERS)
    return State(
        name=name,
        next=reader.texts(site, "next"),
        requires=reader.texts(site, "requires"),
        forbids=reader.texts(site, "forbids"),
        doc=read_doc(reader, site),
        span=site.span,
    )


def _report_unknown(reader: Reader, site: Site, known: frozenset[str]) -> None:
    for name, member in site.members():
        if name not in known and not name.startswith("x-"):
            reader.report(
                lifecycle_codes.LIFECYCLE_UNKNOWN_MEMBER,
                f"a lifecycle has no member `{name}` here",
                member.span,
                help=f"use one of {', '.join(sorted(known))}",
            )
