// What moves the playhead: back, play, step, run until, speed; and the branches.

import { fill, h, setAttr, setText } from "./dom";
import { icon } from "./draw/index";
import { speedMax, speedMin } from "./player";
import { moment } from "./time";
import type { Hands, Part, View } from "./view";
import { Words } from "./words/player";

/** "1/20×", "3×": a speed in words that add up. */
export function speedText(factor: number): string {
  if (factor >= 1) return `${Math.round(factor * 10) / 10}×`;
  return `1/${Math.round(1 / factor)}×`;
}

const button = (label: string, props: Record<string, string | ((e: Event) => void)>, ...inside: (Node | string | null)[]): HTMLButtonElement =>
  h("button", { type: "button", class: "ql-b", "aria-label": label, ...props }, ...inside);

/** Back, play and step, in one bar. */
export class PlayBar implements Part {
  readonly element = h("div", { class: "ql-seg", role: "group", "aria-label": Words.transport });
  readonly #play: HTMLButtonElement;
  readonly #back: HTMLButtonElement;
  readonly #step: HTMLButtonElement;
  #playing = false;

  constructor(hands: Hands, private readonly whole: boolean) {
    const back = whole ? Words.back : Words.stepBack;
    this.#back = button(Words.stepBack, { click: () => hands.back() }, icon("back"), h("span", { class: "wide" }, back));
    this.#step = button(Words.step, { click: () => hands.step() }, icon("step"), h("span", { class: "wide" }, Words.step));
    this.#play = h("button", { type: "button", class: "ql-b main", click: () => hands.toggle() }, icon("play"), Words.play);
    const start = button(Words.toTheStart, { click: () => hands.show(0), class: "ql-b wide" }, icon("start"));
    this.element.append(...(whole ? [start] : []), this.#back, this.#play, this.#step);
  }

  update(view: View): void {
    const { run, session } = view;
    setAttr(this.#back, "aria-disabled", view.k <= view.session.first ? "true" : undefined);
    const over = session.ended !== undefined && view.k >= run.count;
    setAttr(this.#step, "aria-disabled", over ? "true" : undefined);
    setAttr(this.#play, "aria-disabled", over ? "true" : undefined);
    if (this.#playing === view.playing) return;
    this.#playing = view.playing;
    fill(this.#play, icon(view.playing ? "pause" : "play"), view.playing ? Words.pause : Words.play);
  }

  get full(): boolean {
    return this.whole;
  }
}

/** The scrubber and the clock of a small figure. */
export class Scrubber implements Part {
  readonly element = h("div", { class: "scrub" });
  readonly #slider = h("input", { class: "ql-slider", type: "range", min: 0, step: 100, "aria-label": Words.time });
  readonly #clock = h("b", { class: "num clock" });

  constructor(hands: Hands) {
    this.element.append(this.#slider, this.#clock);
    this.#slider.addEventListener("input", () => hands.seek(Number(this.#slider.value)));
    // A range would move by its own measure; arrows step here as they do in the whole figure.
    this.#slider.addEventListener("keydown", (e) => {
      if (!e.key.startsWith("Arrow") || e.altKey || e.ctrlKey || e.metaKey) return;
      e.preventDefault();
      if (e.key === "ArrowLeft" || e.key === "ArrowDown") hands.back();
      else hands.step();
    });
  }

  update(view: View): void {
    setAttr(this.#slider, "max", String(Math.max(view.wanted, view.t, 1)));
    this.#slider.value = String(view.t);
    setAttr(this.#slider, "aria-valuetext", moment(view.t));
    setText(this.#clock, moment(view.t));
  }
}

/** Run until a goal: the last one chosen at once, the others from a menu. */
export class Until implements Part {
  readonly element = h("div", { class: "ql-seg until", role: "group", "aria-label": Words.runUntil });
  readonly #name = h("b");
  /** As a scenario has it: the goal's name and its fields. */
  #goal = "";

  constructor(private readonly hands: Hands) {
    const go = button(Words.runUntil, { class: "ql-b go", click: () => this.go() }, icon("until"), h("span", { class: "wide" }, Words.runUntilThe, this.#name));
    go.removeAttribute("aria-label");
    const more = button(Words.chooseGoal, { click: () => hands.sheet("until", more) }, h("span", { class: "narrow-only" }, icon("until")), icon("down"));
    this.element.append(go, more);
  }

  update({ decl }: View): void {
    const name = this.#goal.split(" ", 1)[0];
    if (name !== "violated" && !decl.goals?.some((g) => g.name === name)) this.#goal = decl.goals?.[0]?.name ?? "violated";
    setText(this.#name, goalName(this.#goal));
  }

  /** What the next press runs until. */
  set goal(goal: string) {
    this.#goal = goal;
    setText(this.#name, goalName(goal));
  }

  go(): void {
    if (this.#goal) void this.hands.until(this.#goal);
  }
}

/** A goal as a reader says it. */
export const goalName = (goal: string): string => (goal === "violated" ? "violation" : goal);

export class Speed implements Part {
  readonly element = h("label", { class: "speed" });
  readonly #slider = h("input", { class: "ql-slider", type: "range", min: Math.log10(speedMin), max: Math.log10(speedMax), step: 0.05 });
  readonly #text = h("b", { class: "num" });

  constructor(hands: Pick<Hands, "speed">) {
    this.element.append(
      h("span", { class: "ql-vh" }, Words.speed),
      h("span", { class: "small faint", "aria-hidden": "true" }, "1/100×"),
      this.#slider,
      h("span", { class: "small faint", "aria-hidden": "true" }, "100×"),
      this.#text,
    );
    this.#slider.addEventListener("input", () => hands.speed(10 ** Number(this.#slider.value)));
    this.#slider.addEventListener("keydown", (e) => e.stopPropagation());
  }

  update({ speed }: Pick<View, "speed">): void {
    const text = speedText(speed);
    this.#slider.value = String(Math.log10(speed));
    setAttr(this.#slider, "aria-valuetext", text);
    setText(this.#text, text);
  }
}

/** A tab a branch, and a button that makes one here. */
export class Branches implements Part {
  readonly element = h("div", { class: "branches" });
  readonly #tabs = h("div", { class: "ql-tabs bare", role: "tablist", "aria-label": Words.branches });
  readonly #prune: HTMLButtonElement;
  readonly #compare: HTMLButtonElement;
  #shown = "";
  #branch = "";

  constructor(private readonly hands: Hands) {
    this.#prune = button(Words.endThisBranch, { class: "ql-b quiet", click: () => hands.prune(this.#branch) }, icon("close"));
    this.#compare = button(Words.compare, { class: "ql-b quiet", click: () => hands.compare() }, icon("compare"), h("span", {}, Words.compare));
    const about = button(Words.aboutBranches, { class: "ql-b quiet", click: () => hands.sheet("branch", about) }, icon("more"));
    this.element.append(
      this.#compare,
      this.#tabs,
      this.#prune,
      about,
      button(Words.branchHere, { class: "ql-b quiet", click: () => hands.fork() }, icon("branch"), h("span", {}, Words.branchHere)),
    );
    this.#tabs.addEventListener("keydown", (e) => this.#key(e));
  }

  update({ session }: View): void {
    this.#branch = session.branch;
    const key = JSON.stringify([session.branches.map((b) => b.name), session.branch]);
    if (key === this.#shown) return;
    this.#shown = key;
    const held = this.#tabs.contains(this.#tabs.getRootNode() instanceof ShadowRoot ? (this.#tabs.getRootNode() as ShadowRoot).activeElement : document.activeElement);
    this.#compare.hidden = session.branches.length < 2;
    this.element.classList.toggle("many", session.branches.length > 2);
    this.#prune.hidden = !session.branches.find((b) => b.name === session.branch)?.of;
    fill(this.#tabs, ...session.branches.map((b) => {
      const on = b.name === session.branch;
      return h("button", { type: "button", role: "tab", "aria-selected": String(on), tabindex: on ? 0 : -1, click: () => this.hands.switchTo(b.name) }, b.of ? icon("branch") : null, b.name);
    }));
    this.#tabs.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (held) this.#tabs.querySelector<HTMLElement>("[aria-selected=true]")?.focus();
  }

  #key(e: KeyboardEvent): void {
    if (e.key !== "ArrowLeft" && e.key !== "ArrowRight") return;
    e.preventDefault();
    e.stopPropagation();
    const tabs = [...this.#tabs.children] as HTMLElement[];
    const at = tabs.findIndex((t) => t.getAttribute("aria-selected") === "true");
    tabs[(at + (e.key === "ArrowRight" ? 1 : -1) + tabs.length) % tabs.length]?.click();
  }
}
