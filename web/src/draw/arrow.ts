// A message in the space-time diagram, as paths. Marks of what became of it never lie on a line that is not its own: a
// cross and brackets sit between rows.

import type { Arrow } from "./scene";
import { r1 } from "./svg";

export type Lit = "" | "cause" | "effect";

export interface ArrowParts {
  /** The line, with its head where it has one: filled in the line's own ink. */
  line: string;
  cls: string;
  /** The head by itself, where the line is bent and may not be filled. */
  tip?: string;
  cross?: string;
  /** By chance rather than by hand. */
  chance?: boolean;
  brackets?: string;
  /** Where the brackets stand, for words of others to keep clear. */
  ends?: readonly { x: number; y: number }[];
  /** Where a word about it would stand. */
  mid: { x: number; y: number };
}

const LOST: ReadonlySet<string> = new Set(["lost", "cut", "crashed", "unsynced", "dropped"]);

export const isLost = (a: Arrow): boolean => LOST.has(a.fate);
/** Whether a hand or a fault made it a message to be told apart from the rest. */
export const isMarked = (a: Arrow): boolean => a.fate !== "landed" && a.fate !== "flying" || a.hold !== undefined;

interface Rows {
  x: (t: number) => number;
  y: (node: string) => number;
  rowHeight: number;
  /** The right edge of what is drawn. */
  edge: number;
}

/** A head with its tip at x, y, for a line that comes in this direction. */
function head(x: number, y: number, dx: number, dy: number, size: number): string {
  const d = Math.hypot(dx, dy) || 1, ux = dx / d, uy = dy / d, w = size * 0.5, bx = x - ux * size, by = y - uy * size;
  return `M${r1(x)} ${r1(y)}L${r1(bx - uy * w)} ${r1(by + ux * w)}L${r1(bx + uy * w)} ${r1(by - ux * w)}Z`;
}

export function arrowParts(a: Arrow, rows: Rows, lit: Lit): ArrowParts {
  const x1 = rows.x(a.leaves), y1 = rows.y(a.from), y2 = rows.y(a.to), x2 = Math.max(rows.x(a.lands), x1 + 2);
  const apart = Math.max(1, Math.round(Math.abs(y2 - y1) / rows.rowHeight));
  if (a.hold) return held(a, rows, lit, { x1, y1, x2, y2, apart });
  if (isLost(a)) return lost(a, { x1, y1, x2, y2, apart });
  const size = lit ? 9 : 7, tip = head(x2, y2, x2 - x1, y2 - y1, size);
  const cls = lit || `msg${a.intent === "beat" ? " beat" : ""}${a.fate === "delayed" ? " late" : ""}${a.fate === "waiting" ? " wait" : ""}`;
  const mid = { x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
  if (y1 !== y2) return { line: `M${r1(x1)} ${r1(y1)}L${r1(x2)} ${r1(y2)}${tip}`, cls, mid };
  // To itself: a bow over its own line.
  const bow = `M${r1(x1)} ${r1(y1)}Q${r1(mid.x)} ${r1(y1 - 16)} ${r1(x2)} ${r1(y2)}`;
  return { line: bow, cls: `${cls} bent`, tip: head(x2, y2, x2 - mid.x, 16, size), mid };
}

interface Ends {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  apart: number;
}

function lost(a: Arrow, { x1, y1, x2, y2, apart }: Ends): ArrowParts {
  const byHand = a.fate === "dropped";
  // In the middle of a gap between rows: the last gap when it was lost on arrival, the middle one when a hand took it.
  const k = byHand ? (Math.ceil(apart / 2) - 0.5) / apart : 1 - 0.3 / apart;
  const x = x1 + (x2 - x1) * k, y = y1 + (y2 - y1) * k;
  return {
    line: `M${r1(x1)} ${r1(y1)}L${r1(x)} ${r1(y)}`, cls: `msg lost${a.intent === "beat" ? " beat" : ""}`,
    cross: `M${r1(x - 4)} ${r1(y - 4)}l8 8m0 -8l-8 8`, chance: !byHand, mid: { x, y },
  };
}

/** It comes half a row down its way, stays there between brackets, and goes on. */
function held(a: Arrow, rows: Rows, lit: Lit, { x1, y1, x2, y2, apart }: Ends): ArrowParts {
  const hold = a.hold as { from: number; to: number }, half = 0.5 / apart;
  const y = y1 + (y2 - y1) * half, from = Math.max(x1 + 6, rows.x(hold.from));
  const ends = Number.isFinite(hold.to), to = ends ? Math.max(from + 12, rows.x(hold.to)) : rows.edge;
  const lands = Math.max(x2, to + 4);
  const gone = isLost(a) && ends;
  const on = !ends ? "" : gone ? "" : `L${r1(lands)} ${r1(y2)}`;
  const tip = on ? head(lands, y2, lands - to, y2 - y, lit ? 9 : 7) : "";
  const parts: ArrowParts = {
    line: `M${r1(x1)} ${r1(y1)}L${r1(from)} ${r1(y)}H${r1(to)}${on}`, cls: `${lit || "msg"} late bent`,
    brackets: `M${r1(from + 4)} ${r1(y - 6)}h-4v12h4${ends ? `M${r1(to - 4)} ${r1(y - 6)}h4v12h-4` : ""}`,
    ends: ends ? [{ x: from, y }, { x: to, y }] : [{ x: from, y }],
    mid: { x: (Math.max(from, 0) + Math.min(to, rows.edge)) / 2, y },
  };
  if (gone) parts.cross = `M${r1(to + 6)} ${r1(y - 4)}l8 8m0 -8l-8 8`;
  if (tip) parts.tip = tip;
  return parts;
}

/** Only the line, for a crowd that is drawn as one. */
export function thread(a: Arrow, rows: Rows): string {
  return `M${r1(rows.x(a.leaves))} ${r1(rows.y(a.from))}L${r1(rows.x(a.lands))} ${r1(rows.y(a.to))}`;
}
