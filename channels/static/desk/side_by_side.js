/* Updates the answer as soon as the form changes. Without this file the form is sent by its button and everything is there too. */
"use strict";

const form = document.getElementById("ask");
const answer = document.getElementById("answer");
const announce = document.getElementById("announce");
const failed = document.getElementById("failed");
const comboboxes = new Map();
let waiting;
let timer;
let pictureAddress;
/* In the editors' preview, which is read by GET, the form goes along in this header; the frame around keeps it, since the
   preview is fetched anew after every change of the text. Facts about a person then never stand in an address. */
const header = form.dataset.header;

document.documentElement.classList.add("js");
dress();

function dress() {
  for (const select of form.querySelectorAll("select[data-combobox]")) comboboxes.set(select.name, new Combobox(select));
  dressTrying();
}

function ask(address) {
  const sent = new URLSearchParams(new FormData(form));
  waiting?.abort();
  waiting = new AbortController();
  if (!header) return fetch(address, { method: "POST", body: sent, signal: waiting.signal });
  parent.contenthubPreview = String(sent);
  return fetch(address, { headers: { [header]: String(sent) }, signal: waiting.signal });
}

async function again(sent) {
  const response = await fetch(location.href, { headers: { [header]: sent } });
  if (!response.ok) { drawLetter(); return; }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  form.replaceChildren(...page.getElementById("ask").cloneNode(true).childNodes);
  dress();
  take(page);
}

/* Whether the form stands open in the preview is kept with it. */
function dressTrying() {
  const trying = document.getElementById("trying");
  if (!trying) return;
  trying.open ||= parent.contenthubPreviewOpen ?? false;
  trying.addEventListener("toggle", () => { parent.contenthubPreviewOpen = trying.open; });
}

/* Asking ------------------------------------------------------------------------------------- */

form.addEventListener("change", () => { clearTimeout(timer); timer = setTimeout(update, 120); });
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.target !== form || button?.hasAttribute("formaction")) return;
  event.preventDefault();
  if (button?.name === "go") form.elements.moment.value = button.value === "now" ? "" : button.value;
  update();
});

