"""Bodies that are bytes or texts as they are, of media types that say nothing more."""

from collections.abc import Iterator

from hypothesis import strategies as st

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.requests.raw import sized, texts
from tallystick.ir import Content, Operation


def raw(
    judging: Judging, operation: Operation
) -> Iterator[tuple[Content, st.SearchStrategy[bytes]]]:
    """Yield the contents of an operation that are bytes or plain texts, each with some of them."""
    for content in operation.body.contents if operation.body else ():
        size, known = sized(judging, content), texts(judging, content)
        if size is not None:
            yield content, st.binary(min_size=size[0], max_size=size[1])
        elif known is not None:
            anything = st.text("abc xyz", min_size=1).map(str.encode)
            yield content, st.sampled_from(known) if known else anything
