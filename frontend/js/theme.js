// Before the first paint: follow the system's dark mode when the person has chosen none.
const html = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => { if (html.dataset.theme === "system") html.classList.toggle("dark", dark.matches); };
follow();
dark.addEventListener("change", follow);
