// Toasts: one at a time in the status region; they go after 8 s, not while hovered or focused; errors stay.
const STAYS = 8000;
const region = () => document.getElementById("toasts");

function show(toast) {
  const close = Object.assign(document.createElement("button"), { type: "button", textContent: "×", className: "close" });
  close.setAttribute("aria-label", region().dataset.dismiss);
  close.addEventListener("click", () => toast.remove());
  toast.append(close);
  // Screen readers announce what is added to the region after the page is there.
  setTimeout(() => region().replaceChildren(toast), 50);
  if (toast.dataset.toast === "error") return;
  let timer;
  const start = () => { timer = setTimeout(() => toast.remove(), STAYS); };
  for (const stop of ["mouseenter", "focusin"]) toast.addEventListener(stop, () => clearTimeout(timer));
  for (const go of ["mouseleave", "focusout"]) toast.addEventListener(go, start);
  start();
}

for (const toast of document.querySelectorAll("body > [data-toast]")) show(toast);

// Other scripts and HX-Trigger ask for a toast with the event `toast`: {text, level, action?: {label, run}}.
document.addEventListener("toast", ({ detail }) => {
  const toast = Object.assign(document.createElement("div"), { className: "toast1" });
  toast.dataset.toast = detail.level ?? "success";
  toast.append(Object.assign(document.createElement("span"), { textContent: detail.text }));
  if (detail.action) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: detail.action.label });
    button.addEventListener("click", () => { toast.remove(); detail.action.run(); });
    toast.append(button);
  }
  show(toast);
});
