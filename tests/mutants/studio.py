"""``python -m tests.mutants.studio``: campaigns on a studio's server by hand.

``make mutants`` does it too; writes generated/bench/studio.md and .json.
"""

import sys
from pathlib import Path
from typing import Final

from tests.mutants.foreign import Foreign, main
from tests.mutants.other.studio.faults import FAULTS, KIND, shown
from tests.mutants.other.studio.server import studio
from tests.mutants.other.studio.wire import KEYS

HEAD: Final = """\
# Who finds which fault of a studio

A server of the style that several vendors of speech and music have (`tests/mutants/other/studio`):
OpenAPI 3.1; jobs of five kinds told apart by a member, each with members of its own, and 58 rules
over what stands together; they wait, run and end, are cancelled and tried again, cost credits, come
several at once, and lead to signed downloads; voices by JSON or by a form, presets that are put,
cursors, filters and orders, keys for requests sent twice, usage by days, problems that name the
rule. Document, server and its {faults} faults were written before any campaign ran against it, and
without a look at what campaigns send and judge; each breaks a promise that the document makes, and
requests beside them show that it is answered otherwise. Campaigns run as `tally fuzz` does, without
its Schemathesis phase. Found: an error or a warning that is not there without the fault.

`python -m tests.mutants.studio` writes this page anew.
"""
STUDIO: Final = Foreign(
    name="studio",
    spec=Path(__file__).with_name("other") / "studio" / "studio.yaml",
    server=studio,
    keys=tuple(KEYS),
    faults=FAULTS,
    kinds=KIND,
    shown=shown,
    head=HEAD,
)

if __name__ == "__main__":
    sys.exit(main(STUDIO, __doc__))
