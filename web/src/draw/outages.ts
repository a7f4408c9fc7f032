// The line under the nodes: when the network was cut, and between whom.

import { textWidth } from "./measure";
import type { Cut, SpaceTimeData } from "./scene";
import type { Sheet } from "./sheet";
import { make, Pool, r1, set, setText, show } from "./svg";

export class Outages {
  readonly root = make("g");
  readonly words = make("g");
  private readonly line = make("path", "outage");
  private readonly signs = make("path", "link-mark");
  private readonly texts = new Pool<SVGTextElement>(this.words, () => make("text", "t-s t-fault t-b halo"));
  private written: { text: SVGTextElement; x0: number; x1: number; width: number }[] = [];

  constructor() {
    this.root.append(this.line, this.signs);
  }

  draw(d: SpaceTimeData, sheet: Sheet, y: number): void {
    this.written = [];
    let line = "", signs = "";
    for (const cut of (d.cuts ?? []).filter((c) => touches(c, d, sheet))) {
      const x0 = Math.max(-6, sheet.x(cut.from)), x1 = sheet.x(Math.min(cut.to, sheet.to, d.end ?? Infinity));
      line += `M${r1(x0)} ${r1(y + 6)}H${r1(x1)}`;
      signs += `M${r1(x0 - 2.5)} ${r1(y + 1)}v10m5 -10v10`;
      const text = this.texts.take();
      setText(text, cut.label);
      set(text, "y", y + 2);
      this.written.push({ text, x0, x1, width: textWidth(cut.label, 11.5, true) });
    }
    set(this.line, "d", line || "M0 0");
    set(this.signs, "d", signs || "M0 0");
    this.texts.sweep();
  }

  /** Words go with the window while their stretch is in it. */
  place(from: number, to: number): void {
    for (const { text, x0, x1, width } of this.written) {
      const x = Math.max(x0, from) + 9;
      show(text, x + width + 4 <= Math.min(x1, to));
      set(text, "x", x);
    }
  }
}

const touches = (c: Cut, d: SpaceTimeData, sheet: Sheet): boolean => c.from <= Math.min(sheet.to, d.end ?? Infinity) && c.to >= sheet.from;
