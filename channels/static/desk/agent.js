"use strict";
// Keys, dialogs, copying and focus of the agents' screen. Fetching is htmx's; nothing here keeps what was typed.

const words = () => document.getElementById("words").dataset;
const announce = (text) => { document.getElementById("announce").textContent = text; };
const keysOn = () => localStorage.getItem("desk-keys") !== "off";
const typing = (element) => element && (element.isContentEditable || /^(textarea|select)$/i.test(element.tagName)
  || (element.tagName === "INPUT" && !/^(checkbox|radio|button|submit)$/.test(element.type)));
const openDialog = () => document.querySelector("dialog[open]");

function copy(text) {
  const done = () => announce(words().copied);
  if (navigator.clipboard) { navigator.clipboard.writeText(text).then(done, () => oldCopy(text, done)); } else { oldCopy(text, done); }
}

function oldCopy(text, done) {
  const area = document.createElement("textarea");
  const before = document.activeElement;
  area.value = text;
  (openDialog() || document.body).append(area);
  area.select();
  if (document.execCommand("copy")) done();
  area.remove();
  before?.focus();
}

function showScript(shown, told) {
  const script = document.getElementById("script");
  if (!script) return;
  script.hidden = !shown;
  document.getElementById("sections").hidden = shown;
  document.getElementById("script-button").setAttribute("aria-expanded", String(shown));
  if (told) announce(shown ? words().scriptOpen : words().scriptClosed);
}

function press(key) {
  const target = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
  if (!target) return false;
  if (target.tagName === "INPUT") { target.focus(); target.select(); }
  // Focused first, so that closing what it opens leads back to it.
  else { target.focus(); target.click(); }
  return true;
}

function neighbour(step) {
  const places = [...document.querySelectorAll("#place-list a")];
  const at = places.findIndex((each) => each.hasAttribute("aria-current"));
  if (places.length > 1) places[(at + step + places.length) % places.length].click();
}

function throughHits(event) {
  const hits = [...document.querySelectorAll("#found .hits a")];
  const search = document.getElementById("q");
  const at = hits.indexOf(document.activeElement);
  const inside = at >= 0 || document.activeElement === search;
  if (!inside) return false;
  if (event.key === "ArrowDown" && hits.length) { hits[Math.min(at + 1, hits.length - 1)].focus(); return true; }
  if (event.key === "ArrowUp" && at >= 0) { (at ? hits[at - 1] : search).focus(); return true; }
  if (event.key === "Escape") { document.getElementById("found").replaceChildren(); search.focus(); return true; }
  // Enter opens the first answer once it stands there for what is typed now.
  if (event.key === "Enter" && at < 0 && hits.length && search.dataset.found === search.value.trim()) { hits[0].click(); return true; }
  return false;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const dialog = openDialog();
  if (dialog) {
    const digit = dialog.id === "places" && !typing(event.target) && dialog.querySelector(`[data-digit="${CSS.escape(event.key)}"]`);
    if (digit) { event.preventDefault(); digit.click(); }
    return;
  }
  if (throughHits(event)) { event.preventDefault(); return; }
  if (typing(event.target) || !keysOn()) return;
  if (event.key === "[" || event.key === "]") { event.preventDefault(); neighbour(event.key === "]" ? 1 : -1); return; }
  if (event.key === "q" && document.getElementById("questions")) {
    event.preventDefault();
    const open = document.querySelector("#questions .question:not(.settled)") || document.querySelector("#questions .question");
    (open?.querySelector("button, input:not([type=hidden])") || document.getElementById("questions-title")).focus();
    return;
  }
  if (press(event.key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-copy], [data-copy-from], [data-open], [data-close], #script-button");
  if (!target) return;
  if (target.dataset.open) { document.getElementById(target.dataset.open).showModal(); }
  else if ("close" in target.dataset) { target.closest("dialog").close(); }
  else if (target.dataset.copyFrom) { copy(document.getElementById(target.dataset.copyFrom).value); }
  else if ("copy" in target.dataset) { copy(target.dataset.copy); }
  else { showScript(document.getElementById("script").hidden, true); if (!document.getElementById("script").hidden) document.getElementById("script").focus(); }
});

// What was opened counts as found; the page goes on meanwhile.
document.addEventListener("click", (event) => {
  const hit = event.target.closest("#found .hits a[data-item]");
  if (!hit) return;
  const search = document.querySelector("[data-searched]");
  const told = new URLSearchParams({ q: document.getElementById("q").value, item: hit.dataset.item });
  fetch(search.dataset.searched, { method: "POST", keepalive: true, body: told,
    headers: JSON.parse(document.body.getAttribute("hx-headers")) }).catch(() => {});
});

document.addEventListener("input", (event) => {
  const list = event.target.dataset?.filter;
  if (!list) return;
  const wanted = event.target.value.trim().toLocaleLowerCase();
  for (const each of document.querySelectorAll(`#${list} li`)) each.hidden = !each.textContent.toLocaleLowerCase().includes(wanted);
});

let scriptShown = false;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "answered") scriptShown = !document.getElementById("script").hidden;
});
document.addEventListener("htmx:afterSwap", (event) => {
  const target = event.detail.target;
  document.getElementById("broken").hidden = true;
  if (target.id === "answered") showScript(scriptShown, false);
  if (target.id === "found") document.getElementById("q").dataset.found = (event.detail.requestConfig?.formData?.get("q") || "").trim();
  if (target.id === "panel-body") {
    const panel = document.getElementById("panel");
    if (!panel.open) panel.showModal();
    panel.scrollTop = 0;
    (target.querySelector(".field .error")?.closest(".field")?.querySelector("textarea, input, select") || document.getElementById("panel-title"))?.focus();
  }
  if (target.id === "letter-form") (target.querySelector(".error")?.closest(".field")?.querySelector("input") || document.getElementById("preview-button"))?.focus();
});
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, () => { document.getElementById("broken").hidden = false; });
}
// What was typed for one caller does not stay behind a closed panel.
document.getElementById("panel").addEventListener("close", () => document.getElementById("panel-body").replaceChildren());

const box = document.getElementById("keys-on");
box.checked = keysOn();
box.addEventListener("change", () => localStorage.setItem("desk-keys", box.checked ? "on" : "off"));
document.documentElement.classList.toggle("no-keys", !keysOn());
box.addEventListener("change", () => document.documentElement.classList.toggle("no-keys", !box.checked));
// Keys work from here on.
document.documentElement.dataset.ready = "";
