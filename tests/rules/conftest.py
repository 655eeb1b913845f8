"""Shapes that the tests of rules judge by."""

from collections.abc import Callable

import pytest

from tallystick.diagnostics import Diagnostics, Span
from tallystick.rules import (
    ANY,
    BOOL,
    DOUBLE,
    INT,
    NULL,
    STRING,
    Expr,
    ListShape,
    MapShape,
    Member,
    MessageShape,
    NamedShape,
    Shape,
    Simple,
    UnionShape,
    compile_rule,
)

SPAN = Span("api.yaml", "/components/schemas/Job/x-validations/0/rule")

Compiler = Callable[[str], tuple[Expr | None, Diagnostics]]


def optional(**members: Shape) -> dict[str, Member]:
    """Members that may be absent."""
    return {name: Member(shape=shape) for name, shape in members.items()}


REF = MessageShape(
    name="ImageRef",
    members=optional(url=STRING, data=STRING, media_type=STRING),
)
VIDEO = MessageShape(
    name="VideoOptions",
    members={
        **optional(
            hdr=BOOL,
            duration=Simple(kind="string", values=("5s", "10s")),
            keyframes=ListShape(items=REF),
            indexes=ListShape(items=Simple(kind="int", minimum=0, maximum=240)),
        ),
        "loop": Member(shape=BOOL, nullable=True),
        "x-foo": Member(shape=INT),
        "class": Member(shape=STRING),
    },
)
JOB = MessageShape(
    name="Job",
    members={
        "type": Member(
            shape=Simple(kind="string", values=("image", "video", "video_edit")), required=True
        ),
        "prompt": Member(shape=STRING, required=True),
        "count": Member(shape=INT, required=True),
        "ratio": Member(shape=DOUBLE, required=True),
        "done": Member(shape=BOOL, required=True),
        **optional(
            video=VIDEO,
            width=INT,
            strength=DOUBLE,
            extra=ANY,
            refs=ListShape(items=REF),
            labels=MapShape(values=STRING),
            source=UnionShape(variants=(STRING, REF)),
            holes=ListShape(items=UnionShape(variants=(STRING, NULL))),
            parent=NamedShape(name="job"),
        ),
    },
)
SHAPES: dict[str, Shape] = {"job": JOB}


@pytest.fixture
def compiled() -> Compiler:
    """Compile a rule over a job."""
    return lambda text: compile_rule(text, NamedShape(name="job"), SHAPES, SPAN)


@pytest.fixture
def job() -> Shape:
    """The shape of a job."""
    return NamedShape(name="job")


@pytest.fixture
def shapes() -> dict[str, Shape]:
    """The table that the job is in."""
    return SHAPES
