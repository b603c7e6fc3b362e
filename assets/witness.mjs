// static/saksi.html: one file with nothing outside it, which witnesses open from their disk. The same
// sources give the same bytes; which these are stands in sources.sha256 beside them.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync, transformSync } from "esbuild";
import { compile } from "sass";

const digest = (content, encoding) => createHash("sha256").update(content).digest(encoding);

/** {page, sum, sources}: the file, its line for sha256sum, and those of everything it is made of. */
export function witnessFile(root, target) {
  const at = (...parts) => join(root, ...parts);
  const { css, loadedUrls } = compile(at("assets/scss/saksi.scss"));
  const style = transformSync(css, { loader: "css", minify: true, target }).code.trim();
  const { outputFiles: [script], metafile } = buildSync({
    entryPoints: [at("assets/saksi/main.mjs")],
    absWorkingDir: root,
    bundle: true,
    format: "iife",
    legalComments: "none",
    metafile: true,
    minify: true,
    target,
    write: false,
  });
  const parts = { js: script.text.trim(), css: style };
  parts.script = `sha256-${digest(parts.js, "base64")}`;
  parts.style = `sha256-${digest(parts.css, "base64")}`;
  const frame = readFileSync(at("assets/saksi/page.html"), "utf8");
  const page = frame.replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
  const styles = loadedUrls.map((url) => relative(root, fileURLToPath(url)));
  const made = ["assets/saksi/page.html", "assets/witness.mjs", "package-lock.json"];
  const sources = [...made, ...styles, ...Object.keys(metafile.inputs)].sort();
  return {
    page,
    sum: `${digest(page, "hex")}  saksi.html\n`,
    sources: sources.map((path) => `${digest(readFileSync(at(path)), "hex")}  ${path}\n`).join(""),
  };
}
