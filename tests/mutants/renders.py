"""``python -m tests.mutants.renders``: campaigns on a terse server of the flagship by a third hand.

``make mutants`` does it too; writes generated/bench/renders.md and .json.
"""

import sys
from typing import Final

from tests.mutants.foreign import Foreign, main
from tests.mutants.other.renders.cases_auth import KEYS
from tests.mutants.other.renders.faults import FAULTS, KIND, shown
from tests.mutants.other.renders.server import renders
from tests.mutants.servers import SPEC

HEAD: Final = """\
# Who finds which fault of a terse server

The generations API a third time (`tests/mutants/other/renders`), written by hand from its pages by
somebody who never saw what campaigns send and judge. It is terse: a refusal names one place and no
rule, and what the document leaves to servers is refused like the rest. Data that cannot be decoded
fail, and so does one prompt of thirteen or so; links lead to small files. Its {faults} faults were
written before any campaign ran against it, but for six (`nulls`, and those of `chain`); requests
beside them show that each is answered otherwise than without it. Its clock goes on by five
milliseconds with each request and by nothing else. Campaigns run as `tally fuzz` does with the
video document, without its Schemathesis phase. Found: an error or a warning that is not there
without the fault; that no rule is named is told of it with each seed, rightly, and counts for
nothing here.

`python -m tests.mutants.renders` writes this page anew.
"""
RENDERS: Final = Foreign(
    name="renders",
    spec=SPEC,
    server=renders,
    keys=tuple(KEYS),
    faults=FAULTS,
    kinds=KIND,
    shown=shown,
    head=HEAD,
    told="rule-not-named",
)

if __name__ == "__main__":
    sys.exit(main(RENDERS, __doc__))
