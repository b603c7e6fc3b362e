// Builds static/ from assets/ and from the locked npm packages: `npm ci && npm run build`.
// Everything it writes is committed, so that a machine that only runs the platform needs no Node.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { buildSync, transformSync } from "esbuild";
import { compile } from "sass";
import { icon } from "./icon.mjs";
import { land } from "./land.mjs";
import { sprite } from "./map.mjs";
import { witnessFile } from "./witness.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const at = (...parts) => join(ROOT, ...parts);
const npm = (...parts) => at("node_modules", ...parts);

// Three years back; older ones still get a readable page, because nothing depends on the style.
const BROWSERS = ["chrome100", "firefox100", "safari15"];
// The first with Ed25519 in WebCrypto.
const WITNESS_BROWSERS = ["chrome137", "firefox130", "safari17"];
const SANS = "@expo-google-fonts/plus-jakarta-sans";
const SERIF = "@expo-google-fonts/source-serif-4";
const WEB = "@fontsource-variable/plus-jakarta-sans";
const SANS_WEIGHTS = ["300Light", "400Regular", "500Medium", "600SemiBold", "700Bold", "800ExtraBold"];
const SERIF_WEIGHTS = ["400Regular", "600SemiBold"];

function write(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}

/** Two woff2 subsets for pages; whole TrueType files for the certificate. */
function fonts() {
  for (const subset of ["latin", "latin-ext"]) {
    const name = `plus-jakarta-sans-${subset}-wght-normal.woff2`;
    copy(npm(WEB, "files", name), at("static/fonts", `plus-jakarta-sans-${subset}.woff2`));
  }
  for (const weight of SANS_WEIGHTS) {
    const name = `PlusJakartaSans_${weight}.ttf`;
    copy(npm(SANS, weight, name), at("static/fonts", name));
  }
  for (const weight of SERIF_WEIGHTS) {
    const name = `SourceSerif4_${weight}.ttf`;
    copy(npm(SERIF, weight, name), at("static/fonts", name));
  }
  copy(npm(SANS, "LICENSE_FONT"), at("static/fonts/OFL-plus-jakarta-sans.txt"));
  copy(npm(SERIF, "LICENSE_FONT"), at("static/fonts/OFL-source-serif-4.txt"));
}

/** One bundle for every page, and one more for the wall, which no telephone needs. */
function styles() {
  for (const name of ["declare", "wall"]) {
    const { css } = compile(at(`assets/scss/${name}.scss`), {
      loadPaths: [npm()],
      quietDeps: true,
    });
    const { code } = transformSync(css, { loader: "css", minify: true, target: BROWSERS });
    write(at(`static/css/${name}.css`), code);
  }
}

/** Each module of assets/js becomes one minified module, with what it imports from shared/. */
function scripts() {
  rmSync(at("static/js"), { recursive: true, force: true });
  const sources = readdirSync(at("assets/js")).filter((name) => name.endsWith(".mjs"));
  buildSync({
    entryPoints: sources.map((name) => at("assets/js", name)),
    outdir: at("static/js"),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    minify: true,
    target: BROWSERS,
    external: ["*/signature_pad.min.js"],
  });
}

/** The service worker: a script of its own, in one piece. */
function worker() {
  buildSync({
    entryPoints: [at("assets/worker/offline.mjs")],
    outfile: at("static/worker/offline.js"),
    bundle: true,
    format: "iife",
    minify: true,
    target: BROWSERS,
  });
}

/** The tool of witnesses, whose SHA-256 the pages and the release notes name. */
function witness() {
  const { page, sum, sources } = witnessFile(ROOT, WITNESS_BROWSERS);
  write(at("static/saksi.html"), page);
  write(at("static/saksi.html.sha256"), sum);
  write(at("assets/saksi/sources.sha256"), sources);
}

function images() {
  for (const side of [192, 512]) write(at(`static/images/app-${side}.png`), icon(side));
  for (const name of readdirSync(at("assets/images"))) {
    copy(at("assets/images", name), at("static/images", name));
  }
}

function map() {
  const drawing = readFileSync(npm("@svg-maps/indonesia/indonesia.svg"), "utf8");
  write(at("static/vendor/svg-maps/indonesia.svg"), sprite(drawing));
  write(at("declare/ceremony/land.txt"), land(drawing));
  copy(npm("@svg-maps/indonesia/LICENSE.md"), at("static/vendor/svg-maps/LICENSE.md"));
}

/** The reader of QR codes: one module, and its WebAssembly also packed, which halves it. */
function reader(folder) {
  buildSync({
    stdin: { contents: 'export { prepareZXingModule, readBarcodes } from "zxing-wasm/reader"', resolveDir: ROOT },
    outfile: join(folder, "reader.mjs"),
    bundle: true,
    format: "esm",
    minify: true,
    target: BROWSERS,
    banner: { js: "/* zxing-wasm (MIT), ZXing-C++ (Apache 2.0): see the licences beside this file */" },
  });
  const binary = readFileSync(npm("zxing-wasm/dist/reader/zxing_reader.wasm"));
  write(join(folder, "zxing_reader.wasm"), binary);
  write(join(folder, "zxing_reader.wasm.gz"), gzipSync(binary, { level: 9 }));
  copy(npm("zxing-wasm/LICENSE"), join(folder, "LICENSE"));
  copy(at("assets/licences/zxing-cpp.txt"), join(folder, "LICENSE-zxing-cpp.txt"));
}

function vendor() {
  const pad = at("static/vendor/signature_pad");
  copy(npm("signature_pad/dist/signature_pad.min.js"), join(pad, "signature_pad.min.js"));
  copy(npm("signature_pad/LICENSE"), join(pad, "LICENSE"));
  reader(at("static/vendor/zxing-wasm"));
  copy(at("assets/licences/govuk-frontend.txt"), at("static/vendor/govuk-frontend/LICENSE"));
}

fonts();
styles();
scripts();
worker();
witness();
images();
map();
vendor();
