"""The command line as a person types it, in a folder of its own."""

import gc
import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tallystick.cli.commands import main

PETS = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    post:
      operationId: createPet
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Pet"}
      responses:
        "201":
          description: The pet.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Pet"}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        age: {type: integer}
        chipped: {type: boolean}
      x-validations:
        - id: old-pets-are-chipped
          rule: "!has(self.age) || self.age < 3 || (has(self.chipped) && self.chipped)"
          message: A pet of three years or more is chipped.
          examples:
            valid: [{name: Rex, age: 2}]
            invalid: [{name: Rex, age: 3}]
"""
BROKEN = PETS.replace("self.age < 3", "self.agee < 3")
WARNED = PETS.replace("      required: [name]\n", "      required: [name]\n      minLength: 1\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """What was said on both streams."""
        return self.out + self.err


Tally = Callable[..., Done]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder that no configuration above it reaches."""
    home = tmp_path / "work"
    (home / ".git").mkdir(parents=True)
    monkeypatch.chdir(home)
    monkeypatch.delenv("TALLY_DEBUG", raising=False)
    return home


@pytest.fixture
def tally(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Tally:
    """Run a command in process, all the way through `main`."""
    del folder

    def run(*words: str | os.PathLike[str], stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["tally", *(os.fspath(word) for word in words)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        gc.unfreeze()  # the process goes on here
        gc.enable()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        assert isinstance(ended.value.code, int)
        return Done(status=ended.value.code, out=said.out, err=said.err)

    return run


@pytest.fixture
def pets(folder: Path) -> Path:
    """A document without problems."""
    path = folder / "pets.yaml"
    path.write_text(PETS)
    return path
