"""What each part of a text costs once the text is compressed.

A compressor writes a character or a reference to characters before; each takes some bits. Read
back, they tell what every byte of the text cost, and source maps tell which line it was made of.
Unlike leaving parts out one by one, the sum of all parts is the whole.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)
"""The order of the lengths of code lengths. Source: RFC 1951, 3.2.7."""
LENGTHS = [*range(3, 11), *(11 + 2 * n for n in range(4)), *(19 + 4 * n for n in range(4))]
LENGTHS += [*(35 + 8 * n for n in range(4)), *(67 + 16 * n for n in range(4))]
LENGTHS += [*(131 + 32 * n for n in range(4)), 258]
EXTRA = [0] * 8 + [n for n in range(1, 6) for _ in range(4)] + [0]
END, LITERALS = 256, 257
FIXED, DYNAMIC = 1, 2
"""Kinds of blocks: with codes that everybody knows, with codes of their own."""
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

Codes = dict[tuple[int, int], int]
"""Symbols by the length of their code and the code."""
Place = tuple[str, int]
"""A source and a line of it, from 1."""


@dataclass(slots=True)
class Bits:
    """A stream of bits, the lowest of each byte first."""

    data: bytes
    at: int = 0

    def take(self, count: int) -> int:
        """Read a number."""
        found = 0
        for place in range(count):
            found |= (self.data[self.at >> 3] >> (self.at & 7) & 1) << place
            self.at += 1
        return found

    def symbol(self, codes: Codes) -> int:
        """Read one symbol."""
        length = code = 0
        while (length, code) not in codes or not length:
            code = code << 1 | self.take(1)
            length += 1
        return codes[length, code]

    def tables(self) -> tuple[Codes, Codes]:
        """Read the codes of a block: of literals and lengths, and of distances."""
        literals, distances = self.take(5) + LITERALS, self.take(5) + 1
        short = [0] * len(ORDER)
        for place in ORDER[: self.take(4) + 4]:
            short[place] = self.take(3)
        codes, lengths = canonical(short), list[int]()
        while len(lengths) < literals + distances:
            symbol = self.symbol(codes)
            if symbol < 16:
                lengths.append(symbol)
                continue
            count, offset = ((2, 3), (3, 3), (7, 11))[symbol - 16]
            lengths += [lengths[-1] if symbol == ORDER[0] else 0] * (self.take(count) + offset)
        return canonical(lengths[:literals]), canonical(lengths[literals:])


def canonical(lengths: list[int]) -> Codes:
    """Return the codes that lengths stand for. Source: RFC 1951, 3.2.2."""
    found: Codes = {}
    code = 0
    for length in range(1, max(lengths, default=0) + 1):
        for symbol, own in enumerate(lengths):
            if own == length:
                found[length, code] = symbol
                code += 1
        code <<= 1
    return found


def costs(text: bytes) -> list[float]:
    """Return the bits that each byte of a text takes; tables of codes are not among them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    bits = Bits(packer.compress(text) + packer.flush())
    found: list[float] = []
    final = 0
    while not final:
        final, kind = bits.take(1), bits.take(2)
        if kind not in (FIXED, DYNAMIC):
            message = f"a block of kind {kind}"
            raise ValueError(message)
        known = canonical([8] * 144 + [9] * 112 + [7] * 24 + [8] * 8), canonical([5] * 30)
        found += block(bits, *(bits.tables() if kind == DYNAMIC else known))
    return found


def block(bits: Bits, literals: Codes, distances: Codes) -> Iterator[float]:
    """Yield the cost of each byte of a block."""
    while True:
        start = bits.at
        symbol = bits.symbol(literals)
        if symbol == END:
            return
        if symbol < END:
            yield bits.at - start
            continue
        length = LENGTHS[symbol - LITERALS] + bits.take(EXTRA[symbol - LITERALS])
        bits.take(max(0, bits.symbol(distances) // 2 - 1))
        yield from [(bits.at - start) / length] * length


def numbers(text: str) -> Iterator[int]:
    """Yield the numbers of a segment of a source map."""
    value = shift = 0
    for char in text:
        digit = BASE64.index(char)
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            yield -(value >> 1) if value & 1 else value >> 1
            value = shift = 0


def by_line(text: str, mapping: dict[str, Any]) -> dict[Place, float]:
    """Return the compressed bytes that each line of each source takes.

    Args:
        text: What was made, with ASCII characters only.
        mapping: Its source map.
    """
    paid = costs(text.encode())
    found: dict[Place, float] = defaultdict(float)
    source = line = start = 0
    for made, segments in zip(text.split("\n"), mapping["mappings"].split(";"), strict=False):
        column, places = 0, list[tuple[int, Place]]()
        for segment in filter(None, segments.split(",")):
            step, *rest = numbers(segment)
            column += step
            if rest:
                source, line = source + rest[0], line + rest[1]
            places.append((column, (mapping["sources"][source], line + 1)))
        ends = [column for column, _ in places[1:]] + [len(made)]
        for (first, place), end in zip(places, ends, strict=True):
            found[place] += sum(paid[start + first : start + end]) / 8
        start += len(made) + 1
    return found
