"""What the solver proves of a document, for its author."""

from tallystick.review.review import Review, review

__all__ = ["Review", "review"]
