"""Our Python client beside the official one: size, import, cost of a call, strictness.

Run by ``make bench``. Each package is installed into an environment of its own (kept between runs)
with the dependencies it asks for; both are measured in turn in one run, so that the ratios hold
although the machine may be slow. Writes ``generated/bench/python-client.json`` and ``.md``.
"""

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PLACE = ROOT / ".venv" / "bench"
REPORT = ROOT / "generated" / "bench"
OFFICIAL = "luma-agents==0.3.0"

CALLS = """
import asyncio, importlib, json, sys, time
import luma_agents
http = importlib.import_module(sys.argv[1])
body = json.dumps({
    "id": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e", "created_at": "2026-01-01T00:00:00Z",
    "model": "uni-1", "state": "queued", "type": "image"}).encode()
content = {"content-type": "application/json"}
transport = http.MockTransport(lambda _: http.Response(201, content=body, headers=content))
sent = {"prompt": "A glass of iced coffee on a marble countertop"}
url = "https://agents.lumalabs.ai/v1/generations"
head = {"authorization": "Bearer k"}

def clock(action, count=150):
    start = time.process_time()
    for _ in range(count):
        action()
    return (time.process_time() - start) / count * 1e6

async def clock_async(action, count=150):
    start = time.process_time()
    for _ in range(count):
        await action()
    return (time.process_time() - start) / count * 1e6

kinds = [getattr(luma_agents, names[0], None) or getattr(luma_agents, names[1])
         for names in (("Luma", "LumaAgents"), ("AsyncLuma", "AsyncLumaAgents"))]
plain = http.Client(transport=transport)
client = kinds[0](auth_token="k", http_client=plain)
ready = plain.build_request("POST", url, json=sent, headers=head)
actions = {
    "transport": lambda: transport.handle_request(ready),
    "bare": lambda: plain.post(url, json=sent, headers=head),
    "create": lambda: client.generations.create(**sent),
}
# In turn, so that what else the machine does falls on all alike.
rounds = [{name: clock(action) for name, action in actions.items()} for _ in range(100)]

async def main():
    plain = http.AsyncClient(transport=transport)
    client = kinds[1](auth_token="k", http_client=plain)
    actions = {
        "async_bare": lambda: plain.post(url, json=sent, headers=head),
        "async_create": lambda: client.generations.create(**sent),
    }
    for each in rounds:
        each.update({name: await clock_async(action) for name, action in actions.items()})

asyncio.run(main())
print(json.dumps({name: min(each[name] for each in rounds) for name in rounds[0]}))
"""


