"""Keywords that combine schemas in place."""

from collections.abc import Iterator
from typing import Any

from tallystick.solve.encoding.schema import Part, Reading
from tallystick.solve.smt.formula import Formula, conj, disj, exactly_one, implies, neg


def reference(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``$ref``."""
    target = reading.encoder.document.target(schema)
    if target is not None:
        yield Part(None, reading.sub(target, reading.node))


def dynamic(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``$dynamicRef``: depends on how one came here, so it is left open."""
    del schema
    yield Part("$dynamicRef", reading.world.unknown("$dynamicRef"))


def all_of(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``allOf``."""
    for index in range(len(schema["allOf"])):
        yield Part(None, reading.sub(reading.at.child("allOf", index), reading.node))


def any_of(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``anyOf``: a chosen branch holds."""
    return _choice(reading, "anyOf", len(schema["anyOf"]))


def one_of(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``oneOf``: the chosen branch holds, no other does."""
    return _choice(reading, "oneOf", len(schema["oneOf"]))


def _choice(reading: Reading, keyword: str, count: int) -> Iterator[Part]:
    encoder, node = reading.encoder, reading.node
    branches = [reading.at.child(keyword, index) for index in range(count)]
    strict = [encoder.strict(branch, node) for branch in branches]
    whole = exactly_one(strict) if keyword == "oneOf" else disj(strict)
    if reading.guard is None:
        yield Part(keyword, whole)
        return
    # Registers the claim; on the spine it is broken by holding no branch, or two.
    encoder.stake(reading, Part(keyword, whole))
    holds = encoder.claim(reading.at.span, keyword).holds
    refused = conj((reading.refused, neg(whole)))
    options: list[Formula] = [neg(holds)]
    for index, branch in enumerate(branches):
        chosen = reading.world.truth()
        encoder.choices[id(branch.value), node.id] = chosen
        guard = conj((reading.guard, chosen))
        held = encoder.spine(branch, node, guard, refused)
        others = [neg(item) for other, item in enumerate(strict) if other != index]
        meant = conj((held, *(others if keyword == "oneOf" else ())))
        # A branch that is chosen beside the one that holds would lend its claims to be broken.
        reading.world.assume(implies(chosen, meant))
        options.append(conj((chosen, meant)))
    yield Part(None, disj(options))


def not_(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``not``."""
    del schema
    yield Part("not", neg(reading.strict(reading.at.child("not"), reading.node)))


def conditional(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``if`` with ``then`` and ``else``."""
    if "if" not in schema:
        return
    test = reading.strict(reading.at.child("if"), reading.node)
    for keyword, when in (("then", test), ("else", neg(test))):
        if keyword in schema:
            yield Part(None, reading.sub(reading.at.child(keyword), reading.node, when))
