"""Both versions of the contract, resolved, and the fact tables they are held against."""

import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

from tallystick import load, resolve

from .contract import Contract

SPEC: Final = Path(__file__).parents[2] / "spec"
FACTS: Final = Path(__file__).parent / "facts"


def _contract(version: str, *overlays: Path) -> Contract:
    document, problems = load.load(
        str(SPEC / "luma-agents.yaml"), overlays=[str(path) for path in overlays]
    )
    assert document is not None, problems
    assert not problems
    resolved, problems = resolve.resolve(document)
    assert resolved is not None, problems
    assert not problems
    bundled = resolve.bundle(resolved)
    assert isinstance(bundled, dict)
    return Contract(version, bundled)


@pytest.fixture(scope="session")
def image() -> Contract:
    """The image-only API."""
    return _contract("image")


@pytest.fixture(scope="session")
def video() -> Contract:
    """The video-extended API."""
    return _contract("video", SPEC / "video.overlay.yaml")


@pytest.fixture(params=["image", "video"])
def contract(request: pytest.FixtureRequest) -> Contract:
    """Each version in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Contract)
    return found


def _facts(name: str) -> dict[str, Any]:
    return tomllib.loads((FACTS / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def image_facts() -> dict[str, Any]:
    """What the image-only pages say, by schema."""
    return _facts("image")


@pytest.fixture(scope="session")
def video_facts() -> dict[str, Any]:
    """What the video-extended pages say, by schema."""
    return _facts("image") | _facts("video")


@pytest.fixture
def facts(contract: Contract, request: pytest.FixtureRequest) -> dict[str, Any]:
    """What the pages of the version at hand say, by schema."""
    found = request.getfixturevalue(f"{contract.version}_facts")
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="session")
def rule_facts() -> dict[str, Any]:
    """The rules beyond one member's own schema, by id."""
    return _facts("rules")


@pytest.fixture(scope="session")
def operation_facts() -> dict[str, Any]:
    """The operations and the pages' examples."""
    return _facts("operations")
