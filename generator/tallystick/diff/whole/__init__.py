"""Whole messages, for what is gone outside of schemas; both documents have the last word."""
