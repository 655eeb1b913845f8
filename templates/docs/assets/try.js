// The form of an operation: made from its schema, judged by its rules while one types.
"use strict";

const form = document.querySelector("form.form");
const spec = JSON.parse(document.querySelector("#form").textContent);
const { tables, broken, judge: breaks } = window.RULES;
const rules = spec.rules ? tables[spec.rules] : undefined;

const make = (tag, given = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name in element && name !== "list") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
};
const step = (name) => String(name).replaceAll("~", "~0").replaceAll("/", "~1");
/** The name of a member as it can be seen; an item of a list has none. */
const shownName = (name) => name.trim() || (name ? JSON.stringify(name) : "item");
let serial = 0;
const fresh = (name) => `try-${name.replace(/\W+/g, "-")}-${++serial}`;

/** Controls: each has a value, undefined when nothing is given, and tells what is wrong with it. */
class Control {
  constructor(field, parent, name) {
    this.field = field;
    this.parent = parent;
    this.name = name;
    this.id = fresh(name || "body");
    this.says = make("p", { className: "quiet", id: `${this.id}-says` }, field.says ?? "");
    this.reason = make("p", { className: "why", id: `${this.id}-why` });
    this.errors = make("ul", { className: "wrong", id: `${this.id}-wrong`, "aria-live": "polite" });
  }

  get pointer() {
    return this.parent ? `${this.parent.pointer}/${step(this.parent.nameOf(this))}` : "";
  }

  *all() {
    yield this;
  }

  tell(found) {
    const told = JSON.stringify(found.map(({ rule, message }) => [rule, message]));
    if (told === this.told) return; // What is written anew is read out anew.
    this.told = told;
    this.errors.replaceChildren(...found.map(({ message, rule }) =>
      make("li", {}, rule ? make("b", {}, `${rule}: `) : "", message)));
    this.marked?.setAttribute("aria-invalid", String(found.length > 0));
  }

  /** Take an input for the one that people reach this control by, with all that is said of it. */
  mark(input) {
    this.marked = input;
    input.id = this.id;
    const about = [this.says, this.reason, this.errors].map(({ id }) => id);
    input.setAttribute("aria-describedby", about.join(" "));
  }

  labelled(input) {
    this.mark(input);
    const label = make("label", { htmlFor: this.id }, make("code", {}, shownName(this.name)));
    if (this.field.required) label.append(make("span", { className: "mark required" }, "required"));
    this.element = make("div", { className: "control" }, label, input, this.says, this.reason, this.errors);
  }

  /** Several controls under one name, which a screen reader tells with each of them. */
  grouped(label, ...parts) {
    label.id = `${this.id}-name`;
    this.element = make("div", { className: "group", role: "group", "aria-labelledby": label.id }, label, ...parts);
  }
}

class Choice extends Control {
  constructor(field, parent, name) {
    super(field, parent, name);
    this.values = field.kind === "boolean" ? [true, false] : field.choices;
    const none = make("option", { value: "" }, "not given");
    const options = this.values.map((value, at) => make("option", { value: String(at) }, String(value)));
    this.select = make("select", {}, none, ...options);
    this.labelled(this.select);
  }

  get value() {
    return this.select.value === "" ? undefined : this.values[Number(this.select.value)];
  }

  /** Grey out what no other choice could make possible, and say which rule stands against it. */
  narrow(against) {
    const reasons = [];
    this.values.forEach((value, at) => {
      const option = this.select.options[at + 1];
      const found = this.value === value ? undefined : against(this.pointer, value);
      option.disabled = Boolean(found);
      option.title = found ? `${found.rule}: ${found.message}` : "";
      if (found) reasons.push([String(value), option.title]);
    });
    this.reason.replaceChildren(...reasons.map(([value, why]) =>
      make("span", { title: why }, make("s", {}, value), ` ${why}`)));
  }
}

class Plain extends Control {
  constructor(field, parent, name) {
    super(field, parent, name);
    const numeric = field.kind === "integer" || field.kind === "number";
    const long = field.kind === "json" || Number(field.bounds.maxLength ?? 0) >= 1000;
    this.input = make(long ? "textarea" : "input", long ? { rows: 3 } : { type: "text" });
    this.input.autocomplete = "off";
    this.input.spellcheck = false;
    if (numeric) this.input.inputMode = "decimal";
    if (field.default !== undefined) this.input.placeholder = `default: ${JSON.stringify(field.default)}`;
    this.labelled(this.input);
    if (field.kind === "data") this.element.insertBefore(this.chooser(), this.errors);
  }

