// The keyboard map, as the figure shows it on "?": what works in it, and nothing else.

import { fill, h } from "./dom";
import { icon } from "./draw/index";
import { lettersOn, turnLetters, working } from "./keys";
import type { View } from "./view";
import { Words } from "./words/texts";

export class Help {
  readonly element = h("div", { class: "ql-drawer help", role: "dialog", "aria-label": Words.keys, hidden: true });
  readonly #map = h("dl", { class: "ql-keys" });
  readonly #letters = h("input", { type: "checkbox", class: "ql-check" });
  readonly #close: HTMLElement;
  #back: HTMLElement | undefined;
  #view: View | undefined;

  constructor() {
    this.#close = h("button", { type: "button", class: "ql-b quiet", "aria-label": Words.close, click: () => this.close() }, icon("close"));
    this.element.append(
      h("h2", { class: "ql-h" }, h("span", {}, Words.keys), h("small", {}, Words.keysHelp), this.#close),
      this.#map,
      h("label", { class: "ql-turn" }, this.#letters, h("span", {}, Words.singleLetters, h("small", {}, Words.remembered))),
    );
    this.#letters.addEventListener("change", () => {
      turnLetters(this.#letters.checked);
      this.#list();
    });
    this.element.addEventListener("keydown", (e) => {
      // What is typed here is not the figure's.
      e.stopPropagation();
      if (e.key === "Escape" || e.key === "?") this.close();
    });
  }

  show(view: View, back: HTMLElement | undefined): void {
    [this.#view, this.#back] = [view, back];
    this.#letters.checked = lettersOn();
    this.#list();
    this.element.hidden = false;
    this.#close.focus();
  }

  close(): void {
    this.element.hidden = true;
    this.#back?.focus();
  }

  #list(): void {
    if (!this.#view) return;
    fill(this.#map, ...working(this.#view).flatMap((key) => [
      h("dt", {}, ...key.shown.split(" ").map((k) => h("kbd", { class: "ql-key" }, k))),
      h("dd", {}, key.says),
    ]));
  }
}
