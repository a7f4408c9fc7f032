// Where a node's words stand. The place is chosen for the longest words that the node can be given, once for a layout:
// words that jump from side to side while a run plays can't be read.

import type { Decl } from "../wire";
import { Words } from "../words/drawing";
import { textWidth } from "./measure";
import type { Place, Plan } from "./places";
import { around, covered, outsideBy, overlap, type Box, type Stroke } from "./room";

export type Anchor = "start" | "middle" | "end";

export interface LabelSpot {
  x: number;
  /** The top of the block of words. */
  y: number;
  anchor: Anchor;
  /** How wide a line may be before it meets something, and between which bounds. */
  room: number;
  from: number;
  to: number;
  /** The height kept for the words, and where in it fewer lines stand: towards their node. */
  height: number;
  align: "top" | "middle" | "bottom";
}

export interface LabelSizes {
  width: number;
  height: number;
  /** Of those who stand outside. */
  visitor: number;
}

export const ROLE_LINE = 15;
export const CELL_LINE = 15;

/**
 * The largest block of words that a node can be given, its tally's width aside. It depends on what is declared and not on what
 * is so just now: nobody moves when a tally or a log begins, and two branches side by side stand alike.
 */
export function labelSizes(decl: Decl, narrow: boolean): LabelSizes {
  const size = narrow ? 11.5 : 12.5;
  let width = textWidth(Words.crashed, size, true);
  for (const s of decl.statuses) if (s.shape !== "pill") width = Math.max(width, textWidth(s.name, size, true));
  if (decl.epoch) width = Math.max(width, textWidth(`${decl.epoch} 88`, 11.5));
  // Room for a full micro log wherever there can be one: logs grow, and words should not move when they do.
  const cells = decl.panels?.some((p) => p.kind === "log");
  if (cells) width = Math.max(width, narrow ? 70 : 112);
  let visitor = 0;
  for (const s of decl.statuses) if (s.shape === "pill") visitor = Math.max(visitor, textWidth(s.name, 11.5));
  return { width, visitor: visitor || 40, height: ROLE_LINE * 2 + (cells ? CELL_LINE : 0) };
}

interface Candidate {
  x: number;
  y: number;
  anchor: Anchor;
  /** The direction in which it leaves its node. */
  dx: number;
  dy: number;
}

export function placeLabels(p: Plan, sizes: LabelSizes, width: number, narrow: boolean): Map<string, LabelSpot> {
  const places = [...p.places.values()];
  const lines: Stroke[] = p.pairs.flatMap(([a, b]) => {
    const from = p.places.get(a), to = p.places.get(b);
    return from && to ? [{ x0: from.x, y0: from.y, x1: to.x, y1: to.y }] : [];
  });
  if (p.ring) lines.push(...oval(p.ring));
  const blocked = places.map(bodyOf);
  const taken: Box[] = [];
  const chosen = new Map<string, { candidate: Candidate; box: Box }>();
  for (const q of places) {
    const block = q.outside ? { width: sizes.visitor, height: ROLE_LINE } : sizes;
    let best: Candidate | undefined, bestBox: Box | undefined, least = Infinity;
    for (const c of candidates(q, block, narrow, p.height)) {
      const box = boxOf(c, block.width, block.height);
      let cost = outsideBy(box, width, p.height) * 60 + leaning(q, c, narrow, p.words);
      for (const other of blocked) cost += overlap(box, other) * 4;
      for (const other of taken) cost += overlap(box, other) * 4;
      for (const line of lines) cost += covered(box, line) * (p.words === "below" ? 0.6 : 1.2);
      if (cost < least) [best, bestBox, least] = [c, box, cost];
    }
    if (!best || !bestBox) continue;
    taken.push(bestBox);
    chosen.set(q.id, { candidate: best, box: bestBox });
  }
  const spots = new Map<string, LabelSpot>();
  for (const [id, { candidate, box }] of chosen) {
    const words = taken.filter((t) => t !== box);
    const align = candidate.dy > 0.6 ? "top" : candidate.dy < -0.6 ? "bottom" : "middle";
    spots.set(id, {
      x: candidate.x, y: candidate.y, anchor: candidate.anchor, height: box.y1 - box.y0 - 4, align,
      ...roomOf(candidate, box, blocked, words, width),
    });
  }
  return spots;
}

/** A node with its rings; a pill is lower than it is wide. */
const bodyOf = (q: Place): Box => {
  const body = around(q.x, q.y, q.r + 9);
  return q.outside ? { ...body, y0: q.y - q.r * 0.72 - 6, y1: q.y + q.r * 0.72 + 6 } : body;
};

