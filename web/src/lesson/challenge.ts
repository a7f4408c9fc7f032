// A challenge: make it happen, or say that it can't be done. It is played in a figure of its own, under its rules; whether it
// is reached a fresh run judges, and a miss names the line, the event and the values there.

import type { Conductor } from "../conduct";
import { fill, h } from "../dom";
import { icon } from "../draw/icon";
import type { Challenge as Standing, Verdict } from "../wire";
import { alive, attend, labFor, revealFigure, type Lab, type Shown } from "./figures";
import type { Notes } from "./kept";
import { moment, say } from "./words";

interface Moment extends Shown {
  readonly challenge?: Standing;
}

const button = (label: string, sign: Parameters<typeof icon>[0] | undefined, go: () => void, look = ""): HTMLButtonElement =>
  h("button", { type: "button", class: `ql-b ${look}`.trim(), click: go }, sign ? icon(sign) : null, label);

export class Challenge {
  readonly #name: string;
  readonly #start = button(say("start"), "play", () => void this.start(), "main");
  readonly #judge = button(say("judge"), "ok", () => void this.#judging(), "main");
  readonly #restart = button(say("startAgain"), "restart", () => void this.start());
  readonly #cant = button(say("cant"), undefined, () => this.#claim());
  readonly #goals = h("ul", { class: "ql-goals", "aria-label": say("goal") });
  readonly #count = h("p", { class: "ql-status num" });
  readonly #verdict = h("div", { class: "ql-verdict", role: "status", tabindex: -1, hidden: true });
  readonly #chips = h("div", { class: "ql-chips", slot: "acts" });
  readonly #won: HTMLDetailsElement | null;
  readonly #proof: HTMLDetailsElement | null;
  readonly #solve: HTMLDetailsElement | null;
  #lab: Lab | undefined;
  #standing: Standing | undefined;
  /** What was judged last: the same is not judged twice by itself. */
  #judged = "";
  done: boolean;

