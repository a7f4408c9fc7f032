// Signs on the lines of a space-time diagram, and the few words beside them where they fit.

import { arrowParts } from "./arrow";
import { isCrowd, litness, onSheet } from "./flights";
import { textWidth } from "./measure";
import { overlap, type Box } from "./room";
import type { Mark, MarkKind, SpaceTimeData } from "./scene";
import type { Sheet } from "./sheet";
import { Keyed, make, moveTo, Pool, set, setText, show } from "./svg";

interface Art {
  cls: string;
  d: string;
}

const CLOCK: readonly Art[] = [{ cls: "badge", d: "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z" }, { cls: "badge-i", d: "M0 -3.2V0L2.2 1.4" }];
const FREEZE: readonly Art[] = [{ cls: "badge", d: "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z" }, { cls: "badge-i", d: "M-1.8 -2.6V2.6M1.8 -2.6V2.6" }];
const ART: Readonly<Record<MarkKind, readonly Art[]>> = {
  status: [],
  point: [],
  timer: CLOCK,
  crash: [{ cls: "mk", d: "M-6 -6L6 6M6 -6L-6 6" }],
  restart: [{ cls: "mk-fill", d: "M-3 -6L6 0L-3 6Z" }],
  pause: FREEZE,
  commit: [{ cls: "mk-commit", d: "M0 9V-10H7L5 -7L7 -4H0" }],
  command: [{ cls: "mk-fill", d: "M0 -5.5L4.5 0L0 5.5L-4.5 0Z" }],
  bad: [{ cls: "mk ring", d: "M-8 0a8 8 0 1 0 16 0a8 8 0 1 0 -16 0Z" }],
};
/** Signs of these kinds are never left out, however close they stand. */
const ALWAYS: ReadonlySet<MarkKind> = new Set(["crash", "restart", "pause", "bad"]);
const APART = 13;
/** In this order words are given their place. */
const RANK: Readonly<Record<MarkKind, number>> = { bad: 0, crash: 1, restart: 1, pause: 1, status: 2, commit: 3, command: 4, timer: 5, point: 6 };

class SignMark {
  readonly root = make("g");
  private kind: MarkKind | undefined;

  draw(kind: MarkKind, x: number, y: number): void {
    moveTo(this.root, x, y);
    if (kind === this.kind) return;
    this.kind = kind;
    this.root.replaceChildren(...ART[kind].map(({ cls, d }) => make("path", cls, { d })));
  }
}

export class Signs {
  readonly root = make("g");
  readonly dots = make("g");
  readonly words = make("g");
  private readonly signs = new Keyed(this.root, () => new SignMark());
  private readonly texts = new Pool<SVGTextElement>(this.words, () => make("text"));
  /** The words drawn, and what each takes of the sheet. */
  private written: { text: SVGTextElement; x0: number; x1: number; y: number }[] = [];
  private readonly spots = new Pool<SVGCircleElement>(this.dots, () => make("circle", "dot", { r: 4 }));

  /** taken: where words of other things stand. */
  draw(d: SpaceTimeData, sheet: Sheet, narrow: boolean, taken: Box[]): void {
    const marks = d.marks.filter((m) => m.t >= sheet.from && m.t <= sheet.to && sheet.has(m.node));
    const last = new Map<string, number>(), crowd = isCrowd(onSheet(d.arrows, sheet), sheet);
    for (const m of marks) {
      if (m.kind === "status" || m.kind === "point") continue;
      if (crowd && (m.kind === "timer" || m.kind === "command")) continue;
      const x = sheet.x(m.t), key = `${m.node} ${m.kind}`;
      if (!ALWAYS.has(m.kind) && x - (last.get(key) ?? -Infinity) < APART) continue;
      last.set(key, x);
      this.signs.take(`${m.event} ${m.kind}`).draw(m.kind, x, sheet.y(m.node));
      if (m.kind !== "timer") taken.push(signBox(x, sheet.y(m.node)));
    }
    this.signs.sweep();
    this.drawDots(d, sheet, marks);
    for (const a of onSheet(d.arrows, sheet)) if (a.hold) taken.push(...(arrowParts(a, sheet, "").ends ?? []).map(bracketBox));
    this.drawWords(d, sheet, marks, taken, narrow);
  }

