// Sliders and switches bound to a piece of a scenario's text: the figure runs again as they move, and keeps its moment.

import { alive, labFor, textOf, type Lab } from "./figures";

/** A piece of text, in two parts, round a value. */
interface Bind {
  readonly before: string;
  readonly was: string;
  readonly after: string;
}

/** "at {300ms} partition": what stands round the value, and the value. */
export function parseBind(bind: string): Bind | undefined {
  const [, before, was, after] = /^([^{}]*)\{([^{}]*)\}([^{}]*)$/s.exec(bind) ?? [];
  return before === undefined || was === undefined || after === undefined ? undefined : { before, was, after };
}

/** The text with another value in a bind's place, or nothing where the piece does not stand there once. */
export function bound(text: string, { before, was, after }: Bind, value: string): string | undefined {
  const piece = before + was + after, at = text.indexOf(piece);
  if (at < 0 || text.indexOf(piece, at + 1) >= 0) return undefined;
  return text.slice(0, at) + before + value + after + text.slice(at + piece.length);
}

class Control {
  readonly #output: HTMLOutputElement | null;
  readonly bind: Bind | undefined;

  constructor(
    readonly input: HTMLInputElement,
    moved: () => void,
  ) {
    this.bind = parseBind(input.dataset["bind"] ?? "");
    this.#output = input.closest("label")?.querySelector("output") ?? null;
    input.addEventListener("input", () => {
      this.#tell();
      moved();
    });
    this.#tell();
  }

  /** As the scenario has it. */
  get value(): string {
    const { input, bind } = this;
    if (input.type === "checkbox") return input.checked ? (input.dataset["on"] ?? "true") : (bind?.was ?? "");
    return input.value + (input.dataset["unit"] ?? "");
  }

  #tell(): void {
    if (this.input.type === "checkbox") return;
    const unit = this.input.dataset["unit"] ?? "", text = `${this.input.value}${unit && unit !== "%" ? ` ${unit}` : unit}`;
    if (this.#output) this.#output.value = text;
    this.input.setAttribute("aria-valuetext", text);
  }
}

/** The controls of one figure, which change one text together. */
class Varied {
  readonly #controls: Control[];
  #frame = 0;

  constructor(private readonly lab: Lab, inputs: readonly HTMLInputElement[]) {
    this.#controls = inputs.map((input) => new Control(input, () => this.#moved()));
  }

  // However fast it moves: once an animation frame, and the last place always.
  #moved(): void {
    if (!this.#frame) this.#frame = requestAnimationFrame(() => void this.#run());
  }

  async #run(): Promise<void> {
    this.#frame = 0;
    let text: string | undefined = textOf(this.lab);
    for (const { bind, value } of this.#controls) {
      if (bind && text !== undefined) text = bound(text, bind, value);
    }
    if (text === undefined) return;
    const conductor = await alive(this.lab);
    const wrong = await conductor.open(text);
    if (wrong) conductor.say(wrong.message);
  }
}

export function serveVaried(article: HTMLElement): void {
  const byLab = new Map<Lab, HTMLInputElement[]>();
  for (const input of article.querySelectorAll<HTMLInputElement>("input[data-bind]")) {
    const lab = labFor(input);
    if (lab) byLab.set(lab, [...(byLab.get(lab) ?? []), input]);
  }
  for (const [lab, inputs] of byLab) new Varied(lab, inputs);
}
