"""Journeys: resources made, followed, listed, changed and deleted, and what is seen on the way."""
