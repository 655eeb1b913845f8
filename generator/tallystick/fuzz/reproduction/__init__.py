"""Reproductions: the smallest request that shows a finding, as curl, Python and client calls."""
