// Cuts the typefaces to the letters that the pages use, and writes them with their
// licence and a list (fonts.json) into the directory that is named. A browser takes
// only the files of whose letters something stands on the page.
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import subsetFont from 'subset-font';

const to = process.argv[2];
const require = createRequire(import.meta.url);

const latin = 'U+0020-007E,U+00A0-00FF,U+0152-0153,U+0178,U+02BB-02BC,U+2009-200A,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F-2030,U+2032-2033,U+2039-203A,U+2044,U+20AC,U+2116,U+2122,U+2190-2193,U+2212';
// With these, Arabic is written in Latin letters, and Turkish and Kurdish.
const romanized = 'U+0100-0101,U+010C-010D,U+0112-0113,U+011E-0121,U+012A-012B,U+0130-0131,U+014C-014D,U+015A-015B,U+015E-0161,U+016A-016B,U+017D-017E,U+01E6-01E7,U+02BD-02BF,U+0304,U+0323,U+0331,U+1E0C-1E0F,U+1E24-1E25,U+1E2A-1E2B,U+1E62-1E63,U+1E6C-1E6F,U+1E92-1E93';
// Letters of Arabic, Kurdish, Persian and Urdu together: a word must come from one file to be joined.
const arabic = 'U+060C,U+061B,U+061F,U+0621-063A,U+0640-0655,U+0660-066D,U+0670-0671,U+0679,U+067E,U+0686,U+0688,U+0691,U+0695,U+0698,U+06A4,U+06A9,U+06AF,U+06B5,U+06BA,U+06BE,U+06C1,U+06C6,U+06CC,U+06CE,U+06D2,U+06D4-06D5,U+06F0-06F9,U+200C-200F,U+FD3E-FD3F,U+FDF2';
// What stands between words of either script, so that Arabic does without a Latin file.
const marks = 'U+0020-0022,U+0027-0029,U+002B-002F,U+003A-003B,U+005B,U+005D,U+00A0,U+00AB,U+00B7,U+00BB,U+2013-2014,U+2018-201D,U+2026,U+2039-203A';

// first: what every page of a script shows, so that browsers ask for it early.
const faces = [
  { family: 'Sijill Serif', name: 'serif-latin', from: 'noto-serif', part: 'latin', range: latin, first: 'latin' },
  { family: 'Sijill Serif', name: 'serif-romanized', from: 'noto-serif', part: 'latin-ext', range: romanized },
  { family: 'Sijill Sans', name: 'sans-latin', from: 'noto-sans', part: 'latin', range: latin, first: 'latin' },
  { family: 'Sijill Sans', name: 'sans-romanized', from: 'noto-sans', part: 'latin-ext', range: romanized },
  { family: 'Sijill Naskh', name: 'naskh-arabic', from: 'noto-naskh-arabic', part: 'arabic', range: arabic, first: 'arabic' },
  { family: 'Sijill Naskh', name: 'naskh-marks', from: 'noto-naskh-arabic', part: 'latin', range: marks, first: 'arabic' },
  { family: 'Sijill Sans Arabic', name: 'sans-arabic', from: 'noto-sans-arabic', part: 'arabic', range: arabic, first: 'arabic' },
  { family: 'Sijill Sans Arabic', name: 'sans-arabic-marks', from: 'noto-sans-arabic', part: 'latin', range: marks, first: 'arabic' },
];
const names = { 'noto-serif': 'Noto Serif', 'noto-sans': 'Noto Sans', 'noto-naskh-arabic': 'Noto Naskh Arabic', 'noto-sans-arabic': 'Noto Sans Arabic' };

const letters = (range) => range.split(',').flatMap((one) => {
  const [a, b = a] = one.slice(2).split('-').map((h) => Number.parseInt(h, 16));
  return Array.from({ length: b - a + 1 }, (_, i) => String.fromCodePoint(a + i));
}).join('');

mkdirSync(to, { recursive: true });
const list = [], licences = [], seen = new Set();
for (const { family, name, from, part, range, first = '' } of faces) {
  const whole = dirname(require.resolve(`@fontsource-variable/${from}/package.json`));
  const font = readFileSync(join(whole, 'files', `${from}-${part}-wght-normal.woff2`));
  const cut = await subsetFont(font, letters(range), { targetFormat: 'woff2', variationAxes: { wght: { min: 400, max: 600 } } });
  const file = `${name}.woff2`;
  writeFileSync(join(to, file), cut);
  list.push({ file, family, typeface: names[from], weight: '400 600', range, first });
  console.log(`${file} ${cut.length} bytes`);
  if (!seen.has(from)) licences.push(`${names[from]}\n\n${readFileSync(join(whole, 'LICENSE'), 'utf8').trim()}\n`);
  seen.add(from);
}
writeFileSync(join(to, 'LICENCES.txt'), 'These typefaces were cut to the letters that the pages use.\n\n' + licences.join('\n\n----\n\n'));
// The list comes last: without it nothing is there.
writeFileSync(join(to, 'fonts.json'), JSON.stringify({ makers: 'The Noto Project Authors', licence: 'SIL Open Font License 1.1', faces: list }, null, 1) + '\n');
