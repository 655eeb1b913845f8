"""Ottava: a studio for speech and music, by hand; `faults.KINDS` says what each fault does.

Its document is one of OpenAPI 3.1: jobs of five kinds told apart by a member, with many rules;
they wait, run and end, are cancelled and tried again; credits, links, forms, presets, usage.
"""

import time

from starlette.applications import Starlette
from starlette.routing import Route
from tests.mutants.other.studio.account import Office
from tests.mutants.other.till.books import Clock


def studio(fault: str = "", clock: Clock = time.time) -> Starlette:
    """Return the server with one fault, or none."""
    ottava = Office(fault, clock)
    job, voice = "/v2/jobs/{job_id}", "/v2/voices/{voice_id}"
    preset = "/v2/presets/{preset_name}"
    table = [
        ("GET", "/v2/jobs", ottava.list_jobs),
        ("POST", "/v2/jobs", ottava.create_job),
        ("POST", "/v2/jobs/batch", ottava.create_jobs),
        ("GET", job, ottava.get_job),
        ("DELETE", job, ottava.delete_job),
        ("POST", f"{job}/cancel", ottava.cancel_job),
        ("POST", f"{job}/retry", ottava.retry_job),
        ("GET", f"{job}/events", ottava.list_events),
        ("POST", f"{job}/links", ottava.renew_links),
        ("GET", "/v2/downloads/{token}", ottava.download),
        ("POST", "/v2/estimates", ottava.estimate_job),
        ("GET", "/v2/voices", ottava.list_voices),
        ("POST", "/v2/voices", ottava.create_voice),
        ("GET", voice, ottava.get_voice),
        ("PATCH", voice, ottava.update_voice),
        ("DELETE", voice, ottava.delete_voice),
        ("GET", f"{voice}/sample", ottava.get_sample),
        ("GET", "/v2/presets", ottava.list_presets),
        ("GET", preset, ottava.get_preset),
        ("PUT", preset, ottava.put_preset),
        ("DELETE", preset, ottava.delete_preset),
        ("GET", "/v2/account", ottava.get_account),
        ("GET", "/v2/usage", ottava.get_usage),
    ]
    return Starlette(
        routes=[Route(path, ottava.guarded(run), methods=[verb]) for verb, path, run in table]
    )
