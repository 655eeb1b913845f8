"""How `tally fuzz` reaches what it tries."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Never

import click

from tallystick.cli import session
from tallystick.diagnostics import Code, Diagnostic

if TYPE_CHECKING:
    from tallystick.fuzz.sending.transport import Transport


def refuse(run: session.Session, code: str, message: str) -> Never:
    """End the run: something cannot be used.

    Args:
        run: Told what.
        code: Name of it in `tallystick.fuzz.codes`.
        message: Says why.
    """
    from tallystick.fuzz import codes

    kind: Code = getattr(codes, code)
    run.add(
        (
            Diagnostic(
                code=kind,
                message=message,
                help=kind.instead[:1].lower() + kind.instead[1:].rstrip("."),
            ),
        )
    )
    run.unusable()


def reached(
    run: session.Session, url: str | None, app: str | None, *, own: bool, given: dict[str, Any]
) -> "Transport":
    """Return the way to a server: over HTTP, or into an app in this process.

    Args:
        run: Told what cannot be used, and ended then.
        url: Base URL; beside an app its path alone counts.
        app: ``MODULE:ATTRIBUTE``.
        own: A host that is not this machine may be reached.
        given: Further options of the command.
    """
    from urllib.parse import urlsplit

    from tallystick.fuzz.sending.inprocess import InProcess, NotStartedError
    from tallystick.fuzz.sending.transport import Http, host_of, loopback, surplus, unfit

    if app is not None:
        if why := surplus(url or ""):
            refuse(run, "URL_UNUSABLE", why)
        prefix = urlsplit(url or "").path.rstrip("/")
        try:
            return InProcess(_app(run, app), timeout=given["timeout"], prefix=prefix)
        except NotStartedError as error:
            refuse(run, "APP_UNUSABLE", f"{app!r} does not start: {error}")
    if url is None:
        raise click.UsageError("give --url or --app")
    if why := unfit(url):
        refuse(run, "URL_UNUSABLE", why)
    host = host_of(url) or ""
    if not own and not loopback(host):
        refuse(run, "HOST_NOT_OWN", f"{host} is not this machine")
    return Http(url, workers=given["workers"], timeout=given["timeout"])


def _app(run: session.Session, location: str) -> Any:
    from importlib import import_module

    module, colon, attribute = location.partition(":")
    if not module or not colon:
        refuse(run, "APP_UNUSABLE", f"{location!r} is not MODULE:ATTRIBUTE")
    sys.path.insert(0, str(Path.cwd()))
    try:
        found = getattr(import_module(module), attribute)
    except Exception as error:  # noqa: BLE001 - the module is the user's: it may raise anything
        refuse(run, "APP_UNUSABLE", f"{location!r} cannot be imported: {error}")
    if not callable(found):
        refuse(run, "APP_UNUSABLE", f"{location!r} is no app: it cannot be called")
    return found
