"""Requests: parameters, media types and bodies put together, in the order they are sent."""
