"""Formulas and numbers as plain values, and z3, which is asked about them."""
