"""The overlay writes what changed and nothing else, and takes nothing away from images."""

import re
from typing import Any, Final

import pytest

from tallystick import load

from .conftest import SPEC
from .contract import Contract

STEP: Final = re.compile(
    r"\.(?P<name>\w+)|\['(?P<quoted>[^']+)'\]|\[\?@\.(?P<key>\w+) == '(?P<value>[^']+)'\]"
)


@pytest.fixture(scope="module")
def overlay() -> dict[str, Any]:
    """The overlay as it is written."""
    document, problems = load.load_part(str(SPEC / "video.overlay.yaml"))
    assert document is not None
    assert not problems
    assert isinstance(document.root, dict)
    return document.root


def test_it_is_an_overlay_of_the_image_only_document(overlay: dict[str, Any]) -> None:
    """Of a version that tools know."""
    assert overlay["overlay"] in {"1.0.0", "1.1.0"}
    assert overlay["extends"] == "luma-agents.yaml"
    for action in overlay["actions"]:
        assert ("update" in action) != ("remove" in action), action["target"]


def test_no_update_repeats_what_stands_already(overlay: dict[str, Any], image: Contract) -> None:
    """A text, number or list entry is new where it goes, or its list was removed before."""
    repeated = [
        place
        for action in overlay["actions"]
        if "update" in action
        for place in _repeated(
            _find(image.document, action["target"]), action["update"], action["target"]
        )
    ]
    rewritten = "$.components.schemas.GenerationCreateParams.properties/aspect_ratio/enum/"
    assert [place for place in repeated if not place.startswith(rewritten)] == []


def test_every_target_is_in_the_image_only_document(
    overlay: dict[str, Any], image: Contract
) -> None:
    """An action that changes nothing would be a misspelling."""
    for action in overlay["actions"]:
        assert _find(image.document, action["target"]) is not None, action["target"]


def test_what_images_took_videos_take(image: Contract, video: Contract) -> None:
    """Every request that the image-only document shows as good is still good."""
    place = "GenerationCreateParams"
    body = image.document["paths"]["/generations"]["post"]["requestBody"]
    shown = body["content"]["application/json"]["examples"].values()
    requests = [example["value"] for example in shown]
    requests += [
        request
        for where, rule in image.placed_rules()
        for request in rule["examples"]["valid"]
        if where == place
    ]
    assert requests
    for request in requests:
        assert video.errors(place, request) == [], request
        assert video.broken(place, request) == [], request


def _find(document: Any, target: str) -> Any:
    """Follow a JSONPath of names and ``[?@.key == 'value']`` to one place, or None."""
    assert target.startswith("$")
    position = 1
    while position < len(target):
        step = STEP.match(target, position)
        assert step, target
        position = step.end()
        if step["key"]:
            found = [entry for entry in document if entry[step["key"]] == step["value"]]
            document = found[0] if found else None
        else:
            document = document.get(step["name"] or step["quoted"])
        if document is None:
            return None
    return document


def _repeated(base: Any, update: Any, place: str) -> list[str]:
    """Return the places of an update that say what the base says."""
    if isinstance(update, dict) and isinstance(base, dict):
        return [
            found
            for name, child in update.items()
            if name in base
            for found in _repeated(base[name], child, f"{place}/{name}")
        ]
    if isinstance(update, list) and isinstance(base, list):
        return [f"{place}/{index}" for index, entry in enumerate(update) if entry in base]
    return [place] if update == base else []
