// The timeline of a whole run: a band of reigns, what hands did above it, commits below, other branches as thin bands that
// fork where they forked, and the window that the space-time diagram shows.

import { shapeOf, toneClass } from "./ink";
import { textWidth } from "./measure";
import type { FaultMark, Fork, Reign, TimelineData } from "./scene";
import { Axis } from "./strip";
import { make, Pool, r1, set, setText, show, size } from "./svg";

const NARROW = 520;
const LEFT = 4;
const RIGHT = 6;
const BAND_TOP = 28;
const BAND = 14;
const FORK = 13;

/** Signs of actions by their verbs in the scenario's text; an action without one gets a tick. */
const SIGNS: Readonly<Record<string, readonly [string, string]>> = {
  crash: ["mk", "M-4 -4L4 4M4 -4L-4 4"],
  drop: ["mk", "M-4 -4L4 4M4 -4L-4 4"],
  cut: ["mk", "M-2.5 -5V5M2.5 -5V5"],
  isolate: ["mk", "M-2.5 -5V5M2.5 -5V5"],
  partition: ["mk", "M-2.5 -5V5M2.5 -5V5"],
  heal: ["mk-ink", "M-5 0H5M-2 -3L-5 0L-2 3M2 -3L5 0L2 3"],
  hold: ["mk-ink", "M-2 -5H-5V5H-2M2 -5H5V5H2"],
  release: ["mk-ink", "M-5 0H4M1 -3L4 0L1 3"],
  delay: ["mk-ink", "M0 -5V0L3 2"],
  duplicate: ["mk-ink", "M-4 -4H2V2H-4ZM2 -1H5V5H-1V2"],
  restart: ["mk-ink", "M-3 -5L5 0L-3 5Z"],
  resume: ["mk-ink", "M-3 -5L5 0L-3 5Z"],
  pause: ["mk-ink", "M-2 -4V4M2 -4V4"],
};
const PLAIN: readonly [string, string] = ["mk-ink", "M0 -3V3"];
/** Signs closer than this would cover each other; the first one stands for both. */
const APART = 11;

interface Fit {
  mark: FaultMark;
  x: number;
  text: string;
  /** Where its words start; undefined: no room for words. */
  at: number | undefined;
}

export class TimelineView {
  private readonly window = make("rect", "window");
  private readonly none = make("path", "reign-none");
  private readonly reigns = make("g");
  private readonly bands = new Pool<SVGRectElement>(this.reigns, () => make("rect"));
  private readonly names = new Pool<SVGTextElement>(this.reigns, () => make("text", "", { "text-anchor": "middle" }));
  private readonly commits = make("path", "mk-ink");
  private readonly faults = make("g");
  private readonly signs = new Pool<SVGPathElement>(this.faults, () => make("path"));
  private readonly words = new Pool<SVGTextElement>(this.faults, () => make("text", "t-s halo"));
  private readonly forks = make("g");
  private readonly forkLines = new Pool<SVGPathElement>(this.forks, () => make("path", "fork"));
  private readonly forkBands = new Pool<SVGRectElement>(this.forks, () => make("rect"));
  private readonly forkWords = new Pool<SVGTextElement>(this.forks, () => make("text", "t-s t-dim halo"));
  private readonly axis = new Axis("axis s");
  private readonly head = make("path", "head");
  private readonly flag = make("path", "head-f");
  private data: TimelineData | undefined;
  private drawn: readonly unknown[] = [];

  constructor(private readonly svg: SVGSVGElement) {
    svg.classList.add("ql-fig");
    svg.replaceChildren(
      this.axis.root, this.window, this.none, this.reigns, this.commits, this.forks, this.faults, this.head, this.flag,
    );
  }

  height(d: TimelineData): number {
    return BAND_TOP + BAND + 10 + d.forks.length * FORK + 20;
  }

