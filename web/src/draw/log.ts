// A log: a row a node, an entry a cell, the epoch in each. Solid is committed; the bar after an entry is how far.

import type { Cell, Panel, PanelRow } from "../wire";
import { columnOf, isDrawn, rowBefore, scroller, tag } from "./cells";
import { epochClass } from "./ink";
import { Words } from "../words/drawing";

export function renderLog(host: HTMLElement, p: Panel, before?: Panel): void {
  if (isDrawn(host, p, before)) return;
  const old = host.querySelector(".ql-scroll"), table = tag("table", "ql-log");
  const columns = p.columns?.length ? [...p.columns] : numbers(p), wide = old?.querySelector("thead tr")?.childElementCount === columns.length + 1;
  // The end of a log is where things happen: stay there unless the reader went back. Where it is no longer than it was,
  // the page is not asked.
  const atEnd = !wide && (!old || old.scrollLeft + old.clientWidth >= old.scrollWidth - 4);
  table.append(tag("caption", "ql-vh", p.legend ? `${p.name}: ${p.legend}` : p.name));
  if (columns.length) table.append(header(columns));
  const body = tag("tbody");
  for (const row of p.rows) body.append(drawRow(row, columns, rowBefore(before, row), before !== undefined));
  table.append(body);
  const box = old instanceof HTMLDivElement ? old : scroller(p.name);
  box.replaceChildren(table);
  if (box.parentNode !== host || host.childElementCount !== 1) host.replaceChildren(box);
  if (atEnd) box.scrollLeft = box.scrollWidth;
}

function numbers(p: Panel): string[] {
  const last = Math.max(0, ...p.rows.map((r) => Math.max(r.cells.length, ...r.cells.map((c) => c.at ?? 0))));
  return Array.from({ length: last }, (_, i) => String(i + 1));
}

function header(columns: readonly string[]): HTMLTableSectionElement {
  const head = tag("thead"), tr = tag("tr");
  tr.append(tag("td"));
  for (const c of columns) {
    const th = tag("th", "", c);
    th.scope = "col";
    tr.append(th);
  }
  head.append(tr);
  return head;
}

function drawRow(row: PanelRow, columns: readonly string[], was: PanelRow | undefined, compared: boolean): HTMLTableRowElement {
  const tr = tag("tr"), th = tag("th", "", row.name), places: (Cell | undefined)[] = columns.map(() => undefined);
  th.scope = "row";
  tr.append(th);
  row.cells.forEach((c, i) => { places[columnOf(c, i, columns)] = c; });
  if (row.cells.length === 0) {
    const td = tag("td", "faint", Words.empty);
    td.colSpan = Math.max(1, columns.length);
    tr.append(td);
    return tr;
  }
  const old = new Map(was?.cells.map((c, i) => [columnOf(c, i, columns), c]));
  places.forEach((cell, i) => {
    const td = tag("td", row.bar !== undefined && row.bar > 0 && columns[i] === String(row.bar) ? "bar" : "");
    if (cell) td.append(entry(cell, compared && differs(cell, old.get(i))));
    tr.append(td);
  });
  return tr;
}

const differs = (a: Cell, b: Cell | undefined): boolean => !b || a.text !== b.text || a.epoch !== b.epoch || a.mark !== b.mark;

function entry(c: Cell, fresh: boolean): HTMLSpanElement {
  const e = tag("span", `e ${c.mark || "plain"}${epochClass(c.epoch)}${fresh ? " new" : ""}`, c.text);
  if (c.epoch) e.append(tag("sup", "", String(c.epoch)));
  return e;
}
