"""Import blocks: what a module refers to, from where, in the order linters keep."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from tallystick.emit.code import WIDTH, Code
from tallystick.emit.targets.python.layout import collection
from tallystick.emit.targets.python.resources import ResourceView
from tallystick.emit.targets.python.rules import RulesView

Modules = Mapping[str, Collection[str]]
"""Module -> names that it has to offer."""

STANDARD: Final[Modules] = {
    "collections.abc": ("Callable", "Iterable", "Iterator", "Mapping"),
    "dataclasses": ("dataclass",),
    "functools": ("cached_property",),
    "os": ("PathLike",),
    "pathlib": ("Path",),
    "typing": (
        *("IO", "Annotated", "Any", "ClassVar", "Literal", "Required", "Self"),
        *("TypeAlias", "TypedDict", "TypeVar", "Unpack", "cast"),
    ),
}
PYDANTIC: Final[Modules] = {
    "pydantic": (
        *("AfterValidator", "BaseModel", "ConfigDict", "Field", "GetCoreSchemaHandler"),
        *("ValidationError", "model_validator"),
    ),
    "pydantic_core": (
        *("CoreSchema", "PydanticCustomError", "PydanticSerializationError", "SchemaSerializer"),
        "core_schema",
    ),
    "typing_extensions": ("TypeAliasType",),
}
FORMATS: Final = ("Date", "DateTime", "Email", "IPv4", "IPv6", "Uri", "Uuid")
MODEL: Final = (
    *(*FORMATS, "CheckedModel", "Count", "Except", "Omissible", "OneOf", "Others", "Pattern"),
    *("Prefix", "RequestModel", "ResponseModel", "Together", "Unique", "UnknownVariant", "Values"),
)
RUNTIME: Final[Modules] = {
    ".._base": (
        *("AsyncResource", "SyncResource", "async_to_raw", "async_to_streamed", "to_raw"),
        "to_streamed",
    ),
    ".._download": ("AsyncDownloads", "DownloadOptions", "SyncDownloads"),
    ".._events": ("AsyncEventStream", "AsyncStreams", "EventStream", "StreamOf", "SyncStreams"),
    ".._forms": ("Form",),
    ".._model": (*MODEL, "FileInput", "encode"),
    ".._multipart": ("Multipart", "Part"),
    ".._params": ("Style", "styled"),
    ".._types": ("BYTES", "OMIT", "TEXT", "Omit", "Operation", "RequestOptions", "known"),
    ".._upload": ("BinaryInput", "Upload"),
    ".._wait": ("AsyncJobs", "Lifecycle", "SyncJobs", "WaitOptions"),
}
WRAPPING: Final = frozenset(
    {
        *("async_to_raw", "async_to_streamed", "to_raw", "to_streamed", "cached_property"),
        *("Operation", "RequestOptions", "Unpack", "known"),
    }
)
"""What every resource needs."""

CHECKING: Final = frozenset(
    {
        *("Any", "BaseModel", "Callable", "ConfigDict", "Iterator", "PydanticSerializationError"),
        *("SchemaSerializer", "ValidationError", "cast", "core_schema"),
    }
)
"""What ``_model.py`` always needs."""

_CHECK: Final = frozenset({"AfterValidator", "PydanticCustomError"})
SUPPORT: Final[Mapping[str, frozenset[str]]] = {
    "CheckedModel": frozenset(
        {"ClassVar", "PydanticCustomError", "Self", "TypeAlias", "json", "model_validator"}
    ),
    "Count": frozenset({"CheckedModel"}),
    "Together": frozenset({"CheckedModel"}),
    "Others": frozenset({"CheckedModel", "fits", "re"}),
    "Omissible": frozenset({"Annotated", "CoreSchema", "GetCoreSchemaHandler", "T", "TypeAlias"}),
    "Pattern": _CHECK | {"re"},
    "Unique": _CHECK | {"T", "canonical"},
    "Values": _CHECK | {"T", "canonical"},
    "OneOf": _CHECK | {"T", "fits"},
    "Prefix": _CHECK | {"T", "fits"},
    "Except": _CHECK,
    "FileInput": frozenset({"IO", "Mapping", "PathLike", "TypeAlias"}),
    "formats": frozenset({"Annotated", "TypeAlias"}),
    "canonical": frozenset({"json", "whole"}),
    "whole": frozenset({"json"}),
    "fits": frozenset({"canonical"}),
    "T": frozenset({"TypeVar"}),
}
"""Optional parts of ``_model.py``, and what each needs besides."""


def support(used: Collection[str]) -> frozenset[str]:
    """Return all that ``_model.py`` has to have, given the names that other modules refer to."""
    found = CHECKING | {name for name in used if name in SUPPORT}
    while True:
        more = found.union(*(SUPPORT[name] for name in found if name in SUPPORT))
        if more == found:
            return found
        found = more


def type_imports(
    used: Collection[str], types: Collection[str], foreign: Modules | None = None
) -> Code:
    """Return the imports of ``types.py``; names of `foreign` modules are passed on.

    Args:
        used: Names that the module refers to.
        types: Those that are declared in it, or passed on.
        foreign: Modules whose names are passed on.
    """
    used = frozenset(used).difference(types)
    own = [_block({"._model": MODEL}, used)]
    for module, names in (foreign or {}).items():
        passed = [f"{name} as {name}" for name in sorted(names, key=order)]
        own.append(collection(f"from {module} import ", passed, "()", "", 0))
    last = "\n".join(part for part in own if part)
    return _blocks(_block(STANDARD, used), _block(PYDANTIC, used), last)


def model_imports(used: Collection[str]) -> Code:
    """Return the imports of ``_model.py``, given all that it has."""
    own: Modules = {
        "._errors": ("FieldError", "InvalidRequestError", "RuleViolationError", "invalid_request"),
        "._types": ("OMIT", "validator"),
    }
    everything = frozenset(name for names in own.values() for name in names)
    plain = "".join(f"import {name}\n" for name in ("json", "re") if name in used)
    return _blocks(plain + _block(STANDARD, used), _block(PYDANTIC, used), _block(own, everything))


def package_imports(resource: ResourceView, types: Collection[str]) -> Code:
    """Return the imports of a resource's module."""
    used = {*resource.names, *WRAPPING}
    if "DownloadOptions" in used:
        used |= {"Path", "PathLike"}
    plain = "import builtins\n" if "builtins" in used else ""
    rules = "from .. import rules as _rules\n" if "_rules" in used else ""
    own = {**RUNTIME, "..types": types}
    ours = rules + _block(own, used)
    others = used.difference(types)
    return _blocks(plain + _block(STANDARD, others), _block(PYDANTIC, others), ours)


