"""Strings: languages, their automata, and codes that formulas can speak of."""
