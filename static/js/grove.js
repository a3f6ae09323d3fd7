// What makes Grove's pages a little quicker to use. Every page works without it.
// Nothing is kept in the browser: no storage, no history of what was typed.

const TOAST_STAYS = 9000;
const TOAST_WITH_VERB_STAYS = 20000;
const SENT_STAYS = 15000;

const typing = (el) => el instanceof Element && el.matches("input, textarea, select, [contenteditable]");
const each = (root, selector, fn) => {
  if (root instanceof Element && root.matches(selector)) fn(root);
  root.querySelectorAll(selector).forEach(fn);
};

// --- Toasts: they leave by themselves, but never while someone reads or reaches for them -----------------

function leave(toast) {
  toast.classList.add("leaving");
  setTimeout(() => toast.remove(), 300);
}

function mind(toast) {
  if (toast.dataset.minded) return;
  toast.dataset.minded = "1";
  const stays = toast.querySelector("a, .btn") ? TOAST_WITH_VERB_STAYS : TOAST_STAYS;
  let clock = setTimeout(leave, stays, toast);
  const wait = () => clearTimeout(clock);
  const go = () => { wait(); clock = setTimeout(leave, stays / 2, toast); };
  toast.addEventListener("pointerenter", wait);
  toast.addEventListener("pointerleave", go);
  toast.addEventListener("focusin", wait);
  toast.addEventListener("focusout", go);
  toast.querySelector("[data-dismiss]")?.addEventListener("click", () => { wait(); leave(toast); });
}

/** Say a sentence that the page brought along; texts are never written in scripts. */
function say(sentence) {
  const mould = document.getElementById("toast-mould");
  if (!mould || !sentence) return;
  const toast = mould.content.firstElementChild.cloneNode(true);
  toast.querySelector("span").textContent = sentence;
  document.getElementById("toasts").append(toast);
}

// --- Dialogs: on the page they stand open as part of it; here they get a focus trap, Escape and a backdrop --

function close(dialog) {
  const way = dialog.querySelector("[data-close]");
  if (dialog.dataset.over || !way?.href) {
    dialog.close();
    dialog.remove();
  } else {
    location.assign(way.href);
  }
}

function raise(dialog, over) {
  if (dialog.matches(":modal")) return;
  if (over) dialog.dataset.over = "1";
  dialog.removeAttribute("open");
  dialog.showModal();
  if (dialog.dataset.raised) return;
  dialog.dataset.raised = "1";
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(dialog); });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog && outside(dialog, event)) close(dialog);
    const way = event.target.closest("[data-close]");
    if (way && dialog.dataset.over) { event.preventDefault(); close(dialog); }
  });
}

function outside(dialog, { clientX: x, clientY: y }) {
  const box = dialog.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}

// --- Copy buttons: of no use without a script, so they arrive hidden ---------------------------------------

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const text = source.value ?? source.textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
    say(button.dataset.copied);
  } catch {
    source.focus();
    source.select?.(); // the browser said no: one key press is left to do
  }
}

// --- Forms: sent once ---------------------------------------------------------------------------------------

function sendOnce(event) {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(sendable, SENT_STAYS, document); // an answer that was a download leaves the page as it is
}

function sendable(root) {
  each(root, "form[data-sent]", (form) => {
    delete form.dataset.sent;
    each(form, "[aria-disabled]:is(button, input)", (el) => el.removeAttribute("aria-disabled"));
  });
}

// --- Keys and menus -------------------------------------------------------------------------------------------

function onKey(event) {
  if (event.defaultPrevented) return;
  const plain = !(event.ctrlKey || event.metaKey || event.altKey);
  if (event.key === "/" && plain && !typing(event.target)) {
    const search = document.querySelector("input[type=search]");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  }
  if (event.key === "Escape") shutMenus(null, true);
  const fast = (event.ctrlKey || event.metaKey) && event.key === "Enter";
  if (fast && event.target.matches?.("textarea")) event.target.form?.requestSubmit();
}

function shutMenus(except, back = false) {
  for (const menu of document.querySelectorAll("details.menu-of[open]")) {
    if (menu === except || menu.contains(except)) continue;
    const held = menu.contains(document.activeElement);
    menu.open = false;
    if (back && held) menu.querySelector("summary").focus();
  }
}

// --- htmx: what arrives is looked after as what was there from the start -----------------------------------------

const isPage = (text) => /^\s*<!doctype/i.test(text ?? "");

/** A whole page never goes into a part of one: it takes the place of the page it answers. */
function whole({ detail: { ctx } }) {
  if (!isPage(ctx.text) || ctx.target === document.body) return;
  if (ctx.request.method === "GET" && ctx.response.raw.ok) {
    ctx.swap = "none";
    location.assign(ctx.request.action);
    return;
  }
  ctx.target = document.body;
  ctx.select = null;
  ctx.swap = "innerHTML";
  document.scrollingElement.scrollTop = 0;
}

function dress(root, { arrived = false } = {}) {
  each(root, ".toasts > .toast", mind);
  each(root, "[data-copy][hidden]", (button) => { button.hidden = false; });
  each(root, "dialog.sheet[open]", (dialog) => raise(dialog, arrived));
}

document.addEventListener("submit", sendOnce, { capture: true });
document.addEventListener("keydown", onKey);
document.addEventListener("click", (event) => {
  shutMenus(event.target);
  const button = event.target.closest?.("[data-copy]");
  if (button) copy(button);
});
window.addEventListener("pageshow", () => sendable(document));
document.addEventListener("htmx:after:request", whole);
document.addEventListener("htmx:finally:request", ({ target }) => sendable(target.isConnected ? target : document));
document.addEventListener("htmx:error", ({ detail }) => {
  if (detail.error instanceof TypeError || detail.ctx?.request?.signal?.aborted) say(document.getElementById("toasts")?.dataset.dropped);
});

dress(document);
new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => {
  if (node instanceof Element) dress(node, { arrived: true });
}))).observe(document.body, { childList: true, subtree: true });

// After a form came back, start where it went wrong.
const wrong = document.querySelector("[data-errors]");
if (wrong && wrong.closest("form")?.method !== "get") wrong.focus();
