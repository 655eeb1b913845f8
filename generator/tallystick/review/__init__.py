"""What the solver proves of a document, for its author."""

from typing import TYPE_CHECKING

from tallystick.lazy import later

if TYPE_CHECKING:
    from tallystick.review.proving import Review, review

__all__ = ["Review", "review"]

__getattr__ = later(__name__, {"proving": "Review review"})