  render(d: TimelineData): void {
    this.data = d;
    const h = this.height(d), foot = BAND_TOP + BAND + 10 + d.forks.length * FORK;
    size(this.svg, d.width, h);
    const now = [d.width, d.end, d.reigns, d.reigns.length, d.faults, d.faults.length, d.commits, d.commits.length, d.forks, d.decl, d.nobody];
    if (now.some((v, i) => v !== this.drawn[i])) {
      this.drawn = now;
      this.drawRun(d, foot);
    }
    const x = scaleOf(d);
    show(this.window, d.window !== undefined);
    if (d.window) {
      const from = x(Math.max(0, d.window.from)), to = x(Math.min(d.end, d.window.to));
      set(this.window, "x", from);
      set(this.window, "width", Math.max(3, to - from));
      set(this.window, "y", BAND_TOP - 6);
      set(this.window, "height", foot - BAND_TOP + 6);
    }
    const at = r1(x(Math.min(d.now, d.end)));
    set(this.head, "d", `M${at} 2V${foot}`);
    set(this.flag, "d", `M${at} 8l-6 -8h12z`);
  }

  /** The moment at x, in microseconds, whatever the height. */
  hit(px: number, _py?: number): number | undefined {
    const d = this.data;
    if (!d) return undefined;
    return Math.round(Math.max(0, Math.min(1, (px - LEFT) / (d.width - LEFT - RIGHT))) * d.end);
  }

  /** The action whose sign is within reach, for those who want to go exactly there. */
  faultAt(px: number, py: number): FaultMark | undefined {
    const d = this.data;
    if (!d || py > BAND_TOP) return undefined;
    const x = scaleOf(d);
    let best: FaultMark | undefined, near = 12;
    for (const f of d.faults) {
      const away = Math.abs(x(f.t) - px);
      if (away < near) [best, near] = [f, away];
    }
    return best;
  }

  private drawRun(d: TimelineData, foot: number): void {
    const x = scaleOf(d), narrow = d.narrow ?? d.width < NARROW;
    this.drawReigns(d, x);
    this.drawFaults(d, x, narrow);
    set(this.commits, "d", commitTicks(d.commits, x) || "M0 0");
    d.forks.forEach((f, i) => this.drawFork(d, f, BAND_TOP + BAND + 10 + i * FORK + FORK / 2, x));
    for (const pool of [this.forkLines, this.forkBands, this.forkWords]) pool.sweep();
    this.axis.draw({ from: 0, to: d.end, x, most: narrow ? 5 : 12, width: d.width, top: foot, foot: foot + 4, text: foot + 16 });
  }

  /** Two may be in charge at once, each of its own epoch: then each has half the band. */
  private drawReigns(d: TimelineData, x: (t: number) => number): void {
    const reigns = d.reigns.filter((r) => r.from < d.end), y = BAND_TOP;
    let until = -Infinity;
    reigns.forEach((r, i) => {
      const next = reigns[i + 1], both = r.from < until || (next !== undefined && next.from < Math.min(r.to, d.end));
      const low = r.from < until;
      until = Math.max(until, Math.min(r.to, d.end));
      this.drawReign(d, r, x, low ? y + BAND / 2 : y, both ? BAND / 2 : BAND);
    });
    this.bands.sweep();
    this.drawNobody(d, gaps(reigns, d.end), x);
    this.names.sweep();
  }

  private drawReign(d: TimelineData, r: Reign, x: (t: number) => number, y: number, h: number): void {
    const from = x(r.from), to = x(Math.min(r.to, d.end)), band = this.bands.take();
    const shape = shapeOf(d.decl, r.status);
    set(band, "class", `n ${shape} reign${toneClass(d.decl, shape, r.epoch)}`);
    set(band, "x", from + 0.5);
    set(band, "y", y);
    set(band, "width", Math.max(2, to - from - 1));
    set(band, "height", h);
    const name = [r.node, r.status, d.decl.epoch && r.epoch ? `${d.decl.epoch} ${r.epoch}` : ""].filter(Boolean).join(" ");
    const text = [name, r.node].find((t) => textWidth(t, 11.5, true) + 8 <= to - from);
    if (!text || h < BAND) return;
    const e = this.names.take();
    set(e, "class", "t-s t-b t-paper");
    set(e, "x", (from + to) / 2);
    set(e, "y", y + 11);
    setText(e, text);
  }

  private drawNobody(d: TimelineData, gapsOf: readonly [number, number][], x: (t: number) => number): void {
    const y = BAND_TOP + BAND / 2;
    let path = "";
    for (const [from, to] of gapsOf) {
      const a = x(from) + 4, b = x(to) - 3;
      if (b - a < 3) continue;
      path += `M${r1(a)} ${y}H${r1(b)}`;
      if (!d.nobody || textWidth(d.nobody, 11.5) + 16 > b - a) continue;
      const e = this.names.take();
      set(e, "class", "t-s t-dim halo");
      set(e, "x", (a + b) / 2);
      set(e, "y", y + 4);
      setText(e, d.nobody);
    }
    set(this.none, "d", path || "M0 0");
  }

