// Draws clusters and looks at them as a reader does: where words really are, in a real browser.

import { ClusterView } from "../src/draw/index";
import { textWidth } from "../src/draw/measure";
import type { Layout } from "../src/wire";
import { sceneOf, type Wanted } from "./scenes";

const LAYOUTS: readonly Layout[] = ["ring", "star", "chain", "tiers", "keyspace"];
const NS = "http://www.w3.org/2000/svg";

interface Seen {
  what: string;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

function boxOf(e: SVGGraphicsElement, svg: SVGSVGElement, what: string): Seen {
  const b = e.getBoundingClientRect(), s = svg.getBoundingClientRect();
  return { what, x0: b.left - s.left, y0: b.top - s.top, x1: b.right - s.left, y1: b.bottom - s.top };
}

/** The box of a text's letters, without the room that its line leaves above and below. */
function lettersOf(e: SVGTextElement, svg: SVGSVGElement): Seen {
  const b = boxOf(e, svg, `“${e.textContent}”`), spare = (b.y1 - b.y0) * 0.2;
  return { ...b, y0: b.y0 + spare, y1: b.y1 - spare };
}

const common = (a: Seen, b: Seen): number =>
  Math.max(0, Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0)) * Math.max(0, Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0));

const seen = (e: Element): boolean => e.closest("[display=none]") === null && (e.textContent ?? "") !== "";

/** What of a picture's words is not where it has to be; what: whose picture. */
export function inspect(svg: SVGSVGElement, what: string): string[] {
  const faults: string[] = [], name = what;
  const say = (text: string): void => { faults.push(`${name}: ${text}`); };
  const texts = [...svg.querySelectorAll("text")].filter(seen);
  const words = texts.filter((t) => !t.classList.contains("id")).map((t) => lettersOf(t, svg));
  const nodes = [...svg.querySelectorAll<SVGPathElement>("g.n > path.s")].map((s) => boxOf(s, svg, "a node"));
  for (const t of texts) if (parseFloat(getComputedStyle(t).fontSize) < 11) say(`${t.textContent} is smaller than 11 px`);
  const w = svg.clientWidth, h = svg.clientHeight;
  words.forEach((a, i) => {
    if (a.x0 < -1 || a.x1 > w + 1 || a.y0 < -1 || a.y1 > h + 1) say(`${a.what} leaves the figure (${[a.x0, a.y0, a.x1, a.y1].map(Math.round).join(" ")})`);
    for (const n of nodes) if (common(a, n) > 4) say(`${a.what} covers ${n.what}`);
    for (const b of words.slice(i + 1)) if (common(a, b) > 6) say(`${a.what} covers ${b.what}`);
  });
  return faults;
}

/** Widths are told without asking the page: they must be those of the face that is drawn. */
export function widthsAreTheFaces(root: HTMLElement): string[] {
  const faults: string[] = [], svg = document.createElementNS(NS, "svg");
  svg.classList.add("ql-fig");
  root.append(svg);
  for (const text of ["follower", "candidate", "term 12 · 2 of 5 votes", "MsgAppendResponse x=81 held", "n10", "1,040.5 ms", "WAL/fsync_queue"]) {
    for (const bold of [false, true]) {
      const e = document.createElementNS(NS, "text");
      e.setAttribute("class", bold ? "t-s t-b" : "t-s");
      e.textContent = text;
      svg.append(e);
      const real = e.getComputedTextLength(), guess = textWidth(text, 11.5, bold);
      if (guess < real * 0.97 || guess > real * 1.12) faults.push(`“${text}” is ${real.toFixed(1)} px wide, not ${guess.toFixed(1)}`);
    }
  }
  svg.remove();
  return faults;
}

/** Every layout, at every size, in many states: no word covers a node or another word, or leaves the figure. */
export function wordsCoverNothing(root: HTMLElement): string[] {
  const faults: string[] = [];
  for (const layout of LAYOUTS) {
    for (const nodes of [1, 2, 3, 5, 7, 9]) {
      for (const width of [328, 480, 704, 928]) {
        for (let seed = 1; seed <= 4; seed++) {
          const wanted: Wanted = { layout, nodes, clients: seed % 4, messages: seed % 4 === 0 ? 24 : seed * 2, width, seed: seed * 100 + nodes };
          const svg = document.createElementNS(NS, "svg");
          root.append(svg);
          new ClusterView(svg).render(sceneOf(wanted));
          faults.push(...inspect(svg, JSON.stringify(wanted)));
          svg.remove();
        }
      }
    }
  }
  return faults;
}