  /** Hides words that the window's edge would cut in two, and those that what stands at the edge covers. */
  clip(from: number, to: number, edge: Box | undefined): void {
    for (const { text, x0, x1, y } of this.written) {
      show(text, x0 >= from - 2 && x1 <= to + 2 && !(edge && overlap(edge, { x0, y0: y - 10, x1, y1: y + 2 }) > 0));
    }
  }

  private drawDots(d: SpaceTimeData, sheet: Sheet, marks: readonly Mark[]): void {
    const done = new Set<number>();
    const dot = (event: number, t: number, node: string): void => {
      if (event === d.chosen || done.has(event) || !sheet.has(node) || t < sheet.from || t > sheet.to) return;
      done.add(event);
      const e = this.spots.take();
      set(e, "cx", sheet.x(t));
      set(e, "cy", sheet.y(node));
    };
    for (const m of marks) if (d.causes.has(m.event)) dot(m.event, m.t, m.node);
    for (const event of d.causes) {
      const at = d.timeOf?.(event);
      if (at) dot(event, at.t, at.node);
    }
    this.spots.sweep();
  }

  /** Words stand above their line, clear of the signs that are taken; those that find no room are left to the narration. */
  private drawWords(d: SpaceTimeData, sheet: Sheet, marks: readonly Mark[], taken: Box[], narrow: boolean): void {
    this.written = [];
    const say = (text: string, cls: string, bold: boolean, x: number, y: number, middle = false): boolean => {
      const w = textWidth(text, 11.5, bold), x0 = middle ? x - w / 2 : x;
      const box = { x0: x0 - 3, y0: y - 10, x1: x0 + w + 5, y1: y + 2 };
      if (taken.some((t) => overlap(t, box) > 0)) return false;
      taken.push(box);
      const e = this.texts.take();
      set(e, "class", `t-s halo ${cls}`);
      set(e, "x", x0);
      set(e, "y", y);
      setText(e, text);
      this.written.push({ text: e, x0, x1: x0 + w, y });
      return true;
    };
    const named = marks.filter((m) => m.label).sort((a, b) => RANK[a.kind] - RANK[b.kind] || a.t - b.t);
    for (const m of named) {
      if (m.kind === "point") continue;
      const bad = m.kind === "bad", sign = m.kind === "status" || m.kind === "timer" ? 6 : 11;
      say(m.label ?? "", bad ? "t-b t-fault" : "t-b", true, sheet.x(m.t) + sign, sheet.y(m.node) - 9);
    }
    if (!narrow) this.nameArrows(d, sheet, say);
    this.texts.sweep();
  }

  /** What a hand did to a message is said; so is what the causes of the chosen event were. */
  private nameArrows(d: SpaceTimeData, sheet: Sheet, say: (text: string, cls: string, bold: boolean, x: number, y: number, middle?: boolean) => boolean): void {
    for (const a of onSheet(d.arrows, sheet)) {
      const lit = litness(a, d), dropped = a.fate === "dropped";
      if (lit !== "cause" && !dropped && !a.hold && a.fate !== "delayed") continue;
      // A steep arrow stands among many: its words would cover theirs.
      if (!a.hold && sheet.x(a.lands) - sheet.x(a.leaves) < 22) continue;
      const { mid } = arrowParts(a, sheet, lit), name = a.arg ? `${a.kind} ${a.arg}` : a.kind;
      if (a.hold) {
        say("held", "t-b", true, mid.x, mid.y + 4, true);
        continue;
      }
      const up = sheet.y(a.to) < sheet.y(a.from), cls = lit === "cause" ? "t-acc t-b" : "t-dim";
      say(name, cls, lit === "cause", mid.x + 8, mid.y + (up ? 12 : -2)) || say(name, cls, lit === "cause", mid.x - textWidth(name, 11.5, lit === "cause") - 8, mid.y + (up ? -2 : 12));
    }
  }
}

const bracketBox = ({ x, y }: { x: number; y: number }): Box => ({ x0: x - 3, y0: y - 7, x1: x + 3, y1: y + 7 });
const signBox = (x: number, y: number): Box => ({ x0: x - 7, y0: y - 11, x1: x + 8, y1: y + 8 });
