"""What is refused at the request: the rules that only the server can judge, and the accounts."""

import base64
from pathlib import Path
from typing import Any

import pytest
from behaviour.accounts import Accounts, Terms
from behaviour.luma import Luma

from behaviour import accounts, prices
from tallystick.serve.behaviour import Account, Refused

NOBODY = Account(id="nobody")
DRAFT = {"resolution": "360p"}


def rules(violations: list[Any]) -> list[tuple[str, str]]:
    """Return rule and pointer of each violation."""
    return [(violation.rule, violation.pointer) for violation in violations]


def test_hdr_needs_access(workshop: Any) -> None:
    """Only true is asked about."""
    body: dict[str, Any] = {"type": "video", "model": "ray-3.2", "video": {"hdr": True}}
    assert rules(workshop.judge(body, NOBODY)) == [("hdr-access", "/video/hdr")]
    assert workshop.judge(body) == []
    assert workshop.judge({**body, "video": {"hdr": False}}, NOBODY) == []
    assert workshop.judge({**body, "video": None}, NOBODY) == []


def test_reframe_1080p_is_rolling_out(workshop: Any) -> None:
    """For video_reframe only."""
    body = {
        "type": "video_reframe",
        "source": {"url": "https://example.com/a.mp4", "media_type": "video/mp4"},
        "video": {"resolution": "1080p"},
    }
    found = rules(workshop.judge(body, NOBODY))
    assert found == [("reframe-1080p-rollout", "/video/resolution")]
    assert workshop.judge(body) == []
    assert workshop.judge({**body, "type": "video"}, NOBODY) == []
    assert workshop.judge({**body, "video": {"resolution": "720p"}}, NOBODY) == []


@pytest.mark.parametrize(
    ("kind", "made", "refused"),
    [
        ("image_edit", "image", False),
        ("image_edit", "image_edit", False),
        ("image_edit", "video", True),
        ("video_edit", "video_reframe", False),
        ("video_edit", "image", True),
        ("video_reframe", "video", False),
        ("video_reframe", "image_edit", True),
    ],
)
def test_a_chain_needs_the_right_kind(
    workshop: Any, gauge: Any, kind: str, made: str, *, refused: bool
) -> None:
    """image_edit chains images, the others videos."""
    source = gauge.inline(gauge.clip(("red",), 1), "video/mp4")
    body: dict[str, Any] = {"type": "video_reframe", "source": source, "video": DRAFT}
    first = workshop.make(body if made.startswith("video") else {})
    ref = {"generation_id": workshop.keep(first, made)}
    found = rules(workshop.judge({"type": kind, "source": ref}))
    assert found == ([("chain-kind", "/source/generation_id")] if refused else [])


@pytest.mark.parametrize("state", ["queued", "processing", "failed"])
def test_a_chain_needs_a_completed_generation(workshop: Any, state: str) -> None:
    """One that is unfinished or failed is refused, as is one that is not there."""
    ref = {"generation_id": workshop.keep(workshop.make({}), "image", state)}
    edit = {"type": "image_edit", "source": ref}
    assert rules(workshop.judge(edit)) == [("chain-kind", "/source/generation_id")]
    edit["source"] = {"generation_id": "00000000-0000-4000-8000-000000000000"}
    assert rules(workshop.judge(edit)) == [("chain-kind", "/source/generation_id")]


def test_frames_chain_either_kind(workshop: Any) -> None:
    """start_frame and end_frame take any completed generation, with a message of their own."""
    number = workshop.keep(workshop.make({}), "image")
    ref = {"generation_id": number}
    body = {"type": "video", "video": {"start_frame": ref, "end_frame": ref}}
    assert workshop.judge(body) == []
    workshop.keep(workshop.make({}), "image")
    workshop.shelf.resources.clear()
    found = workshop.judge(body)
    assert rules(found) == [
        ("chain-kind", "/video/start_frame/generation_id"),
        ("chain-kind", "/video/end_frame/generation_id"),
    ]
    assert all("completed generation" in violation.message for violation in found)


def test_a_source_of_more_than_18_seconds_is_refused(workshop: Any, gauge: Any) -> None:
    """Inline, in a data: URL, or chained: measured on the media. Only for video_edit."""
    long, enough = (gauge.clip(("red",), seconds, (32, 32)) for seconds in (18.5, 18.0))
    refs = {name: gauge.inline(data, "video/mp4") for name, data in (("a", long), ("b", enough))}
    body: dict[str, Any] = {"type": "video_edit", "source": refs["a"]}
    assert rules(workshop.judge(body)) == [("edit-source-18s", "/source")]
    assert workshop.judge({**body, "source": refs["b"]}) == []
    assert workshop.judge({**body, "type": "video_reframe"}) == []
    url = "data:video/mp4;base64," + base64.b64encode(long).decode()
    inside = {"url": url, "media_type": "video/mp4"}
    assert rules(workshop.judge({**body, "source": inside})) == [("edit-source-18s", "/source")]
    first = workshop.make({"type": "video_reframe", "source": refs["a"], "video": DRAFT})
    chained = {"generation_id": workshop.keep(first, "video_reframe")}
    assert rules(workshop.judge({**body, "source": chained})) == [("edit-source-18s", "/source")]


