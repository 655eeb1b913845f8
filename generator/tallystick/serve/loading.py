"""The behaviour that a command line names, loaded."""

import hashlib
import importlib
import sys
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from tallystick.diagnostics import Code, Diagnostic, Diagnostics
from tallystick.serve import codes
from tallystick.serve.behaviour import Behaviour


def load_behaviour(location: str) -> tuple[Behaviour | None, Diagnostics]:
    """Load a behaviour.

    Args:
        location: ``package.module:ATTRIBUTE``, ``path/to/file.py:ATTRIBUTE`` or, for a package,
            ``path/to/folder:ATTRIBUTE``. Without an attribute, ``behaviour``. The attribute is a
            subclass of `Behaviour`, an instance, or a callable that returns an instance. A file
            in a package may import its neighbours relatively.
    """
    name, attribute = split(location)
    try:
        module = _module(name)
    except (FileNotFoundError, ModuleNotFoundError) as error:
        message = f"the behaviour {location} is not there: {error}"
        return None, _report(
            codes.BEHAVIOUR_NOT_FOUND,
            message,
            "name MODULE:ATTRIBUTE, PATH.py:ATTRIBUTE or FOLDER:ATTRIBUTE",
        )
    except Exception as error:  # noqa: BLE001 - whatever somebody's module raises is told, not shown
        return None, _broken(location, error)
    if not hasattr(module, attribute):
        message = f"the behaviour {location} is not there: {name} has no {attribute}"
        help_ = f"name one after the colon: {name}:ATTRIBUTE"
        return None, _report(codes.BEHAVIOUR_NOT_FOUND, message, help_)
    found = getattr(module, attribute)
    try:
        made = found() if callable(found) else found
        if isinstance(made, Behaviour):
            made.tokens()  # asked for at the start anyway: what it raises is told here
    except Exception as error:  # noqa: BLE001 - as above
        return None, _broken(location, error)
    if not isinstance(made, Behaviour):
        message = f"{location} is {type(made).__name__}, no behaviour"
        return None, _report(codes.BEHAVIOUR_UNFIT, message, "name a subclass of Behaviour")
    return made, ()


def split(location: str) -> tuple[str, str]:
    """Return module or path, and attribute; a drive letter's colon is none of ours."""
    name, colon, attribute = location.rpartition(":")
    if not colon or not attribute.isidentifier():
        return location, "behaviour"
    return name, attribute


def _module(name: str) -> ModuleType:
    path = Path(name)
    if path.suffix == ".py" or path.is_dir() or "/" in name or "\\" in name:
        return _from_path(path)
    return importlib.import_module(name)


def _from_path(path: Path) -> ModuleType:
    """Import a file or folder under a name of our own, so that it clashes with nothing."""
    if path.is_dir():
        path /= "__init__.py"
    if not path.is_file():
        message = f"there is no file {path}"
        raise FileNotFoundError(message)
    digest = hashlib.sha256(str(path.parent.resolve()).encode()).hexdigest()[:12]
    package = f"tally_behaviour_{digest}"
    start = path.parent / "__init__.py"
    if start.is_file():
        if package not in sys.modules:
            _run(package, spec_from_file_location(package, start))
        if path.name == "__init__.py":
            return sys.modules[package]
        return importlib.import_module(f"{package}.{path.stem}")
    name = f"{package}_{path.stem}"
    return _run(name, spec_from_file_location(name, path))


def _run(name: str, spec: ModuleSpec | None) -> ModuleType:
    if spec is None or spec.loader is None:
        message = f"{name} is no Python file"
        raise FileNotFoundError(message)
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _broken(location: str, error: Exception) -> Diagnostics:
    message = f"the behaviour {location} raised {type(error).__name__}: {error}"
    return _report(codes.BEHAVIOUR_BROKEN, message, "import it in a Python prompt to see where")


def _report(code: Code, message: str, advice: str | None) -> Diagnostics:
    return (Diagnostic(code=code, message=message, help=advice),)
