// States that a reader has to know of: what is so, and what can be done about it.

import { fill, h } from "./dom";
import { icon } from "./draw/index";

export interface Doing {
  label: string;
  go(): void;
}

export class Notice {
  readonly element = h("div", { class: "notice", role: "status", hidden: true });
  #shown = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** alarm: something is broken. Without it: something is so. */
  show(text: string, alarm: boolean, ...doings: Doing[]): void {
    clearTimeout(this.#timer);
    const key = JSON.stringify([text, alarm, doings.map((d) => d.label)]);
    if (key === this.#shown && !this.element.hidden) return;
    this.#shown = key;
    this.element.hidden = false;
    fill(
      this.element,
      h(
        "div",
        { class: alarm ? "ql-toast alarm" : "ql-toast" },
        alarm ? h("span", { class: "fault" }, icon("warn")) : null,
        h("p", {}, text),
        ...doings.map((d) => h("button", { type: "button", class: "ql-b", click: () => d.go() }, d.label)),
      ),
    );
  }

  /** A part that speaks for itself, until something else has to be said. */
  put(part: Element): void {
    clearTimeout(this.#timer);
    this.#shown = "";
    this.element.hidden = false;
    fill(this.element, part);
  }

  /** A word that goes by itself, once it can have been read. */
  brief(text: string, alarm = true): void {
    this.show(text, alarm);
    this.#timer = setTimeout(() => this.hide(), 6000);
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.element.hidden = true;
    this.#shown = "";
  }
}
