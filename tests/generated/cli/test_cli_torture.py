"""Every operation of the torture document, from the command line to our server and back."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

Run = Callable[..., Any]
DOCUMENT = Path(__file__).parents[2] / "torture" / "torture.yaml"
STYLES = "--label 1 --label 2 --matrix m --object.x 1 --object.y 2 --form a --form b --comma 1"
MORE = "--space a --pipe b --deep.x 1 --reserved a/b --json.x 1 --x-list 1 --x-object.x 2"
DEEP = "--body.deep.a.b.c.0.d [[a]] --body.mixed 5 --body.maybe null --body.pair [a,1]"
KINDS = "--body.pets.pet-type cat --body.pets.lives 3 --body.numbers 2.5 --body.secret s"
ORDER = "--kind gift --wrap --payment.by cash --payment.given 2 --lines.sku AB-1/x"

POINTS = """["a","b,c"] {"x":1} {"x":1} --x-flat.x 1 --x-json.x 1 --closed.x 1 --free.k v"""
FILTER = "--filter.name n --filter.range.from 1 --filter.tags a --filter.tags b --level -1 --x-on"
LISTS = "--open a/b --open c?d --flag false --prefs 1 --prefs 2 --ids 9223372036854775807"
ODD = """--sibling.extra 1 --loop [[],[[]]] --null-enum null --mixed-enum "1" --number-enum 0.5"""
MORE_ODD = """--mangled __proto__ --const {"a":[1]} --const-null null --on --none null --list a"""
OWN = """--direct x --alias true --short abc --nest [true,[]] --branch {"leaf":"l"}"""
LONG = "--int64 9223372036854775807 --longs 9007199254740993 --big-enum 9007199254740993"
MEMBERS = "--tags a --tags b --piped a --piped b --deep.x 1"
KEYS = (
    *("--auth-token", "--api-key", "--second-key-api-key", "--username", "--password"),
    *("--cookie-api-key", "--oauth-auth-token", "--connect-auth-token"),
)


@pytest.fixture(name="url", scope="module")
def _url() -> Iterator[str]:
    command = [sys.executable, "-m", "tallystick", "serve", str(DOCUMENT), "--port", "0"]
    with subprocess.Popen(
        [*command, "--token", "torture"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
        process.terminate()


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a file to upload."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f.bin").write_bytes(b"GIF\x00")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "line",
    [
        "class delete a 1 true",
        "class get --class a --default 1 --import false",
        "constructor constructor",
        "proto to-string --value-of x",
        "same get --id q --id-header h --1st x --ключ-ключа y",
        "same get-same --one x",
        f"styles every a {STYLES} {MORE} --crumbs a",
        "files upload --file @f.bin --meta.x 1 --more @f.bin --count 3",
        "files download",
        "files raw --body @f.bin",
        "files submit --a x --b 1 --b 2",
        "files merge --body.x 1",
        f"places every {POINTS} {FILTER} {LISTS} --session s",
        "answers several",
        "answers only-default --body x",
        "answers range --body @f.bin",
        "answers nothing-at-all",
        "answers texts --body é",
        "answers look",
        "answers ask",
        "answers xml --body <a/>",
        'answers newlines --body [{"a":"x"}]',
        "answers shadow a b c d --a x",
        f"shapes shape {ODD} {MORE_ODD} {LONG} --inner.secret s --beside.a x --beside.n 3",
        "shapes one-of-body --body.a x",
        f"shapes own o 7 {OWN}",
        "shapes map-body --body.a.b {}",
        "then then --proto a --constructor b --class h --שלום e",
        "self cls --self a --cls b --None c --constructor h",
        "see-no-evil-monkey see-no-evil-monkey a/b b c d é",
        "async-files send-bytes a/b --body @f.bin",
        f"async-files send-parts n --picture @f.bin {MEMBERS} --point.x 1 --list 1 --meta.x 1",
        f"async-files send-form n {MEMBERS} --exploded.x 1 --json.x 1 --url a/b?c --plain.x 1",
        *(f"secure by-{way}" for way in ("query", "cookie", "header", "basic", "oauth", "all")),
        "secure by-connect",
        "secure optional",
        "with-options base-url",
        "events watch",
        "events lines",
        "no-id get-by-x q",
        f"no-id post-by-x q {DEEP} {KINDS}",
        f"orders place {ORDER} --labels.z.sku AB-2/y --idempotency-key k",
    ],
)
def test_every_operation_is_carried_out(torture: ModuleType, run: Run, url: str, line: str) -> None:
    """The server, which judges each request by the document, takes all of them."""
    keys = [word for key in KEYS for word in (key, "torture")]
    done = run(torture, *line.split(" "), "--base-url", url, *keys)
    assert (done.status, done.err) == (0, "")


def test_rules_deep_inside_point_at_flags(torture: ModuleType, run: Run, url: str) -> None:
    """Rules of items, of map values and of choices name the flag that gave them."""
    bad = "--payment.by card --payment.number x --lines.sku q --labels.z.sku q --kind plain"
    done = run(
        torture, "orders", "place", *bad.split(), "--note", "too long for it", "--base-url", url
    )
    assert done.status == 3
    places = [line.removeprefix("error: ").partition(": ")[0] for line in done.err.splitlines()]
    assert places == [
        "--note",
        "--note",
        "--lines.0.sku",
        "--labels.z.sku",
        "--payment.number",
    ]


def test_a_member_of_a_whole_body_is_suggested(torture: ModuleType, run: Run) -> None:
    """Where the body is one flag, its members stand below it."""
    done = run(torture, "files", "merge", "--x", "1")
    assert done.err.startswith("error: --x is no flag of this command; did you mean --body.x?\n")
