// The eight shapes, as paths about their middle.

import type { Shape } from "../wire";
import { r1 } from "./svg";

function polygon(n: number, r: number, turn: number): string {
  let d = "";
  for (let i = 0; i < n; i++) {
    const a = turn + (i * 2 * Math.PI) / n;
    d += `${i ? "L" : "M"}${r1(r * Math.cos(a))} ${r1(r * Math.sin(a))}`;
  }
  return `${d}Z`;
}

export function circle(r: number): string {
  return `M${r1(-r)} 0a${r1(r)} ${r1(r)} 0 1 0 ${r1(2 * r)} 0a${r1(r)} ${r1(r)} 0 1 0 ${r1(-2 * r)} 0Z`;
}

function diamond(r: number): string {
  const d = r * 1.2, k = Math.min(4, r * 0.17), e = d + 0.5, c = d - k;
  const n = [c, k, e].map(r1) as [number, number, number];
  const [C, K, E] = n;
  return `M${-C} ${-K}L${-K} ${-C}Q0 ${-E} ${K} ${-C}L${C} ${-K}Q${E} 0 ${C} ${K}L${K} ${C}Q0 ${E} ${-K} ${C}L${-C} ${K}Q${-E} 0 ${-C} ${-K}Z`;
}

function square(r: number): string {
  const d = r1(r * 0.9), c = r1(r * 0.9 - 2);
  return `M${-c} ${-d}H${c}Q${d} ${-d} ${d} ${-c}V${c}Q${d} ${d} ${c} ${d}H${-c}Q${-d} ${d} ${-d} ${c}V${-c}Q${-d} ${-d} ${-c} ${-d}Z`;
}

function pill(r: number): string {
  const h = r1(r * 0.72), w = r1(r * 1.25 - r * 0.72);
  return `M${-w} ${-h}H${w}a${h} ${h} 0 0 1 0 ${r1(2 * h)}H${-w}a${h} ${h} 0 0 1 0 ${r1(-2 * h)}Z`;
}

const drawn = new Map<string, string>();

export function shapePath(shape: Shape, r: number): string {
  const key = `${shape} ${r}`;
  let d = drawn.get(key);
  if (d === undefined) {
    d = outline(shape, r);
    drawn.set(key, d);
  }
  return d;
}

function outline(shape: Shape, r: number): string {
  switch (shape) {
    case "circle": case "dashed": return circle(r);
    case "double": return circle(r * 0.9);
    case "diamond": return diamond(r);
    case "hexagon": return polygon(6, r * 1.13, 0);
    case "square": return square(r);
    case "octagon": return polygon(8, r * 1.08, Math.PI / 8);
    case "pill": return pill(r);
  }
}

export interface Track {
  d: string;
  /** The point at a part of the way round, clockwise from the top. */
  at(part: number): { x: number; y: number };
}

/** The way that a timer's hand goes round a node of radius r: a circle, or about a pill its own form. */
export function timerTrack(shape: Shape, r: number): Track {
  if (shape !== "pill") {
    const R = r + 7;
    return {
      d: `M0 ${-R}a${R} ${R} 0 1 1 0 ${2 * R}a${R} ${R} 0 1 1 0 ${-2 * R}Z`,
      at: (part) => ({ x: R * Math.sin(part * 2 * Math.PI), y: -R * Math.cos(part * 2 * Math.PI) }),
    };
  }
  const h = r1(r * 0.72 + 5.5), w = r1(r * 0.53), bend = Math.PI * h, whole = 4 * w + 2 * bend;
  return {
    d: `M0 ${-h}H${w}a${h} ${h} 0 0 1 0 ${2 * h}H${-w}a${h} ${h} 0 0 1 0 ${-2 * h}Z`,
    at: (part) => {
      const s = part * whole;
      if (s <= w) return { x: s, y: -h };
      if (s <= w + bend) return { x: w + h * Math.sin((s - w) / h), y: -h * Math.cos((s - w) / h) };
      if (s <= 3 * w + bend) return { x: 2 * w + bend - s, y: h };
      const a = (s - 3 * w - bend) / h;
      return a <= Math.PI ? { x: -w - h * Math.sin(a), y: h * Math.cos(a) } : { x: s - whole, y: -h };
    },
  };
}

/** The four corners of what has fallen. */
export function corners(r: number): string {
  const d = r1(r * 0.95), k = r1(r * 0.55);
  return `M${-d} ${-d}L${-k} ${-k}M${d} ${-d}L${k} ${-k}M${-d} ${d}L${-k} ${k}M${d} ${d}L${k} ${k}`;
}
