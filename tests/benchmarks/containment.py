"""Our containment beside ``subschema`` and ``jsoncompat``, on random pairs of schemas.

Run by ``make bench``. The peers need Python 3.12 and live in an environment of their own; where
there is no such interpreter, or no network, ours is measured alone. Truth is what can be shown: a
message that the validator accepts on the left and refuses on the right. Formats are left out, for
the peers read them as annotations. Writes ``generated/bench/containment.json`` and ``.md``.
"""

import argparse
import contextlib
import itertools
import json
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator
from tests.solve.random_schemas import Schemas

from tallystick.solve import Proof, Witness, bare, contained

ROOT = Path(__file__).parents[2]
PLACE = ROOT / ".venv" / "bench-containment"
REPORT = ROOT / "generated" / "bench"
PEERS = ("subschema==0.1.0", "jsoncompat==0.5.0")
OURS = "tallystick"
PATIENCE = 10.0
"""Seconds of one pair, for a peer."""

ASK = """
import json, signal, sys, time
import jsoncompat, subschema

def by_subschema(left, right):
    try:
        return "contained" if subschema.is_subschema(left, right) else "not contained", None
    except subschema.SubschemaError:
        return "undecided", None

def by_jsoncompat(left, right):
    found = jsoncompat.analyze_compat(json.dumps(left), json.dumps(right), "deserializer")
    names = {"compatible": "contained", "incompatible": "not contained", "unknown": "undecided"}
    return names[found["status"]], found.get("counterexample_json")

def late(*_):
    raise TimeoutError

signal.signal(signal.SIGALRM, late)
draft = "https://json-schema.org/draft/2020-12/schema"
for line in sys.stdin:
    pair = [{"$schema": draft, **schema} for schema in json.loads(line)]
    found = {}
    for name, ask in (("subschema", by_subschema), ("jsoncompat", by_jsoncompat)):
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        start = time.process_time()
        try:
            verdict, witness = ask(*pair)
        except BaseException as error:
            verdict, witness = "failed", None
        signal.setitimer(signal.ITIMER_REAL, 0)
        found[name] = [verdict, time.process_time() - start, witness]
    print(json.dumps(found), flush=True)
""".replace("PATIENCE", str(PATIENCE))


def peers() -> Path | None:
    """Return the interpreter that has the peers; None when they cannot be had."""
    python = PLACE / "bin" / "python"
    ready = PLACE / "ready"
    wanted = "\n".join(PEERS)
    if ready.is_file() and ready.read_text() == wanted:
        return python
    for name in ("python3.14", "python3.13", "python3.12"):
        base = shutil.which(name)
        if base is None:
            continue
        try:
            subprocess.run([base, "-m", "venv", "--clear", str(PLACE)], check=True)
            subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PEERS], check=True)
        except subprocess.CalledProcessError:
            continue
        ready.write_text(wanted)
        return python
    return None


def ours(left: Any, right: Any) -> list[Any]:
    """Return our verdict, its seconds, and the witness as JSON."""
    start = time.process_time()
    answer = contained(bare(left), bare(right))
    took = time.process_time() - start
    if isinstance(answer, Witness):
        return ["not contained", took, json.dumps(answer.value)]
    whole = isinstance(answer, Proof) and answer.whole
    return ["contained" if whole else "undecided", took, None]


def pairs(schemas: Schemas) -> Iterator[tuple[Any, Any]]:
    """Yield random pairs that a validator takes."""
    while True:
        pair = schemas.pair()
        try:
            for schema in pair:
                Draft202012Validator(schema)
        except ValueError:
            continue
        yield pair


def shown(left: Any, right: Any, candidates: list[Any]) -> bool:
    """Whether one of some messages is accepted on the left and refused on the right."""
    one, other = Draft202012Validator(left), Draft202012Validator(right)
    for candidate in candidates:
        with contextlib.suppress(ValueError, OverflowError):
            if one.is_valid(candidate) and not other.is_valid(candidate):
                return True
    return False


class Peers:
    """Asks the peers in an interpreter of theirs; knows nothing where there is none."""

    def __init__(self) -> None:
        """Start the interpreter."""
        python = peers()
        self._process = None
        if python is not None:
            command = [str(python), "-c", ASK]
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)

    def ask(self, left: Any, right: Any) -> dict[str, list[Any]]:
        """Return what each says, its seconds, and its witness as JSON."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return {}
        process.stdin.write(json.dumps([left, right]) + "\n")
        process.stdin.flush()
        found: dict[str, list[Any]] = json.loads(process.stdout.readline())
        return found

    def close(self) -> None:
        """End the interpreter."""
        if self._process is not None:
            self._process.communicate()


def measure(count: int, seed: int) -> list[dict[str, Any]]:
    """Ask all tools about random pairs; return what each said, and what can be shown."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    schemas = Schemas(chance, formats=False)
    others = Peers()
    rows = []
    for left, right in itertools.islice(pairs(schemas), count):
        found = {OURS: ours(left, right), **others.ask(left, right)}
        candidates = [schemas.value() for _ in range(100)]
        candidates += [json.loads(it[2]) for it in found.values() if it[2] is not None]
        rows.append({"found": found, "shown": shown(left, right, candidates)})
    others.close()
    return rows


def figures(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Sum up what one tool said."""
    said = [row["found"][name][0] for row in rows]
    times = sorted(row["found"][name][1] * 1000 for row in rows)
    proved = [row["found"][OURS][0] == "contained" and not row["shown"] for row in rows]
    decided = said.count("contained") + said.count("not contained")
    both = list(zip(said, rows, proved, strict=True))
    return {
        "pairs": len(rows),
        "contained": said.count("contained"),
        "not_contained": said.count("not contained"),
        "undecided": said.count("undecided"),
        "failed": said.count("failed"),
        "decided_percent": round(100 * decided / len(rows), 1),
        "contained_though_a_message_shows_otherwise": sum(
            it == "contained" and row["shown"] for it, row, _ in both
        ),
        "not_contained_though_it_is_proved": sum(
            it == "not contained" and proof for it, _, proof in both
        ),
        "median_ms": round(statistics.median(times), 2),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
        "mean_ms": round(statistics.mean(times), 1),
    }


TITLES = {
    "contained": "Contained",
    "not_contained": "Not contained",
    "undecided": "Undecided, or only within bounds",
    "failed": "Failed, or took more than ten seconds",
    "decided_percent": "Decided, %",
    "contained_though_a_message_shows_otherwise": "Contained, though a message shows otherwise",
    "not_contained_though_it_is_proved": "Not contained, though we prove that it is",
    "median_ms": "Median, ms CPU",
    "p95_ms": "95th percentile, ms CPU",
    "mean_ms": "Mean, ms CPU",
}


def table(found: dict[str, dict[str, Any]]) -> str:
    """Lay the figures out."""
    names = list(found)
    lines = [f"| | {' | '.join(names)} |", f"|---|{'---:|' * len(names)}"]
    for key, title in TITLES.items():
        lines.append(f"| {title} | {' | '.join(f'{found[name][key]:,}' for name in names)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pairs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rows = measure(given.pairs, given.seed)
    found = {name: figures(name, rows) for name in rows[0]["found"]}
    REPORT.mkdir(parents=True, exist_ok=True)
    whole = {"seed": given.seed, "peers": list(PEERS) if len(found) > 1 else [], "tools": found}
    (REPORT / "containment.json").write_text(json.dumps(whole, indent=2) + "\n")
    text = table(found)
    title = f"# Containment of {given.pairs} random pairs of schemas, seed {given.seed}"
    (REPORT / "containment.md").write_text(f"{title}\n\n{text}")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
