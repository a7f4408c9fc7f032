// Room for words. Boxes that are taken, and the search for a place that covers nothing.

export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export interface Stroke {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export function overlap(a: Box, b: Box): number {
  const w = Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0), h = Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0);
  return w > 0 && h > 0 ? w * h : 0;
}

/** How much of a line a box covers, in pixels. */
export function covered(box: Box, s: Stroke): number {
  const dx = s.x1 - s.x0, dy = s.y1 - s.y0;
  let enter = 0, leave = 1;
  for (const [p, q] of [[-dx, s.x0 - box.x0], [dx, box.x1 - s.x0], [-dy, s.y0 - box.y0], [dy, box.y1 - s.y0]] as const) {
    if (p === 0) {
      if (q < 0) return 0;
    } else if (p < 0) enter = Math.max(enter, q / p);
    else leave = Math.min(leave, q / p);
  }
  return leave > enter ? (leave - enter) * Math.hypot(dx, dy) : 0;
}

export const around = (x: number, y: number, r: number): Box => ({ x0: x - r, y0: y - r, x1: x + r, y1: y + r });

/** By how much a box leaves the figure. */
export function outsideBy(box: Box, w: number, h: number): number {
  return Math.max(0, -box.x0) + Math.max(0, box.x1 - w) + Math.max(0, -box.y0) + Math.max(0, box.y1 - h);
}
