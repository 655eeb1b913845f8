"""Rules as formulas over the same message, with the errors of CEL."""
