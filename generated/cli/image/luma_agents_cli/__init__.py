"""Command line of the Luma Agents API."""

__version__ = "0.1.0"
