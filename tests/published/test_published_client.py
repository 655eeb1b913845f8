"""The vendor's own published client as a caller: what it sends is taken, what it gets it reads.

Each version is installed from the registry into an environment of its own, kept under
``.venv/published`` so that a second run is quick.
"""

import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

CALLER = """
import time
from luma_agents import Luma, AuthenticationError, UnprocessableEntityError

client = Luma(max_retries=0)
made = client.generations.create(
    prompt="A glass of iced coffee on a marble countertop",
    **{more},
)
print("created", made.state, made.type, made.model)
deadline = time.monotonic() + 60
while made.state not in ("completed", "failed"):
    assert time.monotonic() < deadline, made
    time.sleep(0.05)
    made = client.generations.get(made.id)
print("ended", made.state, len(made.output), made.output[0].type)
try:
    both = {{"url": "https://a.example/a.png", "data": "QQ==", "media_type": "image/png"}}
    client.generations.create(prompt="x", image_ref=[both])
except UnprocessableEntityError as refused:
    print("refused", refused.body["errors"][0]["rule"])
try:
    Luma(auth_token="wrong", max_retries=0).generations.get(made.id)
except AuthenticationError:
    print("unauthorised")
"""


def environment(version: str) -> Path:
    """Return the interpreter of an environment that holds one published version."""
    home = ROOT / ".venv" / "published" / version
    python = home / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not (home / "ready").exists():
        venv.create(home, with_pip=True, clear=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", f"luma-agents=={version}"], check=True
        )
        (home / "ready").touch()
    return python


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Serve one version of the contract on a free port and yield its base URL."""
    with subprocess.Popen(
        [
            *(sys.executable, "-m", "tallystick", "serve", *request.param),
            *("--port", "0", "--token", "published", "--db", str(tmp_path / "jobs.sqlite")),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        yield line.split()[-1]
        process.terminate()


@pytest.mark.parametrize(
    ("server", "version", "more", "media"),
    [
        (["image"], "0.1.0", '{"aspect_ratio": "16:9", "web_search": True}', "image"),
        (
            ["video"],
            "0.3.0",
            '{"type": "video", "model": "ray-3.2", "video": {"resolution": "360p"}}',
            "video",
        ),
    ],
    indirect=["server"],
    ids=["image-only", "video-extended"],
)
def test_published_client_creates_polls_and_completes(
    server: str, version: str, more: str, media: str
) -> None:
    """Create, poll to the end, a rule's refusal by its name, a wrong token."""
    done = subprocess.run(
        [environment(version), "-c", CALLER.format(more=more)],
        env={**os.environ, "LUMA_BASE_URL": server, "LUMA_AGENTS_API_KEY": "published"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    created, ended, refused, unauthorised = done.stdout.splitlines()
    assert created.startswith("created queued " + media)
    assert ended == f"ended completed 1 {media}"
    assert refused.startswith("refused ")
    assert unauthorised == "unauthorised"
