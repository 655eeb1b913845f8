"""Write a FileSet: atomic, owned, and only what changed."""

import os
from dataclasses import dataclass
from pathlib import Path

from tallystick.diagnostics import Diagnostic, Diagnostics, Span
from tallystick.emit import codes
from tallystick.emit import plan as planning
from tallystick.emit.files import MANIFEST, FileSet
from tallystick.emit.lock import locked
from tallystick.emit.plan import Plan
from tallystick.emit.rewrite import decided, finish, rewrite
from tallystick.emit.swap import retire, stale, swap

PATIENCE = 60.0
"""Seconds that a run waits for another one that writes to the same folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run did to an output folder; paths are relative to it.

    Attributes:
        written: Files that are new or changed.
        removed: Files that were ours and are no longer generated.
        unchanged: How many files were left alone.
        kept: (path, copy) of generated files that had been edited: the edited text is in the copy.
    """

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    kept: tuple[tuple[str, str], ...] = ()


def write(
    files: FileSet, out: str | os.PathLike[str], *, patience: float = PATIENCE
) -> tuple[Report | None, Diagnostics]:
    """Make a folder hold a FileSet.

    Files that are not ours stay; generated files that a user edited are kept beside the new ones.
    Killed at any moment, the folder holds either its old or its new content (where the system
    cannot exchange folders: the next run brings it to the new one).

    Args:
        files: What the folder shall hold.
        out: The folder; made with its parents when it is not there.
        patience: Seconds to wait for another run on the same folder.

    Returns:
        What was done, or None with the reasons why nothing was.
    """
    folder = Path(os.path.realpath(out))
    try:
        for path in (folder, *folder.parents):
            if path.exists() and not path.is_dir():
                return None, planning.owned(path)[1]
        folder.parent.mkdir(parents=True, exist_ok=True)
        with locked(folder, patience) as held:
            if held:
                return _write(files, folder)
    except OSError as error:
        return None, (failed(error, folder, "written"),)
    message = f"another run has been writing to {folder} for {patience:g} seconds"
    help_ = "wait for the other run, or end it, and run again"
    problem = Diagnostic(
        code=codes.OUTPUT_BUSY, message=message, span=Span(str(folder)), help=help_
    )
    return None, (problem,)


def _write(files: FileSet, out: Path) -> tuple[Report | None, Diagnostics]:
    finish(out)
    for left in stale(out):
        retire(left, out)
    plan, problems = planning.make(files, out)
    if plan is None:
        return None, problems
    if not plan.idle and not swap(plan, out):
        rewrite(plan, out)
    return _report(plan), tuple(_kept(path, copy, out) for path, copy in plan.edited)


def _report(plan: Plan) -> Report:
    written = tuple(path for path in plan.written if path != MANIFEST)
    return Report(
        written=written,
        removed=plan.removed,
        unchanged=len(plan.contents) - 1 - len(written),
        kept=plan.edited,
    )


def _kept(path: str, copy: str, out: Path) -> Diagnostic:
    return Diagnostic(
        code=codes.OUTPUT_EDITED,
        message=f"{path} had been edited since it was generated; the edited text is now in {copy}",
        span=Span(str(out / path)),
        help="put the change into an option or a template of your own, then delete the copy",
    )


def failed(error: OSError, out: Path, verb: str) -> Diagnostic:
    """Say what the system refused, naming the file and that the folder is whole."""
    where = error.filename2 or error.filename or out
    name = os.fsdecode(where) if isinstance(where, str | bytes | os.PathLike) else str(out)
    half = decided(out).is_dir()
    state = "is half written, and the next run finishes it" if half else "is as it was"
    reason = (error.strerror or type(error).__name__).lower()
    return Diagnostic(
        code=codes.OUTPUT_FAILED,
        message=f"{name} cannot be {verb}: {reason}; {out} {state}",
        span=Span(str(out)),
        help="see that the folder can be written to and the disk has room, then run again",
    )
