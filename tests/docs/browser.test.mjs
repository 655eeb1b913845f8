// The pages in a real browser: node browser.test.mjs URL BROWSER prints what was seen as JSON.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [url, executablePath] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const seen = { elsewhere: [], errors: [] };

const open = async (path, options = {}) => {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, bypassCSP: true, ...options });
  page.setDefaultTimeout(30_000);
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith("data:")) seen.elsewhere.push(request.url());
  });
  page.on("pageerror", (error) => seen.errors.push(error.message));
  await page.goto(`${url}/docs/${path}`);
  return page;
};

const page = await open("generations/create.html");
const control = (name) =>
  page.locator("form.form .control").filter({ has: page.locator(`label > code:text-is("${name}")`) });
const input = (name) => control(name).locator("input, textarea, select").first();
const wrong = () => page.locator(".wrong li").allTextContents();
const status = () => page.locator(".status").textContent();

// A rule fires, and names the member; nothing is sent.
await input("credential").fill("secret");
await input("prompt").fill("A lighthouse in the rain");
await input("type").selectOption({ label: "image_edit" });
seen.fired = await wrong();
await page.locator(".send").click();
seen.refused = await status();

// What the schema says is told in the server's words, and only of what was touched.
await input("user_id").fill("u".repeat(300));
seen.bounded = (await wrong()).filter((line) => line.startsWith("user_id"));
await input("user_id").fill("");
seen.unbounded = (await wrong()).filter((line) => line.startsWith("user_id"));

// Choices that nothing could make possible are greyed out, with the rule as the reason.
await input("type").selectOption({ label: "video" });
await input("model").selectOption({ label: "ray-3.2" });
seen.greyed = await input("type").locator("option:disabled").allTextContents();
seen.reason = await control("type").locator(".why").textContent();
await page.locator('.group > label:has(code:text-is("video")) input').check();
await input("duration").selectOption({ label: "10s" });
seen.loop = await input("loop").locator("option:disabled").allTextContents();
seen.because = await control("loop").locator(".why").textContent();

// Mended, sent, followed to its end; the picture is there.
await input("type").selectOption({ index: 0 }).catch(() => {});
await page.locator('.group > label:has(code:text-is("video")) input').uncheck();
await input("model").selectOption({ index: 0 });
await input("type").selectOption({ label: "image" });
seen.mended = await wrong();
await page.locator(".send").click();
await page.waitForFunction(() => document.querySelector(".outputs img")?.naturalWidth > 0);
seen.completed = await status();

// The keyboard: tabs, search.
await page.locator("#tab-http").focus();
await page.keyboard.press("ArrowRight");
seen.tab = await page.evaluate(() => document.activeElement.textContent);
seen.panel = await page.locator('[role="tabpanel"]:visible h3').first().textContent();
await page.keyboard.press("/");
await page.keyboard.type("keyframes-exclusive");
await page.waitForSelector("#found li");
await page.keyboard.press("Enter");
await page.waitForURL(/rules\.html#/);
seen.found = await page.locator(":target h2").textContent();

// Light and dark are kept from page to page.
const before = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
await page.locator("button.theme").click();
await page.goto(`${url}/docs/index.html`);
seen.themed = before !== (await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor));

// A phone: nothing is wider than it; the menu opens.
const phone = await open("generations/create.html", { viewport: { width: 360, height: 740 } });
seen.wide = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
seen.folded = await phone.locator("#nav").isVisible();
await phone.locator("button.menu").click();
seen.unfolded = await phone.locator("#nav").isVisible();
await phone.goto(`${url}/docs/errors.html`);
seen.broken = await phone.evaluate(() =>
  [...document.querySelectorAll(".brand, .bar button, .refusals td:first-child code")]
    .filter((item) => item.getBoundingClientRect().height > 45 || item.getClientRects().length > 1)
    .map((item) => item.textContent),
);

// Where one is in the navigation is in sight, however long it is.
const far = await open("types/pose-control-strength.html", { viewport: { width: 1200, height: 600 } });
seen.here = await far.evaluate(() => {
  const place = document.querySelector("#nav [aria-current]").getBoundingClientRect();
  return place.top > 0 && place.bottom < innerHeight;
});

// What a screen reader needs, in both themes.
seen.barriers = [];
for (const colorScheme of ["light", "dark"]) {
  for (const path of ["index.html", "generations/create.html", "types/model.html", "rules.html", "errors.html"]) {
    const read = await open(path, { colorScheme });
    await read.evaluate(axe);
    const { violations } = await read.evaluate(() => globalThis.axe.run());
    seen.barriers.push(...violations.map(({ id, nodes }) => `${colorScheme} ${path} ${id}: ${nodes[0].html}`));
    await read.close();
  }
}

// A list: what is added has a name and the focus, and nothing of the open form is a barrier.
const listed = await open("generations/create.html");
const press = (name) => listed.getByRole("button", { name, exact: true }).click();
const focused = () => listed.evaluate(() => {
  const { activeElement: here } = document;
  return [here.closest("[aria-label]")?.ariaLabel ?? "", here.ariaLabel ?? here.labels?.[0]?.textContent ?? here.textContent];
});
seen.focus = [];
for (const name of ["Add to image_ref", "Add to image_ref"]) await press(name);
seen.focus.push(await focused());
await press("Remove image_ref 1");
seen.focus.push(await focused());
await listed.getByRole("checkbox", { name: "video", exact: true }).check();
await press("Add to keyframe_indexes");
seen.focus.push(await focused());
seen.grouped = await listed.getByRole("group", { name: "video", exact: true }).getByRole("combobox", { name: "loop" }).count();
await listed.evaluate(axe);
const form = await listed.evaluate(() => globalThis.axe.run("form.form"));
seen.barriers.push(...form.violations.map(({ id, nodes }) => `form ${id}: ${nodes[0].html}`));

// What is said already is not said again with every key.
await listed.evaluate(() => {
  globalThis.said = 0;
  new MutationObserver((seen) => (globalThis.said += seen.length)).observe(document.querySelector(".form"), {
    childList: true,
    subtree: true,
  });
});
const type = (name, text) => listed.getByRole("textbox", { name }).fill(text);
const wronged = listed.locator(".wrong li").first();
await type(/^user_id/, "u".repeat(300));
await wronged.waitFor();
const once = await listed.evaluate(() => globalThis.said);
await type(/^prompt/, "A");
await type(/^prompt/, "A lighthouse");
seen.repeated = await listed.evaluate((once) => globalThis.said - once, once);

// A page that was opened as a file sends to the server that one names.
const file = new URL("../../generated/docs/video/generations/create.html", import.meta.url);
const lone = await browser.newPage();
lone.setDefaultTimeout(30_000);
await lone.goto(file.href);
const said = (name) => lone.getByRole("textbox", { name });
seen.named = await said(/^server/i).inputValue();
await said(/^server/i).fill(url);
await said(/^credential/).fill("secret");
await said(/^prompt/).fill("A lighthouse in the rain");
await lone.locator(".send").click();
await lone.waitForFunction(() => document.querySelector(".outputs img")?.naturalWidth > 0);
seen.sent = await lone.locator(".status").textContent();

// Without scripts every tab is readable.
const still = await open("generations/create.html", { javaScriptEnabled: false });
seen.still = await still.locator(".face-name:visible").allTextContents();
await browser.close();
console.log(JSON.stringify(seen));
