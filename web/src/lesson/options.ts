// A question with options: one is chosen, and then each is answered by name, the chosen one first and where it was chosen.

import { h } from "../dom";
import { icon } from "../draw/icon";
import { say, told } from "./words";

/** The value of the option that stands for not knowing. */
export const unknown = "?";

export interface Wording {
  /** Beside the reader's own option, and beside the right one. */
  mine: string;
  right: string;
}

export class Options {
  readonly controls: HTMLElement;
  readonly status = h("p", { class: "ql-status", role: "status" });
  readonly #why = new Map<string, HTMLElement>();
  readonly #rest: HTMLDetailsElement | undefined;
  #answered = false;

  constructor(
    readonly element: HTMLElement,
    /** Called when the reader has chosen another option. */
    private readonly chosen: () => void,
    /** Called to show the event that an answer speaks of. */
    private readonly see?: (at: string) => void,
  ) {
    const found = element.querySelector<HTMLElement>("[data-controls]");
    this.controls = found ?? h("div", { "data-controls": true });
    if (!found) element.append(this.controls);
    for (const why of element.querySelectorAll<HTMLElement>("[data-why]")) this.#why.set(why.dataset["why"] ?? "", why);
    this.#rest = element.querySelector<HTMLDetailsElement>("details[data-answers]") ?? undefined;
    if (this.#rest) this.#rest.hidden = true;
    this.inputs.forEach((input, i) => this.#dress(input, i));
    element.addEventListener("change", () => !this.#answered && this.chosen());
  }

  get inputs(): HTMLInputElement[] {
    return [...this.element.querySelectorAll<HTMLInputElement>('input[type="radio"]')];
  }

  get value(): string | undefined {
    return this.inputs.find((i) => i.checked)?.value;
  }

  set value(value: string | undefined) {
    for (const input of this.inputs) input.checked = input.value === value;
  }

  get right(): HTMLInputElement | undefined {
    return this.inputs.find((i) => i.dataset["right"] !== undefined);
  }

  get isRight(): boolean {
    return this.right?.checked ?? false;
  }

  get legend(): HTMLElement | null {
    return this.element.querySelector("legend");
  }

  /** A letter for each, by which its answer names it. */
  letter(input: HTMLInputElement | undefined): string {
    return input ? (input.closest("label")?.dataset["letter"] ?? "") : "";
  }

  /** Answers the chosen option where it was chosen, shows which is right, and keeps the others' answers at hand. */
  answer(wording: Wording): HTMLElement | undefined {
    this.#answered = true;
    const { right } = this, mine = this.inputs.find((i) => i.checked);
    let first: HTMLElement | undefined;
    for (const input of this.inputs) {
      const label = input.closest("label"), why = this.#why.get(input.value);
      input.disabled = true;
      if (!label) continue;
      label.classList.toggle("right", input === right);
      label.classList.toggle("wrong", input === mine && input !== right && input.value !== unknown);
      const sign = label.querySelector(".ql-letter");
      const tag = [input === mine ? wording.mine : "", input === right ? wording.right : ""].filter(Boolean).join(" · ");
      if (tag) label.append(h("small", { class: "tag" }, tag));
      if (input === right) sign?.replaceChildren(icon("ok"));
      else if (label.classList.contains("wrong")) sign?.replaceChildren(icon("no"));
      if (!why || (input !== mine && input !== right)) continue;
      this.#place(why, label);
      if (input === mine) first = why;
    }
    this.#explainRest();
    return first ?? (right && this.#why.get(right.value));
  }

  /** Asks again. */
  reset(): void {
    this.#answered = false;
    for (const input of this.inputs) {
      input.disabled = input.checked = false;
      const label = input.closest("label");
      label?.classList.remove("right", "wrong");
      label?.querySelector(".tag")?.remove();
      label?.querySelector(".ql-letter")?.replaceChildren(label.dataset["letter"] ?? "");
    }
    for (const why of this.#why.values()) this.#rest?.append(why);
    if (this.#rest) this.#rest.hidden = true;
  }

  #place(why: HTMLElement, label: HTMLElement): void {
    label.after(why);
    why.classList.add("ql-why");
    const { see } = why.dataset;
    if (!see || !this.see || why.querySelector(".see")) return;
    const show = this.see;
    const at = why.lastElementChild?.tagName === "P" ? why.lastElementChild : why;
    at.append(" ", h("button", { type: "button", class: "ql-link see", click: () => show(see) }, say("seeIt", { at: told(see) })));
  }

  #explainRest(): void {
    const rest = this.#rest, left = [...this.#why.values()].filter((w) => rest?.contains(w));
    if (!rest) return;
    rest.hidden = left.length === 0;
    rest.open = false;
    const summary = rest.querySelector("summary");
    if (summary) summary.textContent = say("others", { n: left.length });
    for (const why of left) {
      why.classList.add("ql-why");
      const input = this.inputs.find((i) => i.value === why.dataset["why"]);
      if (!why.querySelector(".name")) why.prepend(h("b", { class: "name" }, this.letter(input)));
    }
    this.element.append(rest);
  }

  #dress(input: HTMLInputElement, i: number): void {
    const label = input.closest("label");
    if (!label) return;
    const letter = input.value === unknown ? "?" : String.fromCharCode(65 + i);
    label.dataset["letter"] = letter;
    // The page may have put the letter there already, for those without a script.
    if (!label.querySelector(".ql-letter")) label.prepend(h("span", { class: "ql-letter", "aria-hidden": "true" }, letter));
  }
}
