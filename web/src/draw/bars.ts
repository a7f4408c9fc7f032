// What clients have asked for: each operation a bar on its client's line, from the call to the answer, with the call at its
// left and the answer at its right. One that has no answer is open at its right. On the line of a node of the cluster, which
// has more to tell, an operation is a thin bracket.

import { textWidth } from "./measure";
import { overlap, type Box } from "./room";
import type { Operation, SpaceTimeData } from "./scene";
import type { Sheet } from "./sheet";
import { Keyed, make, Pool, r1, set, setText, show } from "./svg";

const HIGH = 16;
const FONT = 11.5;
const PAD = 4;
/** Beside the signs of what a node was asked and answered. */
const ASIDE = 12;
/** How far over the line of a node of the cluster a bracket stands: the line may be as thick. */
const LIFT = 5;
const GAP = 8;
/** A bracket has two sides to be told apart. */
const BRACKET = 8;
/** Shorter bars than this, as near to each other, would be one blot: the first one stands for all. */
const LEAST = 3;

interface Word {
  text: SVGTextElement;
  width: number;
}

/** A bar with words, on the sheet. */
interface Written {
  bar: Operation;
  x0: number;
  /** The end of what is its own: the bar's, or where the next bar on the line begins. */
  x1: number;
  /** All words are within: then they go with the window. Else they follow each other, as far as the line is free. */
  inside: boolean;
  call: Word;
  answer: Word | undefined;
  /** From its ends: what stands there besides wants room. */
  indent: number;
  pad: number;
}

/** A bar that wants words. */
interface Room {
  bar: Operation;
  bad: boolean;
  x0: number;
  x1: number;
  /** Where the next bar on the line begins. */
  limit: number;
  /** The lower edge of its words. */
  foot: number;
}

class BarPath {
  readonly root = make("path");
}

export class Bars {
  readonly root = make("g");
  readonly words = make("g");
  private readonly paths = new Keyed(this.root, () => new BarPath());
  private readonly texts = new Pool<SVGTextElement>(this.words, () => make("text"));
  private written: Written[] = [];
  private later: ((taken: Box[]) => void)[] = [];

  /** Draws the bars. Gives what those of visitors take of the sheet: words of other things stand elsewhere. */
  draw(d: SpaceTimeData, sheet: Sheet): Box[] {
    this.written = [];
    this.later = [];
    const taken: Box[] = [], paths = new Map<string, string>(), all = visible(d, sheet);
    all.forEach((bar, i) => {
      const { x0, x1 } = edges(bar, d, sheet), y = sheet.y(bar.node), bad = d.broken?.has(bar.op) ?? false, open = bar.answer === undefined;
      const cls = `op${bar.light ? " light" : ""}${open ? " open" : ""}${bad ? " bad" : ""}`;
      const foot = y - (bar.light ? LIFT : 0), top = foot - (bar.light ? HIGH - 3 : HIGH);
      paths.set(cls, `${paths.get(cls) ?? ""}M${r1(x0)} ${r1(foot)}V${r1(top)}H${r1(x1)}${open ? "" : `V${r1(foot)}`}`);
      const next = all.slice(i + 1).find((o) => o.node === bar.node), limit = next ? Math.max(x0, edges(next, d, sheet).x0) : sheet.edge;
      if (!bar.light) taken.push({ x0, y0: top, x1, y1: y });
      const write = (taken: Box[]): void => this.write({ bar, bad, x0, x1: Math.min(x1, limit), limit, foot }, taken);
      if (bar.light) this.later.push(write);
      else write(taken);
    });
    for (const [cls, path] of paths) {
      const mark = this.paths.take(cls).root;
      set(mark, "class", cls);
      set(mark, "d", path);
    }
    this.paths.sweep();
    return taken;
  }

  /** The words of thin brackets take what the node's own words have left. */
  finish(taken: Box[]): void {
    for (const write of this.later) write(taken);
    this.texts.sweep();
  }

