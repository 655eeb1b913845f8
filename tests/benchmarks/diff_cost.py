"""What ``tally diff`` of two documents costs: processor time and memory of the whole process.

``python -m tests.benchmarks.diff_cost OLD NEW [OPTION ...]`` runs the command five times on two
files and prints the median and the peak; without files it makes two versions of a large document
whose schemas refer to each other, one member changed. Prints only: it writes no report.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

ROUNDS = 5
SCHEMAS, PATHS, MEMBERS = 600, 500, 30
_MEGABYTE = 1024 if sys.platform != "darwin" else 1024 * 1024
"""What `ru_maxrss` counts, in a megabyte."""


class Cost(NamedTuple):
    """What one run took."""

    seconds: float
    megabytes: float
    status: int


def once(arguments: list[str]) -> Cost:
    """Run the command, start and imports included."""
    command = [sys.executable, "-m", "tallystick", "diff", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = used.ru_utime + used.ru_stime
    return Cost(seconds, used.ru_maxrss / _MEGABYTE, process.returncode)


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
        "info": {"title": "Things", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _path(number: int) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/Thing{number % SCHEMAS}"}
    answer = {"description": "done", "content": {"application/json": {"schema": schema}}}
    operation = {"operationId": f"getThing{number}", "responses": {"200": answer}}
    return {"get": operation}


def main() -> int:
    """Print what it costs."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = sys.argv[1:]
        if not arguments:
            for name, kinds in (("old", ["a", "b"]), ("new", ["a", "b", "c"])):
                path = Path(folder, f"{name}.json")
                path.write_text(json.dumps(document(kinds), indent=1), encoding="utf-8")
                arguments.append(str(path))
        size = sum(Path(it).stat().st_size for it in arguments[:2]) / 1024 / 1024
        runs = [once(arguments) for _ in range(ROUNDS)]
    seconds = statistics.median(it.seconds for it in runs)
    peak = max(it.megabytes for it in runs)
    sys.stdout.write(
        f"tally diff of {size:.1f} MB: {seconds:.2f} s of the processor, {peak:.0f} MB at most\n"
    )
    return 0 if {it.status for it in runs} <= {0, 1} else 1


if __name__ == "__main__":
    sys.exit(main())
