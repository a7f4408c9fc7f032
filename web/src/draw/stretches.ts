// Panels of stretches: who keeps which keys, and what took how long. A cell reaches from its "at" to that of the next cell
// of its row, the last one to the row's bar; a cell without a word is a gap.

import type { Cell, Panel, PanelRow } from "../wire";
import { isDrawn, rowBefore, tag } from "./cells";
import { epochClass } from "./ink";
import { textWidth } from "./measure";
import { Words } from "../words/drawing";

interface Stretch {
  row: PanelRow;
  cell: Cell;
  from: number;
  to: number;
}

function stretches(row: PanelRow): Stretch[] {
  const all = row.cells.map((cell, i): Stretch => {
    const from = cell.at ?? i + 1, to = row.cells[i + 1]?.at ?? (row.bar || from + 1);
    return { row, cell, from, to: Math.max(from, to) };
  });
  return all.filter((s) => s.cell.text !== "" && s.to > s.from);
}

function ends(all: readonly Stretch[]): [number, number] {
  return [Math.min(...all.map((s) => s.from)), Math.max(...all.map((s) => s.to))];
}

/** The least width that a panel has, on a phone: a word within a stretch has to fit there. */
const LEAST = 300;
const FONT = 12.5;

/** One bar of all keys, in their order, each stretch with its keys and its owner: a row is an owner. */
export function renderKeyspace(host: HTMLElement, p: Panel, before?: Panel): void {
  if (isDrawn(host, p, before)) return;
  const all = p.rows.flatMap(stretches).sort((a, b) => a.from - b.from || a.to - b.to);
  if (!all.length) return host.replaceChildren(tag("p", "ql-none", Words.nothingYet));
  const [from, to] = ends(all), bar = tag("div", "ql-keys-bar"), list = tag("ul", "ql-keys-list");
  let silent = false, at = from;
  for (const s of all) {
    if (s.from > at) bar.append(piece(s.from - at, "gap"));
    at = Math.max(at, s.to);
    const changed = before !== undefined && !ownedBefore(before, s), share = ((s.to - s.from) / (to - from)) * LEAST;
    const words = Math.max(textWidth(s.cell.text, FONT, true), textWidth(s.row.name, FONT)) + 14 <= share;
    silent ||= !words;
    const e = piece(s.to - s.from, `${s.cell.mark || "plain"}${epochClass(s.cell.epoch)}${changed ? " new" : ""}`);
    if (words) e.append(tag("b", "", s.cell.text), tag("span", "", s.row.name));
    bar.append(e);
    const li = tag("li"), owner = tag("span", changed ? "ql-now" : "", s.row.name);
    li.append(tag("b", "", s.cell.text), " ", owner, s.cell.mark === "doubt" ? " moving" : "");
    list.append(li);
  }
  bar.setAttribute("aria-hidden", "true");
  // Where a stretch is too short for its words all of them are told beneath.
  if (!silent) list.classList.add("ql-vh");
  list.setAttribute("aria-label", p.legend ? `${p.name}: ${p.legend}` : p.name);
  host.replaceChildren(bar, list);
}

function piece(grow: number, cls: string): HTMLElement {
  const e = tag("div", cls);
  e.style.flexGrow = String(grow);
  return e;
}

const ownedBefore = (before: Panel, s: Stretch): boolean =>
  rowBefore(before, s.row)?.cells.some((c) => c.text === s.cell.text && c.at === s.cell.at && c.mark === s.cell.mark) ?? false;

/** A line a row: its name, its stretches on one scale for all, and what they say. */
export function renderWaterfall(host: HTMLElement, p: Panel, before?: Panel): void {
  if (isDrawn(host, p, before)) return;
  const lines = p.rows.map((row) => ({ row, all: stretches(row) })), every = lines.flatMap((l) => l.all);
  if (!every.length) return host.replaceChildren(tag("p", "ql-none", Words.nothingYet));
  const [from, to] = ends(every), list = tag("ul", "ql-falls");
  list.setAttribute("aria-label", p.legend ? `${p.name}: ${p.legend}` : p.name);
  for (const { row, all } of lines) {
    const li = tag("li"), track = tag("span", "track"), was = before && rowBefore(before, row);
    track.setAttribute("aria-hidden", "true");
    for (const s of all) {
      const e = tag("i", `${s.cell.mark || "plain"}${epochClass(s.cell.epoch)}`);
      e.style.left = `${(((s.from - from) / (to - from)) * 100).toFixed(2)}%`;
      e.style.width = `${(((s.to - s.from) / (to - from)) * 100).toFixed(2)}%`;
      track.append(e);
    }
    const says = all.map((s) => s.cell.text).join(", "), changed = before !== undefined && JSON.stringify(was?.cells) !== JSON.stringify(row.cells);
    // What came of another stands a step to the right.
    const depth = /^ */.exec(row.name)?.[0].length ?? 0, name = tag("b", "", row.name.trim());
    name.style.paddingLeft = `${Math.min(depth, 6) * 8}px`;
    li.append(name, track, tag("span", changed ? "says ql-now" : "says", says));
    list.append(li);
  }
  host.replaceChildren(list);
}
