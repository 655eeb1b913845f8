"""The syntax tree of a rule."""

Expr = object
