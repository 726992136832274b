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
  stopEditing();
  fill("question", value);
  press("send");
};

function act(text) {
  fill("action", text);
  press("act");
}
actions.retry = (value) => act(`retry ${value}`);
actions.alone = (value) => act(`alone ${value}`);
actions.verdict = (value) => act(`verdict ${value}`);
actions["undo-verdict"] = (value) => act(`undo ${value}`);
actions["copy-answer"] = (value) => copyText(value).then(() => toast(words().answerCopied));

/** A box for a remark, under the verdict that it belongs to. */
actions.comment = (value, pressed) => {
  const form = document.createElement("form");
  form.className = "comment-form";
  const label = document.createElement("label");
  label.textContent = words().commentLabel;
  const box = document.createElement("textarea");
  box.maxLength = 500;
  box.rows = 2;
  const send = document.createElement("button");
  send.className = "quiet";
  send.textContent = words().commentSend;
  label.append(box);
  form.append(label, send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!box.value.trim()) return;
    act(`comment ${value} ${box.value.trim()}`);
    form.remove();
    toast(words().commented);
  });
  pressed.closest(".tools").append(form);
  box.focus();
};

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
    keepDraft(document.querySelector("#question textarea").value); // until now the question itself was kept
    const text = reply.querySelector(".answer-text, .notice")?.innerText;
    if (told && text) announce(text.slice(0, 400));
  }
  if (!newest) lastAsked = lastTold = "";
  hear(reply);
}

// Where the line breaks in the middle of an answer Gradio says nothing and waits for ever.
const LONGEST_SILENCE = 20000;
let silence = 0;
let heard = "";

function expectReply() {
  clearTimeout(silence);
  silence = setTimeout(() => { sayAtBox(words().stuck); announce(words().stuck); }, LONGEST_SILENCE);
}

function hear(reply) {
  const now = reply ? `${reply.id} ${reply.className} ${reply.textContent.length}` : "";
  if (now === heard) return;
  heard = now;
  clearTimeout(silence);
  if (document.getElementById("box-note")?.textContent === words().stuck) sayAtBox("");
  if (reply?.classList.contains("asking")) expectReply();
}

/** The address names the questions it was opened with; another question makes it untrue. */
function forgetSharedQuestion() {
  const address = new URL(window.location.href);
  const asked = document.querySelectorAll("#thread .asked-text");
  const newest = asked[asked.length - 1]?.innerText.trim();
  const named = address.searchParams.getAll("q").map((one) => one.trim());
  if (named.length && !named.includes(newest)) {
    address.searchParams.delete("q");
    address.searchParams.delete("department");
    address.searchParams.delete("report");
    window.history.replaceState(null, "", address);
  }
}

// ---- what keeps a question from being sent is said before it is sent, beside the box ----
const limitOf = () => Number(words().limit);

function sayAtBox(text) {
  let note = document.getElementById("box-note");
  if (!note) {
    note = document.createElement("p");
    note.id = "box-note";
    note.setAttribute("role", "status");
    document.getElementById("composer").prepend(note);
  }
  note.textContent = text;
  note.hidden = !text;
}

function problemOf(text) {
  const limit = limitOf();
  if (!/[\p{L}\p{N}]/u.test(text)) return words().emptyQuestion;
  return limit && text.trim().length > limit ? words().tooLong.replace("{length}", text.trim().length).replace("{limit}", limit) : "";
}

// Gradio loads the page anew when a lost connection is back; what was typed is then still there.
const DRAFT = "report-assistant.draft";

function keepDraft(text) {
  try { sessionStorage.setItem(DRAFT, text); } catch { /* only until the page is left */ }
}

let draftShown = false;
function showDraft() {
  if (draftShown || !document.querySelector("#question textarea")) return;
  draftShown = true;
  let draft = "";
  try { draft = sessionStorage.getItem(DRAFT) ?? ""; } catch { /* nothing kept */ }
  if (draft) fill("question", draft);
}

document.addEventListener("input", (event) => {
  if (!event.target.closest?.("#question")) return;
  keepDraft(event.target.value);
  const length = event.target.value.trim().length;
  const limit = limitOf();
  const near = limit && length > limit * 0.8;
  sayAtBox(near ? words().counter.replace("{length}", length).replace("{limit}", limit) : "");
});

let sent = { text: "", at: 0 }; // a second press before the box is emptied would ask the same again

for (const kind of ["click", "keydown"]) {
  document.addEventListener(kind, (event) => {
    const sends = kind === "click"
      ? event.target.closest?.("#send")
      : event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.closest?.("#question");
    if (!sends) return;
    const text = document.querySelector("#question textarea").value;
    const problem = problemOf(text);
    const busy = document.querySelector("#thread .reply.asking") || (text === sent.text && event.timeStamp - sent.at < 600);
    if (!problem && !busy) { sent = { text, at: event.timeStamp }; sayAtBox(""); expectReply(); return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (problem) sayAtBox(problem);
    document.querySelector("#question textarea").focus();
  }, true);
}

whenChanged("#main", () => { if (document.getElementById("thread")) follow(); });

// ---- what Gradio leaves out for screen readers, mended as it appears ----
function mend() {
  showDraft();
  const clear = document.getElementById("clear");
  if (clear && !document.getElementById("hint")) { // a component of Gradio's for a line of text weighs 5 kB
    const hint = document.createElement("p");
    hint.id = "hint";
    hint.textContent = words().hint;
    clear.before(hint);
  }
  const log = document.querySelector('#thread [role="log"]');
  if (log && log.getAttribute("aria-live") !== "off") {
    log.setAttribute("aria-live", "off"); // the whole answer is announced once, when it is complete
    log.setAttribute("aria-label", words().log);
  }
  // Gradio repeats a message's markup in a label; the message itself reads better.
  document.querySelectorAll("#thread [data-testid][aria-label]").forEach((message) => message.removeAttribute("aria-label"));
  // Gradio tells errors of the network in English and in a programmer's words.
  document.querySelectorAll(".toast-message-text:not([data-told])").forEach((told) => {
    told.dataset.told = "1";
    if (/busy/i.test(told.textContent)) told.textContent = words().busy;
    else if (/connection|server response|fetch|network|token/i.test(told.textContent)) told.textContent = words().failed;
  });
  document.querySelectorAll(".toast-title").forEach((title) => { if (title.textContent.trim() === "Error") title.textContent = words().problem; });
  document.querySelectorAll("#thread a[target]").forEach((link) => link.removeAttribute("target"));
  document.getElementById("loading")?.toggleAttribute("hidden", !!document.querySelector(".gradio-container #question"));
}

whenChanged("body", mend);

// In a drop-down list what is typed replaces the choice instead of being added to it.
document.addEventListener("focusin", (event) => {
  if (!event.target.matches('input[role="combobox"]')) return;
  event.target.select();
  setTimeout(() => event.target.select()); // a click has put the caret somewhere by then
});

// ---- the conversation as a file: the server words it ----
document.addEventListener("click", (event) => {
  const content = document.querySelector("#history textarea")?.value ?? "[]";
  if (!event.target.closest?.("#export") || content === "[]") return;
  const form = document.createElement("form");
  Object.assign(form, { method: "post", enctype: "multipart/form-data", action: `${words().base}/conversation.md`, hidden: true });
  const box = document.createElement("textarea");
  Object.assign(box, { name: "content", value: content });
  form.append(box);
  document.body.append(form);
  form.submit();
  form.remove();
});
