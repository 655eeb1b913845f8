"""Faults of what Tillside does with customers and sources."""

from typing import Final

from tests.mutants.other.till import steps as s

Cases = dict[str, tuple[str, list[s.Step]]]
ALL: Final = s.get("/v1/customers")
REF: Final = s.customer(reference="A-1")
HOME: Final = s.at(line2="2nd floor", postal_code="53111")
TWO: Final = [s.customer(name="Ann"), s.company(email="Bob@example.com", name="Bob")]
CARDS: Final = [s.C, s.card(), s.wallet()]
SOURCES: Final = s.get(f"{s.CUS}/sources")


def query(text: str) -> s.Step:
    """Return a look at customers."""
    return s.get(f"/v1/customers?{text}")


def search(text: str) -> s.Step:
    """Return a search."""
    return s.get(f"/v1/customers/search?{text}")


def keyed(step: s.Step, key: str = "k1") -> s.Step:
    """Return a request with a key."""
    return s.post(step.path, step.body, idempotency_key=key)


WRONG: Final[Cases] = {
    "no-name-less": ("customers without a name do not say so", [s.C]),
    "created-space": ("a time has a space for its T", [s.C]),
    "kind-upper": ("the kind has capitals", [s.C]),
    "customer-location-less": ("a new customer does not say where it is", [s.C]),
    "create-customer-200": ("a new customer is answered with 200", [s.C]),
    "etag-less": ("customers have no entity tag", [s.C, s.LOOK]),
    "etag-bare": ("entity tags have no quotes", [s.C, s.LOOK]),
    "last4-long": ("five digits are shown", [s.C, s.card()]),
    "holder-less": ("bank accounts do not show their holder", [s.C, s.bank()]),
    "exp-month-text": ("months of cards are texts", [s.C, s.card()]),
    "source-200": ("a new source is answered with 200", [s.C, s.card()]),
    "delete-200": ("what is deleted is answered with 200", [s.C, s.delete(s.CUS)]),
}
ECHO: Final[Cases] = {
    "name-trimmed": ("names lose spaces at their ends", [s.customer(name="Ann ")]),
    "phone-plusless": ("phones lose their plus", [s.customer(phone="+12345678")]),
    "metadata-dropped": ("metadata is not kept", [s.customer(metadata={"a": "b"})]),
    "last4-first": ("the first four digits are shown", [s.C, s.card()]),
    "lost-companies": ("companies are not kept", [s.company(), s.LOOK]),
    "batch-lost": ("several are made, but not kept", [s.batch(*s.TWO), s.LOOK]),
    "batch-reversed": ("several come in another order", [s.batch(*s.TWO)]),
    "batch-half": (
        "those before a wrong one are made",
        [s.batch(*[{**each, "reference": "A-1"} for each in s.TWO]), ALL],
    ),
    "batch-twice": (
        "two of a batch may have one reference",
        [s.batch(*[{**each, "reference": "A-1"} for each in s.TWO])],
    ),
    "default-source-less": ("a default source is shown only when expanded", [*CARDS, s.LOOK]),
    "expand-ignored": (
        "members are not expanded",
        [*CARDS, s.get(f"{s.CUS}?expand=default_source")],
    ),
}
UPDATES: Final[Cases] = {
    "patch-lost": ("a change is not kept", [s.C, s.change(name="Bob"), s.LOOK]),
    "patch-resets": (
        "a change clears metadata",
        [s.customer(metadata={"a": "b"}), s.change(name="Bob")],
    ),
    "patch-phone-ignored": ("a phone is never changed", [s.C, s.change(phone="+12345678")]),
    "patch-unjudged": ("rules are not judged of a change", [s.company(), s.change(tax_id=None)]),
    "patch-reference-twice": (
        "a change may take another's reference",
        [s.C, s.customer(reference="A-1"), s.change(reference="A-1")],
    ),
    "patch-own-reference": (
        "a customer's own reference is taken",
        [REF, s.change(name="Ann")],
    ),
    "customer-match-ignored": (
        "a change of an old version is made",
        [s.C, s.patch(s.CUS, {"name": "Bob"}, if_match='"old"')],
    ),
    "stale-409": (
        "old versions are answered with 409",
        [s.C, s.patch(s.CUS, {"name": "Bob"}, if_match='"old"')],
    ),
    "delete-ignored": ("nothing is deleted", [s.C, s.delete(s.CUS), s.LOOK]),
    "delete-source-ignored": (
        "no source is deleted",
        [s.C, s.card(), s.delete(f"{s.CUS}/sources/{{src2}}"), SOURCES],
    ),
}
STATES: Final[Cases] = {
    "reference-twice": ("two customers may have one reference", [REF, REF]),
    "reference-of-all": ("references of others are taken", [REF, s.by_ben(REF)]),
    "delete-invoiced-refused": ("customers with drafts stay", [*s.ONE, s.delete(s.CUS)]),
    "set-default-ignored": ("no later source is the default", [*CARDS, s.card(set_default=True)]),
    "delete-last-refused": (
        "the last source stays",
        [s.C, s.card(), s.delete(f"{s.CUS}/sources/{{src2}}")],
    ),
}
OWNERS: Final[Cases] = {
    "patch-customer-of-all": (
        "customers are changed by others",
        [s.C, s.by_ben(s.change(name="B"))],
    ),
    "delete-customer-of-all": (
        "customers are deleted by others",
        [s.C, s.by_ben(s.delete(s.CUS))],
    ),
    "customers-of-all": ("customers are listed to others", [s.C, s.by_ben(ALL)]),
    "sources-of-all": ("sources are listed to others", [s.C, s.card(), s.by_ben(SOURCES)]),
    "source-any-customer": (
        "sources are shown below any customer",
        [s.C, s.card(), s.customer(), s.get("/v1/customers/{cus3}/sources/{src2}")],
    ),
    "missing-400": ("what is not there is a bad request", [s.LOOK]),
}
LISTS: Final[Cases] = {
    "kind-any": ("any word is a kind", [query("kind=dog")]),
    "sort-any": ("any word is an order", [query("sort=size")]),
    "customers-newest": ("the newest come first", [*TWO, ALL]),
    "customers-sort-ignored": ("addresses do not order", [*s.FIVE, query("sort=email")]),
    "customers-email-up": ("addresses never go down", [*s.FIVE, query("sort=-email")]),
    "customers-more-when-full": ("a full page is never the last", [*s.FIVE, query("limit=5")]),
    "limit-0": ("a page of none is shown", [query("limit=0")]),
    "limit-51": ("a page of 51 is shown", [query("limit=51")]),
    "limit-50-refused": ("a page of 50 is refused", [query("limit=50")]),
    "limit-clamped": ("a page of 99 is one of 50", [query("limit=99")]),
    "cursor-any": ("any cursor leads to the beginning", [s.C, query("cursor=x")]),
    "search-name-ignored": (
        "names are not searched",
        [s.customer(name="Zoe"), search("query=zoe")],
    ),
    "search-case": ("the case of searches counts", [*TWO, search("query=ANN")]),
    "search-oldest": ("the oldest is found first", [*TWO, search("query=example")]),
    "search-limit-ignored": (
        "all that are found are shown",
        [*TWO, search("query=example&limit=1")],
    ),
    "query-optional": ("nothing is searched", [search("limit=3")]),
    "type-ignored": ("the type does not choose", [*CARDS, s.get(f"{s.CUS}/sources?type=wallet")]),
    "type-first-only": (
        "the first type chooses alone",
        [*CARDS, s.get(f"{s.CUS}/sources?type=wallet,card")],
    ),
    "type-any": ("any word is a type", [s.C, s.get(f"{s.CUS}/sources?type=gold")]),
    "type-twice": ("a type may come twice", [s.C, s.get(f"{s.CUS}/sources?type=card,card")]),
    "expand-any": ("any word is expanded", [s.C, s.get(f"{s.CUS}?expand=kind")]),
}
AGAIN: Final[Cases] = {
    "customer-key-ignored": ("customers are made twice", [keyed(s.C), keyed(s.C)]),
    "customer-key-any-body": (
        "a key with another body is taken",
        [keyed(s.C), keyed(s.customer(name="Ann"))],
    ),
    "payment-key-ignored": ("payments are made twice", [keyed(s.payment()), keyed(s.payment())]),
    "payment-key-any-body": (
        "a key with another payment is taken",
        [keyed(s.payment()), keyed(s.payment(500))],
    ),
    "key-of-all": (
        "others' keys are one's own",
        [keyed(s.C), s.post(s.C.path, s.C.body, idempotency_key="k1", **s.BEN)],
    ),
    "key-41": ("keys of 41 letters are taken", [keyed(s.C, "k" * 41)]),
    "key-40-refused": ("keys of 40 letters are refused", [keyed(s.C, "k" * 40)]),
    "replay-200": ("a payment made before is answered with 200", [keyed(s.payment())] * 2),
}
CRASHES: Final[Cases] = {
    "three-channels-crash": (
        "three channels are an error",
        [s.customer(channels=["email", "post", "push"])],
    ),
    "december-crash": ("cards that end in December are an error", [s.C, s.card(exp_month=12)]),
}
