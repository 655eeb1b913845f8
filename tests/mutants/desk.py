"""``python -m tests.mutants.desk``: campaigns on a help desk's server, of another style than ours.

``make mutants`` does it too; writes generated/bench/desk.md and .json.
"""

import sys
from pathlib import Path
from typing import Final

from tests.mutants.foreign import Foreign, main
from tests.mutants.other.desk.faults import FAULTS, KIND
from tests.mutants.other.desk.probes import shown
from tests.mutants.other.desk.server import deskline
from tests.mutants.other.desk.tickets import KEYS

UNSEEN: Final = frozenset(
    """
    body-null-refused close-ignored close-of-all close-opens close-twice delete-ignored
    delete-of-all deleted-listed download-early etag-constant get-stale gone-418
    high-needs-assignee key-any-body key-ignored kind-filter-inverted kind-filter-loses
    list-stale list-status-open lost-questions match-ignored match-refused patch-drops-tags
    patch-empty patch-ignored patch-null-kept patch-of-all patch-resets-priority phone-refused
    priority-as-normal priority-more put-keeps-kind put-merges put-unjudged reopen-ignored
    reopen-open screenshot-crash screenshot-free sort-reversed source-type-optional
    status-filter-ignored subject-120-refused subject-cut tag-any-word tags-5-refused
    ticket-of-all tickets-of-all title-upper urgent-incident-unassigned
    """.split()  # noqa: SIM905 - many words
)
"""Faults that the first campaigns missed, with each of three seeds."""
HEAD: Final = f"""\
# Who finds which fault of a help desk

A server of another style than the flagship's (`tests/mutants/other/desk`): OpenAPI 3.0, tickets
in projects, merge patches and entity tags, exports that take time, forms, cursors, a key in a
header of its own, things that are gone for good. Document, server and its {{faults}} faults were
written before any campaign ran against it, and without a look at what campaigns judge; requests
beside them show that each fault is answered otherwise. Campaigns run as `tally fuzz` does, without
its Schemathesis phase. Found: an error or a warning that is not there without the fault.

At first sight {len(FAULTS) - len(UNSEEN)} of {len(FAULTS)} were found with each seed, and two
things were told of the server without a fault that are none: a slug that is taken (409), and rules
that a 404 does not name. A third one was true, addresses were judged too loosely; the server was
mended. What was missed is found since by general means: resources in other resources, above all.
`python -m tests.mutants.desk` writes this page anew.
"""
DESK: Final = Foreign(
    name="desk",
    spec=Path(__file__).with_name("other") / "desk" / "desk.yaml",
    server=deskline,
    keys=tuple(KEYS),
    faults=FAULTS,
    kinds=KIND,
    shown=shown,
    unseen=UNSEEN,
    head=HEAD,
)

if __name__ == "__main__":
    sys.exit(main(DESK, __doc__))
