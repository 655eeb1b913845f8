"""``python -m tests.mutants.generations``: campaigns on a server of the flagship that is not ours.

``make mutants`` does it too; writes generated/bench/generations.md and .json.
"""

import sys
from typing import Final

from tests.mutants.foreign import Foreign, main
from tests.mutants.other.generations.faults import FAULTS, KIND
from tests.mutants.other.generations.probes import shown
from tests.mutants.other.generations.server import KEYS, generations
from tests.mutants.servers import SPEC

HEAD: Final = """\
# Who finds which fault of a foreign server

The generations API once more, written by hand from its pages
(`tests/mutants/other/generations`): nothing of it comes from the document, and it shares no line
with the reference server. Its {faults} faults were written before looking at what campaigns send;
requests beside them (`probes.py`) show that each is answered otherwise than without it. Found: an
error or a warning that is not there without the fault. Campaigns run as `tally fuzz` does with the
video document, without its Schemathesis phase, and end at the first finding (those on the server
without a fault do not). A job takes two milliseconds, every nineteenth fails, and the clock is the
real one: which states a campaign sees is chance in part, another run may find one or two others.
`python -m tests.mutants.generations` writes this page anew.
"""
GENERATIONS: Final = Foreign(
    name="generations",
    spec=SPEC,
    server=generations,
    keys=tuple(KEYS),
    faults=FAULTS,
    kinds=KIND,
    shown=shown,
    head=HEAD,
)

if __name__ == "__main__":
    sys.exit(main(GENERATIONS, __doc__))
