// Looks at pages as a reader does, in a real browser: with axe-core, in light and
// dark, wide and narrow. Reads {"executable": PATH, "pages": [{"url", "width",
// "colorScheme"}], "broken": [URL of a picture that is not there]} from standard
// input, and writes one complaint on each line.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { chromium } from 'playwright-core';

const { executable, pages, broken } = JSON.parse(await text(process.stdin));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await chromium.launch({
  executablePath: executable,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const contexts = {};
const say = (...words) => console.log(words.join(' '));
try {
  for (const { url, width, colorScheme } of pages) {
    const context = contexts[`${width} ${colorScheme}`] ??= await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    const at = `${url} at ${width} px, ${colorScheme}:`;
    page.on('console', (m) => { if (m.type() === 'error' && !broken.includes(m.location().url)) say(at, 'the browser says', m.text(), m.location().url); });
    page.on('request', (r) => { if (new URL(r.url()).origin !== new URL(url).origin) say(at, 'it asks for', r.url()); });
    const answer = await page.goto(url, { waitUntil: 'load' });
    if (answer.status() !== 200) say(at, 'status', answer.status());
    // Closed parts are read, too.
    await page.evaluate(() => { for (const d of document.querySelectorAll('details')) d.open = true; });
    const over = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
    if (over > 0) say(at, 'it is', over, 'px wider than the window');
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    for (const v of violations) {
      for (const n of v.nodes.slice(0, 5)) say(at, v.id, n.target.join(' '), n.html.slice(0, 160), (n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? '');
    }
    await page.close();
  }
} finally {
  await browser.close();
}
