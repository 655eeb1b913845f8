"""Types of two versions of a generated client compared."""

import json
from collections.abc import Iterator
from dataclasses import replace

from tallystick.diff.code.cases import misfits
from tallystick.diff.code.groups import groups
from tallystick.diff.code.losses import called, coded, differing, lost
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change
from tallystick.surface import Declared, Member, Name, Shape, Surface
from tallystick.surface.reach import names
from tallystick.surface.relation import Relation
from tallystick.surface.spelling import spelled
from tallystick.text import Json


class Types:
    """Compares what is declared."""

    def __init__(self, old: Surface, new: Surface) -> None:
        """Compare two versions of a client in one language."""
        self._old, self._new = old, new
        self._passed = Relation(source=old, target=new, fresh=True)
        self._read = Relation(source=new, target=old, fresh=False)

    def changes(self) -> Iterator[Change]:
        """Yield what changed, in the order of the old version."""
        yield from self._gone()
        for name in self._shown(self._old):
            old, new = self._old.types[name], self._new.types.get(name)
            if new is None or (old.type == new.type and not (old.base or new.base)):
                continue
            told = old.twin or new.twin or old.spread or new.spread or old.case_of or new.case_of
            if not told:
                yield from self._declared(old, new)

    def _gone(self) -> Iterator[Change]:
        """Yield types that are gone; what only they were made of is one change with them."""
        gone = self._only(self._old, self._new)
        come = [*self._only(self._new, self._old).values()]
        for group in groups(gone):
            first = gone[group.names[0]]
            now = [_renamed(gone[name], come) for name in group.names]
            kept = [it for it in now if it is not None]
            words = [coded(gone[name].path) for name in group.names]
            if group.inner:
                words.append(f"{group.inner} more that only they use")
            subject = " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
            change = self._change(Kind.CODE_TYPE_REMOVED, first, kept[0] if kept else None, subject)
            change = replace(change, before=len(words))
            renamed = len(kept) == len(group.names) and not group.inner
            yield replace(change, after=", ".join(it.path for it in kept)) if renamed else change

    def _declared(self, old: Declared, new: Declared) -> Iterator[Change]:
        sent, received = old.sent and new.sent, old.received and new.received
        before, after = _shape(old, self._old), _shape(new, self._new)
        if before is None or after is None:
            yield from self._alias(old, new, sent=sent, received=received)
            return
        found = list(self._members(old, new, (before, after), sent=sent, received=received))
        yield from found
        if sent and (old.base or new.base) and not found:
            phrases = misfits(self._passed, Name(old.name), Name(new.name))
            if phrases:
                change = self._change(Kind.CODE_TYPE_NARROWED, old, new, self._place(old))
                yield replace(change, after=list(phrases))

    def _shown(self, world: Surface) -> Iterator[str]:
        """Yield the names that are looked at, in the order of the document."""
        shown = world.shown
        yield from (it for it in world.types if shown is None or it in shown)

    def _only(self, world: Surface, other: Surface) -> dict[str, Declared]:
        return {it: world.types[it] for it in self._shown(world) if it not in other.types}

    def _alias(
        self, old: Declared, new: Declared, *, sent: bool, received: bool
    ) -> Iterator[Change]:
        if sent and not self._passed.fits(old.type, new.type):
            before, after = differing(self._passed, old.type, new.type)
            change = self._change(Kind.CODE_TYPE_NARROWED, old, new, self._place(old))
            change = replace(change, before=before)
            yield change if after is None else replace(change, after=after)
        if received and not self._read.fits(new.type, old.type):
            yield self._wider(Kind.CODE_TYPE_WIDENED, (old, new), coded(old.path), None)

    def _members(
        self,
        old: Declared,
        new: Declared,
        shapes: tuple[Shape, Shape],
        *,
        sent: bool,
        received: bool,
    ) -> Iterator[Change]:
        now = {member.name: member for member in shapes[1].members}
        known = {member.name for member in shapes[0].members}
        for member in shapes[0].members:
            other = now.get(member.name)
            if other is None:
                loose = shapes[1].rest is not None and sent and not received
                if not loose:
                    subject = self._subject(old, member, sent=sent and not received)
                    change = self._change(Kind.CODE_MEMBER_REMOVED, old, new, subject)
                    yield _placed(change, member, None)
                continue
            if sent:
                yield from self._sent(old, new, member, other)
            if received:
                yield from self._received(old, new, member, other)
        for member in shapes[1].members:
            if sent and member.required and member.name not in known:
                subject = self._subject(new, member, sent=True)
                change = self._change(Kind.CODE_MEMBER_REQUIRED, old, new, subject)
                yield _placed(change, None, member)

    def _sent(self, old: Declared, new: Declared, member: Member, now: Member) -> Iterator[Change]:
        subject = self._subject(old, member, sent=True)
        if now.required and not member.required:
            change = self._change(Kind.CODE_MEMBER_REQUIRED, old, new, subject)
            yield _placed(replace(change, before="optional"), member, now)
        if not self._passed.fits(member.type, now.type):
            before, after = differing(self._passed, member.type, now.type)
            change = self._change(Kind.CODE_MEMBER_NARROWED, old, new, subject)
            change = replace(change, before=before)
            yield _placed(change if after is None else replace(change, after=after), member, now)

    def _received(
        self, old: Declared, new: Declared, member: Member, now: Member
    ) -> Iterator[Change]:
        subject = self._subject(old, member, sent=False)
        kind = Kind.CODE_MEMBER_WIDENED
        if self._old.language == "typescript" and member.required and not now.required:
            change = replace(self._change(kind, old, new, subject), after=["undefined"])
            yield _placed(change, member, now)
        elif not self._read.fits(now.type, member.type):
            yield self._wider(kind, (old, new), subject, (member, now))

    def _wider(
        self,
        kind: Kind,
        versions: tuple[Declared, Declared],
        subject: str,
        members: tuple[Member, Member] | None,
    ) -> Change:
        before, after = members or versions
        gained = lost(self._read, after.type, before.type)
        language = self._old.language
        said: Json = spelled(after.type, language)
        if gained is not None:
            said = [spelled(it, language) for it in gained]
        change = self._change(kind, *versions, subject)
        change = replace(change, before=spelled(before.type, language), after=said)
        return _placed(change, *members) if members else change

    def _subject(self, type_: Declared, member: Member, *, sent: bool) -> str:
        return coded(self._written(type_, member, sent=sent))

    def _written(self, type_: Declared, member: Member, *, sent: bool) -> str:
        """Return what a program writes to give a member, or to read it."""
        plain = member.name.isidentifier()
        home = self._home(type_.name) if sent else None
        if home is not None:
            return f"{home}({{ {member.name if plain else json.dumps(member.name)} }})"
        if sent and self._old.language == "python":
            return f"{type_.path}({member.name}=...)"
        return f"{type_.path}{f'.{member.name}' if plain else f'[{json.dumps(member.name)}]'}"

    def _place(self, alias: Declared) -> str:
        """Return the only argument or member that an alias is for, else its name."""
        found: list[str] = []
        for method in self._old.methods.values():
            found += [
                called(self._old.language, method, item)
                for item in method.parameters
                if alias.name in names(item.type) and not method.like
            ]
        for other in map(self._old.types.__getitem__, self._shown(self._old)):
            if other.twin or other.spread or other.case_of:
                continue
            shape = _shape(other, self._old)
            if shape is None:
                found += [other.path] if alias.name in names(other.type) else []
                continue
            for member in shape.members:
                if alias.name in names(member.type):
                    found.append(self._written(other, member, sent=True))
        return coded(found[0]) if len(found) == 1 else coded(alias.path)

    def _home(self, name: str) -> str | None:
        """Return the only method that takes a type, when nothing else is made of it."""
        if self._old.language == "python":
            return None
        methods = [it for it in self._old.methods.values() if not it.like]
        takers = [it.path for it in methods for item in it.parameters if item.type == Name(name)]
        users = self._old.leading(name)
        return takers[0] if len(takers) == 1 and len(users) == 1 else None

    def _change(self, kind: Kind, old: Declared, new: Declared | None, subject: str) -> Change:
        reached = (*self._old.leading(old.name), *self._new.leading(old.name))
        return Change(
            kind=kind,
            part="api",
            subject=subject,
            component=old.component,
            operations=tuple(dict.fromkeys(reached)),
            old=old.span,
            new=new.span if new is not None else None,
            language=self._old.language,
        )


def _placed(change: Change, old: Member | None, new: Member | None) -> Change:
    """Return a change at the place of a member."""
    before = (old.span if old else None) or change.old
    after = (new.span if new else None) or change.new
    return replace(change, old=before, new=after)


def _shape(declared: Declared, world: Surface) -> Shape | None:
    """Return the members of a class or interface, or of what all cases of a union have."""
    found = world.types.get(declared.base, declared) if declared.base else declared
    return found.type if isinstance(found.type, Shape) else None


def _renamed(old: Declared, come: list[Declared]) -> Declared | None:
    """Take the type that is new and the same but for its name out of those that have come."""
    for number, it in enumerate(come):
        if it.type == old.type and it.nominal == old.nominal:
            return come.pop(number)
    return None
