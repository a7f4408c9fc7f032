// What a screen reader hears: the narration in polite batches, violations at once, and a table of the last events. None of
// it is seen, since the picture says the same.

import { broken } from "./broken";
import { fill, h, setText } from "./dom";
import { sentence } from "./sentences";
import { moment } from "./time";
import type { Part, View } from "./view";
import { Words } from "./words/player";

/** While playing, at most one sentence in this time. */
const breath = 1000;
const rows = 20;

export class Spoken implements Part {
  readonly element = h("div", { class: "ql-vh spoken" });
  readonly #log = h("div", { role: "log", "aria-live": "polite", "aria-label": Words.whatHappens });
  readonly #alarm = h("div", { role: "alert" });
  readonly #table = h("tbody");
  #said = 0;
  #saidAt = 0;
  #broken = "";
  #tabled = -1;

  constructor() {
    this.element.append(
      this.#log,
      this.#alarm,
      h("table", {}, h("caption", {}, Words.theLastEvents),
        h("thead", {}, h("tr", {}, ...[Words.event, Words.time, Words.node, Words.whatHappened, Words.causedBy].map((t) => h("th", { scope: "col" }, t)))),
        this.#table),
    );
  }

  update(view: View): void {
    if (view.how === "film") return;
    this.#alarmed(view);
    const now = performance.now();
    if (view.playing && now - this.#saidAt < breath) return;
    this.#saidAt = now;
    // While playing the last line is enough; a step says its own event.
    const last = view.how === "step" ? view.k : view.run.lines(view.k, 1)[0]?.event;
    if (last && last !== this.#said) {
      const e = view.run.event(last);
      if (e) {
        this.#log.append(h("p", {}, `${moment(e.t)}: ${sentence(e, view.run, view.mine.has(last))}`));
        while (this.#log.children.length > 3) this.#log.firstChild?.remove();
      }
    }
    this.#said = last ?? 0;
    if (!view.playing && view.k !== this.#tabled) this.#fill(view);
  }

  #alarmed(view: View): void {
    const text = broken(view) ?? "";
    if (text !== this.#broken) setText(this.#alarm, text);
    this.#broken = text;
  }

  #fill(view: View): void {
    this.#tabled = view.k;
    const list: HTMLElement[] = [];
    for (let k = view.k; k > 0 && list.length < rows; k = view.run.previous(k, 0) ?? 0) {
      const e = view.run.event(k);
      if (!e) break;
      const cells = [String(k), moment(e.t), e.n, `${sentence(e, view.run, view.mine.has(k))} ${e.bad?.text ?? ""}`, e.c ? String(e.c) : ""];
      list.push(h("tr", {}, ...cells.map((c) => h("td", {}, c))));
    }
    fill(this.#table, ...list);
  }
}
