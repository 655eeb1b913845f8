"""How long the generated command line takes to start.

Run by ``make bench``. Both packages are copied and compiled, so that a run finds its bytecode as an
installed one does; each line is run many times in turn with an interpreter that does nothing, so
that what else the machine does falls on all alike. Writes ``generated/bench/command-line.json``
and ``.md``.
"""

import compileall
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "generated" / "bench"
ROUNDS = 30
START = "import sys; from luma_agents_cli._main import main; sys.exit(main())"
LINES: dict[str, list[str]] = {
    "An interpreter that does nothing": ["-c", "pass"],
    "--help": ["-c", START, "--help"],
    "generations create --help": ["-c", START, "generations", "create", "--help"],
    "Completing a flag": ["-c", START, "__complete", "bash", "x generations create --vid"],
    "A flag that does not exist": ["-c", START, "generations", "create", "--promt", "x"],
    "A request that breaks a rule": [
        *("-c", START, "generations", "create", "--prompt", "x", "--type", "image_edit"),
    ],
}


def install(folder: Path) -> None:
    """Copy the packages of the video-extended flagship and compile them."""
    for kind, package in (("cli", "luma_agents_cli"), ("python", "luma_agents")):
        source = ROOT / "generated" / kind / "video" / package
        shutil.copytree(source, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(folder, quiet=2)


def once(words: list[str], folder: Path) -> tuple[float, float]:
    """Run a line; milliseconds until it has ended, and of the processor."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(folder), "LUMA_AGENTS_API_KEY": "k"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, *words],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall * 1000, cpu * 1000


def main() -> None:
    """Measure, print and write the figures."""
    with tempfile.TemporaryDirectory() as name:
        install(Path(name))
        rounds = [
            {line: once(words, Path(name)) for line, words in LINES.items()} for _ in range(ROUNDS)
        ]
    figures = {
        line: {
            "least_ms": round(min(each[line][0] for each in rounds), 1),
            "median_ms": round(statistics.median(each[line][0] for each in rounds), 1),
            "least_cpu_ms": round(min(each[line][1] for each in rounds), 1),
        }
        for line in LINES
    }
    rows = [f"| {line} | {' | '.join(map(str, t.values()))} |" for line, t in figures.items()]
    head = "| | least, ms | median, ms | least CPU, ms |\n|---|---:|---:|---:|\n"
    table = head + "\n".join(rows) + "\n"
    REPORT.mkdir(parents=True, exist_ok=True)
    (REPORT / "command-line.json").write_text(json.dumps(figures, indent=2) + "\n")
    (REPORT / "command-line.md").write_text(f"# Starting the command line\n\n{table}")
    sys.stdout.write(table)


if __name__ == "__main__":
    main()
