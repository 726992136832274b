// The frame of every page: colour scheme, skip link, copying, announcements.
"use strict";

const words = () => document.querySelector('meta[name="page-words"]').dataset;

/** Say something to screen readers and show it for a moment. */
function announce(text) {
  const live = document.getElementById("live");
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = text; });
}

function toast(text) {
  announce(text);
  let note = document.getElementById("toast");
  if (!note) {
    note = document.createElement("div");
    note.id = "toast";
    note.setAttribute("aria-hidden", "true"); // the live region speaks it
    document.body.append(note);
  }
  note.textContent = text;
  note.classList.add("shown");
  clearTimeout(note.timer);
  note.timer = setTimeout(() => note.classList.remove("shown"), 2200);
}

/** Look again after something has changed in a place of the page, at most once a frame. */
function whenChanged(place, look) {
  document.addEventListener("DOMContentLoaded", () => {
    let waiting = false;
    new MutationObserver(() => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; look(); });
    }).observe(document.querySelector(place), { childList: true, subtree: true });
  });
}

/** Copy text; also where the page is not served over https and there is no clipboard API. */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const box = document.createElement("textarea");
    box.value = text;
    box.style.position = "fixed";
    box.style.opacity = "0";
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
}

/** What buttons made by the server do, by their name; other scripts add to it. */
const actions = {
  copy: (value) => copyText(value).then(() => toast(words().copied)),
  share(value) {
    const address = new URL(value, window.location.origin + window.location.pathname);
    copyText(address.href).then(() => toast(words().linkCopied));
  },
};

document.addEventListener("click", (event) => {
  const pressed = event.target.closest?.("button[name]");
  const action = pressed && Object.hasOwn(actions, pressed.name) ? actions[pressed.name] : null;
  if (!action) return;
  event.preventDefault();
  event.stopPropagation();
  action(pressed.value, pressed);
}, true);

// ---- colour scheme: the visitor's choice, else the system's ----
function applyScheme(choice) {
  const dark = choice ? choice === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.body.classList.toggle("dark", dark);
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
}

function storedScheme() {
  try { return localStorage.getItem("scheme"); } catch { return null; }
}

document.addEventListener("DOMContentLoaded", () => {
  applyScheme(storedScheme());
  // Gradio sets its own class once it has started; ours stays in force.
  new MutationObserver(() => {
    const want = storedScheme();
    if (want && document.body.classList.contains("dark") !== (want === "dark")) applyScheme(want);
  }).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  document.getElementById("theme-toggle").addEventListener("click", () => {
    const next = document.body.classList.contains("dark") ? "light" : "dark";
    try { localStorage.setItem("scheme", next); } catch { /* only this visit, then */ }
    applyScheme(next);
  });
  document.getElementById("skip-link").addEventListener("click", (event) => {
    event.preventDefault();
    (document.querySelector("#question textarea") ?? document.getElementById("main")).focus();
  });
});

// Gradio sets the document's language to the browser's; it is the page's that screen readers need.
function keepLanguage() {
  const own = words().lang;
  if (document.documentElement.lang !== own) document.documentElement.lang = own;
}

document.addEventListener("DOMContentLoaded", () => {
  keepLanguage();
  new MutationObserver(keepLanguage).observe(document.documentElement, { attributes: true, attributeFilter: ["lang"] });
});

// Closed details would leave a hole on paper.
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("#main details:not([open])").forEach((box) => { box.open = true; box.dataset.printed = "1"; });
});
window.addEventListener("afterprint", () => {
  document.querySelectorAll("details[data-printed]").forEach((box) => { box.open = false; delete box.dataset.printed; });
});
