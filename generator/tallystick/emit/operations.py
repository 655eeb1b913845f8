"""What every client makes of an operation: its group, its name, and the content it uses."""

from typing import Final

from tallystick.ir import Api, Content, MediaKind, Operation, Record
from tallystick.text import Words

PREFERENCE: Final = (
    MediaKind.JSON,
    MediaKind.MULTIPART,
    MediaKind.FORM,
    MediaKind.TEXT,
    MediaKind.BINARY,
    MediaKind.EVENTS,
)
"""Which content of a body is sent when there are several."""


def groups(api: Api) -> dict[Words, list[Operation]]:
    """Return the operations of each resource, in document order."""
    found: dict[Words, list[Operation]] = {}
    for operation in api.operations:
        found.setdefault(operation.resource, []).append(operation)
    return found


def method_words(operation: Operation, resource: Words) -> tuple[Words, ...]:
    """Propose ``create`` for ``createGeneration`` in ``generations``, then the whole id."""
    words = operation.words
    wanted = [_singular(word) for word in resource]
    size = len(wanted)
    for start in range(len(words) - size + 1):
        if [_singular(word) for word in words[start : start + size]] == wanted:
            rest = (*words[:start], *words[start + size :])
            if rest:
                return rest, words
    return (words,)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > len("ties"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def chosen(contents: tuple[Content, ...]) -> Content | None:
    """Return the content of a body or response that the client uses."""
    return min(contents, key=lambda item: PREFERENCE.index(item.kind), default=None)


def events(contents: tuple[Content, ...]) -> Content | None:
    """Return the content that is a stream of events."""
    return next((item for item in contents if item.kind is MediaKind.EVENTS), None)


def may_stream(operation: Operation) -> bool:
    """Whether an operation is answered by events only if one asks for them."""
    good = [item.contents for item in operation.responses if item.status.startswith("2")]
    plain = [content for contents in good if (content := chosen(contents))]
    return any(map(events, good)) and all(item.kind is not MediaKind.EVENTS for item in plain)


def server(operation: Operation) -> str | None:
    """Return the operation's own server, variables filled in; None when it has no whole URL."""
    if not operation.servers:
        return None
    url = operation.servers[0].url
    for name, default, _ in operation.servers[0].variables:
        url = url.replace(f"{{{name}}}", default)
    whole = url.startswith(("http://", "https://")) and {"{", "?", "#"}.isdisjoint(url)
    return url.rstrip("/") if whole else None


def flat_body(api: Api, operation: Operation, content: Content | None) -> Record | None:
    """Return the record of a body whose members become arguments."""
    if content is None or content.type is None or operation.body is None:
        return None
    if content.kind not in {MediaKind.JSON, MediaKind.FORM, MediaKind.MULTIPART}:
        return None
    shape = api.types[content.type]
    if not isinstance(shape, Record) or not shape.fields or shape.nullable:
        return None
    needs = any(field.required for field in shape.fields)
    return shape if operation.body.required or not needs else None
