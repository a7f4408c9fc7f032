// What the two pictures over time share: a tag on the playhead, and ticks that give way to it.

import { textWidth } from "./measure";
import { momentText, ticks } from "./ticks";
import { make, moveTo, Pool, r1, set, setText, show } from "./svg";

export class Playhead {
  readonly root = make("g");
  private readonly line = make("path", "head");
  private readonly box = make("rect", "head-f", { height: 17, rx: 2 });
  private readonly text = make("text", "head-t");

  constructor() {
    this.root.append(this.line, this.box, this.text);
  }

  /** Draws the head at x from top to foot, its tag within the figure. Answers the stretch that the tag takes. */
  draw(x: number, foot: number, width: number, t: number, span: number): [number, number] {
    const text = momentText(t, span), w = widthOf(text);
    set(this.line, "d", `M${r1(x)} 17V${foot}`);
    return this.tag(text, w, Math.max(0, Math.min(width - w, x - w / 2)));
  }

  /** A head that is out of sight: its tag at the edge that it is beyond. */
  away(before: boolean, left: number, width: number, t: number, span: number): [number, number] {
    const moment = momentText(t, span), text = before ? `‹ ${moment}` : `${moment} ›`, w = widthOf(text);
    set(this.line, "d", "M0 0");
    return this.tag(text, w, before ? left : width - w);
  }

  private tag(text: string, w: number, x0: number): [number, number] {
    set(this.box, "x", x0);
    set(this.box, "y", 0);
    set(this.box, "width", w);
    set(this.text, "x", x0 + w / 2);
    set(this.text, "y", 12.5);
    setText(this.text, text);
    return [x0, x0 + w];
  }
}

const widthOf = (tag: string): number => textWidth(tag, 11.5, true) + 14;

export interface AxisLook {
  from: number;
  to: number;
  x: (t: number) => number;
  most: number;
  width: number;
  /** From where to where a tick's line is drawn, and the baseline of its words. */
  top: number;
  foot: number;
  text: number;
  /** A stretch to keep clear of words. */
  clear?: readonly [number, number] | undefined;
}

export class Axis {
  readonly root = make("g");
  private readonly lines: Pool<SVGPathElement>;
  private readonly texts: Pool<SVGTextElement>;

  constructor(cls: string) {
    this.lines = new Pool(this.root, () => make("path", cls));
    this.texts = new Pool(this.root, () => make("text", "t-s t-faint", { "text-anchor": "middle" }));
  }

  draw(look: AxisLook): void {
    for (const { t, text } of ticks(look.from, look.to, look.most)) {
      const x = look.x(t), half = textWidth(text, 11.5) / 2;
      const line = this.lines.take();
      set(line, "d", `M0 ${look.top}V${look.foot}`);
      moveTo(line, x, 0);
      const at = Math.max(half, Math.min(look.width - half, x));
      const e = this.texts.take(), hidden = look.clear && at + half > look.clear[0] - 4 && at - half < look.clear[1] + 4;
      show(e, !hidden);
      if (hidden) continue;
      moveTo(e, at, look.text);
      setText(e, text);
    }
    this.lines.sweep();
    this.texts.sweep();
  }
}
