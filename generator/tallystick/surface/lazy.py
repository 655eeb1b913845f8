"""Declared types that are laid out when somebody asks for them."""

from collections.abc import Callable, Collection, Iterator, Mapping

from tallystick.surface.model import Declared

Lay = Callable[[Collection[str]], Mapping[str, Declared]]


class Declarations(Mapping[str, Declared]):
    """All declarations of a client, of which few may be needed."""

    def __init__(self, known: Collection[str], lay: Lay) -> None:
        """Know which there are.

        Args:
            known: All names.
            lay: Lays some of them out, and what comes with them.
        """
        self._known = dict.fromkeys(known)
        self._lay = lay
        self._made: dict[str, Declared] = {}

    def __getitem__(self, name: str) -> Declared:
        """Return a declaration."""
        if name not in self._made:
            if name not in self._known:
                raise KeyError(name)
            self.make((name,))
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        """Whether something of the name is declared."""
        return name in self._known or name in self._made

    def __iter__(self) -> Iterator[str]:
        """Yield all names; what comes with a type only once that is laid out."""
        return iter(dict.fromkeys((*self._known, *self._made)))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._known.keys() | self._made.keys())

    def make(self, names: Collection[str]) -> frozenset[str]:
        """Lay declarations out, and return the names of what that made."""
        found = self._lay([name for name in names if name not in self._made])
        self._made.update(found)
        return frozenset({*names, *found})

    @property
    def made(self) -> Mapping[str, Declared]:
        """What is laid out."""
        return self._made
