// A comparison's page in a real browser: node page.test.mjs BROWSER FILE... prints what was seen as JSON.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [executablePath, ...files] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const seen = {};

for (const file of files) {
  const found = { violations: [], overflow: {}, requests: [] };
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ colorScheme, bypassCSP: true });
    const page = await context.newPage();
    page.on("request", (request) => found.requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    await page.evaluate(() => document.querySelectorAll("details").forEach((it) => (it.open = true)));
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      found.overflow[width] = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
    }
    await page.evaluate(axe);
    const result = await page.evaluate(() => window.axe.run());
    found.violations.push(...result.violations.map((it) => `${it.id}: ${it.nodes[0].html}`));
    await context.close();
  }
  // Without a pointer, and without scripts: a closed finding opens by the space bar.
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  const closed = page.locator("details:not([open]) > summary").first();
  await closed.focus();
  const before = await page.locator("details[open]").count();
  await page.keyboard.press("Space");
  found.opened = (await page.locator("details[open]").count()) - before;
  seen[file] = found;
}
await browser.close();
console.log(JSON.stringify(seen));
