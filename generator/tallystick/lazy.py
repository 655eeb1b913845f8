"""What is made when it is first used, so that starting costs little: packages and data classes."""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from dataclasses import dataclass as _standard
from importlib import import_module
from reprlib import recursive_repr
from types import MemberDescriptorType, ModuleType
from typing import TYPE_CHECKING, Any, Final, Never

if TYPE_CHECKING:
    from dataclasses import dataclass

__all__ = ["dataclass", "later"]


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


if not TYPE_CHECKING:

    def dataclass(
        cls: type | None = None,
        /,
        *,
        frozen: bool = False,
        slots: bool = False,
        kw_only: bool = False,
        eq: bool = True,
    ) -> Any:
        """Make a data class as `dataclasses.dataclass` does, its methods when they are called.

        The standard library writes and compiles half a dozen methods of a class when its module
        is imported: most of the time that importing takes, and few of them are ever called.

        Args:
            cls: The class.
            frozen: Instances are never changed.
            slots: They have no ``__dict__``.
            kw_only: Fields are given by name.
            eq: Instances are compared by their fields.
        """

        def make(cls: type) -> type:
            own = set(vars(cls))
            made = _standard(cls, init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)
            methods = ("__init__", "__repr__", *(("__eq__",) if eq else ()))
            if frozen:
                made.__setattr__, made.__delattr__ = _refuse_to_set, _refuse_to_delete
                made.__getstate__, made.__setstate__ = _state, _set_state
                methods += ("__hash__",) if eq else ()
            elif eq and "__hash__" not in own:
                made.__hash__ = None
            for name in methods:
                if name == "__init__" or name not in own:
                    setattr(made, name, _later_method(made, name))
            return made

        return make if cls is None else make(cls)


def _later_method(cls: Any, name: str) -> Callable[..., Any]:
    """Return a method that puts the compiled one in its place when it is called."""

    def method(self: object, *args: object, **given: object) -> object:
        made = _WRITTEN[name](cls)
        made.__qualname__ = f"{cls.__qualname__}.{name}"
        made.__module__ = cls.__module__
        setattr(cls, name, made)
        return made(self, *args, **given)

    method.__name__ = name
    return method


def _compiled(
    name: str, parameters: str, body: Iterable[str], names: dict[str, Any]
) -> Callable[..., Any]:
    """Return the function of some lines of Python that name fields, never text of a document."""
    lines = "\n    ".join([f"def {name}({parameters}):", *body])
    exec(lines, names)  # noqa: S102 (as `dataclasses` does)
    made: Callable[..., Any] = names[name]
    return made


def _init(cls: Any) -> Callable[..., Any]:
    """Write ``__init__``."""
    names: dict[str, Any] = {"_ABSENT": _ABSENT}
    given: dict[bool, list[str]] = {False: [], True: []}
    body = ["pass"]
    frozen = cls.__setattr__ is _refuse_to_set
    for field in fields(cls):
        name, value = field.name, field.name
        if field.default is not MISSING:
            names[f"_{name}_default"] = field.default
            default = f"_{name}_default"
            value = name if field.init else default
        elif field.default_factory is not MISSING:
            names[f"_{name}_factory"] = field.default_factory
            default = "_ABSENT"
            value = f"_{name}_factory()"
            value = f"{value} if {name} is _ABSENT else {name}" if field.init else value
        else:
            default = ""
        if field.init:
            given[bool(field.kw_only)].append(f"{name}={default}" if default else name)
        if field.init or default:
            names[f"_{name}_set"] = _setter(cls, name)
            body.append(f"_{name}_set(self, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    named = ["*", *given[True]] if given[True] else []
    return _compiled("__init__", ", ".join(["self", *given[False], *named]), body, names)


def _setter(cls: Any, name: str) -> Callable[[object, object], None]:
    """Return what sets a field of a frozen class: its slot, if it has one."""
    slot = getattr(cls, name, None)
    if isinstance(slot, MemberDescriptorType):
        return slot.__set__
    return lambda self, value: object.__setattr__(self, name, value)


def _eq(cls: Any) -> Callable[..., Any]:
    """Write ``__eq__``."""
    compared = [it for it in fields(cls) if it.compare]
    both = " == ".join(_values(compared, of) for of in ("self", "other"))
    same = "other.__class__ is self.__class__"
    body = [f"return {both} if {same} else NotImplemented"]
    return _compiled("__eq__", "self, other", body, {})


def _hash(cls: Any) -> Callable[..., Any]:
    """Write ``__hash__``."""
    hashed = [it for it in fields(cls) if (it.compare if it.hash is None else it.hash)]
    return _compiled("__hash__", "self", [f"return hash({_values(hashed, 'self')})"], {})


def _repr(cls: Any) -> Callable[..., Any]:
    """Write ``__repr__``."""
    shown = ", ".join(f"{it.name}={{self.{it.name}!r}}" for it in fields(cls) if it.repr)
    body = [f"return self.__class__.__qualname__ + f'({shown})'"]
    return recursive_repr("...")(_compiled("__repr__", "self", body, {}))


def _values(those: Iterable[Field[Any]], of: str) -> str:
    return "(" + "".join(f"{of}.{it.name}, " for it in those) + ")"


def _refuse_to_set(self: object, name: str, value: object) -> Never:
    """Refuse: the class is frozen."""
    del self, value
    msg = f"cannot assign to field {name!r}"
    raise FrozenInstanceError(msg)


def _refuse_to_delete(self: object, name: str) -> Never:
    """Refuse: the class is frozen."""
    del self
    msg = f"cannot delete field {name!r}"
    raise FrozenInstanceError(msg)


def _state(self: Any) -> list[object]:
    """Return what is pickled: the fields' values."""
    return [getattr(self, it.name) for it in fields(self)]


def _set_state(self: Any, state: Iterable[object]) -> None:
    """Take over what was pickled."""
    for field, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


_ABSENT: Final = object()
_WRITTEN: Final[Mapping[str, Callable[[Any], Callable[..., Any]]]] = {
    "__init__": _init,
    "__repr__": _repr,
    "__eq__": _eq,
    "__hash__": _hash,
}
