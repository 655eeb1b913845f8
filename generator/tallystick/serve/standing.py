"""What is done to what stands at a path: it is shown, set and taken away, for each caller."""

import asyncio
import json
from typing import Final

from tallystick.serve.behaviour import Request
from tallystick.serve.changing import changed
from tallystick.serve.endpoints import Endpoint
from tallystick.serve.jobs import Setting
from tallystick.serve.kinds import Kind
from tallystick.serve.problem import Problem
from tallystick.serve.records import Draft, Stored
from tallystick.serve.shelves import path_values
from tallystick.text import Json

VALUE: Final = "value"
"""Member of a row that holds what stands there; without it, that was taken away."""


class Stander:
    """Answers for what stands at paths."""

    def __init__(self, setting: Setting) -> None:
        """Keep it in the store of a setting."""
        self._setting = setting

    async def answer(
        self, endpoint: Endpoint, request: Request
    ) -> dict[str, Json] | Problem | None:
        """Do what an operation does, and return what stands there then, or stood.

        None when nothing is set at its path.

        At the beginning that is the example of the document.

        Raises:
            Unmakeable: There is no example.
        """
        stand, operation = endpoint.stand, endpoint.operation
        if stand is None:
            return None
        kind = stand.kind
        number = json.dumps([request.account.id, *path_values(operation, request.parameters)])
        row = self._setting.store.find(kind.plan.kind, number, request.account.id)
        value = kind.template() if row is None else row.value.get(VALUE)
        old = value if isinstance(value, dict) else None
        if old is None and operation.method != "put" and stand.misses:
            noun = " ".join(kind.type.words) or "resource"
            return Problem(status=404, detail=f"There is no {noun} at {operation.path}.")
        now = kind.template() if old is None else old
        if operation.method == "get":
            return now
        new: dict[str, Json] | None = None
        if operation.method != "delete":
            whole = operation.method == "put"
            new = changed(kind, now, endpoint.says(now, request.body), whole=whole)
        await self._keep(kind, request, (row, number), new)
        return now if new is None else new

    async def _keep(
        self,
        kind: Kind,
        request: Request,
        place: tuple[Stored | None, str],
        value: dict[str, Json] | None,
    ) -> None:
        """Keep what stands somewhere now, None for nothing."""
        row, number = place
        held: dict[str, Json] = {} if value is None else {VALUE: value}
        if row is None:
            draft = Draft(
                id=number,
                kind=kind.plan.kind,
                operation=request.operation,
                account=request.account,
                request=request.body,
                parameters=(),
                value=held,
                state="",
                created=self._setting.clock(),
                due=None,
            )
            made = await asyncio.wrap_future(self._setting.store.create(draft, None))
            row = made.stored or self._setting.store.find(draft.kind, number, request.account.id)
        if row is not None and row.value != held:
            await asyncio.wrap_future(self._setting.store.change(row.number, held))
