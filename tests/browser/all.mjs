// The product in a real browser: the whole round by ten people, three times; races and losses; every page against axe-core, at
// three widths, on paper, by keyboard.
import { serve, browser, as, axe, test, check, finish } from "./lib.mjs";
import { pages, unlisted } from "./pages.mjs";

const b = await browser();
const people = {
  reviewers: ["manager", "police-safety", "council-budget", "police-budget"],
  representatives: ["director-safety", "district-commander", "station-manager", "chief-officer", "public-health"],
  members: ["exec-chair", "exec-vice", "director-safety", "district-commander", "station-manager", "chief-officer", "public-health", "portfolio-holder", "children", "voluntary", "youth-chair", "lsp-director"],
};

/** Presses a button or link of that name, and waits for the next page. */
async function press(page, name, role = "button") {
  const what = page.locator("main").getByRole(role, { name, exact: false }).first();
  await Promise.all([page.waitForLoadState("load"), what.click()]);
  await page.waitForLoadState("domcontentloaded");
}
const problem = async (page) => ((await page.locator(".govuk-error-summary").count()) ? page.locator(".govuk-error-summary").innerText() : "");
const open = async (page, summary) => page.locator("summary", { hasText: summary }).first().click();

/** From draft to signed off, by ten people. */
async function wholeRound(server, options, title) {
  const on = (person) => as(b, server, person, options);
  const errors = [];
  const watch = (page) => page.on("console", (m) => m.type() === "error" && !/status of (4|5)/.test(m.text()) && errors.push(m.text()));

  const pm = await on("pm-youth");
  watch(pm);
  await pm.goto(server.at + "/p/thurrock");
  await press(pm, "Start a bid", "link");
  await pm.getByLabel("Title of the project").fill(title);
  await pm.getByLabel("Delivery group on whose behalf you bid").selectOption("youth");
  await press(pm, "Start");
  check(/0 of 9|1 of 9|2 of 9/.test(await pm.locator("h1").innerText()), "the task list: " + (await pm.locator("h1").innerText()));
  const part = async (name, fill) => {
    await press(pm, name, "link");
    await fill();
    await press(pm, "Save and go on");
    check(!(await problem(pm)), `${name}: ${await problem(pm)}`);
  };
  await part("The project", async () => pm.getByLabel("What is the money for?").fill("Evening sessions for 30 young people."));
  await part("Aims and priorities", async () => pm.locator("#aim-crime").check());
  // Money that does not add up: saved, and told, with what was typed.
  await press(pm, "Money", "link");
  await pm.getByLabel("How much do you ask for in all?").fill("£2,500");
  const line = pm.locator("input.q-line").last();
  await line.fill("2400");
  await press(pm, "Save and go on");
  check(/add up to £2,400/.test(await problem(pm)), "the sum is told: " + (await problem(pm)));
  check((await pm.title()).startsWith("Error: "), "the title says so");
  check((await line.inputValue()) === "2400.00", "what was typed is kept");
  await line.fill("twelve");
  await press(pm, "Save and go on");
  check((await pm.locator("input.q-line").last().inputValue()) === "twelve", "also what is no amount");
  await pm.locator("input.q-line").last().fill("2500");
  await press(pm, "Save and go on");
  check(!(await problem(pm)), await problem(pm));
  await part("Value for money", async () => pm.getByLabel("Why is it value for money?").fill("Half of what others charge."));
  await part("Outcomes and how they are measured", async () => {
    await pm.locator("#out-1").fill("30 young people come");
    await pm.locator("#measure-1").fill("Attendance, each week");
  });
  const year = new Date().getFullYear() + 1;
  await part("Start and end", async () => {
    for (const [field, d, m] of [["starts", 1, 2], ["ends", 30, 3]]) {
      await pm.locator(`#bid_revise-${field}`).fill(String(d));
      await pm.locator(`#${field}-month`).fill(String(m));
      await pm.locator(`#${field}-year`).fill(String(year));
    }
  });
  await part("Spending by quarter", async () => pm.locator("input.q-quarter").first().fill("2500"));
  await part("Equality", async () => pm.getByLabel("How does the work affect equality?").fill("Open to all."));
  await part("Contact", async () => pm.getByLabel("Who should people contact about it?").fill("Youth Crime project manager"));
  await press(pm, "Check your answers and submit", "link");
  await press(pm, "Submit to the Youth Crime group");
  check(/Submitted/.test(await pm.locator(".govuk-notification-banner").innerText()), "it says that it is submitted");
  const bid = pm.url().match(/bids\/([a-z0-9-]+)/)[1];
  const at = `${server.at}/p/thurrock/bids/${bid}`;

  const chair = await on("youth-chair");
  watch(chair);
  await chair.goto(server.at + "/p/thurrock");
  await press(chair, `Agree ‘${title}’`, "link");
  await press(chair, "Agree it for the group");
  await pm.goto(at);
  await press(pm, "Send it to the Partnership Manager");
  check(/Sent/.test(await pm.locator(".govuk-notification-banner").innerText()), await pm.innerText("main"));

  for (const reviewer of people.reviewers) {
    const page = await on(reviewer);
    watch(page);
    await page.goto(server.at + "/p/thurrock/queue");
    await press(page, title, "link");
    if (reviewer === "council-budget") {
      await open(page, "Ask the project manager something");
      await page.getByLabel("Your query").fill("Is it paid twice?");
      await press(page, "Ask");
      await pm.goto(at);
      await pm.getByLabel("Your answer").fill("No, once.");
      await press(pm, "Send the answer");
      await page.goto(at);
      await press(page, "Settled: close this query");
    }
    if (reviewer === "police-safety") { // forgotten: told at the field, in the same words
      await press(page, "Record your check");
      check(/Select whether it complies/.test(await problem(page)), await problem(page));
    }
    await page.getByLabel("Yes, it complies").check();
    await page.locator("#eia-1").check();
    await press(page, "Record your check");
    check(!(await problem(page)), await problem(page));
    await page.context().close();
  }
  for (const representative of people.representatives) {
    const page = await on(representative);
    watch(page);
    await page.goto(server.at + "/p/thurrock/grid");
    await press(page, title, "link");
    await page.getByLabel(representative === "public-health" ? "Oppose" : "Support", { exact: true }).check();
    await page.getByLabel("Why, for the record").fill("As our agency sees it.");
    await press(page, "Record the position");
    check(!(await problem(page)), await problem(page));
    await page.context().close();
  }
  await pm.goto(at);
  check(/With .*Exec chair.*, for sign-off/.test(await pm.locator(".q-status").innerText()), await pm.locator(".q-status").innerText());

  const exec = await on("exec-chair");
  watch(exec);
  await exec.goto(at);
  await press(exec, "Open in the meeting room", "link");
  const room = exec.url();
  if (await exec.getByRole("button", { name: "Open the meeting" }).count()) {
    if (await exec.locator("#meeting_open-reason").count()) await exec.locator("#meeting_open-reason").fill("Brought forward, all are told.");
    await press(exec, "Open the meeting");
  }
  const manager = await on("manager");
  watch(manager);
  await manager.goto(room);
  for (const member of people.members) {
    const seat = await manager.locator(`form:has(input[name=person][value="${member}"]) button.in`).first();
    if ((await seat.getAttribute("aria-pressed")) === "true") continue;
    await Promise.all([manager.waitForNavigation(), seat.click()]);
  }
  check(/Quorate/.test(await manager.locator(".q-quorum__verdict").innerText()), await manager.locator(".q-quorum").innerText());
  await exec.goto(room);
  await press(exec, "Check and sign off");
  check(/Select what is decided/.test(await problem(exec)), await problem(exec));
  await exec.locator("#conflict-1").check();
  await exec.locator("#outcome-1").check();
  await exec.getByLabel("Reasons for the record").fill("It serves the aims.");
  await press(exec, "Check and sign off");
  check(/cannot be changed later/.test(await exec.innerText("main")), "the page that repeats it all");
  await press(exec, "Sign off");
  check(/Signed off/.test(await exec.locator(".govuk-notification-banner").innerText()), await exec.innerText("main"));
  await pm.goto(at);
  check(/Approved for £2,500/.test(await pm.innerText("main")), "approved");
  check(errors.length === 0, "errors in the console: " + errors.join("; "));
  for (const page of [pm, chair, exec, manager]) await page.context().close();
  return { bid, room };
}

