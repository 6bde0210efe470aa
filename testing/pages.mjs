// Looks at pages as a reader does, in a real browser: with axe-core, in light and
// dark, wide and narrow. Reads {"executable": PATH, "pages": [...], "broken": [URL of a
// picture that is not there]} from standard input, and writes one complaint on each
// line. A page is {"url", "looks": [{"width", "colorScheme"}], "status"}, or has one
// look's width and colorScheme itself; the status is 200 unless it says another. With
// "plain" leaves axe-core out. With "quote" or "picture" (base64) it is the answer to what is handed in on that page. The
// first look at a page tries every rule, and each further one those on which width and
// colours bear.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { chromium } from 'playwright-core';

const { executable, pages, broken } = JSON.parse(await text(process.stdin));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const everyRule = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const rulesOfLooks = ['color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable', 'region', 'heading-order', 'empty-heading', 'label', 'link-name', 'button-name', 'image-alt', 'aria-hidden-focus'];
const browser = await chromium.launch({
  executablePath: executable,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const say = (...words) => console.log(words.join(' ').replaceAll('\n', ' '));

// handIn fills in the form of the check page, and waits for the answer: a page of the
// server, or what the page's own program puts on it.
async function handIn(page, { quote, picture }) {
  if (quote) await page.fill('textarea', quote);
  else await page.setInputFiles('input[type=file]', { name: 'picture.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(picture, 'base64') });
  if (!await page.$('script[src]')) {
    const [answer] = await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.click(`form:has(${quote ? 'textarea' : 'input[type=file]'}) button`)]);
    return answer;
  }
  if (quote) await page.click('form:has(textarea) button');
  await page.waitForFunction(() => { const o = document.getElementById('outcome'); return o.childElementCount > 0 && !o.hasAttribute('aria-busy'); });
  return undefined;
}

try {
  const page = await browser.newPage();
  let at = '', here = '';
  page.on('console', (m) => { if (m.type() === 'error' && !broken.includes(m.location().url) && !/status of 4\d\d/.test(m.text())) say(at, 'the browser says', m.text(), m.location().url); });
  page.on('dialog', (d) => { say(at, 'a script from outside ran'); d.dismiss(); });
  page.on('pageerror', (e) => say(at, 'the page fails:', e.message));
  page.on('request', (r) => { if (!r.url().startsWith('data:') && new URL(r.url()).origin !== new URL(here).origin) say(at, 'it asks for', r.url()); });
  page.on('response', (r) => { if (r.status() >= 400 && !r.request().isNavigationRequest() && !broken.includes(r.url())) say(at, r.url(), 'status', r.status()); });
  for (const p of pages) {
    const { url, looks = [p], status = 200 } = p;
    here = url;
    let first = true;
    for (const { width, colorScheme } of looks) {
      at = `${url}${p.quote ? ' (quotation)' : p.picture ? ' (picture)' : ''} at ${width} px, ${colorScheme}:`;
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      if (first) {
        let answer = await page.goto(url, { waitUntil: 'load' });
        if (p.quote || p.picture) answer = await handIn(page, p) ?? answer;
        if (answer.status() !== status) say(at, 'status', answer.status());
        // Closed parts are read, too.
        await page.evaluate(() => { for (const d of document.querySelectorAll('details')) d.open = true; });
        await page.evaluate(axe);
      }
      const over = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
      if (over > 0) say(at, 'it is', over, 'px wider than the window');
      if (p.plain) continue;
      const found = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: values.includes('wcag2a') ? 'tag' : 'rule', values }, resultTypes: ['violations'] }).then((r) => r.violations), first ? everyRule : rulesOfLooks);
      for (const v of found) {
        for (const n of v.nodes.slice(0, 5)) say(at, v.id, n.target.join(' '), n.html.slice(0, 160), (n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? '');
      }
      first = false;
    }
  }
} finally {
  await browser.close();
}
