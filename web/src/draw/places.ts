// Where nodes stand. A layout is declared; a node says its tier and place where they matter. Nothing else decides.

import type { Decl, NodeFrame } from "../wire";
import { shapeOf } from "./ink";

export interface Place {
  id: string;
  x: number;
  y: number;
  /** The radius of its shape. */
  r: number;
  /** Clients and other visitors, who stand outside the cluster. */
  outside: boolean;
  /** The direction away from the cluster's middle, where its words go first. */
  away: { x: number; y: number };
}

export interface Plan {
  places: Map<string, Place>;
  /** Pairs joined by a line at rest. */
  pairs: [string, string][];
  /** The ring of keys, where the layout has one. */
  ring?: { cx: number; cy: number; rx: number; ry: number };
  height: number;
  /** Whether words stand under every node, or where there is room round each. */
  words: "below" | "around";
}

interface Ground {
  decl: Decl;
  nodes: readonly NodeFrame[];
  width: number;
  narrow: boolean;
  /** The height wanted; undefined: what the layout needs. */
  height: number | undefined;
  /** The largest words that a node can be given. */
  words: { width: number; height: number };
}

export function plan(ground: Ground): Plan {
  const { decl } = ground;
  const free = decl.layout === "tiers";
  const outside = ground.nodes.filter((n) => !free && isOutside(decl, n));
  const inside = ground.nodes.filter((n) => free || !isOutside(decl, n));
  switch (decl.layout) {
    case "star": return star(ground, inside, outside);
    case "chain": return chain(ground, inside, outside);
    case "tiers": return tiers(ground, inside);
    case "keyspace": return ring(ground, byPlace(inside), outside, true);
    default: return ring(ground, inside, outside, false);
  }
}

export function isOutside(decl: Decl, n: NodeFrame): boolean {
  return shapeOf(decl, n.status, n.role) === "pill";
}

const byPlace = (nodes: readonly NodeFrame[]): NodeFrame[] => [...nodes].sort((a, b) => (a.place ?? 0) - (b.place ?? 0));

const radius = (g: Ground): number => (g.narrow ? 20 : 25);

/** Visitors are drawn a little smaller, so that the cluster stays the subject. */
const VISITOR = 0.84;

function place(n: NodeFrame, x: number, y: number, r: number, away: { x: number; y: number }, outside = false): Place {
  return { id: n.id, x, y, r: outside ? r * VISITOR : r, outside, away };
}

function ring(g: Ground, inside: readonly NodeFrame[], outside: readonly NodeFrame[], keyed: boolean): Plan {
  const n = inside.length, r = g.narrow && n > 6 ? 18 : radius(g);
  // Room above the topmost: for a row of visitors, and for its words where its neighbours stand close at its sides.
  const band = g.narrow ? (outside.length > 2 ? 54 : 0) + (n > 5 || keyed ? 44 : 0) : 0;
  const height = g.height ?? (n <= 2 ? (g.narrow ? 200 : 220) : g.narrow ? 330 + band + 28 * Math.max(0, n - 5) : 352 + 18 * Math.max(0, n - 7));
  const { cx, cy, rx, ry } = oval(g, n, r, band, height, keyed);
  const places = new Map<string, Place>();
  // Two stand side by side: one above the other would read as a rank.
  const first = n === 2 ? Math.PI : -Math.PI / 2;
  inside.forEach((node, i) => {
    const a = first + (i * 2 * Math.PI) / n, c = n === 1 ? 0 : Math.cos(a), s = n === 1 ? 0 : Math.sin(a);
    places.set(node.id, place(node, cx + rx * c, cy + ry * s, r, { x: c, y: s }));
  });
  visitors(g, outside, places);
  const pairs: [string, string][] = [];
  if (!keyed) inside.forEach((a, i) => inside.slice(i + 1).forEach((b) => pairs.push([a.id, b.id])));
  return { places, pairs, height, words: "around", ...(keyed ? { ring: { cx, cy, rx, ry } } : {}) };
}

/** The ring's middle and radii: as large as the words above, below and beside it leave room for. */
function oval(g: Ground, n: number, r: number, band: number, height: number, keyed: boolean): NonNullable<Plan["ring"]> {
  const below = r + 17 + g.words.height;
  const crowded = g.narrow && n <= 2 ? 30 : 0, top = crowded + band + (g.narrow ? r + 16 : keyed ? below + 6 : r + 24), foot = height - (g.narrow || keyed ? below : r + 22);
  // With an odd number nobody stands at the very foot.
  const k = n % 2 && n > 1 ? Math.cos(Math.PI / n) : 1, ry = Math.max(0, (foot - top) / (1 + k));
  const side = g.width / 2 - r - g.words.width - 22;
  const rx = g.narrow ? Math.min(g.width * 0.345, height * 1.05) : Math.max(r * 2, Math.min(g.width * 0.3, height * 1.05, side));
  return { cx: g.width / 2, cy: n > 2 ? top + ry : (top + foot) / 2, rx, ry };
}

/** Outside, at the top left: a column, or on a phone the two upper corners, or a row when there are more. */
function visitors(g: Ground, outside: readonly NodeFrame[], places: Map<string, Place>): void {
  const r = radius(g), k = outside.length;
  outside.forEach((node, i) => {
    if (!g.narrow) {
      const rows = Math.max(1, Math.floor(((g.height ?? 352) - 30) / 76));
      places.set(node.id, place(node, r + 30 + Math.floor(i / rows) * 96, 36 + (i % rows) * 76, r, { x: 0, y: 1 }, true));
      return;
    }
    const x = k > 2 ? (g.width * (i + 0.5)) / k : i === 0 ? r + 14 : g.width - r - 14;
    places.set(node.id, place(node, x, r + 6, r, { x: 0, y: 1 }, true));
  });
}

