// Finds words in a copy of the edition that no server answers for. The index and the
// texts stand beside it as scripts, so that it also works from a disk.
(() => {
  'use strict';
  const base = new URL('.', document.currentScript.src).href;
  const root = document.getElementById('search');
  if (!root) return;
  const words = JSON.parse(root.dataset.words);
  const lang = document.documentElement.lang;

  const waiting = new Map(), have = new Map();
  window.part = (name, value) => { waiting.get(name)?.(value); };
  function load(name) {
    if (!have.has(name)) {
      have.set(name, new Promise((resolve, reject) => {
        const s = document.createElement('script');
        waiting.set(name, resolve);
        s.onerror = () => { have.delete(name); reject(new Error(name)); };
        s.src = base + name + '.js';
        document.head.append(s);
      }));
    }
    return have.get(name);
  }

  // fold writes a text as finding compares it. The table is made by the program that
  // made the index, so that both fold alike.
  let folds = {};
  function fold(text) {
    let out = '';
    for (const c of text) {
      if (Object.hasOwn(folds, c)) {
        out += folds[c];
        continue;
      }
      for (const d of c.normalize('NFKD')) {
        if (/^[\p{Mn}\u0640\u200c\u200d]$/u.test(d)) continue;
        out += Object.hasOwn(folds, d) ? folds[d] : d.toLowerCase();
      }
    }
    return out;
  }
  const inWord = /[\p{L}\p{Nd}\p{M}\u0640\u200c\u200d]+/gu;
  function* wordsOf(text) {
    for (const m of text.matchAll(inWord)) {
      const folded = fold(m[0]);
      if (folded) yield { folded, start: m.index, end: m.index + m[0].length };
    }
  }
  window.sijillFold = (head, text) => { folds = head.folds; return [...wordsOf(text)].map((w) => w.folded); };

  // parse reads a query: words, "words side by side", word*, -without, either | or. Of
  // filters it knows the kind; others are left out, and told.
  function parse(query) {
    const clauses = [], kinds = [], left = [];
    const rest = query.replace(/(-?)([\p{L}\p{M}]+):("[^"]*"?|[^\s"|()]+)/gu, (whole, not, name, value) => {
      const folded = fold(name);
      if (!words.filters.includes(folded)) return whole;
      const kind = fold(value.replaceAll('"', ''));
      if (words.kindFilters.includes(folded) && words.kinds.includes(kind)) kinds.push({ not: not === '-', kind });
      else left.push(whole);
      return ' ';
    });
    let either = false;
    for (const m of rest.matchAll(/(-?)(?:"([^"]*)"?|(\S+))/gu)) {
      const raw = m[2] ?? m[3];
      if (m[2] === undefined && (raw === '|' || raw === 'OR' || raw === 'أو')) {
        either = clauses.length > 0;
        continue;
      }
      const term = { words: [...wordsOf(raw)].map((w) => w.folded), prefix: m[2] === undefined && raw.endsWith('*') };
      if (term.words.length === 0) continue;
      if (either) clauses.at(-1).any.push(term);
      else clauses.push({ not: m[1] === '-', any: [term] });
      either = false;
    }
    return { clauses, kinds, left };
  }

  // place gives the file in which a word is, or would be.
  function place(head, word) {
    let low = 0, high = head.firsts.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if (head.firsts[middle] <= word) low = middle; else high = middle;
    }
    return low;
  }

  // standing gives where a word, or what begins with it, stands: document -> places.
  async function standing(head, word, prefix) {
    const out = new Map();
    if (head.firsts.length === 0) return out;
    for (let k = place(head, word); k < head.firsts.length; k++) {
      if (head.firsts[k] > word && !(prefix && head.firsts[k].startsWith(word))) break;
      for (const [key, entries] of await load(`words-${k}`)) {
        if (key !== word && !(prefix && key.startsWith(word))) continue;
        for (const [document, ...places] of entries) {
          const set = out.get(document) ?? new Set();
          for (const p of places) set.add(p);
          out.set(document, set);
        }
      }
    }
    return out;
  }

  // matches gives where a term stands: the first of its words, side by side.
  async function matches(head, term) {
    let found;
    for (let i = 0; i < term.words.length; i++) {
      const at = await standing(head, term.words[i], term.prefix && i === term.words.length - 1);
      if (i === 0) {
        found = at;
        continue;
      }
      for (const [document, places] of found) {
        const next = at.get(document);
        const kept = new Set(next ? [...places].filter((p) => next.has(p + i)) : []);
        if (kept.size > 0) found.set(document, kept); else found.delete(document);
      }
    }
    return found;
  }

  async function search(query, kind) {
    const head = await load('words');
    folds = head.folds;
    const { clauses, kinds, left } = parse(query), scores = new Map(), without = new Set();
    let candidates;
    for (const clause of clauses) {
      const found = new Map();
      for (const term of clause.any) {
        for (const [document, places] of await matches(head, term)) found.set(document, new Set([...(found.get(document) ?? []), ...places]));
      }
      if (clause.not) {
        for (const document of found.keys()) without.add(document);
        continue;
      }
      // A word in a title weighs four times, and a rare word more than a common one.
      const rare = Math.log(1 + head.lengths.length / (1 + found.size));
      const here = new Set();
      for (const [document, places] of found) {
        const [title, all] = head.lengths[document];
        let times = 0;
        for (const p of places) times += p < title ? 4 : 1;
        scores.set(document, (scores.get(document) ?? 0) + rare * times / (times + 1.2 * (0.25 + all / 400)));
        if (!candidates || candidates.has(document)) here.add(document);
      }
      candidates = here;
    }
    // A query of kinds alone gives all of them.
    if (!candidates && kinds.length > 0) candidates = head.kinds.keys();
    const wanted = kinds.filter((k) => !k.not).map((k) => k.kind), unwanted = kinds.filter((k) => k.not).map((k) => k.kind);
    const isOf = (d) => (!kind || head.kinds[d] === kind) && (wanted.length === 0 || wanted.includes(head.kinds[d])) && !unwanted.includes(head.kinds[d]);
    const hits = [...(candidates ?? [])].filter((d) => !without.has(d) && isOf(d));
    hits.sort((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0) || a - b);
    return { head, hits, left, terms: clauses.filter((c) => !c.not).flatMap((c) => c.any) };
  }

  const element = (tag, text, dir, tongue) => {
    const e = document.createElement(tag);
    if (text !== undefined) e.textContent = text;
    if (dir) e.dir = dir;
    if (tongue) e.lang = tongue;
    return e;
  };

  // marks finds in a text where the terms stand.
  function marks(text, terms) {
    const all = [...wordsOf(text)], out = [];
    const means = (word, wanted, prefix) => {
      const bare = word.startsWith('ال') && [...word].length >= 4 ? word.slice(2) : word;
      return [word, bare].some((w) => w === wanted || prefix && w.startsWith(wanted));
    };
    for (let i = 0; i < all.length; i++) {
      const term = terms.find((t) => t.words.every((w, k) => i + k < all.length && means(all[i + k].folded, w, t.prefix && k === t.words.length - 1)));
      if (!term) continue;
      out.push({ start: all[i].start, end: all[i + term.words.length - 1].end });
      i += term.words.length - 1;
    }
    return out;
  }

  function marked(tag, text, list, tongue) {
    const e = element(tag, undefined, 'auto', tongue);
    let at = 0;
    for (const m of list) {
      e.append(text.slice(at, m.start), element('mark', text.slice(m.start, m.end)));
      at = m.end;
    }
    e.append(text.slice(at));
    return e;
  }

  const around = 110; // letters before and after what is marked
  function snippet(texts, terms) {
    let best;
    for (const t of texts) {
      for (const part of t.parts) {
        const list = marks(part, terms);
        if (list.length > (best?.list.length ?? 0)) best = { part, list, lang: t.lang };
      }
    }
    if (!best) return undefined;
    let from = Math.max(0, best.list[0].start - around), to = Math.min(best.part.length, best.list[0].end + 2 * around);
    while (from > 0 && !/\s/.test(best.part[from - 1])) from--;
    while (to < best.part.length && !/\s/.test(best.part[to])) to++;
    const text = (from > 0 ? '… ' : '') + best.part.slice(from, to) + (to < best.part.length ? ' …' : '');
    const e = marked('p', text, marks(text, terms), best.lang);
    e.className = 'snippet';
    return e;
  }

  const perPage = 20;
  async function show(query, kind) {
    const outcome = document.getElementById('outcome');
    outcome.setAttribute('aria-busy', 'true');
    try {
      const { head, hits, left, terms } = await search(query, kind);
      const note = left.map((l) => element('p', `${words.unread}${words.colon}${l}`));
      for (const p of note) p.className = 'notice';
      outcome.replaceChildren(...note, element('p', hits.length === 0 ? words.none : words.count.replace('%d', hits.length)));
      const list = element('ol');
      list.className = 'hits';
      outcome.append(list);
      const more = async (from) => {
        for (const document of hits.slice(from, from + perPage)) {
          const k = Math.floor(document / head.perTexts), i = document % head.perTexts;
          const [cards, texts] = await Promise.all([load(`cards-${lang}-${k}`), load(`texts-${k}`)]);
          const card = cards[i], item = element('li'), box = element('div'), h = element('h3'), a = element('a');
          a.href = card.href;
          a.append(marked('bdi', card.title.text, marks(card.title.text, terms), card.title.lang));
          h.append(a);
          const kind = element('p', card.kind);
          kind.className = 'quiet';
          box.append(h, kind);
          const s = snippet(texts[i], terms);
          if (s) box.append(s);
          item.append(box);
          item.dataset.number = card.number;
          list.append(item);
        }
        if (from + perPage < hits.length) {
          const b = element('button', words.more);
          b.type = 'button';
          b.onclick = () => { b.remove(); more(from + perPage); };
          outcome.append(b);
        }
      };
      await more(0);
    } catch {
      outcome.replaceChildren(element('p', words.failed));
    } finally {
      outcome.removeAttribute('aria-busy');
      outcome.dataset.done = query;
    }
  }

  root.hidden = false;
  const asked = new URLSearchParams(location.search), form = root.querySelector('form');
  form.elements.q.value = asked.get('q') ?? '';
  form.elements.kind.value = asked.get('kind') ?? '';
  if (form.elements.q.value) show(form.elements.q.value, form.elements.kind.value);
})();
