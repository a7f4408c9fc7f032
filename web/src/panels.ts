// The panels that a protocol declares, each with its legend, and the operations that wait for an answer.

import { fill, h } from "./dom";
import { renderPanel } from "./draw/index";
import { prose } from "./sentences";
import { span } from "./time";
import type { Part, View } from "./view";
import type { Decl } from "./wire";
import { Words } from "./words/player";

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export class Panels implements Part {
  readonly element = h("div", { class: "panels" });
  readonly #hosts = new Map<string, HTMLElement>();
  #decl: Decl | undefined;

  /** only: by name or kind, where not all are wanted. */
  constructor(private readonly only?: readonly string[]) {}

  update(view: View): void {
    // Another text may be one of another protocol.
    if (view.decl !== this.#decl) {
      this.#decl = view.decl;
      this.#hosts.clear();
      fill(this.element);
    }
    for (const panel of view.frame.panels ?? []) {
      if (this.only && !this.only.includes(panel.name) && !this.only.includes(panel.kind)) continue;
      let host = this.#hosts.get(panel.name);
      if (!host) {
        host = h("div");
        this.#hosts.set(panel.name, host);
        const title = capital(panel.name);
        this.element.append(h("div", { class: "ql-p" }, h("h2", { class: "ql-h" }, h("span", {}, title), h("small", {}, panel.legend ?? null)), host));
      }
      const before = view.playing ? undefined : view.before?.panels?.find((p) => p.name === panel.name);
      renderPanel(host, panel, before);
    }
  }
}

export class Operations implements Part {
  readonly element = h("section", { class: "ql-p", role: "group", "aria-label": Words.openOperations });
  readonly #list = h("ul", { class: "ops" });
  #shown = "";

  constructor() {
    this.element.append(h("h2", { class: "ql-h" }, h("span", {}, Words.waitingForAnAnswer)), this.#list);
  }

  update(view: View): void {
    const ops = view.frame.ops ?? [];
    this.element.hidden = ops.length === 0;
    const items = ops.map((o) => ({ text: `${o.client} ${o.text}`, since: span(Math.max(0, view.t - o.since)) }));
    const key = JSON.stringify(items);
    if (key === this.#shown) return;
    this.#shown = key;
    fill(this.#list, ...items.map((o) => h("li", {}, h("span", {}, prose(o.text, view.nodes)), h("small", { class: "faint" }, o.since))));
  }
}