async function update() {
  clearTimeout(timer);
  answer.classList.add("busy");
  const slow = setTimeout(() => { announce.textContent = announce.dataset.busy; }, 1000);
  try {
    const response = await ask(header ? location.href : form.action);
    if (!response.ok) throw new Error(response.statusText);
    take(new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch (error) {
    if (error.name === "AbortError") return;
    fail();
    return;
  } finally {
    clearTimeout(slow);
  }
  failed.replaceChildren();
  answer.classList.remove("busy", "stale");
}

/* What stands on the page answers another question than the form asks, and is marked until it is right again. */
function fail() {
  answer.classList.replace("busy", "stale");
  announce.textContent = "";
  failed.replaceChildren(document.getElementById("failure").content.cloneNode(true));
  failed.querySelector("button").addEventListener("click", () => { answer.focus({ preventScroll: true }); update(); });
  failed.scrollIntoView({ block: "nearest" });
}

function take(page) {
  const places = remember();
  takeForm(page.getElementById("ask"));
  const fresh = page.getElementById("answer");
  answer.replaceChildren(...fresh.childNodes);
  /* Only what may stand in an address; facts about a person never do. */
  if (!header) {
    history.replaceState(null, "", `?${fresh.dataset.address}`);
    document.getElementById("other-language").href = `?${fresh.dataset.otherAddress}`;
  }
  document.title = page.title;
  restore(places);
  drawLetter();
  offerReading();
  const text = (id) => document.getElementById(id)?.textContent.trim().replace(/\s+/g, " ") ?? "";
  announce.textContent = [text("summary-title"), text("summary-place"), text("verdict-text")].filter(Boolean).join(". ")
    || answer.querySelector("h2")?.textContent || "";
}

/* Only what differs is touched, so that the field in which somebody is typing stays as it is. */
function takeForm(fresh) {
  document.getElementById("form-errors").replaceChildren(...fresh.querySelector("#form-errors").childNodes);
  const names = (root) => [...root.querySelectorAll("#person [data-field]")].map((field) => field.dataset.field).join();
  if (names(form) !== names(fresh)) {
    const focused = document.activeElement?.id;
    const typed = document.activeElement?.value;
    form.querySelector("#person").replaceChildren(...fresh.querySelector("#person").childNodes);
    const again = focused && document.getElementById(focused);
    if (again && again !== document.activeElement) {
      if (again.type !== "radio") again.value = typed;
      again.focus();
    }
  }
  for (const field of form.querySelectorAll("[data-field]")) takeField(field, fresh.querySelector(`[data-field="${field.dataset.field}"]`));
  const pressed = new Map([...fresh.querySelectorAll(".quick button")].map((button) => [button.value, button.ariaPressed]));
  for (const button of form.querySelectorAll(".quick button")) button.setAttribute("aria-pressed", pressed.get(button.value) ?? "false");
}

function takeField(field, fresh) {
  if (!fresh || fresh === field) return;
  field.querySelector(".error")?.remove();
  const error = fresh.querySelector(".error");
  const hint = field.querySelector(".hint");
  if (error && hint) hint.before(error); else if (error) field.append(error);
  const control = field.querySelector("select, input:not([role=combobox])");
  const source = fresh.querySelector("select, input");
  for (const name of ["aria-invalid", "aria-describedby"]) {
    const value = source.getAttribute(name);
    if (value === null) control.removeAttribute(name); else control.setAttribute(name, value);
  }
  const combobox = comboboxes.get(control.name);
  if (!combobox) return;
  if (control.innerHTML !== source.innerHTML) control.innerHTML = source.innerHTML;
  combobox.refresh();
}

/* What a visitor opened, scrolled to or lit stays so. */
function remember() {
  return {
    scrolled: [...answer.querySelectorAll(".card")].map((card) => [card.id, card.querySelector(".scroll").scrollTop]),
    opened: [...answer.querySelectorAll(".card details[open] > summary")].map((summary) => [summary.closest(".card").id, summary.textContent]),
    lit: [...answer.querySelectorAll(".fact-button[aria-pressed=true]")].map((button) => button.dataset.key),
    picture: answer.querySelector("#letter-picture img"),
    focused: answer.contains(document.activeElement) ? document.activeElement.getAttribute("aria-describedby") || document.activeElement.closest("[id]")?.id : "",
  };
}

function restore({ scrolled, opened, lit, picture, focused }) {
  for (const [id, summary] of opened) {
    for (const each of document.querySelectorAll(`#${id} details > summary`)) if (each.textContent === summary) each.parentElement.open = true;
  }
  for (const [id, top] of scrolled) { const scroll = document.querySelector(`#${id} .scroll`); if (scroll) scroll.scrollTop = top; }
  for (const key of lit) answer.querySelector(`.fact-button[data-key="${CSS.escape(key)}"]`)?.setAttribute("aria-pressed", "true");
  light();
  const paper = document.getElementById("letter-picture");
  if (paper && picture) { paper.append(picture); paper.classList.add("old"); }
  if (focused) (answer.querySelector(`[aria-describedby="${CSS.escape(focused)}"]`) ?? document.getElementById(focused) ?? answer).focus({ preventScroll: true });
}

/* The field of the form beside the preview; in a tab of its own there is no form. */
answer.addEventListener("click", (event) => {
  const name = event.target.closest("[data-field-of]")?.dataset.fieldOf;
  const field = name && parent !== window && parent.document.querySelector(`[data-contentpath="${CSS.escape(name)}"]`);
  if (!field) return;
  const tab = field.closest("[role=tabpanel]");
  parent.document.querySelector(`[role=tab][href="#${CSS.escape(tab?.id ?? "")}"]`)?.click();
  /* A tab that was closed has no height until it is drawn. */
  setTimeout(() => {
    const toggle = field.querySelector("[data-panel-toggle]");
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
    field.scrollIntoView({ block: "start" });
    field.querySelector("[contenteditable=true], button, input:not([type=hidden])")?.focus({ preventScroll: true });
  }, 100);
});

/* The letter --------------------------------------------------------------------------------- */

async function drawLetter() {
  const paper = document.getElementById("letter-picture");
  if (!paper) return;
  try {
    const response = await ask(paper.dataset.address);
    if (!response.ok) throw new Error(response.statusText);
    const image = new Image();
    image.alt = paper.dataset.alt;
    if (pictureAddress) URL.revokeObjectURL(pictureAddress);
    image.src = pictureAddress = URL.createObjectURL(await response.blob());
    paper.replaceChildren(image);
    paper.classList.remove("old");
  } catch (error) {
    if (error.name !== "AbortError") paper.textContent = paper.dataset.failed;
  }
}

answer.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-open]");
  if (!button) return;
  /* Opened at once, since a browser lets a press of a button open a tab, but not what comes later. */
  const tab = window.open("");
  const response = await ask(button.dataset.open);
  if (response.ok && tab) tab.location = URL.createObjectURL(await response.blob()); else tab?.close();
});

/* The script, read aloud ------------------------------------------------------------------------ */

function offerReading() {
  const button = answer.querySelector("[data-aloud]");
  if (button && "speechSynthesis" in window) button.hidden = false;
}

