"""The generated client under another runtime than Node's: Bun, built and from its sources."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import ROOT, TOKEN

pytestmark = pytest.mark.xdist_group("typescript")

SCRIPT = """\
import Luma from "luma-agents";
const client = new Luma();
const made = await client.generations.createAndWait({ prompt: "a boat" }, { pollInterval: 20 });
const picture = await client.generations.download(made);
const refused = await client.generations.create({ prompt: "a", type: "image_edit" }).catch(String);
console.log(made.state, (await picture.arrayBuffer()).byteLength > 100, refused.slice(0, 7));
"""


def test_in_bun(
    projects: Callable[[str], Path], servers: Callable[..., str], tmp_path: Path
) -> None:
    """A job from request to picture, and a refusal, by the package and by its sources."""
    bun = next((ROOT / "node_modules" / "@oven").glob("bun-*/bin/bun*"))
    folder = projects("image")
    variables = {
        "LUMA_AGENTS_API_KEY": TOKEN,
        "LUMA_AGENTS_BASE_URL": servers("image", "--token", TOKEN),
        "BUN_INSTALL": str(tmp_path),
    }
    for module in ("luma-agents", "./node_modules/luma-agents/src/index.ts"):
        (folder / "bun.ts").write_text(SCRIPT.replace("luma-agents", module))
        done = subprocess.run(
            [bun, "run", "bun.ts"],
            cwd=folder,
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.stdout == "completed true RuleVio\n", done.stderr
