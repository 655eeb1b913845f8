"""One job as a behaviour sees it, and the values its run leads to."""

import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tallystick.serve.behaviour import Account, Asset, Behaviour, Request, Resource
from tallystick.serve.lifecycle import Walk
from tallystick.serve.records import Stored
from tallystick.serve.signing import Signer
from tallystick.serve.store import Store
from tallystick.text import Json

Clock = Callable[[], float]
"""Unix time; tests give one that they move."""

REFERENCE = "tally-asset:"
"""Begins the text that stands for an asset's URL in a stored resource."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How resources of one kind are made, walked and shown.

    Attributes:
        kind: Id of the operation that gets them.
        walk: Their lifecycle.
        example: (seed, now, attach) -> a whole resource made from the schema, every member
            filled in. ``attach`` gives a reference for a string that is a presigned URL.
        expiry: Seconds that a presigned URL lives.
    """

    kind: str
    walk: Walk
    example: "Callable[[str, float, Attach], dict[str, Json]]"
    expiry: int


Attach = Callable[[str], str]
"""(media type or "") -> reference of a placeholder asset."""


def moment(seconds: float) -> datetime:
    """Return unix time as an aware UTC datetime."""
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What handlers and workers of one server share.

    Attributes:
        plans: Kind of resource -> how it is made, walked and shown.
        rules: ``all``, ``stated`` or ``off``.
        latency: Seconds that a resource stays in each state that is not terminal.
    """

    store: Store
    signer: Signer
    clock: Clock
    behaviour: Behaviour
    plans: Mapping[str, Plan]
    rules: str
    latency: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnResources:
    """What one caller can see of the store."""

    setting: Setting
    account: Account

    def find(self, resource_id: str) -> Resource | None:
        """Return a resource of this caller, or None."""
        stored = self.setting.store.find(None, resource_id, self.account.id)
        return resource_of(stored) if stored else None

    def asset(self, reference: str) -> Asset | None:
        """Return the bytes behind a reference of the caller's, or behind a presigned URL."""
        store = self.setting.store
        if reference.startswith(REFERENCE):
            return store.asset(reference.removeprefix(REFERENCE), self.account.id)
        asset_id = self.setting.signer.check_url(reference, self.setting.clock())
        return store.asset(asset_id) if asset_id else None


@dataclass(frozen=True, kw_only=True)
class RunningJob:
    """A claimed job. Assets gather here and are stored with the state that shows them."""

    claimed: Stored
    plan: Plan
    setting: Setting
    lost: threading.Event
    assets: list[tuple[str, Asset]] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Id of the resource."""
        return self.claimed.id

    @property
    def request(self) -> Request:
        """The request that created the resource, its uploads included."""
        files = self.setting.store.uploads(self.claimed.number)
        return Request(
            operation=self.claimed.operation,
            parameters={(place, name): value for place, name, value in self.claimed.parameters},
            body=self.claimed.request,
            account=self.claimed.account,
            now=moment(self.claimed.created),
            rules=self.setting.rules,
            raw=files.pop("", b""),
            files=files,
        )

    @property
    def resource(self) -> Mapping[str, Json]:
        """The resource as it stands."""
        return self.claimed.value

    @property
    def resources(self) -> OwnResources:
        """What the owner of the resource can see."""
        return OwnResources(setting=self.setting, account=self.claimed.account)

    @property
    def draft(self) -> Mapping[str, Json]:
        """Members that the success state requires or that hold outputs, made from the schema."""
        lifecycle = self.plan.walk.lifecycle
        reached = [self.plan.walk.state(name) for name in lifecycle.success[:1]]
        wanted = {*lifecycle.outputs, *(name for s in reached if s for name in s.requires)}
        example = self.example()
        return {name: example[name] for name in example if name in wanted}

    @property
    def now(self) -> datetime:
        """Time by the server's clock."""
        return moment(self.setting.clock())

    @property
    def stopping(self) -> bool:
        """Whether the server is closing or the lease is lost."""
        return self.lost.is_set()

    def attach(self, data: bytes, media_type: str, *, filename: str = "") -> str:
        """Keep bytes as an asset of the resource; return its reference."""
        asset_id = uuid.uuid4().hex
        self.assets.append((asset_id, Asset(data=data, media_type=media_type, filename=filename)))
        return REFERENCE + asset_id

    def example(self) -> dict[str, Json]:
        """Return a whole resource made from the schema, with placeholder assets."""

        def placeholder(media_type: str) -> str:
            text = f"Example output of {self.claimed.id}.\n"
            return self.attach(text.encode(), media_type or "text/plain; charset=utf-8")

        return self.plan.example(self.claimed.id, self.setting.clock(), placeholder)


def resource_of(stored: Stored) -> Resource:
    """Return a row as behaviours see it."""
    return Resource(
        id=stored.id,
        operation=stored.operation,
        request=stored.request,
        value=stored.value,
        state=stored.state,
    )
