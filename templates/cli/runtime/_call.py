"""Carrying out a command with the client."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial
from importlib import import_module
from typing import Any, NamedTuple

from ._assemble import assemble, require
from ._command import Command, Job, UsageError
from ._config import CLIENT, CREDENTIALS, PACKAGE, URL_VARIABLE
from ._failures import as_json, debug
from ._output import NO_JSON, Printer, events, is_json, read, seen, write
from ._parse import Line
from ._piped import with_piped
from ._progress import Progress
from ._save import is_folder, numbered, refuse_existing, refuse_unwritable, save
from ._terminal import say

_CLIENT = ("base_url", "timeout", "max_retries")
_LEAST = {"timeout": 0.001, "wait_timeout": 0, "max_retries": 0}


class Task(NamedTuple):
    """A command with all that it takes."""

    command: Command
    options: Mapping[str, Any]
    arguments: Mapping[str, Any]
    printer: Printer
    progress: Progress

    @property
    def output(self) -> str | None:
        """Return where to write to, None for stdout."""
        found: str | None = self.options.get("output")
        return found

    @property
    def force(self) -> bool:
        """Whether files may be replaced."""
        return bool(self.options.get("force"))

    @property
    def raw(self) -> bool:
        """Whether the answer is wanted as it came."""
        return self.options.get("format") == "raw"

    @property
    def waits(self) -> bool:
        """Whether to see the work to its end."""
        fetches = bool(self.command.job and self.command.job.outputs and self.output)
        return bool(self.options.get("wait")) or fetches


def run(command: Command, line: Line) -> None:
    """Carry out a command and print its answer."""
    options = assemble(line.options)
    given = assemble(line.flags, loose=bool(options.get("no_check")))
    arguments = with_piped(command, given, line.flags)
    require(command, arguments)
    _judge(command, options)
    printer = Printer(options.get("format", "auto"), options.get("transform"))
    task = Task(command, options, arguments, printer, Progress())
    if options.get("debug"):
        debug()
    try:
        with _client(task) as client:
            _perform(task, getattr(client, command.call[0]))
    finally:
        task.progress.done()


def _judge(command: Command, options: Mapping[str, Any]) -> None:
    """Refuse options that this command cannot follow, before anything is sent."""
    if options.get("wait") and not command.job:
        raise UsageError("--wait: this command starts no work that could be waited for")
    if "idempotency_key" in options and not command.repeatable:
        raise UsageError("--idempotency-key: this command takes none")
    for name, least in _LEAST.items():
        given = options.get(name)
        if given is not None and given < least:
            raise UsageError(f"--{name.replace('_', '-')}: {given} is less than {least}")
    output = options.get("output")
    if output is not None:
        several = bool(command.job and command.job.outputs)
        refuse_unwritable(output, force=bool(options.get("force")), several=several)
    if command.answer == "bytes" and not output and sys.stdout.isatty():
        raise UsageError("--output is required: the answer is no text for a terminal")


def _client(task: Task) -> Any:
    """Make the client; it is closed by its ``with`` block."""
    package = import_module(PACKAGE)
    options = task.options
    url = options.get("base_url")
    if url is not None and not url.startswith(("http://", "https://")):
        raise UsageError(f"--base-url: {url!r} is no http(s) URL ({URL_VARIABLE} is another way)")
    given = {name: options[name] for name in _CLIENT if name in options}
    for item in CREDENTIALS:
        if (name := item.flag.replace("-", "_")) in options:
            given[item.argument] = options[name]
    environment = package.Environment(sleep=task.progress.sleep)
    make = getattr(package, CLIENT)
    return make(**given, check_rules=not options.get("no_check"), environment=environment)


def _request_options(task: Task) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for header in task.options.get("header") or ():
        name, colon, value = str(header).partition(":")
        if not (isinstance(header, str) and colon and name.strip()):
            raise UsageError(f"--header: {header!r} is not 'Name: value'")
        found.setdefault("extra_headers", {})[name.strip()] = value.strip()
    if "idempotency_key" in task.options:
        found["idempotency_key"] = task.options["idempotency_key"]
    return found


def _perform(task: Task, resource: Any) -> None:
    arguments = {**task.arguments, **_request_options(task)}
    method = task.command.call[1]
    if task.command.answer in {"bytes", "events"}:
        with getattr(resource.with_streaming_response, method)(**arguments) as response:
            _stream(task, response)
        return
    response = getattr(resource.with_raw_response, method)(**arguments)
    if task.command.job and task.waits:
        _job(task, task.command.job, resource, response.parse())
    else:
        _print(task, response.content, _media(response))


def _media(response: Any) -> str:
    text: str = response.headers.get("content-type", "")
    return text.partition(";")[0].strip().lower()


def _print(task: Task, content: bytes, media: str) -> None:
    text = task.printer.answer(content, media)
    if isinstance(text, bytes) and sys.stdout.isatty() and not (task.output or task.raw):
        raise UsageError(f"--output is required: the answer is {media or 'no text'}")
    if task.output:
        save(task.output, [text.encode() if isinstance(text, str) else text], force=task.force)
    else:
        write(text)


def _stream(task: Task, response: Any) -> None:
    """Print events as they come; write bytes as they come."""
    media = _media(response)
    streamed = media == "text/event-stream" or "jsonl" in media or "ndjson" in media
    streamed = streamed or media == "application/json-seq"
    if task.command.answer == "bytes" and not streamed and not is_json(media):
        if task.output:
            save(task.output, response.iter_bytes(), force=task.force)
            return
        for chunk in response.iter_bytes():
            write(chunk)
    elif not streamed:
        _print(task, b"".join(response.iter_bytes()), media)
    elif task.output:
        save(task.output, response.iter_bytes(), force=task.force)
    else:
        for event in events(response.iter_bytes(), media):
            value = read(event)
            plain = value is NO_JSON
            write(seen(f"{event}\n") if plain else task.printer.value(value, line=True))


def _job(task: Task, job: Job, resource: Any, made: Any) -> None:
    """Wait for the end of the work, fetch what it made, and print its last form."""
    timeout = {"timeout": task.options["wait_timeout"]} if "wait_timeout" in task.options else {}
    try:
        ended = resource.wait(made, on_state=partial(_state, task, job), **timeout)
    except KeyboardInterrupt:
        task.progress.done()
        write(task.printer.value(as_json(made)))  # the work goes on, and its id is in here
        raise
    task.progress.done()
    try:
        if task.output:
            _fetch(task, resource, ended, len(_addresses(job, ended)))
    finally:
        write(task.printer.value(as_json(ended)))


def _state(task: Task, job: Job, resource: Any) -> None:
    value = getattr(resource, job.state, None)
    task.progress.state(str(getattr(value, "value", value)))


def _addresses(job: Job, resource: Any) -> list[Any]:
    found = [resource]
    for step in job.outputs:
        if step == "*":
            found = [item for value in found for item in value]
        else:
            found = [getattr(value, step, None) for value in found]
        found = [value for value in found if value is not None]
    return found


def _fetch(task: Task, resource: Any, ended: Any, count: int) -> None:
    output = task.output or ""
    if is_folder(output):
        for path in resource.download_all(ended, output, overwrite=task.force):
            say(f"saved {path}")
        return
    paths = numbered(output, max(1, count))
    refuse_existing(paths, force=task.force)
    for index, path in enumerate(paths):
        resource.download(ended, path, index=index, overwrite=task.force)
        say(f"saved {path}")
