"""Bodies that another tool made, mended until they break no rule.

Schemathesis knows schemas and no rules, so most of what it takes for valid is refused by a server
that keeps them, and what it means to break is not what the refusal is about. Its bodies keep as
much of themselves as the rules allow.
"""

import uuid
from typing import Any, Final

from tallystick.fuzz.bodies import examples
from tallystick.fuzz.bodies.judging import Judging, compact
from tallystick.fuzz.bodies.moves import Moves
from tallystick.fuzz.bodies.search import Search, Start
from tallystick.fuzz.bodies.values import Values
from tallystick.fuzz.documented import takes_key
from tallystick.fuzz.requests.composing import json_content
from tallystick.ir import Api, Content, MediaKind, Operation, TypeId
from tallystick.text import Json

STEPS: Final = 48
"""Bodies judged to mend one."""
XML: Final = ("/xml", "+xml")
"""Ends of media types that have no text for null, for an empty list or for a control character."""


class Mending:
    """Mends bodies of all operations of one API."""

    def __init__(self, api: Api, judging: Judging) -> None:
        """Mend by `judging`."""
        self._api = api
        self._judging = judging
        self._searches: dict[str, Search] = {}
        self._sound: dict[str, Json] = {}

    def open(self, operation: Operation, media_type: str) -> bool:
        """Whether a body that is sent as it is may break something: nobody reads it back.

        One of a form may break a rule, and one of XML what it cannot say: null, or an empty list.
        """
        content = _form(operation, media_type)
        ruled = content is not None and bool(
            content.type is not None and self._judging.rules_at(content.type)
        )
        return ruled or _essence(media_type).endswith(XML)

    def broken(self, operation: Operation, body: Json) -> bool:
        """Whether a JSON body breaks its schema or a rule."""
        type_id = _type(operation)
        return type_id is not None and not self._judging.broken(type_id, body).nothing

    def mended(self, operation: Operation, body: Json) -> Json:
        """Return a body that breaks nothing, made of another one; itself when none was found."""
        type_id = _type(operation)
        if type_id is None or self._judging.broken(type_id, body).nothing:
            return body
        search = self._search(operation, type_id)
        found = search.find([Start(body)], frozenset(), STEPS)
        if found is None:
            found = self._sound.get(operation.id)
        if found is None:
            return body
        self._sound.setdefault(operation.id, found)
        return found

    def _search(self, operation: Operation, type_id: TypeId) -> Search:
        known = self._searches.get(operation.id)
        if known is None:
            content = json_content(operation)
            assert content is not None  # noqa: S101 - `_type` has found one
            shown = examples.words(self._api, content)
            values = Values(self._judging, shown, examples.literals(self._api, content))
            known = Search(self._judging, Moves(self._judging, values), type_id)
            self._searches[operation.id] = known
        return known

    def case(self, operation: Operation | None, case: Any) -> Any:
        """Mend a Schemathesis case, in the parts that it does not mean to break.

        A body is mended until it breaks no rule. An idempotency key that was sent before with
        another body is no good: each body gets one of its own.
        """
        if operation is None:
            return case
        media_type = str(case.media_type or "").partition(";")[0]
        whole = media_type.endswith("json") and _plain(case.body) and not _negative(case, "body")
        if whole and self.broken(operation, case.body):
            case.body = self.mended(operation, case.body)
        if case.headers and not _negative(case, "header"):
            keys = {each.wire.lower() for each in operation.parameters if takes_key(each)}
            for name in [name for name in case.headers if name.lower() in keys]:
                body = compact(case.body) if _plain(case.body) else b""
                case.headers[name] = str(uuid.uuid5(uuid.NAMESPACE_OID, body.hex()))
        return case


def _negative(case: Any, part: str) -> bool:
    """Whether a case means to break one of its parts."""
    if case.meta is None:
        return False
    parts = {getattr(key, "value", key): made for key, made in case.meta.components.items()}
    own = parts.get(part)
    return own is not None and str(getattr(own.mode, "value", own.mode)) == "negative"


def _plain(body: object) -> bool:
    """Whether a body is JSON, not a marker for none or a stream of bytes."""
    return isinstance(body, dict | list | str | int | float)


def _form(operation: Operation, media_type: str) -> Content | None:
    """Return the form of a media type that an operation takes, None for anything else."""
    essence = _essence(media_type)
    contents = operation.body.contents if operation.body else ()
    forms = (it for it in contents if it.kind in {MediaKind.FORM, MediaKind.MULTIPART})
    return next((it for it in forms if _essence(it.media_type) == essence), None)


def _essence(media_type: str) -> str:
    """Return a media type without its parameters."""
    return media_type.partition(";")[0].strip().lower()


def _type(operation: Operation) -> TypeId | None:
    content = json_content(operation)
    return content.type if content is not None else None
