// Tables and queues. Numbers stand at the right; a changed value follows its old one.

import type { Cell, Panel, PanelRow } from "../wire";
import { columnOf, isDrawn, put, rowBefore, scroller, tag } from "./cells";
import { epochClass } from "./ink";
import { Words } from "../words/drawing";

const NUMBER = /^[−+-]?[\d,]+(\.\d+)?%?$/;

export function renderTable(host: HTMLElement, p: Panel, before?: Panel): void {
  if (isDrawn(host, p, before)) return;
  const table = tag("table", "ql-t"), width = Math.max(0, ...p.rows.map((r) => r.cells.length));
  const columns = p.columns ?? [], right = numeric(p, width);
  table.append(tag("caption", "ql-vh", p.name));
  const named = p.rows.some((r) => r.name !== "");
  if (columns.length) table.append(header(columns, right, named));
  const body = tag("tbody");
  for (const row of p.rows) body.append(drawRow(row, columns, rowBefore(before, row), before !== undefined, right, named));
  table.append(body);
  const box = host.querySelector<HTMLElement>(":scope > .ql-scroll") ?? scroller(p.name);
  box.replaceChildren(table);
  if (box.parentNode !== host || host.childElementCount !== 1) host.replaceChildren(box);
}

/** A queue is a row of boxes, its head at the left. */
export function renderQueue(host: HTMLElement, p: Panel, before?: Panel): void {
  if (isDrawn(host, p, before)) return;
  const table = tag("table", "ql-log");
  table.append(tag("caption", "ql-vh", p.name));
  const body = tag("tbody");
  for (const row of p.rows) {
    const tr = tag("tr"), th = tag("th", "", row.name), td = tag("td"), line = tag("div", "ql-queue");
    th.scope = "row";
    const was = new Set(rowBefore(before, row)?.cells.map((c) => c.text));
    for (const c of row.cells) {
      const fresh = before !== undefined && !was.has(c.text);
      line.append(tag("span", `e ${c.mark || "committed"}${epochClass(c.epoch)}${fresh ? " new" : ""}`, c.text));
    }
    if (row.cells.length === 0) line.append(tag("span", "faint", Words.empty));
    td.append(line);
    tr.append(th, td);
    body.append(tr);
  }
  table.append(body);
  const box = scroller(p.name);
  box.append(table);
  host.replaceChildren(box);
}

/** Columns whose every value is a number. */
function numeric(p: Panel, width: number): boolean[] {
  const columns = p.columns ?? [];
  return Array.from({ length: Math.max(width, columns.length) }, (_, i) => {
    const values = p.rows.flatMap((r) => r.cells.filter((c, k) => columnOf(c, k, columns) === i).map((c) => c.text));
    return values.length > 0 && values.every((v) => NUMBER.test(v) || v === "" || v === "–");
  });
}

function header(columns: readonly string[], right: readonly boolean[], named: boolean): HTMLTableSectionElement {
  const head = tag("thead"), tr = tag("tr");
  if (named) tr.append(tag("td"));
  columns.forEach((c, i) => {
    const th = tag("th", right[i] ? "r" : "", c);
    th.scope = "col";
    tr.append(th);
  });
  head.append(tr);
  return head;
}

function drawRow(row: PanelRow, columns: readonly string[], was: PanelRow | undefined, compared: boolean, right: readonly boolean[], named: boolean): HTMLTableRowElement {
  const tr = tag("tr");
  if (named) {
    const th = tag("th", "", row.name);
    th.scope = "row";
    tr.append(th);
  }
  if (row.cells.length === 0) {
    const td = tag("td", "faint", Words.empty);
    td.colSpan = Math.max(1, right.length);
    tr.append(td);
    return tr;
  }
  const places: (Cell | undefined)[] = right.map(() => undefined);
  row.cells.forEach((c, i) => { places[columnOf(c, i, columns)] = c; });
  const old = new Map(was?.cells.map((c, i) => [columnOf(c, i, columns), c]));
  places.forEach((cell, i) => {
    const td = tag("td", `${cell?.mark ?? ""}${right[i] ? " r" : ""}`.trim());
    if (cell) put(td, cell.text, was ? old.get(i)?.text ?? "" : compared ? "" : undefined);
    tr.append(td);
  });
  return tr;
}
