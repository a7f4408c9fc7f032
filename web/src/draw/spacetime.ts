// The space-time diagram: time to the right, a line a node, arrows for messages. It draws what its window shows, whatever
// the length of the run, on a sheet that slides.

import { Flights, onSheet } from "./flights";
import { Lives, RowNames } from "./lives";
import { textWidth } from "./measure";
import type { Over } from "./over";
import type { Box } from "./room";
import type { Arrow, SpaceTimeData, SpaceTimeHit } from "./scene";
import { OUTAGES, rowAt, rowsOf, type Rows } from "./rows";
import { Sheet } from "./sheet";
import { Signs } from "./signs";
import { Axis, Playhead } from "./strip";
import { make, r1, set, setText, show, size } from "./svg";
import { momentText } from "./ticks";
import { Words } from "../words/drawing";
import * as Say from "../words/drawing";

const NARROW = 520;
const TOP = 26;
const RIGHT = 8;
const REACH = 22;
/** How near a hand has to be to the playhead to take it. */
const GRIP = 8;

interface Moment {
  event: number;
  t: number;
  node: string;
}

interface Dimensions {
  narrow: boolean;
  gutter: number;
  rows: Rows;
  height: number;
}

export class SpaceTimeView {
  private readonly axis = new Axis("axis");
  private readonly rows = new RowNames();
  private readonly well = make("svg", "st-well", { overflow: "hidden" });
  private readonly paper = make("g");
  private readonly lives = new Lives();
  private readonly flights = new Flights();
  private over: Over | undefined;
  private readonly thread = make("path", "cause bent");
  private readonly signs = new Signs();
  private readonly future = make("rect", "future");
  private readonly edge = make("text", "t-s t-acc t-b halo");
  private readonly links = make("text", "t-s t-faint", { x: 0 });
  private readonly head = new Playhead();
  private readonly dot = make("circle", "dot sel", { r: 7 });
  private sheet: Sheet | undefined;
  private sheetKey = "";
  private version = 0;
  private drawn: readonly unknown[] = [];
  private data: SpaceTimeData | undefined;
  /** Where the sign of a playhead out of sight is. */
  private away: readonly [number, number] | undefined;
  /** The causes of the chosen event, in order. */
  private causes: readonly Moment[] = [];

  constructor(private readonly svg: SVGSVGElement) {
    svg.classList.add("ql-fig");
    this.arrange();
    setText(this.links, Words.cut);
    this.well.append(this.paper);
    for (const e of [this.links, this.future, this.edge, this.dot]) show(e, false);
    svg.replaceChildren(this.axis.root, this.rows.root, this.links, this.well, this.future, this.edge, this.head.root, this.dot);
  }

  /** Gives it what draws that which lies over the lines. */
  equip(over: Over): void {
    this.over = over;
    this.version++;
    this.arrange();
  }

  /** What is appended later lies higher. */
  private arrange(): void {
    const { flights, signs, over } = this;
    const below = over ? [over.bars.root] : [], lines = over ? [over.spans.root, over.outages.root] : [], words = over ? [over.bars.words, over.outages.words, over.spans.words] : [];
    this.paper.replaceChildren(...below, this.lives.root, ...lines, flights.back, flights.effects, flights.causes, this.thread, ...words, signs.root, signs.dots, signs.words);
  }

  /** The height that data takes. */
  height(d: SpaceTimeData): number {
    return dimensionsOf(d).height;
  }

  render(d: SpaceTimeData): void {
    const f = dimensionsOf(d), wide = d.width - f.gutter - RIGHT, scale = wide / Math.max(1, d.to - d.from);
    this.data = d;
    size(this.svg, d.width, f.height);
    this.slide(d, f, scale);
    const x = (t: number): number => f.gutter + (t - d.from) * scale;
    const inside = d.now >= d.from && d.now <= d.to;
    const clear = inside ? this.head.draw(x(d.now), f.height, d.width, d.now, d.to - d.from) : this.head.away(d.now < d.from, f.gutter, d.width, d.now, d.to - d.from);
    this.away = inside ? undefined : clear;
    this.axis.draw({
      from: d.from, to: d.to, x, most: Math.max(2, Math.floor(wide / (f.narrow ? 72 : 68))), width: d.width,
      top: TOP - 5, foot: f.height - 4, text: 13, clear,
    });
    const y = this.sheet ? (id: string): number => this.sheet?.y(id) ?? 0 : (): number => 0;
    this.rows.draw(d.tracks, d.nodes, d.decl, d.now, y, f.narrow);
    show(this.links, hasCuts(d));
    set(this.links, "y", outagesAt(f) + 4);
    if (this.sheet) {
      const from = this.sheet.x(d.from), to = this.sheet.x(d.to);
      this.over?.bars.place(from, to, d.now);
      this.over?.spans.place(from, to);
      this.over?.outages.place(from, to);
    }
    this.pencil(d, f, x);
    this.chosen(d, f, x);
    if (this.sheet) this.signs.clip(this.sheet.x(d.from), this.sheet.x(d.to), this.atEdge(d, this.sheet));
  }

