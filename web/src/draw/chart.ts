// A chart: a curve a row, a point a cell, its number over its "at". Curves are told apart by their dashes and by their
// names at their ends. It is drawn by hand and not by a library: a panel has a few dozen points, and a library that draws
// ten thousand weighs as much as the whole player.

import type { Panel } from "../wire";
import { Width } from "../width";
import { isDrawn, tag } from "./cells";
import { epochClass } from "./ink";
import { textWidth } from "./measure";
import { make, r1, size } from "./svg";
import { stepFor } from "./ticks";
import * as Say from "../words/drawing";

const HIGH = 168;
const TOP = 10;
const FOOT = 22;
const FONT = 11.5;
const DASHES = ["", "6 4", "2 4", "9 3 2 3"];

interface Curve {
  name: string;
  epoch: number | undefined;
  /** In order of x. */
  points: readonly (readonly [number, number])[];
}

interface Chart {
  host: HTMLElement;
  width: Width;
  svg: SVGSVGElement;
  says: HTMLElement;
  panel: Panel;
}

const charts = new WeakMap<HTMLElement, Chart>();

export function renderChart(host: HTMLElement, panel: Panel, before?: Panel): void {
  if (isDrawn(host, panel, before)) return;
  let chart = charts.get(host);
  if (!chart) {
    const made: Chart = { host, width: new Width(host, () => draw(made)), svg: make("svg", "ql-fig"), says: tag("p", "ql-vh"), panel };
    made.svg.setAttribute("aria-hidden", "true");
    charts.set(host, (chart = made));
  }
  chart.panel = panel;
  host.replaceChildren(chart.svg, chart.says);
  draw(chart);
}

function curvesOf(p: Panel): Curve[] {
  return p.rows.map((row): Curve => ({
    name: row.name,
    epoch: row.epoch,
    points: row.cells.map((c, i): [number, number] => [c.at ?? i + 1, Number.parseFloat(c.text.replaceAll(",", "").replace("−", "-"))])
      .filter(([, y]) => Number.isFinite(y)).sort((a, b) => a[0] - b[0]),
  })).filter((c) => c.points.length > 0);
}

const plain = (n: number): string => String(Math.round(n * 1000) / 1000).replace("-", "−").replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");

function draw({ svg, says, panel, width }: Chart): void {
  const curves = curvesOf(panel), w = width.px;
  svg.replaceChildren();
  if (!w || !curves.length) return;
  size(svg, w, HIGH);
  const all = curves.flatMap((c) => c.points), xs = all.map((p) => p[0]), ys = all.map((p) => p[1]);
  // Amounts begin at nothing, or a small change would look like a large one.
  const low = Math.min(0, ...ys), high = Math.max(...ys, low + 1), step = stepFor(high - low, 4), top = Math.ceil(high / step) * step, least = Math.floor(low / step) * step;
  const marks = Array.from({ length: Math.round((top - least) / step) + 1 }, (_, i) => least + i * step);
  const left = Math.max(...marks.map((m) => textWidth(plain(m), FONT))) + 8, right = Math.max(0, ...curves.map((c) => textWidth(c.name, FONT, true))) + 10;
  const x0 = Math.min(...xs), x1 = Math.max(...xs, x0 + 1);
  const x = (v: number): number => left + ((v - x0) / (x1 - x0)) * Math.max(20, w - left - right), y = (v: number): number => TOP + (1 - (v - least) / (top - least)) * (HIGH - TOP - FOOT);
  for (const m of marks) {
    svg.append(make("path", "axis", { d: `M${r1(left)} ${r1(y(m))}H${r1(x(x1))}` }), text(plain(m), "t-s t-faint", left - 6, y(m) + 4, "end"));
  }
  const columns = ticksOf(x0, x1, Math.max(2, Math.floor((x(x1) - left) / 48)));
  columns.forEach((c) => svg.append(text(plain(c), "t-s t-faint", x(c), HIGH - 5, "middle")));
  curves.forEach((c, i) => svg.append(curve(c, i, x, y)));
  names(curves, y).forEach(({ name, at, epoch }) => svg.append(text(name, `n t-s t-b t-tone${epochClass(epoch)}`, x(x1) + 8, at + 4)));
  says.textContent = curves.map((c) => Say.curve(c.name, c.points.length, plain(c.points[0]?.[1] ?? 0), plain(c.points.at(-1)?.[1] ?? 0))).join(". ");
}

/** Round places on the x axis that lie within. */
function ticksOf(from: number, to: number, most: number): number[] {
  const step = Math.max(1, stepFor(to - from, most)), first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, i) => first + i * step);
}

function curve(c: Curve, i: number, x: (v: number) => number, y: (v: number) => number): Element {
  const g = make("g", epochClass(c.epoch).trim()), last = c.points.at(-1) as readonly [number, number];
  const line = make("path", "curve", { d: c.points.map(([a, b], k) => `${k ? "L" : "M"}${r1(x(a))} ${r1(y(b))}`).join("") });
  if (DASHES[i % DASHES.length]) line.setAttribute("stroke-dasharray", DASHES[i % DASHES.length] as string);
  g.append(line, make("circle", "curve-end", { cx: r1(x(last[0])), cy: r1(y(last[1])), r: 3 }));
  return g;
}

/** Names stand at the ends of their curves, and make room for each other. */
function names(curves: readonly Curve[], y: (v: number) => number): { name: string; epoch: number | undefined; at: number }[] {
  const all = curves.map((c) => ({ name: c.name, epoch: c.epoch, at: y(c.points.at(-1)?.[1] ?? 0) })).sort((a, b) => a.at - b.at);
  const high = 14, over = (all.length - 1) * high;
  all.forEach((n, i) => (n.at = Math.max(n.at, TOP + i * high, (all[i - 1]?.at ?? -Infinity) + high)));
  for (let i = all.length - 1; i >= 0; i--) {
    const n = all[i] as { at: number };
    n.at = Math.min(n.at, HIGH - FOOT - (all.length - 1 - i) * high, (all[i + 1]?.at ?? Infinity) - high);
  }
  return over > HIGH - FOOT - TOP ? all.slice(0, Math.floor((HIGH - FOOT - TOP) / high)) : all;
}

function text(says: string, cls: string, x: number, y: number, anchor = "start"): SVGTextElement {
  const e = make("text", cls, { x: r1(x), y: r1(y), "text-anchor": anchor });
  e.textContent = says;
  return e;
}
