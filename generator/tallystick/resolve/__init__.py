"""References: every one bound to what it names, or reported."""

from tallystick.diagnostics import Diagnostics
from tallystick.resolve.binding import resolve
from tallystick.resolve.bundle import bundle
from tallystick.resolve.dump import dump
from tallystick.resolve.model import Resolved

__all__ = ["bundle", "dump", "resolve", "validate"]


def validate(resolved: Resolved) -> Diagnostics:
    """Check a document against the OpenAPI specification; see `conformance.validate`."""
    from tallystick.resolve import conformance  # noqa: PLC0415 (JSON Schema is slow to import)

    return conformance.validate(resolved)
