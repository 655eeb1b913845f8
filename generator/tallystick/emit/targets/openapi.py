"""The OpenAPI target: the whole document in one file, references and overlays resolved."""

from collections.abc import Callable, Mapping
from typing import Final

from tallystick.diagnostics import Diagnostics
from tallystick.emit.code import Code
from tallystick.emit.target import Option, Options, Page
from tallystick.ir import Api
from tallystick.resolve import bundle, dump


class OpenApiTarget:
    """One self-contained document, as YAML and as JSON."""

    name = "openapi"
    options: tuple[Option, ...] = (
        Option(
            name="format",
            doc="Which files to write.",
            default="both",
            choices=("both", "yaml", "json"),
        ),
    )

    def filters(self) -> Mapping[str, Callable[..., Code]]:
        """Return nothing: the document is dumped, no template quotes it."""
        return {}

    def view(self, api: Api, options: Options) -> tuple[tuple[Page, ...], Diagnostics]:
        """Bundle the document that the API was read from."""
        whole = bundle(api.resolved)
        pages = []
        if options["format"] != "json":
            pages.append(Page(path="openapi.yaml", text=Code(dump(whole, "yaml"))))
        if options["format"] != "yaml":
            pages.append(Page(path="openapi.json", text=Code(dump(whole, "json"))))
        return tuple(pages), ()


TARGET: Final = OpenApiTarget()