const server = await serve("--demo");
let round;
await test("the whole round by ten people, with JavaScript", async () => (round = await wholeRound(server, {}, "Evening sessions")));
await test("the whole round by ten people, without JavaScript", async () => wholeRound(server, { javaScriptEnabled: false }, "Morning sessions"));
await test("the whole round by ten people, on a phone", async () => wholeRound(server, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }, "Afternoon sessions"));

/** Fills in the sign-off of a bid up to the last button. */
async function readyToSign(page, room, bid) {
  await page.goto(room.split("?")[0] + "?item=" + bid);
  await page.locator("#conflict-1").check();
  await page.locator("#outcome-1").check();
  await page.getByLabel("Reasons for the record").fill("Kept, whatever happens.");
  await press(page, "Check and sign off");
}

await test("quorum lost while a page is open: refused with the sum, and what was typed is kept; the room shows it live", async () => {
  const exec = await as(b, server, "exec-chair"), manager = await as(b, server, "manager"), watching = await as(b, server, "director-safety");
  await watching.goto(round.room.split("?")[0] + "?item=bid-33");
  check(/Quorate/.test(await watching.locator(".q-quorum__verdict").innerText()), "quorate before");
  await readyToSign(exec, round.room, "bid-33");
  await manager.goto(round.room.split("?")[0] + "?item=bid-33");
  for (const member of ["children", "voluntary", "lsp-director"])
    await Promise.all([manager.waitForNavigation(), manager.locator(`form:has(input[name=person][value="${member}"]) button.out`).first().click()]);
  await watching.waitForFunction(() => document.querySelector(".q-quorum__verdict").innerText.includes("Not quorate"), null, { timeout: 5000 });
  await press(exec, "Sign off");
  const says = await problem(exec);
  check(/TR-quorum/.test(says) && /of 21 members/.test(says), says);
  check((await exec.getByLabel("Reasons for the record").inputValue()) === "Kept, whatever happens.", "what was typed is kept");
  check(await exec.locator("#outcome-1").isChecked(), "the choice is kept");
  for (const member of ["children", "voluntary", "lsp-director"])
    await Promise.all([manager.waitForNavigation(), manager.locator(`form:has(input[name=person][value="${member}"]) button.in`).first().click()]);
  for (const p of [exec, manager, watching]) await p.context().close();
});

