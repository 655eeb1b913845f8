"""Case folders: two versions of a document, and what all checks say of them both ways.

``cases/CHECK/`` or ``cases/CHECK.VARIANT/`` holds ``old.yaml``, ``new.yaml``, and ``expected.txt``,
which ``python -m tests.diff.regenerate`` writes and people read. Documents are of OpenAPI 3.1;
those that 3.0 can spell are compared in that spelling as well, and across both.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tallystick.diff.compare import compare
from tallystick.diff.judge import Policy
from tallystick.diff.model import Check, Comparison, Finding, Proof, Unproven, Witness
from tallystick.diff.options import Options
from tallystick.ir import lower
from tallystick.ir.api import Api
from tallystick.load import parse_text
from tallystick.resolve import resolve

FOLDER = Path(__file__).parent / "cases"
OPTIONS = Options(today="2026-01-01", earliest="2026-03-01", docs=True)
POLICY = Policy(docs=True)
Document = dict[str, Any]
WAYS = ("old -> new", "new -> old")


def folders() -> list[Path]:
    """Return all cases."""
    return sorted(it for it in FOLDER.iterdir() if it.is_dir())


def documents(folder: Path) -> tuple[Document, Document]:
    """Return the versions of a case, as they are written."""
    old, new = (yaml.safe_load((folder / f"{it}.yaml").read_text("utf-8")) for it in ("old", "new"))
    return old, new


def spellings(folder: Path) -> Iterator[tuple[str, tuple[Document, Document]]]:
    """Yield a case in the spellings that there are of it."""
    old, new = documents(folder)
    yield "3.1", (old, new)
    other = as_3_0(old), as_3_0(new)
    if other[0] is not None and other[1] is not None:
        yield "3.0", (other[0], other[1])
        yield "3.0 and 3.1", (other[0], new)


def read(document: Document, name: str) -> Api:
    """Read a document."""
    loaded, found = parse_text(json.dumps(document).encode(), f"{name}.json")
    assert loaded is not None, found
    resolved, found = resolve(loaded)
    assert resolved is not None, found
    api, _ = lower(resolved)
    assert api is not None
    return api


def compared(old: Document, new: Document) -> Comparison:
    """Compare two versions by all checks."""
    return compare(read(old, "old"), read(new, "new"), OPTIONS, POLICY)


def expectation(old: Document, new: Document) -> str:
    """Return what is expected of a case, as it is written down."""
    sections = []
    for way, pair in zip(WAYS, ((old, new), (new, old)), strict=True):
        comparison = compared(*pair)
        proved = "" if comparison.proved else ", not all of it proved"
        head = f"# {way}: {comparison.verdict}{proved}"
        sections.append("\n".join([head, *lines(comparison)]) + "\n")
    return "\n".join(sections)


def lines(comparison: Comparison) -> list[str]:
    """Return what was found."""
    return list(map(line, comparison.findings))


def is_of_code(check: Check) -> bool:
    """Whether a check looks at generated clients, which are not made here."""
    return all(kind.startswith("code-") for kind in check.on)


def line(finding: Finding) -> str:
    """Return one finding as it is written down."""
    verdict = finding.change.verdict
    match verdict:
        case Witness():
            said = "shown"
        case Proof(bounds=bounds):
            said = "proved within bounds" if bounds else "proved"
        case Unproven(reason=reason):
            said = f"unproven, {reason}"
        case None:
            said = ""
    how = ", ".join(it for it in (finding.change.direction, said) if it)
    place = f" ({how})" if how else ""
    return f"{finding.severity.value} {finding.check.id}{place}: {finding.message}"


# --- The spelling of 3.0 ----------------------------------------------------------------------

_SINCE_3_1 = frozenset(
    {
        *("prefixItems", "contains", "minContains", "maxContains", "patternProperties"),
        *("propertyNames", "dependentRequired", "dependentSchemas", "if", "then", "else"),
        *("unevaluatedProperties", "unevaluatedItems", "contentEncoding", "contentMediaType"),
    }
)
_MAPS = frozenset({"properties", "schemas"})
_LISTS = frozenset({"allOf", "anyOf", "oneOf"})


class _NoneError(Exception):
    """3.0 has no spelling for it."""


def as_3_0(document: Document) -> Document | None:
    """Return a document in the spelling of 3.0, None when there is none."""
    if "webhooks" in document:
        return None
    try:
        return {**_walked(document), "openapi": "3.0.3"}
    except _NoneError:
        return None


def _walked(value: Any, above: str = "") -> Any:
    """Respell every schema below a place."""
    if isinstance(value, list):
        return [_walked(it) for it in value]
    if not isinstance(value, dict):
        return value
    if above in {"schema", "schemas"} and "$ref" not in value:
        return {k: _schema(it) for k, it in value.items()} if above == "schemas" else _schema(value)
    return {key: _walked(it, key) for key, it in value.items()}


def _schema(schema: Any) -> Any:
    if not isinstance(schema, dict):
        raise _NoneError
    if "$ref" in schema:
        return schema
    if _SINCE_3_1 & schema.keys():
        raise _NoneError
    out: Document = {}
    for keyword, value in schema.items():
        if keyword in _MAPS:
            out[keyword] = {name: _schema(it) for name, it in value.items()}
        elif keyword in _LISTS:
            out[keyword] = [_schema(it) for it in value]
        elif keyword in {"items", "not"} or (
            keyword == "additionalProperties" and isinstance(value, dict)
        ):
            out[keyword] = _schema(value)
        else:
            out |= _keyword(keyword, value)
    if out.get("type") == "array":
        out.setdefault("items", {})
    return out


def _keyword(keyword: str, value: Any) -> Document:
    """Return a keyword as 3.0 has it."""
    match keyword:
        case "type" if isinstance(value, list):
            return _types(value)
        case "type" if value == "null":
            raise _NoneError
        case "const":
            return {"enum": [value]}
        case "examples":
            return {"example": value[0]}
        case "exclusiveMinimum" | "exclusiveMaximum":
            return {keyword: True, keyword.replace("exclusiveM", "m"): value}
        case _:
            return {keyword: value}


def _types(names: list[str]) -> Document:
    others = [it for it in names if it != "null"]
    if len(others) == 1:
        return {"type": others[0], "nullable": True}
    if len(others) != len(names):
        raise _NoneError
    return {"anyOf": [{"type": it} for it in others]}
