// What all browser tests share: a server of its own on a free port with fresh demonstration data, a browser, and signing in.
import { chromium } from "playwright-core";
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import net from "node:net";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const program = process.env.QUORATE_PROGRAM || join(root, "build", "quorate");

export const freePort = () =>
  new Promise((done) => {
    const s = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = s.address();
      s.close(() => done(port));
    });
  });

/** Starts a server, and waits until it says where it listens. */
export async function serve(...flags) {
  const data = mkdtempSync(join(tmpdir(), "quorate-browser-"));
  const port = await freePort();
  const child = spawn(program, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`, "--metrics", "off", ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "", log = "";
  child.stderr.on("data", (d) => (log += d));
  await new Promise((ready, failed) => {
    child.stdout.on("data", (d) => {
      said += d;
      if (said.includes("Data:")) ready();
    });
    child.on("exit", () => failed(new Error("the server stopped: " + log)));
  });
  const at = `http://127.0.0.1:${port}`;
  return {
    at, port, data, said: () => said, log: () => log,
    token: (person, partnership = "thurrock") => execFileSync(program, ["token", "create", "--data", data, "--partnership", partnership, "--person", person]).toString().trim(),
    stop: () =>
      new Promise((done) => {
        child.removeAllListeners("exit");
        child.on("exit", (code) => {
          rmSync(data, { recursive: true, force: true });
          done(code);
        });
        child.kill("SIGTERM");
      }),
  };
}

export const browser = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });

/** A context and a page, signed in as a demonstration person. */
export async function as(b, server, person, options = {}) {
  const context = await b.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  if (person) {
    await page.goto(server.at + "/sign-in");
    await page.click(`button[name=person][value="${person}"]`);
    await page.waitForURL(/\/p\/thurrock/);
  }
  return page;
}

const axeSource = readFileSync(join(root, "node_modules", "axe-core", "axe.min.js"), "utf8");
/** What axe-core finds against WCAG 2.2 A and AA: one line a finding. */
export async function axe(page) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
  return found.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join("; ")}`);
}

let passed = 0, failures = 0;
export async function test(name, run) {
  try {
    await run();
    passed += 1;
    console.log(`ok   ${name}`);
  } catch (e) {
    failures += 1;
    console.log(`FAIL ${name}\n     ${String(e && e.stack ? e.stack : e).split("\n").slice(0, 8).join("\n     ")}`);
  }
}
export function check(condition, says) {
  if (!condition) throw new Error(says);
}
export function finish() {
  console.log(`${passed} passed, ${failures} failed`);
  process.exit(failures ? 1 : 0);
}
