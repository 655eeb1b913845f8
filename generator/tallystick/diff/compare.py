"""Two versions of an API, from their types to findings."""

from collections.abc import Iterable

from tallystick.diff.checks import catalogue
from tallystick.diff.examine import Examiner
from tallystick.diff.judge import Policy, judge
from tallystick.diff.ledger import Ledger
from tallystick.diff.model import Change, Check, Comparison, Proof, Unproven
from tallystick.diff.operations import Aligner
from tallystick.diff.options import Options
from tallystick.diff.security import compare_api
from tallystick.diff.side import Side
from tallystick.ir.api import Api

DEFAULT_OPTIONS = Options()
DEFAULT_POLICY = Policy()


def changes(old: Api, new: Api, options: Options = DEFAULT_OPTIONS) -> list[Change]:
    """Return what differs between two versions, with what it does to messages.

    Args:
        old: The version that people use.
        new: The version that is to replace it.
        options: How they are compared.
    """
    ledger = Ledger()
    compare_api(ledger, old, new)
    aligner = Aligner(ledger, old, new, options)
    aligner.operations()
    aligner.webhooks()
    examiner = Examiner(Side(old), Side(new), options)
    return [*ledger.changes, *examiner.changes(ledger.slots)]


def compare(
    old: Api,
    new: Api,
    options: Options = DEFAULT_OPTIONS,
    policy: Policy = DEFAULT_POLICY,
    checks: Iterable[Check] | None = None,
) -> Comparison:
    """Compare two versions of an API.

    Args:
        old: The version that people use.
        new: The version that is to replace it.
        options: How they are compared.
        policy: How loud findings are.
        checks: Those that are asked; None: all.
    """
    found = changes(old, new, options)
    asked = catalogue() if checks is None else tuple(checks)
    return Comparison(
        old=old.resolved.entry.uri,
        new=new.resolved.entry.uri,
        findings=tuple(judge(found, asked, policy)),
        proved=all(map(_is_settled, found)),
        titles=(
            (old.info.title.raw, old.info.version),
            (new.info.title.raw, new.info.version),
        ),
    )


def _is_settled(change: Change) -> bool:
    verdict = change.verdict
    return not isinstance(verdict, Unproven) and not (isinstance(verdict, Proof) and verdict.bounds)
