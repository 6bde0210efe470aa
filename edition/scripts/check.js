// Compares a reader's picture or quotation with this edition, in the reader's own
// browser. Nothing of it is sent anywhere: what it is compared with is fetched, and
// the comparing is done by the project's own code, compiled to WebAssembly.
(() => {
  'use strict';
  const base = new URL('.', document.currentScript.src).href;
  const root = document.getElementById('check');
  if (!root || !root.dataset.words || typeof WebAssembly !== 'object' || typeof DecompressionStream !== 'function') return;
  const words = JSON.parse(root.dataset.words);
  const lang = document.documentElement.lang;
  const outcome = document.getElementById('outcome');
  const say = (text) => { outcome.replaceChildren(element('p', text)); };

  // Parts arrive as scripts, so that a page on a disk can have them as well.
  const waiting = new Map(), have = new Map();
  window.part = (name, value) => { waiting.get(name)?.(value); };
  function load(name, runs) {
    if (!have.has(name)) {
      have.set(name, new Promise((resolve, reject) => {
        const s = document.createElement('script');
        waiting.set(name, resolve);
        if (runs) s.onload = () => resolve();
        s.onerror = () => { have.delete(name); reject(new Error(name)); };
        s.src = base + name + '.js';
        document.head.append(s);
      }));
    }
    return have.get(name);
  }

  // bytesOf reads base64.
  function bytesOf(packed) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(packed);
    const letters = atob(packed), bytes = new Uint8Array(letters.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
    return bytes;
  }

  let started;
  function start() {
    started ??= (async () => {
      const [packed] = await Promise.all([load('program'), load('runtime', true)]);
      // It is compiled while it is unpacked.
      const code = new Blob([bytesOf(packed)]).stream().pipeThrough(new DecompressionStream('gzip'));
      const go = new Go();
      const { instance } = await WebAssembly.instantiateStreaming(new Response(code, { headers: { 'Content-Type': 'application/wasm' } }), go.importObject);
      go.run(instance);
      // A browser compiles what runs: something small goes first, while the reader chooses.
      const first = new Uint8Array(4 * 128 * 128);
      for (let i = 0; i < first.length; i++) first[i] = (((i >> 6) * 2654435761) >>> 24) ^ (i >> 11);
      ask('look', first, 128, 128, 128, 128);
    })();
    started.catch(() => { started = undefined; });
    return started;
  }
  const ask = (what, ...args) => {
    const answer = JSON.parse(window.sijillCheck[what](...args));
    if (answer.error) throw new Error(answer.error);
    return answer;
  };

  const element = (tag, text, dir, tongue) => {
    const e = document.createElement(tag);
    if (text !== undefined) e.textContent = text;
    if (dir) e.dir = dir;
    if (tongue) e.lang = tongue;
    return e;
  };
  const fill = (text, n) => text.replace('%d', n);

  async function cardOf(prints, document) {
    const cards = await load(`cards-${lang}-${Math.floor(document / prints.perTexts)}`);
    return cards[document % prints.perTexts];
  }

  function describe(card) {
    const list = element('dl');
    list.className = 'facts';
    for (const line of card.lines) {
      const box = element('div');
      const dd = element('dd', line.href ? undefined : line.text, line.dir, line.lang);
      if (line.href) {
        const a = element('a', line.text);
        a.href = line.href;
        dd.append(a);
      }
      box.append(element('dt', line.label), dd);
      list.append(box);
    }
    return list;
  }

  function heading(card) {
    const h = element('h3'), a = element('a', card.title.text, card.title.dir, card.title.lang);
    a.href = card.href;
    h.append(a);
    return h;
  }

  const svg = (tag, attributes) => {
    const e = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
    return e;
  };

  // The original, with a frame around what the reader's picture shows of it.
  function original(card, m) {
    const figure = element('figure');
    if (card.view && !card.covered) {
      const { width: w, height: h, href, alt } = card.view;
      const s = svg('svg', { viewBox: `0 0 ${w} ${h}`, role: 'img', 'aria-label': alt || card.title.text });
      s.append(svg('image', { href, width: w, height: h }));
      if (m.w > 0 && m.w * m.h < 0.96) s.append(svg('rect', { x: m.x * w, y: m.y * h, width: m.w * w, height: m.h * h, class: 'shown' }));
      for (const r of card.hidden ?? []) s.append(svg('rect', { x: r.x * w, y: r.y * h, width: r.w * w, height: r.h * h, class: 'hidden' }));
      figure.append(s);
    }
    const caption = words.original + (card.hidden ? ` – ${words.hiddenmark}` : '');
    figure.append(element('figcaption', card.view && card.covered ? words.covered : caption));
    return figure;
  }

  function copyOf(canvas) {
    const c = document.createElement('canvas');
    const scale = Math.min(1, 800 / canvas.width);
    c.width = Math.max(1, canvas.width * scale);
    c.height = Math.max(1, canvas.height * scale);
    c.setAttribute('role', 'img');
    c.setAttribute('aria-label', words.yours);
    c.getContext('2d').drawImage(canvas, 0, 0, c.width, c.height);
    return c;
  }

  // Which part of the edition's picture is missing.
  function cut(m) {
    const missing = m.w > 0 && m.h > 0 ? [m.x, m.y, 1 - m.x - m.w, 1 - m.y - m.h] : [];
    const all = missing.map((share) => Math.round(100 * share)).map((n, i) => n >= words.leastCut ? fill(words.cuts[i], n) : '').filter(Boolean);
    return all.length > 0 ? ` (${words.cut} ${all.join(words.comma)})` : '';
  }

  // How a date that came with the picture stands to the edition's, in a sentence.
  function dating(d, whose) {
    if (!d) return '';
    if (d.dating === 'not a date') return whose === 'given' ? words.dated.unread : '';
    if (d.dating === 'two dates') return words.dated.two.replace('%s', d.text).replace('%s', d.orText);
    const given = words.dated[whose].replace('%s', d.text);
    if (!d.dating) return `${given} ${words.dated.unknown}`;
    const key = { 'the same date': 'same', 'another date': 'other', 'after it was public': 'late' }[d.dating];
    return `${given} ${words.dated[key].replace('%s', words.times[d.known.what] + d.spelt)}`;
  }

  // From somebody who was there before what was passed on, and each document after
  // the one that it goes back to.
  function sourcesFirst(all) {
    const key = (x) => (x.m.rank > 1 ? 2 : 0) + (x.card.firsthand ? 0 : 1);
    all.sort((a, b) => key(a) - key(b));
    for (let i = 0; i < all.length; i++) {
      const j = all[i].card.first ? all.findIndex((x) => x.card.number === all[i].card.first) : -1;
      if (j > i) all.splice(i, 0, ...all.splice(j, 1));
    }
  }

  async function showPictures(prints, matches, canvas, file) {
    const out = [element('p', words.found)];
    const told = new Set(), all = [];
    for (const m of matches) {
      const owner = prints.of[m.picture];
      if (told.has(owner)) continue;
      told.add(owner);
      all.push({ m, card: await cardOf(prints, owner) });
    }
    sourcesFirst(all);
    const dates = ask('dated', new Uint8Array(await file.slice(0, mostHead).arrayBuffer()), given.value.trim(), lang, JSON.stringify(all.map((x) => x.card.times ?? []))).documents;
    for (const [i, { m, card }] of all.entries()) {
      const article = element('article');
      article.className = 'resembling';
      article.dataset.number = card.number;
      const differs = m.changes.map((c) => (c === 'cropped' || c === 'other edges') ? `${words.changes[c]} ${fill(words.share, Math.round(100 * m.shows))}${cut(m)}` : words.changes[c]);
      if ([dates[i].given, dates[i].file].some((d) => d && (d.dating === 'another date' || d.dating === 'after it was public'))) differs.push(words.redated);
      if (card.redacted) differs.push(words.redacted);
      const pair = element('div');
      pair.className = 'pair';
      if (i === 0) { // once is enough
        const mine = element('figure');
        mine.append(copyOf(canvas), element('figcaption', words.yours));
        pair.append(mine);
      }
      pair.append(original(card, m));
      const how = element('p', differs.join(words.comma));
      how.className = 'differs';
      article.append(heading(card), how);
      for (const whose of ['given', 'file']) {
        const text = dating(dates[i][whose], whose);
        if (!text) continue;
        const p = element('p', text);
        p.className = 'dating';
        article.append(p);
      }
      article.append(pair, describe(card));
      out.push(article);
    }
    outcome.replaceChildren(...out);
  }

  const side = 1024; // pixels; what is compared is smaller still
  const mostParts = 8e6; // bytes that are fetched without asking
  const mostHead = 4e6; // bytes of a file in which its date is looked for

  // By its first bytes the file is a picture, whatever is wrong with the others.
  async function isPicture(file) {
    const head = String.fromCharCode(...new Uint8Array(await file.slice(0, 12).arrayBuffer()));
    return /^(\xff\xd8\xff|\x89PNG\r\n|GIF8|BM|RIFF[^]{4}WEBP)/.test(head);
  }

  async function checkPicture(file) {
    say(words.looking);
    const begun = performance.now();
    const needed = Promise.all([load('prints'), start()]); // while the picture is decoded
    needed.catch(() => {});
    let bitmap;
    try {
      bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    } catch {
      say(await isPicture(file) ? words.broken : words.unreadable);
      return;
    }
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    const w = canvas.width = Math.max(1, Math.round(bitmap.width * scale)), h = canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.imageSmoothingQuality = 'medium';
    context.drawImage(bitmap, 0, 0, w, h);
    const [prints] = await needed;
    const seen = ask('look', new Uint8Array(context.getImageData(0, 0, w, h).data.buffer), w, h, bitmap.width, bitmap.height);
    bitmap.close();
    if (!seen.enough) {
      say(words.plain);
      return;
    }
    let matches = ask('find', prints.prints).matches ?? [];
    const shards = [...new Set(matches.map((m) => Math.floor(m.picture / prints.perParts)))];
    if (shards.length === 0) {
      const all = Math.ceil(prints.of.length / prints.perParts);
      if (prints.partBytes > mostParts && !await agreed(prints.partBytes)) {
        say(words.unknown);
        return;
      }
      for (let k = 0; k < all; k++) shards.push(k);
    }
    // Where the picture lies on those that resemble it, or on any.
    const closer = [];
    for (const k of shards) {
      for (const m of ask('find', await load(`parts-${k}`)).matches ?? []) closer.push({ ...m, picture: m.picture + k * prints.perParts });
    }
    if (closer.length > 0) matches = closer;
    matches.sort((a, b) => a.rank - b.rank || (a.distance < 0) - (b.distance < 0) || a.distance - b.distance || b.shows - a.shows || a.picture - b.picture);
    if (matches.length === 0) say(words.unknown);
    else await showPictures(prints, matches, canvas, file);
    outcome.dataset.took = Math.round(performance.now() - begun);
  }

  // What is large is fetched only if the reader says so.
  function agreed(bytes) {
    return new Promise((resolve) => {
      const yes = element('button', fill(words.more, Math.ceil(bytes / 1e6))), no = element('button', words.enough);
      yes.type = no.type = 'button';
      yes.onclick = () => { say(words.looking); resolve(true); };
      no.onclick = () => resolve(false);
      outcome.replaceChildren(element('p', words.whole), yes, no);
    });
  }

  const marks = { same: 'span', changed: 'ins', 'left out': 'ins', 'put in': 'del' };

  function quoted(pieces, dir, tongue) {
    const q = element('blockquote', undefined, dir, tongue);
    for (const p of pieces) {
      if (p.quoted && p.how !== 'same') q.append(element('del', p.quoted), ' ');
      if (p.stands) q.append(element(marks[p.how], p.stands), ' ');
    }
    return q;
  }

  // Whether some of these parts were translated before the original was changed.
  const isStale = (t, first, last) => (t.stale ?? []).some((i) => i >= first && i <= last);

  function staleNote() {
    const p = element('p', words.staleNote);
    p.className = 'quiet warn';
    return p;
  }

  async function checkQuote(text) {
    say(words.searching);
    const [prints] = await Promise.all([load('prints'), start()]);
    const texts = [], owners = [];
    for (let k = 0; k * prints.perTexts < prints.documents; k++) {
      (await load(`texts-${k}`)).forEach((all, i) => {
        for (const t of all) {
          texts.push(t.parts);
          owners.push({ document: k * prints.perTexts + i, all, ...t });
        }
      });
    }
    const answer = ask('quote', text, JSON.stringify(texts));
    if (answer.short) {
      say(words.short);
      return;
    }
    if (answer.found.length === 0) {
      say(words.unknown);
      return;
    }
    const out = [];
    for (const f of answer.found) {
      const own = owners[f.text];
      const card = await cardOf(prints, own.document);
      const article = element('article');
      article.className = 'quoted';
      article.dataset.number = card.number;
      const how = element('p', (f.differ === 0 ? words.exact : fill(words.nearly, f.differ)) + (own.of ? words.comma + words.translated : '') + (isStale(own, f.first, f.last) ? words.comma + words.stale : ''));
      how.className = 'differs';
      article.append(heading(card), how, quoted(f.pieces, 'auto', own.lang));
      if (isStale(own, f.first, f.last)) article.append(staleNote());
      const ids = new Set((own.ids ?? []).slice(f.first, f.last + 1).flat());
      for (const t of own.all) {
        if (t === own || !t.ids || t.lang === own.lang && t.of === own.of) continue;
        const beside = t.parts.filter((_, i) => t.ids[i].some((id) => ids.has(id))).join('\n');
        if (beside) article.append(element('p', t.of ? words.inTranslation : words.inOriginal), element('blockquote', beside, 'auto', t.lang));
        if (t.stale?.some((i) => t.ids[i].some((id) => ids.has(id)))) article.append(staleNote());
      }
      article.append(describe(card));
      const begins = f.pieces.find((p) => p.stands)?.stands.trim().split(/\s+/).slice(0, 6).join(' ');
      const anchor = /^[a-z0-9-]+$/.test([...ids][0] ?? '') ? `s-${[...ids][0]}` : '';
      if (begins) article.querySelector('h3 a').href += `#${anchor}:~:text=` + encodeURIComponent(begins).replaceAll('-', '%2D');
      out.push(article);
    }
    outcome.replaceChildren(...out);
  }

  const guard = (f) => async (...args) => {
    outcome.setAttribute('aria-busy', 'true');
    try {
      await f(...args);
    } catch {
      say(words.failed);
    } finally {
      outcome.removeAttribute('aria-busy');
    }
  };
  const picture = guard(checkPicture), quotation = guard(checkQuote);

  const input = root.querySelector('input[type=file]'), given = root.querySelector('input[name=dated]');
  // The program comes as soon as a reader turns to the forms.
  const hurry = () => { start().catch(() => {}); load('prints').catch(() => {}); };
  for (const sign of ['pointerover', 'touchstart', 'focusin', 'click']) root.addEventListener(sign, hurry, { once: true, passive: true });
  const chosen = element('bdi');
  chosen.className = 'chosen';
  input.closest('label').append(chosen);
  input.removeAttribute('required'); // its complaint would be in the browser's language
  input.addEventListener('change', () => {
    chosen.textContent = input.files[0]?.name ?? '';
    if (input.files[0]) picture(input.files[0]);
  });
  root.addEventListener('dragover', (e) => { e.preventDefault(); start().catch(() => {}); });
  root.addEventListener('drop', (e) => {
    e.preventDefault();
    const [file] = e.dataTransfer.files;
    if (!file) return;
    input.files = e.dataTransfer.files; // a date that is given afterwards is for the same picture
    chosen.textContent = file.name;
    picture(file);
  });
  for (const form of root.querySelectorAll('form')) {
    form.addEventListener('submit', (e) => {
      e.preventDefault();
      const text = form.querySelector('textarea');
      if (text) quotation(text.value);
      else if (input.files[0]) picture(input.files[0]);
    });
  }
  root.classList.add('here');
})();
