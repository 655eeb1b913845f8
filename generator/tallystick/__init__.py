"""tallystick: everything both sides of an HTTP API need, cut from one OpenAPI document."""

__version__ = "0.1.0"
