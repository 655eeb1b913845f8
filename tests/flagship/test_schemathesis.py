"""Schemathesis finds nothing wrong with the reference server, as long as schemas alone count.

It knows nothing of rules, so the server is told to judge by schema; nor of idempotency keys, which
it sends again with other bodies, so it may not ask that all valid requests are taken.

Our server documents and does what the specification asks of any server: documented statuses and
media types, bodies that match their schema, no 5xx, methods and credentials that are refused.
"""

from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tallystick.serve import app

ROOT = Path(__file__).parents[2]
TOKEN = "schemathesis"  # noqa: S105 - of a server in this process
HEADERS = {"Authorization": f"Bearer {TOKEN}"}


def served(document: str) -> schemathesis.schemas.BaseSchema:
    """Return a document as its reference server in process publishes it."""
    server = app(ROOT / "spec" / document, token=TOKEN, rules="off", workers=0)
    return schemathesis.openapi.from_asgi("/openapi.json", server)


image = served("luma-agents.yaml")
video = served("video.overlay.yaml")

BOUNDED = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@image.parametrize()
@BOUNDED
def test_image_only(case: schemathesis.Case[Any]) -> None:
    """Every answer to what Schemathesis sends is as the document says."""
    case.call_and_validate(headers=HEADERS, excluded_checks=[positive_data_acceptance])


@video.parametrize()
@BOUNDED
def test_video_extended(case: schemathesis.Case[Any]) -> None:
    """Likewise for the larger document."""
    case.call_and_validate(headers=HEADERS, excluded_checks=[positive_data_acceptance])
