// A figure behind a curtain: only one client's view shows, and the branch behind it is drawn. The reader says which it is, then
// the curtain lifts. How often the guesses are right is counted, since that they are right by chance is what it shows.

import { fill, h } from "../dom";
import { icon } from "../draw/icon";
import type { Conductor } from "../conduct";
import { alive, attend, onceAlive, type Lab } from "./figures";
import type { Notes } from "./kept";
import { say } from "./words";

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

export class Curtain {
  readonly #place = h("div", { class: "ql-acts ql-curtain", slot: "acts" });
  readonly #status = h("p", { class: "ql-status", role: "status", tabindex: -1 });
  readonly #client: string;
  readonly #among: readonly string[];
  readonly #name: string;
  /** What the branch is drawn by: the same number draws the same. */
  #seed = 0;
  /** A draw that one has seen behind is no guess. */
  #known = false;
  #down = true;

  constructor(
    readonly lab: Lab,
    private readonly notes: Notes,
    /** Called when the figure's gates may have changed. */
    private readonly gates: (lab: Lab) => void,
  ) {
    this.#client = lab.getAttribute("curtain") ?? "";
    this.#among = (lab.getAttribute("among") ?? "").split(" ").filter(Boolean);
    this.#name = `curtain-${lab.getAttribute("scenario") ?? ""}`;
    lab.append(this.#place);
    // Whoever follows a link behind it has lifted it.
    lab.addEventListener("ql-lift", () => void this.#raise());
    void this.#draw(fresh());
  }

  /** How far one may see while it is down: after that even the client would. */
  get gate(): string | undefined {
    return this.#down ? (this.lab.getAttribute("stop") ?? undefined) : undefined;
  }

  /** A guess is asked for when the figure's own questions are answered. */
  set asks(yes: boolean) {
    this.#place.hidden = !yes;
  }

  async #replay(seed: number): Promise<void> {
    const known = seed === this.#seed, conductor = await this.#draw(seed);
    this.#known = known;
    await this.#play(conductor);
  }

  async #play(conductor: Conductor): Promise<void> {
    const { gate } = this, stop = gate ?? this.lab.getAttribute("stop");
    if (stop !== null) await conductor.playUntil(stop, { from: this.#at });
  }

  get #at(): string {
    return this.lab.getAttribute("at") ?? "0ms";
  }

  get #drawn(): string {
    return this.#among[this.#seed % this.#among.length] ?? "";
  }

  async #draw(seed: number): Promise<Conductor> {
    this.#seed = seed;
    this.#known = false;
    this.#down = true;
    this.#ask();
    this.gates(this.lab);
    const conductor = await onceAlive(this.lab);
    conductor.veil(this.#client);
    await conductor.show(this.#at, { branch: this.#drawn });
    return conductor;
  }

  async #raise(): Promise<Conductor> {
    this.#down = false;
    const conductor = await alive(this.lab);
    conductor.veil();
    this.gates(this.lab);
    return conductor;
  }

  #ask(): void {
    fill(
      this.#place,
      h("p", { class: "ask" }, say("curtained", { client: this.#client })),
      ...this.#among.map((what) => h("button", { type: "button", class: "ql-b", click: () => void this.#lift(what) }, words(what))),
      this.#status,
    );
    this.#status.textContent = "";
  }

  async #lift(guess: string): Promise<void> {
    const { right, n } = this.#count(guess === this.#drawn, !this.#known);
    const chance = n / this.#among.length, what = words(this.#drawn);
    const verdict = guess === this.#drawn ? say("guessedSo", { what }) : say("guessedOther", { what, guess: words(guess) });
    fill(
      this.#place,
      this.#status,
      h("button", { type: "button", class: "ql-b", click: () => void this.#replay(fresh()) }, icon("restart"), say("again")),
      h("button", { type: "button", class: "ql-b quiet", click: () => void this.#replay(this.#seed) }, say("same")),
      h("small", { class: "faint num" }, say("drawn", { seed: String(this.#seed) })),
    );
    fill(this.#status, h("b", {}, verdict), ` ${say("counted", { n, right, chance: number.format(chance) })}`);
    attend(this.#status);
    await this.#play(await this.#raise());
  }

  #count(hit: boolean, counts: boolean): { right: number; n: number } {
    const [right = 0, n = 0] = (this.notes.get(this.#name) ?? "").split("/").map(Number);
    if (!counts) return { right, n };
    const now = { right: right + Number(hit), n: n + 1 };
    this.notes.set(this.#name, `${now.right}/${now.n}`);
    return now;
  }
}

/** A branch's name as words. */
const words = (branch: string): string => branch.replaceAll("-", " ");

function fresh(): number {
  const [drawn = 0] = crypto.getRandomValues(new Uint16Array(1));
  return drawn;
}

export function curtains(article: HTMLElement, notes: Notes, gates: (lab: Lab) => void): Curtain[] {
  return [...article.querySelectorAll<Lab>("quorum-lab[curtain][among]")].map((lab) => new Curtain(lab, notes, gates));
}
