// A link and the state of its two ways. Lines are told by their form, and red only where something is cut.

import type { LinkFrame } from "../wire";
import type { Place } from "./places";
import { make, r1, set, show } from "./svg";

export type WayState = "" | LinkFrame["state"];

export interface LinkLook {
  a: Place;
  b: Place;
  /** a to b, and b to a. */
  there: WayState;
  back: WayState;
  chosen: boolean;
  focused: boolean;
}

interface Stroke {
  cls: string;
  d: string;
}

export class LinkMark {
  readonly root = make("g");
  private readonly pick = make("path", "pick");
  private strokes: SVGPathElement[] = [];
  private drawn: LinkLook | undefined;

  constructor() {
    this.root.append(this.pick);
  }

  draw(look: LinkLook): void {
    const { a, b } = look, last = this.drawn;
    show(this.pick, look.chosen || look.focused);
    set(this.pick, "class", look.chosen ? "pick" : "pick cursor");
    this.drawn = look;
    if (last && last.a === a && last.b === b && last.there === look.there && last.back === look.back) return;
    const line = new Line(a, b);
    set(this.pick, "d", line.whole());
    for (const s of this.strokes) s.remove();
    this.strokes = strokes(line, look.there, look.back).map(({ cls, d }) => make("path", cls, { d }));
    this.root.append(...this.strokes, this.pick);
  }
}

/** Points along the way from edge to edge, and to its side. */
class Line {
  readonly length: number;
  private readonly ux: number;
  private readonly uy: number;
  private readonly x: number;
  private readonly y: number;

  constructor(a: Place, b: Place) {
    const dx = b.x - a.x, dy = b.y - a.y, d = Math.hypot(dx, dy) || 1;
    this.ux = dx / d;
    this.uy = dy / d;
    this.x = a.x + this.ux * (a.r + 3);
    this.y = a.y + this.uy * (a.r + 3);
    this.length = Math.max(0, d - a.r - b.r - 6);
  }

  at(along: number, aside = 0): string {
    return `${r1(this.x + this.ux * along - this.uy * aside)} ${r1(this.y + this.uy * along + this.ux * aside)}`;
  }

  span(from: number, to: number, aside = 0): string {
    return `M${this.at(from, aside)}L${this.at(to, aside)}`;
  }

  whole(): string {
    return this.span(0, this.length);
  }

  bar(along: number): string {
    return `M${this.at(along, -8)}L${this.at(along, 8)}`;
  }

  /** An arrow head that points on (1) or back (-1). */
  head(along: number, way: 1 | -1, aside = 0): string {
    return `M${this.at(along - 6 * way, aside - 5)}L${this.at(along, aside)}L${this.at(along - 6 * way, aside + 5)}`;
  }

  wave(): string {
    const n = Math.max(4, Math.round(this.length / 14));
    let d = `M${this.at(0)}`;
    for (let i = 1; i <= n; i++) d += `Q${this.at(((i - 0.5) / n) * this.length, i % 2 ? 7 : -7)} ${this.at((i / n) * this.length)}`;
    return d;
  }
}

function strokes(line: Line, there: WayState, back: WayState): Stroke[] {
  const mid = line.length / 2;
  if (there === "cut" && back === "cut") {
    return [
      { cls: "link cut", d: line.span(0, mid - 7) + line.span(mid + 7, line.length) },
      { cls: "link-mark", d: line.bar(mid - 5) + line.bar(mid + 5) },
    ];
  }
  if (there === "cut" || back === "cut") return oneWay(line, there === "cut" ? -1 : 1);
  if (there === back) return both(line, there);
  const plain: Stroke = { cls: "link", d: line.whole() };
  return [plain, ...(there ? aside(line, there, 1) : []), ...(back ? aside(line, back, -1) : [])];
}

/** What still passes is told by an arrow; where the other way ends there is a bar. */
function oneWay(line: Line, way: 1 | -1): Stroke[] {
  const mid = line.length / 2, open = way > 0 ? line.span(0, mid - 4) : line.span(mid + 4, line.length);
  const shut = way > 0 ? line.span(mid + 9, line.length) : line.span(0, mid - 9);
  return [
    { cls: "link slow", d: open },
    { cls: "link slow", d: line.head(mid + 2 * way, way) },
    { cls: "link cut", d: shut },
    { cls: "link-mark", d: line.bar(mid + 9 * way) },
  ];
}

function both(line: Line, state: WayState): Stroke[] {
  return [{ cls: state ? `link ${state}` : "link", d: state === "slow" ? line.wave() : line.whole() }];
}

/** One way that differs: its own line on its own side, with a head. */
function aside(line: Line, state: WayState, way: 1 | -1): Stroke[] {
  const off = 5 * way, end = way > 0 ? line.length - 6 : 6;
  return [
    { cls: state === "slow" ? "link slow dashed" : `link ${state}`, d: line.span(6, line.length - 6, off) },
    { cls: "link slow", d: line.head(end, way, off) },
  ];
}
