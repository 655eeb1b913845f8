"""Schemathesis inside a campaign: its phases, its checks, its stateful machine; our rules.

Its engine runs once for each of its phases, so that each gets its share of the requests. What it
sends goes over the campaign's transport, the bodies that it takes for valid are mended until they
break no rule, and what its checks find becomes findings of ours.
"""

import warnings
from collections.abc import Iterator
from copy import deepcopy
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.schemathesis.bodies import Mending
from tallystick.fuzz.schemathesis.findings import Failed, Findings
from tallystick.fuzz.schemathesis.patience import ImpatientError, patient
from tallystick.fuzz.schemathesis.proxy import STAND_IN, Proxy, scalars
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.sender import SILENT, Sender, SilentError
from tallystick.ir import Api, SecurityScheme
from tallystick.resolve import bundle
from tallystick.text import Json

SHARE: Final = 0.1
"""Part of all requests that Schemathesis may send."""
PHASES: Final = {"examples": 0.1, "coverage": 0.5, "fuzzing": 0.2, "stateful": 0.2}
"""Its phases, and the part of its requests that each may send; what one leaves, the next has."""
PER_OPERATION: Final = 4
"""Of a phase's requests, how many examples an operation is drawn at least."""
LONGEST: Final = 200
MISSING: Final = (
    "Schemathesis' phases were left out: it is not installed (pip install 'tallystick[fuzz]')"
)
SCENARIO, PROBLEM, INTERRUPTED = "ScenarioFinished", "NonFatalError", "Interrupted"
"""Names of the engine's events that matter here."""


