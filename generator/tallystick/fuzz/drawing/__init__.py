"""Requests and bodies that Hypothesis draws, and makes smaller."""
