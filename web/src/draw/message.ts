// A message on its way: a tail behind, dots ahead, its glyph between. Each direction has its own side of the link.

import type { Flying } from "./scene";
import { intentGlyph } from "./glyphs";
import { epochClass } from "./ink";
import { circle } from "./shapes";
import type { Place } from "./places";
import { make, r1, set, show } from "./svg";

const ASIDE = 7;
const TAIL = 34;
/** Messages that wait at a node stand in a row before it. */
const QUEUE_STEP = 15;

export interface Spot {
  x: number;
  y: number;
  /** Along the way, one pixel long. */
  ux: number;
  uy: number;
  /** From where it set out, and how far it still has to go. */
  behind: number;
  ahead: number;
}

/** Where a message is. nth: its place among those that wait at the same end. */
export function spotOf(a: Place, b: Place, progress: number, nth: number): Spot {
  const dx = b.x - a.x, dy = b.y - a.y, d = Math.hypot(dx, dy) || 1, ux = dx / d, uy = dy / d;
  const from = a.r + 8, length = Math.max(1, d - from - b.r - 12);
  const along = Math.max(0, length * Math.max(0, Math.min(1, progress)) - nth * QUEUE_STEP);
  return {
    x: a.x + ux * (from + along) - uy * ASIDE, y: a.y + uy * (from + along) + ux * ASIDE, ux, uy, behind: along, ahead: length - along,
  };
}

export interface MessageLook {
  flying: Flying;
  spot: Spot;
  tinted: boolean;
  chosen: boolean;
  focused: boolean;
}

export class MessageMark {
  readonly root = make("g", "m");
  /** Turned with the way: tail and dots lie along x. */
  private readonly way = make("g");
  private readonly tail = make("path", "tail");
  private readonly ahead = make("path", "way");
  private readonly second = make("g");
  private readonly first = make("g");
  private readonly ring = make("path", "sel", { d: circle(13) });
  private readonly sign = make("path");
  private made = "";

  constructor() {
    this.way.append(this.tail, this.ahead);
    this.root.append(this.way, this.second, this.first, this.sign, this.ring);
  }

  draw(look: MessageLook): void {
    const { flying, spot } = look, gone = flying.state === "dropped" || flying.state === "lost";
    const angle = Math.atan2(spot.uy, spot.ux);
    set(this.root, "class", `m ${flying.state}${look.tinted ? epochClass(flying.epoch) : ""}`);
    set(this.root, "transform", `translate(${r1(spot.x)} ${r1(spot.y)})`);
    set(this.way, "transform", `rotate(${r1((angle * 180) / Math.PI)})`);
    this.makeGlyphs(flying, angle);
    const length = Math.min(TAIL, spot.behind);
    show(this.tail, length > 9 && flying.state !== "waiting");
    set(this.tail, "class", flying.state === "held" ? "way" : "tail");
    set(this.tail, "d", `M${r1(-length)} 0H${flying.state === "held" ? 0 : -8}`);
    show(this.ahead, !gone && spot.ahead > 11);
    set(this.ahead, "d", `M10 0H${r1(Math.max(10, spot.ahead))}`);
    show(this.second, flying.state === "duplicated");
    if (flying.state === "duplicated") {
      set(this.second, "transform", `translate(${r1(-spot.ux * 7 - spot.uy * 5)} ${r1(-spot.uy * 7 + spot.ux * 5)})`);
    }
    show(this.sign, gone || flying.state === "held");
    set(this.sign, "class", gone ? "x" : "brk");
    set(this.sign, "d", gone ? "M-8 -8L8 8M8 -8L-8 8" : "M-9 -11H-13V11H-9M9 -11H13V11H9");
    show(this.ring, look.chosen || look.focused);
    set(this.ring, "class", look.chosen ? "sel" : "sel cursor");
    if (flying.state === "held") set(this.ring, "d", circle(18));
    else set(this.ring, "d", circle(13));
  }

  private makeGlyphs(flying: Flying, angle: number): void {
    const key = `${flying.intent} ${r1(angle)}`;
    if (key === this.made) return;
    this.made = key;
    this.first.replaceChildren(intentGlyph(flying.intent, angle));
    this.second.replaceChildren(intentGlyph(flying.intent, angle));
  }
}
