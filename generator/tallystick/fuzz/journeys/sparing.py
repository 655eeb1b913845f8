"""Resources that are made to be changed, when there is none that may be."""

from contextlib import suppress
from typing import Final

from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.model import Case
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.sending.sender import Sender, SpentError

TRIES: Final = 2
"""Requests by which one is made."""


def spare(resources: Resources, sender: Sender, case: Case) -> None:
    """Make a resource for a case that changes one, when all that there are have other uses.

    Args:
        resources: What was made; gets the new one.
        sender: Sends.
        case: What is to be sent next.
    """
    for made in resources.lacking(case)[:TRIES]:
        with suppress(SpentError):
            reply = sender.send([made.case], [made.given], log=False)[0]
            if accepted(reply):
                resources.add(made.case, reply, made.given, spare=True)
                return
