"""Two versions of an API compared: what changed, whom it hurts, and the message that shows it."""

from tallystick.diff.model import (
    Change,
    Check,
    Comparison,
    Finding,
    Proof,
    Suppressed,
    Tier,
    Unproven,
    Witness,
)

__all__ = [
    "Change",
    "Check",
    "Comparison",
    "Finding",
    "Proof",
    "Suppressed",
    "Tier",
    "Unproven",
    "Witness",
]
