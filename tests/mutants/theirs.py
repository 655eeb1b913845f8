"""One run of Schemathesis against one mutant, at its best flags and the same budget.

All phases, all checks, both modes, its stateful machine, credentials and a seed; in process. What
it finds on the true server, in runs with several seeds, is its own kind of baseline: a mutant is
found by a failure whose identity (operation, check, class, signature; Schemathesis' own) is new.
"""

import logging
import subprocess
import sys
import time
import warnings
from functools import lru_cache
from typing import Any, Final

import schemathesis
import yaml
from schemathesis.baseline import failure_identity
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from tests.mutants.model import OWN, Json, Mutant
from tests.mutants.ours import MOST, Result
from tests.mutants.servers import SPEC, document, server

SECONDS: Final = 10
"""CPU seconds of a run, the server included; the clock counts what other processes do."""
CLOCK: Final = 600
"""Seconds by the clock, at most."""
BASE_SEEDS: Final = (1, 2, 3, 4)
Identity = tuple[str, str, str, str]


class _Enough(Exception):  # noqa: N818 - it ends a run, and is no error
    """The budget of requests is used up."""


def _schema(whole: Json, app: Any, seed: int) -> Any:
    headers = {"Authorization": f"Bearer {OWN}"}
    given = {
        "seed": seed,
        "max-time": CLOCK,
        "headers": headers,
        "suppress-health-check": ["all"],
        "continue-on-failure": True,
        "generation": {"mode": "all", "database": "none"},
        "cache": {"enabled": False},
    }
    config = SchemathesisConfig.from_dict(given)
    schema = schemathesis.openapi.from_dict(whole, config=config)
    schema.app = app
    return schema


def run(
    whole: Json,
    mutant: Mutant | None,
    seed: int,
    known: frozenset[Identity] = frozenset(),
) -> tuple[set[Identity], int, float]:
    """Run against a mutant; ends early when something new is found.

    Args:
        whole: The document that Schemathesis is given.
        mutant: None for the true server.
        seed: Its seed.
        known: Failures that count for nothing; empty: the whole budget is used.

    Returns:
        The failures that are new, how many requests were sent, CPU seconds.
    """
    logging.disable(logging.CRITICAL)
    app = server(mutant)
    began = time.process_time()
    fresh: set[Identity] = set()
    sent = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            stream = from_schema(_schema(whole, app, seed)).execute()
            for event in stream:
                recorder = getattr(event, "recorder", None)
                if recorder is None:
                    continue
                sent += len(recorder.interactions)
                fresh |= _failures(recorder) - known
                if sent >= MOST or time.process_time() - began > SECONDS or (known and fresh):
                    stream.stop()
    finally:
        app.close()
    return fresh, sent, time.process_time() - began


def _failures(recorder: Any) -> set[Identity]:
    return {
        failure_identity(node.failure_info.failure, node.name)
        for nodes in recorder.checks.values()
        for node in nodes
        if node.failure_info is not None
    }


@lru_cache(maxsize=2)
def given(lowered: bool) -> Json:  # noqa: FBT001 - one of two columns
    """Return the document that Schemathesis is given: plain, or with the rules lowered."""
    if not lowered:
        return document()
    words = [sys.executable, "-m", "tallystick", "bundle", str(SPEC), "--lower-rules"]
    done = subprocess.run(words, capture_output=True, check=True)
    return yaml.safe_load(done.stdout)


@lru_cache(maxsize=2)
def known(lowered: bool) -> frozenset[Identity]:  # noqa: FBT001 - one of two columns
    """Return what is found on the true server, with several seeds."""
    found: set[Identity] = set()
    for seed in BASE_SEEDS:
        found |= run(given(lowered), None, seed)[0]
    return frozenset(found)


def judge(mutant: Mutant, seed: int, *, lowered: bool = False) -> Result:
    """Return whether one run finds one mutant."""
    before = known(lowered) or frozenset({("", "", "", "")})
    began = time.monotonic()
    fresh, sent, seconds = run(given(lowered), mutant, seed, before)
    return Result(
        id=mutant.id,
        tool="schemathesis lowered" if lowered else "schemathesis",
        seed=seed,
        keys=tuple(" ".join(each) for each in sorted(fresh)[:3]),
        loudest="error" if fresh else "",
        requests=sent,
        seconds=round(time.monotonic() - began, 2),
        cpu=round(seconds, 2),
    )
