// A figure behind a curtain: only one client's view shows, and the branch behind it is drawn. The reader says which it is, then
// the curtain lifts. How often the guesses are right is counted, since that they are right by chance is what it shows.

import { fill, h } from "../dom";
import { icon } from "../draw/icons";
import { alive, attend, type Lab } from "./figures";
import type { Notes } from "./kept";
import { say } from "./words";

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

class Curtain {
  readonly #place = h("div", { class: "ql-acts ql-curtain", slot: "acts" });
  readonly #status = h("p", { class: "ql-status", role: "status", tabindex: -1 });
  readonly #client: string;
  readonly #among: readonly string[];
  readonly #name: string;
  /** What the branch is drawn by: the same number draws the same. */
  #seed = 0;
  /** A draw that one has seen behind is no guess. */
  #known = false;

  constructor(private readonly lab: Lab, private readonly notes: Notes) {
    this.#client = lab.getAttribute("curtain") ?? "";
    this.#among = (lab.getAttribute("among") ?? "").split(" ").filter(Boolean);
    this.#name = `curtain-${lab.getAttribute("scenario") ?? ""}`;
    lab.append(this.#place);
    void this.#draw(fresh());
  }

  #replay(): void {
    void this.#draw(this.#seed);
    this.#known = true;
  }

  get #drawn(): string {
    return this.#among[this.#seed % this.#among.length] ?? "";
  }

  async #draw(seed: number): Promise<void> {
    this.#seed = seed;
    this.#known = false;
    this.#ask();
    const conductor = await alive(this.lab);
    conductor.veil(this.#client);
    await conductor.show(this.lab.getAttribute("at") ?? "0ms", { branch: this.#drawn });
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
      h("button", { type: "button", class: "ql-b", click: () => void this.#draw(fresh()) }, icon("restart"), say("again")),
      h("button", { type: "button", class: "ql-b quiet", click: () => this.#replay() }, say("same")),
      h("small", { class: "faint num" }, say("drawn", { seed: String(this.#seed) })),
    );
    fill(this.#status, h("b", {}, verdict), ` ${say("counted", { n, right, chance: number.format(chance) })}`);
    const conductor = await alive(this.lab);
    conductor.veil();
    attend(this.#status);
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

export function serveCurtains(article: HTMLElement, notes: Notes): void {
  for (const lab of article.querySelectorAll<Lab>("quorum-lab[curtain][among]")) new Curtain(lab, notes);
}