class Schemathesis:
    """Runs Schemathesis against the server of a campaign.

    Attributes:
        notes: What could not be done, in sentences.
    """

    def __init__(
        self, scene: Scene, sender: Sender, ledger: Ledger, credentials: Credentials, seed: int
    ) -> None:
        """Send over `sender`, and tell `ledger`."""
        self._api = scene.api
        self._sender = sender
        self._ledger = ledger
        self._credentials = credentials
        self._seed = seed
        self._mending = Mending(scene.api, scene.judging)
        self._findings = Findings(scene, self._mending)
        self.notes: list[str] = []

    def run(self, most: int, spared: frozenset[str] = frozenset()) -> Iterator[None]:
        """Run all phases; yields now and then, so that something else can be done.

        Args:
            most: Requests at most.
            spared: Ids of resources that are not to be changed: lists show them.

        Raises:
            SilentError: Nobody answers.
            StoppedError: There is no time left.
        """
        if not self._api.operations:
            return  # it would end in an error where `paths` is no mapping
        if find_spec("schemathesis") is None:
            self.notes.append(MISSING)
            return
        left = most
        parts = 1.0
        written = set(scalars(_document(self._api)))
        for name, part in PHASES.items():
            allowed = int(left * part / parts)
            parts -= part
            if allowed:
                proxy = Proxy(self._sender, self._credentials, allowed, name, written)
                proxy.spared = spared
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # what it and its libraries warn of is theirs
                    yield from self._phase(name, proxy)
                left -= proxy.count

    def _phase(self, name: str, proxy: Proxy) -> Iterator[None]:
        stream = import_module("schemathesis.engine").from_schema(self._schema(name, proxy))
        events = stream.execute()
        proxy.full = events.stop
        try:
            yield from self._judged(name, proxy, events)
        except ImpatientError:
            proxy.end()
            if not self._sender.has_ended:
                self.notes.append(f"Schemathesis ({name}) made nothing for long, and was left")
        if proxy.silent >= SILENT:
            raise SilentError("the server does not answer")

    def _judged(self, name: str, proxy: Proxy, events: Iterator[Any]) -> Iterator[None]:
        waiting = patient(events, lambda: proxy.count, lambda: self._sender.has_ended)
        for event in waiting:
            kind = type(event).__name__
            if kind == SCENARIO:
                self._scenario(event.recorder, proxy)
                yield
            elif kind == PROBLEM and not proxy.ended:
                self._note(name, event)
            elif kind == INTERRUPTED and not proxy.ended:
                raise KeyboardInterrupt

    def _schema(self, phase: str, proxy: Proxy) -> Any:
        """Return the document as Schemathesis has it, bound to the proxy."""
        module = import_module("schemathesis")
        config = module.Config.from_dict(self._settings(phase, proxy.most))
        schema = module.openapi.from_dict(_document(self._api), config=config)
        schema.app = proxy

        @schema.hooks.hook  # type: ignore[untyped-decorator]  # it is imported by name
        def map_case(context: Any, case: Any) -> Any:
            return self._mended(context.operation, case)

        @schema.hooks.hook  # type: ignore[untyped-decorator]  # it is imported by name
        def before_add_examples(context: Any, examples: list[Any]) -> None:
            examples[:] = [self._mended(context.operation, case) for case in examples]

        return schema

    def _mended(self, operation: Any, case: Any) -> Any:
        own = self._findings.operation(operation.method, operation.path)
        return self._mending.case(own, case)

    def _settings(self, phase: str, most: int) -> dict[str, Json]:
        operations = max(1, len(self._api.operations))
        settings: dict[str, Json] = {
            "seed": self._seed,
            "workers": 1,
            "continue-on-failure": True,
            "max-redirects": 0,
            "warnings": False,
            "cache": {"enabled": False},
            "generation": {
                "max-examples": max(PER_OPERATION, most // operations),
                "deterministic": True,
                "database": "none",
                "no-shrink": True,
            },
            "phases": {name: {"enabled": name == phase} for name in PHASES},
        }
        if self._credentials.auth and self._api.security:
            settings["auth"] = {"openapi": dict(map(_credential, self._api.security))}
        elif self._credentials.known:
            settings["headers"] = {"Authorization": STAND_IN}
        return settings

    def _scenario(self, recorder: Any, proxy: Proxy) -> None:
        """Judge what one scenario sent."""
        for mark, node in recorder.cases.items():
            passed = proxy.passed.get(mark)
            case = node.value
            operation = self._findings.operation(case.operation.method, case.operation.path)
            if passed is None or operation is None:
                continue
            failed = [
                Failed(check.name, _sentence(check.failure_info.failure))
                for check in recorder.checks.get(mark, ())
                if check.failure_info is not None
            ]
            own = case.method.lower() == operation.method
            self._ledger.add(self._findings.of(operation, passed, failed, own=own))
        proxy.passed.clear()

    def _note(self, phase: str, event: Any) -> None:
        said = " ".join(str(event.value).split())[:LONGEST]
        note = f"Schemathesis ({phase}, {event.label}): {said}"
        if note not in self.notes:
            self.notes.append(note)


def _credential(scheme: SecurityScheme) -> tuple[str, Json]:
    if scheme.kind == "apiKey":
        return scheme.name, {"api_key": STAND_IN}
    if scheme.kind == "http" and scheme.scheme == "basic":
        user, _, password = STAND_IN.partition(":")
        return scheme.name, {"username": user, "password": password}
    return scheme.name, {"bearer": STAND_IN}


def _document(api: Api) -> dict[str, Json]:
    """Return the whole document in one piece, its servers left out: there is one, the proxy."""
    whole: Any = deepcopy(bundle(api.resolved))
    items = [item for item in (whole.get("paths") or {}).values() if isinstance(item, dict)]
    for part in (part for item in items for part in (item, *item.values())):
        if isinstance(part, dict):
            part.pop("servers", None)
    whole["servers"] = [{"url": "/"}]
    found: dict[str, Json] = whole
    return found


def _sentence(failure: Any) -> str:
    message = " ".join(str(failure.message or "").split())
    return f"{failure.title}: {message}"[:LONGEST] if message else str(failure.title)