  private drawFaults(d: TimelineData, x: (t: number) => number, narrow: boolean): void {
    for (const { mark, x: at, text, at: words } of fit(d.faults, x, d.width, narrow)) {
      const [cls, path] = SIGNS[mark.verb] ?? PLAIN, sign = this.signs.take();
      set(sign, "class", cls);
      set(sign, "d", path);
      set(sign, "transform", `translate(${r1(at)} ${BAND_TOP - 15})`);
      if (words === undefined) continue;
      const e = this.words.take();
      set(e, "x", words);
      set(e, "y", BAND_TOP - 11);
      setText(e, text);
    }
    this.signs.sweep();
    this.words.sweep();
  }

  private drawFork(d: TimelineData, f: Fork, y: number, x: (t: number) => number): void {
    const from = x(f.t), to = Math.max(from + 8, x(Math.min(f.to, d.end)));
    set(this.forkLines.take(), "d", `M${r1(from)} ${BAND_TOP + BAND}V${y - 3}Q${r1(from)} ${y} ${r1(from + 3)} ${y}H${r1(to)}`);
    for (const r of f.reigns) {
      const a = x(Math.max(f.t, r.from)), b = x(Math.min(r.to, f.to, d.end)), shape = shapeOf(d.decl, r.status), e = this.forkBands.take();
      set(e, "class", `n ${shape} reign${toneClass(d.decl, shape, r.epoch)}`);
      set(e, "x", a);
      set(e, "y", y - 2.5);
      set(e, "width", Math.max(1, b - a));
      set(e, "height", 5);
    }
    const text = f.label ?? f.name, w = textWidth(text, 11.5), e = this.forkWords.take();
    // Right of its end, left of where it forked, or, where neither has room, on its line.
    set(e, "x", to + 6 + w <= d.width ? to + 6 : from - 6 - w >= 0 ? from - 6 - w : Math.max(from + 10, Math.min(to - w - 6, d.width - w - 6)));
    set(e, "y", y + 4);
    setText(e, text);
  }
}

function scaleOf(d: TimelineData): (t: number) => number {
  const k = (d.width - LEFT - RIGHT) / Math.max(1, d.end);
  return (t) => LEFT + t * k;
}

function gaps(reigns: readonly Reign[], end: number): [number, number][] {
  const out: [number, number][] = [];
  let at = 0;
  for (const r of reigns) {
    if (r.from > at) out.push([at, r.from]);
    at = Math.max(at, Math.min(r.to, end));
  }
  if (at < end) out.push([at, end]);
  return out;
}

/** Commits closer than two pixels are one tick. */
function commitTicks(commits: readonly number[], x: (t: number) => number): string {
  let path = "", last = -Infinity;
  for (const t of commits) {
    const at = x(t);
    if (at - last < 3) continue;
    last = at;
    path += `M${r1(at)} ${BAND_TOP + BAND + 3}v5`;
  }
  return path;
}

/** Words go right of their sign, else left of it, else nowhere: the list of actions has them all. */
function fit(faults: readonly FaultMark[], x: (t: number) => number, width: number, narrow: boolean): Fit[] {
  const shown: Fit[] = [];
  for (const mark of faults) {
    const at = x(mark.t), last = shown[shown.length - 1];
    if (last && at - last.x < APART) {
      if (SIGNS[mark.verb]?.[0] !== "mk" || SIGNS[last.mark.verb]?.[0] === "mk") continue;
      shown.pop();
    }
    shown.push({ mark, x: at, text: mark.label ?? "", at: undefined });
  }
  if (narrow) return shown;
  let end = 0;
  shown.forEach((f, i) => {
    const w = textWidth(f.text, 11.5), next = shown[i + 1]?.x ?? width;
    if (f.text && f.x + 9 + w <= next - 8 && f.x + 9 + w <= width) f.at = f.x + 9;
    else if (f.text && f.x - 9 - w >= end + 4) f.at = f.x - 9 - w;
    end = f.at !== undefined && f.at > f.x ? f.at + w : f.x + 8;
  });
  return shown;
}