  /** Microseconds a pixel, as last drawn. */
  get scale(): number {
    return 1 / (this.sheet?.scale ?? 1);
  }

  /** What is at a place: the moment and the row, and an event where a mark or an arrow is near. */
  hit(px: number, py: number): SpaceTimeHit | undefined {
    const d = this.data, sheet = this.sheet;
    if (!d || !sheet) return undefined;
    const f = dimensionsOf(d), scale = (d.width - f.gutter - RIGHT) / Math.max(1, d.to - d.from);
    const found: SpaceTimeHit = {};
    if (px >= f.gutter - 2) found.t = Math.max(0, Math.round(d.from + (px - f.gutter) / scale));
    if (py < TOP || Math.abs(px - f.gutter - (d.now - d.from) * scale) < GRIP) found.head = true;
    if (py < TOP && this.away && px > this.away[0] - 6 && px < this.away[1] + 6) found.back = true;
    const node = rowAt(d, f.rows, py);
    if (node !== undefined) found.node = node;
    const event = px >= f.gutter - REACH && py >= TOP ? this.eventNear(d, sheet, px - f.gutter + (d.from - sheet.from) * sheet.scale, py) : undefined;
    if (event !== undefined) found.event = event;
    return found.t === undefined && found.node === undefined ? undefined : found;
  }

  /** x and y on the sheet. Marks first; an arrow only where the hand is on it. */
  private eventNear(d: SpaceTimeData, sheet: Sheet, x: number, y: number): number | undefined {
    let best: number | undefined, near = REACH;
    for (const m of d.marks) {
      if (!sheet.has(m.node)) continue;
      const away = Math.hypot(sheet.x(m.t) - x, (sheet.y(m.node) - y) * 1.2) + (m.kind === "point" ? 6 : 0);
      if (away < near) [best, near] = [m.event, away];
    }
    if (best !== undefined && near < REACH / 2) return best;
    for (const a of onSheet(d.arrows, sheet)) {
      const away = awayFrom(a, sheet, x, y);
      if (away < Math.min(7, near)) [best, near] = [a.got ?? a.sent, away];
    }
    return best;
  }

  /** Moves the sheet; draws it anew only when its window has left it or what it shows has changed. */
  private slide(d: SpaceTimeData, f: Dimensions, scale: number): void {
    const key = `${scale} ${f.rows.tops.join(" ")} ${f.narrow ? 1 : 0} ${d.nodes.join(" ")}`;
    if (!this.sheet || key !== this.sheetKey || !this.sheet.holds(d.from, d.to)) {
      const half = (d.to - d.from) / 2;
      this.sheet = new Sheet(d.from - half, d.to + half, scale, f.rows.line, f.rows.at);
      this.sheetKey = key;
      this.version++;
    }
    const now = [this.version, d.decl, d.tracks, d.marks, d.marks.length, d.arrows, d.arrows.length, d.operations, d.spans, d.lanes, d.broken, d.cuts, d.chosen, d.causes, d.consequences, d.end];
    if (now.some((v, i) => v !== this.drawn[i])) {
      this.drawn = now;
      this.drawSheet(d, this.sheet, f);
    }
    set(this.well, "x", f.gutter - 1);
    set(this.well, "width", d.width - f.gutter - RIGHT + 2);
    set(this.well, "height", f.height);
    set(this.paper, "transform", `translate(${r1(1 - (d.from - this.sheet.from) * scale)} 0)`);
  }

  private drawSheet(d: SpaceTimeData, sheet: Sheet, f: Dimensions): void {
    const { over } = this, faded = d.chosen === undefined ? undefined : "st-faded";
    for (const g of [...over ? [over.bars.root, over.bars.words, over.spans.root, over.spans.words, over.outages.root] : [], this.lives.root, this.flights.back, this.signs.root]) set(g, "class", faded);
    this.lives.draw(d.tracks, d.decl, sheet, d.end ?? Infinity);
    over?.outages.draw(d, sheet, outagesAt(f));
    over?.spans.draw(d, sheet);
    this.flights.draw(d, sheet, this.version);
    const taken = over?.bars.draw(d, sheet) ?? [];
    this.signs.draw(d, sheet, f.narrow, taken);
    over?.bars.finish(taken);
    this.causes = causesOf(d);
    set(this.thread, "d", causalThread(this.causes, sheet) || "M0 0");
  }

