// Builds what the pages load into src/planloop/base/static/planloop: one style sheet, the scripts,
// the icon sprite and the fonts, each with its content hash in the name, and manifest.json that maps them.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import * as esbuild from "esbuild";

const out = "../src/planloop/base/static/planloop";
const work = "node_modules/.planloop-build";
const manifest = {};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
mkdirSync(work, { recursive: true });

function publish(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const ext = extname(name);
  const hashed = `${basename(name, ext)}.${hash}${ext}`;
  writeFileSync(join(out, hashed), content);
  manifest[`planloop/${name}`] = `planloop/${hashed}`;
  return hashed;
}

// Fonts: Inter, latin and latin-ext; the range leaves Chinese punctuation to the Chinese font (tokens.css).
const faces = [
  ["latin", "U+0020-007E, U+00A0-00B6, U+00B8-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+20AC, U+2190-2193, U+2212"],
  ["latin-ext", "U+0100-0130, U+0132-0151, U+0154-024F, U+1E00-1EFF"],
].map(([subset, range]) => {
  const file = readFileSync(`node_modules/@fontsource-variable/inter/files/inter-${subset}-wght-normal.woff2`);
  const url = publish(`inter-${subset}.woff2`, file);
  return ["Inter", "Planloop Latin"].map((family) =>
    `@font-face { font-family: "${family}"; font-weight: 100 900; font-display: swap; src: url("${url}") format("woff2"); unicode-range: ${range}; }`).join("\n");
}).join("\n");

// Style sheet
execFileSync(process.execPath, ["node_modules/@tailwindcss/cli/dist/index.mjs", "-i", "app.css", "-o", `${work}/app.css`, "--minify"], { stdio: ["ignore", "ignore", "pipe"] });
publish("app.css", `${readFileSync(`${work}/app.css`, "utf8")}\n${faces}`);

// Scripts: theme.js runs before the first paint; the other files of js, one per behaviour, become app.js;
// every file in js/pages is a script of its own.
const options = { bundle: true, minify: true, format: "iife", target: "es2022", write: false, logLevel: "error" };
const built = await esbuild.build({ ...options, entryPoints: ["js/theme.js", ...globSync("js/pages/*.js")], outdir: work, entryNames: "[name]" });
for (const file of built.outputFiles) publish(basename(file.path), file.contents);
const shell = globSync("js/*.js").filter((file) => !file.endsWith("theme.js")).sort().map((file) => `import "./${file.replaceAll("\\", "/")}";`).join("\n");
const app = await esbuild.build({ ...options, stdin: { contents: shell, resolveDir: "." } });
publish("app.js", app.outputFiles[0].contents);
publish("favicon.svg", readFileSync("favicon.svg"));

// Icon sprite: only the Lucide icons that templates and navigation name.
const names = new Set();
for (const path of globSync("../src/planloop/**/*.{html,py}")) {
  for (const [, name] of readFileSync(path, "utf8").matchAll(/(?:\{% icon |\bicon=)"([a-z0-9-]+)"/g)) names.add(name);
}
const symbols = [...names].sort().map((name) => {
  const svg = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
  return `<symbol id="${name}" viewBox="0 0 24 24">${svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>[\s\S]*$/, "").replace(/\s+/g, " ").trim()}</symbol>`;
});
publish("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);

writeFileSync(join(out, "manifest.json"), JSON.stringify(manifest, null, 1));
