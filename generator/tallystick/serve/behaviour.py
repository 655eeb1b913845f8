"""What a server does beyond its document: the interface for anybody's API.

A document says which requests are well formed and which states a resource walks through. It
cannot say how a picture is drawn, who owns which account, or what a video must look like before
it is edited. That is a *behaviour*: a subclass of `Behaviour` with the hooks that one API needs,
loaded with ``tally serve --behaviour package.module:ATTRIBUTE`` or ``path/to/file.py:ATTRIBUTE``
(a subclass, an instance, or a callable that returns an instance).

The order of a create call::

    tokens/guest -> document's schema and rules -> judge -> create -> (stored, acknowledged)

and then, in a worker thread, once the resource is in the last state before a terminal one::

    run -> success, or raises Failure -> the failing state

A smallest behaviour::

    class Greeter(Behaviour):
        def judge(self, request, resources):
            if request.body["name"] == "Voldemort":
                yield Violation(rule="no-dark-lords", pointer="/name")

        def run(self, job):
            text = f"Hello {job.request.body['name']}"
            return {"output": [{"url": job.attach(text.encode(), "text/plain")}]}
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from tallystick.text import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A caller, as resources are owned by it.

    Attributes:
        id: Owner of resources and scope of idempotency keys. Never shown to callers.
        switches: Names of what the account may do, in the behaviour's own words.
    """

    id: str
    switches: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One call that passed the document's schema and rules (or, with rules off, its schema).

    Attributes:
        operation: `operationId`, or the one made from method and path.
        parameters: (place, wire name) -> value, with ``place`` one of ``path``, ``query``,
            ``header``, ``cookie``; values have the type that their schema gives them. Defaults
            are not filled in. Header names are lower case.
        body: A JSON or form body as JSON; None when there is none.
        files: Files of a multipart body: member -> its bytes; absent from `body`.
        raw: The body's bytes when it is neither JSON nor a form, else empty.
        account: Who calls.
        now: Time of the call, aware, UTC.
        rules: Mode of the server: ``all``, ``stated`` or ``off``; `judge` is called with ``all``
            only.
    """

    operation: str
    parameters: Mapping[tuple[str, str], Json]
    body: Json
    account: Account
    now: datetime
    rules: str = "all"
    files: Mapping[str, bytes] = field(default_factory=dict)
    raw: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One reason to refuse a request.

    Attributes:
        rule: Id of the rule, normally one that the document states with ``status: server``.
        pointer: JSON Pointer to the member of the body that is to blame, ``""`` for the whole.
        message: For the person who sent the request; None takes the document's message.
        status: HTTP status to answer with; None takes the one for broken rules (422 or 400,
            whichever the operation documents).
    """

    rule: str
    pointer: str = ""
    message: str | None = None
    status: int | None = None


class Refused(Exception):  # noqa: N818 - it is an answer, not an error of the program
    """Raised by `judge`, `create` or `answer`: the call ends with a problem of this status."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Violation] = (),
    ) -> None:
        """Refuse a call.

        Args:
            status: HTTP status, 400 to 599.
            detail: One sentence for the person who sent the request.
            headers: More headers of the answer, such as ``Retry-After``.
            errors: Members that are to blame, if any.
        """
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.errors = tuple(errors)


class Failure(Exception):  # noqa: N818 - a state of the resource, not an error of the program
    """Raised by `Behaviour.run`: the job ends in a failing terminal state."""

    def __init__(self, members: Mapping[str, Json], *, state: str | None = None) -> None:
        """End a job without success.

        Args:
            members: Members that say why, such as ``{"failure_code": "corrupt_input"}``. What
                the state requires and is not given here is made from the schema.
            state: The failing terminal state; None takes the first that can be reached.
        """
        super().__init__(f"the job failed: {dict(members)!r}")
        self.members = dict(members)
        self.state = state


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """Bytes that a job made, downloadable by a presigned URL.

    Attributes:
        media_type: ``image/png``; sent as ``Content-Type``.
        filename: Offered as ``Content-Disposition: inline; filename=...``; "" for none.
    """

    data: bytes
    media_type: str
    filename: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A stored resource with a lifecycle.

    Attributes:
        id: Value of the path parameter that gets it.
        operation: The operation that created it.
        request: Body of the request that created it.
        value: The resource as stored; URLs of assets are still references, see `Job.attach`.
        state: Its lifecycle state.
    """

    id: str
    operation: str
    request: Json
    value: Mapping[str, Json]
    state: str


