"""The values of one model, read without the wrappers of z3: they take ten times as long."""

import ctypes
from fractions import Fraction

import z3


class Model:
    """What a model says of terms; what it does not say is completed, and stays the same."""

    def __init__(self, model: z3.ModelRef) -> None:
        """Read from a model."""
        self._model = model
        self._context, self._raw = model.ctx.ref(), model.model
        self._found = (z3.Ast * 1)()
        self._known: dict[int, tuple[z3.ExprRef, int]] = {}
        """By the address of a term, which stays the term's while it is kept."""

    def _read(self, term: z3.ExprRef) -> None:
        """Evaluate a term; z3 keeps the result until it is asked for another."""
        if not z3.Z3_model_eval(self._context, self._raw, term.ast, True, self._found):
            msg = f"a model without a value for {term}"
            raise AssertionError(msg)

    def holds(self, formula: z3.BoolRef) -> bool:
        """Whether a formula is true."""
        known = self._known.get(formula.ast.value)
        if known is None:
            self._read(formula)
            true = z3.Z3_get_bool_value(self._context, self._found[0]) == 1
            known = self._known[formula.ast.value] = (formula, true)
        return bool(known[1])

    def number(self, term: z3.ArithRef) -> int:
        """Return an integer."""
        known = self._known.get(term.ast.value)
        if known is None:
            self._read(term)
            small = ctypes.c_int64()
            if z3.Z3_get_numeral_int64(self._context, self._found[0], ctypes.byref(small)):
                number = small.value
            else:
                number = self._model.eval(term, model_completion=True).as_long()
            known = self._known[term.ast.value] = (term, number)
        return known[1]

    def fraction(self, term: z3.ArithRef) -> Fraction:
        """Return a number."""
        value = self._model.eval(term, model_completion=True)
        return Fraction(value.numerator_as_long(), value.denominator_as_long())
