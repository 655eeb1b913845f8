"""The example of docs/behaviours.md, run as it stands there."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tallystick.ir import check_examples, check_rules, open_api
from tallystick.resolve import validate
from tallystick.serve import behaviour as interface
from tallystick.serve.behaviour import Behaviour

PAGE = (Path(__file__).parents[2] / "docs" / "behaviours.md").read_text()
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """The two files of the page, side by side."""
    blocks = FENCED.findall(PAGE)
    for name, kind in (("cards.yaml", "yaml"), ("cards.py", "python")):
        (text,) = (text for found, text in blocks if found == kind)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def cards(page: Path, serve: Any) -> Callable[..., Any]:
    """Serve the page's document with one of its behaviours."""

    def opened(attribute: str = "Cards") -> Any:
        document = yaml.safe_load((page / "cards.yaml").read_text())
        return serve(document, behaviour=f"{page / 'cards.py'}:{attribute}")

    return opened


def test_the_document_of_the_page_is_clean(page: Path) -> None:
    """Nothing of what ``tally check`` looks at."""
    api, found = open_api(str(page / "cards.yaml"))
    assert api is not None
    assert (*found, *validate(api.resolved), *check_rules(api), *check_examples(api)) == ()


def order(kitchen: Any, token: str, **body: object) -> Any:
    """Order a card and let the worker work; return the card."""
    made = kitchen.post("/cards", body, token=token)
    assert made.status_code == 201, made.text
    assert made.json()["state"] == "ordered"
    kitchen.server.run_pending()
    return kitchen.get(f"/cards/{made.json()['id']}", token=token).json()


def test_a_card_is_lettered(cards: Callable[..., Any]) -> None:
    """Its picture is behind the presigned URL."""
    kitchen = cards()
    done = order(kitchen, "plain-token", text="1 < 2")
    assert done["state"] == "done"
    picture = kitchen.get(done["picture"], token=None)
    assert picture.headers["content-type"] == "image/svg+xml"
    assert 'fill="black">1 &lt; 2<' in picture.text


def test_options_are_arguments(cards: Callable[..., Any]) -> None:
    """A function for each set of them."""
    kitchen = cards("blue")
    done = order(kitchen, "plain-token", text="hello")
    assert 'fill="blue"' in kitchen.get(done["picture"], token=None).text


def test_accounts_have_switches(cards: Callable[..., Any]) -> None:
    """The refusal names the document's rule, in the document's words."""
    kitchen = cards()
    refused = kitchen.post("/cards", {"text": "a", "gold": True}, token="plain-token")
    assert refused.status_code == 403
    assert kitchen.faults(refused) == [("/gold", "gold-needs-an-account")]
    assert "Gold letters are for accounts" in refused.text
    done = order(kitchen, "gold-token", text="a", gold=True)
    assert 'fill="gold"' in kitchen.get(done["picture"], token=None).text
    assert kitchen.get(f"/cards/{done['id']}", token="plain-token").status_code == 404


def test_a_failure_says_why(cards: Callable[..., Any]) -> None:
    """In the members that the failing state requires."""
    done = order(cards(), "plain-token", text="a curse")
    assert done["state"] == "undeliverable"
    assert done["reason"] == "we do not letter 'curse'"
    assert "picture" not in done


def test_other_operations_are_answered(cards: Callable[..., Any]) -> None:
    """By the behaviour, not by an example."""
    assert cards().get("/prices", token="plain-token").json() == {"black": 1, "gold": 3}


def test_the_page_names_every_hook() -> None:
    """And no hook that is not there."""
    listed = re.findall(r"^\| `(\w+)\(", PAGE, re.MULTILINE)
    hooks = [name for name, value in vars(Behaviour).items() if callable(value)]
    assert listed == [name for name in hooks if not name.startswith("_")]
    assert "`blocking`" in PAGE or "blocking =" in PAGE
    assert interface.__doc__
