"""Links to what Ottava's jobs have made."""

import hashlib
from typing import Final

LIFE: Final = 3600
"""Seconds that a link is good for."""


def digest(text: str) -> str:
    """Return sixteen letters that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def token(job: str, name: str) -> str:
    """Return what names an output in a link."""
    return digest(f"{job}/{name}")


def signature(named: str, expires: int) -> str:
    """Return what makes a link good until some second."""
    return f"{expires}-{digest(f'{named}:{expires}')}"
