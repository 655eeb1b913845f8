"""Everything that the pages of the API tell stands on ours, in their order.

Source: the five pages of the API's own documentation, as lines under ``pages/``.
"""

import hashlib
import re
from collections.abc import Callable

import pytest
from tests.docs.reading import Line, missing, of_html, of_markdown, published

from tallystick.emit import FileSet

WHERE = {
    "Create a generation": "generations/create",
    "Get a generation": "generations/get",
    "Generation": "types/generation",
    "Generation Failure Code": "types/generation-failure-code",
    "Generation Output": "types/generation-output",
    "Model": "types/model",
}
TOLD = [
    (page, heading)
    for page in (
        "000-video-cli",
        "001-video-python",
        "002-image-cli",
        "003-image-http",
        "004-image-typescript",
    )
    for heading in published(page)
]


@pytest.mark.parametrize(("page", "heading"), TOLD)
def test_every_line_of_a_page_stands_in_our_markdown(
    site: Callable[[str], FileSet], page: str, heading: str
) -> None:
    """Members, types, values, bounds and descriptions, word by word."""
    _, version, face = page.split("-")
    ours = of_markdown(site(version)[f"{WHERE[heading]}.{face}.md"])
    assert missing(published(page)[heading], ours) == []


@pytest.mark.parametrize(("page", "heading"), TOLD)
def test_every_line_of_a_page_stands_in_the_tab_of_its_language(
    site: Callable[[str], FileSet], page: str, heading: str
) -> None:
    """The same in the browser's page."""
    _, version, face = page.split("-")
    ours = of_html(site(version)[f"{WHERE[heading]}.html"], face)
    assert missing(published(page)[heading], ours) == []


def test_what_is_missing_is_named_with_its_member() -> None:
    """A page without a value, or with two in the wrong order, is told from one that has them."""
    wanted = [Line("member", "a: string"), Line("choice", '"x"'), Line("choice", '"y"')]
    assert missing(wanted, wanted) == []
    assert missing(wanted, [wanted[0], wanted[2], wanted[1]]) == ["choice '\"y\"' of 'a: string'"]
    assert missing(wanted, wanted[:2]) == ["choice '\"y\"' of 'a: string'"]


@pytest.mark.parametrize(
    ("version", "page", "digest"),
    [
        ("video", "create.cli", "6870c151de2ef1ca"),
        ("video", "create.python", "ab22091f1a983a7e"),
        ("image", "create.cli", "6870c151de2ef1ca"),
        ("image", "create.http", "e96b8247a94b5576"),
        ("image", "create.typescript", "299734e682f058e4"),
        ("image", "get.typescript", "d859a4a1fe16c9a3"),
    ],
)
def test_the_first_example_is_that_of_the_page(
    site: Callable[[str], FileSet], version: str, page: str, digest: str
) -> None:
    """Word by word; `test_docs_examples` runs it. Known by its digest, as it is not ours."""
    example = re.findall(r"```\w+\n(.*?)\n```", site(version)[f"generations/{page}.md"], re.DOTALL)
    words = " ".join(example[0].split())
    assert hashlib.sha256(words.encode()).hexdigest().startswith(digest)
