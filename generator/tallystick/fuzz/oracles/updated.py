"""What an update did: what was set is there, and what was not named is as it was."""

from collections.abc import Iterator, Mapping
from typing import Final

from tallystick.diagnostics import escape
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.alike import compared, short
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.oracles.visible import members, visible
from tallystick.fuzz.statuses import MISTAKEN, PRECONDITION_FAILED
from tallystick.ir import MISSING, Field, Record, TypeId
from tallystick.text import Json

EMPTY: Final[tuple[Json, ...]] = (None, "", [], {})


def assigned(
    scene: Scene, case: Case, reply: Reply, resource: Record, values: tuple[Json, Json]
) -> Iterator[Finding]:
    """Yield a finding for each member that was set and came back otherwise.

    Args:
        scene: The API.
        case: What asked for the resource, after the update.
        reply: The answer.
        resource: Its type.
        values: The body of the update, and the resource.
    """
    asked, shown = values
    if not isinstance(asked, dict) or not isinstance(shown, dict):
        return
    for name, type_id in members(scene, resource, asked).items():
        wanted = visible(scene, type_id, asked[name])
        if wanted is None or not scene.judging.fits(type_id, wanted, "response"):
            continue  # no answer may show it
        verdict = compared(scene, type_id, wanted, shown.get(name), name)
        if verdict is not None:
            said = f"{name} was set to {short(wanted)}, and is {short(shown.get(name))}"
            claim = about(case, "update:set", member=name)
            yield finding("update-lost", said, case, reply, claim=claim, weight=verdict)


def merged(
    scene: Scene, case: Case, reply: Reply, resource: TypeId, values: tuple[Json, Json, Json]
) -> Iterator[Finding]:
    """Yield a finding for each part that a merge patch did not merge.

    What null removes is gone or what it is by default; what stands in an object and is not named
    is as it was. A part that is as it was, though it was to be removed, is an error.

    Source: RFC 7396, section 2.

    Args:
        scene: The API.
        case: What asked for the resource, after the update.
        reply: The answer.
        resource: Its type.
        values: The resource before, the patch, the resource after.
    """
    for at, said, weight in _unmerged(scene, resource, values, ""):
        claim = about(case, "update:set", at)
        yield finding("update-lost", said, case, reply, claim=claim, weight=weight)


def emptied(
    scene: Scene, case: Case, reply: Reply, resource: TypeId, values: tuple[Json, Json, Json]
) -> Iterator[Finding]:
    """Yield a warning for each member that null was accepted for, and that is as it was.

    Arguments as of `merged`, of an update whose media type does not say what null means. Where the
    resource can neither hold null there nor lack the member, null says nothing, as it often does.
    """
    before, asked, after = values
    if not isinstance(before, dict) or not isinstance(asked, dict) or not isinstance(after, dict):
        return
    fields = {field.wire: field for field in scene.api.fields(resource)}
    for name in (name for name, wanted in asked.items() if wanted is None):
        old, new = before.get(name), after.get(name)
        field = fields.get(name)
        kept = new not in EMPTY and new == old and not _by_default(scene, field, new)
        if kept and (field is None or _may_lack(field)):
            said = f"{name} was set to null, and is {short(new)}"
            claim = about(case, "update:set", member=name)
            yield finding("update-lost", said, case, reply, claim=claim, weight=Weight.WARNING)


def _unmerged(
    scene: Scene, type_id: TypeId, values: tuple[Json, Json, Json], at: str
) -> Iterator[tuple[str, str, Weight]]:
    """Yield (place, what is wrong, how much it weighs) of the parts that are not merged."""
    before, asked, after = values
    if not isinstance(before, dict) or not isinstance(asked, dict) or not isinstance(after, dict):
        return
    fields = {field.wire: field for field in scene.api.fields(type_id)}
    for name, wanted in asked.items():
        old, new, field = before.get(name), after.get(name), fields.get(name)
        here = f"{at}/{escape(name)}"
        if wanted is None and new not in EMPTY and not _by_default(scene, field, new):
            said = f"{here[1:]} was removed by null, and is {short(new)}"
            yield here, said, Weight.ERROR if new == old else Weight.WARNING
        elif isinstance(old, dict) and isinstance(wanted, dict) and isinstance(new, dict):
            kept = old.keys() - wanted.keys()
            for inner in sorted(it for it in kept if new.get(it) != old[it]):
                said = f"an update that does not name {here[1:]}/{inner} changed it from "
                said += f"{short(old[inner])} to {short(new.get(inner))}"
                yield f"{here}/{escape(inner)}", said, Weight.WARNING
            if field is not None:
                yield from _unmerged(scene, field.type, (old, wanted, new), here)


