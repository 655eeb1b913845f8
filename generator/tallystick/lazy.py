"""What is made when it is first used, so that starting costs little: packages and data classes."""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, FrozenInstanceError, fields
from dataclasses import dataclass as _standard
from importlib import import_module
from operator import attrgetter
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
        """Make a data class as `dataclasses.dataclass` does, in a tenth of the time.

        The standard library writes and compiles half a dozen methods of a class when its module
        is imported: that was most of the time that importing took. Here one is written, when the
        first instance is made.

        Args:
            cls: The class.
            frozen: Instances are never changed.
            slots: They have no ``__dict__``.
            kw_only: Fields are given by name.
            eq: Instances are compared by their fields.
        """

        def make(cls: type) -> type:
            # Of a class without words the standard library would print the signature, slowly.
            cls.__doc__ = cls.__doc__ or cls.__name__
            own = set(vars(cls))
            made: Any = _standard(
                cls, init=False, repr=False, eq=False, slots=slots, kw_only=kw_only
            )
            made.__init__ = _later_init(made)
            methods: dict[str, Any] = {"__repr__": _repr(made)}
            if eq:
                methods |= {"__eq__": _eq(made), "__hash__": _hash(made) if frozen else None}
            if frozen:
                methods |= _FROZEN
            for name in methods.keys() - own:
                setattr(made, name, methods[name])
            return made

        return make if cls is None else make(cls)


def _later_init(cls: Any) -> Callable[..., None]:
    """Return an ``__init__`` that puts a compiled one in its place when it is called."""

    def init(self: object, *args: object, **given: object) -> None:
        cls.__init__ = made = _written_init(cls)
        made(self, *args, **given)

    return init


def _written_init(cls: Any) -> Callable[..., None]:
    """Write ``__init__``: lines of Python that name fields, never text of a document."""
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
    head = f"def __init__({', '.join(['self', *given[False], *named])}):"
    exec("\n    ".join([head, *body]), names)  # noqa: S102 (as `dataclasses` does)
    made: Callable[..., None] = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__module__ = cls.__module__
    return made


def _setter(cls: Any, name: str) -> Callable[[object, object], None]:
    """Return what sets a field of a frozen class: its slot, if it has one."""
    slot = getattr(cls, name, None)
    if isinstance(slot, MemberDescriptorType):
        return slot.__set__
    return lambda self, value: object.__setattr__(self, name, value)


def _eq(cls: Any) -> Callable[[object, object], object]:
    values = _values(it.name for it in fields(cls) if it.compare)

    def eq(self: object, other: object) -> object:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    return eq


def _hash(cls: Any) -> Callable[[object], int]:
    hashed = (it for it in fields(cls) if (it.compare if it.hash is None else it.hash))
    values = _values(it.name for it in hashed)
    return lambda self: hash(values(self))


def _repr(cls: Any) -> Callable[[object], str]:
    names = [it.name for it in fields(cls) if it.repr]

    def written(self: object) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({shown})"

    return recursive_repr("...")(written)


def _values(names: Iterable[str]) -> Callable[[object], object]:
    """Return what reads fields."""
    listed = tuple(names)
    return attrgetter(*listed) if listed else lambda _: ()


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
_FROZEN: Final = {
    "__setattr__": _refuse_to_set,
    "__delattr__": _refuse_to_delete,
    "__getstate__": _state,
    "__setstate__": _set_state,
}
"""Methods of every frozen class."""
