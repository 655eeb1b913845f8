"""The view of an operation's page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tallystick.emit.targets.docs.addresses import Addresses
from tallystick.emit.targets.docs.entries import Entry, Facts, Teller
from tallystick.emit.targets.docs.faces.cli import Cli
from tallystick.emit.targets.docs.faces.http import Http
from tallystick.emit.targets.docs.faces.python import Python
from tallystick.emit.targets.docs.faces.typescript import TypeScript
from tallystick.emit.targets.docs.members import Member, Trees
from tallystick.emit.targets.docs.samples import Shown, answers, calls
from tallystick.emit.targets.docs.settings import Names
from tallystick.emit.targets.docs.trying import Forms
from tallystick.ir import Api, Operation, Response
from tallystick.ir.types import TypeId
from tallystick.text import Json, SpecText

FACES: Final = (Http, Python, TypeScript, Cli)
_HEADINGS: Final = {
    "path": "Path Parameters",
    "query": "Query Parameters",
    "header": "Header Parameters",
    "cookie": "Cookie Parameters",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Entries under one heading."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An example: code in the language of the face."""

    title: SpecText | None
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceView:
    """An operation through one face.

    Attributes:
        returned: (name, rest) of the result as a whole, None when there is none.
        result: Members of the result.
    """

    key: str
    label: str
    language: str
    signature: str | None
    groups: tuple[Group, ...]
    returned: tuple[str, str] | None
    returned_doc: SpecText | None
    result: tuple[Entry, ...]
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A response that is no success."""

    status: str
    description: SpecText | None
    headers: tuple[tuple[str, SpecText | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationView:
    """An operation.

    Attributes:
        url: Its page from the root of the site, without suffix.
        answers: Examples of what comes back.
        form: What the form to try it is made from, None when a page cannot make its body.
    """

    id: str
    url: str
    title: SpecText
    method: str
    path: str
    description: SpecText | None
    deprecated: bool
    faces: tuple[FaceView, ...]
    answers: tuple[Shown, ...]
    refusals: tuple[Refusal, ...]
    links: tuple[tuple[str, str, SpecText | None], ...]
    form: Json


class Operations:
    """Makes the views of operations.

    Attributes:
        tellers: One for each face that they are told in.
    """

    def __init__(
        self, api: Api, names: Names, addresses: Addresses, trees: Trees, forms: Forms
    ) -> None:
        """Prepare the four faces."""
        self._forms = forms
        self._api = api
        self._names = names
        self._addresses = addresses
        self._trees = trees
        self._by_id = {item.id: item for item in api.operations}
        facts = Facts(api, addresses)
        self.tellers = tuple(Teller(face(api, names), facts) for face in FACES)

    def view(self, operation: Operation) -> OperationView:
        """Return the view of an operation."""
        return OperationView(
            id=operation.id,
            url=self._addresses.operations[operation.id],
            title=titled(operation),
            method=operation.method.upper(),
            path=operation.path,
            description=operation.doc.description,
            deprecated=operation.doc.deprecated,
            faces=tuple(self._face(teller, operation) for teller in self.tellers),
            answers=tuple(answers(operation)),
            refusals=tuple(_refusals(operation)),
            links=tuple(self._links(operation)),
            form=self._forms.form(operation),
        )

    def _face(self, teller: Teller, operation: Operation) -> FaceView:
        face = teller.face
        result = self._names.item(operation)
        shape = self._api.types[result] if result else None
        members = self._trees.body(result, sent=False) if result else ()
        return FaceView(
            key=face.key,
            label=face.label,
            language=face.language,
            signature=face.signature(operation),
            groups=tuple(self._groups(teller, operation)),
            returned=face.returned(result) if result else None,
            returned_doc=(shape.doc.description or shape.doc.summary) if shape else None,
            result=teller.all(members, f"{face.key}-returns", sent=False),
            samples=tuple(
                Sample(title=title, code=face.sample(operation, call))
                for title, call in calls(self._api, operation, self._names)
            ),
        )

    def _groups(self, teller: Teller, operation: Operation) -> Iterator[Group]:
        face = teller.face
        parameters = self._trees.parameters(operation)
        body = self._names.body(operation)
        members = self._trees.body(body, sent=True) if body else ()
        if body and not members:
            members = (_whole(self._api, body, operation, ()),)
        if face.key != "http":
            if face.key == "typescript" and body and members[0].wire != "body":
                members = (_whole(self._api, body, operation, members),)
            entries = teller.all((*parameters, *members), f"{face.key}-params", sent=True)
            if entries:
                yield Group(heading="Parameters", entries=entries)
            return
        for place, heading in _HEADINGS.items():
            chosen = tuple(item for item in parameters if item.place == place)
            if chosen:
                entries = teller.all(chosen, f"{face.key}-{place}", sent=True)
                yield Group(heading=heading, entries=entries)
        if members:
            entries = teller.all(members, f"{face.key}-body", sent=True)
            yield Group(heading="Body Parameters", entries=entries)

    def _links(self, operation: Operation) -> Iterator[tuple[str, str, SpecText | None]]:
        for response in operation.responses:
            for link in response.links:
                target = self._by_id.get(link.operation)
                if target is not None:
                    url = self._addresses.operations[target.id]
                    yield url, titled(target).raw, link.doc.description


def titled(operation: Operation) -> SpecText:
    """Return what an operation is called: its summary, else its id as words."""
    if operation.doc.summary:
        return operation.doc.summary
    text = " ".join(operation.words)
    return SpecText(text[:1].upper() + text[1:])


def _whole(api: Api, type_id: TypeId, operation: Operation, children: tuple[Member, ...]) -> Member:
    """Return a body that is one argument."""
    shape = api.types[type_id]
    return Member(
        wire="body",
        words=("body",),
        type=type_id,
        required=operation.body is not None and operation.body.required,
        nullable=shape.nullable,
        doc=operation.body.doc if operation.body and operation.body.doc.description else shape.doc,
        depth=0,
        children=children,
    )


def _refusals(operation: Operation) -> Iterator[Refusal]:
    for response in operation.responses:
        if not response.status.startswith(("1", "2")):
            yield _refusal(response)


def _refusal(response: Response) -> Refusal:
    headers = tuple((item.wire, item.doc.description) for item in response.headers)
    description = response.doc.description
    return Refusal(status=response.status, description=description, headers=headers)
