"""The generated client against the server of its own contract."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import HERE, TOKEN, TOOLS, Node

pytestmark = pytest.mark.xdist_group("typescript")

# Page 004, "Create a generation" and "Get a generation".
CREATE = """\
import Luma from 'luma-agents';

const client = new Luma({
  authToken: process.env['LUMA_AGENTS_API_KEY'], // This is the default and can be omitted
});

const generation = await client.generations.create({
  prompt:
    'A glass of iced coffee on a marble countertop, morning light streaming through a window',
});

console.log(generation.id);
"""
GET = """\
import Luma from 'luma-agents';

const client = new Luma({
  authToken: process.env['LUMA_AGENTS_API_KEY'], // This is the default and can be omitted
});

const generation = await client.generations.get('182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e');

console.log(generation.id);
"""


PROCESS = "declare const process: { env: Record<string, string | undefined> };\n"
"""What Node's own types say of it, as far as the examples need."""


def compile_strictly(folder: Path, *examples: str) -> None:
    """Check the types of examples in the settings of the package itself."""
    package = folder / "node_modules" / "luma-agents"
    options = json.loads((package / "tsconfig.json").read_text())["compilerOptions"]
    options |= {"noEmit": True, "rootDir": "."}
    names = [f"example{number}.ts" for number in range(len(examples))]
    for name, example in zip(names, examples, strict=True):
        (folder / name).write_text(example)
    (folder / "process.d.ts").write_text(PROCESS)
    config = {"compilerOptions": options, "files": ["process.d.ts", *names]}
    (folder / "tsconfig.json").write_text(json.dumps(config))
    done = subprocess.run(
        [TOOLS / "tsc", "-p", folder], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""


@pytest.mark.parametrize("version", ["image", "video"])
def test_page_example(
    version: str,
    projects: Callable[[str], Path],
    servers: Callable[..., str],
    node: Node,
) -> None:
    """As a user would: the text in a file, the base URL and the key in the environment."""
    folder = projects(version)
    url = servers(version, "--token", TOKEN)
    (folder / "create.mjs").write_text(CREATE)
    compile_strictly(folder, CREATE, GET)
    variables = {"LUMA_AGENTS_API_KEY": TOKEN, "LUMA_AGENTS_BASE_URL": url}
    made = node(folder, "create.mjs", **variables)
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\n", made)
    mine = GET.replace("182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e", made.strip())
    (folder / "get.mjs").write_text(mine)
    assert node(folder, "get.mjs", **variables) == made


def test_a_job_from_request_to_picture(
    projects: Callable[[str], Path], servers: Callable[..., str], node: Node
) -> None:
    """Create, poll, complete, download; every refusal of the server as its class."""
    folder = projects("video")
    shutil.copy(HERE / "server.test.mjs", folder)
    url = servers("video", "--token", TOKEN)
    node(folder, "--test", "server.test.mjs", LUMA_AGENTS_API_KEY=TOKEN, LUMA_AGENTS_BASE_URL=url)
