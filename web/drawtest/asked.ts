// What clients asked, and what was cut, on the lines of time: where words really are, and that no answer is told early.

import { type SpaceTimeView, type Arrow, type Mark, type Operation, type SpaceTimeData, type Track } from "../src/draw/index";
import type { Decl } from "../src/wire";
import { diagramOn, random } from "./scenes";

const NS = "http://www.w3.org/2000/svg";
const NONE: ReadonlySet<number> = new Set();
const decl: Decl = {
  name: "asked", title: "", layout: "ring", roles: [{ name: "server", letter: "n", min: 1, max: 9, default: 3 }],
  statuses: [{ name: "ready", shape: "circle" }, { name: "querying", shape: "diamond" }, { name: "client", shape: "pill" }], kinds: [],
};
const nodes = ["c1", "c2", "n1", "n2", "n3"];

function operation(op: number, node: string, from: number, to: number, call: string, answer?: string): Operation {
  return { op, node, from, to, call, answer, light: node.startsWith("n") };
}

const plain: Omit<SpaceTimeData, "width" | "from" | "to" | "now"> = { decl, nodes, tracks: [], marks: [], arrows: [], causes: NONE, consequences: NONE };

/** A run with many operations, short and long, answered or not, among words and held messages of servers. */
function busy(seed: number): Omit<SpaceTimeData, "width" | "from" | "to" | "now"> {
  const pick = random(seed), operations: Operation[] = [], marks: Mark[] = [], arrows: Arrow[] = [];
  for (const node of nodes) {
    for (let t = pick(20_000); t < 300_000; ) {
      const takes = 200 + pick(pick(3) ? 12_000 : 70_000), open = pick(8) === 0;
      operations.push(operation(operations.length + 1, node, t, open ? Infinity : t + takes, ["get x", "put x=9", "compare-and-swap key 8 9"][pick(3)] as string, open ? undefined : ["done", "9", "not swapped"][pick(3)] as string));
      if (open) break;
      t += takes + (pick(3) ? pick(9000) : 0);
    }
  }
  for (let i = 0; i < 25; i++) marks.push({ event: i + 1, t: i * 12_000, node: nodes[2 + pick(3)] as string, kind: pick(2) ? "status" : "crash", label: pick(2) ? "querying" : "recording 12" });
  for (let i = 0; i < 30; i++) {
    const leaves = i * 10_000, a: Arrow = { m: `m${i}`, from: nodes[pick(5)] as string, to: nodes[2 + pick(3)] as string, leaves, lands: leaves + 9000, fate: "landed", kind: "Put", intent: "data", epoch: 0, sent: i, got: i };
    arrows.push(pick(4) ? a : { ...a, fate: "held", hold: { from: leaves + 2000, to: leaves + 2000 + pick(40_000) } });
  }
  const broken = new Set(operations.filter(() => pick(9) === 0).map((o) => o.op));
  operations.sort((a, b) => a.from - b.from);
  return { ...plain, operations, marks, arrows, broken, cuts: [{ from: 20_000, to: 90_000, label: "n1 | n2 n3" }, { from: 90_000, to: Infinity, label: "n1 → n2, n1 | n3" }] };
}

interface Word {
  text: string;
  x0: number;
  x1: number;
  y0: number;
  y1: number;
}

/** The words in the window, with the boxes of their letters. */
function words(svg: SVGSVGElement): Word[] {
  const frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll<SVGTextElement>(".st-well text")].filter((t) => !t.closest("[display=none]") && t.textContent).map((t) => {
    const b = t.getBoundingClientRect(), spare = b.height * 0.2;
    return { text: t.textContent ?? "", x0: b.left - frame.left, x1: b.right - frame.left, y0: b.top - frame.top + spare, y1: b.bottom - frame.top - spare };
  });
}

function drawn(root: HTMLElement, d: SpaceTimeData, look: (svg: SVGSVGElement, view: SpaceTimeView) => void): void {
  const svg = document.createElementNS(NS, "svg"), view = diagramOn(svg);
  root.append(svg);
  view.render(d);
  look(svg, view);
  svg.remove();
}

/** However busy clients are, no word covers another or leaves the window, wherever it slides. */
export function wordsOfOperationsCoverNothing(root: HTMLElement): string[] {
  const faults: string[] = [];
  let seen = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const run = busy(seed);
    for (const width of [328, 928]) {
      drawn(root, { ...run, width, from: 0, to: 100_000, now: 50_000 }, (svg, view) => {
        for (let at = 0; at <= 150_000; at += 7_300) {
          view.render({ ...run, width, from: at, to: at + 100_000, now: at + 50_000 });
          const all = words(svg), well = svg.querySelector(".st-well")?.getBoundingClientRect(), left = (well?.left ?? 0) - svg.getBoundingClientRect().left;
          seen += all.length;
          all.forEach((a, i) => {
            const where = `seed ${seed}, ${width} px, from ${at / 1000} ms`;
            if (a.x0 < left - 4 || a.x1 > width + 1) faults.push(`${where}: “${a.text}” leaves the window`);
            for (const b of all.slice(i + 1)) {
              const common = Math.max(0, Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0)) * Math.max(0, Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0));
              if (common > 6) faults.push(`${where}: “${a.text}” covers “${b.text}”`);
            }
          });
        }
      });
    }
  }
  if (seen < 500) faults.push(`only ${seen} words were seen`);
  return faults;
}

