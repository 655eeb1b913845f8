"""``python -m tests.mutants.shop``: campaigns on the server of a small shop.

``make mutants`` does it too; writes generated/bench/shop.md and .json.
"""

import sys
from pathlib import Path
from typing import Final

from tests.mutants.foreign import Foreign, main
from tests.mutants.other.shop.asking import shown
from tests.mutants.other.shop.faults import FAULTS, KIND
from tests.mutants.other.shop.server import KEYS, orders

HEAD: Final = """\
# Who finds which fault of a shop

A small shop (`tests/mutants/other/shop`): orders that are placed, packed and shipped by the real
clock, or cancelled. Server and its {faults} faults were written without looking at what campaigns
send; requests beside them show that each fault is answered otherwise. Campaigns run as `tally fuzz`
does, without its Schemathesis phase. Found: an error or a warning that is not there without the
fault. `python -m tests.mutants.shop` writes this page anew.
"""
SHOP: Final = Foreign(
    name="shop",
    spec=Path(__file__).with_name("other") / "shop" / "shop.json",
    server=orders,
    keys=tuple(KEYS),
    faults=FAULTS,
    kinds=KIND,
    shown=shown,
    head=HEAD,
)

if __name__ == "__main__":
    sys.exit(main(SHOP, __doc__))
