"""The pages in a real browser, with the server behind the form."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.chromium import chromium

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def seen() -> Iterator[dict[str, Any]]:
    """Walk through the pages once; what was seen on the way."""
    command = [sys.executable, "-m", "tallystick", "serve", "video"]
    with subprocess.Popen(
        [*command, "--port", "0", "--token", "secret"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout
            url = server.stdout.readline().split()[-1]
            script = ROOT / "tests" / "docs" / "browser.test.mjs"
            done = subprocess.run(
                ["node", script, url, chromium()],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            yield json.loads(done.stdout)
        finally:
            server.terminate()


def test_a_rule_fires_beside_the_member_and_nothing_is_sent(seen: dict[str, Any]) -> None:
    """The message is the document's; the status says how much is wrong."""
    assert [text.partition(":")[0] for text in seen["fired"]] == ["source-required"]
    assert seen["refused"] == "Not sent: 1 thing is wrong."


def test_impossible_choices_are_greyed_out_with_the_rule(seen: dict[str, Any]) -> None:
    """With the video model no type of picture; with ten seconds no loop."""
    assert seen["greyed"] == ["image", "image_edit"]
    assert "model-matches-type" in seen["reason"]
    assert seen["loop"] == ["true"]
    assert "loop-not-10s" in seen["because"]


def test_a_mended_form_is_sent_and_followed_to_the_picture(seen: dict[str, Any]) -> None:
    """The state that is shown last is the last one, and the picture has loaded."""
    assert seen["mended"] == []
    assert seen["completed"] == "state: completed"


def test_a_page_that_is_a_file_sends_to_the_server_one_names(seen: dict[str, Any]) -> None:
    """Browsers let it, since the server says that it may."""
    assert seen["named"] == "https://agents.lumalabs.ai/v1"
    assert seen["sent"] == "state: completed"


def test_bounds_are_told_as_the_server_tells_them(seen: dict[str, Any]) -> None:
    """The client's own judge of schemas, while one types."""
    assert seen["bounded"] == ["user_id must have at most 256 characters, not 300."]
    assert seen["unbounded"] == []


def test_the_keyboard_is_enough(seen: dict[str, Any]) -> None:
    """Arrows move between languages; the search opens, finds and leads there."""
    assert seen["tab"] == "Python"
    assert seen["panel"] == "Parameters"
    assert seen["found"] == "keyframes-exclusive"


def test_the_chosen_theme_stays(seen: dict[str, Any]) -> None:
    """The next page has it too."""
    assert seen["themed"]


def test_a_phone_shows_all_of_it(seen: dict[str, Any]) -> None:
    """Nothing is wider than the screen; the navigation is folded until it is asked for."""
    assert seen["wide"] <= 0
    assert (seen["folded"], seen["unfolded"]) == (False, True)
    assert seen["broken"] == [], "what is one word or number stands on one line"


def test_the_navigation_shows_where_one_is(seen: dict[str, Any]) -> None:
    """It is scrolled to the page that is shown."""
    assert seen["here"]


def test_nothing_stands_in_the_way_of_a_screen_reader(seen: dict[str, Any]) -> None:
    """By the rules of axe, in both themes."""
    assert seen["barriers"] == []


def test_what_is_added_to_a_list_has_a_name_and_the_focus(seen: dict[str, Any]) -> None:
    """Items are numbered; what is removed leaves the focus with its list."""
    assert seen["focus"] == [
        ["image_ref 2", "data"],
        ["", "Add to image_ref"],
        ["keyframe_indexes 1", "itemrequired"],
    ]
    assert seen["grouped"] == 1, "controls are told with the group they are in"


def test_messages_that_stay_are_not_read_out_again(seen: dict[str, Any]) -> None:
    """What a live region holds is written when it changes."""
    assert seen["repeated"] == 0


def test_nothing_comes_from_elsewhere_and_no_script_fails(seen: dict[str, Any]) -> None:
    """Every request went to the server of the pages."""
    assert seen["elsewhere"] == []
    assert seen["errors"] == []


def test_without_scripts_every_language_can_be_read(seen: dict[str, Any]) -> None:
    """All tabs stand one after the other."""
    assert seen["still"] == ["HTTP", "Python", "TypeScript", "CLI"]


@pytest.mark.parametrize(
    ("script", "source"),
    [
        ("_checks.js", "generator/tallystick/rules/backends/typescript_support.ts"),
        ("_schema.js", "templates/typescript/runtime/schema.ts"),
    ],
)
def test_the_functions_that_judge_are_those_of_the_client(script: str, source: str) -> None:
    """The scripts of the pages are the client's sources with their types erased."""
    tool = ROOT / "node_modules" / ".bin" / "esbuild"
    done = subprocess.run(
        [tool, ROOT / source, "--format=esm", "--target=es2022"],
        capture_output=True,
        text=True,
        check=True,
    )
    body = done.stdout.partition("export {")[0]
    assert (ROOT / "templates" / "docs" / script).read_text("utf-8").strip() == body.strip()
