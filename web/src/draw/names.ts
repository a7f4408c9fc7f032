// What is written beside messages. A name tries both sides of its way and then gives way itself: its glyph, the row in the
// space-time diagram and the list of messages still tell it. What a hand did to a message is said wherever
// there is room for one word.

import type { Anchor } from "./labels";
import * as Say from "../words/drawing";
import { textWidth } from "./measure";
import type { Spot } from "./message";
import { around, outsideBy, overlap, type Box } from "./room";
import type { Flying } from "./scene";
import { Keyed, make, moveTo, set, setText, show } from "./svg";

/** With more than this many in flight each kind is named once. */
const CROWD = 5;
const SIZE = 11.5;
/** The cost at which a name gives way, at which even what must be said does, and by how much a new place must be better. */
const TOLERATED = 12;
const HOPELESS = 60;
const LOYALTY = 30;

export interface Named {
  flying: Flying;
  spot: Spot;
  /** Chosen, or where the keyboard is: named whatever the crowd. */
  pointed: boolean;
  /** Behind another that waits at the same end: one word is enough for the row. */
  behind: boolean;
}

interface Ground {
  width: number;
  height: number;
  narrow: boolean;
  /** No name keeps a place that it had. */
  still: boolean;
  /** Nodes and their words, and the marks of cuts. */
  taken: readonly Box[];
  /** Nodes alone. */
  nodes: readonly Box[];
}

class NameMark {
  readonly root = make("text", "t-s halo");
  readonly name = make("tspan");
  readonly tag = make("tspan", "t-b");
  /** The place it had in the last frame; -1 when it had none. */
  at = -1;

  constructor() {
    this.root.append(this.name, this.tag);
  }
}

interface Candidate {
  x: number;
  y: number;
  anchor: Anchor;
}

export class Names {
  private readonly marks: Keyed<NameMark>;
  private shown = new Set<string>();

  constructor(parent: Element) {
    this.marks = new Keyed(parent, () => new NameMark());
  }

  draw(all: readonly Named[], ground: Ground): void {
    const taken = [...ground.taken], glyphs = all.map((n) => around(n.spot.x, n.spot.y, n.flying.state === "held" ? 14 : 9));
    const crowd = all.length > CROWD ? new Set<string>() : undefined;
    const shown = new Set<string>();
    if (ground.still) this.shown.clear();
    for (const index of this.order(all)) {
      const one = all[index] as Named, { flying } = one;
      if (one.behind && !one.pointed) continue;
      const plain = flying.state === "flying" && !one.pointed;
      const kind = `${flying.kind} ${flying.intent}`;
      if (plain && (ground.narrow || crowd?.has(kind))) continue;
      const mark = this.marks.take(flying.id);
      const best = this.find(one, mark, ground, { taken, glyphs, own: index });
      if (!best) continue;
      taken.push(best);
      crowd?.add(kind);
      shown.add(flying.id);
    }
    this.shown = shown;
    this.marks.sweep();
  }

  /** Who may speak first: what is pointed at, what a hand has touched, who spoke in the last frame, the rest. */
  private order(all: readonly Named[]): number[] {
    const rank = (n: Named): number => n.pointed ? 0 : n.flying.state !== "flying" ? 1 : this.shown.has(n.flying.id) ? 2 : 3;
    return all.map((_, i) => i).sort((a, b) => rank(all[a] as Named) - rank(all[b] as Named) || a - b);
  }

  private find(one: Named, mark: NameMark, ground: Ground, crowd: Crowd): Box | undefined {
    const { flying } = one, tag = flying.state === "flying" ? "" : flying.note ?? Say.states[flying.state] ?? "";
    const name = ground.narrow && !one.pointed ? "" : flying.arg ? `${flying.kind} ${flying.arg}` : flying.kind;
    const must = one.pointed || tag !== "";
    for (const text of name && tag ? [name, ""] : [name]) {
      const w = textWidth(text, SIZE) + (tag ? textWidth(text ? ` ${tag}` : tag, SIZE, true) : 0);
      const found = bestOf(one, w, ground.still ? -1 : mark.at, ground, crowd);
      const last = text === "" || !tag;
      if (found.cost > (one.pointed && last ? Infinity : must && last ? HOPELESS : TOLERATED)) continue;
      mark.at = found.index;
      this.write(mark, found.candidate, text, tag, gone(one));
      return found.box;
    }
    mark.at = -1;
    show(mark.root, false);
    return undefined;
  }

