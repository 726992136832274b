// The chat: sources that open, chips that ask, earlier questions that can be edited, where the page scrolls.
"use strict";

/** Put text into one of Gradio's boxes so that Gradio notices. */
function fill(id, text) {
  const box = document.querySelector(`#${id} textarea, #${id} input`);
  if (!box) return null;
  const prototype = box.tagName === "INPUT" ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, "value").set.call(box, text);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return box;
}

const press = (id) => setTimeout(() => document.getElementById(id)?.click(), 30);

function showTab(name) {
  document.querySelector(`[role="tab"]#tab-${name}-button`)?.click();
}


/** Open a source's card and go to it; pressing its number again closes it. */
actions.source = (value, pressed) => {
  const card = document.getElementById(`source-${value}`);
  if (!card) return;
  const open = !card.open;
  card.open = open;
  pressed.setAttribute("aria-expanded", String(open));
  if (!open) return;
  card.parentElement.closest("details")?.setAttribute("open", "");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  card.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  card.querySelector("summary").focus({ preventScroll: true });
};

/** From a card back to the place that cites it. */
actions.back = (value) => {
  const places = [...document.querySelectorAll('button.cite[name="source"]')].filter((one) => one.value === value);
  const place = places.find((one) => one.getAttribute("aria-expanded") === "true") ?? places[0];
  place?.scrollIntoView({ block: "center" });
  place?.focus({ preventScroll: true });
};

actions.ask = (value) => {
  showTab("chat");
  stopEditing();
  fill("question", value);
  press("send");
};

function act(text) {
  fill("action", text);
  press("act");
}
actions.retry = (value) => act(`retry ${value}`);
actions.verdict = (value) => act(`verdict ${value}`);

// ---- editing an earlier question ----
actions.edit = (value) => {
  const asked = document.querySelector(`#asked-${value} .asked-text`);
  fill("editing", value);
  const box = fill("question", asked.innerText);
  editingNote(true);
  box.focus();
};

actions["cancel-edit"] = () => {
  stopEditing();
  fill("question", "")?.focus();
};

function stopEditing() {
  if (!document.getElementById("editing-note")) return;
  fill("editing", "");
  editingNote(false);
}

function editingNote(shown) {
  document.getElementById("editing-note")?.remove();
  if (!shown) return;
  const note = document.createElement("p");
  note.id = "editing-note";
  note.className = "notice";
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.name = "cancel-edit";
  cancel.className = "quiet";
  cancel.textContent = words().cancelEdit;
  note.append(words().editing, " ", cancel);
  document.getElementById("composer").prepend(note);
  announce(words().editing);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.getElementById("editing-note")) actions["cancel-edit"]();
});

// Enter that ends the composition of Chinese characters must not send the question.
for (const kind of ["keydown", "keypress"]) {
  document.addEventListener(kind, (event) => {
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopPropagation();
  }, true);
}

// ---- where the page scrolls: a new question goes to the top once, then nothing moves ----
let lastAsked = null;
let lastTold = null;

function follow() {
  const questions = document.querySelectorAll("#thread .asked");
  const newest = questions[questions.length - 1];
  if (newest && newest.id !== lastAsked) {
    const first = lastAsked === null && questions.length > 1;
    lastAsked = newest.id;
    editingNote(false);
    const calm = first || matchMedia("(prefers-reduced-motion: reduce)").matches;
    newest.closest(".message-row").scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
    forgetSharedQuestion();
  }
  const replies = document.querySelectorAll("#thread .reply");
  const reply = replies[replies.length - 1];
  if (reply && !reply.classList.contains("asking") && reply.id !== lastTold) {
    const told = lastTold !== null || reply.classList.contains("done");
    lastTold = reply.id;
    const text = reply.querySelector(".answer-text, .notice")?.innerText;
    if (told && text) announce(text.slice(0, 400));
  }
  if (!newest) lastAsked = lastTold = "";
}

/** The address names the question it was opened with; another question makes it untrue. */
function forgetSharedQuestion() {
  const address = new URL(window.location.href);
  const asked = document.querySelectorAll("#thread .asked-text");
  const newest = asked[asked.length - 1]?.innerText.trim();
  if (address.searchParams.has("q") && address.searchParams.get("q").trim() !== newest) {
    address.searchParams.delete("q");
    address.searchParams.delete("department");
    window.history.replaceState(null, "", address);
  }
}

document.addEventListener("DOMContentLoaded", () => {
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; if (document.getElementById("thread")) follow(); });
  }).observe(document.getElementById("main"), { childList: true, subtree: true });
});

// ---- what Gradio leaves out for screen readers, mended as it appears ----
function mend() {
  const log = document.querySelector('#thread [role="log"]');
  if (log && log.getAttribute("aria-live") !== "off") {
    log.setAttribute("aria-live", "off"); // the whole answer is announced once, when it is complete
    log.setAttribute("aria-label", words().log);
  }
  // Gradio repeats a message's markup in a label; the message itself reads better.
  document.querySelectorAll("#thread [data-testid][aria-label]").forEach((message) => message.removeAttribute("aria-label"));
  document.getElementById("loading")?.toggleAttribute("hidden", !!document.querySelector(".gradio-container #tabs"));
}

document.addEventListener("DOMContentLoaded", () => {
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mend(); });
  }).observe(document.getElementById("main"), { childList: true, subtree: true });
});

// Boxes that the server follows hear of typing when it pauses, not at every key.
document.addEventListener("input", (event) => {
  const box = event.target;
  if (event.settled || !box.closest?.("#row-search, #brief-text")) return;
  event.stopImmediatePropagation();
  clearTimeout(box.pause);
  box.pause = setTimeout(() => {
    box.dispatchEvent(Object.assign(new Event("input", { bubbles: true }), { settled: true }));
  }, 350);
}, true);

// In a drop-down list what is typed replaces the choice instead of being added to it.
document.addEventListener("focusin", (event) => {
  if (!event.target.matches('input[role="combobox"]')) return;
  event.target.select();
  setTimeout(() => event.target.select()); // a click has put the caret somewhere by then
});

// ---- a file that the server has made is fetched at once ----
document.addEventListener("DOMContentLoaded", () => {
  let delivered = null;
  new MutationObserver(() => {
    const link = document.querySelector("#delivery a[href]");
    if (link && link.href !== delivered) link.click();
    delivered = link ? link.href : null;
  }).observe(document.getElementById("main"), { childList: true, subtree: true, attributes: true, attributeFilter: ["href"] });
});

/** A bar of a chart leads to its rows, below. */
actions.rows = (value) => {
  fill("row-target", value);
  press("row-go");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  document.getElementById("row-filters").scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  setTimeout(() => document.querySelector("#row-list details[open] summary")?.focus({ preventScroll: true }), 600);
};
