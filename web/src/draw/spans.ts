// What nodes believe of themselves, over their lines: a bracket a span, in the ink of its epoch, from where it began to
// where it was over. Dashed is what the node believes past the end that it knew of; dotted what it would have believed.

import { epochClass } from "./ink";
import { textWidth } from "./measure";
import { LANE, lanesOf } from "./rows";
import type { SpaceTimeData, SpanBar } from "./scene";
import type { Sheet } from "./sheet";
import { Keyed, make, Pool, r1, set, setText, show } from "./svg";

const FONT = 11.5;
/** Half the height of an end. */
const END = 3.5;
const PAD = 7;
/** Half the room that words beside signs want over a line: the lowest lane is beyond it. */
const WORDS = 16.5;

interface Word {
  text: SVGTextElement;
  width: number;
  x0: number;
  /** Up to where it may reach: its bar's end, or, where the bar is short, the next one's beginning. */
  x1: number;
  /** The bar holds it: then it goes with the window. */
  inside: boolean;
}

class BarPath {
  readonly root = make("path");
}

export class Spans {
  readonly root = make("g");
  readonly words = make("g");
  private readonly paths = new Keyed(this.root, () => new BarPath());
  private readonly texts = new Pool<SVGTextElement>(this.words, () => make("text"));
  private written: Word[] = [];

  draw(d: SpaceTimeData, sheet: Sheet): void {
    this.written = [];
    const paths = new Map<string, string>();
    const add = (cls: string, path: string): void => void paths.set(cls, (paths.get(cls) ?? "") + path);
    const all = (d.spans ?? []).filter((b) => seen(b, d, sheet));
    all.forEach((bar, i) => {
      const y = laneOf(bar, d, sheet), ink = d.decl.epoch ? epochClass(bar.epoch) : "", end = Math.min(bar.to, sheet.to, Math.max(d.end ?? Infinity, d.now));
      const x0 = sheet.x(Math.max(bar.from, sheet.from)), x1 = Math.max(x0 + 1, sheet.x(end));
      // Its ends are those of the bar alone: where it merely leaves the sheet it has none.
      add(`span${ink}`, `${bar.from >= sheet.from ? `M${r1(x0)} ${r1(y - END)}v${2 * END}` : ""}${sure(bar, x0, x1, y, sheet)}${bar.to <= end ? `M${r1(x1)} ${r1(y - END)}v${2 * END}` : ""}`);
      for (const [a, b] of bar.late) {
        const from = Math.max(x0, sheet.x(a)), to = Math.min(x1, sheet.x(b));
        if (to > from) add(`span late${ink}`, `M${r1(from)} ${r1(y)}H${r1(to)}`);
      }
      const hoped = Math.min(sheet.edge, sheet.x(bar.until));
      if (bar.until > end && hoped > x1 + 1) add(`span hoped${ink}`, `M${r1(x1)} ${r1(y)}H${r1(hoped)}`);
      const next = all.slice(i + 1).find((b) => b.node === bar.node && b.name === bar.name && b.from >= bar.to);
      this.write(bar, d, x0, x1, Math.max(x1, bar.until > end ? hoped : 0), next ? sheet.x(next.from) : sheet.edge, y, ink);
    });
    for (const [cls, path] of paths) {
      const mark = this.paths.take(cls).root;
      set(mark, "class", cls);
      set(mark, "d", path);
    }
    this.paths.sweep();
    this.texts.sweep();
  }

  /** Words go with the window while their bar is in it. */
  place(from: number, to: number): void {
    for (const { text, width, x0, x1, inside } of this.written) {
      const x = inside ? Math.max(x0, from + PAD) : x0;
      show(text, x >= from && x + width <= Math.min(x1, to));
      set(text, "x", x);
    }
  }

  private write(bar: SpanBar, d: SpaceTimeData, x0: number, x1: number, free: number, limit: number, y: number, ink: string): void {
    const width = textWidth(bar.name, FONT), inside = x1 - x0 >= width + 2 * PAD;
    if (!inside && free + PAD + width > limit - PAD) return;
    const text = this.texts.take();
    set(text, "class", `n t-s halo t-tone${d.decl.epoch ? ink : ""}`);
    set(text, "y", y + 4);
    setText(text, bar.name);
    this.written.push({ text, width, inside, x0: inside ? x0 + PAD : free + PAD - 2, x1: inside ? x1 - PAD + 4 : limit - PAD });
  }
}

const seen = (b: SpanBar, d: SpaceTimeData, sheet: Sheet): boolean =>
  sheet.has(b.node) && lanesOf(d, b.node).includes(b.name) && b.from <= Math.min(sheet.to, d.end ?? Infinity) && Math.max(b.to, b.until) >= sheet.from;

/** The first span declared stands highest. */
function laneOf(bar: SpanBar, d: SpaceTimeData, sheet: Sheet): number {
  const lanes = lanesOf(d, bar.node);
  return sheet.y(bar.node) - Math.max(WORDS, sheet.rowHeight / 2) - LANE * (lanes.length - 0.5 - lanes.indexOf(bar.name));
}

/** The parts of a bar in which the node knew of no end, or of one that was still to come. */
function sure(bar: SpanBar, x0: number, x1: number, y: number, sheet: Sheet): string {
  let path = "", at = x0;
  for (const [a, b] of bar.late) {
    const from = sheet.x(a);
    if (from > at) path += `M${r1(at)} ${r1(y)}H${r1(Math.min(from, x1))}`;
    at = Math.max(at, sheet.x(b));
  }
  return at < x1 ? `${path}M${r1(at)} ${r1(y)}H${r1(x1)}` : path;
}
