// What nodes believe of themselves, over their lines: where it begins, ends, and goes on past its time.

import { toldBy } from "../src/beliefs";
import { type SpaceTimeView, type Mark, type SpaceTimeData, type SpanBar, type Track } from "../src/draw/index";
import { RunModel } from "../src/run";
import type { Decl, RunEvent } from "../src/wire";
import { diagramOn, random } from "./scenes";

const NS = "http://www.w3.org/2000/svg";
const NONE: ReadonlySet<number> = new Set();
const decl: Decl = {
  name: "spans", title: "", layout: "ring", epoch: "term", roles: [{ name: "server", letter: "n", min: 1, max: 9, default: 3 }],
  statuses: [{ name: "follower", shape: "circle" }, { name: "leader", shape: "double" }], kinds: [],
  spans: [{ name: "leads", means: "believes that it leads" }, { name: "lease", means: "holds its lease to be valid" }],
};
const nodes = ["n1", "n2", "n3"];
const bar = (node: string, name: string, from: number, to: number, more: Partial<SpanBar> = {}): SpanBar => ({ node, name, from, to, epoch: 1, until: 0, late: [], ...more });
const plain: Omit<SpaceTimeData, "from" | "to" | "now"> = { width: 928, decl, nodes, tracks: [], marks: [], arrows: [], causes: NONE, consequences: NONE };

function drawn<T>(root: HTMLElement, d: SpaceTimeData, look: (svg: SVGSVGElement, view: SpaceTimeView) => T): T {
  const svg = document.createElementNS(NS, "svg"), view = diagramOn(svg);
  root.append(svg);
  view.render(d);
  const told = look(svg, view);
  svg.remove();
  return told;
}

const at = (t: number): number => 60 + (t / 100_000) * (928 - 60 - 8);

/** The stretches of the horizontal pieces of a path, in the figure's pixels. */
function pieces(svg: SVGSVGElement, cls: string): [number, number][] {
  const shift = Number(/translate\((-?[\d.]+)/.exec(svg.querySelector(".st-well > g")?.getAttribute("transform") ?? "")?.[1] ?? 0) + 59;
  return [...svg.querySelectorAll(`path.${cls.replaceAll(" ", ".")}`)].filter((p) => [...p.classList].filter((c) => !/^e\d$/.test(c)).join(" ") === cls)
    .flatMap((p) => [...(p.getAttribute("d") ?? "").matchAll(/M([-\d.]+) [-\d.]+H([-\d.]+)/g)].map((m): [number, number] => [Number(m[1]) + shift, Number(m[2]) + shift]));
}

export function aSpanIsDrawnAsItsNodeHeldIt(root: HTMLElement): string[] {
  const faults: string[] = [], must = (what: string, holds: boolean): void => void (holds || faults.push(what));
  const d: SpaceTimeData = {
    ...plain, from: 0, to: 100_000, now: 100_000, end: 100_000, lanes: new Map([["n1", ["lease"]], ["n2", ["leads", "lease"]]]),
    spans: [bar("n1", "lease", 10_000, 60_000, { until: 40_000, late: [[40_000, 60_000]] }), bar("n2", "lease", 20_000, 50_000, { until: 80_000 }), bar("n2", "leads", 20_000, Infinity)],
  };
  drawn(root, d, (svg, view) => {
    const near = (got: readonly [number, number][], want: readonly [number, number][], what: string): void =>
      must(`${what} is at ${JSON.stringify(got)}, not ${JSON.stringify(want.map(([a, b]) => [at(a), at(b)]))}`,
        got.length === want.length && want.every(([a, b]) => got.some(([x, y]) => Math.abs(x - at(a)) < 1.5 && Math.abs(y - at(b)) < 1.5)));
    near(pieces(svg, "span"), [[10_000, 40_000], [20_000, 50_000], [20_000, 100_000]], "what is believed");
    near(pieces(svg, "span late"), [[40_000, 60_000]], "what is believed past its time");
    near(pieces(svg, "span hoped"), [[50_000, 80_000]], "what would have been believed");
    must("what is past its time looks otherwise", getComputedStyle(svg.querySelector(".span.late") as Element).strokeDasharray !== "none");
    const bare = view.height({ ...d, lanes: undefined, spans: undefined }), one = view.height({ ...d, lanes: new Map([["n1", ["lease"]]]) });
    must("a lane takes room only over its node", one > bare && view.height(d) - one > one - bare);
    for (const [y, node] of [[bare - 12, "n2"], [view.height(d) - 14, "n3"]] as const) must(`at ${y} is ${view.hit(400, y)?.node}, not ${node}`, view.hit(400, y)?.node === node);
  });
  const none = drawn(root, { ...d, lanes: new Map() }, (svg) => svg.querySelectorAll(".span").length);
  must("without a lane nothing is drawn", none === 0);
  return faults;
}

/** However spans lie, their names cover no other word and stay in the window. */
export function namesOfSpansCoverNothing(root: HTMLElement): string[] {
  const faults: string[] = [];
  let seen = 0;
  for (let seed = 1; seed <= 10; seed++) {
    const pick = random(seed), spans: SpanBar[] = [], marks: Mark[] = [], all = nodes.concat(seed % 2 ? ["n4", "n5", "n6", "n7", "n8", "n9"] : []);
    for (const node of all) {
      for (const name of ["leads", "lease"]) {
        for (let t = pick(30_000); t < 250_000; ) {
          const takes = 500 + pick(pick(2) ? 6_000 : 60_000), late = pick(4) === 0;
          spans.push(bar(node, name, t, t + takes, late ? { until: t + takes / 2, late: [[t + takes / 2, t + takes]] } : { until: pick(2) ? t + 2 * takes : 0, epoch: 1 + pick(6) }));
          t += takes + (pick(3) ? pick(9_000) : 0);
        }
      }
      for (let i = 0; i < 9; i++) marks.push({ event: marks.length + 1, t: i * 30_000 + pick(9_000), node, kind: pick(2) ? "status" : "crash", label: pick(2) ? "candidate 12" : "leader 12" });
    }
    marks.sort((a, b) => a.t - b.t);
    const tracks = all.map((node): Track => ({ node, segments: [{ from: 0, to: Infinity, status: "leader", epoch: 2, flags: [] }] }));
    for (const width of [328, 720, 928]) {
      const d: SpaceTimeData = { ...plain, width, nodes: all, tracks, marks, spans, lanes: new Map(all.map((n) => [n, ["leads", "lease"]])), from: 0, to: 100_000, now: 50_000 };
      drawn(root, d, (svg, view) => {
        for (let from = 0; from <= 150_000; from += 11_300) {
          view.render({ ...d, from, to: from + 100_000, now: from + 50_000 });
          const frame = svg.getBoundingClientRect(), well = svg.querySelector(".st-well")?.getBoundingClientRect();
          const words = [...svg.querySelectorAll<SVGTextElement>(".st-well text")].filter((t) => !t.closest("[display=none]") && t.textContent).map((t) => ({ text: t.textContent ?? "", box: t.getBoundingClientRect() }));
          seen += words.length;
          words.forEach(({ text, box: a }, i) => {
            if (a.left < (well?.left ?? 0) - 4 || a.right > frame.right + 1) faults.push(`seed ${seed}, ${width} px: “${text}” leaves the window`);
            for (const { text: other, box: b } of words.slice(i + 1)) {
              const spare = 0.2 * a.height, common = Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) - 2 * spare);
              if (common > 6) faults.push(`seed ${seed}, ${width} px, from ${from / 1000} ms: “${text}” covers “${other}”`);
            }
          });
        }
      });
    }
  }
  if (seen < 1000) faults.push(`only ${seen} words were seen`);
  return faults;
}

