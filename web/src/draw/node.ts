// A node. From inside out: its shape with the id, the outer ring of who is in charge, the timer ring with its hand, the
// rings of the reader's hand. Corner badges say what holds it up; a crash dots the outline.

import type { NodeFrame, Shape, TimerState } from "../wire";
import { BADGE_ART } from "./glyphs";
import type { Place } from "./places";
import { circle, corners, shapePath, timerTrack } from "./shapes";
import { make, moveTo, set, setText, show } from "./svg";

/** A timer with less than this part left is drawn heavier: it is about to fire. */
const NEAR = 0.15;

export interface NodeLook {
  place: Place;
  node: NodeFrame;
  shape: Shape;
  /** The class of its epoch's ink. */
  tone: string;
  t: number;
  chosen: boolean;
  focused: boolean;
  changed: boolean;
}

/** Corners where a badge may sit, the preferred one of each flag first. */
const CORNERS: Readonly<Record<string, readonly [number, number]>> = { tr: [1, -1], br: [1, 1], bl: [-1, 1], tl: [-1, -1] };
export const BADGE = 9;
const HOME: Readonly<Record<string, string>> = { paused: "tr", skewed: "tr", locked: "tr", unsynced: "br", manual: "tl" };

/** The timer that is due first: what happens to the node next if nothing comes. */
export function nextTimer(timers: readonly TimerState[] | undefined): TimerState | undefined {
  let next: TimerState | undefined;
  for (const timer of timers ?? []) if (timer.due > timer.set && (!next || timer.due < next.due)) next = timer;
  return next;
}

/** Where the badges of flags sit, from the middle of their node. */
export function badgesOf(flags: readonly string[], r: number): { flag: string; x: number; y: number }[] {
  const free = new Set(Object.keys(CORNERS));
  return flags.filter((f) => f in BADGE_ART).map((flag) => {
    const home = HOME[flag] ?? "tr", corner = free.has(home) ? home : [...free][0] ?? home;
    free.delete(corner);
    const [x, y] = CORNERS[corner] as readonly [number, number];
    return { flag, x: x * r * 0.8, y: y * r * 0.8 };
  });
}

export class NodeMark {
  readonly root = make("g", "n");
  private readonly chosen = make("path", "sel");
  private readonly focused = make("path", "sel cursor");
  private readonly changed = make("path", "sel changed");
  private readonly track = make("path", "timer-track");
  private readonly timer = make("path", "timer", { pathLength: 1000 });
  private readonly hand = make("circle", "timer-hand", { r: 3 });
  private readonly outer = make("circle", "outer");
  private readonly shape = make("path", "s");
  private readonly id = make("text", "id", { y: 0.5 });
  private readonly cross = make("path", "x");
  private readonly badges = make("g");
  private flags = "";
  private drawn: NodeLook | undefined;

  constructor() {
    this.root.append(
      this.chosen, this.focused, this.changed, this.track, this.timer, this.hand, this.outer, this.shape, this.id, this.cross, this.badges,
    );
  }

  draw(look: NodeLook): void {
    const { place, node } = look, crashed = node.flags?.includes("crashed") ?? false;
    const timer = crashed ? undefined : nextTimer(node.timers);
    this.drawTimer(timer, look);
    const last = this.drawn;
    if (
      last && last.node === node && last.place === place && last.chosen === look.chosen && last.focused === look.focused &&
      last.changed === look.changed
    ) return;
    this.drawn = look;
    this.drawRest(look, crashed, timer !== undefined);
  }

  private drawRest({ place, node, shape, tone, chosen, focused, changed }: NodeLook, crashed: boolean, timed: boolean): void {
    const r = place.r;
    set(this.root, "class", `n ${shape}${tone}${crashed ? " crashed" : ""}`);
    moveTo(this.root, place.x, place.y);
    set(this.shape, "d", shapePath(shape, r));
    set(this.id, "class", r < 18 ? "id smallest" : r < 22 ? "id small" : "id");
    setText(this.id, node.id);
    show(this.outer, shape === "double" && !crashed);
    set(this.outer, "r", r + 2.5);
    show(this.cross, crashed);
    if (crashed) set(this.cross, "d", corners(r));
    const wide = r + (timed || shape === "diamond" || shape === "hexagon" || shape === "octagon" || shape === "double" ? 12 : 8);
    this.ring(this.chosen, chosen, wide);
    this.ring(this.focused, focused, wide + (chosen ? 4 : 0));
    this.ring(this.changed, changed, wide + 4);
    this.drawBadges(node.flags ?? [], r);
  }

  private ring(e: SVGPathElement, on: boolean, r: number): void {
    show(e, on);
    if (on) set(e, "d", circle(r));
  }

  /** What is left of the timer is drawn, from the top to its hand. */
  private drawTimer(timer: TimerState | undefined, { shape, place, t }: NodeLook): void {
    for (const e of [this.track, this.timer, this.hand]) show(e, timer !== undefined);
    if (!timer) return;
    const left = Math.max(0, Math.min(1, (timer.due - t) / (timer.due - timer.set)));
    const track = timerTrack(shape, place.r), hand = track.at(left);
    set(this.track, "d", track.d);
    set(this.timer, "class", left < NEAR ? "timer near" : "timer");
    set(this.timer, "d", track.d);
    set(this.timer, "stroke-dasharray", `${Math.round(left * 1000)} 2000`);
    set(this.hand, "cx", hand.x);
    set(this.hand, "cy", hand.y);
  }

  private drawBadges(flags: readonly string[], r: number): void {
    const key = `${flags.join(" ")} ${r}`;
    if (key === this.flags) return;
    this.flags = key;
    const badges = badgesOf(flags, r).map(({ flag, x, y }) => {
      const g = make("g");
      moveTo(g, x, y);
      g.append(make("circle", "badge", { r: BADGE }), make("path", "badge-i", { d: BADGE_ART[flag] ?? "" }));
      return g;
    });
    this.badges.replaceChildren(...badges);
  }
}
