"""Places in a YAML text."""

from tallystick.load.place import Place
from tallystick.load.yaml_text import Composer, Entry, Node


class YamlIndex:
    """The nodes of a YAML text; of a broken one, those before the break."""

    def __init__(self, text: str) -> None:
        """Compose `text`."""
        composer = Composer(text)
        composer.compose()
        self._root = composer.root or composer.unfinished()

    def find(self, tokens: tuple[str, ...]) -> tuple[Place, int]:
        """Return the place of a value, and how many of the steps lead to something."""
        node = self._root
        if node is None:
            return Place(key=0, value=0, end=0), 0
        key = node
        for done, token in enumerate(tokens):
            below = _step(node, token)
            if below is None:
                return _place(key, node), done
            key, node = below
        return _place(key, node), len(tokens)


def _step(node: Node, token: str) -> Entry | None:
    if isinstance(node.value, dict):
        return node.value.get(token)
    if isinstance(node.value, list) and token.isdecimal() and int(token) < len(node.value):
        item = node.value[int(token)]
        return Entry(item, item)
    return None


def _place(key: Node, node: Node) -> Place:
    return Place(key=key.start, value=node.start, end=node.end, style=node.style)
