"""z3, asked by way of its C functions: its Python wrappers take several times as long as z3 itself.

A term is handed over once, when something is asserted that it is part of.
"""

import ctypes
import time
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

import z3

from tallystick.solve.effort import Effort
from tallystick.solve.smt.model import Model
from tallystick.solve.smt.native import COUNT, POINTER, TEXT, handles, native
from tallystick.solve.smt.symbolic import (
    AND,
    APPLY,
    AT_LEAST,
    AT_MOST,
    AT_MOST_OTHER,
    BOOL,
    CONST,
    DIVIDED,
    IF,
    INT,
    LESS,
    MINUS,
    NOT,
    NUMBER,
    OR,
    PLUS,
    QUOTIENT,
    REAL,
    REST,
    SAME,
    TIMES,
    TO_INT,
    TO_REAL,
    Bool,
    Formula,
    Function,
    Term,
)

SAT: Final = 1
UNSAT: Final = -1
_WORD: Final = 1 << 63
_SETTINGS: Final = {
    "relevancy": 0,
    "arith.solver": 2,
    "propagate_values": False,
    "ctrl_c": False,
}
"""No quantifiers here, so every part matters; the older arithmetic is quicker with small sums; what
is told later is not looked through for values that are known by then. Ctrl-C is left to Python: z3
would end the check, say that it does not know, and tell nobody."""

PATIENCE: Final = 30_000
"""Milliseconds of a check, when z3 is at something that it does not count. The count of work ends
the others long before, on slow machines too, and the same everywhere."""
_MOST_OF_IT: Final = 0.9
"""Of that time: z3's clock is not ours."""
_HANGS: Final = 2
"""Checks that the clock ended, after which no other one is tried."""
TOO_MUCH: Final = "it takes too much work"

z3.set_param("model.compact", "false")  # of all models of the process: it only costs time


_keep = native("Z3_inc_ref", POINTER, gives=None)
_error = native("Z3_get_error_code", gives=COUNT)
_message = native("Z3_get_error_msg", COUNT, gives=TEXT)
_symbol = native("Z3_mk_int_symbol", ctypes.c_int)
_const = native("Z3_mk_const", POINTER, POINTER)
_function = native("Z3_mk_func_decl", POINTER, COUNT, POINTER, POINTER)
_apply = native("Z3_mk_app", POINTER, COUNT, POINTER)
_small = native("Z3_mk_int64", ctypes.c_int64, POINTER)
_numeral = native("Z3_mk_numeral", TEXT, POINTER)
_sort = native("Z3_mk_uninterpreted_sort", POINTER)
_assert = native("Z3_solver_assert", POINTER, POINTER, gives=None)
_check = native("Z3_solver_check_assumptions", POINTER, COUNT, POINTER, gives=ctypes.c_int)
_model = native("Z3_solver_get_model", POINTER)
_core = native("Z3_solver_get_unsat_core", POINTER)
_vector_keep = native("Z3_ast_vector_inc_ref", POINTER, gives=None)
_vector_drop = native("Z3_ast_vector_dec_ref", POINTER, gives=None)
_vector_size = native("Z3_ast_vector_size", POINTER, gives=COUNT)
_vector_get = native("Z3_ast_vector_get", POINTER, COUNT)
_reason = native("Z3_solver_get_reason_unknown", POINTER, gives=TEXT)

_ONE: Final = {
    NOT: native("Z3_mk_not", POINTER),
    TO_REAL: native("Z3_mk_int2real", POINTER),
    TO_INT: native("Z3_mk_real2int", POINTER),
}
_TWO: Final = {
    SAME: native("Z3_mk_eq", POINTER, POINTER),
    LESS: native("Z3_mk_lt", POINTER, POINTER),
    AT_MOST_OTHER: native("Z3_mk_le", POINTER, POINTER),
    DIVIDED: native("Z3_mk_div", POINTER, POINTER),
    QUOTIENT: native("Z3_mk_div", POINTER, POINTER),
    REST: native("Z3_mk_mod", POINTER, POINTER),
}
_MANY: Final = {
    AND: native("Z3_mk_and", COUNT, POINTER),
    OR: native("Z3_mk_or", COUNT, POINTER),
    PLUS: native("Z3_mk_add", COUNT, POINTER),
    MINUS: native("Z3_mk_sub", COUNT, POINTER),
    TIMES: native("Z3_mk_mul", COUNT, POINTER),
}
_COUNTED: Final = {
    AT_MOST: native("Z3_mk_atmost", COUNT, POINTER, COUNT),
    AT_LEAST: native("Z3_mk_atleast", COUNT, POINTER, COUNT),
}
_THREE: Final = {IF: native("Z3_mk_ite", POINTER, POINTER, POINTER)}