/** The page's own account of a run: renewals are one bar, a crash ends it, and what is void leaves no trace. */
export function aRunTellsItsSpans(_root: HTMLElement): string[] {
  const faults: string[] = [], run = new RunModel();
  const e = (t: number, more: Partial<RunEvent>): RunEvent => ({ t, k: "timer", n: "n1", ...more });
  const on = (until: number): Partial<RunEvent> => ({ spans: [{ name: "lease", on: true, until }] });
  run.fold(0, [
    e(10, { s: { status: "leader", epoch: 3 }, spans: [{ name: "leads", on: true }, { name: "lease", on: true, until: 50 }] }),
    e(50, on(90)), e(120, on(150)), e(130, { k: "action", x: "crash n1", f: "crashed" }), e(170, { f: "", ...on(210) }), e(180, { spans: [{ name: "lease" }] }),
  ]);
  const told = (): string => run.beliefs().map((b) => `${b.node} ${b.name} ${b.epoch}: ${b.from}–${b.to} until ${b.until}${b.late.map(([x, y]) => ` late ${x}–${y}`).join("")}`).join("; ");
  const want = "n1 leads 3: 10–130 until 0; n1 lease 3: 10–130 until 150 late 90–120; n1 lease 3: 170–180 until 210";
  if (told() !== want) faults.push(`told is ${told()}, not ${want}`);
  const names = (asked?: string[]): string => [...toldBy(run.beliefs(), asked, (b) => run.showsEnds(b.node, b.from, b.to))].join();
  if (names() !== "lease") faults.push(`drawn without a choice is ${names()}: the line shows who leads already`);
  if (names(["leads"]) !== "leads") faults.push(`asked for leads, drawn is ${names(["leads"])}`);
  run.fold(2, []);
  const after = "n1 leads 3: 10–Infinity until 0; n1 lease 3: 10–Infinity until 90 late 90–Infinity";
  if (told() !== after) faults.push(`after two events told is ${told()}, not ${after}`);
  return faults;
}
