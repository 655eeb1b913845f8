"""What changed since an earlier version, as a page of the documentation."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from tallystick.cli import codes, session
from tallystick.diagnostics import Diagnostic, Span, has_errors
from tallystick.text import Json

if TYPE_CHECKING:
    from tallystick.ir import Api

OPTION: Final = "since"
"""Names the version before: a configured document, or the path of one."""


def with_changes(
    run: session.Session, api: "Api", target: str, options: Mapping[str, Json], span: Span | None
) -> Mapping[str, Json]:
    """Return options in which the name of an earlier version has become what changed since.

    Args:
        run: The run; problems with the earlier version go there.
        api: The version that is documented.
        target: Options of other targets are returned as they are.
        options: As configured.
        span: Where they stand.
    """
    if target != "docs" or OPTION not in options:
        return options
    rest = {name: value for name, value in options.items() if name != OPTION}
    name = options[OPTION]
    if not isinstance(name, str):
        place = span.child(OPTION) if span else None
        message = f"option {OPTION} of target docs must be a string, not {name!r}"
        help_ = "name a configured document, or the path of one"
        run.add((Diagnostic(code=codes.NO_DOCUMENT, message=message, span=place, help=help_),))
        return rest
    from tallystick.diff.compare import compare
    from tallystick.ir import open_api
    from tallystick.load import locate
    from tallystick.report.comparison import changelog
    from tallystick.report.comparison.clients import clients

    entry = session.choose(run, name, (), allow_remote=False)
    old, found = open_api(entry.path, overlays=entry.overlays, allow_remote=entry.allow_remote)
    if old is None or has_errors(found):
        run.add(found)
        return rest
    compared = compare(old, api, surfaces=clients(old, api))
    text = changelog.render(compared, lambda place, _: locate(place))
    return rest | {"changelog": text}