def run(
    *command: object, cwd: str | None = None, fails: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a command quietly; its output is shown when it fails, unless it may."""
    parts = [str(part) for part in command]
    done = subprocess.run(parts, capture_output=True, text=True, check=False, cwd=cwd)
    if done.returncode and not fails:
        sys.stderr.write(done.stdout + done.stderr)
        done.check_returncode()
    return done


def environment(name: str, wheel: Path) -> Path:
    """Return the interpreter of an environment that has just this wheel and what it needs."""
    folder = PLACE / name
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
    run(python, "-m", "pip", "install", "-q", "--force-reinstall", "--no-deps", wheel)
    run(python, "-m", "pip", "install", "-q", wheel)
    return python


def cpu(python: Path, code: str, rounds: int = 15) -> dict[str, float]:
    """Measure the CPU time of an interpreter that runs `code`, in milliseconds."""
    times = []
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run(python, "-I", "-c", code)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        times.append(used * 1000)
    return {"least": round(min(times), 1), "median": round(statistics.median(times), 1)}


def findings(python: Path, package: Path) -> dict[str, int]:
    """Count the errors of the strict checkers, with the package's own dependencies in view."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(package, Path(folder) / package.name)
        mypy = (sys.executable, "-m", "mypy", "--strict", "--no-incremental")
        options = ("--python-executable", python, package.name)
        checked = run(*mypy, *options, cwd=folder, fails=True)
        settings = {"typeCheckingMode": "strict", "include": [package.name]}
        (Path(folder) / "pyrightconfig.json").write_text(json.dumps(settings))
        pyright = (sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", python)
        report = json.loads(run(*pyright, cwd=folder, fails=True).stdout)
    return {
        "mypy_strict": sum(": error:" in line for line in checked.stdout.splitlines()),
        "pyright_strict": report["summary"]["errorCount"],
    }


def measure(name: str, wheel: Path, http: str) -> dict[str, Any]:
    """Measure one package."""
    python = environment(name, wheel)
    where = run(python, "-c", "import luma_agents; print(luma_agents.__path__[0])").stdout.strip()
    package = Path(where)
    lines = [line for path in package.rglob("*.py") for line in path.read_text().splitlines()]
    calls = json.loads(run(python, "-c", CALLS, http).stdout)
    make = (
        "import luma_agents as p; "
        "(getattr(p, 'Luma', None) or p.LumaAgents)(auth_token='k').generations"
    )
    return {
        "wheel_bytes": wheel.stat().st_size,
        "lines": len(lines),
        "lines_not_blank": sum(bool(line.strip()) for line in lines),
        "interpreter_cpu_ms": cpu(python, "pass"),
        "http_library_cpu_ms": cpu(python, f"import {http}"),
        "import_cpu_ms": cpu(python, "import luma_agents"),
        "first_client_cpu_ms": cpu(python, make),
        "microseconds": {key: round(value, 1) for key, value in calls.items()},
        "errors": findings(python, package),
    }


def wheels(project: Path, folder: Path) -> tuple[Path, Path]:
    """Build our wheel and fetch the official one."""
    ours, theirs = folder / "ours", folder / "official"
    copy = shutil.copytree(project, folder / "project")
    run(sys.executable, "-m", "build", "-q", "--wheel", "--no-isolation", "-o", ours, copy)
    pip = (sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", theirs)
    run(*pip, "--only-binary=:all:", OFFICIAL)
    return next(ours.glob("*.whl")), next(theirs.glob("*.whl"))


ROWS = (
    ("Wheel, bytes", ("wheel_bytes",)),
    ("Lines of Python", ("lines",)),
    ("Lines that are not blank", ("lines_not_blank",)),
    ("Importing the HTTP library alone, ms CPU", ("http_library_cpu_ms", "least")),
    ("Importing the package, ms CPU", ("import_cpu_ms", "least")),
    ("Importing, making a client and its resource, ms CPU", ("first_client_cpu_ms", "least")),
    ("The mock transport alone, us", ("microseconds", "transport")),
    ("A bare post of the HTTP library, us", ("microseconds", "bare")),
    ("A create call, us", ("microseconds", "create")),
    ("A create call above the bare post, us", ("microseconds", "above")),
    ("An awaited create call above the bare post, us", ("microseconds", "async_above")),
    ("Errors of mypy --strict", ("errors", "mypy_strict")),
    ("Errors of pyright, strict", ("errors", "pyright_strict")),
)


def table(figures: dict[str, dict[str, Any]]) -> str:
    """Lay the figures out, with the ratio of official to ours where it means something."""
    lines = ["| | ours | official | ratio |", "|---|---:|---:|---:|"]
    for title, path in ROWS:
        values: list[Any] = []
        for name in ("ours", "official"):
            value: Any = figures[name]
            for step in path:
                value = value[step]
            values.append(value)
        ratio = f"{values[1] / values[0]:.1f}" if values[0] > 0 else "-"
        lines.append(f"| {title} | {values[0]:,} | {values[1]:,} | {ratio} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure both, print and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--project", type=Path, default=ROOT / "generated" / "python" / "video")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = wheels(arguments.project, Path(folder))
        figures = {
            "ours": measure("ours", ours, "httpx2"),
            "official": measure("official", theirs, "httpx"),
        }
    for each in figures.values():
        times = each["microseconds"]
        times["above"] = round(times["create"] - times["bare"], 1)
        times["async_above"] = round(times["async_create"] - times["async_bare"], 1)
    REPORT.mkdir(parents=True, exist_ok=True)
    (REPORT / "python-client.json").write_text(json.dumps(figures, indent=2) + "\n")
    text = table(figures)
    (REPORT / "python-client.md").write_text(f"# The Python client beside {OFFICIAL}\n\n{text}")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
