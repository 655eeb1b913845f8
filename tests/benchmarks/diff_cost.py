"""What ``tally diff`` of two documents costs: processor time and memory of the whole process.

``python -m tests.benchmarks.diff_cost [OLD NEW ...]`` runs the command some times on each pair of
files, and on two versions of a large document that it makes: schemas that refer to each other, one
value more. The package is copied and compiled, as an installed one is. Writes
``generated/bench/diff-cost.json`` and ``.md``; what was measured of pairs that are not given stays.
"""

import compileall
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "generated" / "bench"
ROUNDS = 10
SCHEMAS, PATHS, MEMBERS = 600, 500, 30
_MEGABYTE = 1024 if sys.platform != "darwin" else 1024 * 1024
"""What `ru_maxrss` counts, in a megabyte."""


def installed(folder: Path) -> Path:
    """Copy the package and compile it."""
    for name in ("generator/tallystick", "templates"):
        hidden = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=hidden)
    compileall.compile_dir(folder, quiet=2)
    return folder / "generator"


def once(package: Path, pair: tuple[str, ...]) -> tuple[float, float, dict[str, Any]]:
    """Run the command; seconds of the processor, megabytes at most, and the report."""
    command = [sys.executable, "-m", "tallystick", "diff", *pair, "--format", "json"]
    env = os.environ | {"PYTHONPATH": str(package)}
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, env=env)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        report: dict[str, Any] = json.load(out)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / _MEGABYTE, report


def document(kinds: list[str]) -> dict[str, Any]:
    """Return a large document.

    Args:
        kinds: The values of the one member in which versions differ.
    """
    schemas: dict[str, Any] = {}
    for number in range(SCHEMAS):
        members: dict[str, Any] = {
            f"member_{at}": {"type": "string", "maxLength": 5000, "description": "Words. " * 9}
            for at in range(MEMBERS)
        }
        for step in (1, 7, 31):
            other = {"$ref": f"#/components/schemas/Thing{(number + step) % SCHEMAS}"}
            members[f"other_{step}"] = {"anyOf": [{"type": "string"}, other]}
        required = [f"member_{at}" for at in range(5)]
        schemas[f"Thing{number}"] = {"type": "object", "properties": members, "required": required}
    schemas["Thing0"]["properties"]["kind"] = {"type": "string", "enum": kinds}
    paths = {f"/things{number}": _path(number) for number in range(PATHS)}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": str(len(kinds))},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _path(number: int) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/Thing{number % SCHEMAS}"}
    answer = {"description": "done", "content": {"application/json": {"schema": schema}}}
    operation = {"operationId": f"getThing{number}", "responses": {"200": answer}}
    return {"get": operation}


def made(folder: Path) -> tuple[str, ...]:
    """Write two versions of a large document."""
    paths = []
    for number, kinds in enumerate((["a", "b"], ["a", "b", "c"]), start=1):
        path = folder / f"made-{number}.json"
        path.write_text(json.dumps(document(kinds), indent=1), encoding="utf-8")
        paths.append(str(path))
    return tuple(paths)


def measured(package: Path, pair: tuple[str, ...]) -> dict[str, Any]:
    """Return what a comparison costs."""
    runs = [once(package, pair) for _ in range(ROUNDS)]
    report = runs[0][2]
    return {
        "megabytes": [round(Path(it).stat().st_size / 1024 / 1024, 1) for it in pair],
        "verdict": report["verdict"],
        "changes": len(report["changes"]),
        "least_seconds": round(min(seconds for seconds, _, _ in runs), 2),
        "median_seconds": round(statistics.median(seconds for seconds, _, _ in runs), 2),
        "peak_megabytes": round(max(peak for _, peak, _ in runs)),
    }


def written(figures: dict[str, dict[str, Any]]) -> str:
    """Return the figures as a page."""
    rows = [
        f"| {name} | {' and '.join(map(str, it['megabytes']))} | {it['changes']} "
        f"| {it['verdict']} | {it['least_seconds']:.2f} | {it['median_seconds']:.2f} "
        f"| {it['peak_megabytes']} |"
        for name, it in sorted(figures.items())
    ]
    head = [
        "# What a comparison costs",
        "",
        "`tally diff OLD NEW --format json`: processor time and memory of the whole process, start",
        f"and imports included, of {ROUNDS} runs. The documents are public, and not kept here;",
        "`made` is written by the benchmark.",
        "",
        "| documents | size, MB | findings | verdict | least, s | median, s | memory, MB |",
        "|---|---:|---:|---|---:|---:|---:|",
    ]
    return "\n".join([*head, *rows]) + "\n"


def main() -> int:
    """Measure, print and write the figures."""
    given = sys.argv[1:]
    if len(given) % 2:
        sys.stderr.write("give pairs of files: OLD NEW ...\n")
        return 2
    kept = REPORT / "diff-cost.json"
    figures = json.loads(kept.read_text()) if kept.exists() else {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        package = installed(folder)
        for pair in (made(folder), *zip(given[::2], given[1::2], strict=True)):
            named = " and ".join("/".join(Path(it).parts[-2:]) for it in pair)
            figures["made" if pair[0].startswith(name) else named] = measured(package, pair)
    kept.write_text(json.dumps(figures, indent=2) + "\n")
    (REPORT / "diff-cost.md").write_text(written(figures))
    sys.stdout.write(written(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
