"""Models by two hands accept and refuse the same; the exact schema is the third judge."""

import json
import random
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tallystick.emit import generate
from tallystick.ir import Api, Record, open_api
from tallystick.ir.exact import exact_schema

ROOT = Path(__file__).parents[3]
VALUES = 4000
JUNK: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2, 3, 0.5, 1.5, -2.5, 1e9, "", "x", "5s", "uni-1", "image"),
    *("182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e", "182BD5E5", "y" * 257, "z" * 6001, [], {}, [[]]),
    *([None], {"a": 1}, {"url": "u"}, [{"url": "u"}], [{"data": 1}], [1, 1], [0, 5, 9]),
)
FULL: dict[str, Any] = {
    "prompt": "A lighthouse",
    "aspect_ratio": "16:9",
    "image_ref": [{"url": "https://example.com/a.png"}, {"data": "aGk=", "media_type": "a/b"}],
    "model": "ray-3.2",
    "output_format": None,
    "source": {"generation_id": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"},
    "style": "auto",
    "type": "video",
    "user_id": "u",
    "web_search": True,
    "video": {
        "duration": "10s",
        "edit": {
            "auto_controls": False,
            "controls": {
                "depth": {"blur": 0.5, "enabled": True},
                "face": {"enabled": None},
                "normals": {"augmentation": 1},
                "pose": {"strength": "precise"},
                "trajectory": {"sparsity": 0},
            },
            "keyframe_indexes": [0, 5],
            "keyframes": [{"url": "u"}],
            "strength": "flex_1",
        },
        "hdr": True,
        "keyframe_indexes": [0],
        "keyframes": [{"url": "u"}],
        "resolution": "720p",
        "source_position": {"h_norm": 1, "w_norm": 0.5, "x_norm": -2, "y_norm": 2.0},
        "start_frame": {"url": "u"},
    },
}


def mutants(seed: dict[str, Any], count: int) -> Iterator[Any]:
    """Yield values in which one to three places were changed, dropped or added."""
    chance = random.Random(7)  # noqa: S311 - the same values in every run
    for _ in range(count):
        value = json.loads(json.dumps(seed))
        for _ in range(chance.randint(1, 3)):
            value = mutate(value, chance)
        yield value


def mutate(value: Any, chance: random.Random) -> Any:
    """Change one place of a value."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(list(value))
        if chance.random() < 0.2:
            del value[key]
        elif chance.random() < 0.1:
            value[chance.choice(["unknown", "hdr", "loop", "url"])] = chance.choice(JUNK)
        else:
            value[key] = mutate(value[key], chance)
        return value
    if isinstance(value, list) and value and chance.random() < 0.8:
        place = chance.randrange(len(value))
        value[place] = mutate(value[place], chance)
        return value * chance.choice([1, 1, 5, 33]) if len(value) < 3 else value
    return chance.choice(JUNK)


def judge(api: Api, options: dict[str, Any], kind: str, out: Path) -> Callable[[Any], bool]:
    """Generate a package and return what its model says of a value."""
    files, problems = generate(api, "python", options)
    assert files, problems
    for path, text in files.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(text, "utf-8")
    model = getattr(load(out, f"{options['package']}.types"), kind)
    encode = load(out, f"{options['package']}._model").encode

    def accepts(value: Any) -> bool:
        try:
            encode(model, value, check=True)
        except ValueError:
            return False
        return True

    return accepts


def load(folder: Path, module: str) -> Any:
    """Import a module of a package."""
    sys.path.insert(0, str(folder))
    try:
        return import_module(module)
    finally:
        sys.path.remove(str(folder))


@pytest.fixture(scope="module", name="api")
def _api() -> Api:
    spec = ROOT / "spec"
    overlays = (str(spec / "video.overlay.yaml"),)
    api, problems = open_api(str(spec / "luma-agents.yaml"), overlays=overlays)
    assert api is not None, problems
    return api


def record(api: Api, words: tuple[str, ...]) -> Record:
    """Return a named record of an API."""
    return next(
        shape
        for shape in api.types.values()
        if isinstance(shape, Record) and shape.words == words and shape.named
    )


def test_both_backends_and_the_schema_agree_on_requests(api: Api, tmp_path: Path) -> None:
    """Thousands of values, valid ones and ones with something wrong, are judged alike."""
    ours = judge(api, {"package": "ours_p"}, "GenerationCreateParams", tmp_path)
    other = {"package": "theirs_p", "models": "datamodel-code-generator"}
    theirs = judge(api, other, "GenerationCreateParams", tmp_path)
    schema = exact_schema(api, record(api, ("generation", "create", "params")).id)
    exact = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    accepted = 0
    for value in [FULL, {"prompt": "x"}, *mutants(FULL, VALUES)]:
        verdicts = (ours(value), theirs(value), exact.is_valid(value))
        assert len(set(verdicts)) == 1, (value, verdicts)
        accepted += verdicts[0]
    assert VALUES * 0.1 < accepted < VALUES * 0.9


def test_both_backends_agree_on_responses(api: Api, tmp_path: Path) -> None:
    """What is kept, and what is refused as no answer of this API, is the same."""
    answer = {
        "id": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e",
        "created_at": "2026-01-01T00:00:00Z",
        "model": "uni-1",
        "state": "completed",
        "type": "image",
        "failure_code": "corrupt_input",
        "failure_reason": None,
        "output": [{"type": "image", "url": "https://example.com/1"}],
    }
    ours = judge(api, {"package": "ours_a"}, "Generation", tmp_path)
    other = {"package": "theirs_a", "models": "datamodel-code-generator"}
    theirs = judge(api, other, "Generation", tmp_path)
    verdicts = [(ours(value), theirs(value)) for value in mutants(answer, VALUES)]
    assert all(one == two for one, two in verdicts)
    assert VALUES * 0.1 < sum(one for one, _ in verdicts) < VALUES * 0.9
