"""Two versions of an API, from their types to findings."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tallystick.diff.checks import hearing
from tallystick.diff.code.versions import compare_surfaces
from tallystick.diff.judge import Policy, judge
from tallystick.diff.ledger import Ledger
from tallystick.diff.model import Change, Check, Comparison, Proof, Unproven
from tallystick.diff.options import Options, Purse
from tallystick.diff.parts.operations import Aligner
from tallystick.diff.parts.security import compare_api
from tallystick.diff.schemas.examine import Examiner
from tallystick.diff.selection import label
from tallystick.diff.side import Side
from tallystick.diff.unchanged.settle import Alike, Settled
from tallystick.diff.unchanged.units import Standing
from tallystick.diff.whole.exchanges import Exchanges
from tallystick.ir.api import Api
from tallystick.surface import Surface

DEFAULT_OPTIONS = Options()
DEFAULT_POLICY = Policy()


def changes(
    old: Api, new: Api, options: Options = DEFAULT_OPTIONS, settled: Settled | None = None
) -> list[Change]:
    """Return what differs between two versions, with what it does to messages.

    Args:
        old: The version that people use.
        new: The version that is to replace it.
        options: How they are compared.
        settled: The whole documents, where parts of them were left out of `old` and `new`.
    """
    options = replace(options, purse=Purse(options.questions))
    ledger = Ledger()
    compare_api(ledger, old, new)
    aligner = Aligner(ledger, old, new, options)
    aligner.operations()
    aligner.webhooks()
    whole = (old.resolved, new.resolved) if settled is None else settled.whole
    alike = Alike(Standing(*whole) if settled is None else settled.standing)
    sides = Side(old, "old", alike, whole[0]), Side(new, "new", alike, whole[1])
    examiner = Examiner(*sides, options)
    below = examiner.changes(ledger.slots)
    exchanges = Exchanges(sides, whole, options.base_path)
    return [*ledger.settled(exchanges.verdict), *below]


def _reaching(
    found: Iterable[Change], old: Api, new: Api, settled: Settled | None
) -> Iterator[Change]:
    """Yield changes with all operations that they reach, in the order of the documents."""
    if settled is None:
        labels = [label(it) for api in (old, new) for it in (*api.operations, *api.webhooks)]
    else:
        labels = settled.labels()
    order = {it: number for number, it in enumerate(dict.fromkeys(labels))}
    for change in found:
        more = settled.users(change) if settled is not None else []
        names = {*change.operations, *more}
        if len(names) > 1:
            first = sorted(names, key=lambda it: (order.get(it, len(order)), it))
            yield replace(change, operations=tuple(first))
        else:
            yield change


def _asked(found: Iterable[Change], old: Api, new: Api, options: Options) -> list[Change]:
    """Return changes of the operations that are asked for; of all of them if none are named."""
    if not options.only and not options.path_prefix:
        return list(found)
    tables = Aligner(Ledger(), old, new, options).paths
    wanted = {label(it) for table in tables for it in table.values()}
    return [it for it in found if not wanted.isdisjoint(it.operations)]


def compare(  # noqa: PLR0913 (two versions, and how they are looked at)
    old: Api,
    new: Api,
    options: Options = DEFAULT_OPTIONS,
    policy: Policy = DEFAULT_POLICY,
    *,
    checks: Iterable[Check] | None = None,
    surfaces: Iterable[tuple[Surface, Surface]] = (),
    settled: Settled | None = None,
) -> Comparison:
    """Compare two versions of an API.

    Args:
        old: The version that people use.
        new: The version that is to replace it.
        options: How they are compared.
        policy: How loud findings are.
        checks: Those that are asked; None: all.
        surfaces: What is generated of both, for each language that is looked at.
        settled: The whole documents, where parts of them were left out of `old` and `new`.
    """
    found = changes(old, new, options, settled)
    found += _asked((it for pair in surfaces for it in compare_surfaces(*pair)), old, new, options)
    found = list(_reaching(found, old, new, settled))
    asked = hearing(it.kind for it in found) if checks is None else tuple(checks)
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