/** Those that direct stand above those that are directed: a lower tier, or the role declared first. */
function hubs(g: Ground, inside: readonly NodeFrame[]): Set<string> {
  const top = Math.min(...inside.map((n) => n.tier ?? 0));
  const tiered = inside.filter((n) => (n.tier ?? 0) === top);
  if (tiered.length < inside.length) return new Set(tiered.map((n) => n.id));
  const role = g.decl.roles[0]?.name, named = inside.filter((n) => n.role === role);
  if (named.length > 0 && named.length < inside.length) return new Set(named.map((n) => n.id));
  return new Set(inside.slice(0, 1).map((n) => n.id));
}

function star(g: Ground, inside: readonly NodeFrame[], outside: readonly NodeFrame[]): Plan {
  const r = radius(g), hub = hubs(g, inside);
  const middle = inside.filter((n) => hub.has(n.id)), rim = inside.filter((n) => !hub.has(n.id));
  const rows = Math.max(1, Math.ceil(rim.length / Math.max(2, Math.floor(g.width / (g.narrow ? 84 : 128)))));
  const height = g.height ?? (g.narrow ? 270 : 300) + (rows - 1) * (r * 2 + g.words.height + 24);
  const places = new Map<string, Place>(), pairs: [string, string][] = [];
  middle.forEach((n, i) => {
    places.set(n.id, place(n, g.width / 2 + (i - (middle.length - 1) / 2) * 130, r + 18, r, { x: 1, y: -0.2 }));
  });
  // Evenly across, every second (or third) one a row lower: words of neighbours never meet.
  const span = Math.min(g.width - (g.narrow ? 8 : 96), rim.length * 190), left = (g.width - span) / 2;
  rim.forEach((n, i) => {
    const across = (i + 0.5) / rim.length, bow = rows > 1 ? 0 : Math.abs(across * 2 - 1) * height * 0.08;
    places.set(n.id, place(n, left + span * across, height - r - g.words.height - 22 - bow - (rows - 1 - (i % rows)) * (r * 2 + g.words.height + 24), r, { x: 0, y: 1 }));
    for (const m of middle) pairs.push([m.id, n.id]);
  });
  visitors(g, outside, places);
  return { places, pairs, height, words: "around" };
}

function chain(g: Ground, inside: readonly NodeFrame[], outside: readonly NodeFrame[]): Plan {
  const r = radius(g), order = byPlace(inside), gap = g.narrow ? 92 : 132;
  const margin = !g.narrow && outside.length ? 96 : 0;
  const perRow = Math.max(2, Math.min(order.length, Math.floor((g.width - margin) / gap)));
  const rows = Math.max(1, Math.ceil(order.length / perRow));
  const top = g.narrow && outside.length ? 64 : 0, rowH = r * 2 + g.words.height + 50;
  const height = g.height ?? Math.max(g.narrow ? 180 : 220, top + rows * rowH + 44);
  const y0 = top + (height - top - (rows - 1) * rowH) / 2 - g.words.height / 2 - 4;
  const places = new Map<string, Place>(), pairs: [string, string][] = [];
  order.forEach((n, i) => {
    const row = Math.floor(i / perRow), at = i % perRow;
    // A chain that turns at the margin reads on from below, like a river, so neighbours stay neighbours.
    const column = row % 2 ? perRow - 1 - at : at, count = Math.min(perRow, order.length);
    const x = margin + ((g.width - margin) * (column + 1)) / (count + 1);
    places.set(n.id, place(n, x, y0 + row * rowH, r, { x: 0, y: 1 }));
    const before = order[i - 1];
    if (before) pairs.push([before.id, n.id]);
  });
  visitors(g, outside, places);
  return { places, pairs, height, words: "around" };
}

/** Columns from left to right; on a phone rows from top to bottom. */
function tiers(g: Ground, nodes: readonly NodeFrame[]): Plan {
  const r = radius(g), places = new Map<string, Place>(), pairs: [string, string][] = [];
  const levels = [...new Set(nodes.map((n) => n.tier ?? 0))].sort((a, b) => a - b);
  const mates = levels.map((t) => byPlace(nodes.filter((n) => (n.tier ?? 0) === t)));
  const most = Math.max(1, ...mates.map((m) => m.length));
  const height = g.height ?? (g.narrow ? levels.length * (r * 2 + g.words.height + (most > 4 ? 74 : 44)) : Math.max(220, most * (r * 2 + g.words.height + 30)));
  mates.forEach((row, t) => row.forEach((n, i) => {
    const along = (i + 0.5) / row.length, across = (t + 0.5) / levels.length;
    // More than four across a phone would touch: every second one stands a step lower.
    const drop = g.narrow && row.length > 4 && i % 2 ? 34 : 0;
    const x = g.narrow ? g.width * along : 34 + (g.width - 68) * across, y = g.narrow ? height * across - g.words.height / 2 - 6 + (drop ? drop / 2 : most > 4 ? -17 : 0) : height * along - g.words.height / 2 - 6;
    places.set(n.id, place(n, x, y, r, { x: 0, y: 1 }, isOutside(g.decl, n)));
    for (const m of mates[t + 1] ?? []) pairs.push([n.id, m.id]);
  }));
  return { places, pairs, height, words: "below" };
}
