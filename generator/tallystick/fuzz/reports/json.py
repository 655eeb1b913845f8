"""For programs; also what ``--baseline`` reads."""

import json

from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.reports.facts import Retold, whole


def render(outcome: Outcome, retold: Retold) -> str:
    """Render a campaign as one JSON object with a final newline."""
    return json.dumps(whole(outcome, retold), indent=2, ensure_ascii=False) + "\n"
