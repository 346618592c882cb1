// Single-key shortcuts: an element names its key in aria-keyshortcuts; a field takes the focus, anything else a click.
// They do nothing in fields and while text is being composed, and can be switched off in the appearance menu.
const OFF = "planloop-shortcuts-off";
const isOn = () => localStorage.getItem(OFF) === null;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.key.length !== 1 || !isOn()) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  const found = [...document.querySelectorAll("[aria-keyshortcuts]")]
    .find((element) => element.getAttribute("aria-keyshortcuts") === event.key && element.checkVisibility());
  if (!found) return;
  event.preventDefault();
  if (found.matches("input")) found.select();
  else found.click();
});

for (const button of document.querySelectorAll("[data-shortcuts]")) {
  const tell = () => button.setAttribute("aria-pressed", String(isOn()));
  button.hidden = false;
  tell();
  button.addEventListener("click", () => {
    if (isOn()) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
    tell();
  });
}