  /** Right of the playhead is computed already and drawn pale. */
  private pencil(d: SpaceTimeData, f: Dimensions, x: (t: number) => number): void {
    const from = Math.max(f.gutter, x(d.now) + 0.75);
    show(this.future, d.now < d.to);
    set(this.future, "x", from);
    set(this.future, "y", TOP - 5);
    set(this.future, "width", Math.max(0, d.width - from));
    set(this.future, "height", f.height - TOP + 5);
  }

  /** What the name of a cause takes of the sheet. */
  private atEdge(d: SpaceTimeData, sheet: Sheet): Box | undefined {
    if (this.edge.hasAttribute("display")) return undefined;
    const x0 = sheet.x(d.from), y = Number(this.edge.getAttribute("y"));
    return { x0, x1: x0 + 10 + textWidth(this.edge.textContent ?? "", 11.5, true), y0: y - 10, y1: y + 2 };
  }

  private chosen(d: SpaceTimeData, f: Dimensions, x: (t: number) => number): void {
    const at = d.chosen === undefined ? undefined : placeOf(d, d.chosen), sheet = this.sheet;
    const inside = at !== undefined && at.t >= d.from && at.t <= d.to && sheet?.has(at.node) === true;
    show(this.dot, inside);
    if (inside) {
      set(this.dot, "cx", x(at.t));
      set(this.dot, "cy", sheet?.y(at.node) ?? 0);
    }
    const before = d.chosen === undefined || f.narrow ? undefined : this.causes.findLast((c) => c.t < d.from);
    show(this.edge, before !== undefined && sheet?.has(before.node) === true);
    if (!before || !sheet?.has(before.node)) return;
    set(this.edge, "x", f.gutter + 5);
    set(this.edge, "y", sheet.y(before.node) - 9);
    const name = d.nameOf?.(before.event) ?? "";
    setText(this.edge, Say.causeBefore(momentText(before.t, d.to - d.from), name ? `: ${name}` : ""));
  }
}

function dimensionsOf(d: SpaceTimeData): Dimensions {
  const narrow = d.narrow ?? d.width < NARROW;
  const rows = rowsOf(d, TOP, narrow), longest = Math.max(2, ...d.nodes.map((id) => id.length));
  return { narrow, gutter: (narrow ? 40 : 60) + Math.max(0, longest - 2) * 7, rows, height: (rows.tops.at(-1) ?? TOP) + 6 + (hasCuts(d) ? OUTAGES : 0) };
}

const hasCuts = (d: SpaceTimeData): boolean => (d.cuts?.length ?? 0) > 0;

/** The middle of the line that tells when the network was cut. */
const outagesAt = (f: Dimensions): number => (f.rows.tops.at(-1) ?? TOP) + OUTAGES / 2;

function placeOf(d: SpaceTimeData, event: number): { t: number; node: string } | undefined {
  return d.timeOf?.(event) ?? d.marks.find((m) => m.event === event);
}

/** The causes in order, each with its place. */
function causesOf(d: SpaceTimeData): Moment[] {
  if (d.chosen === undefined) return [];
  const all = [...d.causes, d.chosen].sort((a, b) => a - b);
  return [...new Set(all)].flatMap((k) => {
    const at = placeOf(d, k);
    return at ? [{ event: k, t: at.t, node: at.node }] : [];
  });
}

/** Where a cause and its effect are on one node, the thread runs along that node's line. */
function causalThread(causes: readonly Moment[], sheet: Sheet): string {
  let path = "";
  for (let i = 1; i < causes.length; i++) {
    const a = causes[i - 1] as Moment, b = causes[i] as Moment;
    if (a.node !== b.node || !sheet.has(a.node) || b.t < sheet.from || a.t > sheet.to) continue;
    path += `M${r1(sheet.x(Math.max(a.t, sheet.from)))} ${r1(sheet.y(a.node))}H${r1(sheet.x(Math.min(b.t, sheet.to)))}`;
  }
  return path;
}

function awayFrom(a: Arrow, sheet: Sheet, x: number, y: number): number {
  const x1 = sheet.x(a.leaves), y1 = sheet.y(a.from), x2 = sheet.x(a.lands), y2 = sheet.y(a.to), dx = x2 - x1, dy = y2 - y1;
  const k = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - x1 - dx * k, y - y1 - dy * k);
}
