// Checks the proof of a text without some words, as exchange/blockproof documents it,
// by other code: reads {"proof": {...}} from standard input, and writes
// {"count": N, "root": BASE64, "copy": TEXT}.
import { createHash, createHmac } from 'node:crypto';
import { text } from 'node:stream/consumers';

const { proof } = JSON.parse(await text(process.stdin));
const bytes = (s) => Buffer.from(s ?? '', 'base64');
const four = (n) => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const hmac = (key, label, n) => createHmac('sha256', key).update(Buffer.concat([Buffer.from(label), four(n)])).digest();
const leaf = (salt, i, content) => sha256(Buffer.from([0]), salt, four(i), content);

// RFC 6962, section 2.1: the left side has the largest power of two that is less.
function root(leaves) {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0];
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(Buffer.from([1]), root(leaves.slice(0, k)), root(leaves.slice(k)));
}

const bit = (b, i) => (b[i >> 3] & (0x80 >> (i & 7))) !== 0;
const cut = (b, size) => Array.from({ length: b.length / size }, (_, i) => b.subarray(i * size, (i + 1) * size));

function segment(s) {
  const leaves = [];
  let copy = '';
  if (s.seed) {
    const seed = bytes(s.seed);
    const words = s.text.match(/^\s*\S*\s*|\S+\s*/gu).filter((w) => w !== '');
    words.forEach((w, j) => {
      leaves.push(leaf(hmac(seed, 'sijill salt', leaves.length).subarray(0, 16), leaves.length, Buffer.from(w)));
      for (let n = hmac(seed, 'sijill empty', j)[31] & 3; n > 0; n--) {
        leaves.push(leaf(hmac(seed, 'sijill salt', leaves.length).subarray(0, 16), leaves.length, Buffer.alloc(0)));
      }
    });
    copy = s.text;
  } else {
    const shown = bytes(s.shown), salts = cut(bytes(s.salts), 16), hashes = cut(bytes(s.hashes), 32), words = [...s.words];
    let marked = false;
    for (let j = 0; j < s.count; j++) {
      if (bit(shown, j)) {
        const w = words.shift();
        leaves.push(leaf(salts.shift(), j, Buffer.from(w)));
        marked &&= w === '';
        copy += w;
      } else {
        leaves.push(hashes.shift());
        if (!marked) copy += '[withheld] ';
        marked = true;
      }
    }
    if (marked) copy = copy.slice(0, -1) + '\n\n';
  }
  return { content: Buffer.concat([root(leaves), four(leaves.length)]), copy };
}

const shown = bytes(proof.shown), salts = cut(bytes(proof.salts), 16), hashes = cut(bytes(proof.hashes), 32), parts = [...(proof.words ?? [])];
const leaves = [];
let copy = '', marked = false;
for (let i = 0; i < proof.count; i++) {
  if (bit(shown, i)) {
    const s = segment(parts.shift());
    leaves.push(leaf(salts.shift(), i, s.content));
    copy += s.copy;
    marked = false;
  } else {
    leaves.push(hashes.shift());
    if (!marked) copy += '[withheld]\n\n';
    marked = true;
  }
}
console.log(JSON.stringify({ count: leaves.length, root: root(leaves).toString('base64'), copy }));
