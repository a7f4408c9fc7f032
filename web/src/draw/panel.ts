// Panels, as HTML. A panel has a fixed kind and rows of cells; values that the last step changed are washed.

import type { Panel } from "../wire";
import { renderLog } from "./log";
import { renderQueue, renderTable } from "./table";
import { Words } from "../words/drawing";

type Render = (host: HTMLElement, p: Panel, before?: Panel) => void;

/** What a host is to show, once what draws it has come. */
const waiting = new WeakMap<HTMLElement, readonly [Panel, Panel | undefined]>();
let rare: Render | undefined;

/** Draws a panel's content into host. before: the same panel before the last step, for what has changed since. */
export function renderPanel(host: HTMLElement, p: Panel, before?: Panel): void {
  if (p.rows.length === 0) {
    nothing(host);
    return;
  }
  switch (p.kind) {
    case "log": return renderLog(host, p, before);
    case "queue": return renderQueue(host, p, before);
    case "table": return renderTable(host, p, before);
    default: return rare ? rare(host, p, before) : wait(host, p, before);
  }
}

function wait(host: HTMLElement, p: Panel, before: Panel | undefined): void {
  const first = !waiting.has(host);
  waiting.set(host, [p, before]);
  if (first) {
    void import("./rare").then(({ renderRare }) => {
      rare = renderRare;
      const now = waiting.get(host);
      if (now) rare(host, ...now);
    });
  }
}

function nothing(host: HTMLElement): void {
  if (host.firstElementChild?.className === "ql-none") return;
  const e = document.createElement("p");
  e.className = "ql-none";
  e.textContent = Words.nothingYet;
  host.replaceChildren(e);
}
