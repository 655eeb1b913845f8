"""Packages whose names are imported when they are first used: starting should cost nothing."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any


class _Package(ModuleType):
    """A package in which an exported name wins over a submodule of the same name."""

    def __setattr__(self, name: str, value: object) -> None:
        """Set an attribute; what the import system binds under an exported name is passed over."""
        if not (isinstance(value, ModuleType) and name in self.__all__):
            super().__setattr__(name, value)


def later(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package that imports its names when they are asked for.

    Args:
        package: Its ``__name__``; it has an ``__all__``.
        modules: Submodule -> the names it exports, separated by spaces.
    """
    where = {name: module for module, names in modules.items() for name in names.split()}
    sys.modules[package].__class__ = _Package

    def find(name: str) -> object:
        if name not in where:
            msg = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(msg)
        value = getattr(import_module(f"{package}.{where[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return find
