// Lifelines. Weight is authority, colour the epoch, hatching doubt, dots down.

import type { Decl, Shape } from "../wire";
import { shapeOf, toneClass } from "./ink";
import type { Segment, Track } from "./scene";
import type { Sheet } from "./sheet";
import { corners, shapePath } from "./shapes";
import { Keyed, make, moveTo, r1, set, setText, show } from "./svg";

class LifeMark {
  readonly root = make("path");
}

export class Lives {
  readonly root = make("g");
  private readonly marks = new Keyed(this.root, () => new LifeMark());

  draw(tracks: readonly Track[], decl: Decl, sheet: Sheet, end: number): void {
    for (const { node, segments } of tracks) {
      if (!sheet.has(node)) continue;
      const y = r1(sheet.y(node));
      for (const s of segments) {
        const from = Math.max(s.from, sheet.from), to = Math.min(s.to, sheet.to, end);
        if (to <= from) continue;
        const mark = this.marks.take(`${node} ${s.from}`).root;
        set(mark, "class", lifeClass(decl, s));
        set(mark, "d", `M${r1(sheet.x(from))} ${y}H${r1(sheet.x(to))}`);
      }
    }
    this.marks.sweep();
  }
}

function lifeClass(decl: Decl, s: Segment): string {
  const shape = shapeOf(decl, s.status);
  if (s.flags.includes("crashed")) return "n life down";
  return `n life ${shape}${s.flags.includes("paused") ? " paused" : ""}${toneClass(decl, shape, s.epoch)}`;
}

/** The names of the rows, each with the shape that its node has at the moment shown. */
class RowMark {
  readonly root = make("g");
  private readonly shape = make("g");
  private readonly outer = make("circle", "outer");
  private readonly s = make("path", "s");
  private readonly x = make("path", "x");
  private readonly id = make("text", "t-b");

  constructor() {
    this.shape.append(this.outer, this.s, this.x);
    this.root.append(this.shape, this.id);
  }

  draw(id: string, shape: Shape, tone: string, crashed: boolean, y: number, narrow: boolean): void {
    const r = narrow ? 5.5 : 6.5;
    set(this.shape, "class", `n ${shape}${tone}${crashed ? " crashed" : ""}`);
    moveTo(this.shape, narrow ? 8 : 10, y);
    show(this.outer, shape === "double" && !crashed);
    set(this.outer, "r", r + 2.5);
    set(this.s, "d", shapePath(shape, r));
    show(this.x, crashed);
    set(this.x, "d", corners(r + 1));
    set(this.id, "x", narrow ? 20 : 26);
    set(this.id, "y", y + 4);
    setText(this.id, id);
  }
}

export class RowNames {
  readonly root = make("g");
  private readonly marks = new Keyed(this.root, () => new RowMark());

  draw(tracks: readonly Track[], nodes: readonly string[], decl: Decl, now: number, y: (node: string) => number, narrow: boolean): void {
    const byNode = new Map(tracks.map((t) => [t.node, t.segments]));
    for (const id of nodes) {
      const s = at(byNode.get(id) ?? [], now), shape = shapeOf(decl, s?.status ?? "");
      this.marks.take(id).draw(id, shape, toneClass(decl, shape, s?.epoch), s?.flags.includes("crashed") ?? false, y(id), narrow);
    }
    this.marks.sweep();
  }
}

function at(segments: readonly Segment[], t: number): Segment | undefined {
  let lo = 0, hi = segments.length;
  while (lo < hi) {
    const mid = (lo + hi) >>> 1;
    if ((segments[mid] as Segment).from <= t) lo = mid + 1;
    else hi = mid;
  }
  return segments[lo - 1] ?? segments[0];
}