await test("the last pound: two sign-offs are pressed at once, one is refused by FP-e", async () => {
  const manager = await as(b, server, "manager"), one = await as(b, server, "exec-chair"), two = await as(b, server, "exec-chair");
  await manager.goto(server.at + "/p/thurrock/bids/bid-33");
  await manager.locator(".q-table a[href*='/money/']").first().click();
  const has = Number((await manager.locator(".q-sum .result td").innerText()).replace(/[£,]/g, ""));
  await open(manager, "Hold some back");
  await manager.locator("#stream_hold_back-amount").fill((has - 33000).toFixed(2));
  await manager.locator("#stream_hold_back-reason").fill("For the race");
  await press(manager, "Hold it back");
  await readyToSign(one, round.room, "bid-33");
  await readyToSign(two, round.room, "bid-34");
  await Promise.all([press(one, "Sign off"), press(two, "Sign off")]);
  const told = [await problem(one), await problem(two)];
  check(told.filter((t) => /FP-e/.test(t)).length === 1 && told.filter((t) => t === "").length === 1, JSON.stringify(told));
  for (const p of [manager, one, two]) await p.context().close();
});

await test("a session that ends in the middle of a form loses no text, and after signing in it is sent once", async () => {
  const pm = await as(b, server, "pm-youth");
  await pm.goto(server.at + "/p/thurrock/bids/new");
  await pm.getByLabel("Title of the project").fill("Written while the session ended");
  const cookie = (await pm.context().cookies()).map((c) => `${c.name}=${c.value}`).join("; ");
  await fetch(server.at + "/sign-out", { method: "POST", headers: { Cookie: cookie }, redirect: "manual" });
  await press(pm, "Start");
  check(/You were signed out/.test(await pm.innerText("main")), await pm.innerText("main"));
  await Promise.all([pm.waitForNavigation(), pm.locator('button[name=person][value="pm-youth"]').click()]);
  check(/Written while the session ended/.test(await pm.innerText("main")), "what was written is shown");
  await press(pm, "Send it now");
  check(/parts are complete/.test(await pm.locator("h1").innerText()), await pm.innerText("main"));
  const sent = pm.url();
  await pm.goBack();
  await press(pm, "Send it now");
  check(pm.url() === sent, "sent once: " + pm.url());
  await pm.context().close();
});

