// A log: a row a node, an entry a cell, the epoch in each. Solid is committed; the bar after an entry is how far. Logs grow long
// and little of them changes at a time: what has not changed stays as it is on the page.

import type { Cell, Panel, PanelRow } from "../wire";
import { columnOf, isDrawn, rowBefore, scroller, tag } from "./cells";
import { epochClass } from "./ink";
import { Words } from "../words/drawing";

interface Line {
  tr: HTMLTableRowElement;
  cells: HTMLTableCellElement[];
  /** What each of the cells shows. */
  shows: string[];
}

interface Book {
  box: HTMLDivElement;
  caption: HTMLTableCaptionElement;
  head: HTMLTableRowElement;
  body: HTMLTableSectionElement;
  columns: readonly string[];
  lines: Map<string, Line>;
}

const books = new WeakMap<HTMLElement, Book>();

export function renderLog(host: HTMLElement, p: Panel, before?: Panel): void {
  if (isDrawn(host, p, before)) return;
  const old = books.get(host), book = old ?? bind(host, p.name), { box } = book;
  const columns = p.columns?.length ? [...p.columns] : numbers(p), grows = columns.length !== book.columns.length || !old;
  // The end of a log is where things happen: stay there unless the reader went back. Where it is no longer than it was,
  // the page is not asked.
  const atEnd = grows && (!old || box.scrollLeft + box.clientWidth >= box.scrollWidth - 4);
  if (book.caption.textContent !== p.name) book.caption.textContent = p.name;
  rule(book, columns);
  const names = new Set(p.rows.map((r) => r.name));
  for (const [name, line] of book.lines) {
    if (names.has(name)) continue;
    line.tr.remove();
    book.lines.delete(name);
  }
  p.rows.forEach((row, i) => {
    const tr = write(book, row, rowBefore(before, row), before !== undefined);
    if (book.body.children[i] !== tr) book.body.insertBefore(tr, book.body.children[i] ?? null);
  });
  if (box.parentNode !== host || host.childElementCount !== 1) host.replaceChildren(box);
  if (atEnd) box.scrollLeft = box.scrollWidth;
}

function bind(host: HTMLElement, name: string): Book {
  const box = scroller(name), table = tag("table", "ql-log"), caption = tag("caption", "ql-vh"), head = tag("thead"), first = tag("tr"), body = tag("tbody");
  head.append(first);
  table.append(caption, head, body);
  box.append(table);
  const book: Book = { box, caption, head: first, body, columns: [], lines: new Map() };
  books.set(host, book);
  return book;
}

function numbers(p: Panel): string[] {
  const last = Math.max(0, ...p.rows.map((r) => r.cells.reduce((most, c) => Math.max(most, c.at ?? 0), r.cells.length)));
  return Array.from({ length: last }, (_, i) => String(i + 1));
}

/** Makes the columns what they have to be. */
function rule(book: Book, columns: readonly string[]): void {
  const { head } = book;
  while (head.childElementCount > columns.length + 1) head.lastElementChild?.remove();
  if (columns.length === 0) head.replaceChildren();
  else if (!head.firstElementChild) head.append(tag("td"));
  columns.forEach((name, i) => {
    const th = head.children[i + 1];
    if (!th) {
      const made = tag("th", "", name);
      made.scope = "col";
      head.append(made);
    } else if (th.textContent !== name) th.textContent = name;
  });
  book.columns = columns;
}

function write(book: Book, row: PanelRow, was: PanelRow | undefined, compared: boolean): HTMLTableRowElement {
  const { columns } = book, line = book.lines.get(row.name) ?? start(book, row.name);
  if (row.cells.length === 0) {
    if (line.shows.length !== 1 || line.shows[0] !== NOTHING) cut(line, 0);
    const td = line.cells[0] ?? place(line, tag("td", "faint", Words.empty), NOTHING), wide = Math.max(1, columns.length);
    if (td.colSpan !== wide) td.colSpan = wide;
    return line.tr;
  }
  if (line.shows[0] === NOTHING) cut(line, 0);
  cut(line, columns.length);
  const now = laidOut(row, columns), then = was && laidOut(was, columns);
  columns.forEach((name, i) => {
    const c = now[i], bar = row.bar !== undefined && row.bar > 0 && name === String(row.bar), fresh = c !== undefined && compared && differs(c, then?.[i]);
    const shows = c ? `${c.text}\n${c.epoch ?? ""}\n${c.mark ?? ""}\n${fresh ? 1 : 0}${bar ? 1 : 0}` : bar ? "bar" : "";
    const there = line.cells[i];
    if (there && line.shows[i] === shows) return;
    const td = there ?? place(line, tag("td"), shows);
    line.shows[i] = shows;
    td.className = bar ? "bar" : "";
    td.replaceChildren(...(c ? [entry(c, fresh)] : []));
  });
  return line.tr;
}

/** What the one cell of a row without entries shows. No entry is told apart by it: a text has no end of line at its front. */
const NOTHING = "\n";

function start(book: Book, name: string): Line {
  const tr = tag("tr"), th = tag("th", "", name), line: Line = { tr, cells: [], shows: [] };
  th.scope = "row";
  tr.append(th);
  book.lines.set(name, line);
  return line;
}

function place(line: Line, td: HTMLTableCellElement, shows: string): HTMLTableCellElement {
  line.tr.append(td);
  line.cells.push(td);
  line.shows.push(shows);
  return td;
}

/** Takes what is beyond so many cells away. */
function cut(line: Line, length: number): void {
  for (const td of line.cells.splice(length)) td.remove();
  line.shows.splice(length);
}

/** The cells of a row by their columns. */
function laidOut(row: PanelRow, columns: readonly string[]): (Cell | undefined)[] {
  const places: (Cell | undefined)[] = [];
  row.cells.forEach((c, i) => { places[columnOf(c, i, columns)] = c; });
  return places;
}

const differs = (a: Cell, b: Cell | undefined): boolean => !b || a.text !== b.text || a.epoch !== b.epoch || a.mark !== b.mark;

function entry(c: Cell, fresh: boolean): HTMLSpanElement {
  const e = tag("span", `e ${c.mark || "plain"}${epochClass(c.epoch)}${fresh ? " new" : ""}`, c.text);
  if (c.epoch) e.append(tag("sup", "", String(c.epoch)));
  return e;
}
