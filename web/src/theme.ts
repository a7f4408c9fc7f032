// The theme: the system's, unless the reader chose one. This runs before the first paint, so that nothing flashes.

import { Words } from "./words/player";
import * as Say from "./words/player";
type Theme = "light" | "dark";

const key = "ql-theme";
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

// A browser may refuse to remember; then a choice holds for this page.
function remembered(): Theme | undefined {
  try {
    const t = localStorage.getItem(key);
    return t === "light" || t === "dark" ? t : undefined;
  } catch {
    return undefined;
  }
}

function remember(theme: Theme | undefined): void {
  try {
    if (theme) localStorage.setItem(key, theme);
    else localStorage.removeItem(key);
  } catch {
    // nothing to do: the page shows the choice, the next one follows the system
  }
}

let chosen = remembered();

function apply(): void {
  if (chosen) root.dataset["theme"] = chosen;
  else delete root.dataset["theme"];
  for (const b of document.querySelectorAll<HTMLElement>("[data-theme-switch]")) {
    b.setAttribute("aria-label", Say.theme(chosen ?? Words.followsTheSystem));
  }
}

apply();

document.addEventListener("DOMContentLoaded", apply);
document.addEventListener("click", (e) => {
  if (!(e.target instanceof Element) || !e.target.closest("[data-theme-switch]")) return;
  const shown = chosen ?? (system.matches ? "dark" : "light");
  const other: Theme = shown === "dark" ? "light" : "dark";
  // Back to what the system has is following it again.
  chosen = other === (system.matches ? "dark" : "light") ? undefined : other;
  remember(chosen);
  apply();
});