/** The ring of keys, as straight pieces. */
function oval({ cx, cy, rx, ry }: NonNullable<Plan["ring"]>): Stroke[] {
  const at = (i: number): [number, number] => [cx + rx * Math.cos((i * Math.PI) / 24), cy + ry * Math.sin((i * Math.PI) / 24)];
  return Array.from({ length: 48 }, (_, i) => {
    const [x0, y0] = at(i), [x1, y1] = at(i + 1);
    return { x0, y0, x1, y1 };
  });
}

function candidates(q: Place, size: { width: number; height: number }, narrow: boolean, floor: number): Candidate[] {
  const side = q.r + (narrow ? 17 : 19), under = q.outside ? q.r * 0.72 + 11 : q.r + (narrow ? 13 : 19), mid = q.y - size.height / 2;
  const lean = size.width / 2 + 6;
  const all: Candidate[] = [
    { x: q.x + side, y: mid, anchor: "start", dx: 1, dy: 0 },
    { x: q.x - side, y: mid, anchor: "end", dx: -1, dy: 0 },
    { x: q.x, y: q.y + under, anchor: "middle", dx: 0, dy: 1 },
    { x: q.x, y: q.y - under - size.height, anchor: "middle", dx: 0, dy: -1 },
  ];
  for (const dy of [1, -1]) {
    const y = dy > 0 ? q.y + under : q.y - under - size.height;
    for (const k of [0.35, 0.7, 1]) {
      all.push({ x: q.x - lean * k, y, anchor: "middle", dx: -k, dy }, { x: q.x + lean * k, y, anchor: "middle", dx: k, dy });
    }
    const corner = dy > 0 ? q.y + q.r * 0.45 : q.y - q.r * 0.45 - size.height;
    all.push({ x: q.x + side, y: corner, anchor: "start", dx: 1, dy: dy * 0.5 }, { x: q.x - side, y: corner, anchor: "end", dx: -1, dy: dy * 0.5 });
  }
  // Beside a node at the edge, words slide along it rather than leave the figure.
  return all.map((c) => Math.abs(c.dx) === 1 ? { ...c, y: Math.max(3, Math.min(floor - size.height - 3, c.y)) } : c);
}

/** Beside the node where there is width, under it on a phone; a small turn costs less than a crossed line. */
function leaning(q: Place, c: Candidate, narrow: boolean, words: Plan["words"]): number {
  // In rows and columns all words stand alike, or the eye takes the odd one for a difference.
  if (words === "below" && !q.outside) return c.dy > 0.6 ? Math.abs(c.dx) * 12 : 45 + Math.abs(c.dy) * 4;
  const length = Math.hypot(c.dx, c.dy) || 1;
  const outward = 1 - (c.dx * q.away.x + c.dy * q.away.y) / length;
  const crooked = c.dx !== 0 && c.dy !== 0 ? 4 + 6 * Math.abs(c.dx) : 0;
  const top = q.away.y < -0.5, flat = Math.abs(q.away.x) < 0.05;
  if (top && c.dy > 0.6) return 90;
  const habit = narrow || q.outside || (flat && !top) ? (c.dy > 0 && Math.abs(c.dx) < 1 ? 0 : c.dy < 0 ? 30 : 14) : c.dy === 0 ? 0 : 18;
  return outward * (narrow ? 18 : 10) + crooked + habit + (top && flat && c.dx < 0 ? 6 : 0);
}

export function boxOf(c: { x: number; y: number; anchor: Anchor }, w: number, h: number): Box {
  const x0 = c.anchor === "start" ? c.x : c.anchor === "end" ? c.x - w : c.x - w / 2;
  return { x0, y0: c.y - 2, x1: x0 + w, y1: c.y + h + 2 };
}

function roomOf(c: Candidate, box: Box, nodes: readonly Box[], words: readonly Box[], width: number): { room: number; from: number; to: number } {
  let left = box.x0 - 2, right = width - box.x1 - 2;
  const meet = (o: Box, share: number): void => {
    if (o.y1 <= box.y0 || o.y0 >= box.y1) return;
    // Boxes are kept for the longest words: where two of them lie over each other, what is written may not.
    if (o.x0 + o.x1 > box.x0 + box.x1) right = Math.min(right, (o.x0 - box.x1 - 8) * share);
    else left = Math.min(left, (box.x0 - o.x1 - 8) * share);
  };
  for (const o of nodes) meet(o, 1);
  // Words may grow towards each other.
  for (const o of words) meet(o, 0.5);
  const w = box.x1 - box.x0, room = w + (c.anchor === "start" ? right : c.anchor === "end" ? left : 2 * Math.min(left, right));
  return { room, from: box.x0 - left, to: box.x1 + right };
}
