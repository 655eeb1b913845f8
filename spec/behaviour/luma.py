"""The behaviour of the Luma Agents generations API, wired to the server's hooks."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tallystick.serve.behaviour import (
    Account,
    Behaviour,
    Failure,
    Job,
    Request,
    Resources,
    Violation,
)
from tallystick.text import Json

from . import accounts, film
from .failures import asked_for, failed
from .fetching import resolver
from .inputs import EDIT_SECONDS, TOLERANCE, Inputs
from .ledger import Ledger
from .moderation import blocked_word
from .orders import Order
from .prices import price

CREATE: Final = "createGeneration"
CHAINS: Final = {"image_edit": "image", "video_edit": "video", "video_reframe": "video"}
"""Type of a generation -> kind of output that its `source.generation_id` chains."""


class Luma(Behaviour):
    """The Luma Agents API in small: accounts, media checks, moderation, rendering.

    Args:
        known: The accounts; None reads the file that ``LUMA_AGENTS_ACCOUNTS`` names, if it does.
    """

    blocking = frozenset({"judge"})

    def __init__(self, known: accounts.Accounts | None = None) -> None:
        """Read the accounts.

        Raises:
            ValueError: The accounts file is wrong.
            OSError: It cannot be read.
        """
        named = os.environ.get(accounts.ENVIRONMENT)
        if known is None:
            known = accounts.read(Path(named)) if named else accounts.Accounts()
        self._accounts = known
        self._fetch = resolver(known.folders)
        self._ledger = Ledger()

    def tokens(self) -> Mapping[str, Account]:
        """Return the accounts of the file, by token."""
        return self._accounts.tokens

    def guest(self, token: str) -> Account:
        """Return the account of any other accepted token: it has the default terms."""
        return Account(id=super().guest(token).id, switches=self._accounts.default.switches)

    def judge(self, request: Request, resources: Resources) -> Iterable[Violation]:
        """Yield what breaks the rules that the document leaves to the server."""
        body = request.body
        if request.operation != CREATE or not isinstance(body, dict):
            return
        yield from _account_rules(body, request.account.switches)
        yield from _chain_rules(body, resources)
        yield from self._length_rule(body, resources)

    def create(self, request: Request, draft: Mapping[str, Json]) -> Mapping[str, Json]:
        """Admit a generation to its account, and name its model and type."""
        if request.operation != CREATE or not isinstance(request.body, dict):
            return draft
        terms = self._accounts.of(request.account)
        self._ledger.admit(
            request.account.id, terms, str(draft.get("id")), price(request.body), request.now
        )
        model, kind = request.body.get("model") or "uni-1", request.body.get("type") or "image"
        return {**draft, "model": model, "type": kind}

    def run(self, job: Job) -> Mapping[str, Json]:
        """Make the files of a generation."""
        body: Any = job.request.body
        account, terms = job.request.account, self._accounts.of(job.request.account)
        made = False
        try:
            refused = asked_for(str(body.get("prompt"))) or self._ledger.start(
                account.id, terms, job.id, price(body), job.now
            )
            if refused is not None:
                raise refused
            moderated(str(body.get("prompt")))
            inputs = Inputs(job.resources, self._fetch)
            outputs: list[Json] = [
                {
                    "type": output.kind,
                    "url": job.attach(output.data, output.media_type, filename=output.filename),
                }
                for output in Order(body, inputs, lambda: job.stopping).outputs()
            ]
            made = True
        finally:
            self._ledger.finish(account.id, job.id, charged=made)
        return {"output": outputs}

    def failed(self, job: Job, error: Exception) -> Failure:
        """Say ``generation_failed`` for whatever breaks here."""
        del job, error
        return failed("generation_failed", "The generation broke; the same request may work.")

    def _length_rule(self, body: Mapping[str, Any], resources: Resources) -> Iterator[Violation]:
        """Yield edit-source-18s when the source is at hand; one behind a URL is judged later."""
        source = body.get("source")
        if body.get("type") != "video_edit" or not source or _is_remote(source.get("url")):
            return
        try:
            media = Inputs(resources, self._fetch).media(source, "source")
            facts = film.facts(media.data, media.media_type)
        except (Failure, film.Unreadable, KeyError):
            return  # the job will say what is wrong with it
        if facts.seconds > EDIT_SECONDS + TOLERANCE:
            yield Violation(rule="edit-source-18s", pointer="/source")


def moderated(prompt: str) -> None:
    """Let a prompt pass.

    Raises:
        Failure: ``content_moderated``.
    """
    word = blocked_word(prompt)
    if word is not None:
        raise failed("content_moderated", f"The prompt was refused by moderation ({word!r}).")


def _is_remote(url: Any) -> bool:
    return isinstance(url, str) and url[:5].lower() != "data:"


def _account_rules(body: Mapping[str, Any], switches: frozenset[str]) -> Iterator[Violation]:
    video = body.get("video") or {}
    if video.get("hdr") and accounts.HDR not in switches:
        yield Violation(rule="hdr-access", pointer="/video/hdr")
    rolling_out = body.get("type") == "video_reframe" and video.get("resolution") == "1080p"
    if rolling_out and accounts.REFRAME_1080P not in switches:
        yield Violation(rule="reframe-1080p-rollout", pointer="/video/resolution")


def _chain_rules(body: Mapping[str, Any], resources: Resources) -> Iterator[Violation]:
    """Yield chain-kind for every chained generation that cannot be used.

    One that is not there and one that is somebody else's look the same.
    """
    video = body.get("video") or {}
    wanted = CHAINS.get(str(body.get("type")))
    places = (
        ("/source", body.get("source"), wanted, None),
        ("/video/start_frame", video.get("start_frame"), None, FRAMES),
        ("/video/end_frame", video.get("end_frame"), None, FRAMES),
    )
    for pointer, ref, kind, message in places:
        chained = ref.get("generation_id") if ref else None
        if isinstance(chained, str) and not _usable(chained, kind, resources):
            yield Violation(rule="chain-kind", pointer=f"{pointer}/generation_id", message=message)


FRAMES: Final = "generation_id must be a completed generation of your own."


def _usable(chained: str, kind: str | None, resources: Resources) -> bool:
    resource = resources.find(chained)
    if resource is None or resource.state != "completed":
        return False
    made = "video" if str(resource.value.get("type")).startswith("video") else "image"
    return kind is None or made == kind
