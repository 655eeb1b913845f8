"""The docs target: from an `Api` to the pages of a static site, each with a Markdown twin."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tallystick.diagnostics import Diagnostic, Diagnostics
from tallystick.emit import codes
from tallystick.emit.code import Code
from tallystick.emit.environment import templates_folder
from tallystick.emit.target import Option, Options, Page
from tallystick.emit.targets.docs import prose, settings
from tallystick.emit.targets.docs.addresses import Addresses
from tallystick.emit.targets.docs.duties import Duties
from tallystick.emit.targets.docs.judging import Judging, judging
from tallystick.emit.targets.docs.members import Trees
from tallystick.emit.targets.docs.navigation import Link, Listed, Navigation
from tallystick.emit.targets.docs.once import Made
from tallystick.emit.targets.docs.operations import FaceView, Operations, OperationView
from tallystick.emit.targets.docs.quoting import FILTERS
from tallystick.emit.targets.docs.search import index
from tallystick.emit.targets.docs.trying import Forms
from tallystick.emit.targets.docs.types import TypeFace, Types, TypeView
from tallystick.ir import Api
from tallystick.text import SpecText


@dataclass(frozen=True, slots=True, kw_only=True)
class NavGroup:
    """A group of operations in the navigation."""

    url: str
    title: str
    description: SpecText | None
    operations: tuple[OperationView, ...]

    @property
    def links(self) -> tuple[Link, ...]:
        """The pages of its operations."""
        return tuple(Link(item.url, item.title) for item in self.operations)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeGroup:
    """The named types in the navigation."""

    types: tuple[TypeView, ...]
    url: str = "types/index"
    title: str = "Types"

    @property
    def links(self) -> tuple[Link, ...]:
        """The pages of the types."""
        return tuple(Link(item.url, item.name) for item in self.types)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What every page shows around its own content.

    Attributes:
        changelog: Markdown of what changed, None when there is no such page.
        made: For each kind of page, what macros of its templates have made.
    """

    title: SpecText
    version: str
    api: Api
    names: settings.Names
    navigation: Navigation
    groups: tuple[NavGroup, ...]
    types: tuple[TypeView, ...]
    duties: Duties
    judging: Judging
    credentials: tuple[tuple[str, str | None], ...]
    changelog: str | None
    made: Mapping[str, Made] = field(default_factory=lambda: {"html": {}, "md": {}})

    @property
    def refusing(self) -> bool:
        """Whether an operation documents a response that is no success."""
        return any(item.refusals for group in self.groups for item in group.operations)


class DocsTarget:
    """A static site of reference pages."""

    name = "docs"
    options: tuple[Option, ...] = settings.OPTIONS

    def filters(self) -> Mapping[str, Callable[..., Code]]:
        """Return the quoting filters of HTML, Markdown and scripts."""
        return FILTERS

    def view(self, api: Api, options: Options) -> tuple[tuple[Page, ...], Diagnostics]:
        """Lay out the site."""
        if not prose.installed():
            return (), (_missing(),)
        addresses = Addresses(api)
        names = settings.Names(api, options, addresses)
        duties = Duties(api)
        trees = Trees(api, duties)
        judged = judging(api)
        forms = Forms(api, names, judged)
        maker = Operations(api, names, addresses, trees, forms)
        groups = tuple(_groups(api, addresses, maker))
        types = Types(api, maker.tellers, addresses, trees, duties).all()
        listed: list[Listed] = [*groups, *((TypeGroup(types=types),) if types else ())]
        site = Site(
            title=api.info.title,
            version=api.info.version,
            api=api,
            names=names,
            navigation=Navigation(listed),
            groups=groups,
            types=types,
            duties=duties,
            judging=judged,
            credentials=tuple(_credentials(api, names)),
            changelog=options["changelog"],
        )
        return tuple(_pages(site)), ()


TARGET: Final = DocsTarget()


