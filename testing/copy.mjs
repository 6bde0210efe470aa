// Uses a copy of an edition as a reader does who has it on a disk: checks pictures and
// quotations, and searches; every page is also opened with scripts off. Reads
// {"executable": PATH, "site": "file://...", "trials": [...]} from standard input, and
// writes one complaint on each line, also of axe-core about each answer, and how long the
// pictures took ("took ...").
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import { chromium } from 'playwright-core';

const { executable, site, trials } = JSON.parse(await text(process.stdin));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await chromium.launch({
  executablePath: executable,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const say = (...words) => console.log(words.join(' ').replaceAll('\n', ' '));

function watch(page, at) {
  page.on('console', (m) => { if (m.type() === 'error') say(at, 'the browser says', m.text(), m.location().url); });
  page.on('pageerror', (e) => say(at, 'the page fails:', e.message));
  page.on('dialog', (d) => { say(at, 'a script from outside ran'); d.dismiss(); });
  page.on('request', (r) => { if (!r.url().startsWith(site) && !r.url().startsWith('blob:')) say(at, 'it asks for', r.url()); });
}

try {
  const context = await browser.newContext();
  for (const t of trials) {
    const page = await context.newPage();
    const at = `${t.page} ${t.quote ?? t.find ?? 'picture'}:`;
    watch(page, at);
    await page.goto(site + t.page);
    if (t.dated) await page.fill('input[name=dated]', t.dated);
    if (t.picture) {
      await page.setInputFiles('input[type=file]', { name: 'picture.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(t.picture, 'base64') });
    } else if (t.quote) {
      await page.fill('textarea', t.quote);
      await page.click('form:has(textarea) button');
    } else {
      await page.fill('main input[name=q]', t.find);
      await page.click('main form button');
      await page.waitForFunction((q) => document.getElementById('outcome').dataset.done === q, t.find);
    }
    await page.waitForFunction(() => { const o = document.getElementById('outcome'); return o.childElementCount > 0 && !o.hasAttribute('aria-busy'); });
    const numbers = await page.$$eval('#outcome [data-number]', (all) => all.map((e) => e.dataset.number));
    if (numbers.join() !== t.numbers.join()) say(at, 'tells of', numbers.join() || 'nothing', 'and not of', t.numbers.join() || 'nothing:', await page.innerText('#outcome'));
    const answer = await page.innerText('#outcome');
    for (const words of t.has) if (!answer.includes(words)) say(at, 'does not say', words, 'but', answer);
    for (const href of await page.$$eval('#outcome a', (all) => all.map((a) => a.href))) {
      if (!existsSync(fileURLToPath(href.replace(/[?#].*/, '')))) say(at, href, 'leads nowhere');
    }
    // axe-core may load nothing here, not even the style sheet once more.
    await page.evaluate(axe);
    for (const v of await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'], preload: false }).then((r) => r.violations))) {
      for (const n of v.nodes) say(at, v.id, n.target.join(' '), n.html.slice(0, 160));
    }
    if (t.within) {
      // Once the program is there, as for a second picture.
      await page.setInputFiles('input[type=file]', []);
      await page.setInputFiles('input[type=file]', { name: 'again.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(t.picture, 'base64') });
      await page.waitForFunction(() => document.getElementById('outcome').dataset.took !== undefined && !document.getElementById('outcome').hasAttribute('aria-busy'));
      const took = await page.$eval('#outcome', (o) => Number(o.dataset.took));
      say('took', took, 'ms for', at);
    }
    for (const p of context.pages()) await p.close();
  }
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const page = await plain.newPage();
  watch(page, 'with scripts off:');
  for (const name of readdirSync(fileURLToPath(site + 'en/')).filter((n) => n.endsWith('.html'))) {
    await page.goto(site + 'en/' + name, { waitUntil: 'domcontentloaded' });
    if (await page.locator('h1').count() !== 1) say(name, 'has no heading');
  }
} finally {
  await browser.close();
}