  chooser() {
    const file = make("input", { type: "file" });
    file.setAttribute("aria-label", `A file for ${this.name}`);
    file.addEventListener("change", () => {
      const reader = new FileReader();
      reader.addEventListener("load", () => {
        this.input.value = String(reader.result).split(",", 2)[1] ?? "";
        judge();
      });
      if (file.files[0]) reader.readAsDataURL(file.files[0]);
    });
    return file;
  }

  get value() {
    const text = this.input.value;
    const { kind, required } = this.field;
    if (text === "" && !(required && this.touched && kind === "string")) return undefined;
    if (kind === "string" || kind === "data") return text;
    try {
      const value = JSON.parse(text);
      return kind === "json" || typeof value === "number" ? value : text;
    } catch {
      return text;
    }
  }
}

class Group extends Control {
  constructor(field, parent, name) {
    super(field, parent, name);
    this.body = make("div", { className: "inner" });
    if (!parent) {
      this.element = make("div", { className: "group" }, this.errors, this.body);
      return this.fill();
    }
    this.given = make("input", { type: "checkbox", checked: field.required, disabled: field.required });
    this.mark(this.given);
    const label = make("label", { htmlFor: this.id }, this.given, make("code", {}, shownName(name)));
    this.grouped(label, this.says, this.reason, this.errors, this.body);
    this.given.addEventListener("change", () => this.fill());
    this.fill();
  }

  fill() {
    const open = !this.given || this.given.checked;
    this.controls = open ? this.field.fields.map((inner) => control(inner, this, inner.name)) : [];
    this.body.replaceChildren(...this.controls.map((inner) => inner.element));
  }

  nameOf(inner) {
    return inner.name;
  }

  *all() {
    yield this;
    for (const inner of this.controls) yield* inner.all();
  }

  get value() {
    if (this.given && !this.given.checked) return undefined;
    const given = this.controls.map((inner) => [inner.name, inner.value]);
    return Object.fromEntries(given.filter(([, value]) => value !== undefined));
  }

  narrow(against) {
    if (!this.given || this.field.required) return;
    const found = this.given.checked ? undefined : against(this.pointer, {});
    this.given.disabled = Boolean(found);
    this.reason.textContent = found ? `${found.rule}: ${found.message}` : "";
  }
}

class List extends Control {
  constructor(field, parent, name) {
    super(field, parent, name);
    this.controls = [];
    this.body = make("div", { className: "inner" });
    this.more = make("button", { type: "button" }, `Add to ${name || "list"}`);
    this.mark(this.more);
    const label = make("p", { className: "label" }, make("code", {}, name || "list"));
    this.grouped(label, this.says, this.body, this.more, this.reason, this.errors);
    this.more.addEventListener("click", () => this.add());
  }

  add() {
    const inner = control({ ...this.field.item, required: true }, this, "");
    const drop = make("button", { type: "button", className: "drop" }, "Remove");
    const row = make("div", { className: "row", role: "group" }, inner.element, drop);
    drop.addEventListener("click", () => {
      this.controls.splice(this.controls.indexOf(inner), 1);
      row.remove();
      this.number();
      judge();
      this.more.focus();
    });
    this.controls.push(inner);
    this.body.append(row);
    this.number();
    judge();
    row.querySelector(":enabled").focus();
  }

  number() {
    [...this.body.children].forEach((row, place) => {
      const name = `${this.name || "item"} ${place + 1}`;
      row.setAttribute("aria-label", name);
      row.lastElementChild.setAttribute("aria-label", `Remove ${name}`);
    });
  }

  nameOf(inner) {
    return this.controls.indexOf(inner);
  }

  *all() {
    yield this;
    for (const inner of this.controls) yield* inner.all();
  }

  get value() {
    const given = this.controls.map((inner) => inner.value ?? null);
    return given.length || this.field.required ? given : undefined;
  }

