// Opens pages as a reader does for the first time, with nothing kept from before, over a
// slow line to a telephone and over a fast one to a desk, and tells what that takes.
// Reads {"executable": PATH, "base": URL, "pages": [{"name", "path"}], "rounds"} from
// standard input and writes JSON: {"views": [...]}, each with its figures. A page whose
// path ends in "*" is the first of the list that stands at the path before. With
// "picture", the path of an object, the check page is also given that picture, made as
// large as a photograph of 12 megapixels, and "checks" tells how long the answers took.
import { text } from 'node:stream/consumers';
import { chromium } from 'playwright-core';

const { executable, base, pages, rounds, picture } = JSON.parse(await text(process.stdin));
// The lines and processors that Lighthouse takes for a telephone and for a desk.
const lines = {
  narrow: { width: 360, height: 740, latency: 150, kbps: 1638, slower: 4 },
  wide: { width: 1280, height: 900, latency: 40, kbps: 10240, slower: 1 },
};
const browser = await chromium.launch({
  executablePath: executable,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const middle = (all) => all.toSorted((a, b) => a - b)[all.length >> 1];

// Runs in the page before anything of it.
function observe() {
  const seen = globalThis.seen = { lcp: 0, cls: 0, fcp: 0 };
  new PerformanceObserver((l) => { for (const e of l.getEntries()) if (e.name === 'first-contentful-paint') seen.fcp = e.startTime; }).observe({ type: 'paint', buffered: true });
  new PerformanceObserver((l) => { for (const e of l.getEntries()) seen.lcp = e.startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((l) => { for (const e of l.getEntries()) seen.cls += e.value; }).observe({ type: 'layout-shift', buffered: true });
}

async function view(url, line) {
  const context = await browser.newContext({ viewport: { width: line.width, height: line.height } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: line.latency, downloadThroughput: line.kbps * 128, uploadThroughput: line.kbps * 128 });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: line.slower });
  const asked = new Map();
  cdp.on('Network.requestWillBeSent', (e) => { if (!e.request.url.startsWith('data:')) asked.set(e.requestId, { url: e.request.url, type: e.type, bytes: 0 }); });
  cdp.on('Network.loadingFinished', (e) => { const a = asked.get(e.requestId); if (a) a.bytes = e.encodedDataLength; });
  await page.addInitScript(observe);
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForLoadState('networkidle');
  const { fcp, lcp } = await page.evaluate(() => globalThis.seen);
  // What moves while the page is read counts as well.
  for (let y = 0; y < 8; y++) { await page.mouse.wheel(0, line.height); await page.waitForTimeout(30); }
  const { cls } = await page.evaluate(() => globalThis.seen);
  const all = [...asked.values()];
  const sum = (of) => all.filter(of).reduce((n, a) => n + a.bytes, 0);
  await context.close();
  return {
    fcp, lcp, cls, requests: all.length, bytes: sum(() => true), pictures: sum((a) => a.type === 'Image'), fonts: sum((a) => a.type === 'Font'),
    letters: all.filter((a) => a.type === 'Font').map((a) => a.url.replace(/^.*\//, '')),
    elsewhere: all.filter((a) => new URL(a.url).origin !== new URL(url).origin).map((a) => a.url),
  };
}

// A photograph of 12 megapixels of what the picture shows.
async function photograph(page) {
  const url = await page.evaluate(async (src) => {
    const image = new Image();
    image.src = src;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 4240;
    canvas.height = 2832;
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/jpeg', 0.9);
  }, base + picture);
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

// check gives the check page a photograph: at once, when a reader turned to the page a
// while before, and once more.
async function check() {
  const session = await browser.newBrowserCDPSession();
  const cpu = async () => (await session.send('SystemInfo.getProcessInfo')).processInfo.reduce((sum, p) => sum + (p.type === 'renderer' ? 1000 * p.cpuTime : 0), 0);
  const out = [];
  for (const way of ['at once', 'turned to before']) {
    for (let i = 0; i < rounds; i++) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${base}/en/check`);
      const file = { name: 'photograph.jpg', mimeType: 'image/jpeg', buffer: await photograph(page) };
      if (way !== 'at once') {
        await page.hover('#check form');
        await page.waitForFunction(() => globalThis.sijillCheck);
        await page.waitForTimeout(1000); // nobody chooses a file faster
      }
      for (const then of ['', ', again']) {
        const before = await cpu();
        await page.setInputFiles('input[type=file]', []);
        await page.evaluate(() => { delete document.getElementById('outcome').dataset.took; });
        await page.setInputFiles('input[type=file]', file);
        await page.waitForFunction(() => document.getElementById('outcome').dataset.took !== undefined);
        const { took, number } = await page.evaluate(() => ({ took: Number(document.getElementById('outcome').dataset.took), number: document.querySelector('#outcome [data-number]')?.dataset.number }));
        out.push({ way: way + then, took, cpu: await cpu() - before, number });
      }
      await context.close();
    }
  }
  return [...new Set(out.map((o) => o.way))].map((way) => {
    const those = out.filter((o) => o.way === way);
    return { way, took: middle(those.map((o) => o.took)), most: Math.max(...those.map((o) => o.took)), cpu: middle(those.map((o) => o.cpu)), found: those.every((o) => o.number) };
  });
}

try {
  const finder = await browser.newPage();
  const out = [];
  for (const { name, path } of pages) {
    for (const lang of ['en', 'ar']) {
      let url = `${base}/${lang}/${path}`;
      if (path.endsWith('*')) {
        await finder.goto(url.slice(0, -1));
        url = await finder.$eval('main .card a[href*="-20"], main li a[href*="-20"]', (a) => a.href);
      }
      for (const [kind, line] of Object.entries(lines)) {
        const views = [];
        for (let i = 0; i < rounds; i++) views.push(await view(url, line));
        const of = (what) => middle(views.map((v) => v[what]));
        out.push({ name, lang, kind, fcp: of('fcp'), lcp: of('lcp'), cls: Math.max(...views.map((v) => v.cls)), requests: of('requests'), bytes: of('bytes'), pictures: of('pictures'), fonts: of('fonts'), letters: views[0].letters, elsewhere: views.flatMap((v) => v.elsewhere) });
      }
    }
  }
  process.stdout.write(JSON.stringify({ views: out, checks: picture ? await check() : [] }));
} finally {
  await browser.close();
}
