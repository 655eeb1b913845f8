"""One call, from its credentials to its answer."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable
from typing import Any, Final, TypeVar

from starlette.responses import Response

from tallystick.serve.behaviour import Account, Answer, Refused, Request, Violation
from tallystick.serve.changing import Attempt, made
from tallystick.serve.endpoints import Endpoint
from tallystick.serve.examples import Unmakeable
from tallystick.serve.jobs import OwnResources, Setting, moment
from tallystick.serve.keeping import Keeper
from tallystick.serve.kinds import Creator, Kind, draft, identity, success
from tallystick.serve.problem import Fault, Problem, summary
from tallystick.serve.reading import Call, Read, read_call
from tallystick.serve.records import Created, Draft, Key, Stored
from tallystick.serve.replies import (
    acceptable,
    compact,
    concrete,
    not_acceptable,
    not_makeable,
    status_of,
)
from tallystick.serve.security import Sent, cookies
from tallystick.serve.show import Shower
from tallystick.text import Json

LOG = logging.getLogger("tallystick.serve")
KEY_LIFE: Final = 24 * 3600.0
"""Seconds that an idempotency key is remembered."""
MAX_KEY: Final = 255
"""Characters of an idempotency key where no schema says how many."""
ATTEMPTS: Final[tuple[Attempt, ...]] = ("own", *("named",) * 11, *("any",) * 4)
"""Ids that are tried at most for a new resource, where its schema leaves few of them."""

T = TypeVar("T")


class Desk:
    """Answers calls."""

    def __init__(self, setting: Setting, wake: Callable[[], None], limit: int) -> None:
        """Make a desk.

        Args:
            setting: What the server shares.
            wake: Tells the workers that there is a job.
            limit: Bytes of a body that are read.
        """
        self._setting = setting
        self._shower = Shower(setting)
        self._keeper = Keeper(setting)
        self._wake = wake
        self._limit = limit

    async def answer(self, endpoint: Endpoint, call: Call) -> Response | Problem:
        """Answer one call.

        Raises:
            Disconnected: The caller went away.
        """
        given = call.given
        sent = Sent(given.headers, given.query, cookies(given.headers.get("cookie", ())))
        account = endpoint.gate.admit(sent)
        if isinstance(account, Problem):
            return account
        got = await read_call(endpoint, call, self._limit)
        if isinstance(got, Problem):
            return got
        request = Request(
            operation=endpoint.operation.id,
            parameters=got.values,
            body=got.body,
            account=account,
            now=moment(self._setting.clock()),
            rules=self._setting.rules,
            files=got.parsed.files,
            raw=got.parsed.raw,
        )
        try:
            return await self._serve(endpoint, call, request, got)
        except Refused as refused:
            return Problem(
                status=refused.status,
                detail=refused.detail,
                headers=refused.headers,
                errors=tuple(map(endpoint.fault, refused.errors)),
            )
        except Unmakeable:
            return not_makeable()

    async def _serve(
        self, endpoint: Endpoint, call: Call, request: Request, got: Read
    ) -> Response | Problem:
        if endpoint.kind is not None and not endpoint.kind.plain:
            return self._get(endpoint, endpoint.kind, call, request)
        if endpoint.creator is not None and not endpoint.creator.kind.plain:
            return await self._create(endpoint, call, request, got)
        refused = await self._judge(endpoint, request)
        if refused is not None:
            return refused
        resources = OwnResources(setting=self._setting, account=request.account)
        behaviour = self._setting.behaviour
        answer = await self._hook("answer", lambda: behaviour.answer(request, resources))
        if answer is None:
            kept = await self._keeper.answer(endpoint, call, request)
            if kept is None and endpoint.creator is not None:
                kept = await self._create(endpoint, call, request, got)
            if kept is not None:
                return kept
            accept = call.given.headers.get("accept", ())
            return endpoint.replier.reply(accept, self._setting.clock(), request.body)
        return _response(answer)

    async def _judge(self, endpoint: Endpoint, request: Request) -> Problem | None:
        """Ask the behaviour about the rules that only a server can judge."""
        if self._setting.rules != "all":
            return None
        resources = OwnResources(setting=self._setting, account=request.account)
        behaviour = self._setting.behaviour

        def judge() -> list[Violation]:
            return list(behaviour.judge(request, resources))

        violations = await self._hook("judge", judge)
        if not violations:
            return None
        faults = tuple(map(endpoint.fault, violations))
        status = next((fault.status for fault in faults if fault.status), endpoint.broken)
        return Problem(status=status, detail=summary(faults), errors=faults)

    async def _hook(self, name: str, work: Callable[[], T]) -> T:
        """Call a hook of the behaviour, in a thread when it says that it blocks."""
        if name in self._setting.behaviour.blocking:
            return await asyncio.to_thread(work)
        return work()

    def _get(
        self, endpoint: Endpoint, kind: Kind, call: Call, request: Request
    ) -> Response | Problem:
        wanted = request.parameters.get(kind.key)
        resource_id = wanted if isinstance(wanted, str) else json.dumps(wanted)
        stored = self._setting.store.find(kind.plan.kind, resource_id, request.account.id)
        if stored is None:
            return Problem(status=404, detail=f"There is no {_noun(kind)} {resource_id[:80]}.")
        return self._show(endpoint, stored, request.account, call)

    async def _create(
        self, endpoint: Endpoint, call: Call, request: Request, got: Read
    ) -> Response | Problem:
        creator = endpoint.creator
        if creator is None:
            message = "only operations with a creator create"
            raise TypeError(message)
        key = self._key(endpoint, call, request, got)
        if isinstance(key, Problem):
            return key
        now = self._setting.clock()
        earlier = self._setting.store.replay(key, now) if key else None
        if earlier is not None:
            return self._created(endpoint, call, request.account, earlier)
        refused = None if creator.kind.plain else await self._judge(endpoint, request)
        if refused is not None:
            return refused
        for attempt in ATTEMPTS:
            created = await self._store(creator, request, key, now, attempt)
            if created.outcome != "id-taken":
                self._wake()
                return self._created(endpoint, call, request.account, created)
        detail = f"No id is free for another {_noun(creator.kind)}: its schema leaves too few."
        return Problem(status=507, detail=detail)

    async def _store(
        self, creator: Creator, request: Request, key: Key | None, now: float, attempt: Attempt
    ) -> Created:
        behaviour = self._setting.behaviour
        if creator.kind.plain:
            drafted = made(creator, request.body, now, attempt)
        else:
            drafted = draft(creator, request.body, now)
        value = dict(await self._hook("create", lambda: behaviour.create(request, drafted)))
        fresh = _draft(creator.kind, request, value, now, self._setting.latency)
        writing = self._setting.store.create(fresh, key)
        return writing.result() if writing.done() else await asyncio.wrap_future(writing)

    def _created(
        self, endpoint: Endpoint, call: Call, account: Account, created: Created
    ) -> Response | Problem:
        if created.outcome == "conflict" or created.stored is None:
            message = "This idempotency key was used before, for another request."
            fault = Fault(
                pointer="",
                rule="idempotency-key",
                message=message,
                parameter=f"header.{endpoint.key_header}",
            )
            return Problem(status=endpoint.conflict, detail=message, errors=(fault,))
        return self._show(endpoint, created.stored, account, call)

    def _show(
        self, endpoint: Endpoint, stored: Stored, account: Account, call: Call
    ) -> Response | Problem:
        if endpoint.creator is not None and endpoint.creator.kind.plain:
            value = self._shower.show(stored, account, call.base)
            shown = self._keeper.show(endpoint, value, call) if isinstance(value, dict) else None
            if shown is not None:
                return shown
            return endpoint.replier.reply(call.given.headers.get("accept", ()), stored.created)
        documented = success(endpoint.operation)
        types = [content.media_type for content in documented.contents] if documented else []
        accept = call.given.headers.get("accept", ())
        chosen = next((name for name in types if acceptable(name, accept)), None)
        if chosen is None:
            return not_acceptable(types)
        value = self._shower.show(stored, account, call.base)
        response = Response(compact(value), status_code=status_of(documented))
        response.raw_headers.append((b"content-type", concrete(chosen).encode()))
        return response

    def _key(
        self, endpoint: Endpoint, call: Call, request: Request, got: Read
    ) -> Key | Problem | None:
        """Return the idempotency key of a call, bound to all that the call asks for."""
        values = call.given.headers.get(endpoint.key_header)
        text = values[0] if values else ""
        declared = any(each.key == ("header", endpoint.key_header) for each in endpoint.parameters)
        if not values or (declared and not text):
            return None
        if not declared and not 0 < len(text) <= MAX_KEY:
            message = f"An idempotency key has 1 to {MAX_KEY} characters."
            return Problem(status=400, detail=message)
        asked: Any = [
            sorted(
                (place, name, value)
                for (place, name), value in request.parameters.items()
                if place in {"path", "query"}
            ),
            request.body,
        ]
        content = json.dumps(asked, sort_keys=True).encode()
        if request.body is None or got.parsed.files:
            content += b"\0" + got.data
        return Key(
            owner=request.account.id,
            operation=endpoint.operation.id,
            key=text,
            digest=hashlib.sha256(content).digest(),
            expires=self._setting.clock() + KEY_LIFE,
        )


def _draft(
    kind: Kind, request: Request, value: dict[str, Json], now: float, latency: float
) -> Draft:
    walk = kind.plan.walk
    state = value.get(walk.lifecycle.member)
    name = state if isinstance(state, str) else walk.lifecycle.initial
    resource_id = identity(kind, value)
    if resource_id is None:
        message = "the behaviour made a resource without an id"
        raise ValueError(message)
    files = tuple(request.files.items())
    return Draft(
        id=resource_id,
        kind=kind.plan.kind,
        operation=request.operation,
        account=request.account,
        request=request.body,
        parameters=tuple(
            (place, wire, given) for (place, wire), given in request.parameters.items()
        ),
        value=value,
        state=name,
        created=now,
        due=None if walk.is_terminal(name) else now + latency,
        files=(*files, ("", request.raw)) if request.raw else files,
    )


def _noun(kind: Kind) -> str:
    return " ".join(kind.type.words) or "resource"


def _response(answer: Answer) -> Response:
    body = answer.body if isinstance(answer.body, bytes) else compact(answer.body)
    if answer.body is None:
        body = b""
    headers = {"content-type": answer.media_type, **answer.headers} if body else answer.headers
    return Response(body, status_code=answer.status, headers=dict(headers))