  narrow(against) {
    const next = samples(this.field.item)[0];
    const found = against(this.pointer, [...(this.value ?? []), next]);
    this.more.disabled = Boolean(found);
    this.reason.textContent = found ? `${found.rule}: ${found.message}` : "";
  }
}

function control(field, parent, name) {
  if (field.kind === "object") return new Group(field, parent, name);
  if (field.kind === "list") return new List(field, parent, name);
  if (field.kind === "choice" || field.kind === "boolean") return new Choice(field, parent, name);
  return new Plain(field, parent, name);
}

/** What the schema says of a value that is given, or of none. */
function wrong(schema, value, required, whole) {
  if (value !== undefined) return breaks(schema, value, whole);
  return required ? [{ pointer: "", message: `${whole} is required.` }] : [];
}

/** A copy of a value with another one at a place. */
function replaced(value, path, other) {
  if (!path.length) return other;
  const [name, ...rest] = path;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[name] = replaced(copy[name] ?? {}, rest, other);
  return copy;
}
const steps = (pointer) =>
  pointer.split("/").slice(1).map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
const at = (value, path) => path.reduce((inner, name) => inner?.[name] ?? undefined, value);

/** Some values that a field might have, to see whether any of them would mend a rule. */
function samples(field) {
  const found = { boolean: [true, false], choice: field?.choices, integer: [0, 1], number: [0, 0.5, 1] };
  return found[field?.kind] ?? { object: [{}], list: [[], [null]] }[field?.kind] ?? ["x"];
}

function fieldAt(path) {
  let field = spec.body;
  for (const name of path) {
    field = field?.kind === "list" ? field.item : field?.fields?.find((inner) => inner.name === name);
  }
  return field;
}

/** Whether giving what a rule reads and the value has not could make the rule hold. */
function mendable(found, value) {
  const base = steps(found.at);
  const absent = found.reads.map((path) => [...base, ...path]).filter((path) => at(value, path) === undefined);
  let values = [value];
  for (const path of absent.slice(0, 4)) {
    const options = samples(fieldAt(path));
    values = values.flatMap((one) => [one, ...options.map((option) => replaced(one, path, option))]).slice(0, 400);
  }
  return values.some((one) => found.holds(at(one, base)));
}

const server = new Plain({ kind: "string", bounds: {}, required: true, says: "Where the request goes." }, null, "server");
server.input.value = "here" in document.body.dataset ? location.origin : spec.server;
const token = spec.credential
  && new Plain({ kind: "string", bounds: {}, says: "Sent to that server only, and kept nowhere." }, null, "credential");
if (token) token.input.type = "password";
const parameters = spec.parameters.map((field) => control(field, null, field.name));
const body = spec.body && control(spec.body, null, spec.body.kind === "object" ? "" : "body");
const send = make("button", { type: "submit", className: "send" }, "Send");
const status = make("p", { className: "status", role: "status" });
const shown = make("pre", { tabIndex: 0, hidden: true });
const outputs = make("div", { className: "outputs" });
const parts = [server, token, ...parameters, body].filter(Boolean).map((inner) => inner.element);
form.append(...parts, send, status, shown, outputs);

function judge(refusals = []) {
  const value = body?.value;
  const unruly = rules && value !== undefined ? [...broken(rules, value)] : [];
  const known = new Set(unruly.map(({ rule, at: where }) => `${rule} ${where}`));
  const against = (pointer, candidate) => {
    const other = replaced(value ?? {}, steps(pointer), candidate);
    for (const found of rules ? broken(rules, other) : []) {
      if (!known.has(`${found.rule} ${found.at}`) && !mendable(found, other)) return found;
    }
    return undefined;
  };
  const all = body ? [...body.all()] : [];
  const places = new Set(all.map(({ pointer }) => pointer));
  const near = (pointer) => {
    while (pointer && !places.has(pointer)) pointer = pointer.slice(0, pointer.lastIndexOf("/"));
    return pointer;
  };
  const misshapen = body ? wrong(spec.schema, value, spec.body.required, "The body") : [];
  let count = misshapen.length + unruly.length + refusals.length;
  for (const inner of all) {
    const here = ({ pointer }) => near(pointer) === inner.pointer;
    const own = inner.touched || sending ? misshapen.filter(here) : [];
    inner.tell([...own.map(({ message }) => ({ message })), ...[...unruly, ...refusals].filter(here)]);
    inner.narrow?.(against);
  }
  for (const inner of parameters) {
    const { required, schema } = inner.field;
    const own = wrong(schema, inner.value, required, inner.name).map(({ message }) => ({ message }));
    count += own.length;
    inner.tell(inner.touched || sending ? own : []);
  }
  return count;
}

