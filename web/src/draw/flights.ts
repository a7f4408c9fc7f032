// The messages of a space-time diagram: arrows while they can be told apart, a texture of threads when there are too many.

import { arrowParts, isLost, isMarked, thread, type Lit } from "./arrow";
import { epochClass } from "./ink";
import type { Arrow, SpaceTimeData } from "./scene";
import type { Sheet } from "./sheet";
import { Keyed, make, Pool, set, show } from "./svg";

/** More arrows than this on the sheet are drawn as threads, and so are more than this on a pixel of time. */
const CROWD = 1200;
const DENSE = 0.7;
/** Beyond this on a pixel threads are paler still: where all is dark nothing is told apart. */
const DENSER = 2;

class ArrowMark {
  readonly root = make("g");
  private readonly line = make("path");
  private tip: SVGPathElement | undefined;
  private brackets: SVGPathElement | undefined;
  private cross: SVGPathElement | undefined;
  private drawn = "";

  constructor() {
    this.root.append(this.line);
  }

  draw(a: Arrow, sheet: Sheet, version: number, lit: Lit, tinted: boolean): void {
    const key = `${version} ${a.leaves} ${a.lands} ${a.fate} ${lit} ${a.hold?.from ?? ""} ${a.hold?.to ?? ""}`;
    if (key === this.drawn) return;
    this.drawn = key;
    const parts = arrowParts(a, sheet, lit);
    set(this.root, "class", tinted ? epochClass(a.epoch).trim() : "");
    set(this.line, "class", parts.cls);
    set(this.line, "d", parts.line);
    this.tip = this.optional(this.tip, parts.tip, parts.cls.replace(" late bent", "").replace(" bent", ""));
    this.brackets = this.optional(this.brackets, parts.brackets, "brk");
    this.cross = this.optional(this.cross, parts.cross, parts.chance ? "mk chance" : "mk");
  }

  private optional(e: SVGPathElement | undefined, d: string | undefined, cls: string): SVGPathElement | undefined {
    if (!d) {
      if (e) show(e, false);
      return e;
    }
    const made = e ?? make("path");
    if (!e) this.root.append(made);
    show(made, true);
    set(made, "class", cls);
    set(made, "d", d);
    return made;
  }
}

export class Flights {
  readonly back = make("g");
  readonly effects = make("g");
  readonly causes = make("g");
  private readonly threads = make("g");
  private readonly plain = new Keyed(this.back, () => new ArrowMark());
  private readonly after = new Keyed(this.effects, () => new ArrowMark());
  private readonly before = new Keyed(this.causes, () => new ArrowMark());
  private readonly bundles = new Pool<SVGPathElement>(this.threads, () => make("path"));

  constructor() {
    this.back.append(this.threads);
  }

  private drawBundles(bundles: ReadonlyMap<string, string>, pale: string): void {
    for (const [ink, path] of bundles) {
      const e = this.bundles.take();
      set(e, "class", `msg crowd${pale}${ink}`);
      set(e, "d", path);
    }
    this.bundles.sweep();
  }

  draw(d: SpaceTimeData, sheet: Sheet, version: number): void {
    const visible = onSheet(d.arrows, sheet), density = densityOf(visible, sheet), tinted = !!d.decl.epoch;
    const crowd = isCrowd(visible, sheet);
    const bundles = new Map<string, string>();
    for (const a of visible) {
      const lit = litness(a, d);
      if (crowd && !lit && !isMarked(a)) {
        const ink = tinted ? epochClass(a.epoch) : "";
        bundles.set(ink, (bundles.get(ink) ?? "") + thread(a, sheet));
        continue;
      }
      // In a crowd what chance lost is a part of the texture too.
      if (crowd && !lit && isLost(a) && a.fate !== "dropped") continue;
      const layer = lit === "cause" ? this.before : lit === "effect" ? this.after : this.plain;
      layer.take(a.m).draw(a, sheet, version, lit, tinted);
    }
    this.drawBundles(bundles, density > DENSER ? " denser" : "");
    for (const layer of [this.plain, this.after, this.before]) layer.sweep();
  }
}

/** Arrows that touch the sheet, between nodes that have a row. */
export function onSheet(arrows: readonly Arrow[], sheet: Sheet): Arrow[] {
  return arrows.filter((a) => {
    const until = a.hold ? Math.max(a.lands, a.hold.to) : a.lands;
    return a.leaves <= sheet.to && until >= sheet.from && sheet.has(a.from) && sheet.has(a.to);
  });
}

/** How many arrows there are to a pixel of the time that they fill. */
function densityOf(arrows: readonly Arrow[], sheet: Sheet): number {
  const first = arrows[0], last = arrows[arrows.length - 1];
  if (!first || !last) return 0;
  return arrows.length / Math.max(60, sheet.x(Math.min(sheet.to, last.lands)) - sheet.x(Math.max(sheet.from, first.leaves)));
}

/** Too many arrows to be told apart. A few of a short run are never a crowd. */
export function isCrowd(arrows: readonly Arrow[], sheet: Sheet): boolean {
  return arrows.length > CROWD || (arrows.length > 80 && densityOf(arrows, sheet) > DENSE);
}

/** An arrow is a cause when it joins two causes, a consequence when what it led to is one. */
export function litness(a: Arrow, d: SpaceTimeData): Lit {
  if (d.chosen === undefined || a.got === undefined) return "";
  const before = (k: number): boolean => k === d.chosen || d.causes.has(k);
  const after = (k: number): boolean => k === d.chosen || d.consequences.has(k);
  return before(a.sent) && before(a.got) ? "cause" : after(a.sent) && after(a.got) ? "effect" : "";
}
