// Before the first paint: follow the system's dark mode when the person has chosen none.
const html = document.documentElement;
if (html.dataset.theme === "system") html.classList.toggle("dark", matchMedia("(prefers-color-scheme: dark)").matches);
