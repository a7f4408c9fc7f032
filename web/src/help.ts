// The keyboard map, as the figure shows it on "?".

import { h } from "./dom";
import { icon } from "./draw/index";

const map: readonly (readonly [string, string])[] = [
  ["space", "play, pause"],
  ["← →", "step back, step"],
  ["⇧→", "run until"],
  ["[ ]", "slower, faster"],
  ["+ -", "a shorter time, a longer one"],
  [", .", "earlier, later; 0 goes back to the moment shown"],
  ["↑ ↓", "in the cluster: nodes, messages, links"],
  ["enter", "what can be done to it"],
  ["1–9", "choose a node"],
  ["w", "why: causes and consequences"],
  ["k", "crash, or restart"],
  ["p", "pause a node, or let it go on"],
  ["x", "cut, or heal"],
  ["h", "hold"],
  ["d", "drop"],
  ["2", "duplicate a chosen message"],
  ["l", "delay"],
  ["b", "branch here"],
  ["t", "scenario text: change it, or open another"],
  ["c", "link to this moment"],
  ["?", "this map"],
  ["esc", "close; choose nothing"],
];

export class Help {
  readonly element = h("div", { class: "ql-drawer help", role: "dialog", "aria-label": "Keys", hidden: true });
  #back: HTMLElement | undefined;
  readonly #close: HTMLElement;

  constructor() {
    this.#close = h("button", { type: "button", class: "ql-b quiet", "aria-label": "Close", click: () => this.close() }, icon("close"));
    this.element.append(
      h("h2", { class: "ql-h" }, h("span", {}, "Keys"), h("small", {}, "they work while the figure has the keyboard"), this.#close),
      h("dl", { class: "ql-keys" }, ...map.flatMap(([key, what]) => [h("dt", {}, ...key.split(" ").map((k) => h("kbd", { class: "ql-key" }, k))), h("dd", {}, what)])),
    );
    this.element.addEventListener("keydown", (e) => {
      if (e.key !== "Escape" && e.key !== "?") return;
      e.stopPropagation();
      this.close();
    });
  }

  show(back: HTMLElement | undefined): void {
    this.#back = back;
    this.element.hidden = false;
    this.#close.focus();
  }

  close(): void {
    this.element.hidden = true;
    this.#back?.focus();
  }
}
