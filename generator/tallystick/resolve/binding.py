"""The stage: a document in, the document with every reference bound out."""

from tallystick.diagnostics import Diagnostic, Diagnostics, Note, Span
from tallystick.load.collector import uncollected
from tallystick.load.model import Document
from tallystick.resolve import codes
from tallystick.resolve.bind import Binder, circles
from tallystick.resolve.model import Resolved, Target


def resolve(
    document: Document, *, allow_remote: bool = False, like: Resolved | None = None
) -> tuple[Resolved | None, Diagnostics]:
    """Bind every reference of a document, and of all documents that it leads to.

    Args:
        document: What `tallystick.load.load` returned.
        allow_remote: Whether references to http(s) URLs may be fetched.
        like: The version that `document` was loaded like.

    Returns:
        The bound documents. A reference that could not be bound has an error among the
        diagnostics and no entry in `Resolved.refs`; all others are usable.
    """
    binder = Binder(document, allow_remote=allow_remote)
    with uncollected():
        binder.run(like)
    for circle in list(circles(binder.refs)):
        binder.found.append(_circle(circle))
        for place in circle:
            del binder.refs[place]
    resolved = Resolved(
        entry=document,
        documents=binder.library.documents,
        refs=binder.refs,
        version=document.version or _written(document),
        survey=binder.survey,
    )
    return resolved, tuple(binder.found)


def _circle(circle: tuple[Target, ...]) -> Diagnostic:
    names = [f"{uri}#{pointer}" for uri, pointer in (*circle, circle[0])]
    return Diagnostic(
        code=codes.REF_CIRCLE,
        message=f"references lead in a circle: {' -> '.join(names)}",
        span=Span(*circle[0]).child("$ref"),
        help="let one of them be the value itself",
        notes=tuple(Note(message="and this one", span=Span(*place)) for place in circle[1:]),
    )


def _written(document: Document) -> str:
    root = document.root
    version = root.get("openapi") if isinstance(root, dict) else None
    return version if isinstance(version, str) else ""
