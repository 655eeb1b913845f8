"""Which operations have bodies that can be varied at random."""

from collections.abc import Collection, Mapping, Sequence

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.variants import Variants
from tallystick.fuzz.model import Case
from tallystick.fuzz.requests.composing import json_content


def varied(
    judging: Judging,
    known: Mapping[str, Sequence[Case]],
    only: Collection[str],
    *,
    seed: int,
    statuses: Sequence[str],
) -> list[Variants]:
    """Return the variants of every operation whose body is known.

    Args:
        judging: Of the API.
        known: Operation -> planned cases with a body.
        only: Operations that are varied, and other names; empty for all.
        seed: Same seed, same variants.
        statuses: Of the rules that may be broken.
    """
    found = []
    for operation in judging.api.operations:
        content = json_content(operation)
        if content is None or content.type is None or (only and operation.id not in only):
            continue
        cases = known.get(operation.id, ())
        found.append(Variants(judging, content.type, cases, seed=seed, statuses=statuses))
    return found
