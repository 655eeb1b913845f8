"""Statuses by their meaning, for those who act on answers and judge them."""

from typing import Final

SUCCESS: Final = range(200, 300)
FOR_LATER: Final = 202
"""Of what is accepted and not done yet."""
SEE_OTHER: Final = 303
NOT_FOUND: Final = 404
CONFLICT: Final = 409
MALFORMED: Final = frozenset({400, 422})
"""By which a body is refused for what it is, whatever the state."""
MISTAKEN: Final = frozenset({*MALFORMED, CONFLICT})
"""By which a body is refused for what it is, or for what there is beside it."""
PRECONDITION_FAILED: Final = 412
CONTENT: Final = frozenset({*MALFORMED, 415})
"""By which a request is refused for what it says, or for how it is written."""
GONE: Final = frozenset({404, 410})
BARRED: Final = frozenset({401, 403, *GONE})
"""By which a caller is refused what another one has."""
