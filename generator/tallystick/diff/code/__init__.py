"""Two versions of a generated client compared."""
