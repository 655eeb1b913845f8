"""What the data types are made of: strict for requests, forgiving for responses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Any, TypeAlias, TypeVar, cast

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, PydanticSerializationError, SchemaSerializer, core_schema

from ._errors import FieldError, InvalidRequestError, RuleViolationError, invalid_request
from ._types import OMIT, validator

T = TypeVar("T")


class ResponseModel(BaseModel):
    """What the API answers; members that it did not declare are kept in `model_extra`."""

    model_config = ConfigDict(
        defer_build=True, extra="allow", protected_namespaces=(), strict=True, validate_by_name=True
    )


class RequestModel(BaseModel):
    """What is sent to the API; a member that was not given is not sent, None is sent as null."""

    model_config = ConfigDict(
        allow_inf_nan=False,
        defer_build=True,
        extra="forbid",
        protected_namespaces=(),
        strict=True,
        validate_by_name=True,
    )


class _NotNull:
    """Takes null away from what a member accepts, so that None only means "not given"."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = handler(source)
        return schema["schema"] if schema["type"] == "nullable" else schema


Omissible: TypeAlias = Annotated[T | None, _NotNull()]
"""A member that may be left out, and is not null when it is given."""


_write = SchemaSerializer(core_schema.any_schema()).to_json


def encode(
    kind: Any,
    body: Any,
    rules: Callable[[Any, str], Iterator[FieldError]] | None = None,
    *,
    check: bool,
) -> Any:
    """Write a body as JSON, and judge exactly what will be sent.

    Args:
        kind: The type that the body must be of.
        body: JSON values, models and iterables in any mixture.
        rules: Yields what breaks the rules of the API.
        check: False sends whatever can be written.

    Raises:
        RuleViolationError: The body breaks its type or a rule.
        InvalidRequestError: The body has no JSON form.
    """
    if isinstance(body, dict):
        members = cast("dict[str, Any]", body).items()
        body = {name: value for name, value in members if value is not OMIT}
    if body is OMIT or not check:
        return body
    try:
        content = _write(body, by_alias=True, exclude_unset=True)
    except (PydanticSerializationError, ValueError) as error:
        raise InvalidRequestError(f"the body has no JSON form: {error}") from error
    try:
        value = validator(kind).validate_json(content, strict=True)
    except ValidationError as error:
        raise invalid_request(error, content) from None
    violations = tuple(rules(value, "")) if rules else ()
    if violations:
        raise RuleViolationError(violations)
    return content
