"""What the solver proves of a document, for its author."""

from tallystick.review.proving import Review, review

__all__ = ["Review", "review"]
