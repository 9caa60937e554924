// Makes pages livelier. Every task works without it.
(() => {
  "use strict";
  // A problem is read first.
  const problem = document.querySelector("[data-problem]");
  if (problem) problem.focus();

  // One press is enough: a second one sends nothing (the server would know it by its key all the same).
  document.addEventListener("submit", (e) => {
    const form = e.target;
    if (form.dataset.sent) return e.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
  // Back from another page: forms may be sent again.
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((f) => delete f.dataset.sent));

  // A form that was changed is not left by a stray tap.
  let changed = false;
  document.querySelectorAll("form[data-keep]").forEach((f) => {
    f.addEventListener("input", () => (changed = true));
    f.addEventListener("submit", () => (changed = false));
  });
  addEventListener("beforeunload", (e) => changed && e.preventDefault());

  // The sum of the lines beside the amount, while writing.
  const pence = (t) => {
    const clean = t.replace(/[£, ]/g, "");
    return /^\d+(\.\d{1,2})?$/.test(clean) ? Math.round(parseFloat(clean) * 100) : 0;
  };
  const pounds = (p) => "£" + (p / 100).toLocaleString("en-GB", { minimumFractionDigits: 2 });
  document.querySelectorAll("[data-sum]").forEach((out) => {
    const inputs = () => [...document.querySelectorAll(out.dataset.sum)];
    const show = () => (out.textContent = pounds(inputs().reduce((s, i) => s + pence(i.value), 0)));
    inputs().forEach((i) => i.addEventListener("input", show));
    show();
  });

  // Live parts are fetched anew whenever the partnership's record has grown.
  const live = document.querySelectorAll("[data-live]");
  const feed = document.body.dataset.events;
  if (live.length && feed && window.EventSource) {
    const source = new EventSource(feed);
    let busy = false, again = false;
    const refresh = async () => {
      if (busy) return (again = true);
      busy = true;
      try {
        const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
        if (answer.ok && !answer.redirected) {
          const page = new DOMParser().parseFromString(await answer.text(), "text/html");
          document.querySelectorAll("[data-live]").forEach((old) => {
            const fresh = page.getElementById(old.id);
            const here = old.contains(document.activeElement) ? document.activeElement : null;
            if (!fresh || (here && here.matches("input, textarea, select"))) return;
            if (fresh.innerHTML === old.innerHTML) return;
            const id = here && here.id;
            old.replaceWith(fresh);
            if (id && document.getElementById(id)) document.getElementById(id).focus();
          });
        }
      } catch { /* the next event tries again */ }
      busy = false;
      if (again) { again = false; refresh(); }
    };
    source.addEventListener("changed", refresh);
    addEventListener("pagehide", () => source.close());
  }
})();
