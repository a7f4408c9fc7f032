// The space-time diagram as a part of a figure: a row a node, time to the right, the same clock as the cluster's. A press
// goes to a moment, or lights what led to an event and what came of it; a drag moves the window.

import { fill, h, setAttr, setText } from "./dom";
import { icon, SpaceTimeView, type Arrow, type Cut, type Mark, type Operation, type SpaceTimeData, type SpanBar, type Track } from "./draw/index";
import { toldBy } from "./beliefs";
import { members } from "./deeds";
import type { RunModel } from "./run";
import { sentence } from "./sentences";
import { moment, stretch } from "./time";
import type { Hands, Part, View } from "./view";
import { Width } from "./width";
import type { RunEvent } from "./wire";
import { Words } from "./words/player";
import * as Say from "./words/player";

/** What is drawn is gathered for this many windows on either side, so that a sliding window needs nothing new. */
const ahead = 1.5;

/** What the diagram is given, and for what it holds. */
interface Gathered {
  run: RunModel;
  version: number;
  nodes: string;
  from: number;
  to: number;
  tracks: Track[];
  marks: Mark[];
  arrows: Arrow[];
  operations: Operation[];
  cuts: Cut[];
  spans: SpanBar[];
  lanes: Map<string, string[]>;
}

const NS = "http://www.w3.org/2000/svg";

export class SpaceTime implements Part {
  readonly element = h("section", { class: "st", role: "group", "aria-label": Words.spaceTimeDiagram });
  readonly #svg = document.createElementNS(NS, "svg");
  readonly #slider = h("div", { class: "field", role: "slider", tabindex: 0, "aria-label": Words.timeInDiagram, "aria-valuenow": 0 });
  readonly #why = h("span", { class: "why" });
  readonly #window = h("small");
  readonly #drawing = new SpaceTimeView(this.#svg);
  readonly #width = new Width(this.#slider, () => this.#view && this.update(this.#view));
  /** Fulfilled when all that it draws can be drawn. */
  readonly ready: Promise<void>;
  #view: View | undefined;
  #lit: number | undefined;
  #from = 0;
  #to = 0;
  #gathered: Gathered | undefined;
  #cutsOf: ((run: RunModel) => Cut[]) | undefined;
  #broken: ReadonlySet<number> = new Set();

  constructor(
    private readonly hands: Hands,
    /** The spans to be drawn, by name, where the author has a choice. */
    private readonly spans?: readonly string[],
  ) {
    this.#svg.setAttribute("aria-hidden", "true");
    this.#slider.append(this.#svg);
    const zoom = (label: string, sign: string, factor: number): HTMLElement =>
      h("button", { type: "button", class: "ql-b quiet tiny", "aria-label": label, click: () => hands.zoom(factor) }, sign);
    this.element.append(
      h("div", { class: "ql-h" }, h("span", {}, Words.spaceTime), this.#why, this.#window, zoom(Words.showALongerTime, "−", 1.6), zoom(Words.showAShorterTime, "+", 1 / 1.6)),
      h("figure", { role: "none" }, this.#slider),
    );
    this.ready = this.#afterwards();
    this.#slider.addEventListener("dblclick", (e) => {
      const event = this.#at(e).event;
      if (event) hands.show(event);
    });
  }

