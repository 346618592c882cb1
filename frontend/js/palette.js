// The palette: Ctrl K or ⌘K finds records, actions and pages, by keyboard alone if one likes.
// The focus stays in the text; aria-activedescendant tells which option Enter takes.
const WAIT = 120;
const dialog = document.getElementById("palette");
const text = document.getElementById("palette-text");
const found = document.getElementById("palette-found");
const status = document.getElementById("palette-status");
let answered = null; // the text that the options on show answer
let asking = null; // stops the request under way
let timer = 0;
let takeWhenAnswered = null; // Enter was faster than the server

const options = () => [...found.querySelectorAll("[role=option]")];
const active = () => found.querySelector("[role=option][aria-selected=true]");

function choose(option) {
  active()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) text.setAttribute("aria-activedescendant", option.id);
  else text.removeAttribute("aria-activedescendant");
}

function show(html) {
  found.innerHTML = html;
  found.scrollTop = 0;
  const all = options();
  text.setAttribute("aria-expanded", String(all.length > 0));
  choose(all[0]);
  status.textContent = found.querySelector("[data-none]")?.textContent ?? "";
}

async function ask() {
  clearTimeout(timer);
  asking?.abort();
  const { signal } = (asking = new AbortController());
  const wanted = text.value;
  const address = `${text.form.action}?${new URLSearchParams({ q: wanted })}`;
  try {
    const answer = await fetch(address, { signal, headers: { "HX-Request": "true", "HX-Current-URL": location.href } });
    const elsewhere = answer.headers.get("HX-Redirect");
    if (elsewhere) return location.assign(elsewhere);
    if (!answer.ok) throw new Error(answer.status);
    const html = await answer.text();
    if (signal.aborted) return;
    answered = wanted;
    show(html);
    if (takeWhenAnswered) take(active(), takeWhenAnswered.newTab);
  } catch (error) {
    if (signal.aborted) return;
    answered = null;
    takeWhenAnswered = null;
    show("");
    found.replaceChildren(Object.assign(document.createElement("p"), { className: "none", textContent: dialog.dataset.failed }));
    status.textContent = dialog.dataset.failed;
  }
}

function askSoon() {
  takeWhenAnswered = null;
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT);
}

function take(option, newTab) {
  takeWhenAnswered = null;
  if (!option) return;
  const { url, form } = option.dataset;
  if (url && newTab) return window.open(url, "_blank", "noopener");
  // Closed first, so that the back button does not bring it back open.
  const target = document.getElementById(form);
  dialog.close();
  if (url) location.assign(url);
  else target.requestSubmit();
}

function open() {
  if (dialog.open) return;
  dialog.showModal();
  text.value = "";
  answered = null;
  ask();
}

document.addEventListener("keydown", (event) => {
  if (!dialog || event.isComposing || event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
  if (event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (dialog.open) dialog.close();
  else open();
});

if (dialog) {
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette-open]")) return;
    event.preventDefault();
    open();
  });

  dialog.addEventListener("close", () => {
    clearTimeout(timer);
    asking?.abort();
    found.replaceChildren();
    choose(null);
  });

  // A click beside the dialog is one on its backdrop.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-palette-close]")) dialog.close();
  });

  text.addEventListener("input", (event) => { if (!event.isComposing) askSoon(); });
  text.addEventListener("compositionend", askSoon);

  text.addEventListener("keydown", (event) => {
    // Safari ends the composition before this event and marks it with 229.
    if (event.isComposing || event.keyCode === 229) return;
    const all = options();
    const at = all.indexOf(active());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(all.at((at + (event.key === "ArrowDown" ? 1 : -1)) % all.length));
    } else if (event.key === "Enter") {
      const newTab = event.ctrlKey || event.metaKey;
      if (answered !== text.value) {
        event.preventDefault();
        ask();
        takeWhenAnswered = { newTab };
      } else if (active()) {
        event.preventDefault();
        take(active(), newTab);
      }
    }
  });

  found.addEventListener("mousemove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option !== active()) choose(option);
  });
  // The text keeps the focus.
  found.addEventListener("mousedown", (event) => event.preventDefault());
  for (const kind of ["click", "auxclick"]) {
    found.addEventListener(kind, (event) => {
      const option = event.target.closest("[role=option]");
      if (option && event.button < 2) take(option, event.ctrlKey || event.metaKey || event.button === 1);
    });
  }
}
