"""The main job, seen once: ``make demo``.

Checks both versions of the contract, generates the Python client, starts a server that keeps the
contract, makes a picture and a video through the client, and has a request that breaks a rule
refused on both sides with the same message. Everything is left in ``.demo/`` to look at.
"""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parent.parent
HERE = ROOT / ".demo"
TOKEN = "demo-token"  # noqa: S105 - of a server that lives as long as this script
PROMPT = "A glass of iced coffee on a marble countertop, morning light streaming through a window"


def main() -> int:
    """Run the demo; the exit status says whether everything was as it should be."""
    HERE.mkdir(exist_ok=True)
    step("The contract, both versions: structure, references, rules and their examples")
    for version in ("image", "video"):
        tally("check", version)
        tally("bundle", version, "--out", f".demo/{version}.yaml")
        say(f"{version:<5} checked; resolved into .demo/{version}.yaml")

    step("The Python client, cut from the video-extended version")
    tally("generate", "video", "--target", "python", "--out", ".demo/client")
    luma = load_client(HERE / "client")
    say("generated into .demo/client")

    step("A server that keeps the contract, and the client talking to it")
    with server() as url:
        say(f"listening on {url}")
        client = luma.Luma(auth_token=TOKEN, base_url=url)
        make(client, "iced-coffee.png", prompt=PROMPT, aspect_ratio="3:2")
        make(
            client,
            "waves.mp4",
            prompt="Waves at dusk",
            type="video",
            model="ray-3.2",
            video={"resolution": "360p", "duration": "5s", "loop": True},
        )
        return 0 if refused_on_both_sides(luma, client) else 1


def make(client: Any, name: str, **request: Any) -> None:
    """Create a generation, wait for it, and put its output on disk."""
    states: list[str] = []
    done = client.generations.create_and_wait(
        **request, on_state=lambda current: states.append(current.state)
    )
    path = client.generations.download(done, HERE / name, overwrite=True)
    say(f"{' -> '.join(states)}: {path.relative_to(ROOT)}, {path.stat().st_size} bytes")


def refused_on_both_sides(luma: ModuleType, client: Any) -> bool:
    """Break a rule; both sides refuse it, and say the same."""
    step("A request that breaks a rule: a seamless loop of ten seconds")
    broken = {
        "prompt": "Waves at dusk",
        "type": "video",
        "model": "ray-3.2",
        "video": {"loop": True, "duration": "10s"},
    }
    said = []
    for side, caller in (
        ("client", client),
        ("server", client.with_options(check_rules=False)),
    ):
        try:
            caller.generations.create(**broken)
        except luma.RuleViolationError as error:
            said.append(error.violations[0])
        except luma.UnprocessableEntityError as error:
            said.append(error.problem.errors[0])
        else:
            say(f"{side} took it: that is wrong")
            return False
        say(f"{side} refuses: {said[-1].message}")
        say(f"{'':<6}          rule {said[-1].rule} at {said[-1].pointer}")
    return (said[0].rule, said[0].message) == (said[1].rule, said[1].message)


@contextmanager
def server() -> Iterator[str]:
    """Serve the video-extended version on a free port; yields its base URL."""
    command = [
        *(sys.executable, "-m", "tallystick", "serve", "video"),
        *("--port", "0", "--token", TOKEN, "--db", ".demo/jobs.sqlite", "--latency", "0.6"),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                sys.exit("the server did not start")
            yield line.split()[-1]
        finally:
            process.terminate()


def load_client(folder: Path) -> ModuleType:
    """Import the package that was just generated."""
    sys.path.insert(0, str(folder))
    return importlib.import_module("luma_agents")


def tally(*words: str) -> None:
    """Run the command line; a failure ends the demo with its report."""
    done = subprocess.run([sys.executable, "-m", "tallystick", *words], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"`tally {' '.join(words)}` ended with status {done.returncode}")


def step(title: str) -> None:
    """Print a heading."""
    print(f"\n{title}", flush=True)


def say(text: str) -> None:
    """Print a line below the heading."""
    print(f"  {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