await test("by keyboard alone: sign in, skip to the content, agree a bid, sign out", async () => {
  const page = await as(b, server, null);
  await page.goto(server.at + "/sign-in");
  await page.keyboard.press("Tab");
  check((await page.evaluate(() => document.activeElement.className)).includes("skip-link"), "the skip link comes first");
  const tabTo = async (test, most = 120) => {
    for (let i = 0; i < most; i++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(test)) return;
    }
    throw new Error("not reached by Tab: " + test);
  };
  await tabTo("document.activeElement.value === 'abuse-chair'");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await tabTo("/Agree/.test(document.activeElement.textContent) && document.activeElement.tagName === 'A'");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).backgroundColor);
  check(outline === "rgb(255, 221, 0)", "the focus is seen: " + outline);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await tabTo("document.activeElement.tagName === 'BUTTON' && /Agree it/.test(document.activeElement.textContent)");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  check(/Agreed/.test(await page.locator(".govuk-notification-banner").innerText()), "agreed");
  await tabTo("/Sign out/.test(document.activeElement.textContent) && document.activeElement.tagName === 'BUTTON'");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  check(page.url().includes("/sign-in"), page.url());
  await page.context().close();
});

/** Commands that no test before this one has sent: a meeting from old minutes, a marked item, a quorum with minimums. */
await test("a meeting from old minutes and a marked item are told as such, on paper too", async () => {
  const send = async (person, fields) => {
    const answer = await fetch(`${server.at}/api/v1/partnerships/thurrock/commands`, { method: "POST", headers: { "Content-Type": "application/json", Authorization: "Bearer " + server.token(person) }, body: JSON.stringify(fields) });
    check(answer.status === 200, `${fields.do}: ${await answer.text()}`);
  };
  const day = new Date(Date.now() - 60 * 86400_000).toISOString().slice(0, 10);
  await send("manager", { do: "meeting.plan", meeting: "old", body: "exec", starts: `${day}T10:00:00Z`, ends: `${day}T12:00:00Z`, recorded: true });
  await send("manager", { do: "agenda.add", item: "old-1", meeting: "old", title: "Youth shelter", kind: "decision" });
  await send("manager", { do: "agenda.add", item: "old-2", meeting: "old", title: "Operation Night Owl", kind: "decision", marking: "restricted" });
  for (const [seat, presence] of [["exec-01", "full"], ["exec-02", "part"], ["exec-03", "apologies"], ["exec-04", "absent"]])
    await send("manager", { do: "attendance.record", meeting: "old", seat, presence, ...(presence === "part" ? { arrived: `${day}T10:30:00Z`, left: `${day}T11:00:00Z` } : {}) });
  await send("manager", { do: "item.record", item: "old-1", outcome: "agreed", text: "Agreed as proposed." });
  round.old = "/p/thurrock/meetings/old";
  const page = await as(b, server, "manager");
  await page.goto(server.at + round.old);
  const text = await page.innerText("main");
  for (const says of ["There throughout", ":30 until 1", "Apologies", "Absent", "Not recorded", "Not known: between 1 and", "it is not known whether it was quorate"]) check(text.includes(says), says + " in " + text.slice(0, 600));
  for (const path of [round.old, round.old + "?item=old-2", round.old + "/pack", "/p/thurrock/decisions"]) {
    await page.goto(server.at + path);
    await page.emulateMedia({ media: "print" });
    const marks = await page.locator(".q-marking:visible").allInnerTexts();
    const marked = path !== "/p/thurrock/decisions"; // what is marked there is not decided yet
    check(marked ? marks.length >= 3 && marks.every((m) => m === "RESTRICTED") : marks.length === 0, `${path}: ${marks}`);
  }
  await page.context().close();
  const other = await as(b, server, "pm-youth");
  await other.goto(server.at + round.old);
  check(!/RESTRICTED|Night Owl/.test(await other.innerText("main")), "who may not read it does not see it");
  await other.context().close();
});

