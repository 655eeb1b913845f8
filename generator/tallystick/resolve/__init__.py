"""References: every one bound to what it names, or reported."""

from typing import TYPE_CHECKING

from tallystick.diagnostics import Diagnostics
from tallystick.lazy import later

if TYPE_CHECKING:
    from tallystick.resolve.binding import resolve
    from tallystick.resolve.bundle import bundle
    from tallystick.resolve.dump import dump
    from tallystick.resolve.model import Resolved

__all__ = ["bundle", "dump", "resolve", "validate"]

__getattr__ = later(__name__, {"binding": "resolve", "bundle": "bundle", "dump": "dump"})


def validate(resolved: "Resolved") -> Diagnostics:
    """Check a document against the OpenAPI specification; see `conformance.validate`."""
    from tallystick.resolve import conformance  # noqa: PLC0415 (JSON Schema is slow to import)

    return conformance.validate(resolved)
