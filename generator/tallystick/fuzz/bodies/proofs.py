"""Proofs of the solver in words."""

from tallystick.solve import Claim, Need, Proof

_MOST = 6


def because(proof: Proof) -> str:
    """Return one sentence that says what excludes a body, and within which bounds."""
    rules = [f"rule {claim.detail}" for claim in proof.claims if claim.keyword == "rule"]
    schemas = [_schema(claim) for claim in proof.claims if claim.keyword != "rule"]
    named = list(dict.fromkeys([*rules, *schemas]))
    said = ", ".join(named[:_MOST])
    if len(named) > _MOST:
        said += f" and {len(named) - _MOST} more"
    if proof.whole:
        return f"proved impossible by {said}" if said else "proved impossible"
    within = ", ".join(sorted({f"{it.kind} {it.value or ''}".rstrip() for it in proof.bounds}))
    return f"none within these bounds: {within}" + (f" (excluded by {said})" if said else "")


def _schema(claim: Claim) -> str:
    where = "/".join(claim.span.pointer.split("/")[-2:])
    return f"{claim.keyword} {claim.detail}".rstrip() + f" of {where}"


def wish(need: Need) -> str:
    """Return what a need asks for, as goals are written."""
    match need.aspect:
        case "present" | "absent":
            return need.aspect
        case "count":
            return f"{need.value} items"
        case "kind":
            return str(need.value)
        case _:
            return repr(need.value)