def test_what_cannot_be_measured_is_left_to_the_job(workshop: Any, gauge: Any) -> None:
    """Broken media are no broken rule."""
    for source in (
        {"data": "%", "media_type": "video/mp4"},
        gauge.inline(b"nothing", "video/mp4"),
        gauge.ref(gauge.plain("red")),
        {"url": "https://lumalabs.ai/a.mp4", "media_type": "video/mp4"},
    ):
        assert workshop.judge({"type": "video_edit", "source": source}) == []


# --- accounts -----------------------------------------------------------------------------------


def refusal(workshop: Any, body: dict[str, Any] | None = None) -> Refused:
    """Return how a create call is refused."""
    with pytest.raises(Refused) as caught:
        workshop.admit(body or {})
    return caught.value


def test_a_suspended_account_may_do_nothing(new_workshop: Any) -> None:
    """403."""
    assert refusal(new_workshop(Accounts(default=Terms(suspended=True)))).status == 403


def test_requests_per_minute(new_workshop: Any) -> None:
    """A sliding window, and Retry-After says when a place is free."""
    workshop = new_workshop(Accounts(default=Terms(requests_per_minute=2)))
    workshop.admit({})
    workshop.pass_time(40)
    workshop.admit({})
    refused = refusal(workshop)
    assert (refused.status, refused.headers) == (429, {"Retry-After": "20"})
    workshop.pass_time(20)
    workshop.admit({})
    assert refusal(workshop).headers == {"Retry-After": "40"}


def test_unfinished_generations_are_counted(new_workshop: Any) -> None:
    """The second is refused until the first has ended, however it ended."""
    workshop = new_workshop(Accounts(default=Terms(concurrent=1)))
    first = workshop.admit({})
    assert refusal(workshop).status == 429
    workshop.make({"prompt": "gore"}, job_id=first)
    workshop.admit({})
    assert refusal(workshop).status == 429
    workshop.pass_time(600)
    workshop.admit({})


def test_an_empty_balance_is_402(new_workshop: Any) -> None:
    """Once spent, and at once when one generation costs more than there is."""
    workshop = new_workshop(Accounts(default=Terms(balance=12)))
    assert refusal(workshop, {"type": "video"}).status == 402
    for _ in range(3):
        workshop.make({}, job_id=workshop.admit({}))
    assert refusal(workshop).status == 402


def test_prices_grow_with_the_work() -> None:
    """Larger, longer and HDR cost more."""
    asked: list[dict[str, Any]] = [
        {"video": None},
        {"model": "uni-1-max"},
        {"type": "video"},
        {"type": "video", "video": {"duration": "10s"}},
        {"type": "video", "video": {"duration": "10s", "hdr": True}},
    ]
    assert [prices.price(body) for body in asked] == [4, 10, 20, 40, 80]


def test_a_new_generation_names_model_and_type(workshop: Any) -> None:
    """Those of the request, or the defaults."""
    plain = workshop.luma.create(workshop.request({}), {"id": "1", "state": "queued"})
    assert plain == {"id": "1", "state": "queued", "model": "uni-1", "type": "image"}
    asked = workshop.request({"model": "ray-3.2", "type": "video"})
    assert workshop.luma.create(asked, {"id": "2"})["type"] == "video"


def test_the_example_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the variable's name; guests have the default terms."""
    path = Path(accounts.__file__).parent / "accounts.toml"
    monkeypatch.setenv(accounts.ENVIRONMENT, str(path))
    luma = Luma()
    known = luma.tokens()
    assert known["luma-api-standard"] == Account(id="standard", switches=frozenset())
    assert luma.guest("other").switches == {"hdr", "reframe-1080p"}
    assert luma.guest("other").id != luma.guest("another").id


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[accounts", "Expected"),
        ("colour = 1", "unknown table 'colour'"),
        ("[accounts]\na = 1", "[accounts.NAME]"),
        ("[accounts.a]\nhdr = true", "accounts.a.token"),
        ('[accounts.a]\ntoken = "t"\n[accounts.b]\ntoken = "t"', "accounts.b.token"),
        ('[accounts.a]\ntoken = "t"\nhdr = 1', "hdr must be true or false, not 1"),
        ('[accounts.a]\ntoken = "t"\nbalance = "x"', "balance must be a number"),
        ("[default]\nbalance = -1", "balance must be a number"),
        ("[default]\nconcurrent = true", "concurrent must be a number"),
        ("[default]\nspeed = 1", "speed is unknown"),
        ("[urls]\na = 1", "urls must map"),
    ],
)
def test_a_mistake_in_the_accounts_file_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    """With the file's name and the member's."""
    path = tmp_path / "accounts.toml"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"accounts\.toml") as caught:
        accounts.read(path)
    assert complaint in str(caught.value)
