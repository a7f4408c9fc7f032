// Panels of every kind, with rows as engines declare them: nothing is cut or covered at any width, and what a step has
// changed is washed, with what it was before it.

import { renderPanel } from "../src/draw/index";
import { renderRare } from "../src/draw/rare";
import type { Cell, CellMark, Panel, PanelKind, PanelRow } from "../src/wire";
import { random } from "./scenes";

const cell = (text: string, at = 0, mark: CellMark = "", epoch = 0): Cell => ({ text, ...(at ? { at } : {}), mark, ...(epoch ? { epoch } : {}) });
const row = (name: string, cells: Cell[], bar = 0): PanelRow => ({ name, node: name, cells, ...(bar ? { bar } : {}) });
const panel = (kind: PanelKind, rows: PanelRow[], columns?: string[]): Panel => ({ name: kind, kind, legend: `a ${kind}`, rows, ...(columns ? { columns } : {}) });

/** At the side of a wide page, on a phone, and across a page. */
const WIDTHS = [388, 328, 720];

function drawn<T>(root: HTMLElement, width: number, p: Panel, before: Panel | undefined, look: (host: HTMLElement) => T): T {
  const host = document.createElement("div");
  host.style.width = `${width}px`;
  root.append(host);
  (p.kind === "log" || p.kind === "queue" || p.kind === "table" ? renderPanel : renderRare)(host, p, before);
  const told = look(host);
  host.remove();
  return told;
}

function samples(seed: number): Panel[] {
  const pick = random(seed), marks: CellMark[] = ["", "committed", "doubt", "undone", "locked"], mark = (): CellMark => marks[pick(5)] as CellMark;
  let key = 1;
  const range = (): Cell => cell(["A–F", "G", "users/a–users/k", "00–7f"][pick(4)] as string, (key += 1 + pick(pick(2) ? 30 : 3)), pick(3) ? "" : "doubt", 1 + pick(6));
  const owners = ["n1", "shard 2", "n3 → n4"].map((name) => row(name, Array.from({ length: 1 + pick(3) }, range), key + 2));
  return [
    panel("log", ["n1", "n2", "n10"].map((n) => row(n, Array.from({ length: pick(9) }, (_, i) => cell(["noop", "x=12", "compare-and-swap"][pick(3)] as string, i + 1, mark(), 1 + pick(9))), pick(4)))),
    panel("queue", ["inbox", "a long name of a queue"].map((n) => row(n, Array.from({ length: pick(14) }, (_, i) => cell(`m${i} n${pick(9)}`, 0, mark())))), undefined),
    panel("table", ["x", "y"].map((n) => row(n, Array.from({ length: 3 }, () => cell(String(pick(2000)), 0, mark())))), ["n1", "n2", "n3"]),
    panel("ledger", ["n2", "n3"].map((n) => row(n, Array.from({ length: 1 + pick(3) }, (_, i) => cell(`${["alice", "bob", "a merchant of Venice"][i]} ${pick(9000)}${pick(2) ? ` (−${pick(90)} if transfer-${pick(9)})` : ""}`, i + 1, pick(2) ? "locked" : ""))))),
    panel("keyspace", owners),
    panel("waterfall", ["order 17", " Charge", "  Ask the bank of the customer", " Release"].map((n) => row(n, [cell(`${pick(90)} ms`, 1 + pick(40), mark()), cell("", 60), cell("again", 70 + pick(9), mark())], 80 + pick(9)))),
    panel("chart", ["your run", "paper", "a third curve", "4"].slice(0, 1 + pick(4)).map((n) => ({ ...row(n, Array.from({ length: 1 + pick(20) }, (_, i) => cell(String(pick(4000) - (pick(4) ? 0 : 500)), 150 + i * (1 + pick(3))))), epoch: pick(3) }))),
  ];
}

/** What stands in a panel with words of its own: elements, and texts of a drawing. */
function words(host: HTMLElement): { text: string; box: DOMRect; e: Element }[] {
  const leaves = [...host.querySelectorAll("*")].filter((e) => [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent?.trim()) && !e.closest(".ql-vh"));
  return leaves.map((e) => {
    // The words themselves, not the cell that they stand in.
    const range = document.createRange();
    range.selectNodeContents(e);
    return { text: e.textContent ?? "", box: range.getBoundingClientRect(), e };
  }).filter(({ box }) => box.width > 0);
}

export function nothingInAPanelIsCutOrCovered(root: HTMLElement): string[] {
  const faults: string[] = [];
  let seen = 0;
  for (let seed = 1; seed <= 12; seed++) {
    for (const p of samples(seed)) {
      for (const width of WIDTHS) {
        drawn(root, width, p, undefined, (host) => {
          const where = `${p.kind}, seed ${seed}, ${width} px`, all = words(host), frame = host.getBoundingClientRect();
          seen += all.length;
          for (const { text, box, e } of all) {
            const scrolled = e.closest(".ql-scroll") !== null;
            if (!scrolled && (box.left < frame.left - 1 || box.right > frame.right + 1)) faults.push(`${where}: “${text}” leaves the panel`);
            const cut = e.closest(".ql-keys-bar > *");
            if (cut && box.right > cut.getBoundingClientRect().right + 1) faults.push(`${where}: “${text}” is cut`);
            if (parseFloat(getComputedStyle(e).fontSize) < 11) faults.push(`${where}: “${text}” is smaller than 11 px`);
          }
          all.forEach((a, i) => all.slice(i + 1).forEach((b) => {
            if (a.e.contains(b.e) || b.e.contains(a.e)) return;
            const spare = 0.2 * Math.min(a.box.height, b.box.height), common = Math.max(0, Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left)) * Math.max(0, Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) - 2 * spare);
            if (common > 6 && getComputedStyle(a.e).position !== "sticky" && getComputedStyle(b.e).position !== "sticky") faults.push(`${where}: “${a.text}” covers “${b.text}”`);
          }));
          if (host.scrollWidth > width) faults.push(`${where}: the panel is wider than its place`);
        });
      }
    }
  }
  if (seen < 1000) faults.push(`only ${seen} words were seen`);
  return faults;
}

