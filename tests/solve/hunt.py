"""``make hunt``: look for disagreements between the solver and the oracles for some time.

Prints each with the seed that finds it again, and fails if there is one.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator

from .hunting import hunt_list_rules, hunt_pair, hunt_random_rule, hunt_schema

HUNTS: dict[str, Callable[[random.Random], Iterator[str]]] = {
    "schema": hunt_schema,
    "pair": hunt_pair,
    "rule": hunt_random_rule,
    "lists": hunt_list_rules,
}


def main() -> int:
    """Hunt."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()), help="the first seed")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--only", choices=sorted(HUNTS))
    given = parser.parse_args()
    found = count = 0
    end = time.monotonic() + given.seconds
    while time.monotonic() < end:
        seed = given.seed + count
        for name, hunt in HUNTS.items():
            if given.only in (None, name):
                for problem in hunt(random.Random(seed)):  # noqa: S311 - no secret
                    found += 1
                    sys.stdout.write(f"{name} {seed}: {problem}\n")
                    sys.stdout.flush()
        count += 1
    sys.stdout.write(f"{count} seeds from {given.seed}: {found} problems\n")
    return min(found, 1)


if __name__ == "__main__":
    sys.exit(main())
