"""JSON Schema as formulas over one message that is not known yet."""
