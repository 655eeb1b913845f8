"""Findings about updates, replacements and deletions, and the tags of versions."""

from typing import Final

from tallystick.diagnostics import Code
from tallystick.fuzz.kinds.telling import error, warning

KINDS: Final[tuple[Code, ...]] = (
    error(
        "update-lost",
        "An update was accepted, and what it set is not there.",
        "The caller was told that it went well. A warning where the server may write the value "
        "otherwise, or null was to clear it.",
        "Keep every member that the body names; refuse what cannot be set.",
    ),
    error(
        "update-spills",
        "An update changed a member that it does not name.",
        "What a PATCH leaves out stays as it was. A warning where the server may have a reason.",
        "Change only what the body names.",
        "RFC 5789; RFC 7396",
    ),
    warning(
        "default-lost",
        "A replacement that leaves a member out did not give it its default.",
        "A PUT is the whole resource: what is missing has its default.",
        "Begin with the defaults, and not with the old resource.",
    ),
    warning(
        "put-merges",
        "A PUT that does not name a member left it as it was.",
        "A PUT replaces; only a PATCH merges.",
        "Begin with nothing, and not with the old resource.",
        "RFC 9110, section 9.3.4",
    ),
    warning(
        "put-status",
        "The status of a PUT says the contrary of what it did.",
        "201 is for what was not there before, 200 and 204 for what was.",
        "Answer with 201 only where something was made.",
        "RFC 9110, section 9.3.4",
    ),
    error(
        "put-not-idempotent",
        "The same PUT sent twice leaves another resource than sent once.",
        "Clients and proxies send it again when an answer is lost.",
        "Set values; do not add to them.",
        "RFC 9110, section 9.2.2",
    ),
    warning(
        "change-refused",
        "A change was refused, and nothing speaks against it.",
        "Its body is valid, and the resource takes other changes.",
        "Accept it, or write down what forbids it.",
    ),
    warning(
        "refused-again",
        "An update was accepted, and refused when it was sent once more.",
        "Sending it again changes nothing, and clients do so when an answer is lost.",
        "Accept what is already so.",
    ),
    error(
        "change-unjudged",
        "An update was accepted that leaves what could not be made.",
        "The resource breaks a keyword or a rule of its creation. A warning where nothing says "
        "that the rule holds for changes.",
        "Judge the resource as it is after the change.",
    ),
    error(
        "stale-etag",
        "An update with the `ETag` of an earlier version was accepted.",
        "It overwrites what somebody else changed in between.",
        "Compare `If-Match` with the current tag, and answer with 412.",
        "RFC 9110, section 13.1.1",
    ),
    error(
        "fresh-etag",
        "An update with the `ETag` of this very version was refused with 412.",
        "Nobody can change the resource in the documented way.",
        "Compare with the tag that answers have, quotes included.",
        "RFC 9110, section 13.1.1",
    ),
    error(
        "not-412",
        "An update with the `ETag` of an earlier version was refused with another status.",
        "412 tells clients to read again and to try once more.",
        "Answer with 412.",
        "RFC 9110, section 15.5.13",
    ),
    error(
        "not-428",
        "A change without `If-Match` was accepted, where the document asks for one.",
        "What others changed is overwritten unseen.",
        "Answer with 428.",
        "RFC 6585, section 3",
    ),
    error(
        "not-304",
        "A resource was sent again to somebody who has this very version.",
        "The document lists 304 for it.",
        "Compare `If-None-Match` with the current tag, and answer with 304.",
        "RFC 9110, section 13.1.2",
    ),
    error(
        "stale-304",
        "A resource changed, and who has an earlier version is told that it did not.",
        "Caches never learn of the change.",
        "Make the tag of what is shown, and compare with that.",
        "RFC 9110, section 13.1.2",
    ),
    warning(
        "same-etag",
        "A resource changed, and has the `ETag` that it had before.",
        "Caches and careful writers take it for unchanged.",
        "Make a new tag with every change.",
        "RFC 9110, section 8.8.3",
    ),
    error(
        "served-after-delete",
        "What was deleted is still served.",
        "The deletion was answered with success. A warning where no word says that it is gone.",
        "Answer with 404 or 410; or document that deleted resources can still be read.",
    ),
    warning(
        "deleted-again",
        "What was deleted, and is gone, was deleted again with success.",
        "404 is listed for what is not there.",
        "Answer with 404, or take it out of the document.",
    ),
    error(
        "changed-after-delete",
        "A change was accepted for what was deleted and is gone.",
        "It was lost, or has brought the resource back.",
        "Answer with 404.",
    ),
    warning(
        "deleted-though-named",
        "Something was deleted that another resource still names.",
        "The document says that this is refused.",
        "Refuse it with the documented status, or take the name away, too.",
    ),
    warning(
        "not-deleted",
        "A deletion was refused, though nothing is in its way.",
        "The document says when it may be refused, and this is not so here.",
        "Delete it, or say what else forbids it.",
    ),
    warning(
        "served-without-parent",
        "Something is served though what it was in was deleted.",
        "Its path names a resource that is gone.",
        "Delete what is in a resource with it, or refuse to delete it.",
    ),
)
