"""Schemathesis inside a campaign, with bodies that keep the rules."""
