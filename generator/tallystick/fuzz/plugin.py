"""Pytest plugin: ``pytest --tally-spec DOC --tally-url URL``, one test per operation and claim.

Without ``--tally-spec`` it does nothing, and nothing is imported but this file.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tallystick.fuzz.model import Case, Finding
    from tallystick.fuzz.oracles.scene import Scene
    from tallystick.fuzz.sender import Sender


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("tallystick")
    group.addoption("--tally-spec", metavar="DOC", help="OpenAPI document to test a server by.")
    group.addoption("--tally-url", metavar="URL", help="Base URL of the server, on this machine.")
    group.addoption("--tally-auth", metavar="SECRET", action="append", default=[])
    group.addoption("--tally-seed", type=int, default=0)
    group.addoption("--tally-max-examples", type=int, default=2500)


def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add one test for each operation and claim."""
    spec = config.getoption("--tally-spec")
    if spec is not None:
        parent: Any = Contract.from_parent(session, name="tally")
        items += parent.collect()


class BrokenClaimError(Exception):
    """A claim of the document does not hold.

    Attributes:
        findings: What was found.
    """

    def __init__(self, findings: "list[Finding]") -> None:
        """Tell about findings."""
        super().__init__("\n".join(item.sentence for item in findings))
        self.findings = findings


class Contract(pytest.Collector):
    """The claims of one document, tried on one server."""

    def collect(self) -> "Iterable[Claimed]":
        """Return the tests."""
        from tallystick.fuzz.credentials import Credentials, Signer
        from tallystick.fuzz.judging import Judging
        from tallystick.fuzz.oracles.scene import Scene, claim_of
        from tallystick.fuzz.plan import Wish, plan
        from tallystick.fuzz.sender import Pace, Sender
        from tallystick.fuzz.transport import Http, host_of, loopback
        from tallystick.ir import open_api

        config = self.config
        url = config.getoption("--tally-url") or ""
        if not loopback(host_of(url) or ""):
            raise pytest.UsageError("--tally-url must be a URL of this machine")
        location = config.getoption("--tally-spec")
        api, found = open_api(location)
        if api is None:
            said = "; ".join(item.message for item in found)
            raise pytest.UsageError(f"{location}: {said}")
        judging = Judging(api)
        given = Credentials(auth=tuple(config.getoption("--tally-auth")))
        wish = Wish(
            seed=config.getoption("--tally-seed"),
            most=config.getoption("--tally-max-examples"),
            credentials=given.known,
        )
        transport = Http(url, workers=1)
        config.add_cleanup(transport.close)
        sender = Sender(transport, Signer(api, given), Pace())
        grouped: dict[str, list[Case]] = {}
        for case in plan(api, judging, wish).cases:
            if not case.takes:
                grouped.setdefault(claim_of(case).key, []).append(case)
        scene = Scene(api, judging)
        return [
            Claimed.from_parent(self, name=key, cases=cases, sender=sender, scene=scene)
            for key, cases in grouped.items()
        ]


class Claimed(pytest.Item):
    """One claim of one operation."""

    def __init__(
        self, *, cases: "list[Case]", sender: "Sender", scene: "Scene", **rest: Any
    ) -> None:
        """Try a claim with some cases."""
        super().__init__(**rest)
        self._cases = cases
        self._sender = sender
        self._scene = scene

    def runtest(self) -> None:
        """Send the cases and judge the answers.

        Raises:
            BrokenClaimError: The claim does not hold.
        """
        from tallystick.fuzz.model import Weight
        from tallystick.fuzz.oracles import PLAIN

        replies = self._sender.send(self._cases)
        found = [
            item
            for case, reply in zip(self._cases, replies, strict=True)
            for judge in PLAIN
            for item in judge(self._scene, case, reply)
            if item.weight is Weight.ERROR
        ]
        if found:
            raise BrokenClaimError(found)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the findings, each with a command."""
        if not isinstance(excinfo.value, BrokenClaimError):
            return super().repr_failure(excinfo, style)
        from tallystick.fuzz.reproduction import curl, secret_header

        url = self.config.getoption("--tally-url")
        header = secret_header(self._scene.api)
        return "\n".join(
            f"{item.sentence}\n  {curl(item.case, url, secret_header=header)}"
            for item in excinfo.value.findings[:3]
        )

    def reportinfo(self) -> tuple[str, int | None, str]:
        """Say where the test comes from."""
        return self.config.getoption("--tally-spec"), None, self.name