  /** Moves words into the window, and hides those that find no room, or would tell an answer before its time. */
  place(from: number, to: number, now: number): void {
    for (const { bar, x0, x1, inside, call, answer, indent, pad } of this.written) {
      const here = x1 > from && x0 < to && (x0 >= from - 2 || (inside && !bar.light));
      const x = Math.max(x0, from) + indent, end = x + call.width, known = bar.to <= now || bar.from > now;
      const at = !answer ? Infinity : inside ? x1 - pad - answer.width : end + PAD, says = answer !== undefined && known && here && at >= x && at + answer.width <= to;
      if (answer) {
        show(answer.text, says);
        set(answer.text, "x", at);
      }
      show(call.text, here && end <= to && (!inside || end <= x1) && !(says && at < end + PAD));
      set(call.text, "x", x);
    }
  }

  /** The call and the answer, or the call alone, where they fit: in the bar, or beyond its end where the line is free. */
  private write({ bar, bad, x0, x1, limit, foot }: Room, taken: Box[]): void {
    const width = textWidth(bar.call, FONT), answer = bar.answer === undefined ? "" : `→ ${bar.answer}`, wide = textWidth(answer, FONT, true);
    const indent = bar.light ? ASIDE : PAD;
    for (const both of answer ? [true, false] : [false]) {
      const whole = width + (both ? GAP + wide : 0) + 2 * indent, inside = whole <= x1 - x0, end = inside && both ? x1 : x0 + whole;
      const clear = indent - PAD, box = { x0: Math.max(x0 + clear, 0), y0: foot - HIGH, x1: end - clear, y1: foot };
      // A visitor's own bar, the last one taken, is there for its words.
      const free = (inside && !bar.light) || !taken.some((t, i) => (bar.light || i < taken.length - 1) && overlap(t, box) > 0);
      if (!free || (!inside && end > limit)) continue;
      if (bar.light || !inside) taken.push(box);
      const ink = bad ? "t-fault" : bar.light ? "t-faint" : "t-dim", cls = inside && !bar.light ? "t-s halo in" : "t-s halo", y = foot - (bar.light ? 1 : PAD);
      this.written.push({
        bar, x0, x1, inside, indent, pad: bad ? PAD + 7 : indent,
        call: this.word(bar.call, width, `${cls} ${ink}`, y),
        answer: both ? this.word(answer, wide, `${cls} ${bar.light || bad ? ink : ""}${bar.light ? "" : " t-b"}`, y) : undefined,
      });
      return;
    }
  }

  private word(text: string, width: number, cls: string, y: number): Word {
    const e = this.texts.take();
    set(e, "class", cls);
    set(e, "y", y);
    setText(e, text);
    return { text: e, width };
  }
}

/** Bars on the sheet that can be told apart. */
function visible(d: SpaceTimeData, sheet: Sheet): Operation[] {
  const last = new Map<string, number>();
  return (d.operations ?? []).filter((bar) => {
    if (!sheet.has(bar.node) || bar.from > Math.min(sheet.to, d.end ?? Infinity) || bar.to < sheet.from) return false;
    const { x0, x1 } = edges(bar, d, sheet);
    // What a node answers at once, its marks tell.
    if (bar.light && x1 - x0 < BRACKET) return false;
    if (x1 - (last.get(bar.node) ?? -Infinity) < LEAST && !d.broken?.has(bar.op)) return false;
    last.set(bar.node, x1);
    return true;
  });
}

function edges(bar: Operation, d: SpaceTimeData, sheet: Sheet): { x0: number; x1: number } {
  const x0 = Math.max(-2, sheet.x(bar.from)), to = Math.min(bar.to, sheet.to, Math.max(d.end ?? Infinity, d.now));
  return { x0, x1: Math.max(x0 + LEAST, Math.min(sheet.edge + 2, sheet.x(to))) };
}
