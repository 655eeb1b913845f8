"""Answers that are not what the document says."""

from dataclasses import replace

from tests.mutants.faults import Asked, Said, Wrong, fault, problem
from tests.mutants.matching import matches
from tests.mutants.model import Json


def place(value: Json, pointer: str) -> tuple[Json, str]:
    """Return the object that holds a place, and the last step; (None, "") when there is none."""
    *way, last = pointer.split("/")[1:]
    for step in way:
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            return None, ""
    return (value, last) if isinstance(value, dict) else (None, "")


class _Where(Wrong):
    """Changes the answers of one kind: ``create``, ``get`` or ``refusal``."""

    def __init__(self, where: str) -> None:
        self._where = where

    def after(self, asked: Asked, said: Said) -> Said:
        kind = "refusal" if not said.good else "create" if asked.creates else "get"
        return self.changed(said) if kind == self._where else said

    def changed(self, said: Said) -> Said:
        return said


@fault("answer-without")
class Without(_Where):
    """A member is missing."""

    def __init__(self, where: str, pointer: str) -> None:
        super().__init__(where)
        self._pointer = pointer

    def changed(self, said: Said) -> Said:
        value = said.json
        holder, last = place(value, self._pointer)
        if holder is None or last not in holder:
            return said
        del holder[last]
        return said.showing(value)


@fault("answer-with")
class With(_Where):
    """A member has another value, or is one more."""

    def __init__(self, where: str, pointer: str, to: Json, needs: str = "") -> None:
        super().__init__(where)
        self._pointer = pointer
        self._to = to
        self._needs = needs

    def changed(self, said: Said) -> Said:
        value = said.json
        holder, last = place(value, self._pointer)
        if holder is None or (self._needs and self._needs not in holder):
            return said
        holder[last] = self._to
        return said.showing(value)


@fault("answer-status")
class Status(_Where):
    """Another status."""

    def __init__(self, where: str, status: int) -> None:
        super().__init__(where)
        self._status = status

    def changed(self, said: Said) -> Said:
        return replace(said, status=self._status)


@fault("answer-type")
class Typed(_Where):
    """Another media type, the body is the same; "" for none."""

    def __init__(self, where: str, media_type: str) -> None:
        super().__init__(where)
        self._media_type = media_type

    def changed(self, said: Said) -> Said:
        return said.typed(self._media_type)


@fault("answer-body")
class Body(_Where):
    """Another body, the media type is the same."""

    def __init__(self, where: str, how: str) -> None:
        super().__init__(where)
        self._how = how

    def changed(self, said: Said) -> Said:
        ways = {
            "cut": said.body[:-2],
            "empty": b"",
            "list": b"[" + said.body + b"]",
            "null": b"null",
            "html": b"<!doctype html><p>Hello",
            "twice": said.body + said.body,
        }
        return replace(said, body=ways[self._how])


@fault("refusal-status")
class RefusalStatus(Wrong):
    """Refusals of one status have another one."""

    def __init__(self, of: int, to: int) -> None:
        self._of = of
        self._to = to

    def after(self, asked: Asked, said: Said) -> Said:
        if said.status != self._of:
            return said
        if self._to < 300:
            return Said(status=self._to, body=b"{}")
        value = said.json or {}
        value["status"] = self._to
        return said.showing(value, self._to)


@fault("refusal-rule")
class RefusalRule(Wrong):
    """Broken rules are refused under another name, or none."""

    def __init__(self, to: str | None) -> None:
        self._to = to

    def after(self, asked: Asked, said: Said) -> Said:
        if said.status != 422:
            return said
        value = said.json
        for error in value.get("errors", ()):
            error["message"] = "Something is wrong."
            error.pop("rule", None)
            if self._to is not None:
                error["rule"] = self._to
        value["detail"] = "Something is wrong."
        return said.showing(value)


@fault("when")
class When(Wrong):
    """Creations whose body matches are answered with a status of failure."""

    def __init__(self, status: int, *conditions: tuple[str, str, Json]) -> None:
        self._status = status
        self._conditions = conditions

    def before(self, asked: Asked) -> Asked | Said:
        body = asked.json
        if asked.creates and isinstance(body, dict) and matches(body, self._conditions):
            return problem(self._status)
        return asked


@fault("crash-on-refusal")
class CrashOnRefusal(Wrong):
    """What breaks one keyword, or rule, makes the server fail instead of being refused."""

    def __init__(self, rule: str) -> None:
        self._rule = rule

    def after(self, asked: Asked, said: Said) -> Said:
        errors = (said.json or {}).get("errors", ()) if said.status in {400, 422} else ()
        named = {error.get("rule") for error in errors}
        return problem(500) if self._rule in named else said


@fault("no-refusal")
class NoRefusal(Wrong):
    """What breaks one thing is answered as if all were well."""

    def __init__(self, rule: str) -> None:
        self._rule = rule

    def after(self, asked: Asked, said: Said) -> Said:
        errors = (said.json or {}).get("errors", ()) if said.status in {400, 422} else ()
        if self._rule not in {error.get("rule") for error in errors}:
            return said
        value = {
            "id": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e",
            "created_at": "2026-01-01T00:00:00Z",
            "model": "uni-1",
            "state": "queued",
            "type": "image",
        }
        return Said(status=201).showing(value)


@fault("method-works")
class MethodWorks(Wrong):
    """A method that the document does not have is served."""

    def __init__(self, method: str, status: int) -> None:
        self._method = method
        self._status = status

    def before(self, asked: Asked) -> Asked | Said:
        if asked.method == self._method:
            body = b"" if self._status == 204 else b"{}"
            return Said(status=self._status, headers=(), body=body)
        return asked
