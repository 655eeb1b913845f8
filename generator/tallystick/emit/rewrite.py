"""Put a plan into effect file by file, where folders cannot be exchanged.

All new files are staged first; renaming the stage to its final name is the decision. From then on
the run is carried to its end, by the next run if this one is killed.
"""

from pathlib import Path

from tallystick.emit import manifest
from tallystick.emit import plan as planning
from tallystick.emit.files import MANIFEST
from tallystick.emit.plan import Plan
from tallystick.emit.swap import keep_mode, prefix, retire

SUFFIX = "decided"


def rewrite(plan: Plan, out: Path) -> None:
    """Apply a plan.

    Raises:
        OSError: Before the decision: nothing has changed. After it: the next run goes on.
    """
    stage = out.parent / f"{prefix(out)}staged"
    try:
        stage.mkdir()
        for path in (MANIFEST, *plan.written):
            (stage / path).parent.mkdir(parents=True, exist_ok=True)
            (stage / path).write_bytes(plan.contents[path])
            keep_mode(out / path, stage / path)
        stage.rename(decided(out))
    except OSError:
        retire(stage, out)
        raise
    finish(out)


def decided(out: Path) -> Path:
    """Return where a stage stands once its run will be carried to the end."""
    return out.parent / f"{prefix(out)}{SUFFIX}"


def finish(out: Path) -> None:
    """Carry a decided run to its end; every step may have been done already."""
    stage = decided(out)
    if not stage.is_dir():
        return
    new, old = manifest.read(stage), manifest.read(out)
    out.mkdir(exist_ok=True)
    kept = old.digests if old else {}
    if new:
        for path, digest in kept.items():
            _set_aside(path, out, digest, new.digests.get(path))
        for path in sorted(new.digests):
            _replace(stage / path, out / path)
        _replace(stage / MANIFEST, out / MANIFEST)
    retire(stage, out)


def _set_aside(path: str, out: Path, old: str, new: str | None) -> None:
    content = planning.current(path, out)
    if content is None:
        return
    found = manifest.digest(content)
    if found not in {old, new}:
        (out / path).rename(out / planning.beside(path, out))
    elif new is None:
        (out / path).unlink()
        prune((out / path).parent, out)


def prune(folder: Path, out: Path) -> None:
    """Remove folders that became empty, up to `out`."""
    while folder != out and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _replace(staged: Path, target: Path) -> None:
    if staged.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        staged.replace(target)
