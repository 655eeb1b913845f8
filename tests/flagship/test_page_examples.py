"""The Python and HTTP examples of the API's documentation run word for word against our server.

Those of the command line and of TypeScript run in `test_cli_pages` and `test_typescript_server`.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOKEN = "page"  # noqa: S105 - of a server that lives as long as the test

# Page 001, "Create a generation".
EXAMPLE = """\
import os
from luma_agents import Luma

client = Luma(
    auth_token=os.environ.get("LUMA_AGENTS_API_KEY"),  # This is the default and can be omitted
)
generation = client.generations.create(
    prompt="A glass of iced coffee on a marble countertop, morning light streaming through a window",
)
print(generation.id)
"""  # noqa: E501 - the line is the page's own

# Page 003, "Create a generation".
ADDRESS = "https://agents.lumalabs.ai/v1"
CURL = """\
curl https://agents.lumalabs.ai/v1/generations \\
    -H 'Content-Type: application/json' \\
    -H "Authorization: Bearer $LUMA_AGENTS_API_KEY" \\
    -d '{
          "prompt": "A glass of iced coffee on a marble countertop, morning light streaming through a window"
        }'
"""  # noqa: E501 - the line is the page's own


@pytest.fixture
def server(version: str) -> Iterator[str]:
    """Serve a version on a free port; yields its URL."""
    with subprocess.Popen(
        [
            *(sys.executable, "-m", "tallystick", "serve", version),
            *("--port", "0", "--token", TOKEN),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
        process.terminate()


def test_python_example(version: str, server: str, tmp_path: Path) -> None:
    """As a user would: the text in a file, the base URL and the key in the environment."""
    script = tmp_path / "example.py"
    script.write_text(EXAMPLE)
    done = subprocess.run(
        [sys.executable, script],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "generated" / "python" / version),
            "LUMA_AGENTS_API_KEY": TOKEN,
            "LUMA_AGENTS_BASE_URL": server,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\n", done.stdout)


def test_http_example(server: str) -> None:
    """Only the address is ours; the answer has the members that the page shows first."""
    assert CURL.count(ADDRESS) == 1
    done = subprocess.run(
        ["sh", "-c", CURL.replace(ADDRESS, server)],
        env={**os.environ, "LUMA_AGENTS_API_KEY": TOKEN},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert list(answer)[:5] == ["id", "created_at", "model", "state", "type"]
    assert (answer["model"], answer["state"], answer["type"]) == ("uni-1", "queued", "image")
