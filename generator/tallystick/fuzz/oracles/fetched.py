"""What links of an answer lead to: as much as the answer says, and of the type that it says.

``{"media_type": "audio/mpeg", "bytes": 4096, "url": "https://api.example/files/a?signature=b"}``
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from tallystick.fuzz.documented import response, says
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles import signatures
from tallystick.fuzz.oracles.located import found
from tallystick.fuzz.oracles.promised import SIGNED
from tallystick.fuzz.oracles.rendered import MEDIA
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.sending.transport import host_of, loopback
from tallystick.ir import Api, Array, Field, Operation, Record, Scalar, TypeId
from tallystick.text import Json

URLS: Final = frozenset({"uri", "url", "iri", "uri-reference", "iri-reference"})
"""Formats of texts that are links."""
SIZES: Final = frozenset(
    {
        *(
            ("bytes",),
            ("size", "bytes"),
            ("bytes", "size"),
            ("byte", "size"),
            ("size", "in", "bytes"),
        ),
        *(
            ("content", "length"),
            ("file", "size", "bytes"),
            ("length", "bytes"),
            ("byte", "length"),
        ),
    }
)
"""Words of members that say how many bytes there are."""
PLAIN: Final = frozenset(
    """
    asset content download file href link location media output public result signed presigned src
    temporary uri url
    """.split()  # noqa: SIM905 - many words
)
"""Words of members that lead to what their object tells of, and not to something beside it."""
ENDINGS: Final = frozenset({"url", "uri", "href", "link"})
"""Last words of members that are links, whether their format says it or not."""
DEEPEST: Final = 4
OK: Final = 200


class Link(NamedTuple):
    """A link, and what stands beside it.

    Attributes:
        url: Where it leads.
        field: The member.
        media: Media type of what is there; None where nothing is said.
        size: Bytes of it; None where nothing is said.
        signed: It is good for those who have it as it is.
        alone: The object that it is in, where it is the only link there; else None.
        beside: What stands in that object, where it is none of the whole answer's.
    """

    url: str
    field: Field
    media: str | None
    size: int | None
    signed: bool
    alone: Record | None
    beside: Mapping[str, Json]


class Target(NamedTuple):
    """What a link leads to, on the server that is tried.

    Attributes:
        operation: What answers there.
        path: Its path, with what the link says.
        query: The query of the link.
    """

    operation: Operation
    path: str
    query: str


def is_link(api: Api, field: Field) -> bool:
    """Whether a member holds a link."""
    declared = api.types[field.type]
    if not isinstance(declared, Scalar) or declared.kind != "string":
        return False
    if declared.format is None and declared.pattern is None and ENDINGS & {*field.words[-1:]}:
        return True
    return declared.presigned is not None or declared.format in URLS


def plain(field: Field) -> bool:
    """Whether a link leads to what its object tells of, by its name."""
    return PLAIN.issuperset(field.words)


def links(scene: Scene, type_id: TypeId | None, value: Json, depth: int = DEEPEST) -> list[Link]:
    """Return the links of an answer.

    Args:
        scene: The API.
        type_id: Type of the answer.
        value: The answer.
        depth: Objects within each other that are looked at.
    """
    chosen = type_id and scene.judging.variant(type_id, value, "response")
    declared = scene.api.types[chosen] if chosen else None
    if isinstance(declared, Array) and isinstance(value, list):
        return [it for each in value for it in links(scene, declared.items, each, depth)]
    if not isinstance(declared, Record) or not isinstance(value, dict) or not depth:
        return []
    own = [it for it in declared.fields if is_link(scene.api, it)]
    inner = (it for it in declared.fields if it not in own and it.wire in value)
    below = [it for each in inner for it in links(scene, each.type, value[each.wire], depth - 1)]
    first = [it for it in own if plain(it)] if len(own) > 1 else own
    alone = declared if len(first) == 1 else None
    beside = value if alone is not None and depth < DEEPEST else {}
    mine = [
        _link(scene.api, it, url, alone, value)._replace(beside=beside)
        if it in first
        else _link(scene.api, it, url, None, value)
        for it in own
        if isinstance(url := value.get(it.wire), str)
    ]
    return [*mine, *below]


def _link(
    api: Api, field: Field, url: str, beside: Record | None, value: Mapping[str, Json]
) -> Link:
    """Return a link with what its object says of it; `beside` is None where it is of several."""
    named = {it.words: value.get(it.wire) for it in (beside.fields if beside is not None else ())}
    media = next((it for name, it in named.items() if name in MEDIA and isinstance(it, str)), None)
    sizes = (it for name, it in named.items() if name in SIZES and isinstance(it, int))
    declared = api.types[field.type]
    said = says(SIGNED, field.doc, declared.doc)
    signed = said or (isinstance(declared, Scalar) and declared.presigned is not None)
    return Link(url, field, media, next(sizes, None), signed, beside, {})


def target(api: Api, url: str) -> Target | None:
    """Return what a link leads to; None for what is elsewhere, or is not documented.

    Elsewhere is what is neither below a server of the document nor on this machine.
    """
    host = host_of(url) if url.isascii() and " " not in url else None
    if host is None:
        return None
    parts = urlsplit(url)
    servers = (urlsplit(it.url) for it in api.servers if host_of(it.url) is not None)
    below = (it.path.rstrip("/") for it in servers if it.netloc == parts.netloc)
    base = next((it for it in below if parts.path.startswith(f"{it}/")), None)
    path = parts.path if base is None else parts.path[len(base) :]
    known = found(path, api)
    if known is None or (base is None and not loopback(host)):
        return None
    steps = path.split("/")
    wanted = len(known[0].path.rstrip("/").split("/"))
    whole = base is None or len(steps) == wanted
    own = "/".join(("", *steps[1 - wanted :]))
    return Target(known[0], own, parts.query) if whole else None


def forged(place: Target) -> Iterator[Target]:
    """Yield what a link leads to with another character in its signature."""
    known = signatures.signature(place.query, said=False)
    for query in signatures.forged(known) if known is not None else ():
        yield place._replace(query=query)


def judge(case: Case, reply: Reply, link: Link, place: Target, there: Reply) -> Iterator[Finding]:
    """Yield a warning for each thing that is not there as an answer says.

    One type has several names: only those that the document lists there are compared.

    Args:
        case: What was answered with the link.
        reply: The answer.
        link: The link.
        place: Where it leads.
        there: What is there.
    """
    if there.status != OK or there.error or "content-encoding" in there.headers:
        return
    at = link.field.wire
    media, declared = _plain(there.headers.get("content-type", "")), response(place.operation, OK)
    listed = {_plain(it.media_type) for it in (declared.contents if declared is not None else ())}
    if (
        link.media is not None
        and media != _plain(link.media)
        and {media, _plain(link.media)} <= listed
    ):
        said = f"{at} is said to lead to {link.media}, and {media} is there"
        yield _found("link:media", said, case, reply, at)
    yield from sized(case, reply, link, there)


def sized(case: Case, reply: Reply, link: Link, there: Reply) -> Iterator[Finding]:
    """Yield a warning when there are more bytes than an answer says, or fewer.

    Args:
        case: What was answered with the link.
        reply: The answer.
        link: The link.
        there: What is there, as a whole.
    """
    at = link.field.wire
    if link.size is not None and link.size != len(there.body):
        said = f"{at} is said to lead to {link.size} bytes, and {len(there.body)} are there"
        yield _found("link:bytes", said, case, reply, at)


def renewed(
    case: Case, reply: Reply, rows: tuple[Sequence[Mapping[str, Json]], Sequence[Json]], at: str
) -> Iterator[Finding]:
    """Yield a warning when links are given anew, and not all of them or in disorder.

    Args:
        case: What was answered with new links.
        reply: The answer.
        rows: What the resource shows, and what the answer does, each without links and times.
        at: The list.
    """
    before, after = rows
    if len(before) != len(after):
        said = f"the resource has {len(before)} {at}, and there are {len(after)} here"
        yield _found("link:all", said, case, reply, at)
    elif list(before) != list(after) and all(it in after for it in before):
        said = f"{at} are in another order than those of the resource"
        yield _found("link:order", said, case, reply, at)


def _found(  # noqa: PLR0913, PLR0917 - each part of a finding
    name: str, said: str, case: Case, reply: Reply, at: str, weight: Weight = Weight.WARNING
) -> Finding:
    return finding("link", said, case, reply, claim=about(case, name, member=at), weight=weight)


def _plain(media_type: str) -> str:
    """Return a media type without its parameters."""
    return media_type.partition(";")[0].strip().lower()
