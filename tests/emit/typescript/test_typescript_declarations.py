"""What declarations say beside their types."""

import json
from typing import Any

from tallystick.emit import generate
from tallystick.ir import lower
from tallystick.load import parse_text
from tallystick.resolve import resolve


def declared(members: dict[str, Any]) -> str:
    """Return ``types.ts`` of an API that answers an object with some members."""
    schema = {"type": "object", "properties": members}
    answer = {"description": "ok", "content": {"application/json": {"schema": schema}}}
    whole = {
        "openapi": "3.1.0",
        "info": {"title": "a", "version": "1"},
        "paths": {"/a": {"get": {"operationId": "getA", "responses": {"200": answer}}}},
    }
    loaded, _ = parse_text(json.dumps(whole).encode(), "api.json")
    assert loaded is not None
    resolved, _ = resolve(loaded)
    assert resolved is not None
    api, problems = lower(resolved)
    assert api is not None, problems
    files, problems = generate(api, "typescript", {})
    assert files, problems
    return files["src/types.ts"]


def test_integers_that_may_be_refused_say_so() -> None:
    """Those of 64 bits, lists of them too; no others."""
    large = {"type": "integer", "format": "int64"}
    text = declared(
        {
            "id": {**large, "description": "Of it."},
            "all": {"type": "array", "items": large},
            "count": {"type": "integer", "format": "int32"},
        }
    )
    said = "64 bits: what no number holds exactly is refused; the option `int64` makes bigints."
    assert f"Of it.\n   *\n   * {said}\n   */\n  id?: number;" in text
    assert f"/** {said} */\n  all?: Array<number>;" in text
    assert "\n  count?: number;" in text
    assert text.count("64 bits") == 2