  /** What the first picture does without. */
  async #afterwards(): Promise<void> {
    const { hands } = this, { Over, cutsOf, TimeHands } = await import("./afterwards");
    [this.#cutsOf, this.#gathered] = [cutsOf, undefined];
    this.#drawing.equip(new Over());
    if (this.#view) this.update(this.#view);
    new TimeHands(this.#slider, {
      under: (x, y) => this.#drawing.hit(x, y) ?? {},
      scale: () => this.#drawing.scale,
      // A hand that goes to a moment of the window finds the window as it was.
      seek: (t) => {
        hands.seek(Math.max(this.#from, Math.min(t, this.#to)));
        hands.pan(0);
      },
      why: (event) => hands.why(event),
      pan: (by) => hands.pan(by),
      zoom: (factor, t) => hands.zoom(factor, t),
      back: () => hands.pan(),
    });
  }

  update(view: View): void {
    this.#view = view;
    if (!this.#width.px) return;
    const { run, from, to } = view;
    [this.#from, this.#to] = [from, to];
    this.#drawing.render(this.#data(view));
    setText(this.#window, stretch(from, to, Math.max(view.wanted, view.t)));
    setAttr(this.#slider, "aria-valuemin", "0");
    setAttr(this.#slider, "aria-valuemax", String(Math.round(view.end / 1000)));
    setAttr(this.#slider, "aria-valuenow", String(Math.round(view.t / 1000)));
    setAttr(this.#slider, "aria-valuetext", `${moment(view.t)}, ${Say.eventOf(view.k, run.count)}`);
    this.#legend(view);
  }

  /**
   * The height that the drawing takes, but for the line of cuts and the lanes of spans: the cluster stays where it is when a
   * hand makes one, and when the run is found to have some.
   */
  height(view: View): number {
    return this.#drawing.height({ ...this.#data(view), cuts: [], lanes: undefined });
  }

  #data(view: View): SpaceTimeData {
    const { run, from, to } = view, clients = view.frame.invariants?.find((i) => i.ops);
    if (String(clients?.ops ?? []) !== String([...this.#broken])) this.#broken = new Set(clients?.ops);
    // Those who ask stand above those who answer.
    const inside = members(view), nodes = [...view.frame.nodes.filter((n) => !inside.includes(n)), ...inside].map((n) => n.id);
    return {
      ...this.#gather(view, nodes, new Set(nodes.slice(0, nodes.length - inside.length)), clients?.event),
      width: this.#width.px,
      decl: view.decl,
      nodes,
      broken: this.#broken,
      from,
      to,
      now: view.t,
      end: view.end,
      chosen: view.lit,
      causes: view.causes,
      consequences: view.consequences,
      nameOf: (k) => nameOf(run.event(k)),
      timeOf: (k) => {
        const e = run.event(k);
        return e && { t: e.t, node: e.n };
      },
    };
  }

  /** worst: the answer that no order explains, if there is one. */
  #gather(view: View, nodes: readonly string[], visitors: ReadonlySet<string>, worst: number | undefined): Gathered {
    const { run, from, to } = view, half = (to - from) / 2, old = this.#gathered;
    const key = `${nodes.join()} ${visitors.size} ${worst ?? ""}`;
    const holds = old && old.run === run && old.version === run.version && old.nodes === key && old.from <= Math.max(0, from - half) && old.to >= to + half;
    if (old && holds) return old;
    const wide = { from: Math.max(0, from - ahead * (to - from)), to: to + ahead * (to - from) };
    // A status that is the common one needs no word on its line.
    const quiet = new Set(view.decl.statuses.filter((s) => s.shape === "circle" || s.shape === "pill").map((s) => s.name));
    return (this.#gathered = {
      ...wide,
      run,
      version: run.version,
      nodes: key,
      tracks: run.tracks(nodes, wide.from, wide.to),
      marks: run.marks(wide.from, wide.to, quiet).map((m): Mark =>
        m.event === worst && m.kind !== "status" ? { ...m, kind: "bad", label: Words.notLinearizable }
        // On a visitor's line bars say what was asked and answered.
        : visitors.has(m.node) && (m.kind === "command" || m.kind === "commit") ? { ...m, kind: "point" } : m),
      arrows: run.arrows(wide.from, wide.to),
      operations: run.operations(wide.from, wide.to, visitors),
      cuts: this.#cutsOf?.(run) ?? [],
      ...this.#spans(view, wide.from, wide.to),
    });
  }

  #spans({ run, decl }: View, from: number, to: number): Pick<Gathered, "spans" | "lanes"> {
    const all = run.beliefs(), told = toldBy(all, this.spans, (bar) => run.showsEnds(bar.node, bar.from, bar.to));
    const lanes = new Map<string, string[]>();
    for (const { name } of decl.spans ?? []) {
      if (!told.has(name)) continue;
      for (const node of new Set(all.filter((b) => b.name === name).map((b) => b.node))) lanes.set(node, [...(lanes.get(node) ?? []), name]);
    }
    return { spans: all.filter((b) => told.has(b.name) && b.from <= to && Math.max(b.to, b.until) >= from), lanes };
  }

  #legend(view: View): void {
    if (view.lit === this.#lit) return;
    this.#lit = view.lit;
    const e = view.lit === undefined ? undefined : view.run.event(view.lit);
    if (!e || view.lit === undefined) {
      fill(this.#why);
      return;
    }
    const says = sentence(e, view.run, view.mine.has(view.lit)).split(/(?<=\.)\s/, 1)[0]?.replace(/\.$/, "") ?? "";
    const line = (cls: string): SVGSVGElement => {
      const svg = document.createElementNS(NS, "svg"), path = document.createElementNS(NS, "path");
      for (const [k, v] of [["width", "26"], ["height", "8"], ["aria-hidden", "true"]] as const) svg.setAttribute(k, v);
      svg.setAttribute("class", "ql-fig key");
      path.setAttribute("class", cls);
      path.setAttribute("d", "M0 4H26");
      svg.append(path);
      return svg;
    };
    fill(this.#why, h("span", { class: "what" }, `${Words.whyOf} `, h("b", {}, says)), line("cause"), Words.causes, line("effect"), Words.consequences,
      h("button", { type: "button", class: "ql-b quiet tiny", "aria-label": Words.putTheLightOut, click: () => this.hands.why(undefined) }, icon("close")));
  }

  #at(e: MouseEvent): { event?: number; t?: number } {
    const box = this.#svg.getBoundingClientRect();
    return this.#drawing.hit(e.clientX - box.left, e.clientY - box.top) ?? {};
  }
}

/** An event in two or three words. */
function nameOf(e: RunEvent | undefined): string {
  const kind = (e?.x ?? "").split(" ", 1)[0] ?? "";
  switch (e?.k) {
    case "recv":
    case "lost":
      return `${kind} from ${e.from}`;
    case "start":
      return `${e.n} starts`;
    case "command":
    case "action":
      return e.x ?? "";
    default:
      return kind;
  }
}
