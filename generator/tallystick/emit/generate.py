"""From an `Api` to a `FileSet`, by way of a target's views and templates."""

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from jinja2 import Environment, TemplateError, TemplateSyntaxError

from tallystick.diagnostics import Diagnostic, Diagnostics, Span, has_errors
from tallystick.emit import codes
from tallystick.emit.environment import environment, templates_folder
from tallystick.emit.files import FileSet
from tallystick.emit.target import Page, Target, check_options
from tallystick.emit.targets import TARGETS
from tallystick.ir import Api
from tallystick.load.collector import uncollected
from tallystick.text import Json

GROUP = "tallystick.targets"
"""Entry point group in which other packages offer targets."""


def generate(
    api: Api,
    target: str | Target,
    options: Mapping[str, Json],
    *,
    templates: Path | None = None,
    span: Span | None = None,
) -> tuple[FileSet, Diagnostics]:
    """Generate everything a target makes of an API, in memory.

    Args:
        api: The API.
        target: The target or its name.
        options: Its options as configured.
        templates: A user's own templates, laid over ours.
        span: The table that holds the options, for the place of a mistake.

    Returns:
        The files (none after an error), and what there is to say.
    """
    found = find(target) if isinstance(target, str) else target
    if found is None:
        return FileSet(), (_unknown(str(target), span),)
    values, problems = check_options(found, options, span)
    problems += _check_overrides(found.name, templates)
    if has_errors(problems):
        return FileSet(), problems
    with uncollected():
        pages, said = found.view(api, values)
        problems += said
        if has_errors(said):
            return FileSet(), problems
        env = environment(found.name, found.filters(), templates)
        texts, broken = _texts(env, pages, templates and templates / found.name)
    return FileSet(texts), (*problems, *broken)


def _texts(
    env: Environment, pages: Iterable[Page], own: Path | None
) -> tuple[dict[str, str], Diagnostics]:
    """Return the texts of pages by path; none, and why, if the user's own templates fail."""
    texts: dict[str, str] = {}
    made: dict[tuple[str, int], str] = {}
    for page in pages:
        try:
            texts[page.path] = _render(env, page, made)
        except (TemplateError, TypeError) as error:
            if own is None:
                raise
            return {}, (_broken(error, page, own),)
    return texts, ()


def find(name: str) -> Target | None:
    """Return the target of a name: ours, or one that an installed package offers."""
    if name in TARGETS:
        module, _, attribute = TARGETS[name].partition(":")
        target: Target = getattr(import_module(module), attribute)
        return target
    for entry in entry_points(group=GROUP, name=name):
        offered: Target = entry.load()
        return offered
    return None


def names() -> tuple[str, ...]:
    """Return the names of all targets."""
    return (*TARGETS, *sorted({entry.name for entry in entry_points(group=GROUP)} - set(TARGETS)))


def _render(env: Environment, page: Page, made: dict[tuple[str, int], str]) -> str:
    """Return the text of a page; what a template made of a view once, it makes again."""
    if page.template is None:
        return str(page.text or "")
    if page.view is None and env.loader:
        return env.loader.get_source(env, page.template)[0]
    key = (page.template, id(page.view))
    if key not in made:
        made[key] = env.get_template(page.template).render(page.view or {})
    return made[key]


def _check_overrides(target: str, folder: Path | None) -> Diagnostics:
    if folder is None:
        return ()
    if not folder.is_dir():
        message = f"{folder} is not a folder"
        place = Span(str(folder))
        help_ = f"make it, with a folder `{target}` for your templates in it"
        problem = Diagnostic(code=codes.TEMPLATES_MISSING, message=message, span=place, help=help_)
        return (problem,)
    return tuple(_overriding_nothing(target, folder))


def _overriding_nothing(target: str, folder: Path) -> Iterator[Diagnostic]:
    ours = templates_folder() / target
    for path in sorted((folder / target).rglob("*.jinja")):
        name = path.relative_to(folder / target)
        if not name.name.startswith("_") and not (ours / name).exists():
            yield Diagnostic(
                code=codes.TEMPLATE_UNKNOWN,
                message=f"target {target} has no template {name.as_posix()}",
                span=Span(str(path)),
                help="give it the name of the template that it replaces",
            )


def _broken(error: Exception, page: Page, folder: Path) -> Diagnostic:
    where = error.filename if isinstance(error, TemplateSyntaxError) else None
    line = f", line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
    return Diagnostic(
        code=codes.TEMPLATE_FAILED,
        message=f"{page.path} cannot be made with your templates{line}: {error}",
        span=Span(where or str(folder)),
        help=f"compare it with {templates_folder() / folder.name / (page.template or '')}",
    )


def _unknown(name: str, span: Span | None) -> Diagnostic:
    return Diagnostic(
        code=codes.TARGET_UNKNOWN,
        message=f"there is no target {name}",
        span=span,
        help=f"use one of {', '.join(names())}",
    )
