// The timeline as a part of a figure: the whole run in one band, and a slider over it.

import { h, setAttr } from "./dom";
import { TimelineView, type FaultMark, type Fork, type Reign } from "./draw/index";
import type { RunModel } from "./run";
import { moment } from "./time";
import type { Hands, Part, View } from "./view";
import { Width } from "./width";
import { Words } from "./words/player";
import * as Say from "./words/player";

export class Timeline implements Part {
  readonly element = h("figure", { class: "timeline", role: "none" });
  readonly #svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  readonly #slider = h("div", { class: "field", role: "slider", tabindex: 0, "aria-label": Words.timeOfRun, "aria-valuenow": 0 });
  readonly #drawing = new TimelineView(this.#svg);
  readonly #width = new Width(this.#slider, () => this.#view && this.update(this.#view));
  #view: View | undefined;
  #dragging = false;
  #run: RunModel | undefined;
  #version = -1;
  #reigns: readonly Reign[] = [];
  #faults: readonly FaultMark[] = [];
  #commits: readonly number[] = [];

  constructor(hands: Hands) {
    this.#svg.setAttribute("aria-hidden", "true");
    this.#slider.append(this.#svg);
    this.element.append(this.#slider);
    const seek = (e: PointerEvent): void => {
      const box = this.#svg.getBoundingClientRect();
      const t = this.#drawing.hit(e.clientX - box.left, e.clientY - box.top);
      if (t !== undefined) hands.seek(t);
    };
    this.#slider.addEventListener("pointerdown", (e) => {
      if (e.button !== 0) return;
      // A press on a sign goes right after what it stands for, not beside it.
      const box = this.#svg.getBoundingClientRect(), fault = this.#drawing.faultAt(e.clientX - box.left, e.clientY - box.top);
      if (fault) return hands.show(fault.event);
      this.#dragging = true;
      this.#slider.setPointerCapture(e.pointerId);
      seek(e);
    });
    this.#slider.addEventListener("pointermove", (e) => this.#dragging && seek(e));
    this.#slider.addEventListener("pointerup", () => (this.#dragging = false));
    this.#slider.addEventListener("pointercancel", () => (this.#dragging = false));
  }

  update(view: View): void {
    this.#view = view;
    const width = this.#width.px;
    if (!width) return;
    const { run, session } = view;
    if (this.#run !== run || this.#version !== run.version) {
      [this.#run, this.#version] = [run, run.version];
      this.#reigns = run.reigns(session.charge);
      this.#faults = faults(view);
      this.#commits = run.answers();
    }
    const end = Math.max(view.wanted, view.t + 0.4 * (view.to - view.from), 1000);
    this.#drawing.render({
      width,
      decl: view.decl,
      reigns: this.#reigns,
      faults: this.#faults,
      commits: this.#commits,
      forks: forks(view),
      end,
      now: view.t,
      nobody: nobody(session.charge),
      window: { from: Math.max(0, view.from), to: Math.min(view.to, end) },
    });
    setAttr(this.#slider, "aria-valuemin", "0");
    setAttr(this.#slider, "aria-valuemax", String(Math.round(end / 1000)));
    setAttr(this.#slider, "aria-valuenow", String(Math.round(view.t / 1000)));
    setAttr(this.#slider, "aria-valuetext", Say.stretchOf(moment(view.t), moment(end)));
  }
}

function faults({ run }: View): FaultMark[] {
  return run.actions.map((event) => {
    const e = run.event(event), line = e?.x ?? "";
    return { t: e?.t ?? 0, event, verb: line.split(" ", 1)[0] ?? "", label: line };
  });
}

function forks({ session }: View): Fork[] {
  const list: Fork[] = [], left = new Map<string, number>();
  // Those that this branch comes from are other ways from where it left them.
  let at = session.branches.find((b) => b.name === session.branch), t = Infinity;
  while (at?.of !== undefined) {
    const { of } = at;
    t = Math.min(t, at.t ?? 0);
    left.set(of, t);
    at = session.branches.find((b) => b.name === of);
  }
  for (const b of session.branches) {
    if (b.name === session.branch) continue;
    const known = session.remembered.get(b.name);
    const t = left.get(b.name) ?? b.t ?? 0;
    list.push({ name: b.name, t, to: known ? Math.max(known.now, t) : t, reigns: (known?.reigns ?? []).filter((r) => r.to > t), label: b.name });
  }
  return list;
}

/** What a stretch is called in which nobody is in charge. */
function nobody(charge: ReadonlySet<string>): string | undefined {
  const [only, ...others] = charge;
  return only !== undefined && others.length === 0 ? Say.nobody(only) : undefined;
}
