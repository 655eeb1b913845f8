"""The values of one model, read without the wrappers of z3: they take ten times as long."""

import ctypes
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tallystick.solve.smt.native import POINTER, TEXT, native
from tallystick.solve.smt.symbolic import Arith, Bool, Term

_keep = native("Z3_model_inc_ref", POINTER, gives=None)
_drop = native("Z3_model_dec_ref", POINTER, gives=None)
_value = native("Z3_model_eval", POINTER, POINTER, ctypes.c_bool, POINTER, gives=ctypes.c_bool)
_truth = native("Z3_get_bool_value", POINTER, gives=ctypes.c_int)
_small = native("Z3_get_numeral_int64", POINTER, POINTER, gives=ctypes.c_bool)
_spelt = native("Z3_get_numeral_string", POINTER, gives=TEXT)


class Model:
    """What a model says of terms; what it does not say is completed, and stays the same."""

    def __init__(
        self, owner: object, context: int, model: int, handle: Callable[[Term], int]
    ) -> None:
        """Read from a model.

        Args:
            owner: Keeps the context alive.
            context: z3's.
            model: z3's.
            handle: Hands terms over.
        """
        self._owner = owner
        self._context, self._raw, self._handle = context, model, handle
        self._found = (POINTER * 1)()
        self._known: dict[int, Any] = {}
        """By the number of a term."""
        _keep(context, model)

    def __del__(self) -> None:
        """Give the model back."""
        _drop(self._context, self._raw)

    def _read(self, term: Term) -> int:
        """Evaluate a term; z3 keeps the result until it is asked for another."""
        handle = term.handle or self._handle(term)
        if not _value(self._context, self._raw, handle, True, self._found):
            msg = f"a model without a value for {term}"
            raise AssertionError(msg)
        return self._found[0] or 0

    def holds(self, formula: Bool) -> bool:
        """Whether a formula is true."""
        known = self._known.get(formula.id)
        if known is None:
            known = self._known[formula.id] = _truth(self._context, self._read(formula)) == 1
        return bool(known)

    def number(self, term: Arith) -> int:
        """Return an integer."""
        known = self._known.get(term.id)
        if known is None:
            known = self._known[term.id] = self._integer(self._read(term))
        return int(known)

    def _integer(self, value: int) -> int:
        small = ctypes.c_int64()
        if _small(self._context, value, ctypes.byref(small)):
            return small.value
        return int(_spelt(self._context, value))

    def fraction(self, term: Arith) -> Fraction:
        """Return a number."""
        return Fraction(_spelt(self._context, self._read(term)).decode())