function reading(button) {
  const [start, stop] = [button.textContent, button.dataset.stop];
  if (speechSynthesis.speaking) { speechSynthesis.cancel(); return; }
  const spoken = [...button.closest(".card").querySelectorAll(".breath .text, .spoken, .parts .text, .part .text")];
  const once = spoken.filter((each) => !each.parentElement.closest(".technical"));
  const text = new SpeechSynthesisUtterance([...new Set(once.map((each) => each.innerText.trim()))].join("\n"));
  text.lang = once[0]?.lang || document.documentElement.lang;
  text.onend = text.onerror = () => { button.textContent = start; };
  button.textContent = stop;
  speechSynthesis.speak(text);
}

answer.addEventListener("click", (event) => {
  const button = event.target.closest("[data-aloud]");
  if (button) reading(button);
});
window.addEventListener("pagehide", () => window.speechSynthesis?.cancel());

/* Facts -------------------------------------------------------------------------------------- */

const tip = document.createElement("div");
tip.id = "fact-tip";
tip.className = "tip";
tip.setAttribute("aria-hidden", "true"); // The same is told by the buttons above the channels.
document.body.append(tip);
let leaving;
let told;

const related = (one, other) => one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);

function light(pointed) {
  const keys = [...answer.querySelectorAll(".fact-button[aria-pressed=true]")].map((button) => button.dataset.key);
  if (pointed) keys.push(pointed);
  for (const element of answer.querySelectorAll("[data-fact], .fact-button")) {
    const own = element.dataset.fact ?? element.dataset.key;
    element.classList.toggle("lit", keys.some((key) => related(own, key)));
  }
}

/* An origin's tip stands in a frame that scrolls, which would cut it off: so it is put over the page. */
const origins = ".origin.has-tip";
function unfold(origin) {
  if (origin) put(origin.querySelector("button"), origin.querySelector(".tip"));
}
for (const kind of ["pointerover", "focusin"]) answer.addEventListener(kind, (event) => unfold(event.target.closest?.(origins)));

/* What the list tells of a fact, beside the value or button that is pointed at. */
function tell(place, key, byFocus) {
  clearTimeout(leaving);
  const button = [...answer.querySelectorAll(".fact-button")].find((each) => related(each.dataset.key, key));
  if (!button) return;
  const copy = button.nextElementSibling.cloneNode(true);
  copy.querySelector("code").textContent = key;
  tip.replaceChildren(...copy.childNodes);
  tip.classList.add("shown");
  told = { place, byFocus };
  put(place, tip);
}

/* Without a gap, so that the pointer can go from the place to its tip. */
function put(place, tip) {
  const box = place.getClientRects()[0];
  const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
  const above = box.bottom + tip.offsetHeight + 8 > window.innerHeight;
  tip.style.left = `${Math.max(8, Math.min(box.left, room))}px`;
  tip.style.top = `${above ? Math.max(8, box.top - tip.offsetHeight) : box.bottom}px`;
}

function point(event) {
  const place = event.target.closest?.("[data-fact], .fact-button");
  const key = place?.dataset.fact ?? place?.dataset.key;
  light(key);
  if (key) tell(place, key, event.type === "focusin"); else leave();
}

answer.addEventListener("pointerover", point);
answer.addEventListener("pointerleave", () => { light(); leave(); });
answer.addEventListener("focusin", point);
answer.addEventListener("focusout", () => { light(); leave(); });
answer.addEventListener("click", (event) => {
  const button = event.target.closest(".fact-button");
  if (!button) return;
  button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
  light();
});
tip.addEventListener("pointerenter", () => clearTimeout(leaving));
tip.addEventListener("pointerleave", leave);
/* Going to a button by keyboard may scroll it into view: then the tip goes along. */
document.addEventListener("scroll", () => {
  if (told?.byFocus && told.place === document.activeElement) put(told.place, tip); else tip.classList.remove("shown");
  for (const origin of answer.querySelectorAll(`${origins}:hover, ${origins}:focus-within`)) unfold(origin);
}, { capture: true, passive: true });

function leave() {
  clearTimeout(leaving);
  leaving = setTimeout(() => tip.classList.remove("shown"), 200);
}

/* Escape closes what hover or focus opened, until pointer and focus have gone elsewhere. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  tip.classList.remove("shown");
  for (const open of answer.querySelectorAll(".has-tip:hover, .has-tip:focus-within")) open.classList.add("dismissed");
});
for (const gone of ["pointerout", "focusout"]) {
  answer.addEventListener(gone, (event) => {
    const left = event.target.closest?.(".has-tip.dismissed");
    if (left && !left.contains(event.relatedTarget)) left.classList.remove("dismissed");
  });
}

if (header && parent.contenthubPreview) again(parent.contenthubPreview); else { drawLetter(); offerReading(); }
