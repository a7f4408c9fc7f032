// A prediction: choose, run, say what was seen; then what was chosen is answered, and the explanation opens. Until a choice is
// made the figure does not play past the moment of decision.

import type { Conductor } from "../conduct";
import { h } from "../dom";
import { icon } from "../draw/icon";
import { alive, attend, labFor, reveal, revealFigure, type Lab } from "./figures";
import type { Notes } from "./kept";
import { Options, unknown } from "./options";
import { say, told } from "./words";

type Stage = "asked" | "running" | "seen" | "answered";

export class Prediction {
  readonly #ask: Options;
  readonly #saw: Options | undefined;
  readonly #lab: Lab | undefined;
  readonly #explain: HTMLDetailsElement | undefined;
  readonly #run = h("button", { type: "button", class: "ql-b main", click: () => void this.#running() });
  readonly #again = h("button", { type: "button", class: "ql-b quiet", hidden: true, click: () => this.#reset() }, icon("restart"), say("guessAgain"));
  readonly #name: string;
  #stage: Stage = "asked";

  constructor(
    readonly form: HTMLFormElement,
    private readonly notes: Notes,
    /** Called when a figure's gates may have changed. */
    private readonly gates: (lab: Lab) => void,
    private readonly finished: () => void,
  ) {
    this.#name = `predict-${form.dataset["predict"] ?? ""}`;
    this.#lab = labFor(form);
    const ask = form.querySelector<HTMLElement>("[data-ask]") ?? form, saw = form.querySelector<HTMLElement>("[data-saw]");
    const see = (at: string): void => void this.#see(at);
    this.#ask = new Options(ask, () => this.#chosen(), see);
    this.#saw = saw ? new Options(saw, () => this.#answer(), see) : undefined;
    if (saw) saw.hidden = true;
    if (this.#saw) this.#saw.controls.hidden = true;
    const next = form.nextElementSibling;
    if (next instanceof HTMLDetailsElement && next.dataset["explains"] !== undefined) this.#explain = next;
    if (this.#explain) this.#explain.hidden = true;
    this.#ask.controls.classList.add("ql-ctl");
    this.#ask.controls.append(this.#run, this.#again, this.#ask.status);
    form.addEventListener("submit", (e) => e.preventDefault());
    this.#ask.value = notes.get(this.#name);
    this.#show();
    const was = notes.get(`${this.#name}-saw`);
    if (was !== undefined && this.#ask.value !== undefined) this.#remember(was);
  }

  get lab(): Lab | undefined {
    return this.#lab;
  }

  /** Whether a choice is still to be made. */
  get waits(): boolean {
    return this.#stage === "asked";
  }

  get done(): boolean {
    return this.#stage === "answered";
  }

  /** The moment that its figure may not be seen past now. */
  get gate(): string | undefined {
    if (this.#stage === "answered") return undefined;
    return this.#stage === "asked" ? this.form.dataset["from"] : this.form.dataset["until"];
  }

  /** The figure has come to the moment of decision, and there is no choice yet. */
  remind(conductor: Conductor): void {
    conductor.say(say("decide"), say("toQuestion"), () => this.focus());
  }

  /** Brings the keyboard to the question. */
  focus(): void {
    const input = this.#ask.inputs.find((i) => i.checked) ?? this.#ask.inputs[0];
    input?.focus({ preventScroll: true });
    reveal(this.form, "center");
  }

  #chosen(): void {
    this.notes.set(this.#name, this.#ask.value);
    this.#ask.status.textContent = "";
    this.#show();
  }

  async #running(): Promise<void> {
    const lab = this.#lab;
    if (this.#ask.value === undefined) {
      this.#ask.status.textContent = say("chooseFirst");
      this.#ask.inputs[0]?.focus();
      return;
    }
    // Behind a curtain the branch is drawn, and stays.
    const { until, from } = this.form.dataset, branch = lab?.hasAttribute("curtain") ? undefined : this.form.dataset["branch"];
    if (!lab || until === undefined) return;
    if (this.#stage === "running") return lab.conductor?.arrive();
    if (this.#stage === "asked") this.#stage = "running";
    this.gates(lab);
    this.#show(true);
    this.#ask.status.textContent = say("running", { at: told(until) });
    revealFigure(lab);
    const conductor = await alive(lab);
    const there = await conductor.playUntil(until, { branch, from });
    if (there) this.#arrived(until);
    // Whoever has gone elsewhere may run it again.
    else if (this.#stage === "running") this.#ask.status.textContent = "";
    this.#show();
  }

  #arrived(until: string): void {
    if (this.#stage === "answered") return;
    this.#stage = "seen";
    if (!this.#saw) return this.#answer();
    this.#ask.status.textContent = `${say("arrived", { at: told(until) })} ${say("say")}`;
    this.#saw.element.hidden = false;
    this.form.classList.add("saying");
    this.#saw.inputs[0]?.focus({ preventScroll: true });
    reveal(this.#saw.element);
  }

  #answer(): void {
    const saw = this.#saw;
    if (saw) this.notes.set(`${this.#name}-saw`, saw.value);
    const said = this.#told();
    this.#ask.status.textContent = `${this.#verdict()} ${this.#explain ? say("explained") : ""}`;
    attend(said ?? this.form);
    this.finished();
  }

  /** Answers both questions and opens what follows. Gives the answer to what was predicted. */
  #told(): HTMLElement | undefined {
    this.#stage = "answered";
    this.form.classList.remove("saying");
    if (this.#saw) {
      this.#saw.element.hidden = false;
      this.#saw.answer({ mine: say("yourAnswer"), right: say("right") });
    }
    const said = this.#ask.answer({ mine: say("yourGuess"), right: say("right") });
    if (this.#explain) [this.#explain.hidden, this.#explain.open] = [false, true];
    if (this.#lab) this.gates(this.#lab);
    this.#show();
    return said;
  }

  #verdict(): string {
    const ask = this.#ask, right = ask.letter(ask.right), mine = ask.letter(ask.inputs.find((i) => i.checked));
    if (ask.isRight) return say("isSo", { letter: mine });
    return ask.value === unknown ? say("unknown", { right }) : say("isNotSo", { letter: mine, right });
  }

  // A reader who comes back finds it as it was left.
  #remember(was: string): void {
    if (this.#saw) this.#saw.value = was;
    this.#told();
    this.#ask.status.textContent = this.#verdict();
  }

  #reset(): void {
    this.notes.set(this.#name, undefined);
    this.notes.set(`${this.#name}-saw`, undefined);
    this.#stage = "asked";
    this.form.classList.remove("saying");
    for (const options of [this.#ask, this.#saw]) options?.reset();
    if (this.#saw) this.#saw.element.hidden = true;
    if (this.#explain) this.#explain.hidden = true;
    this.#ask.status.textContent = "";
    if (this.#lab) this.gates(this.#lab);
    const { from } = this.form.dataset;
    if (from !== undefined) void this.#lab?.conductor?.show(from);
    this.#show();
    this.focus();
  }

  async #see(at: string): Promise<void> {
    const lab = this.#lab;
    if (!lab) return;
    lab.dispatchEvent(new CustomEvent("ql-lift"));
    const conductor = await alive(lab);
    await conductor.show(at, { branch: this.form.dataset["branch"], why: true });
    revealFigure(lab);
  }

  /** The buttons as the stage has them. */
  #show(onItsWay = false): void {
    const ready = this.#ask.value !== undefined, label = onItsWay ? say("goThere") : this.#stage === "asked" ? say("run") : say("runAgain");
    this.#run.classList.toggle("main", this.#stage === "asked" || this.#stage === "running");
    this.#run.replaceChildren(icon(onItsWay ? "until" : "play"), label);
    if (ready) this.#run.removeAttribute("aria-disabled");
    else this.#run.setAttribute("aria-disabled", "true");
    this.#again.hidden = this.#stage !== "answered";
  }
}
