"""JSON values as JavaScript holds them, and Node as a judge of rules in TypeScript."""

import json
import subprocess
from pathlib import Path

from tallystick.rules import ListShape, MapShape, MessageShape, NamedShape, Shape, Shapes, Simple
from tallystick.rules.shape import UnionShape, variants
from tallystick.text import Json

ROOT = Path(__file__).parents[2]
ESBUILD = ROOT / "node_modules" / ".bin" / "esbuild"
EXACT = 2**53
DIGITS = 1e21
"""From here on JavaScript writes a whole number with an exponent."""


def written(value: Json) -> Json:
    """Return a value as it is after JavaScript has written it: 1.0 becomes 1."""
    if isinstance(value, float) and value.is_integer() and abs(value) < DIGITS:
        return int(value)
    if isinstance(value, list):
        return [written(item) for item in value]
    if isinstance(value, dict):
        return {key: written(item) for key, item in value.items()}
    return value


def literal(value: Json, shape: Shape | None, shapes: Shapes) -> str:
    """Return the literal of a value; an integer that no number holds is a bigint."""
    if isinstance(value, list):
        inner = _inner(shape, shapes, ListShape)
        items = inner.items if isinstance(inner, ListShape) else None
        return f"[{', '.join(literal(item, items, shapes) for item in value)}]"
    if isinstance(value, dict):
        pairs = (
            f"[{json.dumps(key)}]: {literal(item, _member(shape, key, shapes), shapes)}"
            for key, item in value.items()
        )
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > EXACT:
        kinds = {item.kind for item in _shapes(shape, shapes) if isinstance(item, Simple)}
        return repr(float(value)) if "double" in kinds and "int" not in kinds else f"{value}n"
    return json.dumps(value)


def _shapes(shape: Shape | None, shapes: Shapes) -> tuple[Shape, ...]:
    return variants(shape, shapes) if shape is not None else ()


def _inner(shape: Shape | None, shapes: Shapes, kind: type) -> Shape | None:
    return next((item for item in _shapes(shape, shapes) if isinstance(item, kind)), None)


def _member(shape: Shape | None, name: str, shapes: Shapes) -> Shape | None:
    for item in _shapes(shape, shapes):
        if isinstance(item, MessageShape) and name in item.members:
            return item.members[name].shape
        if isinstance(item, MapShape):
            return item.values
    return None


def judge(support: str, cases: list[tuple[str, list[str]]], folder: Path) -> list[list[object]]:
    """Run rules in Node.

    Args:
        support: Source of the support functions.
        cases: For each rule its condition over ``self``, and the values to judge as literals.
        folder: A folder of the test's own.

    Returns:
        What each rule says of each of its values; a text where it threw.
    """
    functions = (
        f"  [(self: any) => {code},\n    [{', '.join(values)}]]," for code, values in cases
    )
    script = folder / "rules.ts"
    script.write_text(
        f"{support}\nconst cases: [(self: any) => unknown, any[]][] = [\n"
        + "\n".join(functions)
        + "\n];\nconst run = (rule: (self: any) => unknown, value: any) => {\n"
        "  try { return rule(value); } catch (error) { return String(error); }\n};\n"
        "console.log(JSON.stringify(cases.map(([rule, values]) => "
        "values.map((value) => run(rule, value)))));\n",
        "utf-8",
    )
    out = folder / "rules.mjs"
    made = [str(ESBUILD), str(script), f"--outfile={out}", "--format=esm", "--log-level=warning"]
    subprocess.run(made, check=True)
    run = subprocess.run(["node", str(out)], check=True, capture_output=True, text=True)
    found: list[list[object]] = json.loads(run.stdout)
    return found


__all__ = ["NamedShape", "UnionShape", "judge", "literal", "written"]
