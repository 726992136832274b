// The chat: sources that open, chips that ask, earlier questions that can be edited, where the page scrolls.
"use strict";

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
