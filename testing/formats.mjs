// Reads what machines read of the public pages with the tools of others, without any
// network. Reads {"linked": {NAME: JSON-LD}, "manifests": {NAME: IIIF}, "feeds": {NAME:
// Atom}} from standard input and writes one complaint on each line, after the name.
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import FeedParser from 'feedparser';
import jsonld from 'jsonld';
import ts from 'typescript';
import iiif from '@hyperion-framework/validator';

const { linked, manifests, feeds } = JSON.parse(await text(process.stdin));
const say = (name, ...words) => console.log(`${name}: ${words.join(' ')}`.replaceAll('\n', ' '));

// JSON-LD: every term must mean something, which safe mode demands. The context of
// schema.org makes a term of every word, as this one does; whether it is a term there is
// looked at below.
const documentLoader = async (url) => {
  if (url !== 'https://schema.org') throw new Error(`${url} is no context of schema.org`);
  return { contextUrl: null, documentUrl: url, document: { '@context': { '@vocab': 'http://schema.org/' } } };
};
for (const [name, node] of Object.entries(linked)) {
  try {
    const out = await jsonld.expand(node, { documentLoader, safe: true });
    if (out.length !== 1 || !out[0]['@type']?.[0].startsWith('http://schema.org/')) say(name, 'it tells of', JSON.stringify(out).slice(0, 200));
    await jsonld.toRDF(node, { documentLoader, safe: true, format: 'application/n-quads' });
  } catch (e) {
    say(name, 'jsonld:', e.message, JSON.stringify(e.details ?? {}).slice(0, 300));
  }
}

// The vocabulary of schema.org is the types of schema-dts: what is written is given to
// the compiler as a value of its type.
const types = new Set(Object.values(linked).map((n) => n['@type']));
const lines = [`import type { WithContext, ${[...types].join(', ')} } from 'schema-dts';`], names = [''];
for (const [name, node] of Object.entries(linked)) {
  lines.push(`export const _${names.length}: WithContext<${node['@type']}> = ${JSON.stringify(node)};`);
  names.push(name);
}
const require = createRequire(import.meta.url);
const file = require.resolve('schema-dts/package.json').replace(/node_modules.*/, 'linked.ts');
const options = { noEmit: true, strict: true, skipLibCheck: true, target: ts.ScriptTarget.ES2020, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, types: [] };
const host = ts.createCompilerHost(options), { getSourceFile, fileExists } = host;
host.getSourceFile = (f, ...rest) => (f === file ? ts.createSourceFile(f, lines.join('\n'), ts.ScriptTarget.ES2020) : getSourceFile.call(host, f, ...rest));
host.fileExists = (f) => f === file || fileExists.call(host, f);
for (const d of ts.getPreEmitDiagnostics(ts.createProgram([file], options, host))) {
  const line = d.file?.fileName === file ? d.file.getLineAndCharacterOfPosition(d.start).line : 0;
  say(names[line] || 'schema.org', 'schema-dts:', ts.flattenDiagnosticMessageText(d.messageText, ' ').slice(0, 600), d.file?.text.slice(d.start, d.start + 60) ?? '');
}

const validator = new iiif.Validator();
for (const [name, manifest] of Object.entries(manifests)) {
  if (!validator.validateManifest(manifest)) say(name, 'IIIF:', JSON.stringify(validator.validators.manifest?.errors ?? []).slice(0, 600));
}

for (const [name, feed] of Object.entries(feeds)) {
  const items = [];
  try {
    const parser = Readable.from([feed]).pipe(new FeedParser({ strict: true, addmeta: false }));
    for await (const item of parser) items.push(item);
    const { meta } = parser;
    if (meta['#type'] !== 'atom' || meta['#version'] !== '1.0' || !meta.title || !meta.link || Number.isNaN(+meta.date) || meta['#ns'].length === 0) say(name, 'Atom:', JSON.stringify(meta).slice(0, 300));
  } catch (e) {
    say(name, 'Atom:', e.message);
  }
  if (items.length === 0) say(name, 'Atom: it has no entries');
  for (const i of items) if (!i.guid || !i.title || !i.link || Number.isNaN(+(i.pubdate ?? Number.NaN)) || Number.isNaN(+(i.date ?? Number.NaN))) say(name, 'Atom:', JSON.stringify({ guid: i.guid, title: i.title, link: i.link, date: i.date }));
  if (new Set(items.map((i) => i.guid)).size !== items.length) say(name, 'Atom: two entries have one id');
}
