// A run of ten thousand events in the space-time diagram: what is drawn is what is seen, and sliding costs next to nothing.

import { type Arrow, type Mark, type Operation, type SpaceTimeData, type Track } from "../src/draw/index";
import type { Decl } from "../src/wire";
import { diagramOn, random } from "./scenes";

const EVENTS = 10_000;
const STEP = 500;
const NONE: ReadonlySet<number> = new Set();

function longRun(): Omit<SpaceTimeData, "from" | "to" | "now"> {
  const pick = random(7), nodes = Array.from({ length: 9 }, (_, i) => `n${i + 1}`);
  const decl: Decl = {
    name: "long", title: "", layout: "ring", epoch: "term", roles: [{ name: "server", letter: "n", min: 1, max: 9, default: 5 }],
    statuses: [{ name: "follower", shape: "circle" }, { name: "leader", shape: "double" }], kinds: [],
  };
  const arrows: Arrow[] = [], marks: Mark[] = [];
  for (let i = 0; i < EVENTS; i++) {
    const from = pick(9), to = (from + 1 + pick(8)) % 9, t = i * STEP;
    arrows.push({
      m: `m${i}`, from: nodes[from] as string, to: nodes[to] as string, leaves: t, lands: t + 5000 + pick(9000),
      fate: pick(60) ? "landed" : "lost", kind: "Append", intent: "data", epoch: 1 + Math.floor(i / 2000), sent: i + 1, got: i + 20,
    });
    marks.push({
      event: i + 1, t, node: nodes[pick(9)] as string, kind: pick(90) ? "point" : "status", label: `leader ${1 + Math.floor(i / 2000)}`,
    });
  }
  const tracks = nodes.map((node): Track => ({
    node, segments: Array.from({ length: 10 }, (_, k) => ({ from: k * 500_000, to: (k + 1) * 500_000, status: k % 3 ? "follower" : "leader", epoch: k + 1, flags: [] })),
  }));
  const operations = Array.from({ length: EVENTS / 4 }, (_, i): Operation => ({
    op: i + 1, node: i % 3 ? "n1" : "n2", from: i * 4 * STEP, to: i * 4 * STEP + 500 + pick(7000), call: `put x=${i}`, answer: "done", light: i % 2 > 0,
  }));
  return { width: 928, decl, nodes, tracks, marks, arrows, operations, causes: NONE, consequences: NONE };
}

/** Whatever its window shows of a long run, a diagram has few elements. */
export function aLongRunIsCulled(root: HTMLElement): string[] {
  const faults: string[] = [], run = longRun();
  for (const span of [20_000, 200_000, 1_000_000, EVENTS * STEP]) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    root.append(svg);
    diagramOn(svg).render({ ...run, from: 0, to: span, now: span / 2 });
    const count = svg.querySelectorAll("*").length;
    if (count > 3000) faults.push(`${span / 1000} ms of ${EVENTS} events are ${count} elements`);
    svg.remove();
  }
  return faults;
}

/** While a window slides, its sheet is moved and nothing on it is touched. */
export function slidingTouchesNothing(root: HTMLElement): string[] {
  const faults: string[] = [], run = longRun(), svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  root.append(svg);
  const view = diagramOn(svg);
  view.render({ ...run, from: 1_000_000, to: 1_200_000, now: 1_100_000 });
  const seen = new MutationObserver(() => undefined);
  seen.observe(svg, { attributes: true, childList: true, subtree: true });
  for (let i = 1; i <= 20; i++) view.render({ ...run, from: 1_000_000 + i * 1000, to: 1_200_000 + i * 1000, now: 1_100_000 + i * 1000 });
  const each = seen.takeRecords().length / 20;
  if (each > 80) faults.push(`sliding by a pixel changes ${each} attributes`);
  svg.remove();
  return faults;
}