const others = await unlisted(b, server, pages(round));
for (const width of [1280, 390, 320])
  await test(`every page at ${width} px: axe-core finds nothing (WCAG 2.2 AA), nothing scrolls sideways, no error in the console`, async () => {
    const wrong = [];
    const open_pages = {};
    for (const [person, path, name] of [...pages(round), ...others]) {
      const page = (open_pages[person] ??= await as(b, server, person === "-" ? null : person, { viewport: { width, height: 900 } }));
      const errors = [];
      const listen = (m) => m.type() === "error" && !/status of 404/.test(m.text()) && errors.push(m.text());
      page.on("console", listen);
      const answer = await page.goto(server.at + path);
      if (answer.status() !== (name === "not-found" ? 404 : 200)) wrong.push(`${path}: status ${answer.status()}`);
      await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true))); // what is folded fits and is labelled too
      if (width !== 320) for (const f of await axe(page)) wrong.push(`${path}: ${f}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) wrong.push(`${path}: ${wide} px wide`);
      const small = await page.evaluate(() => [...document.querySelectorAll("p, li, td, th, dd, label")].filter((e) => e.offsetParent && parseFloat(getComputedStyle(e).fontSize) < 16).length);
      if (small) wrong.push(`${path}: ${small} texts smaller than 16 px`);
      wrong.push(...errors.map((e) => `${path}: ${e}`));
      page.off("console", listen);
    }
    for (const page of Object.values(open_pages)) await page.context().close();
    check(wrong.length === 0, wrong.join("\n     "));
  });

await test("pages print: no navigation, no buttons, details opened", async () => {
  for (const [person, path] of [["auditor", "/p/thurrock/decisions/900"], ["exec-chair", "/p/thurrock/bids/bid-33"], ["manager", new URL(round.room).pathname + "/pack"]]) {
    const page = await as(b, server, person);
    await page.goto(server.at + path);
    await page.emulateMedia({ media: "print" });
    check(!(await page.locator(".q-nav").isVisible()), "no navigation: " + path);
    check((await page.locator("button:visible").count()) === 0, "no buttons: " + path);
    check((await page.pdf({ format: "A4" })).length > 10_000, "a PDF comes out");
    await page.context().close();
  }
});

await b.close();
await test("the server stops gracefully, without an error in its log", async () => {
  const code = await server.stop();
  check(code === 0, "exit status " + code);
  check(!server.log().includes('"level":"error"'), server.log().split("\n").filter((l) => l.includes('"error"')).join("\n"));
});
finish();
