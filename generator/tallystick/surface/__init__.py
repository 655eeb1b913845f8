"""What users of a generated client write: its names, parameters and types, in no language."""

from tallystick.surface.model import (
    Applied,
    Atom,
    Both,
    Choice,
    Declared,
    Language,
    Member,
    Method,
    Name,
    Parameter,
    Shape,
    Surface,
    Type,
    Value,
)

__all__ = [
    "Applied",
    "Atom",
    "Both",
    "Choice",
    "Declared",
    "Language",
    "Member",
    "Method",
    "Name",
    "Parameter",
    "Shape",
    "Surface",
    "Type",
    "Value",
]
