// The conversations of this browser: each tab shows one of them; found again, renamed, deleted, never overwritten.
"use strict";

const TALKS = "report-assistant.conversations";
const CURRENT = "report-assistant.current";
const MOST_TALKS = 20;
let handedOver = false;
let known = "[]"; // the conversation as this tab last stored or read it

function readTalks() {
  try { return JSON.parse(localStorage.getItem(TALKS)) ?? {}; } catch { return {}; }
}

/** Store them, the oldest giving way where the browser has no room. */
function writeTalks(talks) {
  const ids = Object.keys(talks).sort((one, other) => talks[other].at - talks[one].at);
  for (const id of ids.slice(MOST_TALKS)) delete talks[id];
  for (let left = ids.length; left > 0; left--) {
    try { localStorage.setItem(TALKS, JSON.stringify(talks)); return; } catch { delete talks[ids[left - 1]]; }
  }
  sayAtBox(words().notKept);
  try { localStorage.removeItem(TALKS); } catch { /* this browser keeps nothing at all */ }
}

function currentTalk() {
  try { return sessionStorage.getItem(CURRENT) ?? ""; } catch { return ""; }
}

function setCurrentTalk(id) {
  try { sessionStorage.setItem(CURRENT, id); } catch { /* only until the page is left */ }
}

const newId = () => `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
const idsOf = (turns) => turns.map((turn) => turn.id).join(" ");

/** Show a conversation; the server words it again in this page's language. */
function openTalk(turns, address = "") {
  known = JSON.stringify(turns);
  fill("history", known);
  fill("opened", address);
  press("open");
}

/** What the server made of the conversation is stored; one that another tab went on with is left to it. */
function storeTalk() {
  const text = document.querySelector("#history textarea")?.value;
  if (!handedOver || !text || text === known) return;
  let turns;
  try { turns = JSON.parse(text); } catch { return; }
  if (!Array.isArray(turns)) return;
  const talks = readTalks();
  let id = currentTalk();
  const stored = talks[id];
  let before = "";
  try { before = idsOf(JSON.parse(known)); } catch { /* nothing known */ }
  if (!id || (stored && idsOf(stored.turns) !== before)) id = newId();
  setCurrentTalk(id);
  known = text;
  if (turns.length) talks[id] = { title: talks[id]?.title || "", turns, at: Date.now() };
  else delete talks[id];
  writeTalks(talks);
  showTalks();
}

function titleOf(talk) {
  return talk.title || talk.turns[0]?.question || words().newTalk;
}

/** The list above the thread. */
function showTalks() {
  let box = document.getElementById("talks");
  if (!box) {
    box = document.createElement("div");
    box.id = "talks";
    document.getElementById("main").prepend(box);
  }
  const open = box.querySelector("details")?.open;
  const talks = readTalks();
  const current = currentTalk();
  const others = Object.entries(talks).filter(([id]) => id !== current).sort((one, other) => other[1].at - one[1].at);
  box.replaceChildren();
  if (talks[current]) box.append(button(words().newTalk, "new-talk", ""));
  if (!others.length) return;
  const list = document.createElement("details");
  list.open = Boolean(open);
  const head = document.createElement("summary");
  head.textContent = `${words().talks} (${others.length})`;
  const items = document.createElement("ul");
  for (const [id, talk] of others) {
    const item = document.createElement("li");
    item.append(button(titleOf(talk), "open-talk", id), button(words().rename, "rename-talk", id), button(words().delete, "delete-talk", id));
    item.firstChild.className = "chip";
    items.append(item);
  }
  list.append(head, items);
  box.append(list);
}

function button(label, name, value) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet";
  made.name = name;
  made.value = value;
  made.textContent = label;
  return made;
}

actions["new-talk"] = () => {
  setCurrentTalk(newId());
  openTalk([]);
  showTalks();
  document.querySelector("#question textarea")?.focus();
};

actions["open-talk"] = (id) => {
  const talk = readTalks()[id];
  if (!talk) return;
  setCurrentTalk(id);
  document.querySelector("#talks details")?.removeAttribute("open");
  openTalk(talk.turns);
  showTalks();
};

actions["rename-talk"] = (id, pressed) => {
  const talks = readTalks();
  if (!talks[id]) return;
  const box = document.createElement("input");
  box.value = titleOf(talks[id]);
  box.maxLength = 80;
  box.setAttribute("aria-label", words().renameAsk);
  const done = () => {
    const all = readTalks();
    if (all[id]) { all[id].title = box.value.trim(); writeTalks(all); }
    showTalks();
  };
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") done(); });
  box.addEventListener("blur", done);
  pressed.parentElement.firstChild.replaceWith(box);
  box.select();
};

/** Take a conversation out, the one that is `shown` or another; it can be taken back. */
function dropTalk(id, shown) {
  const talks = readTalks();
  const gone = talks[id];
  delete talks[id];
  writeTalks(talks);
  if (shown) actions["new-talk"]();
  else showTalks();
  if (gone) offerUndo(() => {
    writeTalks({ ...readTalks(), [id]: gone });
    if (shown) { setCurrentTalk(id); openTalk(gone.turns); }
    showTalks();
  });
}

actions["delete-talk"] = (id) => dropTalk(id, false);

/** A notice that can be taken back; it stays until the next one. */
function offerUndo(undo) {
  document.getElementById("undo")?.remove();
  const note = document.createElement("p");
  note.id = "undo";
  note.className = "notice";
  const back = button(words().undo, "undo", "");
  back.addEventListener("click", (event) => { event.stopPropagation(); note.remove(); undo(); });
  note.append(words().clearAsk, " ", back);
  document.getElementById("composer").prepend(note);
  announce(words().clearAsk);
  setTimeout(() => note.remove(), 20000);
}

// Clearing empties this conversation only.
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("#clear")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  dropTalk(currentTalk(), true);
}, true);

/** Once the app stands, it gets this tab's conversation and the questions of the address. */
function handOver() {
  if (handedOver || !document.querySelector("#history textarea") || !document.getElementById("open")) return;
  handedOver = true;
  const query = new URLSearchParams(window.location.search);
  const talk = readTalks()[currentTalk()];
  const turns = talk?.turns ?? [];
  const asked = query.getAll("q");
  const same = asked.length && idsOf(turns) && turns.slice(-asked.length).map((turn) => turn.question).join("\n") === asked.map((one) => one.trim()).join("\n");
  if (asked.length && !same) {
    setCurrentTalk(newId());
    openTalk([], window.location.search);
  } else if (turns.length) {
    openTalk(turns, window.location.search);
  }
  showTalks();
}

whenChanged("#main", () => {
  handOver();
  for (const later of [60, 300, 1000]) setTimeout(storeTalk, later);
});
window.addEventListener("pagehide", storeTalk);
