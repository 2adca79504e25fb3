// Comfort only: every page works without this file.
"use strict";

// 1. Typed words survive a lost connection. A form with data-keep="unique name" is copied to this browser as it is
//    filled in, offered again when the page comes back empty, and forgotten once the server says it is saved.
const PREFIX = "camket-draft:";
const WEEK = 7 * 24 * 3600 * 1000;
const UNKEPT = new Set(["password", "file", "hidden", "submit", "button"]);

function store() {
  try { return window.localStorage; } catch { return null; }
}

function keptFields(form) {
  return [...form.elements].filter((field) => field.name && !UNKEPT.has(field.type));
}

function keepDraft(form) {
  const values = keptFields(form).map((field) => [field.name, field.value, "checked" in field ? field.checked : null]);
  try { store()?.setItem(PREFIX + form.dataset.keep, JSON.stringify({ at: Date.now(), values })); } catch { /* full */ }
}

function readDraft(key) {
  try {
    const draft = JSON.parse(store()?.getItem(key) ?? "null");
    if (draft && Date.now() - draft.at < WEEK) return draft;
  } catch { /* unreadable drafts are dropped below */ }
  store()?.removeItem(key);
  return null;
}

function putBack(form, draft) {
  for (const field of keptFields(form)) {
    const found = draft.values.find(([name, value]) =>
      name === field.name && (!["checkbox", "radio"].includes(field.type) || value === field.value));
    if (!found) continue;
    if (found[2] !== null && ["checkbox", "radio"].includes(field.type)) field.checked = found[2];
    else field.value = found[1];
  }
}

function differs(form, draft) {
  return keptFields(form).some((field) => {
    const found = draft.values.find(([name, value]) =>
      name === field.name && (!["checkbox", "radio"].includes(field.type) || value === field.value));
    return found && (["checkbox", "radio"].includes(field.type) ? found[2] !== field.checked : found[1] !== field.value);
  });
}

function offerDraft(form, draft) {
  const offer = form.querySelector("template[data-offer]")?.content.firstElementChild?.cloneNode(true);
  if (!offer) { putBack(form, draft); return; }
  offer.querySelector("[data-restore]")?.addEventListener("click", () => {
    putBack(form, draft);
    offer.remove();
    keptFields(form)[0]?.focus();
  });
  offer.querySelector("[data-discard]")?.addEventListener("click", () => {
    store()?.removeItem(PREFIX + form.dataset.keep);
    offer.remove();
  });
  form.prepend(offer);
}

function watchForm(form) {
  const key = PREFIX + form.dataset.keep;
  const draft = readDraft(key);
  if (draft && !form.querySelector(".field--wrong") && differs(form, draft)) offerDraft(form, draft);
  form.addEventListener("input", () => keepDraft(form));
  form.addEventListener("submit", () => { keepDraft(form); sessionStorage.setItem("camket-sent", key); });
}

function forgetSaved() {
  const sent = sessionStorage.getItem("camket-sent");
  if (sent && document.querySelector("[data-saved]")) store()?.removeItem(sent);
  sessionStorage.removeItem("camket-sent");
}

function forgetAllDrafts() {
  const box = store();
  if (!box) return;
  Object.keys(box).filter((key) => key.startsWith(PREFIX)).forEach((key) => box.removeItem(key));
}

// 2. Arrow keys walk the links of a table marked data-walk: rows up and down, cells left and right; Home and End go to
//    the ends of the row, with Ctrl to the corners of the table. In a table marked data-walk="one-stop" only one link is
//    reached with Tab, the last one used: hundreds of cells must not stand between the reader and what follows.
function walkToEnd(event, rows, row) {
  const last = event.key === "End";
  const line = event.ctrlKey ? rows.at(last ? -1 : 0) : rows[row];
  const link = [...line.querySelectorAll("a")].at(last ? -1 : 0);
  if (link) { event.preventDefault(); link.focus(); }
}

function stopOnce(table, link) {
  table.querySelectorAll("tbody a").forEach((one) => { one.tabIndex = one === link ? 0 : -1; });
}

function stopOnceWithin(part) {
  part.querySelectorAll('table[data-walk="one-stop"]').forEach((table) => stopOnce(table, table.querySelector("tbody td a")));
}

function walk(event) {
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  const cell = event.target.closest("td, th");
  const isEnd = event.key === "Home" || event.key === "End";
  if ((!step && !isEnd) || !cell || event.target.tagName !== "A" || event.altKey || event.metaKey) return;
  const rows = [...cell.closest("table").tBodies].flatMap((body) => [...body.rows]);
  let row = rows.indexOf(cell.parentElement);
  if (isEnd) {
    if (row >= 0) walkToEnd(event, rows, row);
    return;
  }
  let column = cell.cellIndex;
  for (;;) {
    row += step[0];
    column += step[1];
    const next = rows[row]?.cells[column];
    if (!next) return;
    const link = next.querySelector("a");
    if (link) { event.preventDefault(); link.focus(); return; }
  }
}

// 3. An open menu closes on Escape and on a click elsewhere.
function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (event.type === "keydown" && event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (event.type === "click" && !menu.contains(event.target)) menu.open = false;
  }
}

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
forgetSaved();
document.querySelectorAll("form[data-keep]").forEach(watchForm);
document.querySelectorAll("form[data-forget-drafts]").forEach((form) => form.addEventListener("submit", forgetAllDrafts));
document.addEventListener("keydown", (event) => { if (event.target.closest?.("table[data-walk]")) walk(event); closeMenus(event); });
document.addEventListener("focusin", (event) => {
  const table = event.target.closest?.('table[data-walk="one-stop"]');
  if (table && event.target.matches("tbody a")) stopOnce(table, event.target);
});
document.addEventListener("htmx:load", (event) => stopOnceWithin(event.target));
stopOnceWithin(document);
document.addEventListener("click", closeMenus);

// 4. One key for what a reviewer does all day: data-key on a link follows it, on a button only goes there.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const wanted = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
  if (!wanted) return;
  event.preventDefault();
  if (wanted.tagName === "BUTTON") wanted.focus();
  else wanted.click();
  if (wanted.tagName === "SUMMARY") wanted.parentElement.querySelector("textarea")?.focus();
});
