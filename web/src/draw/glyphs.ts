// A message's glyph says what it wants: requests have corners, answers are round. Those that point turn with the way.

import type { Intent, Shape } from "../wire";
import { epochClass } from "./ink";
import { corners, shapePath } from "./shapes";
import { make, r1 } from "./svg";

interface Art {
  /** Class and path of each stroke. */
  paths: readonly (readonly [string, string])[];
  turns: boolean;
}

const ART: Readonly<Record<Intent, Art>> = {
  ask: { paths: [["g", "M-5.5 -6.5L8 0L-5.5 6.5Z"]], turns: true },
  order: { paths: [["g f", "M-7.5 -5.5H1.5L8.5 0L1.5 5.5H-7.5Z"]], turns: true },
  data: { paths: [["g f", "M-8 -6H8V6H-8Z"], ["gi inv", "M-4.5 -2H4.5M-4.5 2H2"]], turns: false },
  beat: { paths: [["gi b", "M-5 -5L0 0L-5 5M0 -5L5 0L0 5"]], turns: true },
  tell: { paths: [["g", "M-7 0L0 -7L7 0L0 7Z"]], turns: false },
  yes: { paths: [["g f", "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0Z"], ["gi inv b", "M-3 .3L-.8 2.6L3.2 -2.4"]], turns: false },
  no: { paths: [["g", "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0Z"], ["gi b", "M-2.4 -2.4L2.4 2.4M2.4 -2.4L-2.4 2.4"]], turns: false },
  ack: { paths: [["g", "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z"]], turns: false },
};

/** The glyph of an intent about its middle, for a message that travels in this direction (radians). */
export function intentGlyph(intent: Intent, direction = 0): SVGGElement {
  const art = ART[intent] ?? ART.tell;
  const g = make("g", "gl");
  for (const [cls, d] of art.paths) {
    const p = make("path", cls, { d });
    if (art.turns && direction) p.setAttribute("transform", `rotate(${r1((direction * 180) / Math.PI)})`);
    g.append(p);
  }
  return g;
}

export interface GlyphOptions {
  epoch?: number;
  /** Radius of a shape in pixels; 11 when not said. */
  r?: number;
  crashed?: boolean;
  /** What stands inside a shape. */
  id?: string;
}

const isIntent = (what: Shape | Intent): what is Intent => what in ART;

/** A shape or an intent's glyph by itself, for legends, rows and sheets. Its meaning must stand beside it in words. */
export function glyph(what: Shape | Intent, options: GlyphOptions = {}): SVGSVGElement {
  const r = options.r ?? 11, half = isIntent(what) ? 12 : r + 5;
  const svg = make("svg", "ql-glyph", {
    width: half * 2, height: half * 2, viewBox: `${-half} ${-half} ${half * 2} ${half * 2}`, "aria-hidden": "true",
  });
  const tone = epochClass(options.epoch);
  if (isIntent(what)) {
    const g = make("g", `m${tone}`);
    g.append(intentGlyph(what));
    svg.append(g);
    return svg;
  }
  svg.append(shapeGlyph(what, r, tone, options.crashed ?? false, options.id ?? ""));
  return svg;
}

function shapeGlyph(shape: Shape, r: number, tone: string, crashed: boolean, id: string): SVGGElement {
  const g = make("g", `n ${shape}${tone}${crashed ? " crashed" : ""}`);
  if (shape === "double") g.append(make("circle", "outer", { r: r + 2.5 }));
  g.append(make("path", "s", { d: shapePath(shape, r) }));
  if (crashed) g.append(make("path", "x", { d: corners(r) }));
  if (id) {
    const t = make("text", r < 22 ? "id small" : "id", { y: 0.5 });
    t.textContent = id;
    g.append(t);
  }
  return g;
}

/** The signs in a node's corner badges, about their middle. */
export const BADGE_ART: Readonly<Record<string, string>> = {
  paused: "M-2.5 -4V4M2.5 -4V4",
  skewed: "M0 -3.6V0L2.6 1.6",
  unsynced: "M-4 -4H3L4.5 -2.5V4.5H-4ZM-2 4V1H2.5V4M-1.5 -4V-1.8H1.8V-4",
  manual: "M-3.4 1V-2.4M-1.2 0V-4M1.2 0V-4M3.4 1V-2.8M-3.4 1Q-3.4 4.6 0 4.6T3.4 1",
  locked: "M-3.6 -.5H3.6V4.5H-3.6ZM-2.2 -.5V-2.2a2.2 2.2 0 0 1 4.4 0V-.5",
};
