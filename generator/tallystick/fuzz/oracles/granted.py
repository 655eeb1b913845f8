"""What is refused, valid as it is, for a new resource that takes another valid request."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.chains import Chain, pointer_of
from tallystick.fuzz.documented import success
from tallystick.fuzz.model import Case, Finding, Path, Reply, Weight
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.requests.composing import body_content
from tallystick.ir import MISSING, Enumeration, Missing, Scalar, Type, TypeId, words
from tallystick.text import Json

NAMING: Final = frozenset({"id", "ids", "ref", "refs", "key", "keys", "token", "code", "codes"})
"""Last words of members that name something which may not be there."""
KINDS: Final = {str: "string", bool: "boolean"}


class Unlike(NamedTuple):
    """In what a refused body is unlike one that was taken.

    Attributes:
        path: Steps to the member.
        value: What it holds; MISSING where it is left out.
    """

    path: Path
    value: "Json | Missing"


class Blame(NamedTuple):
    """What a refusal is about.

    Attributes:
        unlike: In what the body is unlike one that was taken, as little as there can be.
        near: The next value, a step smaller or greater, is taken.
        always: Others that were sent there were refused as well, whatever they were.
    """

    unlike: tuple[Unlike, ...]
    near: bool = False
    always: bool = False

    def explains(self, body: Json) -> bool:
        """Whether another body has it, too."""
        return all(same(part(body, path), value) for path, value in self.unlike)

    @property
    def lacks(self) -> bool:
        """Whether the body has less than the one that was taken, and nothing else."""
        return all(isinstance(each.value, Missing) for each in self.unlike)


def unlike(body: Json, good: Json, path: Path = ()) -> Iterator[Unlike]:
    """Yield in what a body is unlike another one."""
    if not isinstance(body, dict) or not isinstance(good, dict):
        yield Unlike(path, body)
        return
    for name in dict.fromkeys((*body, *good)):
        one, other = body.get(name, MISSING), good.get(name, MISSING)
        if same(one, other):
            continue
        if isinstance(one, dict) and isinstance(other, dict):
            yield from unlike(one, other, (*path, name))
        else:
            yield Unlike((*path, name), one)


def part(body: Json, path: Path) -> "Json | Missing":
    """Return what stands in the objects of a body, MISSING for nothing."""
    found: Json | Missing = body
    for step in path:
        if not isinstance(found, dict):
            return MISSING
        found = found.get(str(step), MISSING)
    return found


def same(one: "Json | Missing", other: "Json | Missing") -> bool:
    """Whether two values are one, as JSON has it."""
    return repr(one) == repr(other)


def neighbours(value: "Json | Missing") -> Iterator[Json]:
    """Yield values that are a little smaller and a little greater."""
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        yield from (value - 1, value + 1)
    elif isinstance(value, str):
        yield from (value[:-1], value + (value[-1:] or "a"))
    elif isinstance(value, list):
        yield from (value[:-1], value + value[-1:])
    elif isinstance(value, dict):
        yield from ({**value, name: it} for name in value for it in neighbours(value[name]))


def refused(
    scene: Scene, case: Case, reply: Reply, blame: Blame, chain: Chain
) -> Iterator[Finding]:
    """Yield a finding about a refusal that nothing but the document forbids.

    Who is refused the last value that may be, and not the one before, or what may be left out, is
    refused for no resource's sake. Of numbers, times and names nobody knows: what they are good for
    may hang on the resource. So may a value that the resource has in a member of that name.

    Args:
        scene: The API.
        case: The request.
        reply: Its answer.
        blame: What it is about.
        chain: What makes the resource.
    """
    sure = blame.near or blame.lacks
    loose = any(_hangs(scene, chain, each) for each in blame.unlike)
    if not sure and not blame.always and loose:
        return
    at = ", ".join(pointer_of(map(str, each.path)) for each in blame.unlike)
    said = f"a valid request was refused with {reply.status} for a new resource that takes others"
    said += f"; it differs from one that was taken in {at or 'all'}"
    said += ", and the next value is taken" if blame.near else ""
    weight = Weight.ERROR if sure else Weight.WARNING
    claim = about(case, "request:valid", at)
    yield finding("valid-refused", said, case, reply, claim=claim, weight=weight)


def choice_refused(case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding about a choice of a parameter that new resources refuse.

    Args:
        case: The request; it touches the choice.
        reply: Its answer.
    """
    (choice,) = case.touches
    said = f"a valid request was refused with {reply.status} for a new resource, with {choice}"
    said += "; the same without it, or with another choice, was accepted before and after"
    claim = about(case, "request:valid", choice)
    yield finding("valid-refused", said, case, reply, claim=claim, weight=Weight.WARNING)


def hinges(scene: Scene, chain: Chain, name: str) -> bool:
    """Whether what makes a resource takes or answers a member of a name."""
    return any(name == at.rpartition("/")[2] for at, _ in _members(scene, chain))


def _hangs(scene: Scene, chain: Chain, each: Unlike) -> bool:
    """Whether a value may be good for one resource and not for another."""
    name = str(each.path[-1]) if each.path else ""
    named = not NAMING.isdisjoint(words(name)[-1:])
    return named or _measures(each.value) or _tied(scene, chain, name, each.value)


def _measures(value: "Json | Missing") -> bool:
    """Whether there is a number in a value, or a text that begins with one, as times do."""
    if isinstance(value, dict):
        return any(map(_measures, value.values()))
    if isinstance(value, list):
        return any(map(_measures, value))
    if isinstance(value, str):
        return value[:1].isdigit()
    return isinstance(value, int | float) and not isinstance(value, bool)


def _tied(scene: Scene, chain: Chain, name: str, value: "Json | Missing") -> bool:
    """Whether a member of the resource may hold the value under the same name."""
    types, every = scene.api.types, _members(scene, chain)
    return any(_holds(types[it], value) for at, it in every if at.rpartition("/")[2] == name)


def _members(scene: Scene, chain: Chain) -> list[tuple[str, TypeId]]:
    """Return (pointer, type) of all that what makes a resource takes and answers."""
    api, content = scene.api, body_content(chain.create)
    types = (success(chain.create), content.type if content is not None else None)
    return [it for type_id in types if type_id is not None for it in places(api, type_id)]


def _holds(declared: Type, value: "Json | Missing") -> bool:
    """Whether a type may hold a value, as far as its kind tells."""
    if isinstance(declared, Enumeration):
        return any(same(it.value, value) for it in declared.members)
    return not isinstance(declared, Scalar) or declared.kind == KINDS.get(type(value))
