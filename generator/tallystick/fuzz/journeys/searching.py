"""Searches by POST: what selects items stands in a body, and nothing is made."""

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
    scope = set(re.findall(r"\{([^}]*)\}", operation.path))
    searches = operation.method == "post" and operation.id not in creators
    return searches and scope == set(chain.scope) and json_content(operation) is not None


def near(chain: Chain, operation: Operation) -> bool:
    """Whether a search stands beside what makes its items: ``/stays/search`` and ``/stays``."""
    return _plain_path(operation).startswith(_plain_path(chain.create) + "/")


def says(operation: Operation, paging: Paging) -> bool:
    """Whether an operation says that it searches: by its path, or since it goes on to pages."""
    last = words(_plain_path(operation).rpartition("/")[2])
    turned = (paging.cursor, paging.offset, paging.page)
    return bool({*last[:1], *last[-1:]} & SEARCHING) or any(each is not None for each in turned)


def _plain_path(operation: Operation) -> str:
    """Return a path in which a deed is a step of its own: ``/stays:search``."""
    return operation.path.rstrip("/").replace(":", "/")
