"""``python -m tests.mutants.till``: campaigns on a payments server by hand.

``make mutants`` does it too; writes generated/bench/till.md and .json.
"""

import sys
from pathlib import Path
from typing import Final

from tests.mutants.foreign import Foreign, main
from tests.mutants.other.till.faults import FAULTS, KIND, shown
from tests.mutants.other.till.server import tillside
from tests.mutants.other.till.wire import KEYS

UNSEEN: Final = frozenset[str]()
"""Faults that the first campaigns missed."""
HEAD: Final = """\
# Who finds which fault of a till

A server of the style that many public APIs have (`tests/mutants/other/till`): OpenAPI 3.0 with
inheritance, unions told apart by a member, members that may be null; customers, their sources and
invoices with lines, payments that are captured and given back, collections two deep, cursors,
filters and orders, expandable members, searches, batches, merge patches and replacements under
entity tags, keys for requests sent twice, reports that take time, files. Document, server and its
{faults} faults were written before any campaign ran against it, and without a look at what
campaigns send and judge; requests beside them show that each fault is answered otherwise.
Campaigns run as `tally fuzz` does, without its Schemathesis phase. Found: an error or a warning
that is not there without the fault.

`python -m tests.mutants.till` writes this page anew.
"""
TILL: Final = Foreign(
    name="till",
    spec=Path(__file__).with_name("other") / "till" / "till.yaml",
    server=tillside,
    keys=tuple(KEYS),
    faults=FAULTS,
    kinds=KIND,
    shown=shown,
    unseen=UNSEEN,
    head=HEAD,
)

if __name__ == "__main__":
    sys.exit(main(TILL, __doc__))