  private write(mark: NameMark, at: Candidate, name: string, tag: string, fault: boolean): void {
    show(mark.root, true);
    // Moved as a whole: a text whose own place changes is laid out anew.
    moveTo(mark.root, at.x, at.y);
    set(mark.root, "text-anchor", at.anchor === "start" ? undefined : at.anchor);
    setText(mark.name, name);
    setText(mark.tag, tag && name ? ` ${tag}` : tag);
    set(mark.tag, "class", fault ? "t-b t-fault" : "t-b");
  }
}

const gone = ({ flying: { state } }: Named): boolean => state === "dropped" || state === "lost";

/** How near a word has to come to be taken for a node's. */
const APART = 14;
const wider = (b: Box): Box => ({ x0: b.x0 - APART, y0: b.y0 - APART, x1: b.x1 + APART, y1: b.y1 + APART });

interface Found {
  index: number;
  candidate: Candidate;
  box: Box;
  cost: number;
}

/** What is in the way: words, and the glyphs of all messages but its own. */
interface Crowd {
  taken: readonly Box[];
  glyphs: readonly Box[];
  own: number;
}

function bestOf(one: Named, w: number, last: number, ground: Ground, { taken, glyphs, own }: Crowd): Found {
  let best: Found | undefined;
  const all = candidates(one.spot, one.flying.state === "held" ? 19 : 14);
  for (let index = 0; index < all.length; index++) {
    const candidate = all[index] as Candidate, box = boxAt(candidate, w);
    let cost = outsideBy(box, ground.width, ground.height) * 20;
    for (const t of taken) cost += overlap(box, t);
    for (let i = 0; i < glyphs.length; i++) if (i !== own) cost += overlap(box, glyphs[i] as Box) * 0.5;
    // What was lost is a message: a word near a node would be read as the node's.
    if (gone(one)) for (const n of ground.nodes) cost += overlap(box, wider(n)) * 0.05;
    cost += index * 0.5 - (index === last ? LOYALTY : 0);
    if (!best || cost < best.cost) best = { index, candidate, box, cost };
  }
  const found = best as Found;
  return found.index === last ? { ...found, cost: found.cost + LOYALTY } : found;
}

/** Beside the glyph on its own side, then on the other, then a little before and behind, then further off. */
function candidates(s: Spot, gap: number): Candidate[] {
  const out: Candidate[] = [];
  for (const [along, off] of [[0, gap], [24, gap], [-24, gap], [44, gap], [0, gap + 13], [0, gap + 26]] as const) {
    for (const side of [1, -1]) {
      const nx = -s.uy * side, ny = s.ux * side, flat = Math.abs(nx) <= 0.35;
      const anchor: Anchor = nx > 0.35 ? "start" : nx < -0.35 ? "end" : "middle";
      // The more a way slopes, the more of its name stands beside its glyph rather than over or under it.
      const lift = flat ? (ny > 0 ? 8 : -6) : ny * 12 * Math.max(0, 0.75 - Math.abs(nx));
      out.push({ x: s.x + s.ux * along + nx * off, y: s.y + s.uy * along + ny * off + 4 + lift, anchor });
    }
  }
  return out;
}

function boxAt(c: Candidate, w: number): Box {
  const x0 = c.anchor === "start" ? c.x : c.anchor === "end" ? c.x - w : c.x - w / 2;
  return { x0: x0 - 3, y0: c.y - 13, x1: x0 + w + 3, y1: c.y + 6 };
}
