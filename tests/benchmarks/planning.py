"""How long the solver and the making of requests take, in CPU seconds of one core.

``python -m tests.benchmarks.planning [DOCUMENT OPERATION]`` prints the cost of the encoding of one
body, of a question, what of that is z3's, of a whole plan and of its first request, and how many
valid bodies a second the strategies' way of changing known bodies gives. Nothing is asserted:
machines differ.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.moves import Moves, changed
from tallystick.fuzz.bodies.values import Values
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.plan import Planning, Wish
from tallystick.ir import Api, TypeId, open_api
from tallystick.solve import Solver, solver
from tallystick.solve.smt import engine
from tallystick.text import Json

DOCUMENT = Path(__file__).parents[2] / "spec" / "video.overlay.yaml"
OPERATION = "createGeneration"
CHANGED = 4_000
"""Bodies that are changed."""


def main(location: str, name: str) -> None:
    """Measure and print."""
    api, found = open_api(location)
    if api is None:
        raise SystemExit("; ".join(item.message for item in found))
    (operation,) = (each for each in api.operations if each.id == name)
    content = json_content(operation)
    if content is None or content.type is None:
        raise SystemExit(f"{name} takes no JSON")
    began = time.process_time()
    made = solver(api, content.type)
    say(f"encoding                  {1000 * (time.process_time() - began):8.0f} ms")
    questions(made)
    bodies = plan(api)
    vary(api, content.type, bodies)


def say(line: str) -> None:
    """Print a line."""
    print(line)  # noqa: T201 - what the benchmark is for


def questions(made: Solver) -> None:
    """Break every claim of the contract; the rules once more, when z3 knows all there is to say."""
    made.satisfy()
    within = timed("_assert", "_check", "_model", "_core")
    rules = [claim for claim in made.claims if claim.keyword == "rule"]
    asked = {"questions": made.claims, "rules asked again": rules}
    for name, claims in asked.items():
        within.clear()
        costs = []
        for claim in claims:
            began = time.process_time()
            made.violate(claim)
            costs.append(1000 * (time.process_time() - began))
        if costs:
            say(f"{name:25} {len(costs):8}")
            say(f"  median                  {statistics.median(costs):8.1f} ms")
            say(f"  longest                 {max(costs):8.1f} ms")
            say(f"  z3's share              {100_000 * sum(within) / sum(costs):8.0f} %")


def timed(*names: str) -> list[float]:
    """Return the seconds that some functions of z3 take from now on."""
    taken: list[float] = []

    def wrapped(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            began = time.process_time()
            found = function(*given)
            taken.append(time.process_time() - began)
            return found

        return call

    for name in names:
        setattr(engine, name, wrapped(getattr(engine, name)))
    return taken


def plan(api: Api) -> list[Json]:
    """Make the requests of a campaign; returns the valid bodies."""
    began = time.process_time()
    planning = Planning(api, Judging(api), Wish())
    valid = []
    first = 0.0
    for case in planning.cases():
        first = first or time.process_time() - began
        if case.expect == "accepted" and case.has_value:
            valid.append(case.value)
    whole = time.process_time() - began
    say(f"first request after       {1000 * first:8.0f} ms")
    say(f"plan of {planning.total:5} requests    {1000 * whole:8.0f} ms")
    return valid


def vary(api: Api, type_id: TypeId, known: list[Json]) -> None:
    """Change known bodies at random and count those that stay valid."""
    judging = Judging(api)
    moves = Moves(judging, Values(judging, {}))
    chance = random.Random(1)  # noqa: S311 - repeatable
    known = [value for value in known if judging.fits(type_id, value)]
    fresh: set[str] = set()
    began = time.process_time()
    for _ in range(CHANGED):
        value = chance.choice(known)
        spots = [spot for spot in moves.spots(type_id, value) if spot.path]
        for spot in chance.sample(spots, min(2, len(spots))):
            sound = list(moves.sound(spot))
            move = chance.choice(sound) if sound else None
            if move is not None:
                value = changed(value, move.path, move.value)
        if judging.broken(type_id, value).nothing:
            fresh.add(repr(value))
    seconds = time.process_time() - began
    say(f"valid bodies a CPU second {len(fresh) / seconds:8.0f}")


if __name__ == "__main__":
    main(*(sys.argv[1:3] if len(sys.argv) > 2 else (str(DOCUMENT), OPERATION)))
