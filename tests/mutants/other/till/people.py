"""Tillside's customers and how they pay."""

import json
from copy import deepcopy
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from tests.mutants.other.till.books import Row
from tests.mutants.other.till.forms import NoError
from tests.mutants.other.till.wire import Shown, Wire, tag

KINDS: Final = ("person", "company")
SOURCES: Final = ("card", "bank_account", "wallet")
ORDERS: Final = ("created_at", "-created_at", "email", "-email")
PLAIN: Final = [
    "email",
    "kind",
    "name",
    "phone",
    "tax_id",
    "birth_date",
    "default_currency",
    "credit_limit",
    "address",
    "channels",
    "metadata",
    "reference",
]


class People(Wire):
    """Answers about customers and sources."""

    def customer(self, request: Request, who: str, spared: str = "") -> Row:
        """Return the customer in the path."""
        return self.find(self.customers, request.path_params["customer_id"], who, spared)

    def shown_customer(self, row: Row, *, expand: bool = False) -> Shown:
        """Return a customer as callers see it."""
        shown: Shown = {"id": row.id, "created_at": row.created}
        shown |= {name: row.body[name] for name in PLAIN}
        invoices = row.rows.get("invoices", [])
        shown["open_invoices"] = sum(each.status == "open" for each in invoices)
        default = next((s for s in row.rows.get("sources", []) if s.more["default"]), None)
        if default and not (self.on("default-source-less") and not expand):
            shown["default_source"] = self.shown_source(default) if expand else default.id
        return self.wrong_customer(row, shown)

    def wrong_customer(self, row: Row, shown: Shown) -> Shown:
        """Return a customer as a fault shows it."""
        if self.on("no-name-less") and shown["name"] is None:
            del shown["name"]
        if self.on("created-space"):
            shown["created_at"] = row.created.replace("T", " ")
        if self.on("kind-upper"):
            shown["kind"] = shown["kind"].upper()
        if self.on("name-trimmed") and shown["name"]:
            shown["name"] = shown["name"].strip()
        if self.on("phone-plusless") and shown["phone"]:
            shown["phone"] = shown["phone"].lstrip("+")
        return shown

    def answer_customer(self, status: int, row: Row, *, expand: bool = False) -> Response:
        """Answer with a customer."""
        headers = {"ETag": tag(self.shown_customer(row))}
        if self.on("etag-bare"):
            headers["ETag"] = headers["ETag"].strip('"')
        if self.on("etag-less") and status == 200:
            headers = {}
        if status == 201 and not self.on("customer-location-less"):
            headers["Location"] = f"/v1/customers/{row.id}"
        shown = self.shown_customer(row, expand=expand)
        return self.answer(200 if self.on("create-customer-200") else status, shown, **headers)

    def unique(self, who: str, body: dict[str, Any], own: Row | None, taken: list[Any]) -> None:
        """Refuse a reference that another customer has."""
        rows = [row for row in self.mine(self.customers, who, "reference-of-all") if row is not own]
        known = [row.body["reference"] for row in rows] + taken
        if body["reference"] is not None and body["reference"] in known:
            raise NoError(409, "reference", "/reference")

    async def create_customer(self, request: Request, who: str) -> Response:
        """Make a customer."""
        body = await self.body(request)
        made = self.forms.read("customer", body)
        if self.on("three-channels-crash") and len(made["channels"]) == 3:
            raise ZeroDivisionError
        known = self.known(request, who, "customer", body)
        if known is not None:
            return self.answer_customer(201, known)
        if not self.on("reference-twice"):
            self.unique(who, made, None, [])
        row = self.row("cus", who, self.lossy(made, body))
        if not (self.on("lost-companies") and made["kind"] == "company"):
            self.customers.append(row)
        self.remember(request, who, "customer", body, row)
        return self.answer_customer(201, row)

    def lossy(self, made: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Return a new customer as a fault keeps it."""
        made = deepcopy(made)
        if self.on("metadata-dropped"):
            made["metadata"] = {}
        return made

    async def create_customers(self, request: Request, who: str) -> Response:
        """Make several customers."""
        body = await self.body(request)
        made = self.forms.read("batch", body)["customers"]
        for place, each in enumerate(made):
            before = [] if self.on("batch-twice") else [x["reference"] for x in made[:place]]
            self.unique(who, each, None, before)
            if self.on("batch-half"):
                self.customers.append(self.row("cus", who, each))
        rows = [self.row("cus", who, each) for each in made]
        if not self.on("batch-lost", "batch-half"):
            self.customers += rows
        if self.on("batch-reversed"):
            rows.reverse()
        shown: list[Shown] = [self.shown_customer(row) for row in rows]
        return self.answer(201, {"data": shown})

    async def list_customers(self, request: Request, who: str) -> Response:
        """List customers."""
        rows = self.mine(self.customers, who, "customers-of-all")
        kind = self.word(request, "kind", KINDS)
        if kind:
            rows = [row for row in rows if row.body["kind"] == kind]
        email = request.query_params.get("email")
        if email is not None:
            if not 1 <= len(email) <= 120:
                raise NoError(400, "parameter", "email")
            rows = [row for row in rows if row.body["email"].lower() == email.lower()]
        order = self.word(request, "sort", ORDERS) or "created_at"
        if self.on("customers-newest") and "sort" not in request.query_params:
            order = "-created_at"
        if order.endswith("email") and not self.on("customers-sort-ignored"):
            rows = sorted(rows, key=lambda row: row.body["email"])
        if order.startswith("-") and not (self.on("customers-email-up") and order == "-email"):
            rows = rows[::-1]
        return self.page(request, rows, "customers", self.shown_customer)

    async def search_customers(self, request: Request, who: str) -> Response:
        """Search for customers."""
        query = request.query_params.get("query")
        if query is None and self.on("query-optional"):
            query = ""
        elif query is None or not (2) <= len(query) <= 40:
            raise NoError(400, "parameter", "query")
        most = self.limit(request, 20, 5)
        rows = self.mine(self.customers, who)
        found = [row for row in rows if self.told(row, query)]
        if not self.on("search-oldest"):
            found.reverse()
        total = len(found)
        if not self.on("search-limit-ignored"):
            found = found[:most]
        data = [self.shown_customer(row) for row in found]
        return self.answer(200, {"data": data, "total_count": total})

    def told(self, row: Row, query: str) -> bool:
        """Whether a customer is told of by some words."""
        email, name = row.body["email"], row.body["name"] or ""
        if self.on("search-name-ignored"):
            name = ""
        if self.on("search-case"):
            return query in email or query in name
        texts = (email.lower(), name.lower())
        return any(query.lower() in text for text in texts)

    async def get_customer(self, request: Request, who: str) -> Response:
        """Show a customer."""
        row = self.customer(request, who)
        said = request.query_params.getlist("expand")
        expand = bool(self.several(said, "expand", ("default_source",)))
        return self.answer_customer(200, row, expand=expand and not self.on("expand-ignored"))

    async def update_customer(self, request: Request, who: str) -> Response:
        """Change a customer."""
        row = self.customer(request, who, "patch-customer-of-all")
        self.match(request, self.shown_customer(row), "customer-match-ignored")
        body = await self.body(request)
        made = self.forms.read("customer-change", body)
        merged = deepcopy(row.body)
        told = [name for name in body if name in made]
        for name in [*told, "metadata"] if self.on("patch-resets") else told:
            merged[name] = self.changed(name, row.body[name], made[name])
        if not self.on("patch-unjudged"):
            self.forms.judge("customer", merged)
        if not self.on("patch-reference-twice"):
            self.unique(who, merged, None if self.on("patch-own-reference") else row, [])
        if not self.on("patch-lost"):
            row.body = merged
        return self.answer_customer(200, row)

    def changed(self, name: str, old: Any, new: Any) -> Any:
        """Return what a member holds after a change."""
        if name == "phone" and self.on("patch-phone-ignored"):
            return old
        return new

    async def delete_customer(self, request: Request, who: str) -> Response:
        """Delete a customer."""
        row = self.customer(request, who, "delete-customer-of-all")
        busy = any(each.status == "open" for each in row.rows.get("invoices", []))
        if busy:
            raise NoError(409, "open-invoices")
        if self.on("delete-invoiced-refused") and row.rows.get("invoices"):
            raise NoError(409, "open-invoices")
        if not self.on("delete-ignored"):
            self.customers.remove(row)
        if self.on("delete-200"):
            return self.answer(200, {"deleted": True})
        return Response(status_code=204)

    # Sources

    def shown_source(self, row: Row) -> Shown:
        """Return a source as callers see it."""
        body = row.body
        secret = body.get("number") or body.get("iban") or body.get("account_number")
        shown = {
            "id": row.id,
            "created_at": row.created,
            "type": body["type"],
            "is_default": row.more["default"],
            "nickname": body["nickname"],
            "last4": secret[-4:] if secret else None,
        }
        seen = ("brand", "exp_month", "exp_year", "funding", "recurring", "holder_name", "provider")
        shown |= {name: body[name] for name in seen if name in body}
        if self.on("last4-first") and secret:
            shown["last4"] = secret[:4]
        if self.on("last4-long") and secret:
            shown["last4"] = secret[-5:]
        if self.on("holder-less"):
            shown.pop("holder_name", None)
        if self.on("exp-month-text") and "exp_month" in body:
            shown["exp_month"] = f"{body['exp_month']:02}"
        return shown

    async def create_source(self, request: Request, who: str) -> Response:
        """Make a source."""
        customer = self.customer(request, who)
        made = self.forms.read("source", await self.body(request))
        if self.on("december-crash") and made.get("exp_month") == 12:
            raise ZeroDivisionError
        rows = customer.rows.setdefault("sources", [])
        row = self.row("src", who, made)
        first = not rows
        row.more["default"] = first or (made["set_default"] and not self.on("set-default-ignored"))
        if row.more["default"]:
            for each in rows:
                each.more["default"] = False
        rows.append(row)
        return self.answer(200 if self.on("source-200") else 201, self.shown_source(row))

    def source(self, request: Request, who: str, spared: str = "") -> tuple[list[Row], Row]:
        """Return the sources of the customer in the path, and the one in it."""
        customer = self.customer(request, who, spared)
        rows = customer.rows.get("sources", [])
        every = [each for one in self.customers for each in one.rows.get("sources", [])]
        known = every if self.on("source-any-customer") else rows
        owner = customer.owner if self.on(spared) else who
        return rows, self.find(known, request.path_params["source_id"], owner, spared)

    async def list_sources(self, request: Request, who: str) -> Response:
        """List sources."""
        rows = list(self.customer(request, who, "sources-of-all").rows.get("sources", []))
        said = request.query_params.get("type")
        if said is not None:
            types = self.several(said.split(","), "type", SOURCES)
            kept = types[:1] if self.on("type-first-only") else types
            if not self.on("type-ignored"):
                rows = [row for row in rows if row.body["type"] in kept]
        return self.answer(200, {"data": [self.shown_source(row) for row in rows]})

    async def get_source(self, request: Request, who: str) -> Response:
        """Show a source."""
        return self.answer(200, self.shown_source(self.source(request, who)[1]))

    async def delete_source(self, request: Request, who: str) -> Response:
        """Take a source away."""
        rows, row = self.source(request, who)
        others = len(rows) > 1
        if row.more["default"] and (others or self.on("delete-last-refused")):
            raise NoError(409, "default")
        if not self.on("delete-source-ignored"):
            rows.remove(row)
        return Response(status_code=204)

    # Keys

    def known(self, request: Request, who: str, kind: str, body: Any) -> Row | None:
        """Return what was made with the key of a request before."""
        key = request.headers.get("idempotency-key")
        if key is None:
            return None
        if not 1 <= len(key) <= (60 if self.on("key-41") else 40 - self.on("key-40-refused")):
            raise NoError(400, "parameter", "Idempotency-Key")
        place = ("" if self.on("key-of-all") else who, kind, key)
        said, row = self.answered.get(place, ("", None))
        if row is None or self.on(f"{kind}-key-ignored"):
            return None
        if said != json.dumps(body, sort_keys=True) and not self.on(f"{kind}-key-any-body"):
            raise NoError(409, "key")
        return row

    def remember(self, request: Request, who: str, kind: str, body: Any, row: Row) -> None:
        """Remember what was made with the key of a request."""
        key = request.headers.get("idempotency-key")
        if key is not None:
            place = ("" if self.on("key-of-all") else who, kind, key)
            self.answered[place] = (json.dumps(body, sort_keys=True), row)
