// Makes the screenshots of docs/ again: shots.mjs FOLDER [NAME...]. Without a folder's name that is known: all of them.
import { serve, browser, as } from "./lib.mjs";
import { pages } from "./pages.mjs";
import { mkdirSync } from "node:fs";

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
const server = await serve("--demo");
const b = await browser();
const manager = await as(b, server, "manager");
await manager.goto(server.at + "/p/thurrock/bids/bid-33");
const room = await manager.locator(".govuk-breadcrumbs a").nth(1).evaluate((a) => a.href);
await manager.goto(room);
if (await manager.locator("#meeting_open-reason").count()) await manager.locator("#meeting_open-reason").fill("Brought forward, all are told.");
await Promise.all([manager.waitForNavigation(), manager.getByRole("button", { name: "Open the meeting" }).click()]);
for (const member of ["exec-chair", "exec-vice", "director-safety", "district-commander", "station-manager", "chief-officer", "public-health", "portfolio-holder", "lakeside", "children", "voluntary", "youth-chair", "lsp-director"])
  await Promise.all([manager.waitForNavigation(), manager.locator(`form:has(input[name=person][value="${member}"]) button.in`).first().click()]);
await manager.context().close();

const wanted = new Map([
  ["home-chair", [1280, 390]], ["bids", [1280]], ["bid", [1280, 390]], ["apply-tasks", [390]], ["apply-errors", [1280]], ["queue", [1280]], ["grid", [1280]],
  ["room", [1280, 390]], ["room-screen", [1280]], ["money", [1280]], ["decisions", [1280]], ["decision", [1280]], ["outbox", [1280]],
]);
for (const [person, path, name] of pages({ bid: "bid-01", room })) {
  for (const width of wanted.get(name) ?? []) {
    const page = await as(b, server, person === "-" ? null : person, { viewport: { width, height: width > 1000 ? 1000 : 844 } });
    await page.goto(server.at + path.replace("item=bid-35", "item=bid-33"));
    if (name === "room" && width > 1000) { // what the chair is about to say
      await page.locator("#conflict-1").check();
      await page.locator("#outcome-1").check();
    }
    await page.waitForTimeout(200);
    await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: name === "room" && width > 1000 });
    console.log(`${folder}/${name}-${width}.png`);
    await page.context().close();
  }
}
await b.close();
await server.stop();
