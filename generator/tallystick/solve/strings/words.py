"""Strings as codes, with what patterns and lengths say of them as functions of the code.

A string that the document names (a constant) has a code of its own, any other has another.
Equal codes are equal strings. What a model claims of a free string is afterwards checked against
automata; a claim that no string fulfils becomes a fact, and the question is asked again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from tallystick.solve.smt.formula import Formula, conj, disj, implies, neg
from tallystick.solve.smt.model import Model
from tallystick.solve.smt.symbolic import BOOL, INT, Arith, Bool, Function, Terms, equals
from tallystick.solve.strings.automaton import GLIMPSE, Lengths, lengths, strings
from tallystick.solve.strings.language import Term, TooLargeError, both, complement, contains
from tallystick.solve.strings.order import after, before

_TIDY: Final = 60
"""Characters of a string that is looked at without effort."""
_LONGEST: Final = 200_000
"""Characters of a text that is written out."""
_FEW: Final = 8
"""Texts of a language that are looked at first; of long ones fewer."""
_LONG: Final = 500
Claims = tuple[tuple[Term, bool], ...]
"""Languages with whether a string is of them."""


class Words:
    """All strings of one world."""

    def __init__(self, terms: Terms, axioms: list[Formula], tidy: Callable[[str], Bool]) -> None:
        """Make an empty store.

        Args:
            terms: What formulas are made of.
            axioms: Where facts go.
            tidy: Returns the literal under which a string is such as people like to see.
        """
        self._tidy = tidy
        self._terms = terms
        self._axioms = axioms
        self._size = terms.function(INT, INT)
        self._constants: dict[str, int] = {}
        self._texts: dict[int, str] = {}
        self._languages: dict[Term, Function] = {}
        self._asked: dict[int, tuple[Arith, dict[Term, Bool]]] = {}
        self._sized: set[int] = set()
        self._rank = terms.function(INT, INT)
        self._ranked: set[int] = set()

    def new(self) -> Arith:
        """Return the code of a string that is not known."""
        return self._terms.whole()

    def constant(self, text: str) -> Arith:
        """Return the code of a string that is known."""
        number = self._constants.get(text)
        if number is None:
            number = self._constants[text] = -1 - len(self._constants)
            self._texts[number] = text
            self._axioms.append(equals(self._size.arith(self._terms.number(number)), len(text)))
        return self._terms.number(number)

    def text(self, code: Arith) -> str | None:
        """Return the string of a code when it is known."""
        return self._texts[code.value] if isinstance(code.value, int) else None

    def size(self, code: Arith) -> "Arith | int":
        """Return the length in code points."""
        text = self.text(code)
        if text is not None:
            return len(text)
        size = self._size.arith(code)
        if code.id not in self._sized:
            self._sized.add(code.id)
            self._asked.setdefault(code.id, (code, {}))
            self._axioms.append(size >= 0)
            tidy = self._tidy(f"text {code.id}")
            self._add(implies(tidy, conj((size > 0, size <= _TIDY))))
        return size

    def before(self, code: Arith, other: Arith) -> Formula:
        """Return whether one string, that is not known, comes before another."""
        one, two = (self._rank.arith(each) for each in (code, other))
        self._add(implies(equals(one, two), equals(code, other)))
        self._ranked |= {code.id, other.id}
        return one < two

    def within(self, code: Arith, term: Term) -> Formula:
        """Return whether a string is of a language."""
        text = self.text(code)
        if text is not None:
            return contains(term, text)
        _, asked = self._asked.setdefault(code.id, (code, {}))
        if term not in asked:
            if term not in self._languages:
                self._languages[term] = self._terms.function(INT, BOOL)
            asked[term] = self._languages[term].bool(code)
            self._hint(code, term, asked[term])
        return asked[term]

    def _hint(self, code: Arith, term: Term, member: Bool) -> None:
        """Say which lengths there are, so that few facts are needed later."""
        try:
            inside = lengths(term, states=GLIMPSE)
            outside = lengths(complement(term), states=GLIMPSE)
        except TooLargeError:
            return
        size = self.size(code)
        self._add(implies(member, among(size, inside)))
        self._add(implies(neg(member), among(size, outside)))

    def _add(self, formula: Formula) -> None:
        if formula is not True:
            self._axioms.append(formula)

    def spell(self, model: Model, codes: Sequence[Arith]) -> dict[int, str] | None:
        """Return a text for every code of a model, or None after saying why there is none.

        Args:
            model: The model.
            codes: The strings that the message has.

        Raises:
            TooLargeError: Some automaton, or some text, is too large.
        """
        groups: dict[int, list[Arith]] = {}
        for code in codes:
            groups.setdefault(model.number(code), []).append(code)
        texts: dict[int, str] = {}
        taken = set(self._constants)
        known = len(self._axioms)
        ranked = self._in_order(model, groups)
        for number, group in {**ranked, **groups}.items():
            claims = self._claims(model, group)
            if number in self._texts:
                texts[number] = self._texts[number]
                self._check(claims, number)
                continue
            size = model.number(self._size.arith(group[0])) if self._is_sized(group) else None
            if size is not None and size > _LONGEST:
                raise TooLargeError
            ordered = (*claims, *self._between(number, list(ranked), texts))
            text = _text(ordered, size, taken)
            if text is None and ordered != claims:
                text = _text(claims, size, taken)
            if text is None and size is not None:
                self._refute(claims, size, taken)
                return None
            texts[number] = text or ""
            taken.add(texts[number])
        return texts if len(self._axioms) == known else None

    def _in_order(self, model: Model, groups: dict[int, list[Arith]]) -> dict[int, list[Arith]]:
        """Return the strings that are compared with others, the first one first."""
        ranks = {
            number: model.number(self._rank.arith(code))
            for number, group in groups.items()
            for code in group
            if code.id in self._ranked
        }
        return {number: groups[number] for number in sorted(ranks, key=ranks.__getitem__)}

    def _between(self, number: int, ranked: Sequence[int], texts: dict[int, str]) -> Claims:
        """Return after and before which strings a string should be."""
        if number not in ranked:
            return ()
        place = ranked.index(number)
        low = [texts[it] for it in ranked[:place]]
        high = [self._texts[it] for it in ranked[place + 1 :] if it in self._texts]
        return tuple((term, True) for term in (*map(after, low[-1:]), *map(before, high[:1])))

    def _is_sized(self, group: Iterable[Arith]) -> bool:
        return any(code.id in self._sized for code in group)

    def _claims(self, model: Model, group: Iterable[Arith]) -> Claims:
        found: dict[Term, bool] = {}
        for code in group:
            _, asked = self._asked.get(code.id, (code, {}))
            for term, member in asked.items():
                found[term] = model.holds(member)
        return tuple(found.items())

    def _check(self, claims: Claims, number: int) -> None:
        """State what a model got wrong about a known string."""
        for term, said in claims:
            true = contains(term, self._texts[number])
            if true != said:
                member = self._languages[term].bool(self._terms.number(number))
                self._axioms.append(member if true else neg(member))

    def _refute(self, claims: Claims, size: int, taken: set[str]) -> None:
        """State a fact about all strings of which the same is asked: a model ignored it."""
        possible = lengths(_joined(claims), states=GLIMPSE, below=2 * size)
        terms = {term for term, _ in claims}
        used = None
        if size in possible:  # but all the strings of this kind and length are used up
            fitting = [it for it in sorted(taken) if len(it) == size and _fits(it, claims)]
            used = [self.constant(text) for text in fitting]
        for code, asked in list(self._asked.values()):
            if terms <= asked.keys():
                claim = conj(asked[term] if said else neg(asked[term]) for term, said in claims)
                length = self.size(code)
                if used is None:
                    self._add(implies(claim, among(length, possible)))
                else:
                    one = disj(equals(code, each) for each in used)
                    self._add(implies(conj((claim, equals(length, size))), one))


def _fits(text: str, claims: Claims) -> bool:
    return all(contains(term, text) == said for term, said in claims)


def _joined(claims: Claims) -> Term:
    return both(*(term if said else complement(term) for term, said in claims))


def _text(claims: Claims, size: int | None, taken: set[str]) -> str | None:
    """Return a string that nobody has, of a length if one is asked for."""
    few, seen = _FEW if size is None or size <= _LONG else 2, 0
    while True:
        texts = _first(claims, size, few)
        for text in texts[seen:]:
            if text not in taken:
                return text
        if len(texts) < few:
            return None
        few, seen = 2 * few, few


@lru_cache(maxsize=4096)
def _first(claims: Claims, size: int | None, few: int) -> tuple[str, ...]:
    """Return some texts, fewer when there are no more: the same are wanted again and again."""
    return tuple(islice(_all(claims, size, few + 2), few))


def _all(claims: Claims, size: int | None, most: int) -> Iterator[str]:
    """Yield the texts of languages, of one length or of up to `most` lengths."""
    language = _joined(claims)
    if size is not None:
        sizes: Iterable[int] = (size,)
    else:
        possible = lengths(language)
        sizes = possible.first(most)[1:] or possible.first(1)
    for each in sizes:
        yield from strings(language, each)


def among(size: "Arith | int", possible: Lengths) -> Formula:
    """Return whether a length is one of those of a language."""
    if isinstance(size, int):
        return size in possible
    options = list(_runs(size, possible.few))
    if possible.period and len(possible.residues) == possible.period:
        options.append(size >= possible.start)
    elif possible.period:
        offset = (size - possible.start) % possible.period
        residues = disj(equals(offset, item) for item in possible.residues)
        options.append(conj((size >= possible.start, residues)))
    return disj(options)


def _runs(size: Arith, values: tuple[int, ...]) -> list[Formula]:
    """Return membership in a finite set, neighbours joined to intervals."""
    parts: list[Formula] = []
    start = None
    for index, value in enumerate(values):
        if start is None:
            start = value
        if index + 1 == len(values) or values[index + 1] != value + 1:
            single = start == value
            parts.append(equals(size, value) if single else conj((size >= start, size <= value)))
            start = None
    return parts
