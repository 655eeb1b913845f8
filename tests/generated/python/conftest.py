"""Packages generated for the tests of this folder, from the flagship and from a hard document."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from tests.generating import write

ROOT = Path(__file__).parents[3]
OPTIONS = {
    "package": "luma_agents",
    "distribution": "luma-agents",
    "client": "Luma",
    "env-prefix": "LUMA_AGENTS",
}


@pytest.fixture(scope="session")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the package for the video-extended flagship."""
    document = ROOT / "spec" / "video.overlay.yaml"
    return write(document, "python", OPTIONS, tmp_path_factory.mktemp("video"))


@pytest.fixture(scope="session")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the package for a document with all that generators die of."""
    document = Path(__file__).parent / "hard.yaml"
    return write(document, "python", {"package": "hard_api"}, tmp_path_factory.mktemp("hard"))


@pytest.fixture(scope="session")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the package for a document whose schemas say more than annotations."""
    document = Path(__file__).parent / "exact.yaml"
    return write(document, "python", {"package": "exact_api"}, tmp_path_factory.mktemp("exact"))


def load(folder: Path, package: str) -> ModuleType:
    """Import a generated package from a folder."""
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module(package)
    finally:
        sys.path.remove(str(folder))


def unload(package: str) -> None:
    """Forget a package and its modules."""
    for name in [name for name in sys.modules if name.split(".")[0] == package]:
        del sys.modules[name]


@pytest.fixture
def luma(video: Path) -> Iterator[ModuleType]:
    """Return the flagship's package, imported."""
    unload("luma_agents")
    module = load(video, "luma_agents")
    module.types  # noqa: B018 - loads the models while the folder is on the path
    yield module
    unload("luma_agents")


@pytest.fixture
def hard_api(hard: Path) -> Iterator[ModuleType]:
    """Return the hard document's package, imported."""
    unload("hard_api")
    yield load(hard, "hard_api")
    unload("hard_api")
