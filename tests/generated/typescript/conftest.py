"""Generated packages, built as their users build them, and servers to try them on."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.generating import write

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
TOOLS = ROOT / "node_modules" / ".bin"
TOKEN = "typescript"  # noqa: S105 - of servers that live as long as a test
DOCUMENTS = {"image": "spec/luma-agents.yaml", "video": "spec/video.overlay.yaml"}
TORTURE = ROOT / "tests" / "torture" / "torture.yaml"

Node = Callable[..., str]


def build(package: Path) -> None:
    """Compile a package to ES modules and to CommonJS, by its own script."""
    done = subprocess.run(
        ["npm", "run", "build", "--silent"],
        cwd=package,
        env={**os.environ, "PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a folder in which the package of a version, or of the torture, is installed."""
    made: dict[str, Path] = {}

    def project(name: str) -> Path:
        if name not in made:
            made[name] = tmp_path_factory.mktemp(name)
            torture = name.startswith("torture")
            package = "torture-api" if torture else "luma-agents"
            document = TORTURE if torture else ROOT / DOCUMENTS[name]
            options = {"package": package}
            if name == "torture of bigints":
                options["int64"] = "bigint"
            if not torture:
                options |= {"client": "Luma", "env-prefix": "LUMA_AGENTS"}
            build(write(document, "typescript", options, made[name] / "node_modules" / package))
        return made[name]

    return project


@pytest.fixture
def node() -> Node:
    """Run Node in a folder; returns what it printed."""

    def run(folder: Path, *arguments: str, **variables: str) -> str:
        done = subprocess.run(
            ["node", *arguments],
            cwd=folder,
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
        return done.stdout

    return run


@pytest.fixture(scope="session")
def servers() -> Iterator[Callable[..., str]]:
    """Serve documents on free ports; each is started once, and gives its URL."""
    with ExitStack() as running:
        urls: dict[tuple[str, ...], str] = {}

        def url(*arguments: str) -> str:
            if arguments not in urls:
                command = [sys.executable, "-m", "tallystick", "serve", *arguments]
                process = subprocess.Popen(
                    [*command, "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE, text=True
                )
                running.callback(process.wait)
                running.callback(process.terminate)
                assert process.stdout is not None
                running.callback(process.stdout.close)
                urls[arguments] = process.stdout.readline().split()[-1]
            return urls[arguments]

        yield url
