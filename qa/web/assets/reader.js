// The report beside the chat: on a wide screen a link to a place opens here, elsewhere as a page of its own.
"use strict";

const WIDE = "(min-width: 1180px)";

/** The panel, made when it is first needed. */
function readerPanel() {
  let panel = document.getElementById("reader");
  if (panel) return panel;
  panel = document.createElement("aside");
  panel.id = "reader";
  panel.tabIndex = -1;
  panel.setAttribute("aria-label", words().reader);
  const bar = document.createElement("div");
  bar.className = "reader-bar";
  const full = document.createElement("a");
  full.className = "reader-full";
  full.textContent = words().fullPage;
  const close = document.createElement("button");
  close.type = "button";
  close.name = "close-reader";
  close.textContent = words().close;
  bar.append(full, close);
  const body = document.createElement("div");
  body.className = "sheet reader-body";
  panel.append(bar, body);
  document.body.append(panel);
  return panel;
}

let openedFrom = null;

/** Show a page of the report in the panel; where that fails, go there. */
async function openReader(address) {
  let text = "";
  try {
    const reply = await fetch(address, { headers: { accept: "text/html" } });
    if (!reply.ok) throw new Error(String(reply.status));
    text = await reply.text();
  } catch {
    window.location.assign(address);
    return;
  }
  const main = new DOMParser().parseFromString(text, "text/html").getElementById("main");
  const panel = readerPanel();
  panel.querySelector(".reader-full").href = address;
  panel.querySelector(".reader-body").replaceChildren(...main.childNodes);
  document.body.classList.add("reading");
  panel.focus({ preventScroll: true });
  const place = panel.querySelector("mark") ?? panel.querySelector(".target");
  place?.scrollIntoView({ block: "center" });
}

actions["close-reader"] = closeReader;

function closeReader() {
  document.body.classList.remove("reading");
  document.getElementById("reader")?.remove();
  openedFrom?.focus({ preventScroll: true });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.getElementById("reader")?.contains(document.activeElement)) closeReader();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const address = new URL(link.href);
  const inside = link.closest("#reader");
  if (address.origin !== window.location.origin || !/^(\/en)?(\/reports\/[^/]+)?\/(report|search|department)\b/.test(address.pathname)) return;
  if (link.matches(".reader-full, .site-nav a, .site-name a")) return;
  if (inside && address.hash && address.pathname === window.location.pathname) return;
  link.removeAttribute("target"); // Gradio's sanitizer opens links in a new tab, where Back does not work
  if (!matchMedia(WIDE).matches) return;
  event.preventDefault();
  event.stopPropagation();
  if (!inside) openedFrom = link;
  openReader(link.getAttribute("href"));
}, true);
