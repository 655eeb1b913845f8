"""What the reference server does for the Luma Agents API beyond its document.

``tally serve video --behaviour spec/behaviour/__init__.py:behaviour``; README.md says what it
draws, which requests it refuses, and how every failure comes about.
"""

from .luma import Luma

behaviour = Luma
"""Makes the behaviour of one server."""

__all__ = ["Luma", "behaviour"]