export function whatAStepChangedIsWashed(root: HTMLElement): string[] {
  const faults: string[] = [], must = (what: string, holds: boolean): void => void (holds || faults.push(what));
  const said = (host: HTMLElement, of: string): string => [...host.querySelectorAll(of)].map((e) => e.textContent).join(" ");
  const cases: [Panel, Panel, string, string][] = [
    [panel("table", [row("x", [cell("7"), cell("8")])]), panel("table", [row("x", [cell("7"), cell("5")])]), "5", "8"],
    [panel("ledger", [row("n2", [cell("alice 100")]), row("n3", [cell("bob 20")])]), panel("ledger", [row("n2", [cell("alice 60", 0, "locked")]), row("n3", [cell("bob 20")])]), "60 80", "100 120"],
    [panel("ledger", [row("n2", [cell("alice 100", 0, "")])]), panel("ledger", [row("n2", [cell("alice 100 (−40 if t1)", 0, "locked")])]), "−40 if t1", ""],
    [panel("log", [row("n1", [cell("a", 1, "committed", 1)])]), panel("log", [row("n1", [cell("a", 1, "", 1)])]), "", "a1"],
    [panel("queue", [row("q", [cell("m1"), cell("m2")])]), panel("queue", [row("q", [cell("m1")])]), "", "m2"],
    [panel("keyspace", [row("s1", [cell("a–f", 1)], 7), row("s2", [cell("g–z", 7)], 27)]), panel("keyspace", [row("s1", [cell("a–f", 1)], 7), row("s3", [cell("g–z", 7)], 27)]), "", "g–zs2 s2"],
    [panel("waterfall", [row("Charge", [cell("18 ms", 3)], 21)]), panel("waterfall", [row("Charge", [cell("9 ms", 3)], 12)]), "", "18 ms"],
  ];
  cases.forEach(([now, before, was, washed]) => {
    const compared = drawn(root, 388, now, before, (host) => [said(host, ".ql-was"), said(host, ".ql-now, .new")]);
    must(`${now.kind}: washed is ${compared.join(" | ")}, not ${was} | ${washed}`, compared[0] === was && compared[1] === washed);
    must(`${now.kind}: without a step before, nothing is washed`, drawn(root, 388, now, undefined, (host) => host.querySelector(".ql-was, .ql-now, .new") === null));
  });
  return faults;
}

export function aChartKeepsItsNumbers(root: HTMLElement): string[] {
  const faults: string[] = [], must = (what: string, holds: boolean): void => void (holds || faults.push(what));
  const p = panel("chart", [row("run", [cell("0", 100), cell("50", 150), cell("not yet", 175), cell("1,000", 200)])]);
  drawn(root, 400, p, undefined, (host) => {
    const points = [...(host.querySelector(".curve")?.getAttribute("d") ?? "").matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map((m) => [Number(m[1]), Number(m[2])] as const);
    must(`three numbers are three points: ${JSON.stringify(points)}`, points.length === 3);
    const [a, b, c] = points;
    must("what is halfway is drawn halfway", !!a && !!b && !!c && Math.abs(b[0] - (a[0] + c[0]) / 2) < 1);
    must("a twentieth of the height is a twentieth", !!a && !!b && !!c && Math.abs((a[1] - b[1]) / (a[1] - c[1]) - 0.05) < 0.01);
    must("the curve is named at its end", [...host.querySelectorAll("text")].some((t) => t.textContent === "run" && Math.abs(Number(t.getAttribute("y")) - 4 - (c?.[1] ?? 0)) < 1.5));
    must(`a reader who can't see it is told: ${host.querySelector("p")?.textContent}`, host.querySelector("p")?.textContent === "run: 3 values, from 0 to 1,000");
  });
  return faults;
}

/** A log that goes on keeps what has not changed; what is seen is the same as if it were drawn anew. */
export function aLogThatWentOnIsAsOneDrawnAnew(root: HTMLElement): string[] {
  const faults: string[] = [], host = document.createElement("div");
  root.append(host);
  // Classes that are empty are none.
  const seen = (e: Element): string => e.innerHTML.replaceAll(' class=""', "");
  let before: Panel | undefined, kept = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const pick = random(seed), all = samples(seed)[0] as Panel, now: Panel = { ...all, rows: all.rows.filter(() => pick(5) > 0).reverse() };
    if (!now.rows.length) continue;
    const compared = pick(2) ? before : undefined, cells = new Set(host.querySelectorAll("td"));
    renderPanel(host, now, compared);
    kept += [...host.querySelectorAll("td")].filter((td) => cells.has(td)).length;
    const anew = drawn(root, 388, now, compared, seen);
    if (seen(host) !== anew) faults.push(`seed ${seed}: ${seen(host)}\nis not\n${anew}`);
    before = now;
  }
  host.remove();
  if (kept < 100) faults.push(`only ${kept} cells were kept`);
  return faults;
}
