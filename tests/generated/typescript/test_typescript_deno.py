"""The generated client under Deno, with no more rights than it needs."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import ROOT, TOKEN
from .test_typescript_bun import SCRIPT

pytestmark = pytest.mark.xdist_group("typescript")

WITHOUT_RIGHTS = """\
import Luma from "luma-agents";
const fetch = (url) => Promise.resolve(new Response(JSON.stringify({ id: String(url) })));
console.log((await new Luma({ authToken: "t", fetch }).generations.get("a")).id);
"""


@pytest.fixture
def deno(projects: Callable[[str], Path], tmp_path: Path) -> Callable[..., str]:
    """Run a script in a project; returns what it printed."""
    program = next((ROOT / "node_modules" / "@deno").glob("*/deno*"))
    folder = projects("image")

    def run(script: str, *rights: str, **variables: str) -> str:
        (folder / "package.json").write_text("{}")
        (folder / "deno.ts").write_text(script)
        command = [str(program), "run", "--no-prompt", "--no-remote", "--node-modules-dir=manual"]
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [*command, *rights, "deno.ts"],
            cwd=folder,
            env={**os.environ, "DENO_DIR": str(tmp_path), "NO_COLOR": "1", **variables},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_in_deno(deno: Callable[..., str], servers: Callable[..., str]) -> None:
    """A job from request to picture, and a refusal, by the package and by its sources."""
    url = servers("image", "--token", TOKEN)
    variables = {"LUMA_AGENTS_API_KEY": TOKEN, "LUMA_AGENTS_BASE_URL": url}
    rights = ("--allow-net=127.0.0.1", "--allow-env")
    sources = (ROOT / "generated" / "typescript" / "image" / "src" / "index.ts").as_uri()
    for module in ("luma-agents", sources):
        script = SCRIPT.replace("luma-agents", module)
        assert deno(script, *rights, **variables) == "completed true RuleVio\n"


def test_in_deno_without_rights(deno: Callable[..., str]) -> None:
    """A program that may not read the environment gives its credentials itself."""
    assert deno(WITHOUT_RIGHTS) == "https://agents.lumalabs.ai/v1/generations/a\n"
