"""The navigation of a site: whole on a small one, folded around the page on a large one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from tallystick.text import SpecText

LARGEST: Final = 80
"""With more links than this, groups that a page is not in are one link each, and so is a group
of more than twice as many."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page, by its address from the root without suffix."""

    url: str
    text: SpecText | str


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A group of links; the heading leads to a page that has them all.

    Attributes:
        links: Empty where it is folded.
    """

    url: str
    title: str
    links: tuple[Link, ...]


class Listed(Protocol):
    """A group that the navigation lists."""

    @property
    def url(self) -> str:
        """Address of the page of the group."""
        ...

    @property
    def title(self) -> str:
        """Heading."""
        ...

    @property
    def links(self) -> tuple[Link, ...]:
        """What is in it."""
        ...


class Navigation:
    """Folds the groups of a site."""

    def __init__(self, sections: Sequence[Listed]) -> None:
        """Keep what there is to list."""
        self._whole = tuple(Section(item.url, item.title, item.links) for item in sections)
        self._folded = tuple(Section(item.url, item.title, ()) for item in self._whole)
        self._large = sum(len(item.links) for item in self._whole) > LARGEST
        self._place = {
            link.url: number
            for number, item in enumerate(self._whole)
            for link in (Link(item.url, item.title), *item.links)
        }

    def of(self, url: str) -> tuple[tuple[Section, str | None], ...]:
        """Return the sections as a page shows them, the one that it is in with its address.

        Args:
            url: Address of the page.
        """
        here = self._place.get(url)
        sections = list(self._folded if self._large else self._whole)
        if here is not None and len(self._whole[here].links) <= LARGEST * 2:
            sections[here] = self._whole[here]
        return tuple((item, url if at == here else None) for at, item in enumerate(sections))
