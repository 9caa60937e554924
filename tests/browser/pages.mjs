// Every page once: who looks at it, its address, its name. For axe-core, widths and screenshots.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { as, root } from "./lib.mjs";

export const pages = ({ bid, room, old }) => {
  const meeting = new URL(room).pathname;
  return [
    ["-", "/sign-in", "sign-in"],
    ["-", "/forgot", "forgot"],
    ["-", "/help", "help"],
    ["-", "/accessibility", "accessibility"],
    ["-", "/privacy", "privacy"],
    ["-", "/rules", "rules"],
    ["-", "/rules/TR-quorum", "rule"],
    ["-", "/register/thurrock", "register"],
    ["-", "/no-such-page", "not-found"],
    ["exec-chair", "/p/thurrock", "home-chair"],
    ["manager", "/p/thurrock", "home"],
    ["pm-youth", "/p/thurrock", "home-project-manager"],
    ["auditor", "/p/thurrock", "home-auditor"],
    ["manager", "/p/thurrock/bids", "bids"],
    ["manager", "/p/thurrock/bids?stage=lapsed&text=truancy", "bids-found"],
    ["manager", "/p/thurrock/bids?text=nothing-like-it", "bids-none"],
    ["exec-chair", "/p/thurrock/bids/bid-33", "bid"],
    ["auditor", `/p/thurrock/bids/${bid}?history=all`, "bid-approved"],
    ["auditor", "/p/thurrock/bids/bid-01?as_of=2026-01-15", "bid-past"],
    ["council-budget", "/p/thurrock/bids/bid-39", "bid-query"],
    ["manager", "/p/thurrock/bids/bid-36", "bid-table"],
    ["chief-officer", "/p/thurrock/bids/bid-36", "bid-position"],
    ["police-budget", "/p/thurrock/bids/bid-38", "bid-check"],
    ["pm-acquisitive", "/p/thurrock/bids/bid-31", "bid-acceptance"],
    ["youth-chair", "/p/thurrock/bids/bid-41", "bid-agreed"],
    ["pm-youth", "/p/thurrock/bids/new", "apply-new"],
    ["pm-tolerance", "/p/thurrock/bids/bid-44/apply", "apply-tasks"],
    ...["project", "aims", "money", "value", "outcomes", "time", "profile", "equality", "contact"].map((p) => ["pm-tolerance", `/p/thurrock/bids/bid-44/apply/${p}`, "apply-" + p]),
    ["pm-tolerance", "/p/thurrock/bids/bid-44/apply/profile?look=1", "apply-errors"],
    ["pm-tolerance", "/p/thurrock/bids/bid-44/apply/check", "apply-check"],
    ["council-budget", "/p/thurrock/queue", "queue"],
    ["abuse-chair", "/p/thurrock/queue", "queue-chair"],
    ["director-safety", "/p/thurrock/grid", "grid"],
    ["manager", "/p/thurrock/meetings", "meetings"],
    ["exec-chair", meeting + "?item=bid-35", "room"],
    ["manager", meeting, "room-manager"],
    ["exec-chair", meeting + "/screen?item=bid-33", "room-screen"],
    ["exec-chair", meeting + "/pack", "pack"],
    ...(old ? [["manager", old, "old-minutes"], ["auditor", old, "old-minutes-read"]] : []),
    ["manager", "/p/thurrock/money", "money"],
    ["manager", "/p/thurrock/money?year=1999-00", "money-none"],
    ["council-budget", "/p/thurrock/money/abg-2026-27", "stream"],
    ["auditor", "/p/thurrock/decisions", "decisions"],
    ["auditor", "/p/thurrock/decisions?as_of=2026-06-30&what=bid.signed_off", "decisions-past"],
    ["auditor", "/p/thurrock/decisions/900", "decision"],
    ["auditor", "/p/thurrock/proof", "proof"],
    ["support", "/p/thurrock/admin", "admin"],
    ["support", "/p/thurrock/people", "people"],
    ["support", "/p/thurrock/people/pm-youth", "person"],
    ["support", "/p/thurrock/bodies", "bodies"],
    ["support", "/p/thurrock/bodies/exec", "body"],
    ["support", "/p/thurrock/policy", "policy"],
    ["support", "/p/thurrock/outbox", "outbox"],
    ["pm-youth", "/p/thurrock/account", "account"],
  ];
};

const noPage = /\/events$|\.csv$|\.xlsx$|\/bundle$|\/documents\//;
/** Pages of the table of routes that the list above lacks: a list by its address, one thing by the first link on the page of its list. */
export const unlisted = async (b, server, listed) => {
  const routes = readFileSync(join(root, "tests", "golden", "routes.txt"), "utf8").split("\n").map((line) => line.split(" "));
  const viewers = { person: "manager", auditor: "auditor", administrator: "support" };
  const paths = listed.map(([, path]) => path.split("?")[0]);
  const found = [];
  for (const [method, pattern, access] of routes) {
    if (method !== "GET" || !viewers[access] || noPage.test(pattern)) continue;
    const own = pattern.replace("{partnership}", "thurrock");
    if (paths.some((path) => new RegExp("^" + own.replace(/\{\w+\}/g, "[^/]+") + "$").test(path))) continue;
    const parts = own.split("/");
    const name = parts.slice(3).join("-").replace(/[{}]/g, "");
    const list = parts.slice(0, -1).join("/");
    if (!own.includes("{")) found.push([viewers[access], own, name]);
    if (!/^[^{]*\/\{\w+\}$/.test(own) || !routes.some(([, other]) => other === list.replace("thurrock", "{partnership}"))) continue;
    const page = await as(b, server, viewers[access]);
    await page.goto(server.at + list);
    const link = page.locator(`main a[href^="${list}/"]`).first();
    if (await link.count()) found.push([viewers[access], await link.getAttribute("href"), name]);
    await page.context().close();
  }
  return found;
};
