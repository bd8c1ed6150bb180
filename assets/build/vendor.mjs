// Fills assets/vendor from node_modules: stylesheet, fonts and the plotly bundle. Run by `make install`.
import {createHash} from 'node:crypto';
import {mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');
const MODULES = join(ROOT, 'node_modules');
const TARGET = join(ROOT, 'assets', 'vendor');
const DRAFT = join(ROOT, 'assets', '.vendor-draft');

// Where two ranges overlap the later face wins: Latin punctuation must not fetch the Arabic file.
const FONTS = [
  {module: 'noto-sans-arabic', subsets: ['arabic']},
  {module: 'noto-sans', subsets: ['cyrillic-ext', 'cyrillic', 'latin-ext', 'latin']},
];
// One bold file serves both weights that the page uses.
const WEIGHTS = [{file: 400, css: '400', stack: 'Noto Sans'}, {file: 700, css: '600 700', stack: 'Noto Sans Bold'}];

/** The first twelve digits of the SHA-256, as portal/static_files.py computes them. */
function version(bytes) {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 12);
}

/** Our own stylesheet is loaded before this folder: inside a layer the library always gives way to it. */
async function writeBootstrap() {
  const css = await readFile(join(MODULES, 'bootstrap', 'dist', 'css', 'bootstrap.min.css'), 'utf8');
  const bare = css.replace(/^@charset[^;]*;/, '').replace(/\/\*# sourceMappingURL=.*?\*\//, '').trim();
  await writeFile(join(DRAFT, '10-bootstrap.css'), `@layer vendor{${bare}}\n`);
}

function fontFace(family, weight, url, range) {
  return `@font-face{font-family:"${family}";font-style:normal;font-display:swap;font-weight:${weight};` +
    `src:url(${url}) format("woff2");unicode-range:${range}}\n`;
}

/**
 * All scripts under one family name, split by unicode-range: the browser fetches only what a page shows.
 * font-faces.json says the same to the map (style key "font-faces"), which waits for a file only when it
 * knows which characters the file covers. Its addresses are relative to this folder.
 */
async function writeFonts() {
  await mkdir(join(DRAFT, 'fonts'));
  let css = '';
  const faces = {};
  for (const {module, subsets} of FONTS) {
    const source = join(MODULES, '@fontsource', module);
    const ranges = JSON.parse(await readFile(join(source, 'unicode.json'), 'utf8'));
    for (const subset of subsets) {
      for (const weight of WEIGHTS) {
        const name = `${subset}-${weight.file}.woff2`;
        const bytes = await readFile(join(source, 'files', `${module}-${subset}-${weight.file}-normal.woff2`));
        const url = `fonts/${name}?v=${version(bytes)}`;
        await writeFile(join(DRAFT, 'fonts', name), bytes);
        css += fontFace('Noto Sans', weight.css, url, ranges[subset]);
        // Plotly's own map labels name the bold face as a family.
        if (weight.stack !== 'Noto Sans') css += fontFace(weight.stack, weight.css, url, ranges[subset]);
        faces[weight.stack] ??= [];
        faces[weight.stack].push({url, 'unicode-range': ranges[subset].split(',')});
      }
    }
  }
  await writeFile(join(DRAFT, '20-fonts.css'), css);
  await writeFile(join(DRAFT, 'font-faces.json'), JSON.stringify(faces));
}

async function writePlotly() {
  await build({
    entryPoints: {plotly: join(HERE, 'plotly.cjs')},
    outdir: DRAFT,
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'Plotly',
    target: 'es2018',
    alias: {regl: '@plotly/regl', stream: 'stream-browserify'},
    define: {global: 'window', 'define.amd': 'false', 'process.env.NODE_DEBUG': 'false'},
    legalComments: 'eof',
    logLevel: 'warning',
  });
  // The map's own stylesheet comes out beside the script; its name puts it after the fonts.
  await rename(join(DRAFT, 'plotly.css'), join(DRAFT, '30-map.css'));
}

await rm(DRAFT, {recursive: true, force: true});
await mkdir(DRAFT, {recursive: true});
await Promise.all([writeBootstrap(), writeFonts(), writePlotly()]);
await rm(TARGET, {recursive: true, force: true});
await rename(DRAFT, TARGET);
