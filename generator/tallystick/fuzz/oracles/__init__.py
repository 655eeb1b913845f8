"""Judgements on answers, one file each. ``PLAIN`` judge every answer, in this order."""

from tallystick.fuzz.oracles import (
    acceptance,
    answered,
    blamed,
    conformance,
    derived,
    looked_up,
    naming,
    problems,
    refusal,
    stated,
    unlisted,
)

PLAIN = (
    answered.judge,
    acceptance.judge,
    refusal.judge,
    stated.judge,
    stated.credentials,
    looked_up.judge,
    naming.judge,
    blamed.judge,
    conformance.judge,
    derived.judge,
    unlisted.judge,
    problems.judge,
    problems.challenge,
)