def rule_imports(judged: RulesView, types: Collection[str]) -> Code:
    """Return the imports of ``rules.py``."""
    modules = "".join(f"import {module}\n" for module in judged.modules)
    checks = "from . import _checks\n" if judged.support else ""
    used = {*judged.names, "FieldError", "Iterator"} | (
        {"Any", "validator"} if judged.reads else set()
    )
    own: Modules = {"._errors": ("FieldError",), "._types": ("validator",), ".types": types}
    others = used.difference(types)
    return _blocks(modules + _block(STANDARD, others), checks + _block(own, used))


def order(name: str) -> tuple[int, list[str | int], str]:
    """Sort names as import sorters do: constants, classes, the rest; numbers by value."""
    rank = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    parts = re.split(r"([0-9]+)", name.lower())
    return rank, [int(part) if part.isdigit() else part for part in parts], name


def _blocks(*blocks: str) -> Code:
    return Code("\n\n".join(block for block in blocks if block))


def _block(modules: Modules, used: Collection[str]) -> str:
    wanted = frozenset(used)
    lines = []
    for module, names in modules.items():
        found = sorted({name for name in names if name in wanted}, key=order)
        if found:
            head = f"from {module} import "
            line = head + ", ".join(found)
            lines.append(line if len(line) <= WIDTH else collection(head, found, "()", "", 0))
    return "\n".join(lines)
