"""How the size of a bundle is shared out among what it was made of."""

import zlib

import pytest
from tests.benchmarks.compressed import by_line, costs

from .conftest import ROOT

TABLES = 120
"""Bytes that a block may have before what it says."""


@pytest.mark.parametrize("name", ["types.ts", "rules.ts", "runtime/schema.ts"])
def test_every_byte_is_paid_for_once(name: str) -> None:
    """What all bytes cost is what the compressor wrote, but for the tables of its codes."""
    text = (ROOT / "generated" / "typescript" / "video" / "src" / name).read_bytes()
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = len(packer.compress(text) + packer.flush())
    paid = costs(text)
    assert len(paid) == len(text)
    assert packed - TABLES < sum(paid) / 8 < packed


def test_what_was_said_before_costs_less() -> None:
    """The second time a sentence is a reference to the first; its line is that of the source."""
    sentence = "The quick brown fox jumps over the lazy dog, 0123456789.\n"
    made = sentence + "and then: " + sentence
    mapping = {"sources": ["a.ts"], "mappings": "AAAA;AAEA"}
    found = by_line(made, mapping)
    assert set(found) == {("a.ts", 1), ("a.ts", 3)}
    assert found["a.ts", 3] < found["a.ts", 1] / 2
