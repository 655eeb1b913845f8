"""TypeScript identifiers from words, and the names that generated code may not take."""

from collections.abc import Iterable
from typing import Final

from tallystick.emit.code import Code
from tallystick.emit.naming import DEVICES, resolve
from tallystick.rules.backends.typescript_text import INHERITED, RESERVED
from tallystick.text import Words

KEYWORDS: Final = RESERVED

ERRORS: Final = (
    "APIConnectionError",
    "APIError",
    "APIResponseError",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "ConfigurationError",
    "ConflictError",
    "FieldError",
    "GoneError",
    "InternalServerError",
    "InvalidRequestError",
    "NotFoundError",
    "PermissionDeniedError",
    "Problem",
    "RateLimitError",
    "RuleViolationError",
    "UnprocessableEntityError",
)

TYPES: Final = (
    KEYWORDS
    | frozenset(ERRORS)
    | frozenset(
        [
            *("APIResponse", "APIResponse", "Array", "AsyncIterable", "BaseError", "Blob"),
            *("BodyInit", "ClientOptions", "Credentials", "DownloadError", "DownloadOptions"),
            *("Encoded", "Engine", "EventStream", "File", "FileInput", "IdempotentOptions"),
            *("JobFailedError", "Lifecycle", "Promise", "Raw", "Read", "Request"),
            *("RequestOptions", "Resource", "Response", "Rule", "Rules", "String"),
            *("WaitOptions", "WaitTimeoutError"),
        ]
    )
)
"""What a type may not be called: the modules that use it import or mean these."""

MEMBERS: Final = INHERITED | {"constructor", "then", "withRawResponse"}
"""What a method of a resource may not be called."""

JOBS: Final = frozenset({"wait", "createAndWait", "download", "downloadAll"})
"""What a method beside those that wait may not be called."""

CLIENT: Final = INHERITED | {"engine", "options", "then", "withOptions"}
"""What a resource on a client may not be called."""

OPTIONS: Final = frozenset(
    {
        *("baseURL", "timeout", "deadline", "maxRetries", "defaultHeaders", "defaultQuery"),
        *("checkRules", "validate", "maxResponseBytes", "log", "fetch", "constructor"),
        "budget",
    }
)
"""What a credential may not be called."""

ARGUMENTS: Final = KEYWORDS | {
    *("body", "params", "options", "segment", "path", "query", "cookies", "header", "own"),
    *("auto", "bytes", "events", "form", "isStream", "jsonAs", "maybe", "multipart", "nothing"),
    *("exact", "pairs", "parts", "reads", "response", "rules", "sent", "text", "writes"),
}
"""What a path parameter may not be called."""

INITIALISMS: Final = {"id": "ID", "ids": "IDs", "url": "URL", "urls": "URLs"}


def attributes(resources: Iterable[Words]) -> dict[Words, Code]:
    """Name resources as attributes of a client."""
    wanted = {words: (camel(words),) for words in resources}
    return resolve(wanted, reserved=CLIENT | DEVICES, fold=str.casefold)


def pascal(words: Words) -> str:
    """Return ``ImageRef`` for ``("image", "ref")``."""
    return _begun("".join(word[:1].upper() + word[1:] for word in words))


def camel(words: Words) -> str:
    """Return ``generationID`` for ``("generation", "id")``."""
    first, *rest = words
    tail = (INITIALISMS.get(word) or word[:1].upper() + word[1:] for word in rest)
    return _begun(first + "".join(tail))


def _begun(name: str) -> str:
    return name if name and name[0].isidentifier() else f"_{name}"
