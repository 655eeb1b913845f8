"""Findings about requests that are taken or refused, and whether a server lets anything in."""

from typing import Final

from tallystick.diagnostics import Code
from tallystick.fuzz.kinds.telling import error, note, warning

KINDS: Final[tuple[Code, ...]] = (
    error(
        "valid-refused",
        "A request that keeps all that the document says was refused.",
        "Clients that keep to the document run into it. A warning where the state of the resource, "
        "or who is asking, may be the reason.",
        "Accept it; or write down what the server asks for, as a keyword or as a rule under "
        "`x-validations` (`status: server` for what only the server can know).",
    ),
    error(
        "invalid-accepted",
        "A request that breaks exactly one thing of the document was accepted.",
        "Nothing else was wrong with it: this check is missing. A warning where only words forbid "
        "it, or the document lists no answer for what is not there; a note for a body without a "
        "`Content-Type`, which a server may guess.",
        "Refuse it with a documented 4xx; or take the keyword or rule out of the document.",
    ),
    warning(
        "undocumented-method",
        "A method that the document does not have on this path was answered with success.",
        "What is not in the contract has no rules, no tests and no owner.",
        "Answer with 405 and the header `Allow`, or add the operation to the document.",
        "RFC 9110, section 15.5.6",
    ),
    warning(
        "name-refused",
        "Whatever a valid request named at one place of its body was refused.",
        "What was named was made by the same caller and has ended well, of every kind that the API "
        "makes. Nobody can use this member, then.",
        "Accept what the caller owns; or say in the member's description what it has to name.",
    ),
    warning(
        "type-refused",
        "A documented media type was refused because it had a parameter or was in capitals.",
        "`application/json; charset=utf-8` is what many clients send, and means the same.",
        "Compare type and subtype without their parameters and without regard to case.",
        "RFC 9110, section 8.3.1",
    ),
    warning(
        "scheme-refused",
        "The right secret was refused since its scheme was in small letters.",
        "`bearer` and `Bearer` are one scheme; proxies and libraries write either.",
        "Compare the name of the scheme without regard to case.",
        "RFC 9110, section 11.1",
    ),
    warning(
        "refused-perhaps",
        "A valid request was refused for a reason that only the server can judge, and other "
        "requests speak against that reason.",
        "Refusals that may be of a rule of `status: server` are excused. This one has a status "
        "that is of broken schemas here, or the same value was taken before and after, or the "
        "rule's message is about other bodies.",
        "Accept the request, or answer it like other refusals of that rule.",
    ),
    warning(
        "taken-elsewhere",
        "A value was refused because somebody has it with whom nobody says that it is compared.",
        "Words say where the value has to be the only one: in one resource, for one caller. Beyond "
        "that, two may be alike, and a refusal tells callers of others' resources.",
        "Compare only within what the document says.",
    ),
    error(
        "taken-twice",
        "Two resources were given a value that the document says no two have.",
        "Whoever looks one of them up by that value gets either. A warning where only a "
        "description says so.",
        "Refuse the second one with a documented 4xx (409 as a rule).",
    ),
    error(
        "own-value-taken",
        "An update that leaves a unique value as it is was refused, as if somebody else had it.",
        "Reading a resource, changing one member and sending it back must be possible. A warning "
        "where only a description says that the value is unique.",
        "Leave the resource itself out when looking for others with the value.",
    ),
    error(
        "nothing-named",
        "A body was taken that names a resource which is not there.",
        "Other requests show that names are looked up here, or a rule says what has to be named. A "
        "warning where only words say it.",
        "Refuse the request with a documented 4xx, like another caller's resource.",
    ),
    error(
        "named-elsewhere",
        "A body was taken that names what is not in the resource of its path.",
        "It ties together what belongs to different parents. A warning where no rule says it.",
        "Look the name up below the resource that the path names.",
    ),
    error(
        "other-caller-named",
        "A body was taken that names another caller's resource.",
        "Who is refused a resource by its id can get at it through another one. A warning where no "
        "rule forbids it.",
        "Look names up among the resources of the caller who asks.",
    ),
    warning(
        "unfit-named",
        "A body was taken that names a resource of a kind or in a state that words do not allow.",
        "The document says what may be named at this place, and this is something else.",
        "Refuse it with a documented 4xx.",
    ),
    warning(
        "fit-refused",
        "A body that names what words allow was refused, each time, and taken with another name.",
        "Of all that may be named at this place one kind does not work.",
        "Accept it, or say in the document that it may not be named.",
    ),
    warning(
        "kept-blamed",
        "A body that keeps a rule was refused, and the refusal names that rule.",
        "Something else is wrong with it, or nothing; its author is sent to the wrong place.",
        "Name the rule that is broken, and judge each rule by itself.",
    ),
    warning(
        "looked-up",
        "An id that breaks its schema was looked for (404), while others are refused as wrong.",
        "One part of the schema of this parameter is checked, another one is not.",
        "Check the whole schema of the parameter before looking for the resource.",
    ),
    error(
        "refusal-redirects",
        "A request that has to be refused was redirected.",
        "Clients follow redirects without being asked, and see whatever comes there.",
        "Answer with a documented 4xx.",
    ),
    error(
        "wrong-refusal",
        "A request was refused with another status than the only right one.",
        "Clients act on it: 401 means to log in, 404 that nothing is there.",
        "Answer with the status that the sentence of the finding names.",
        "RFC 9110, section 15.5",
    ),
    warning(
        "odd-refusal",
        "The status of a refusal says that something else is wrong than what is.",
        "401 and 403 are about who asks, 404 about what is there, 429 about how often: not about "
        "what is wrong with a body.",
        "Answer with 400 or 422, as the document lists it.",
        "RFC 9110, section 15.5",
    ),
    warning(
        "type-misjudged",
        "A body of another media type was refused as if something in it was wrong.",
        "The document lists 415 for this operation, which tells clients to send another type.",
        "Look at `Content-Type` before the body, and answer with 415.",
        "RFC 9110, section 15.5.16",
    ),
    note(
        "not-judged",
        "A request was refused before what is wrong with it was looked at.",
        "What it breaks is then not tried: nobody knows what the server makes of it.",
        "Nothing has to be done; the coverage at the end of the report counts these.",
    ),
    warning(
        "said-otherwise",
        "A refusal has another status than the document's words say.",
        "Clients that read the document tell reasons apart by the status.",
        "Answer with the status that the words state, or correct them.",
    ),
    warning(
        "rule-not-named",
        "A refusal does not name the rule that is broken.",
        "Clients can say nothing better than *something is wrong*. A note where no rule is named "
        "in any refusal and the document has no place for it.",
        "Put the id of the rule where the document has it (a member `rule`, or `type`).",
    ),
    warning(
        "same-pointer",
        "All refusals point at the same member, whatever is wrong.",
        "Forms mark the wrong field.",
        "Point at the member that is wrong, as a JSON Pointer.",
        "RFC 6901",
    ),
    warning(
        "stray-pointer",
        "A refusal points at a member that is neither in the body nor in its schema.",
        "Clients cannot show where the mistake is.",
        "Point into the body as it was sent, with `/` between names and `~1` for `/` in a name.",
        "RFC 6901",
    ),
    warning(
        "refusal-does",
        "A request was refused, and something is otherwise afterwards, each time.",
        "Whoever is refused believes that nothing happened, and tries again.",
        "Judge the whole request before anything is changed, or undo what was done.",
    ),
    error(
        "credential-refused",
        "The credential of `--auth` was not accepted by any operation.",
        "Nearly all valid requests got 401 or 403, so nothing else could be judged.",
        "Give a valid secret, and check that its scheme is what `security` says.",
    ),
    error(
        "nothing-there",
        "The API is not where it was asked for.",
        "Nearly all valid requests got 404 or 405.",
        "Give the base URL with its path: `--url http://127.0.0.1:8000/v1`.",
    ),
    error(
        "redirected",
        "The server sends on whoever asks.",
        "Redirects are not followed: nothing is sent to a host that was not given.",
        "Give the URL that it leads to (mind `https` and the slash at the end).",
    ),
    error(
        "rate-limited",
        "The server limits the rate, and nearly all valid requests met that limit.",
        "What is refused for being too fast is not judged.",
        "Lift the limit for the test, or ask slower: `--rate 10 --budget 600`.",
    ),
    error(
        "server-down",
        "The server fails whatever is asked.",
        "Nearly all valid requests got a status from 500 on: one thing is wrong, and not a "
        "thousand.",
        "Look into the log of the server; begin again when one request by hand succeeds.",
    ),
    error(
        "no-api",
        "Pages for people (HTML) come back, and no API.",
        "A front end or a proxy answers in its place.",
        "Give the base URL of the API itself.",
    ),
)
