"""Faults of how jobs go on, of requests that are sent twice, and of files."""

from typing import Final

from tests.mutants.other.renders import kinds
from tests.mutants.other.renders import steps as s
from tests.mutants.other.renders.kinds import Cases

ENDED: Final = [*s.ON, s.look(), s.look(), s.look()]
KEYED: Final = s.keyed_by("k-1", s.IMAGE)
OTHER: Final = s.keyed_by("k-1", s.FILM)
FETCHED: Final = [*s.ON, s.fetch()]
STATES: Final[Cases] = {
    "stuck-queued": ("jobs are queued for ever", s.ON),
    "stuck-processing": ("jobs are processed for ever", s.ON),
    "stuck-video": ("films are processed for ever", s.FILMED),
    "starts-completed": ("jobs begin completed", s.ONCE),
    "starts-processing": ("jobs begin processing", s.ONCE),
    "backwards": ("what has ended is processed again", ENDED),
    "backwards-queued": ("what was processed is queued again", [s.IMAGE, s.look(0.07)]),
    "never-fails": ("what cannot be made is completed", s.FAILED),
    "flips": ("what has failed is completed, and what is completed fails", [*s.ON, s.look()]),
    "flips-late": ("what is completed fails at the fourth look", ENDED),
    "lost": ("jobs are lost before they end", s.ON),
    "lost-after-end": ("what has ended is lost at the third look", ENDED),
    "lost-failed": ("what failed is lost", s.FAILED),
    "get-first-404": ("the first look finds nothing", [s.IMAGE, s.look()]),
}


def twice(key: str) -> s.Steps:
    """Return a creation with a key."""
    return [s.keyed_by(key, s.IMAGE)]


AGAIN: Final[Cases] = {
    "key-ignored": ("the same key makes two jobs", [KEYED, KEYED]),
    "key-caseless": ("keys are the same in capitals", [KEYED, s.keyed_by("K-1", s.IMAGE)]),
    "key-shared": (
        "others' keys are the same",
        [KEYED, s.again(KEYED, authorization="Bearer key-b")],
    ),
    "key-other-body": ("the same key with another body shows the first job", [KEYED, OTHER]),
    "key-unchecked": ("any key is taken", twice("a b")),
    "key-255-refused": ("a key of 255 signs is refused", twice("k" * 255)),
    "key-256-accepted": ("a key of 256 signs is taken", twice("k" * 256)),
    "key-punctuation-refused": ("a key has letters and digits only", twice("k_1")),
    "repeat-200": ("the same key is answered with 200", [KEYED, KEYED]),
    "repeat-409": ("the same key is answered with 409", [KEYED, KEYED]),
    "presigned-60s": ("links live for a minute", [*s.ON, s.fetch()]),
    "presigned-past": ("links are of the past", FETCHED),
    "file-404": ("links lead to nothing", FETCHED),
    "file-404-video": ("links to films lead to nothing", [*s.FILMED, s.fetch()]),
    "file-empty": ("links lead to empty files", FETCHED),
    "file-png-always": (
        "links to JPEG lead to PNG",
        [s.image(output_format="jpeg"), s.END, s.fetch()],
    ),
    "file-html": ("links lead to pages", FETCHED),
}
CASES: Final = {kinds.STATE: STATES, kinds.AGAIN: AGAIN}
