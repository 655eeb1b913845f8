"""The wheel, in an environment that has nothing else."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      responses:
        "200":
          description: All pets.
          content:
            application/json:
              schema:
                type: array
                items: {$ref: "#/components/schemas/Pet"}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        age: {type: integer, minimum: 0}
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the checkout."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT],
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an empty environment and return its interpreter."""
    home = tmp_path_factory.mktemp("empty")
    venv.create(home, with_pip=True)
    found = home / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run(
        [found, "-m", "pip", "install", "--quiet", f"{wheel}[serve]"],
        check=True,
        capture_output=True,
    )
    return found


def test_wheel_holds_templates_and_nothing_of_ours_but_the_package(wheel: Path) -> None:
    """Templates travel inside the package; spec, tests and generated stay at home."""
    names = zipfile.ZipFile(wheel).namelist()
    assert any(
        name.startswith("tallystick/templates/python/") and name.endswith(".jinja")
        for name in names
    )
    assert {name.split("/")[0].split("-")[0] for name in names} == {"tallystick"}
    assert "tallystick/py.typed" in names


def test_commands_work_from_the_wheel(python: Path, tmp_path: Path) -> None:
    """Check, bundle and generate, away from the checkout."""
    (tmp_path / "pets.yaml").write_text(DOCUMENT)

    def tally(*words: str) -> str:
        done = subprocess.run(
            [python, "-m", "tallystick", *words],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert "tally" in tally("--version")
    tally("check", "pets.yaml")
    assert "listPets" in tally("bundle", "pets.yaml")
    tally("generate", "pets.yaml", "--target", "python", "--out", "client")
    modules = [path for path in (tmp_path / "client").rglob("*.py") if path.is_file()]
    assert modules
    for path in modules:
        compile(path.read_text(), str(path), "exec")