class Resources(Protocol):
    """What one caller can see of the store. Others' resources do not exist for it."""

    def find(self, resource_id: str) -> Resource | None:
        """Return a resource of this caller, or None."""
        ...

    def asset(self, reference: str) -> Asset | None:
        """Return the bytes behind a reference of `Resource.value` or a URL of this server.

        Returns:
            None when it is neither, or the URL's signature is wrong or has expired.
        """
        ...


class Job(Protocol):
    """One resource on its way to a terminal state, as `Behaviour.run` sees it.

    `run` may be called again for the same job after a crash; nothing that an unfinished run
    attached or returned is ever seen by a caller.
    """

    @property
    def id(self) -> str:
        """Id of the resource: stable over retries, fit to seed a random generator."""
        ...

    @property
    def request(self) -> Request:
        """The request that created the resource (files and raw bytes included)."""
        ...

    @property
    def resource(self) -> Mapping[str, Json]:
        """The resource as it stands."""
        ...

    @property
    def resources(self) -> Resources:
        """What the owner of the resource can see."""
        ...

    @property
    def draft(self) -> Mapping[str, Json]:
        """Members of the success state made from the schema alone, with placeholder assets."""
        ...

    @property
    def now(self) -> datetime:
        """Time by the server's clock, aware, UTC."""
        ...

    @property
    def stopping(self) -> bool:
        """Whether the server is closing or the lease is lost.

        A long run may give up then by raising anything; the job is run again later.
        """
        ...

    def attach(self, data: bytes, media_type: str, *, filename: str = "") -> str:
        """Keep bytes as an asset of the resource.

        Returns:
            A reference, to be put where the document has the URL. Whenever the resource is
            shown, the reference is replaced by a fresh presigned URL.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response made by a behaviour.

    Attributes:
        body: JSON to send, or bytes sent as they are (with `media_type`).
    """

    status: int = 200
    body: "Json | bytes" = None
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


class Behaviour:
    """Base of all behaviours; each hook's default is what a server does without one.

    Hooks run on the event loop and must not block, except `run`, which has a worker thread of
    its own, and those named in `blocking`, which are run in a thread for every call.

    Attributes:
        blocking: Names of hooks (``judge``, ``create``, ``answer``) that decode media, open
            files or connections.
    """

    blocking: frozenset[str] = frozenset()

    def tokens(self) -> Mapping[str, Account]:
        """Return the credentials that are known: token, API key or ``user:password`` -> account.

        Read once at start. The server compares credentials in constant time.
        """
        return {}

    def guest(self, token: str) -> Account:
        """Return the account of an accepted credential that `tokens` does not name.

        Such a credential was given with ``--token``, or any is taken (``--token any``).
        """
        return Account(id="guest-" + hashlib.sha256(token.encode()).hexdigest()[:24])

    def judge(self, request: Request, resources: Resources) -> Iterable[Violation]:
        """Yield reasons to refuse a request that the document alone cannot see.

        Called after schema and rules were kept, and only by a server that judges all rules.

        Raises:
            Refused: The call ends with another status than a broken rule's.
        """
        del request, resources
        return ()

    def create(self, request: Request, draft: Mapping[str, Json]) -> Mapping[str, Json]:
        """Return the new resource as it is stored and answered.

        Args:
            request: The create call.
            draft: A resource in the initial state: id and times filled in, members of the
                request echoed where the resource has a member of the same name, members the
                schema requires made from it.

        Raises:
            Refused: Nothing is stored.
        """
        del request
        return draft

    def run(self, job: Job) -> Mapping[str, Json]:
        """Do the work, in a worker thread; return members of the success state.

        Returns:
            Members merged into the resource. The state member is set by the worker (give it
            only to choose among several success states).

        Raises:
            Failure: The job ends in a failing state.
        """
        return job.draft

    def failed(self, job: Job, error: Exception) -> Failure:
        """Translate an unexpected exception of `run` into the failure that callers see.

        The exception itself is logged, never shown.
        """
        del job, error
        return Failure({})

    def show(self, resource: Resource, account: Account) -> Mapping[str, Json]:
        """Return what a caller sees of a resource, at creation and at every poll.

        May leave members out; must not change what is stored.
        """
        del account
        return resource.value

    def answer(self, request: Request, resources: Resources) -> Answer | None:
        """Answer an operation that neither creates nor gets a resource with a lifecycle.

        Returns:
            The response, or None for what the server keeps of it, else an example.

        Raises:
            Refused: The call ends with a problem.
        """
        del request, resources
        return None