def replaced(
    scene: Scene,
    case: Case,
    reply: Reply,
    types: tuple[TypeId, Record],
    values: tuple[Json, Json, Json, Json],
) -> Iterator[Finding]:
    """Yield a warning for each member that a PUT does not name and that is as it was set before.

    Source: RFC 9110, section 9.3.4: the representation that is sent replaces the one there is.

    Args:
        scene: The API.
        case: What asked for the resource, after the update.
        reply: The answer.
        types: Of what is put, and of the resource: what that must have is not taken away.
        values: What was sent before, the resource before, the PUT's body, the resource after.
    """
    told, before, asked, after = values
    needed = {field.wire for field in types[1].fields if field.required}
    if not isinstance(told, dict) or not isinstance(asked, dict):
        return
    for field in scene.api.fields(types[0]):
        name = field.wire
        if name in needed or field.required or field.direction != "both" or name in asked:
            continue
        old = before.get(name) if isinstance(before, dict) else None
        new = after.get(name) if isinstance(after, dict) else None
        if told.get(name) in EMPTY or old in EMPTY or old != new:
            continue
        if not _by_default(scene, field, new):
            said = f"a PUT without {name} left it as it was, {short(new)}"
            claim = about(case, "update:replaces", member=name)
            yield finding("put-merges", said, case, reply, claim=claim, weight=Weight.WARNING)


def _may_lack(field: Field) -> bool:
    """Whether a resource may have null at a member, or not have it."""
    return field.nullable or not (field.required or field.default is not MISSING)


def _by_default(scene: Scene, field: Field | None, value: Json) -> bool:
    """Whether a member has this value when nobody gives it one."""
    if field is None:
        return False
    return value in (field.default, scene.api.types[field.type].default)


def others(
    case: Case,
    reply: Reply,
    values: tuple[Json, Json, Json],
    settable: frozenset[str],
    *,
    sure: bool,
) -> Iterator[Finding]:
    """Yield a finding for each member that an update does not name and that changed.

    Args:
        case: What asked for the resource, after the update.
        reply: The answer.
        values: The resource before, the body of the update, the resource after.
        settable: Members that clients set: others may follow from them.
        sure: The document says that an update changes what it names only.
    """
    before, asked, after = values
    if not isinstance(before, dict) or not isinstance(asked, dict) or not isinstance(after, dict):
        return
    for name in sorted(settable - asked.keys()):
        if name not in before or before[name] == after.get(name):
            continue
        said = f"an update that does not name {name} changed it from {short(before[name])} "
        said += f"to {short(after.get(name))}"
        claim = about(case, "update:others", member=name)
        weight = Weight.ERROR if sure else Weight.WARNING
        yield finding("update-spills", said, case, reply, claim=claim, weight=weight)


def assumed(
    case: Case,
    reply: Reply,
    defaults: Mapping[str, Json],
    values: tuple[Mapping[str, Json], Mapping[str, Json]],
) -> Iterator[Finding]:
    """Yield a warning for each default that is not assumed where it is left out.

    A server that does not show a default that it was told leaves it to its readers to assume.

    Source: OpenAPI 3.0.4, Schema Object, ``default``: what the receiver assumes for the input.

    Args:
        case: What asked for the resource, after a PUT that leaves the defaults out.
        reply: The answer.
        defaults: Member -> its default.
        values: The resource when a PUT named them all, and when it named none.
    """
    told, without = values
    for name, default in defaults.items():
        if told.get(name) == default != without.get(name):
            said = f"{name} is {short(default)} by default, and is {short(without.get(name))} "
            said += "after a PUT without it"
            claim = about(case, "update:default", member=name)
            yield finding("default-lost", said, case, reply, claim=claim, weight=Weight.WARNING)


