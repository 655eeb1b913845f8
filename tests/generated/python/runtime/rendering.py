"""Renders the runtime into a package folder, with the view the generator would hand over."""

import shutil
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent
TEMPLATES = HERE.parents[3] / "templates" / "python" / "runtime"

VIEW: dict[str, Any] = {
    "config": {
        "package": "acme",
        "distribution_literal": '"acme"',
        "version_literal": '"1.2.3"',
        "error": "AcmeError",
        "client": "Acme",
        "async_client": "AsyncAcme",
        "env_prefix": "ACME",
        "base_url_literal": '"https://api.acme.example/v1"',
        "server_variables": [],
        "arguments": ["auth_token"],
        "arguments_dict": '{"auth_token": auth_token}',
        "credentials": [
            {
                "scheme_literal": '"bearerAuth"',
                "kind": "bearer",
                "args": [{"name": "auth_token", "env_literal": '"ACME_API_KEY"'}],
                "wire_literal": '""',
            }
        ],
        "security_literal": '(("bearerAuth",),)',
        "auth_required": "True",
    },
    "resources": [
        {
            "attribute": "jobs",
            "module": "jobs",
            "sync_class": "Jobs",
            "async_class": "AsyncJobs",
            "types_import": "from .resources.jobs import AsyncJobs, Jobs",
        }
    ],
}


def render(folder: Path, view: dict[str, Any] = VIEW, *, sample: bool = True) -> Path:
    """Write the package `acme` into `folder`; return the package's path."""
    package = folder / "acme"
    if sample:
        shutil.copytree(HERE / "sample", package)
    else:
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("")
    environment = Environment(  # noqa: S701 - Python, not HTML
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for source in sorted(TEMPLATES.iterdir()):
        if source.suffix == ".py":
            shutil.copy(source, package / source.name)
        elif source.suffix == ".jinja":
            text = environment.get_template(source.name).render(view)
            (package / source.stem).write_text(text)
    (package / "py.typed").write_text("")
    return package
