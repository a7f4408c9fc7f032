// The narration: what happened last, in a sentence, with what led there above it.

import { fill, h } from "./dom";
import { isQuiet } from "./run";
import { prose, sentence } from "./sentences";
import { moment } from "./time";
import type { Part, View } from "./view";
import { Words } from "./words/player";
import * as Say from "./words/player";

export class Narration implements Part {
  readonly element = h("div", { class: "narr", role: "group", "aria-label": Words.narration });
  #shown = "";

  constructor(
    /** How many earlier lines stand above the last. */
    private readonly past: number,
  ) {}

  update(view: View): void {
    // Where it begins stands what the text says of itself.
    const text = view.k <= view.session.first ? about(view.session.text) : "";
    const lines = view.run.lines(view.k, text ? 1 : this.past + 1).map((l) => l.event);
    // A step shows its event even where the engine has nothing to say about it.
    const now = view.run.event(view.k);
    const still = now !== undefined && !isQuiet(now) && !view.playing && view.k > view.session.first && view.how !== "film" && lines.at(-1) !== view.k;
    const key = `${lines.join()} ${still ? view.k : ""} ${now?.x ?? ""} ${text}`;
    if (key === this.#shown) return;
    this.#shown = key;
    const paragraphs = lines.map((k, i) => this.#line(view, k, i < lines.length - 1));
    if (still) {
      if (paragraphs.length > this.past) paragraphs.shift();
      paragraphs.push(this.#line(view, view.k, true));
    }
    fill(this.element, text ? h("p", { class: "ql-say past about" }, prose(text, view.nodes)) : null, ...(paragraphs.length ? paragraphs : [h("p", { class: "ql-say past" }, opening(view))]));
  }

  #line(view: View, k: number, past: boolean): HTMLElement {
    const e = view.run.event(k);
    if (!e) return h("p");
    return h(
      "p",
      { class: past ? "ql-say past" : "ql-say" },
      h("span", { class: "at" }, moment(e.t)),
      prose(sentence(e, view.run, view.mine.has(k)), view.nodes),
    );
  }
}

/** What the text says of itself at its head: its comment's first paragraph. */
function about(text: string): string {
  const head = text.split("\n").slice(0, text.split("\n").findIndex((l) => !l.startsWith("#")));
  const lines = head.map((l) => l.replace(/^#+\s*/, "")), end = lines.indexOf("");
  return lines.slice(0, end < 0 ? lines.length : end).join(" ");
}

function opening(view: View): string {
  const n = view.frame.nodes.length;
  return Say.started(n);
}
