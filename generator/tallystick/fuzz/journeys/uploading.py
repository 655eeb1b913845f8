"""What was uploaded is asked for again.

``POST /voices`` takes a form with a file, ``GET /voices/{id}/sample`` gives it back.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Final, NamedTuple

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, success
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.journeys.standing import Task
from tallystick.fuzz.journeys.subjects import Subject, Subjects
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.oracles import given_back
from tallystick.fuzz.oracles.given_back import Back
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import files_of, said_content, with_body
from tallystick.ir import Api, MediaKind, Operation, Place

MARK: Final = "tallystick-file-0b7e2f"
"""Stands for a file until its bytes are put there: texts cannot say them."""
BYTES: Final = b" \r\n\tRIFF\x00\xff\xfe\x80 \r\r\n\n "
"""No text, with blanks around it."""
FEW: Final = 3
"""Resources without a file that are asked for one."""


class Upload(NamedTuple):
    """What takes a file, and gives it back.

    Attributes:
        chain: Makes the resource, and gets it.
        back: Gives the file back.
    """

    chain: Chain
    back: Back


class Uploading:
    """Sends files, and asks for them."""

    def __init__(
        self, scene: Scene, ledger: Ledger, subjects: Subjects, resources: Resources
    ) -> None:
        """Send by `subjects`, telling `ledger`."""
        self._scene = scene
        self._ledger = ledger
        self._subjects = subjects
        self._resources = resources
        self._known = tuple(_uploads(scene.api, resources))

    def tasks(self, only: tuple[str, ...]) -> list[Task]:
        """Return what can be sent.

        Args:
            only: Operations; empty for all.
        """
        ways = (it for it in self._known if not only or it.back.operation.id in only)
        return [Task(partial(self._try, each)) for each in ways]

    def _try(self, upload: Upload) -> None:
        """Send bytes that are no text; where they are refused, what was taken before."""
        create = upload.chain.create
        forms = (it for it in self._resources.of(create.id) if isinstance(it.case.told, dict))
        for made in islice(forms, 1):
            for marked in (True, False):
                told = self._told(create, made, marked=marked)
                if told is not None and self._given(upload, *told):
                    break
        if upload.back.none:
            self._nothing(upload)

    def _told(self, create: Operation, made: Made, *, marked: bool) -> tuple[Made, bytes] | None:
        """Return how something was made by a form with one file, with other bytes or the same."""
        content, value = said_content(create, made.case), made.case.told
        names = files_of(self._scene.api, content.type if content is not None else None)
        if content is None or not isinstance(value, dict):
            return None
        files = {it: text for it in names if isinstance(text := value.get(it), str)}
        if len(files) != 1:
            return None
        ((name, text),) = files.items()
        if not marked:
            return made, text.encode()
        bare = tuple(it for it in made.case.message.headers if it[0] != "Content-Type")
        base = replace(made.case, message=replace(made.case.message, headers=bare))
        case = with_body(base, content, {**value, name: MARK}, self._scene.api)
        if case is None or case.message.body is None:
            return None
        body = case.message.body.replace(MARK.encode(), BYTES)
        case = replace(case, message=replace(case.message, body=body))
        return replace(made, case=case), BYTES

    def _given(self, upload: Upload, made: Made, sent: bytes) -> bool:
        """Send a file and ask for it; whether it was taken."""
        subject = self._subjects.again(upload.chain, made)
        if subject is None:
            return False
        case, reply = self._subjects.got(subject)
        value = answer(reply)
        if isinstance(value, dict):
            self._ledger.add(given_back.counted(case, reply, value, upload.back, sent))
        asked, shown = self._ask(upload, subject)
        self._ledger.add(given_back.judge(asked, shown, sent))
        return True

    def _nothing(self, upload: Upload) -> None:
        """Ask for the files of resources that have none, as a member of theirs says."""
        none = upload.back.none
        known = self._subjects.known(upload.chain)
        bare = (it for it in known if isinstance(it.first, dict) and none in it.first.values())
        for subject in islice(bare, FEW):
            if self._subjects.budget.left <= 0:
                return
            self._ledger.add(given_back.nothing(*self._ask(upload, subject), none))

    def _ask(self, upload: Upload, subject: Subject) -> tuple[Case, Reply]:
        operation = upload.back.operation
        message = Message(method="GET", path=operation.path)
        case = replace(
            self._subjects.asking(subject),
            operation=operation.id,
            expect="documented",
            message=message,
        )
        return case, self._subjects.send(case, subject)


def _uploads(api: Api, resources: Resources) -> Iterator[Upload]:
    """Yield what takes a file in a form and gives it back below the resource."""
    for chain in resources.chains:
        forms = chain.create.body.contents if chain.polls and chain.create.body is not None else ()
        if not any(it.kind is MediaKind.MULTIPART and files_of(api, it.type) for it in forms):
            continue
        for operation in api.operations:
            found = given_back.back(api, operation, success(chain.get))
            if found is not None and _below(chain, operation):
                yield Upload(chain, found)


def _below(chain: Chain, operation: Operation) -> bool:
    """Whether an operation asks for the bytes of something in a resource."""
    path = chain.get.path.rstrip("/") + "/"
    needed = any(it.required and it.place is not Place.PATH for it in operation.parameters)
    good = (it for it in operation.responses if it.status[:1] == "2")
    kinds = {content.kind for it in good for content in it.contents}
    plain = operation.path.startswith(path) and "{" not in operation.path[len(path) :]
    return plain and operation.method == "get" and not needed and MediaKind.JSON not in kinds
