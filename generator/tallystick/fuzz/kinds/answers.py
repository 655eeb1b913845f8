"""Findings about a single answer: its status, headers, body, links, and what it says of itself."""

from typing import Final

from tallystick.diagnostics import Code
from tallystick.fuzz.kinds.telling import error, warning

KINDS: Final[tuple[Code, ...]] = (
    error(
        "server-error",
        "The server failed: the status is 500 or more.",
        "A request, right or wrong, that the document tells of has to be answered as it says.",
        "Look for the traceback in the server's log; refuse what is wrong with a documented 4xx.",
    ),
    error(
        "no-answer",
        "There was no whole answer.",
        "The connection was closed, broke off, or nothing came within `--timeout`.",
        "See whether the server's process ended; raise `--timeout` where it is only slow.",
    ),
    warning(
        "no-answer-possible",
        "No answer can keep its own schema: the document contradicts itself.",
        "The solver proved it; the sentence names what cannot hold together. Whatever the server "
        "answers is wrong.",
        "Mend the schema of the response; `tally check` says where.",
    ),
    error(
        "undocumented-status",
        "An answer has a status that the document does not list for the operation.",
        "Generated clients do not know what such an answer means or holds. A warning for usual "
        "statuses (401, 404, 400) that were left out.",
        "Add the status to `responses` (or `default`), or answer with a listed one.",
        "OpenAPI 3.1, Responses Object",
    ),
    error(
        "response-header",
        "A header that the document requires is not there, or does not keep its schema.",
        "Clients read it without asking whether it is there.",
        "Send it as the schema says, or make it optional in the document.",
        "OpenAPI 3.1, Header Object",
    ),
    error(
        "response-body",
        "An answer has no body where the document has one, or one that is not JSON.",
        "A client that parses it fails.",
        "Send the body; or take `content` out of this response.",
    ),
    error(
        "response-content-type",
        "The content type of an answer is not documented for its status.",
        "Clients choose how to read an answer by it. A warning where no body of the documented "
        "type is possible.",
        "Set `Content-Type` to what the document lists, or list the type.",
    ),
    error(
        "response-schema",
        "The body of an answer breaks its schema.",
        "Typed clients refuse it, or hold something other than their types say. A note where only "
        "an enum that may grow has grown.",
        "The finding has the keyword and a JSON Pointer: mend the answer, or the schema.",
    ),
    error(
        "response-rule",
        "The body of an answer breaks a rule (`x-validations`) of its type.",
        "What the contract says of members together does not hold.",
        "Mend the answer; or the rule, where it is wrong.",
    ),
    warning(
        "unlisted-member",
        "An answer holds a member that the document does not list there.",
        "It may be a secret or a detail that nobody meant to publish; soon somebody depends on it. "
        "So is a member that is only for requests (`writeOnly`), such as a password.",
        "Leave it out, or add it to the schema.",
    ),
    error(
        "problem-status",
        "The `status` in a problem's body is not the status of the answer.",
        "It is a copy for those who no longer have the answer, and misleads them. A warning where "
        "it is no problem document, and words say that the member is the status.",
        "Write the same number.",
        "RFC 9457, section 3.1.2",
    ),
    warning(
        "no-challenge",
        "An answer with 401 lacks the header `WWW-Authenticate`.",
        "It says how to get in, and a 401 has to have it.",
        "Send it: `WWW-Authenticate: Bearer`.",
        "RFC 9110, section 15.5.2",
    ),
    warning(
        "header-never",
        "A listed header never comes with one sort of answers, and always does with others.",
        "An id of a request is needed most where something went wrong.",
        "Send it with all answers that list it.",
    ),
    warning(
        "header-same",
        "A header that identifies requests is the same for all of them.",
        "It leads to no line in any log.",
        "Make a new value for each request.",
    ),
    error(
        "location",
        "`Location` does not lead to what was made, or to the result of what has ended (`303`).",
        "Clients follow it instead of putting a URL together. A warning where the document does "
        "not list the header.",
        "Send the path of the new resource, or of the result, with the base path of the API.",
        "RFC 9110, sections 10.2.2 and 15.4.4",
    ),
    error(
        "link",
        "What a link in an answer leads to is not what the document, or the answer, says of it.",
        "The sentence has the difference: it is not there, has another type, length, size in "
        "pixels or duration, is served without its signature, is good for another time, holds "
        "other items. An error where the link is on the tried server and a keyword or words "
        "promise it; else a warning.",
        "Mend the link, or what it leads to, or what is said of it.",
    ),
    warning(
        "upload",
        "What was uploaded comes back otherwise, or is counted otherwise.",
        "Words say that bytes are given back as they were sent, or how many there are.",
        "Keep the bytes as they came, and count these.",
    ),
    warning(
        "outputs",
        "A resource gives out too many things, too few, other ones or in another order than asked.",
        "The request says how many, or which; clients pair them with what they asked for.",
        "Give one for each that was asked for, in that order.",
    ),
    warning(
        "output-format",
        "What a resource gives out is of another format than was asked for.",
        "The request chose the format, or its default did.",
        "Make it in that format, and label it so.",
    ),
    warning(
        "not-so",
        "A member is not what words define it to be by the members beside it.",
        "*The price times the quantity* is something else. Rounding to what the schema allows is "
        "taken into account.",
        "Compute it as the words say, or correct these.",
    ),
    warning(
        "price-differs",
        "Something cost another amount than the document says.",
        "Callers reckon with what is written.",
        "Charge what the document says, or correct it.",
    ),
    warning(
        "limit-passed",
        "Something was made although it costs more than its limit.",
        "A limit is given so that this does not happen.",
        "Refuse it with a documented 4xx.",
    ),
    warning(
        "limit-refused",
        "Something was refused although its limit was not exceeded.",
        "What costs exactly as much as the limit is within it.",
        "Compare with `<=`.",
    ),
    warning(
        "schemathesis",
        "A check of Schemathesis failed, and none of our own says the same.",
        "The sentence is that of the check. An error where the document promises it, a note where "
        "no promise is broken (405 for methods that nobody documented).",
        "See the name of the check in the claim (`schemathesis:<check>`) and its documentation.",
        "https://schemathesis.readthedocs.io",
    ),
)
