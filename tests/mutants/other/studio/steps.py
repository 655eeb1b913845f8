"""Requests to Ottava: what is sent, one after another."""

from typing import Any, Final

from tests.mutants.other.studio.links import LIFE, signature, token
from tests.mutants.other.till.asking import NOON
from tests.mutants.other.till.steps import BOUNDARY, Step, delete, get, kept, patch, post

Json = Any
JOB: Final = "/v2/jobs/{job1}"
VOI: Final = "/v2/voices/{voi1}"
PRE: Final = "/v2/presets/warm"
SCRIPT: Final = [{"speaker": "Ann", "text": "Hello."}, {"speaker": "Ben", "text": "Yes."}]
CAST: Final = [{"name": "Ann", "voice": "ava"}, {"name": "Ben", "voice": "bruno"}]


def by_bo(step: Step) -> Step:
    """Return a request of somebody else."""
    return with_key(step, "key_bo")


def with_key(step: Step, key: str | None) -> Step:
    """Return a request with another key, or none."""
    headers = step.headers | {"x-studio-key": key}
    return Step(method=step.method, path=step.path, body=step.body, headers=headers)


def speech_body(**more: Json) -> dict[str, Json]:
    """Return the body of a speech."""
    return kept({"kind": "speech", "text": "Good morning.", "voice": "ava"}, more)


def dialogue_body(**more: Json) -> dict[str, Json]:
    """Return the body of a dialogue."""
    return kept({"kind": "dialogue", "speakers": CAST, "turns": SCRIPT}, more)


def music_body(**more: Json) -> dict[str, Json]:
    """Return the body of music from a prompt."""
    return kept({"kind": "music", "prompt": "Slow jazz", "duration_s": 20}, more)


def effect_body(**more: Json) -> dict[str, Json]:
    """Return the body of an effect."""
    return kept({"kind": "effect", "prompt": "Rain"}, more)


def transcript_body(**more: Json) -> dict[str, Json]:
    """Return the body of a transcript."""
    return kept({"kind": "transcript", "source_url": "https://a.example/b.wav"}, more)


def job(body: dict[str, Json], **headers: str | None) -> Step:
    """Return a request for a job."""
    return post("/v2/jobs", body, **headers)


def speech(**more: Json) -> Step:
    """Return a request for a speech."""
    return job(speech_body(**more))


def dialogue(**more: Json) -> Step:
    """Return a request for a dialogue."""
    return job(dialogue_body(**more))


def speakers(*turns: dict[str, Json], **more: Json) -> Step:
    """Return a request for a dialogue of some turns, whose speaker is Ann."""
    said = [{"speaker": "Ann", "text": "Hello."} | turn for turn in turns]
    return dialogue(**{"speakers": CAST[:1], "turns": said} | more)


def music(**more: Json) -> Step:
    """Return a request for music."""
    return job(music_body(**more))


def part(label: str = "verse", seconds: float = 10, **more: Json) -> dict[str, Json]:
    """Return a section."""
    return {"label": label, "duration_s": seconds} | more


def song(*parts: dict[str, Json], **more: Json) -> Step:
    """Return a request for music of sections."""
    return music(prompt="-", **{"duration_s": "-", "sections": list(parts)} | more)


def effect(**more: Json) -> Step:
    """Return a request for an effect."""
    return job(effect_body(**more))


def transcript(**more: Json) -> Step:
    """Return a request for a transcript."""
    return job(transcript_body(**more))


def batch(*bodies: dict[str, Json]) -> Step:
    """Return a request for several jobs."""
    return post("/v2/jobs/batch", {"jobs": list(bodies)})


def estimate(body: dict[str, Json]) -> Step:
    """Return a question for the cost."""
    return post("/v2/estimates", body)


def act(name: str, on: int = 1) -> Step:
    """Return a request to do something with a job."""
    return post(f"/v2/jobs/{{job{on}}}/{name}")


def design(**more: Json) -> Step:
    """Return a request for a voice."""
    body = {"name": "Mia", "description": "A warm voice", "language": "en"}
    return post("/v2/voices", kept(body, more))


def clone(sample: bytes = b"RIFF ", **more: str) -> Step:
    """Return a request for a voice from a sample."""
    members = kept({"name": "Cle", "language": "de", "consent": "yes"}, more)
    said = b"".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        + value
        + b"\r\n"
        for name, value in [("file", sample), *((n, v.encode()) for n, v in members.items())]
    )
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return post("/v2/voices", said + f"--{BOUNDARY}--\r\n".encode(), content_type=kind)


def change(**more: Json) -> Step:
    """Return a change of the first voice."""
    return patch(VOI, more)


def preset(name: str = "warm", **more: Json) -> Step:
    """Return a request for a preset."""
    return Step(method="PUT", path=f"/v2/presets/{name}", body=more)


def jobs(query: str = "") -> Step:
    """Return a look at jobs."""
    return get(f"/v2/jobs?{query}")


def voices(query: str = "") -> Step:
    """Return a look at voices."""
    return get(f"/v2/voices?{query}")


def usage(first: str = "2026-03-01", last: str = "2026-03-01", group: str = "kind") -> Step:
    """Return a question for what was used."""
    return get(f"/v2/usage?from={first}&to={last}&group_by={group}")


def link(name: str, number: int = 1, *, good: bool = True) -> Step:
    """Return a download of an output of a job."""
    named = token(f"job_{number:012x}", name)
    signed = signature(named, int(NOON) + LIFE) if good else "1-x"
    return get(f"/v2/downloads/{named}?signature={signed}", x_studio_key=None)


LOOK: Final = get(JOB)
SEE: Final = get(VOI)
ACCOUNT: Final = get("/v2/account")
EVENTS: Final = get(f"{JOB}/events")
SAMPLE: Final = get(f"{VOI}/sample")
CANCEL: Final = act("cancel")
RETRY: Final = act("retry")
LINKS: Final = act("links")
DROP: Final = delete(JOB)
GONE: Final = delete(VOI)
S: Final = speech()
DONE: Final = [S, LOOK, LOOK]
CANCELLED: Final = [S, CANCEL]
SEVENTH: Final = [*[speech()] * 7, *[get("/v2/jobs/{job7}")] * 2]
FAILED: Final = get("/v2/jobs/{job7}")
