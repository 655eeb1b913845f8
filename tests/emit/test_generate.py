"""From an API to files: targets, options, templates of the user."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tallystick.diagnostics import Diagnostics, Span
from tallystick.emit import Code, FileSet, Option, Options, Page, find, generate, names
from tallystick.emit import environment as environments
from tallystick.ir import Api, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve

DOCUMENT = b"""
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths: {}
"""


class Toy:
    """A target with one template."""

    name = "toy"
    options: tuple[Option, ...] = (
        Option(name="greeting", doc="What to say.", default="hello"),
        Option(name="style", doc="How to say it.", default="plain", choices=("plain", "loud")),
        Option(name="times", doc="How often.", kind="integer", default=1),
        Option(name="even", doc="An even number.", kind="integer", check=lambda n: n % 2 and "odd"),
    )

    def filters(self) -> Mapping[str, Callable[..., Code]]:
        """Return a filter that quotes by shouting."""
        return {"quote": lambda text: Code(repr(str(getattr(text, "raw", text))))}

    def view(self, api: Api, options: Options) -> tuple[tuple[Page, ...], Diagnostics]:
        """Show the title and the greeting."""
        view = {"title": api.info.title, "greeting": options["greeting"]}
        return (Page(path="out.txt", template="page.jinja", view=view),), ()


@pytest.fixture(name="api")
def _api() -> Api:
    document, _ = parse_text(DOCUMENT, "pets.yaml")
    assert document is not None
    resolved, _ = resolve(document)
    assert resolved is not None
    api, _ = lower(resolved)
    assert api is not None
    return api


@pytest.fixture(name="templates")
def _templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the toy target's template where ours are looked for."""
    ours = tmp_path / "ours"
    (ours / "toy").mkdir(parents=True)
    (ours / "toy" / "page.jinja").write_text("{{ title | quote }} says {{ greeting | quote }}\n")
    monkeypatch.setattr(environments, "templates_folder", lambda: ours)
    monkeypatch.setattr(sys.modules["tallystick.emit.generate"], "templates_folder", lambda: ours)
    return tmp_path / "mine"


def mine(templates: Path, text: str, name: str = "page.jinja") -> Path:
    """Write a template of the user's."""
    (templates / "toy").mkdir(parents=True, exist_ok=True)
    (templates / "toy" / name).write_text(text)
    return templates


@pytest.mark.usefixtures("templates")
def test_a_target_makes_files(api: Api) -> None:
    """A target makes files."""
    files, problems = generate(api, Toy(), {"greeting": "hi"})
    assert problems == ()
    assert files == FileSet({"out.txt": "'Pets' says 'hi'\n"})


def test_a_template_of_the_user_wins(api: Api, templates: Path) -> None:
    """A template of the user wins."""
    own = mine(templates, "mine: {{ greeting | quote }}")
    files, problems = generate(api, Toy(), {}, templates=own)
    assert problems == ()
    assert files["out.txt"] == "mine: 'hello'"


@pytest.mark.parametrize(
    "text",
    ["{{ title }}", "{{ greeting }}", "{{ (title | quote).upper() }}", "{{ 1.5 }}", "{{ none }}"],
)
def test_unquoted_text_fails_at_once(text: str, api: Api, templates: Path) -> None:
    """Unquoted text fails at once."""
    files, problems = generate(api, Toy(), {}, templates=mine(templates, text))
    assert len(files) == 0
    assert [item.code.id for item in problems] == ["template-failed"]


@pytest.mark.parametrize("text", ["{% if %}", "{{ nothing }}", "{{ title.nothing | quote }}"])
def test_a_broken_template_of_the_user_is_reported(text: str, api: Api, templates: Path) -> None:
    """A broken template of the user is reported."""
    files, problems = generate(api, Toy(), {}, templates=mine(templates, text))
    assert len(files) == 0
    assert problems[0].code.id == "template-failed"
    assert problems[0].span is not None
    assert problems[0].span.uri.startswith(str(templates))


def test_text_and_macros_of_a_template_are_its_own(api: Api, templates: Path) -> None:
    """Text and macros of a template are its own."""
    text = "{% macro twice(x) %}{{ x }}{{ x }}{% endmacro %}{{ twice('ab') }}{{ 3 }}"
    files, _ = generate(api, Toy(), {}, templates=mine(templates, text))
    assert files["out.txt"] == "abab3"


def test_a_template_that_replaces_nothing_is_reported(api: Api, templates: Path) -> None:
    """A template that replaces nothing is reported."""
    own = mine(templates, "", "pgae.jinja")
    files, problems = generate(api, Toy(), {}, templates=own)
    assert [item.code.id for item in problems] == ["template-overrides-nothing"]
    assert len(files) == 1


def test_missing_templates_are_an_error(api: Api, tmp_path: Path) -> None:
    """Missing templates are an error."""
    files, problems = generate(api, Toy(), {}, templates=tmp_path / "none")
    assert len(files) == 0
    assert [item.code.id for item in problems] == ["templates-folder-missing"]


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ({"greting": "x"}, "target-option-unknown", "greeting"),
        ({"greeting": 5}, "target-option-invalid", "must be a string, not 5"),
        ({"times": True}, "target-option-invalid", "must be a integer, not True"),
        ({"style": "shy"}, "target-option-invalid", "plain, loud"),
        ({"even": 3}, "target-option-invalid", "odd"),
    ],
)
def test_a_mistaken_option_is_located(
    given: dict[str, object], code: str, said: str, api: Api
) -> None:
    """A mistaken option is located."""
    place = Span("tallystick.toml", "/outputs/0/options")
    files, problems = generate(api, Toy(), given, span=place)  # type: ignore[arg-type]  # JSON values
    assert len(files) == 0
    assert [item.code.id for item in problems] == [code]
    assert said in f"{problems[0].message} {problems[0].help}"
    assert problems[0].span == place.child(*given)


def test_all_mistaken_options_are_reported_in_one_run(api: Api) -> None:
    """All mistaken options are reported in one run."""
    _, problems = generate(api, Toy(), {"a": 1, "style": 2, "times": "x"})
    assert len(problems) == 3


def test_an_unknown_target_names_the_known_ones(api: Api) -> None:
    """An unknown target names the known ones."""
    files, problems = generate(api, "pyhton", {})
    assert len(files) == 0
    assert problems[0].code.id == "target-unknown"
    assert problems[0].help is not None
    assert "python" in problems[0].help


def test_every_target_of_ours_loads() -> None:
    """Every target of ours loads."""
    for name in names():
        target = find(name)
        assert target is not None
        assert target.name == name
        assert all(option.doc.endswith(".") for option in target.options)


def test_the_document_itself_is_a_target(api: Api) -> None:
    """The document itself is a target."""
    files, problems = generate(api, "openapi", {})
    assert problems == ()
    assert set(files) == {"openapi.yaml", "openapi.json"}
    for path, text in files.items():
        document, found = parse_text(text.encode(), path)
        assert found == ()
        assert document is not None
    assert set(generate(api, "openapi", {"format": "json"})[0]) == {"openapi.json"}
