"""Searches beside a list, by GET or POST: what selects items may stand in a body."""

import re
from collections.abc import Sequence
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.paging import Paging
from tallystick.ir import Operation
from tallystick.ir.words import words

SEARCHING: Final = frozenset(("search", "query", "find", "filter", "list", "lookup"))
"""Words that end the path of a search: ``/stays/search``, ``/stays:query``, ``/stays/_search``."""


def searched(chain: Chain, operation: Operation, creators: Sequence[str]) -> bool:
    """Whether an operation may search what a chain makes, by its method and path.

    Args:
        chain: What makes items.
        operation: What may search them.
        creators: Ids of the operations that make something.
    """
    if set(re.findall(r"\{([^}]*)\}", operation.path)) != set(chain.scope):
        return False
    if operation.method == "get":
        return near(chain, operation) and looks_up(operation)
    searches = operation.method == "post" and operation.id not in creators
    return searches and json_content(operation) is not None


def near(chain: Chain, operation: Operation) -> bool:
    """Whether a search stands beside what makes its items: ``/stays/search`` and ``/stays``."""
    return _plain_path(operation).startswith(_plain_path(chain.create) + "/")


def says(operation: Operation, paging: Paging) -> bool:
    """Whether an operation says that it searches: by its path, or since it goes on to pages."""
    turned = (paging.cursor, paging.offset, paging.page)
    return looks_up(operation) or any(each is not None for each in turned)


def looks_up(operation: Operation) -> bool:
    """Whether the path of an operation ends in a word of searching."""
    last = words(_plain_path(operation).rpartition("/")[2])
    return bool({*last[:1], *last[-1:]} & SEARCHING)


def _plain_path(operation: Operation) -> str:
    """Return a path in which a deed is a step of its own: ``/stays:search``."""
    return operation.path.rstrip("/").replace(":", "/")
