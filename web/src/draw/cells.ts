// What the panels share: making elements of HTML, and finding the cell that a row had before.

import type { Cell, Panel, PanelRow } from "../wire";

export function tag<K extends keyof HTMLElementTagNameMap>(name: K, cls = "", text = ""): HTMLElementTagNameMap[K] {
  const e = document.createElement(name);
  if (cls) e.className = cls;
  if (text) e.textContent = text;
  return e;
}

/** The column that a cell stands in: its own place where it has one, else the next. */
export function columnOf(cell: Cell, index: number, columns: readonly string[]): number {
  if (cell.at === undefined || cell.at === 0) return index;
  // Mostly a cell stands where its place says.
  if (columns[cell.at - 1] === String(cell.at)) return cell.at - 1;
  const named = columns.indexOf(String(cell.at));
  return named >= 0 ? named : index;
}

/** A row is known by its name, or by its first value where rows have none. */
const rowName = (r: PanelRow): string => r.name || (r.cells[0]?.text ?? "");

export function rowBefore(before: Panel | undefined, row: PanelRow): PanelRow | undefined {
  const name = rowName(row);
  return before?.rows.find((r) => rowName(r) === name);
}

/** A place to scroll sideways that the keyboard can reach too. */
export function scroller(label: string): HTMLDivElement {
  const e = tag("div", "ql-scroll");
  e.tabIndex = 0;
  e.setAttribute("role", "group");
  e.setAttribute("aria-label", label);
  return e;
}

interface Drawn {
  panel: Panel;
  before: Panel | undefined;
  key: string;
}

const drawn = new WeakMap<HTMLElement, Drawn>();

/** Whether a host shows this already. Panels are asked for at every frame and change at few. */
export function isDrawn(host: HTMLElement, panel: Panel, before: Panel | undefined): boolean {
  const last = drawn.get(host);
  if (last?.panel === panel && last.before === before && host.firstChild) return true;
  const key = JSON.stringify([panel, before]);
  drawn.set(host, { panel, before, key });
  return last?.key === key && host.firstChild !== null;
}

/** A value; with the one before the last step, struck through, where they differ. was: undefined where nothing is compared. */
export function put(into: HTMLElement, now: string, was: string | undefined): void {
  if (was === undefined || was === now) {
    into.textContent = now;
    return;
  }
  if (was) into.append(tag("span", "ql-was", was), " ");
  if (now) into.append(tag("span", "ql-now", now));
}
