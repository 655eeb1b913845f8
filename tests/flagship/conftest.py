"""Both versions of the contract, their generated clients, and servers in process."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tallystick.ir import Api, open_api

ROOT = Path(__file__).parents[2]
DOCUMENTS = {"image": "spec/luma-agents.yaml", "video": "spec/video.overlay.yaml"}


@pytest.fixture(scope="session", params=sorted(DOCUMENTS))
def version(request: pytest.FixtureRequest) -> str:
    """Either version of the contract."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def api(version: str) -> Api:
    """The contract of the version."""
    api, found = open_api(str(ROOT / DOCUMENTS[version]))
    assert found == ()
    assert api is not None
    return api


@pytest.fixture(scope="session")
def luma(version: str) -> ModuleType:
    """The committed generated client of the version, under a name that tells it from the other."""
    folder = ROOT / "generated" / "python" / version / "luma_agents"
    name = f"luma_agents_{version}"
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
