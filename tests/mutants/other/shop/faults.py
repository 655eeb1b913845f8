"""The faults of the shop, one at a time; written without looking at what a campaign sends."""

from typing import Final

KINDS: Final[dict[str, dict[str, str]]] = {
    "caller": {
        "no-key": "orders are placed without a key",
        "any-key": "any key will do to see an order",
        "all-see-all": "another customer's order is shown",
        "list-open": "the list needs no key",
        "list-all": "the list shows other customers' orders",
    },
    "parameter": {
        "channel-free": "any channel will do",
        "channel-optional": "the channel may be missing",
        "limit-101": "a page of 101 is given",
        "limit-zero": "a page of none is given",
        "limit-ignored": "a text as limit is taken",
        "status-free": "an unknown status filter is taken",
        "after-negative": "a negative position is taken",
        "id-zero": "an order 0 is looked for",
    },
    "valid request refused": {
        "phone-refused": "the channel phone is refused",
        "quantity-99-refused": "99 of a kind are not",
        "coupon-10-refused": "a coupon of ten characters is refused",
        "coupon-null-refused": "no coupon is refused when it is said",
        "france-refused": "orders to France are refused",
        "twelve-refused": "an order of twelve items is refused",
    },
    "crash": {
        "limit-100-crash": "a page of 100 makes the server fail",
        "packed-filter-crash": "the filter packed makes the server fail",
        "note-crash": "a note that is empty makes the server fail",
        "umlaut-crash": "a street with an umlaut makes the server fail",
        "unknown-500": "an unknown order makes the server fail",
    },
    "list": {
        "filter-ignored": "the status filter filters nothing",
        "limit-off": "a page holds one more than asked for",
        "next-missing": "a page says not where the next begins",
    },
    "answer": {
        "id-text": "ids are texts",
        "unknown-200": "an unknown order is shown as open",
        "pieces-missing": "an order says not how many pieces it has",
        "priority-forgotten": "every order is of normal priority",
        "priority-late": "an urgent order is shown as normal later",
        "placed-200": "an order is placed with 200",
        "same-number": "every order has the number 1",
        "rule-unnamed": "a refusal does not say what is broken",
        "refused-409": "a broken rule is answered with 409",
        "error-html": "errors are pages",
    },
    "rule not judged": {
        "sku-twice": "a sku may stand twice",
        "bulk-51": "51 of a kind are quick",
        "bulk-free": "any number is quick",
        "coupon-urgent": "coupons for urgent orders",
        "gift-picked-up": "gifts are picked up",
        "neither": "neither address nor pickup",
        "both": "address and pickup",
        "swiss": "no note for the customs",
    },
    "member too free": {
        "sku-longer": "a sku may go on",
        "quantity-100": "a hundred of a kind are sold",
        "unknown-member": "unknown members are taken",
        "unknown-item-member": "unknown members of items are taken",
        "empty-order": "an order of nothing",
        "thirteen": "an order of thirteen items",
        "customer-float": "half a customer",
        "customer-text": "a customer as a text",
        "gift-text": "a gift as a text",
        "bad-json": "broken JSON is an order too",
        "any-type": "any media type is read",
    },
    "state": {
        "tracking-early": "a packed order has a tracking number",
        "tracking-never": "a shipped order has none",
        "back-to-open": "a shipped order is open again",
        "lost": "orders of low priority are lost",
        "stuck": "orders by pickup are never packed",
        "cancel-shipped": "a shipped order is cancelled",
        "cancel-unknown": "an unknown order is cancelled",
        "cancel-forgotten": "a cancelled order is open",
    },
    "idempotency": {
        "key-ignored": "the same idempotency key twice, two orders",
        "key-shared": "the same idempotency key for another order gives the first",
    },
}
FAULTS: Final[dict[str, str]] = {
    name: what for faults in KINDS.values() for name, what in faults.items()
}
KIND: Final[dict[str, str]] = {name: kind for kind, faults in KINDS.items() for name in faults}