def stale(case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding about an update that was accepted with the tag of an earlier version."""
    said = f"an update with the ETag of an earlier version was accepted with {reply.status}"
    yield finding("stale-etag", said, case, reply, claim=about(case, "update:etag"))


def fresh(case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding about an update that was refused with the tag of this very version."""
    if reply.status == PRECONDITION_FAILED:
        said = "an update with the ETag of the current version was refused with 412"
        yield finding("fresh-etag", said, case, reply, claim=about(case, "update:etag-current"))


def missed(case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding about an update with the tag of an earlier version, and another refusal.

    The document lists 412 for it, and the same update is accepted with the current tag.
    """
    said = "an update with the ETag of an earlier version was refused with "
    said += f"{reply.status}, and the document lists 412"
    yield finding("not-412", said, case, reply, claim=about(case, "update:etag"))


def unneeded(case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding about a change without an ``If-Match``, which the document asks for.

    Source: RFC 6585, section 3.
    """
    said = f"a request without If-Match was accepted with {reply.status}, "
    said += "and the document lists 428"
    yield finding("not-428", said, case, reply, claim=about(case, "update:etag-needed"))


def untaken(case: Case, reply: Reply, name: str, value: Json) -> Iterator[Finding]:
    """Yield a warning about a change that was refused, though nothing speaks against it.

    Args:
        case: The update, of one member.
        reply: Its answer.
        name: The member.
        value: What it was set to.
    """
    said = f"an update that sets {name} to {short(value)} was refused with {reply.status}; "
    said += "it is valid, and so is what it would leave"
    claim = about(case, "update:takes", member=name)
    yield finding("change-refused", said, case, reply, claim=claim, weight=Weight.WARNING)


def refused_again(case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning about an update that was accepted, and is refused when sent once more.

    Source: RFC 9110, section 9.2.2: the second of two equal PUTs changes nothing.
    """
    if reply.status in MISTAKEN:
        said = f"an update was accepted, and was refused with {reply.status} when sent again"
        claim = about(case, "update:again")
        yield finding("refused-again", said, case, reply, claim=claim, weight=Weight.WARNING)


def unjudged(case: Case, reply: Reply, rule: tuple[str, str], *, sure: bool) -> Iterator[Finding]:
    """Yield a finding about an update that leaves what could not be made.

    Args:
        case: The update.
        reply: Its answer.
        rule: Id of the rule of a creation that the resource breaks now, and its place there.
        sure: The document says what an update has to leave.
    """
    name, at = rule
    said = f"an update was accepted with {reply.status}, and leaves what breaks {name}"
    claim = about(case, f"update:judged {name}", at)
    weight = Weight.ERROR if sure else Weight.WARNING
    yield finding("change-unjudged", said, case, reply, claim=claim, weight=weight)


def sent_again(case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding about a resource that is sent to somebody who has this very version.

    Source: RFC 9110, sections 13.1.2 and 13.2.1.
    """
    said = "the resource was sent again to who has its ETag, and the document lists 304"
    yield finding("not-304", said, case, reply, claim=about(case, "update:etag-unmodified"))


def withheld(case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding about a changed resource that is said to be the same."""
    said = "the resource changed, and who has an earlier version is told that it did not"
    yield finding("stale-304", said, case, reply, claim=about(case, "update:etag-modified"))


def untagged(case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning about a resource that changed and has the tag that it had."""
    said = "the resource changed, and has the ETag that it had before"
    claim = about(case, "update:etag-changes")
    yield finding("same-etag", said, case, reply, claim=claim, weight=Weight.WARNING)


def too_late(case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding about a change of what was deleted and is gone."""
    said = f"{case.operation} was accepted with {reply.status} for what was deleted and is gone"
    yield finding("changed-after-delete", said, case, reply, claim=about(case, "update:deleted"))


def left(case: Case, reply: Reply, operation: str, *, sure: bool) -> Iterator[Finding]:
    """Yield a finding about what was taken away, and is shown as it was.

    Args:
        case: What asked for it.
        reply: The answer.
        operation: What took it away.
        sure: The document says how it is answered that nothing is there.
    """
    said = f"what {operation} took away is still served"
    claim = about(case, "lifecycle:deleted")
    weight = Weight.ERROR if sure else Weight.WARNING
    yield finding("served-after-delete", said, case, reply, claim=claim, weight=weight)


def nothing_left(case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning about a second deletion that went well where nothing was left to delete.

    The document lists an answer for what is not there.
    """
    said = f"what was deleted, and is gone, was deleted again with {reply.status}"
    claim = about(case, "lifecycle:deleted-again")
    yield finding("deleted-again", said, case, reply, claim=claim, weight=Weight.WARNING)


def dangling(case: Case, reply: Reply, holder: str, member: str) -> Iterator[Finding]:
    """Yield a warning about a resource that was deleted though another one names it.

    Args:
        case: The deletion.
        reply: Its answer.
        holder: What made the other one.
        member: Where that names it.
    """
    said = f"what was deleted is still named as {member} by what {holder} made, "
    said += "and the document says that a conflict (409) may be in the way"
    claim = about(case, "lifecycle:named")
    yield finding("deleted-though-named", said, case, reply, claim=claim, weight=Weight.WARNING)


def orphan(case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning about a resource that is served though what it was in was deleted."""
    said = "what it was in was deleted and is gone, and it is still served"
    claim = about(case, "lifecycle:orphan")
    yield finding("served-without-parent", said, case, reply, claim=claim, weight=Weight.WARNING)


def strange(case: Case, reply: Reply, operation: str) -> Iterator[Finding]:
    """Yield a finding about an update or deletion by a caller who is refused the resource."""
    said = f"{operation} was accepted from another caller, who is refused the resource by its id"
    yield finding("other-caller-changed", said, case, reply, claim=about(case, "update:owner"))


def unlike(before: Mapping[str, Json], after: Mapping[str, Json]) -> set[str]:
    """Return the members that differ."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
