// Tabs, theme, menu, search and copying. Without this file every page still reads whole.
"use strict";

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const one = (selector, within = document) => within.querySelector(selector);

const kept = {
  get(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {
      // Nothing is kept: the next page starts anew.
    }
  },
};

function tabs() {
  const buttons = all('[role="tab"]');
  if (!buttons.length) return;
  const show = (face, focus = false) => {
    for (const button of buttons) {
      const chosen = button.dataset.face === face;
      button.setAttribute("aria-selected", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
      one(`#${button.getAttribute("aria-controls")}`).hidden = !chosen;
      if (chosen && focus) button.focus();
    }
    kept.set("face", face);
  };
  const steps = { ArrowRight: 1, ArrowLeft: -1 };
  buttons.forEach((button, at) => {
    button.addEventListener("click", () => show(button.dataset.face));
    button.addEventListener("keydown", (event) => {
      const last = buttons.length - 1;
      const next = { Home: 0, End: last }[event.key] ?? (event.key in steps ? at + steps[event.key] : null);
      if (next === null) return;
      event.preventDefault();
      show(buttons.at(next > last ? 0 : next).dataset.face, true);
    });
  });
  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return false;
    const panel = target.closest('[role="tabpanel"]');
    if (panel) show(panel.id.replace(/^face-/, ""));
    for (let at = target.parentElement; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
    target.scrollIntoView();
    return Boolean(panel);
  };
  const known = buttons.map((button) => button.dataset.face);
  const wanted = kept.get("face");
  show(known.includes(wanted) ? wanted : known[0]);
  follow();
  addEventListener("hashchange", follow);
}

function theme() {
  const button = one("button.theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const now = () => root.dataset.theme ?? (dark.matches ? "dark" : "light");
  const label = () => {
    button.textContent = now() === "dark" ? "Light" : "Dark";
    button.setAttribute("aria-label", `Use the ${button.textContent.toLowerCase()} theme`);
  };
  button.hidden = false;
  label();
  dark.addEventListener("change", label);
  button.addEventListener("click", () => {
    root.dataset.theme = now() === "dark" ? "light" : "dark";
    kept.set("theme", root.dataset.theme);
    label();
  });
}

function menu() {
  const button = one("button.menu");
  const nav = one("#nav");
  const list = one("#nav > ul");
  const here = one("[aria-current]", list);
  if (here) list.scrollTop = here.offsetTop - list.offsetTop - list.clientHeight / 2;
  button.hidden = false;
  const open = (yes) => {
    button.setAttribute("aria-expanded", String(yes));
    nav.classList.toggle("open", yes);
  };
  button.addEventListener("click", () => open(button.getAttribute("aria-expanded") !== "true"));
  nav.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open(false);
    button.focus();
  });
}

function copying() {
  if (!navigator.clipboard) return;
  for (const block of all("figure pre")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(block.textContent);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Not allowed";
      }
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
    block.before(button);
  }
}

function ranked(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const score = ([title, , , text]) => {
    const name = title.toLowerCase();
    const rest = text.toLowerCase();
    let sum = 0;
    for (const word of words) {
      if (name === word) sum += 100;
      else if (name.startsWith(word)) sum += 40;
      else if (name.includes(word)) sum += 20;
      else if (rest.includes(word)) sum += 3;
      else return 0;
    }
    return sum - name.length / 100;
  };
  return (window.SEARCH ?? [])
    .map((item) => [score(item), item])
    .filter(([value]) => value > 0)
    .sort(([a], [b]) => b - a)
    .slice(0, 30)
    .map(([, item]) => item);
}

function search() {
  const dialog = one("dialog.search");
  const button = one("button.find");
  const input = one("#query");
  const list = one("#found");
  const none = one(".none", dialog);
  const root = document.body.dataset.root;
  let chosen = -1;
  button.hidden = false;
  const choose = (at) => {
    const items = all('[role="option"]', list);
    chosen = items.length ? (at + items.length) % items.length : -1;
    items.forEach((item, number) => item.setAttribute("aria-selected", String(number === chosen)));
    if (chosen < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", items[chosen].id);
    items[chosen].scrollIntoView({ block: "nearest" });
  };
  const fill = () => {
    const found = ranked(input.value);
    list.replaceChildren(
      ...found.map(([title, kind, url, text], number) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        const about = document.createElement("span");
        item.setAttribute("role", "option");
        item.id = `found-${number}`;
        link.href = root + url;
        link.tabIndex = -1;
        link.textContent = title;
        about.textContent = `${kind} · ${text.slice(0, 140)}`;
        link.append(about);
        item.append(link);
        return item;
      }),
    );
    none.textContent = found.length ? "" : input.value.trim() && "Nothing is called or says so.";
    choose(found.length ? 0 : -1);
  };
  const open = () => {
    if (!dialog.open) dialog.showModal();
    input.select();
    fill();
  };
  button.addEventListener("click", open);
  input.addEventListener("input", fill);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      dialog.close();
      one(`#found-${chosen} a`).click();
    }
  });
  list.addEventListener("click", () => dialog.close());
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const wanted = (event.key === "/" && !typing) || (event.key === "k" && (event.metaKey || event.ctrlKey));
    if (!wanted) return;
    event.preventDefault();
    open();
  });
}

function live() {
  const version = document.body.dataset.live;
  if (!version) return;
  const changes = new EventSource(`${document.body.dataset.root}_changes`);
  changes.addEventListener("message", (event) => {
    if (event.data !== version) location.reload();
  });
}

tabs();
live();
theme();
menu();
search();
copying();