/** What is asked and answered is told from its call and its answer on, and what is open has no end. */
export function anOperationIsTold(root: HTMLElement): string[] {
  const faults: string[] = [], operations = [
    operation(1, "c1", 10_000, 60_000, "put x=9", "done"), operation(2, "c2", 20_000, 80_000, "get x", "8"),
    operation(3, "c1", 70_000, Infinity, "get y"), operation(4, "n1", 10_000, 90_000, "propose x=7", "done"),
  ];
  const d: SpaceTimeData = { ...plain, operations, broken: new Set([2]), width: 928, from: 0, to: 100_000, now: 0, end: 100_000 };
  const must = (what: string, holds: boolean): void => void (holds || faults.push(what));
  drawn(root, d, (svg, view) => {
    const told = (now: number): string => {
      view.render({ ...d, now });
      return words(svg).map((w) => w.text).join(" ");
    };
    must("what is to come is told in pencil", told(0) === "put x=9 → done get x → 8 get y propose x=7 → done");
    must("what is open does not tell its answer", told(50_000) === "put x=9 get x get y propose x=7");
    must("what is answered does", told(100_000) === "put x=9 → done get x → 8 get y propose x=7 → done");
    const at = (t: number): number => 60 + (t / 100_000) * (928 - 60 - 8), all = words(svg);
    const call = all.find((w) => w.text === "put x=9"), answer = all.find((w) => w.text === "→ done");
    must("the call stands at the bar's left", call !== undefined && call.x0 > at(10_000) && call.x0 < at(10_000) + 9);
    must("the answer at its right", answer !== undefined && answer.x1 < at(60_000) && answer.x1 > at(60_000) - 9);
    const bars = [...svg.querySelectorAll("path.op")].map((p) => `${p.getAttribute("class")}${/V[-\d.]+$/.test(p.getAttribute("d") ?? "") ? "" : " endless"}`);
    must(`a bar each: ${bars.join()}`, bars.join() === "op,op bad,op open endless,op light");
    const red = getComputedStyle(svg.querySelector(".op.bad") as Element).stroke, wrong = [...svg.querySelectorAll("text")].filter((t) => ["get x", "→ 8"].includes(t.textContent ?? ""));
    must("what can't be is in the colour of what is broken", wrong.length === 2 && wrong.every((t) => getComputedStyle(t).fill === red) && red !== getComputedStyle(svg.querySelector(".op") as Element).stroke);
    view.render({ ...d, from: 30_000, to: 130_000, now: 100_000 });
    const moved = words(svg).find((w) => w.text === "put x=9");
    must("a call goes with the window while its bar is in it", moved !== undefined && moved.x0 > 60 && moved.x0 < 70);
  });
  return faults;
}

/** Cuts, pauses and crashes stand where what clients saw does, on one axis. */
export function faultsShareTheAxisOfWhatWasAsked(root: HTMLElement): string[] {
  const faults: string[] = [], must = (what: string, holds: boolean): void => void (holds || faults.push(what));
  const tracks: Track[] = [{ node: "n2", segments: [{ from: 0, to: 40_000, status: "ready", epoch: 0, flags: [] }, { from: 40_000, to: Infinity, status: "ready", epoch: 0, flags: ["paused"] }] }];
  const d: SpaceTimeData = {
    ...plain, tracks, width: 928, from: 0, to: 100_000, now: 100_000, operations: [operation(1, "c1", 40_000, 60_000, "get x", "8")],
    cuts: [{ from: 40_000, to: 80_000, label: "n1 | n2 n3" }],
    marks: [{ event: 1, t: 40_000, node: "n2", kind: "pause" }, { event: 2, t: 40_000, node: "n3", kind: "crash" }],
  };
  drawn(root, d, (svg, view) => {
    const left = (of: string): number => svg.querySelector(of)?.getBoundingClientRect().left ?? NaN, middle = (e: Element | null | undefined): number => {
      const b = e?.getBoundingClientRect();
      return b ? b.left + b.width / 2 : NaN;
    };
    const asked = left("path.op");
    must(`the cut begins at ${left("path.outage")}, what was asked at ${asked}`, Math.abs(left("path.outage") - asked) < 2);
    must("so does the pause", Math.abs(middle(svg.querySelector(".badge")) - asked) < 2);
    must("so does the crash", Math.abs(middle([...svg.querySelectorAll(".mk")].at(-1)) - asked) < 2);
    must("a paused life is dashed", getComputedStyle(svg.querySelector(".life.paused") as Element).strokeDasharray !== "none");
    must("the cut is named", words(svg).some((w) => w.text === "n1 | n2 n3"));
    const high = view.height(d);
    must("without a cut there is no line for it", view.height({ ...d, cuts: [] }) < high);
  });
  return faults;
}