def _missing() -> Diagnostic:
    return Diagnostic(
        code=codes.OPTION_INVALID,
        message="target docs needs libraries that are not installed",
        help="pip install 'tallystick[docs]'",
    )


def _groups(api: Api, addresses: Addresses, maker: Operations) -> Iterator[NavGroup]:
    tags = {tag.name: tag.doc.description for tag in api.tags}
    for words, operations in addresses.groups.items():
        tag = next((name for item in operations for name in item.tags), "")
        yield NavGroup(
            url=f"{addresses.folders[words]}/index",
            title=" ".join(word[:1].upper() + word[1:] for word in words),
            description=tags.get(tag),
            operations=tuple(maker.view(item) for item in operations),
        )


def _credentials(api: Api, names: settings.Names) -> Iterator[tuple[str, str | None]]:
    """Yield what to send, and the environment variable that clients read it from."""
    for scheme in api.security:
        variable = names.variables.get(scheme.name)
        if scheme.kind == "http" and scheme.scheme:
            yield f"HTTP authentication, scheme {scheme.scheme.capitalize()}.", variable
        elif scheme.kind == "apiKey" and scheme.place:
            yield f"A key as {scheme.place.value} parameter {scheme.wire}.", variable
        else:
            yield f"{scheme.kind} ({scheme.name}).", variable


def _pages(site: Site) -> Iterator[Page]:
    yield from _both("index", site)
    for group in site.groups:
        yield from _both(group.url, site, "group", group=group)
        for item in group.operations:
            yield from _operation(site, item)
    if site.types:
        yield from _both("types/index", site, "types")
    for shape in site.types:
        yield from _type(site, shape)
    if site.duties.all:
        yield from _both("rules", site)
    if site.refusing:
        yield from _both("errors", site)
    if site.changelog:
        yield from _both("changelog", site)
    yield Page(path="llms.txt", template="llms.txt.jinja", view={"site": site})
    view = {"judging": site.judging}
    yield Page(path="assets/rules.js", template="rules.js.jinja", view=view)
    yield Page(
        path="assets/search.js", text=Code(f"window.SEARCH={FILTERS['script'](index(site))};\n")
    )
    for path in sorted((templates_folder() / "docs" / "assets").iterdir()):
        yield Page(path=f"assets/{path.name}", template=f"assets/{path.name}", view=None)


def _operation(site: Site, item: OperationView) -> Iterator[Page]:
    yield from _faced(item.url, site, "operation", item.faces, operation=item)


def _type(site: Site, shape: TypeView) -> Iterator[Page]:
    yield from _faced(shape.url, site, "type", shape.faces, type=shape)


def _faced(
    url: str, site: Site, template: str, faces: Sequence[FaceView | TypeFace], **more: object
) -> Iterator[Page]:
    """Yield a page with all faces, and one of Markdown for each; the first is the page's twin."""
    html = _view(url, site, "html", face=faces[0], **more)
    yield Page(path=f"{url}.html", template=f"{template}.html.jinja", view=html)
    for face in faces:
        view = _view(url, site, "md", face=face, **more)
        for path in (url, f"{url}.{face.key}") if face is faces[0] else (f"{url}.{face.key}",):
            yield Page(path=f"{path}.md", template=f"{template}.md.jinja", view=view)


def _both(url: str, site: Site, template: str | None = None, **more: object) -> Iterator[Page]:
    """Yield a page and its Markdown twin."""
    for suffix in ("html", "md"):
        name = f"{template or url}.{suffix}.jinja"
        yield Page(path=f"{url}.{suffix}", template=name, view=_view(url, site, suffix, **more))


def _view(url: str, site: Site, suffix: str, **more: object) -> Mapping[str, object]:
    around = {"site": site, "root": _root(url), "here": url, "nav": site.navigation.of(url)}
    return {**around, "made": site.made[suffix], **more}


def _root(url: str) -> Code:
    """Return the way from a page to the root of the site."""
    return Code("../" * url.count("/"))
