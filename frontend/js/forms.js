// Forms: leaving one with changes asks first, a form is sent once, the first error takes the focus,
// and "Take this value" puts what somebody else saved into the field.
const guarded = (element) => element.closest?.("form[data-guard]");

document.addEventListener("input", ({ target }) => {
  const form = guarded(target);
  if (form) form.dataset.dirty = "";
});

addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-guard][data-dirty]:not([data-sent])")) event.preventDefault();
});

document.addEventListener("submit", ({ target: form, submitter }) => {
  form.dataset.sent = "";
  // Only after the browser has read the form: a disabled button is not sent.
  if (form.method === "post" && !form.hasAttribute("hx-post")) setTimeout(() => { if (submitter) submitter.disabled = true; });
});

// Back from the next page: the form is as it was and may be sent again.
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("form button[disabled]")) button.disabled = false;
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.xhr.getResponseHeader("HX-Redirect")) delete guarded(detail.elt)?.dataset.sent;
});

// What somebody else saved comes first: the marked fields are only to be compared.
const firstError = (within) => (within.querySelector("[data-conflict]") ?? within.querySelector("[aria-invalid=true]"))?.focus();
firstError(document);
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const form = guarded(detail.elt);
  if (!form) return;
  firstError(form);
  for (const button of form.querySelectorAll("[data-take]")) button.hidden = false;
});

for (const button of document.querySelectorAll("[data-take]")) button.hidden = false;
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-take]");
  if (!button) return;
  const field = document.getElementById(button.dataset.take);
  field.value = button.dataset.value;
  field.focus();
  button.closest(".meanwhile").remove();
});

// "Add: Phone" on a record leads to #id_phone of its form.
if (location.hash.startsWith("#id_")) document.getElementById(location.hash.slice(1))?.focus();