const pathOf = (path, given) =>
  path.replace(/\{([^{}]*)\}/g, (_, name) => encodeURIComponent(String(given[name] ?? "")));
const rooted = (path) => server.input.value.replace(/\/+$/, "") + path;
const text = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));

function request() {
  const given = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  const query = new URLSearchParams();
  const headers = new Headers();
  for (const { name, place } of spec.parameters) {
    if (given[name] === undefined) continue;
    if (place === "query") query.append(name, text(given[name]));
    if (place === "header") headers.set(name, text(given[name]));
  }
  if (token?.input.value) headers.set(spec.credential.header, spec.credential.prefix + token.input.value);
  if (body?.value !== undefined) headers.set("content-type", spec.media);
  const url = rooted(pathOf(spec.path, given)) + (query.size ? `?${query}` : "");
  return [url, { method: spec.method, headers, body: body?.value === undefined ? null : JSON.stringify(body.value) }];
}

async function ask(url, options) {
  const response = await fetch(url, options);
  const content = await response.text();
  let value;
  try {
    value = JSON.parse(content);
  } catch {
    value = undefined;
  }
  status.textContent = `${response.status} ${response.statusText}`;
  shown.hidden = false;
  shown.textContent = value === undefined ? content : JSON.stringify(value, null, 2);
  return [response, value];
}

/** Follow what was made until its last state, then show what came of it. */
async function follow(resource, headers) {
  const { path, parameters: links, member, final, outputs: members } = spec.next;
  const given = Object.fromEntries(links.map(([name, from]) => {
    const pointer = /^\$response\.body#(.*)$/.exec(from)?.[1];
    return [name.replace(/^path\./, ""), pointer === undefined ? from : at(resource, steps(pointer))];
  }));
  let value = resource;
  for (let round = 0; round < 600 && !final.includes(value?.[member]); round += 1) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(250 + round * 100, 3000)));
    const [response, next] = await ask(rooted(pathOf(path, given)), { headers });
    if (!response.ok) return;
    value = next;
    status.textContent = `${member}: ${value?.[member]}`;
  }
  const urls = members.flatMap((name) => found(value?.[name]));
  outputs.replaceChildren(...urls.map(media));
}

const found = (value) => {
  if (typeof value === "string") return /^https?:\/\//.test(value) ? [value] : [];
  return value && typeof value === "object" ? Object.values(value).flatMap(found) : [];
};

/** A picture; where it is none, a video; where it is neither, a link. */
function media(url) {
  const link = make("a", { href: url, rel: "noreferrer" }, url);
  const film = make("video", { src: url, controls: true });
  film.addEventListener("error", () => film.replaceWith(link));
  const picture = make("img", { src: url, alt: "What was made" });
  picture.addEventListener("error", () => picture.replaceWith(film));
  return picture;
}

let sending = false;
form.addEventListener("input", (event) => {
  for (const inner of [...(body ? body.all() : []), ...parameters]) {
    if (inner.element.contains(event.target)) inner.touched = true;
  }
  judge();
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  sending = true;
  outputs.replaceChildren();
  const count = judge();
  if (count) {
    status.textContent = `Not sent: ${count} ${count === 1 ? "thing is" : "things are"} wrong.`;
    form.querySelector('[aria-invalid="true"]')?.focus();
    return;
  }
  send.disabled = true;
  try {
    const [url, options] = request();
    status.textContent = "Sending …";
    const [response, value] = await ask(url, options);
    if (!response.ok) judge((value?.errors ?? []).filter(({ pointer }) => typeof pointer === "string"));
    else if (spec.next && value) await follow(value, options.headers);
  } catch (error) {
    status.textContent = `Nothing came back: ${error.message}. Is the server there, and does it allow this page?`;
  } finally {
    send.disabled = false;
  }
});
judge();
