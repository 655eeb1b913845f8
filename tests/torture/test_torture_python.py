"""The torture document through the Python target: strict types, every module imports."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.generating import write

from tallystick.ir import open_api

DOCUMENT = Path(__file__).parent / "torture.yaml"
IMPORT_ALL = """
import importlib, pkgutil, torture_api
for module in pkgutil.walk_packages(torture_api.__path__, "torture_api."):
    importlib.import_module(module.name)
"""

CALLS = """
import sys
from torture_api import Class1, RuleViolationError
client = Class1(auth_token="secret", base_url=sys.argv[1])
point = {"x": 1, "y": 2.5}
client.class_.delete("a/b", 1, True)
assert client.class_.get("a", 1, False) is None
client.constructor.constructor()
client.same.get(id="q", id_header="h", id_cookie="c d", id_query="Q", n1st="1", emoji="&=")
client.same.get_same(one="1")
client.styles.every(
    ["a", "b,c"], [1, 2], "m", point, form=["a", "b"], comma=["a", "b"], space=["a", "b"],
    pipe=["a", "b"], deep=point, reserved="a/b?c", json=point, x_list=[1, 2], x_object=point,
    crumbs=["a", "b"],
)
client.files.upload(file=("a.txt", b"x"), meta={"x": 1}, more=[b"1", b"2"], count=3)
assert client.files.download()
client.files.raw(body=b"123")
client.files.submit(a="\u00e9 &", b=[1, 2])
client.files.merge(body={"x": 1})
client.files.mixed()
for stream in (client.events.watch(), client.events.lines()):
    assert [event.kind for event in stream] in (["Started"], ["Ended"])
client.no_id.get_by_x("1")
client.no_id.post_by_x("1", body={"deep": {}, "secret": "s", "pair": ["a", 1]})
line = {"sku": "AB-1/x"}
client.orders.place(kind="gift", wrap=True, note="n" * 10, lines=[line])
try:
    client.orders.place(
        kind="plain", note="a", lines=[line, {"sku": "x"}], labels={"a/~": {"sku": ""}},
        payment={"by": "card", "number": "x"},
    )
except RuleViolationError as error:
    for violation in error.violations:
        print(violation.pointer, violation.rule)
"""


@pytest.fixture(scope="module", name="package")
def _package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate the package; nothing in the document is found fault with."""
    api, problems = open_api(str(DOCUMENT))
    assert api is not None
    assert problems == ()
    options = {"package": "torture_api"}
    return write(DOCUMENT, "python", options, tmp_path_factory.mktemp("torture"))


def test_python_compiles_strictly(package: Path) -> None:
    """Type checking in strict mode finds nothing; every module imports."""
    commands = (
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", ".mypy", "torture_api"],
        [sys.executable, "-c", IMPORT_ALL],
    )
    for command in commands:
        done = subprocess.run(
            command, cwd=package, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_python_keeps_the_contract(package: Path) -> None:
    """Every operation against the server of the document; a refusal names what is nested."""
    serve = [sys.executable, "-m", "tallystick", "serve", str(DOCUMENT)]
    with subprocess.Popen(
        [*serve, "--port", "0", "--token", "secret"], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        url = server.stdout.readline().split()[-1]
        done = subprocess.run(
            [sys.executable, "-c", CALLS, url],
            cwd=package,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        server.terminate()
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "/note note-for-gift",
        "/lines/1/sku sku-shape",
        "/labels/a~1~0/sku sku-shape",
        "/payment/number card-digits",
    ]
