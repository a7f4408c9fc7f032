// The timeline of a whole run: no word covers another or leaves it, and a press on a sign is a press on that sign.

import { TimelineView, type FaultMark, type Fork, type Reign, type TimelineData } from "../src/draw/index";
import type { Decl } from "../src/wire";
import { random } from "./scenes";

const NS = "http://www.w3.org/2000/svg";
const decl: Decl = {
  name: "run", title: "", layout: "ring", epoch: "term", roles: [{ name: "server", letter: "n", min: 1, max: 9, default: 5 }],
  statuses: [{ name: "follower", shape: "circle" }, { name: "leader", shape: "double" }], kinds: [],
};

function reigns(pick: (below: number) => number, from: number, end: number): Reign[] {
  const all: Reign[] = [];
  for (let t = from + pick(40_000), term = 1 + pick(9); t < end; term++) {
    const to = t + 2_000 + pick(200_000);
    all.push({ from: t, to: pick(6) ? to : Infinity, node: `n${1 + pick(9)}`, status: "leader", epoch: term });
    // At times the next one leads before this one knows.
    t = pick(4) ? to + pick(60_000) : to - pick(1_500);
  }
  return all;
}

function run(seed: number): Omit<TimelineData, "width"> {
  const pick = random(seed), end = 50_000 + pick(2_000_000), verbs = ["crash", "restart", "cut", "partition", "heal", "hold", "drop", "delay", "command", "manual"];
  const faults = Array.from({ length: pick(14) }, (_, i): FaultMark => {
    const verb = verbs[pick(verbs.length)] as string;
    return { t: 0, event: i + 1, verb, label: `${verb} ${["n1", "n1 n2 | n3 n4 n5", "n2.17 by=20ms", "c1 compare-and-swap key=n old=1"][pick(4)]}` };
  }).map((f) => ({ ...f, t: pick(end) })).sort((a, b) => a.t - b.t);
  const forks = Array.from({ length: pick(4) }, (_, i): Fork => {
    const t = pick(3) ? pick(end) : pick(end / 40), to = Math.min(end, t + pick(end));
    return { name: `branch-${i + 1}`, t, to, reigns: reigns(pick, t, to), label: ["main", "branch-2", "what if the cut had come later"][pick(3)] as string };
  });
  return {
    decl, reigns: reigns(pick, 0, end), faults, commits: Array.from({ length: pick(40) }, () => pick(end)).sort((a, b) => a - b), forks, end,
    now: pick(end), window: { from: 0, to: end / 5 }, ...(pick(3) ? { nobody: "no leader" } : {}),
  };
}

export function wordsOfATimelineCoverNothing(root: HTMLElement): string[] {
  const faults: string[] = [];
  let seen = 0;
  for (let seed = 1; seed <= 40; seed++) {
    for (const width of [1392, 720, 328]) {
      const svg = document.createElementNS(NS, "svg");
      root.append(svg);
      new TimelineView(svg).render({ ...run(seed), width });
      const frame = svg.getBoundingClientRect();
      const all = [...svg.querySelectorAll("text")].filter((t) => !t.closest("[display=none]") && t.textContent).map((t) => ({ text: t.textContent ?? "", box: t.getBoundingClientRect() }));
      seen += all.length;
      all.forEach(({ text, box: a }, i) => {
        const where = `seed ${seed}, ${width} px`;
        if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.bottom > frame.bottom + 2) faults.push(`${where}: “${text}” leaves the timeline`);
        for (const { text: other, box: b } of all.slice(i + 1)) {
          const spare = 0.2 * a.height, common = Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) - 2 * spare);
          if (common > 6) faults.push(`${where}: “${text}” covers “${other}”`);
        }
      });
      svg.remove();
    }
  }
  if (seen < 500) faults.push(`only ${seen} words were seen`);
  return faults;
}

export function aPressOnASignOfTheTimelineMeetsIt(root: HTMLElement): string[] {
  const faults: string[] = [], svg = document.createElementNS(NS, "svg"), view = new TimelineView(svg);
  root.append(svg);
  view.render({ decl, reigns: [], commits: [], forks: [], end: 100_000, now: 0, width: 1010, faults: [{ t: 20_000, event: 7, verb: "crash", label: "crash n1" }, { t: 80_000, event: 9, verb: "cut" }] });
  const sign = svg.querySelector(".mk")?.getBoundingClientRect(), frame = svg.getBoundingClientRect();
  if (!sign) return ["no sign is drawn"];
  const x = sign.left + sign.width / 2 - frame.left, y = sign.top + sign.height / 2 - frame.top;
  if (view.faultAt(x + 8, y)?.event !== 7) faults.push(`beside the sign is ${JSON.stringify(view.faultAt(x + 8, y))}`);
  if (view.faultAt(x + 40, y)) faults.push("far from it is something too");
  const t = view.hit(x, y);
  if (t === undefined || Math.abs(t - 20_000) > 100) faults.push(`its moment is ${t}`);
  svg.remove();
  return faults;
}
