// What went wrong with a request of htmx: the sentence of a refusal, or that the server or the connection
// failed, with Retry. Nothing is swapped, so what the person typed stays.
const say = (detail) => document.dispatchEvent(new CustomEvent("toast", { detail: { level: "error", ...detail } }));
const texts = () => document.getElementById("toasts").dataset;

function retry({ verb, path, elt, target }) {
  return { label: texts().retry, run: () => window.htmx.ajax(verb, path, { source: elt, target }) };
}

document.addEventListener("htmx:responseError", ({ detail }) => {
  if (detail.xhr.status >= 500) {
    say({ text: texts().failed, action: retry(detail.requestConfig) });
    return;
  }
  const answer = new DOMParser().parseFromString(detail.xhr.responseText, "text/html");
  say({ text: answer.querySelector("[data-sentence]")?.textContent.trim() || texts().failed });
});

for (const event of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(event, ({ detail }) => say({ text: texts().offline, action: retry(detail.requestConfig) }));
}
