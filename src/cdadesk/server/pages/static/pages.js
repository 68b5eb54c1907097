// Shortcuts, fields that open beside the record without leaving it, and words that outlive a lost line.
// Every page works without this file.
"use strict";

const isTyping = (target) => target.matches("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const moves = { KeyJ: 1, KeyK: -1 };
  const cards = [...document.querySelectorAll("[data-card] a")];
  if (event.code in moves && cards.length) {
    const next = cards.indexOf(document.activeElement) + moves[event.code];
    cards[Math.min(Math.max(next, 0), cards.length - 1)].focus();
    event.preventDefault();
    return;
  }
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.code)}"]`);
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches("summary")) {
    wanted.parentElement.open = true;
    wanted.parentElement.querySelector("textarea").focus();
  } else if (wanted.matches("textarea")) {
    wanted.focus();
  } else {
    wanted.click();
  }
});

// A form that is on its way is not sent twice; the server would take it once anyhow.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// What is typed stays in this tab until it has arrived: a session may end, or the line break, while one writes.
const keyOf = (area) => {
  const told = new FormData(area.form);
  return ["typed", area.form.getAttribute("action"), told.get("field"), told.get("reply_to"), area.name].join(" ");
};
const restore = (part) => {
  part.querySelectorAll("textarea").forEach((area) => {
    const kept = sessionStorage.getItem(keyOf(area));
    if (!kept || area.value) return;
    area.value = kept;
    const fold = area.closest("details");
    if (fold) fold.open = true;
  });
};
document.addEventListener("input", (event) => {
  if (event.target.matches("textarea")) sessionStorage.setItem(keyOf(event.target), event.target.value);
});
document.addEventListener("submit", (event) => {
  const area = event.target.querySelector("textarea");
  if (area) sessionStorage.setItem("sent", keyOf(area));
  if (event.target.getAttribute("action") === "/sign-out") sessionStorage.clear();
});
if (document.querySelector("[data-done]")) sessionStorage.removeItem(sessionStorage.getItem("sent"));
restore(document);

const mark = (field) => {
  document.querySelectorAll(".chosen").forEach((each) => each.classList.remove("chosen"));
  document.querySelectorAll(`[data-path="${CSS.escape(field)}"]`).forEach((each) => each.classList.add("chosen"));
};

const open = async (link) => {
  const answer = await fetch(link.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const talk = page.getElementById("talk");
  const shown = document.querySelector("[data-sight]").dataset.sight;
  const same = page.querySelector("[data-sight]")?.dataset.sight === shown; // else one would judge what one has not read
  if (!answer.ok || answer.redirected || !talk || !same) throw new Error("another page");
  document.getElementById("talk").replaceWith(talk);
  restore(talk);
  mark(link.dataset.field);
  history.replaceState(null, "", link.href);
  talk.scrollTop = 0;
  if (window.matchMedia("(max-width: 1000px)").matches) talk.scrollIntoView();
  else talk.querySelector("textarea[data-key]")?.focus({ preventScroll: true });
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-field]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(link).catch(() => window.location.assign(link.href));
});
