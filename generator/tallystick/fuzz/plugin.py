"""Pytest plugin: ``pytest --tally-spec DOC --tally-url URL``, one test per operation and claim.

Without ``--tally-spec`` it does nothing, and nothing is imported but this file.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tallystick.fuzz.journeys.references import Reference
    from tallystick.fuzz.journeys.resources import Resources
    from tallystick.fuzz.model import Case, Finding
    from tallystick.fuzz.oracles.scene import Scene
    from tallystick.fuzz.sending.sender import Sender


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
        """Return the tests; those that need a resource come after those that make one."""
        from tallystick.fuzz.bodies.judging import Judging
        from tallystick.fuzz.journeys.references import references
        from tallystick.fuzz.journeys.resources import Resources
        from tallystick.fuzz.oracles.scene import Scene, claim_of
        from tallystick.fuzz.requests.guessing import made_up
        from tallystick.fuzz.requests.plan import Planning, Wish

        api, sender, known = _opened(self.config)
        judging = Judging(api)
        wish = Wish(
            seed=self.config.getoption("--tally-seed"),
            most=self.config.getoption("--tally-max-examples"),
            credentials=known,
        )
        planning = Planning(api, judging, wish)
        grouped: dict[str, list[Case]] = {}
        scene, resources = (
            Scene(api, judging),
            Resources(planning.chains, made_up(judging, planning.chains)),
        )
        run = Run(sender, scene, resources, references(api, planning.chains), grouped)
        for case in sorted(planning.cases(), key=run.needs):
            grouped.setdefault(claim_of(case).key, []).append(case)
        return [Claimed.from_parent(self, name=key, cases=grouped[key], run=run) for key in grouped]


class Run:
    """What the tests of one document share: the resources that were made, above all."""

    def __init__(
        self,
        sender: "Sender",
        scene: "Scene",
        resources: "Resources",
        known: "tuple[Reference, ...]",
        grouped: "dict[str, list[Case]]",
    ) -> None:
        """Begin without resources."""
        from tallystick.fuzz.journeys.following import Following
        from tallystick.fuzz.journeys.referring import Referring
        from tallystick.fuzz.ledger import Ledger

        self.sender = sender
        self.scene = scene
        self._resources = resources
        self._grouped = grouped
        following = Following(scene, sender, Ledger(scene), resources)
        self._referring = Referring(scene, known, following, resources, sender)

    def needs(self, case: "Case") -> tuple[bool, bool]:
        """Return whether a case needs a resource in its path, and one to be named by its body."""
        return bool(case.takes), self._referring.refers(case)

    def findings(self, cases: "list[Case]") -> "list[Finding] | None":
        """Send cases and return what is wrong with the answers; None when none could be sent."""
        from tallystick.fuzz.oracles import judged
        from tallystick.fuzz.oracles.acceptance import accepted

        found: list[Finding] = []
        tried = False
        for case in cases:
            bound = self._bound(case)
            if bound is None:
                continue
            tried = True
            sent, values = bound
            if self._referring.refers(sent):
                self._referring.wait()
                sent = self._referring.bound(sent, values)
            unnamed = bound[0]
            reply = self.sender.send([sent], [values])[0]
            if sent.names:
                sent, reply = self._referring.settled(sent, reply, values)
            found += judged(self.scene, sent, reply)
            if case.expect == "accepted" and accepted(reply):
                for made in self._resources.keep(unnamed, reply, values):
                    self._referring.made(made)
        return found if tried else None

    def _bound(self, case: "Case") -> Any:
        """Return a case with a resource for it, which is made now when there is none yet."""
        bound = self._resources.bound(case)
        if bound is None and not self._resources.of(case.takes):
            makers = (each for some in self._grouped.values() for each in some)
            first = (
                each
                for each in makers
                if each.operation == case.takes and each.expect == "accepted"
            )
            self.findings(list(first)[:1])
            bound = self._resources.bound(case)
        return bound


def _opened(config: pytest.Config) -> Any:
    """Return the API, a sender to the server, and whether credentials were given.

    Raises:
        UsageError: The document or the URL is of no use.
    """
    from tallystick.fuzz.sending.credentials import Credentials, Signer
    from tallystick.fuzz.sending.sender import Pace, Sender
    from tallystick.fuzz.sending.transport import Http, host_of, loopback, unfit
    from tallystick.ir import open_api

    url = config.getoption("--tally-url") or ""
    if not loopback(host_of(url) or ""):
        raise pytest.UsageError("--tally-url must be a URL of this machine")
    if why := unfit(url):
        raise pytest.UsageError(why.replace("--", "--tally-"))
    if config.getoption("--tally-max-examples") < 1:
        raise pytest.UsageError("--tally-max-examples must be 1 or more")
    location = config.getoption("--tally-spec")
    api, found = open_api(location)
    if api is None:
        said = "; ".join(item.message for item in found)
        raise pytest.UsageError(f"{location}: {said}")
    given = Credentials(auth=tuple(config.getoption("--tally-auth")))
    transport = Http(url, workers=1)
    config.add_cleanup(transport.close)
    return api, Sender(transport, Signer(api, given), Pace()), given.known


class Claimed(pytest.Item):
    """One claim of one operation."""

    def __init__(self, *, cases: "list[Case]", run: "Run", **rest: Any) -> None:
        """Try a claim with some cases."""
        super().__init__(**rest)
        self._cases = cases
        self._run = run

    def runtest(self) -> None:
        """Send the cases and judge the answers.

        Raises:
            BrokenClaimError: The claim does not hold.
        """
        from tallystick.fuzz.model import Weight

        found = self._run.findings(self._cases)
        if found is None:
            pytest.skip("it needs a resource, and none could be made")
        wrong = [item for item in found if item.weight is Weight.ERROR]
        if wrong:
            raise BrokenClaimError(wrong)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the findings, each with a command; of a server that is gone, that it is."""
        from tallystick.fuzz.sending.sender import StoppedError

        if isinstance(excinfo.value, StoppedError):
            return str(excinfo.value)
        if not isinstance(excinfo.value, BrokenClaimError):
            return super().repr_failure(excinfo, style)
        from tallystick.fuzz.reproduction.commands import curl
        from tallystick.fuzz.reproduction.secrets import secrets_of

        url = self.config.getoption("--tally-url")
        secrets = secrets_of(self._run.scene.api)
        return "\n".join(
            f"{item.sentence}\n  {curl(item.case, url, secrets=secrets)}"
            for item in excinfo.value.findings[:3]
        )

    def reportinfo(self) -> tuple[str, int | None, str]:
        """Say where the test comes from."""
        return self.config.getoption("--tally-spec"), None, self.name
