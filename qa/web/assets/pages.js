// The plain pages work without a script; this opens what an address names, and makes a briefing editable.
"use strict";

/** Open the details that the address points into, and those around it. */
function openTarget() {
  const name = decodeURIComponent(window.location.hash.slice(1));
  const place = name && document.getElementById(name);
  if (!place) return;
  for (let box = place.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  (document.querySelector("#main mark") && place.classList.contains("target") ? document.querySelector("#main mark") : place)
    .scrollIntoView({ block: "center" });
}
window.addEventListener("hashchange", openTarget);
document.addEventListener("DOMContentLoaded", openTarget);
// Pressing the same number again leads there again although the address stays as it is.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (link && link.hash === window.location.hash) openTarget();
});

// ---- briefings: edited in place, kept in this browser, sent back to become a file ----
const DRAFTS = "report-assistant.drafts";

function drafts() {
  try { return JSON.parse(localStorage.getItem(DRAFTS)) ?? {}; } catch { return {}; }
}

function keepDrafts(all) {
  try { localStorage.setItem(DRAFTS, JSON.stringify(all)); return true; } catch { return false; }
}

const lineParts = (line) => [...line.querySelectorAll(":scope > .line-text, :scope > .line-cell")];
const plain = (node) => node.innerText.replace(/\s+/g, " ").trim();

/** What is left of the briefing, as the server reads it. */
function collectBrief(brief) {
  const sources = {};
  for (const one of brief.querySelectorAll(".brief-source")) sources[one.dataset.n] = one.dataset.place;
  const lines = [...brief.querySelectorAll(".line")].filter((line) => !line.closest(".dropped")).map((line) => {
    const texts = lineParts(line).map(plain);
    const numbers = (line.dataset.sources ?? "").split(" ").filter(Boolean).map(Number);
    const level = Number(line.dataset.level);
    return level ? { level, text: texts[0], sources: numbers } : { level, cells: texts, sources: numbers };
  });
  return JSON.stringify({ title: plain(document.getElementById("brief-title")), lines, sources });
}

document.addEventListener("DOMContentLoaded", () => {
  listDrafts();
  const brief = document.getElementById("brief");
  if (!brief) return;
  const lines = [...brief.querySelectorAll("#brief-parts .line")];
  const original = lines.map((line) => lineParts(line).map(plain).join("\t"));
  const get = (id) => document.getElementById(id);
  const labels = get("brief-parts").dataset;
  for (const id of ["brief-edit", "brief-print"]) get(id).hidden = false;

  function setLine(line, kept, texts) {
    line.classList.toggle("dropped", !kept);
    const box = line.querySelector(":scope > .keep, :scope > th > .keep, :scope > td > .keep");
    if (box) box.checked = kept;
    if (texts) lineParts(line).forEach((part, place) => { if (plain(part) !== texts[place]) part.textContent = texts[place] ?? ""; });
  }

  function edit() {
    if (brief.classList.contains("editing")) return;
    brief.classList.add("editing");
    get("brief-edit").setAttribute("aria-pressed", "true");
    get("brief-help").hidden = false;
    for (const line of lines) {
      const box = document.createElement("input");
      box.type = "checkbox";
      box.className = "keep";
      box.checked = !line.classList.contains("dropped");
      box.setAttribute("aria-label", `${labels.keep}: ${plain(lineParts(line)[0]).slice(0, 40)}`);
      box.addEventListener("change", () => {
        // A heading goes with what stands under it.
        const section = line.tagName === "H2" ? line.closest("section") : null;
        for (const one of section?.querySelectorAll(".line") ?? [line]) setLine(one, box.checked);
        save();
      });
      (line.tagName === "TR" ? line.lastElementChild : line).prepend(box);
      for (const part of lineParts(line)) {
        part.setAttribute("contenteditable", "true");
        part.setAttribute("role", "textbox");
        part.setAttribute("aria-label", labels.line);
      }
    }
  }

  function show(state) {
    if (!state) return;
    edit();
    lines.forEach((line, place) => {
      const kept = state.lines[place];
      if (kept) setLine(line, kept.kept, kept.text.split("\t"));
    });
  }

  let waiting = 0;
  let given = false; // the draft has been given up; leaving must not save it again
  function save() {
    if (given) return;
    const now = lines.map((line) => ({ kept: !line.classList.contains("dropped"), text: lineParts(line).map(plain).join("\t") }));
    const all = drafts();
    const changed = now.some((one, place) => !one.kept || one.text !== original[place]);
    if (changed) all[brief.dataset.key] = { title: plain(get("brief-title")), address: window.location.pathname + window.location.search, original, lines: now, at: Date.now() };
    else delete all[brief.dataset.key];
    get("brief-state").textContent = !keepDrafts(all) ? words().notKept : changed ? words().draftSaved : "";
    get("brief-original").hidden = !changed;
  }

  get("brief-edit").addEventListener("click", edit);
  get("brief-print").addEventListener("click", () => window.print());
  get("brief-original").addEventListener("click", () => {
    given = true;
    const all = drafts();
    delete all[brief.dataset.key];
    keepDrafts(all);
    window.location.reload();
  });
  brief.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(save, 400); });
  // What is pasted is text, and Enter ends a line's editing instead of breaking it.
  brief.addEventListener("paste", (event) => {
    if (!event.target.closest("[contenteditable]")) return;
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain").replace(/\s+/g, " "));
  });
  brief.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.isContentEditable && !event.isComposing) { event.preventDefault(); event.target.blur(); }
  });
  brief.querySelectorAll("form.brief-file").forEach((form) => form.addEventListener("submit", () => {
    save();
    form.elements.content.value = collectBrief(brief);
  }));
  window.addEventListener("pagehide", () => { if (brief.classList.contains("editing")) save(); });

  const kept = drafts()[brief.dataset.key];
  if (kept && JSON.stringify(kept.original) === JSON.stringify(original)) {
    show(kept);
    get("brief-original").hidden = false;
    get("brief-state").textContent = words().draftLost;
  }
});

/** The drafts of this browser, the newest first. */
function listDrafts() {
  const box = document.getElementById("drafts");
  const all = Object.entries(drafts()).sort((one, other) => other[1].at - one[1].at);
  if (!box || !all.length) return;
  box.hidden = false;
  for (const [key, draft] of all) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = draft.address;
    link.textContent = `${draft.title} (${new Date(draft.at).toLocaleString(words().lang)})`;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "quiet";
    drop.textContent = words().delete;
    drop.addEventListener("click", () => {
      const left = drafts();
      delete left[key];
      keepDrafts(left);
      item.remove();
      if (!box.querySelector("li")) box.hidden = true;
    });
    item.append(link, " ", drop);
    box.querySelector("ul").append(item);
  }
}
