"""Rules: CEL over JSON, checked against a schema and read alike by every backend."""

from typing import TYPE_CHECKING

from tallystick.lazy import later

if TYPE_CHECKING:
    from tallystick.rules.compile import compile_rule
    from tallystick.rules.evaluate import (
        Judge,
        Outcome,
        Program,
        Verdict,
        Violation,
        evaluate,
        judge,
        program,
    )
    from tallystick.rules.expression import Expr
    from tallystick.rules.model import Rule, RuleStatus
    from tallystick.rules.shape import (
        ANY,
        BOOL,
        DOUBLE,
        INT,
        NULL,
        STRING,
        ListShape,
        MapShape,
        Member,
        MessageShape,
        NamedShape,
        Shape,
        Shapes,
        Simple,
        UnionShape,
    )

__all__ = [
    "ANY",
    "BOOL",
    "DOUBLE",
    "INT",
    "NULL",
    "STRING",
    "Expr",
    "Judge",
    "ListShape",
    "MapShape",
    "Member",
    "MessageShape",
    "NamedShape",
    "Outcome",
    "Program",
    "Rule",
    "RuleStatus",
    "Shape",
    "Shapes",
    "Simple",
    "UnionShape",
    "Verdict",
    "Violation",
    "compile_rule",
    "evaluate",
    "judge",
    "program",
]

__getattr__ = later(
    __name__,
    {
        "compile": "compile_rule",
        "evaluate": "Judge Outcome Program Verdict Violation evaluate judge program",
        "expression": "Expr",
        "model": "Rule RuleStatus",
        "shape": (
            "ANY BOOL DOUBLE INT NULL STRING ListShape MapShape Member MessageShape "
            "NamedShape Shape Shapes Simple UnionShape"
        ),
    },
)
