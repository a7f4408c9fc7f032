// A cut drawn by hand: a line across links cuts them. With a mouse it can be drawn at any time; a finger, which else pulls
// the page, draws once that was asked for. What the line separates whole is one partition; else each link is cut.

import { isCut, may } from "./deeds";
import type { Ref } from "./draw/scene";
import type { Hands, View } from "./view";
import { Words } from "./words/hands";

interface Point {
  x: number;
  y: number;
}

/** Where lines are drawn: the cluster's picture. */
export interface Surface {
  readonly svg: SVGSVGElement;
  hit(at: Point): Ref | undefined;
  nodeAt(id: string): Point | undefined;
  /** The links drawn, as pairs of nodes. */
  links(): readonly (readonly [string, string])[];
  /** The next click belongs to a line that was drawn, and chooses nothing. */
  swallow(): void;
}

interface Ground extends Hands {
  shown(): View | undefined;
  hint(text: string | undefined): void;
}

/** A hand that moves less than this only pressed. */
const least = 8;
const svgns = "http://www.w3.org/2000/svg";

export class Stroke {
  readonly #line = document.createElementNS(svgns, "path");
  readonly #over = document.createElementNS(svgns, "path");
  /** A finger may draw now. */
  #asked = false;
  #from: Point | undefined;
  #pointer = -1;
  #drawing = false;

  constructor(private readonly surface: Surface, private readonly ground: Ground) {
    this.#line.setAttribute("class", "stroke");
    this.#over.setAttribute("class", "stroke over");
    const { svg } = surface;
    svg.addEventListener("pointerdown", (e) => this.#down(e));
    svg.addEventListener("pointermove", (e) => this.#move(e));
    svg.addEventListener("pointerup", (e) => this.#up(e));
    svg.addEventListener("pointercancel", () => this.#end());
    svg.addEventListener("lostpointercapture", () => this.#end());
    svg.ownerDocument.addEventListener("keydown", (e) => e.key === "Escape" && this.stop());
  }

  /** The next press draws, a finger's too. */
  start(): void {
    this.#asked = true;
    this.surface.svg.classList.add("drawing");
    this.ground.hint(Words.drawing);
    this.surface.svg.scrollIntoView({ block: "nearest" });
  }

  stop(): void {
    this.#end();
    if (!this.#asked) return;
    this.#asked = false;
    this.surface.svg.classList.remove("drawing");
    this.ground.hint(undefined);
  }

  #may(): View | undefined {
    const view = this.ground.shown();
    return view && (may(view, "cut") || may(view, "partition")) ? view : undefined;
  }

  #at(e: PointerEvent): Point {
    const box = this.surface.svg.getBoundingClientRect();
    return { x: e.clientX - box.left, y: e.clientY - box.top };
  }

  #down(e: PointerEvent): void {
    if (e.button !== 0 || !e.isPrimary || !this.#may()) return;
    const at = this.#at(e), ref = this.surface.hit(at);
    // Nodes and messages are pressed, not crossed.
    if (!this.#asked && (e.pointerType !== "mouse" || ref?.kind === "node" || ref?.kind === "message")) return;
    this.#from = at;
    this.#pointer = e.pointerId;
    if (this.#asked) e.preventDefault();
  }

  #move(e: PointerEvent): void {
    const from = this.#from, view = this.ground.shown();
    if (!from || !view || e.pointerId !== this.#pointer) return;
    const to = this.#at(e);
    if (!this.#drawing) {
      if (Math.hypot(to.x - from.x, to.y - from.y) < least) return;
      this.#drawing = true;
      this.surface.svg.setPointerCapture(e.pointerId);
      // Links stand at the bottom of the picture, and so does what is said of them.
      this.surface.svg.firstElementChild?.after(this.#over);
      this.surface.svg.append(this.#line);
    }
    this.#line.setAttribute("d", `M${from.x} ${from.y}L${to.x} ${to.y}`);
    this.#over.setAttribute("d", this.#crossed(view, from, to).map(([a, b]) => {
      const p = this.surface.nodeAt(a), q = this.surface.nodeAt(b);
      return p && q ? `M${p.x} ${p.y}L${q.x} ${q.y}` : "";
    }).join(""));
  }

  #up(e: PointerEvent): void {
    const from = this.#from, view = this.#may();
    if (!from || e.pointerId !== this.#pointer) return;
    const drew = this.#drawing, asked = this.#asked, to = this.#at(e);
    this.stop();
    this.#end();
    if (!drew) {
      if (asked) this.surface.swallow();
      return;
    }
    this.surface.swallow();
    if (view) void this.#cut(view, this.#crossed(view, from, to));
  }

  async #cut(view: View, links: readonly (readonly [string, string])[]): Promise<void> {
    if (!links.length) {
      this.ground.hint(undefined);
      return;
    }
    for (const line of linesFor(links, this.surface.links(), view)) {
      if (await this.ground.act(line)) return;
    }
  }

  #end(): void {
    this.#from = undefined;
    this.#pointer = -1;
    this.#drawing = false;
    for (const path of [this.#line, this.#over]) {
      path.remove();
      path.removeAttribute("d");
    }
  }

  /** The links that a line crosses and that are not cut both ways already. */
  #crossed(view: View, from: Point, to: Point): (readonly [string, string])[] {
    return this.surface.links().filter(([a, b]) => {
      const p = this.surface.nodeAt(a), q = this.surface.nodeAt(b);
      return p && q && cross(from, to, p, q) && !(isCut(view, a, b) && isCut(view, b, a));
    });
  }
}

/** The action lines that cut these links: one partition where they are all that holds two or more groups together. */
function linesFor(links: readonly (readonly [string, string])[], all: readonly (readonly [string, string])[], view: View): string[] {
  const gone = new Set(links.map(([a, b]) => `${a} ${b}`)), open = all.filter(([a, b]) => !(isCut(view, a, b) && isCut(view, b, a)));
  const named = [...new Set(open.flat())].sort((a, b) => a.localeCompare(b, "en", { numeric: true })), group = new Map(named.map((id, i) => [id, i]));
  const stay = open.filter(([a, b]) => !gone.has(`${a} ${b}`));
  // Nodes that can still talk are one group.
  for (const [a, b] of stay) {
    const [from, to] = [group.get(a) ?? 0, group.get(b) ?? 0];
    if (from !== to) for (const [id, g] of group) if (g === from) group.set(id, to);
  }
  const apart = links.every(([a, b]) => group.get(a) !== group.get(b));
  if (apart && links.length > 1 && may(view, "partition")) {
    // A node that the line did not touch keeps its links.
    const touched = new Set(links.flat().map((id) => group.get(id)));
    const groups = [...touched].map((g) => named.filter((id) => group.get(id) === g)).sort((a, b) => (a[0] ?? "").localeCompare(b[0] ?? "", "en", { numeric: true }));
    return [`partition ${groups.map((g) => g.join(" ")).join(" | ")}`];
  }
  return links.map(([a, b]) => `cut ${a} ${b} both=true`).filter((line) => may(view, line));
}

/** Whether two stretches of line meet. */
function cross(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point): number => Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}
