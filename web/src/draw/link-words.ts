// How lossy and how slow links are, in a word or two beside them; words that would cover a node, or other words, give way.

import { textWidth } from "./measure";
import type { Place } from "./places";
import { outsideBy, overlap, type Box } from "./room";
import { Keyed, make, moveTo, setText, show } from "./svg";

const FONT = 11.5;
/** Off the line: messages fly beside it. */
const ASIDE = 16;

export interface LinkSays {
  from: Place;
  to: Place;
  text: string;
}

class Word {
  readonly root = make("text", "t-s t-dim halo", { "text-anchor": "middle" });
}

export class LinkWords {
  readonly root = make("g");
  private readonly words = new Keyed(this.root, () => new Word());

  /** taken: where nodes and their words are; what is written here is added. */
  draw(all: readonly LinkSays[], width: number, height: number, taken: Box[]): void {
    for (const { from, to, text } of all) {
      const word = this.words.take(`${from.id} ${to.id}`).root, at = place(from, to, textWidth(text, FONT), width, height, taken);
      show(word, at !== undefined);
      if (!at) continue;
      moveTo(word, (at.x0 + at.x1) / 2, at.y1 - 4);
      setText(word, text);
      taken.push(at);
    }
    this.words.sweep();
  }
}

function place(a: Place, b: Place, w: number, width: number, height: number, taken: readonly Box[]): Box | undefined {
  const dx = b.x - a.x, dy = b.y - a.y, d = Math.hypot(dx, dy) || 1, nx = -dy / d, ny = dx / d;
  for (const along of [0.5, 0.38, 0.62, 0.28, 0.72]) {
    // On the side of its own direction first.
    for (const side of [1, -1]) {
      const off = ASIDE + Math.abs(nx) * (w / 2 - 8), x = a.x + dx * along + nx * side * off, y = a.y + dy * along + ny * side * off;
      const box = { x0: x - w / 2 - 2, y0: y - 8, x1: x + w / 2 + 2, y1: y + 8 };
      if (outsideBy(box, width, height) === 0 && taken.every((t) => overlap(t, box) === 0)) return box;
    }
  }
  return undefined;
}
