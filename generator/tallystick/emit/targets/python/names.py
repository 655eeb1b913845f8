"""Python identifiers from words, and the names that generated code may not take."""

import builtins
import keyword
from functools import lru_cache
from typing import Final

from tallystick.text import Words

KEYWORDS: Final = frozenset(keyword.kwlist)

BUILTIN_TYPES: Final = frozenset({"str", "int", "float", "bool", "bytes", "list", "dict", "tuple"})
"""Names that annotations use; a name of the class around them must not hide them."""

MODEL_ATTRIBUTES: Final = frozenset(
    [
        "construct",
        "copy",
        "dict",
        "fields_set",
        "from_orm",
        "json",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "schema",
        "schema_json",
        "update_forward_refs",
        "validate",
        "model_computed_fields",
        "model_config",
        "model_construct",
        "model_copy",
        "model_dump",
        "model_dump_json",
        "model_extra",
        "model_fields",
        "model_fields_set",
        "model_json_schema",
        "model_parametrized_name",
        "model_post_init",
        "model_rebuild",
        "model_validate",
        "model_validate_json",
        "model_validate_strings",
    ]
)
"""Attributes of `pydantic.BaseModel` that a field would hide."""

FIELDS: Final = KEYWORDS | BUILTIN_TYPES | MODEL_ATTRIBUTES
"""What a field of a model may not be called."""

TYPES: Final = KEYWORDS | frozenset(
    [
        "Annotated",
        "Any",
        "AsyncDownloads",
        "AsyncEventStream",
        "AsyncJobs",
        "AsyncResource",
        "AsyncStreams",
        "BYTES",
        "BinaryInput",
        "CheckedModel",
        "ClassVar",
        "Count",
        "CreateAndWaitOptions",
        "Date",
        "DateTime",
        "DownloadOptions",
        "Email",
        "EventStream",
        "Except",
        "Field",
        "FieldError",
        "FileInput",
        "Form",
        "IPv4",
        "IPv6",
        "Iterable",
        "Iterator",
        "Lifecycle",
        "Literal",
        "Mapping",
        "Multipart",
        "NotRequired",
        "OMIT",
        "Omissible",
        "Omit",
        "OneOf",
        "Operation",
        "Others",
        "Part",
        "Path",
        "PathLike",
        "Pattern",
        "Prefix",
        "RequestModel",
        "RequestOptions",
        "Required",
        "ResponseModel",
        "StreamOf",
        "Style",
        "SyncDownloads",
        "SyncJobs",
        "SyncResource",
        "SyncStreams",
        "TEXT",
        "Together",
        "TypeAlias",
        "TypeAliasType",
        "TypedDict",
        "Unique",
        "UnknownVariant",
        "Unpack",
        "Upload",
        "Uri",
        "Uuid",
        "Values",
        "WaitOptions",
    ]
)
"""What a type may not be called: the modules that use it import these."""


RESOURCES: Final = frozenset({"Client", "ClientOptions", "Resource", "Self", "SyncClient"})
"""What the class of a resource may not be called besides; `AsyncClient` is that of `Client`."""

EXPORTED: Final = frozenset(
    [
        *("APIConnectionError", "APIError", "APIResponse", "APIResponseError"),
        *("APIResponseValidationError", "APIStatusError", "APITimeoutError", "AsyncEventStream"),
        *("AuthenticationError", "BadRequestError", "ClientOptions", "ConfigurationError"),
        *("ConflictError", "DownloadError", "Environment", "Event", "EventStream", "FieldError"),
        *("GoneError", "InternalServerError", "InvalidRequestError", "JobFailedError"),
        *("NotFoundError", "OMIT", "Omit", "PermissionDeniedError", "Problem", "RateLimitError"),
        *("RequestOptions", "RuleViolationError", "TYPE_CHECKING", "UnprocessableEntityError"),
        *("WaitTimeoutError", "cached_property", "httpx2", "import_module", "types"),
        *("Final", "NamedTuple", "Self", "Unpack", "BaseError", "Credential"),
    ]
)
"""What every package exports, or its modules with the client mean by a name."""


def clash(client: str) -> str | None:
    """Return the name that a client's would take away from something else, None if it does not."""
    names = (client, f"Async{client}", f"{client}Error")
    return next((name for name in names if name in EXPORTED or hasattr(builtins, name)), None)


@lru_cache(maxsize=16384)
def snake(words: Words) -> str:
    """Return ``created_at``; always an identifier, perhaps a keyword."""
    name = "_".join(words)
    return name if name.isidentifier() else f"n{name}"


@lru_cache(maxsize=16384)
def pascal(words: Words) -> str:
    """Return ``CreatedAt``; always an identifier."""
    name = "".join(word[:1].upper() + word[1:] for word in words)
    return name if name.isidentifier() else f"N{name}"