  constructor(
    readonly form: HTMLFormElement,
    private readonly notes: Notes,
    private readonly finished: () => void,
  ) {
    this.#name = `challenge-${form.dataset["challenge"] ?? ""}`;
    const details = (name: string): HTMLDetailsElement | null => form.querySelector<HTMLDetailsElement>(`details[data-${name}]`);
    [this.#won, this.#proof, this.#solve] = [details("won"), details("proof"), details("solve")];
    for (const d of [this.#won, this.#proof, this.#solve]) if (d) d.hidden = true;
    const place = form.querySelector<HTMLElement>("[data-controls]") ?? form.appendChild(h("div"));
    [this.#judge.hidden, this.#restart.hidden, this.#goals.hidden] = [true, true, true];
    place.append(this.#goals, h("div", { class: "ql-ctl" }, this.#start, this.#judge, this.#restart, this.#cant, this.#count), this.#verdict);
    this.#solve?.append(button(say("showRun"), "play", () => void this.#play()));
    form.addEventListener("submit", (e) => e.preventDefault());
    const kept = notes.get(this.#name);
    this.done = kept !== undefined;
    if (kept !== undefined && Number(kept) > 0) this.#count.textContent = say("best", { n: Number(kept) });
  }

  /** Begins, or begins again. */
  async start(): Promise<void> {
    const first = !this.#lab, lab = (this.#lab ??= this.#figure());
    if (!lab) return;
    [this.#start.hidden, this.#judge.hidden, this.#restart.hidden, this.#goals.hidden] = [true, false, false, false];
    this.#verdict.hidden = true;
    this.#judged = "";
    const conductor = await alive(lab), wrong = await conductor.challenge(this.#rules);
    if (wrong) return this.#tell("missed", wrong.message);
    if (first) revealFigure(lab, "center");
    if (!lab.contains(document.activeElement)) attend(lab);
  }

  get #rules(): string {
    return this.form.querySelector("[data-rules] pre, pre[data-rules]")?.textContent ?? "";
  }

  /** A copy of the figure that the challenge names, with its own tools. */
  #figure(): Lab | undefined {
    const from = labFor(this.form);
    if (!from) return undefined;
    const lab = h("quorum-lab" as "div", { controls: "lesson", tools: this.form.dataset["tools"] ?? "" }) as HTMLElement as Lab;
    for (const name of ["scenario", "module", "speed", "window", "view", "spans", "more"]) {
      const value = from.getAttribute(name);
      if (value !== null) lab.setAttribute(name, value);
    }
    lab.append(from.querySelector('[slot="text"]')?.cloneNode(true) ?? "", this.#chips);
    lab.addEventListener("ql-moment", (e) => this.#moved((e as CustomEvent<Moment>).detail));
    this.form.after(h(
      "figure",
      { class: "ql-figure ql-breakout wide ql-tried" },
      h("figcaption", {}, h("b", {}, say("yourRun")), this.form.querySelector(".q")?.textContent?.trim() ?? ""),
      lab,
    ));
    return lab;
  }

  #moved({ challenge, event, text }: Moment): void {
    if (!challenge) return;
    this.#standing = challenge;
    this.#show(challenge);
    const { reached } = challenge, did = `${text} ${reached ?? 0}`;
    if (reached === undefined || event < reached || did === this.#judged) return;
    this.#judged = did;
    void this.#judging();
  }

  #show({ goals, left, locked, did, actions }: Standing): void {
    fill(this.#goals, ...goals.map((g) => h(
      "li", { class: g.ok ? "ok" : undefined },
      icon(g.ok ? "ok" : "until"), h("code", {}, g.text), h("small", {}, soFar(g)),
    )));
    const par = Number(this.form.dataset["par"] ?? 0);
    this.#count.textContent = [say("actions", { n: did }), par ? say("par", { n: par }) : ""].filter(Boolean).join("; ");
    fill(
      this.#chips,
      ...left.map((l) => chip(l.verb, say("left", { left: l.left, all: l.of }), l.left === 0)),
      actions === undefined ? null : chip(say("all"), say("leftOver", { left: actions }), actions === 0),
      locked.length ? h("span", { class: "ql-chip" }, icon("lock"), say("locked", { nodes: locked.join(", ") })) : null,
    );
  }

  async #judging(): Promise<void> {
    const lab = this.#lab;
    if (!lab) return;
    this.#tell("", say("judging"));
    const conductor = await alive(lab), verdict = await conductor.judge();
    if (!verdict) return;
    if (verdict.reached) this.#win(verdict);
    else this.#miss(verdict, conductor);
  }

  #win({ t }: Verdict): void {
    const did = this.#standing?.did ?? 0, best = Number(this.notes.get(this.#name) ?? Infinity);
    this.notes.set(this.#name, String(Math.min(best || Infinity, did)));
    this.done = true;
    this.#tell("won", h("b", {}, say("reached", { at: moment(t) })), ` ${say("solved", { n: did })}`);
    this.#reveal(this.#won);
    if (this.#solve) this.#solve.hidden = false;
    this.finished();
  }

  #miss(v: Verdict, conductor: Conductor): void {
    const seed = Number(/\bseed=(\d+)/.exec(conductor.text)?.[1] ?? v.seed);
    this.#tell("missed", h("b", {}, say("missed")), ` ${v.text}`);
    if (this.#solve) this.#solve.hidden = false;
    if (v.event > 0 && v.seed === seed) {
      const see = (): void => {
        void conductor.showEvent(v.event);
        if (this.#lab) revealFigure(this.#lab, "center");
      };
      this.#verdict.append(" ", h("button", { type: "button", class: "ql-link", click: see }, say("seeNearest")));
    }
  }

  /** The answer that it can't be done: a stored search says whether that is so. */
  #claim(): void {
    if (this.form.dataset["impossible"] !== undefined) {
      this.done = true;
      this.notes.set(this.#name, "0");
      this.#tell("won", h("b", {}, say("proved")));
      this.#reveal(this.#proof);
      this.#reveal(this.#won);
      this.finished();
      return;
    }
    this.#tell("missed", h("b", {}, say("notProved")));
    this.#reveal(this.#solve);
  }

  /** The shortest run known, done in the figure. */
  async #play(): Promise<void> {
    const lines = this.#solve?.querySelector("pre")?.textContent ?? "";
    await this.start();
    if (!this.#lab) return;
    const conductor = await alive(this.#lab);
    await conductor.script(lines);
    revealFigure(this.#lab, "center");
    conductor.play();
  }

  #reveal(d: HTMLDetailsElement | null): void {
    if (d) [d.hidden, d.open] = [false, true];
  }

  #tell(how: "won" | "missed" | "", ...what: (Node | string)[]): void {
    this.#verdict.hidden = false;
    this.#verdict.className = `ql-verdict ${how}`.trim();
    this.#verdict.replaceChildren(...what);
    if (how) attend(this.#verdict);
  }
}

function chip(name: string, left: string, none: boolean): HTMLElement {
  return h("span", { class: none ? "ql-chip none" : "ql-chip" }, h("b", {}, name), left);
}

/** How a goal stands: its number, or whether it holds. "not linearizable: yes" would leave open what the yes is to. */
function soFar({ ok, got }: { ok: boolean; got: string }): string {
  return got !== "yes" && got !== "no" ? got : say(ok ? "holdsNow" : "notYet");
}