class Engine:
    """One z3 solver with a context of its own: what was asked elsewhere changes no answer here."""

    def __init__(self, seed: int, effort: Effort) -> None:
        """Start z3.

        Args:
            seed: Of z3.
            effort: What the question may take that is asked.
        """
        self._effort = effort
        self._limit = effort.check
        self._size = 0
        self._failed = 0
        self._hung = 0
        self._late = False
        self._owner = z3.Context()
        self._context: int = self._owner.ref().value
        self._solver = z3.SimpleSolver(ctx=self._owner)
        limits = {"random_seed": seed, "rlimit": self._limit, "timeout": PATIENCE}
        for name, value in {**_SETTINGS, **limits}.items():
            self._solver.set(name, value)
        self._raw: int = self._solver.solver.value
        plain = (z3.BoolSort(self._owner), z3.IntSort(self._owner), z3.RealSort(self._owner))
        names = (BOOL, INT, REAL)
        self._plain = plain
        self._sorts: dict[str, int] = {
            it: sort.ast.value for it, sort in zip(names, plain, strict=True)
        }

    def add(self, formulas: Iterable[Formula]) -> None:
        """Assert formulas for good."""
        for formula in formulas:
            if isinstance(formula, bool):
                self._solver.add(formula)
            else:
                _assert(self._context, self._raw, formula.handle or self.handle(formula))
        self._complain()

    def check(self, literals: Sequence[Bool], *, aside: bool = False) -> int:
        """Return `SAT` when there is a model under assumptions, `UNSAT` when there is none.

        0 when it would take more work than the question may take.

        Args:
            literals: The assumptions.
            aside: It only makes an explanation smaller: it takes little, or is given up, and others
                get no less for it.
        """
        given = handles([it.handle or self.handle(it) for it in literals])
        allowed = self._effort.next(self._size, self._failed, aside=aside)
        self._late = self._hung == _HANGS
        if not allowed or self._late:
            return 0
        if allowed != self._limit:
            self._limit = allowed
            self._solver.set("rlimit", allowed)
        began = time.monotonic()
        verdict: int = _check(self._context, self._raw, len(literals), given)
        if not verdict:
            self._late = time.monotonic() - began > _MOST_OF_IT * PATIENCE / 1000
            self._hung += self._late
            self._failed += not aside and self.reason == TOO_MUCH
        return verdict

    def model(self) -> Model:
        """Return the model of the last check."""
        return Model(self._owner, self._context, _model(self._context, self._raw), self.handle)

    def core(self) -> frozenset[int]:
        """Return the handles of the assumptions that exclude each other, as of the last check."""
        vector = _core(self._context, self._raw)
        _vector_keep(self._context, vector)
        size = _vector_size(self._context, vector)
        found = frozenset(_vector_get(self._context, vector, index) for index in range(size))
        _vector_drop(self._context, vector)
        return found

    @property
    def clocked(self) -> bool:
        """Whether the clock ended a check, so that answers may be others elsewhere."""
        return self._hung > 0

    @property
    def reason(self) -> str:
        """Why the last check gave up."""
        if self._late:
            return "the clock ended it"
        said: bytes = _reason(self._context, self._raw)
        text = said.decode()
        return TOO_MUCH if text in {"", "canceled", "unknown"} else text

    def _complain(self) -> None:
        code = _error(self._context)
        if code:
            raise AssertionError(_message(self._context, code).decode())

    # --- Handing over -----------------------------------------------------------------------------

    def handle(self, term: Term) -> int:
        """Return z3's own of a term; parts first, without recursion."""
        todo = [term]
        while todo:
            here = todo[-1]
            if here.handle is not None:
                todo.pop()
                continue
            missing = [it for it in here.args if it.handle is None]
            if missing:
                todo += missing
                continue
            todo.pop()
            made = self._made(here)
            if not made:
                self._complain()
            _keep(self._context, made)
            here.handle = made
            self._size += 1
        return term.handle or 0

    def _made(self, term: Term) -> int:
        """Make a term whose parts are made."""
        context, op = self._context, term.op
        args = [it.handle for it in term.args]
        made: int
        if op in _MANY:
            made = _MANY[op](context, len(args), handles(args))
        elif op in _ONE:
            made = _ONE[op](context, args[0])
        elif op in _TWO:
            made = _TWO[op](context, args[0], args[1])
        elif op is CONST:
            made = _const(context, _symbol(context, term.id), self._sort(term.sort))
        elif op is APPLY:
            one = handles(args)
            made = _apply(context, self._function(term.value), 1, one)
        elif op in _COUNTED:
            made = _COUNTED[op](context, len(args), handles(args), term.value)
        elif op is NUMBER:
            made = self._number(term)
        else:
            made = _THREE[op](context, *args)
        return made

    def _number(self, term: Term) -> int:
        value, sort = term.value, self._sorts[term.sort]
        made: int
        if isinstance(value, int) and -_WORD <= value < _WORD:
            made = _small(self._context, value, sort)
        elif isinstance(value, Fraction):
            spelt = f"{value.numerator}/{value.denominator}"
            made = _numeral(self._context, spelt.encode(), sort)
        else:
            made = _numeral(self._context, str(value).encode(), sort)
        return made

    def _sort(self, name: str) -> int:
        if name not in self._sorts:
            made: int = _sort(self._context, _symbol(self._context, len(self._sorts)))
            _keep(self._context, made)
            self._sorts[name] = made
        return self._sorts[name]

    def _function(self, function: object) -> int:
        if not isinstance(function, Function):
            raise TypeError(function)
        made: int
        if function.handle is None:
            domain = handles([self._sort(function.domain)])
            symbol, range_ = _symbol(self._context, function.id), self._sort(function.range)
            function.handle = made = _function(self._context, symbol, 1, domain, range_)
            _keep(self._context, made)
        return function.handle or 0
