"""The template environment: strict, quoting enforced, compiled once."""

import os
import sys
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame

from tallystick.emit.code import Code, join, refuse_unquoted


class _Generator(CodeGenerator):
    """Compiles text that stands in a template as `Code`: a template's own words are ours."""

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:  # noqa: N802 - jinja2's name
        if isinstance(node.value, str):
            self.write(f"environment.text({node.value!r})")
        else:
            super().visit_Const(node, frame)


class CodeEnvironment(Environment):
    """An environment whose macros, blocks and templates make `Code` out of `Code` only."""

    concat = staticmethod(join)
    text = Code
    code_generator_class = _Generator


class _DiskCache(BytecodeCache):
    """Compiled templates in the user's cache folder; anything wrong with it is ignored.

    The folder is the user's own (mode 700), as compiled code in it will be run.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            if self.folder.stat().st_uid == os.getuid():
                bucket.bytecode_from_string((self.folder / bucket.key).read_bytes())
        except (OSError, EOFError, ValueError, TypeError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            staged = self.folder / f"{bucket.key}.{os.getpid()}"
            staged.write_bytes(bucket.bytecode_to_string())
            staged.replace(self.folder / bucket.key)
        except OSError:
            return


def templates_folder() -> Path:
    """Return the folder of our templates: beside the sources in a checkout, else in the wheel."""
    package = Path(str(files("tallystick")))
    checkout = package.parents[1] / "templates"
    inside = package / "templates"
    return inside if inside.is_dir() else checkout


@cache
def _loaded(folders: tuple[Path, ...]) -> CodeEnvironment:
    return CodeEnvironment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        finalize=refuse_unquoted,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_disk_cache(),
    )


def environment(
    target: str,
    filters: Mapping[str, Callable[..., Code]],
    overrides: Path | None = None,
) -> Environment:
    """Return the environment for the templates of a target.

    Args:
        target: Name of the folder below ``templates/``.
        filters: Quoting filters of the target.
        overrides: A user's own ``templates``; a file there wins over ours of the same name.
    """
    roots = (*((overrides,) if overrides else ()), templates_folder())
    made = _loaded(tuple(root / target for root in roots))
    made.filters.update(filters)
    return made


def _disk_cache() -> BytecodeCache | None:
    if not hasattr(os, "getuid"):
        return None
    root = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - may stay "~"
    if not root.startswith("/"):
        return None
    tag = sys.implementation.cache_tag or "python"
    return _DiskCache(Path(root, "tallystick", f"templates-{tag}"))
