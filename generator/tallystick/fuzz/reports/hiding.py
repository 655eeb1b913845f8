"""Secrets that a server says again: they are in its answers, and stand in no report."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Finding
from tallystick.fuzz.sending.credentials import NEAR, Credentials, nearly

SHORTEST: Final = 4
"""Characters of a secret that is looked for: shorter ones are found in any text."""
SHOWN: Final = "[hidden]"
_TELLS: Final = re.compile(r"auth|cookie|key|pass|secret|session|sign|token", re.IGNORECASE)
"""What names of headers have that hold secrets."""


def hidden(outcome: Outcome, credentials: Credentials) -> Outcome:
    """Return an outcome of which no answer and no sentence holds what was given as a secret."""
    texts = {form for secret in _secrets(credentials) for form in _forms(secret)}
    if not texts:
        return outcome
    any_of = "|".join(map(re.escape, sorted(texts, key=len, reverse=True)))
    pattern = re.compile(f"(?<![A-Za-z0-9])(?:{any_of})(?![A-Za-z0-9])")
    return replace(
        outcome,
        findings=tuple(_without(pattern, item) for item in outcome.findings),
        notes=tuple(pattern.sub(SHOWN, note) for note in outcome.notes),
        stopped=pattern.sub(SHOWN, outcome.stopped),
    )


def _without(pattern: re.Pattern[str], item: Finding) -> Finding:
    body = item.reply.body.decode("utf-8", "surrogateescape")
    said = pattern.sub(SHOWN, body).encode("utf-8", "surrogateescape")
    reply = replace(item.reply, body=said)
    return replace(item, sentence=pattern.sub(SHOWN, item.sentence), reply=reply)


def _secrets(credentials: Credentials) -> Iterator[str]:
    """Yield what was declared secret, without the word of a scheme or the name of a cookie."""
    held = [value for name, value in credentials.headers if _TELLS.search(name)]
    for value in (*credentials.auth, *held):
        word = value.split()[-1] if value.split() else ""
        yield from (value, word, word.partition("=")[2], word.partition(":")[2])


def _forms(secret: str) -> Iterator[str]:
    """Yield how a secret, and what is nearly it, may be spelled in an answer."""
    for text in (secret, *(nearly(secret, caller) for caller in NEAR)):
        if len(text) >= SHORTEST:
            yield from (text, quote(text, safe=""), json.dumps(text)[1:-1])
            yield base64.b64encode(text.encode()).decode()
