// Panels, as HTML. A panel has a fixed kind and rows of cells; values that the last step changed are washed.

import type { Panel } from "../wire";
import { renderLog } from "./log";
import { renderQueue, renderTable } from "./table";

/** Draws a panel's content into host. before: the same panel before the last step, for what has changed since. */
export function renderPanel(host: HTMLElement, p: Panel, before?: Panel): void {
  if (p.rows.length === 0) {
    nothing(host);
    return;
  }
  switch (p.kind) {
    case "log": return renderLog(host, p, before);
    case "queue": return renderQueue(host, p, before);
    default: return renderTable(host, p, before);
  }
}

function nothing(host: HTMLElement): void {
  if (host.firstElementChild?.className === "ql-none") return;
  const e = document.createElement("p");
  e.className = "ql-none";
  e.textContent = "Nothing yet.";
  host.replaceChildren(e);
}

