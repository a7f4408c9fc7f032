// The side's sections as tabs, where there is one column: node, panels, checks, and the scenario's text.

import { h, newId, setAttr, setText } from "./dom";
import { Inspector } from "./inspector";
import type { Part, View } from "./view";
import { Words } from "./words/player";
import * as Say from "./words/player";

type Tab = "node" | "panels" | "checks";

export class Tabs implements Part {
  readonly element = h("div", { class: "ql-tabs tabs", role: "tablist", "aria-label": Words.aboutThisMoment });
  readonly #tabs = new Map<Tab, HTMLButtonElement>();
  #on: Tab = "node";

  constructor(scenario: () => void) {
    for (const [tab, label] of [["node", Words.node], ["panels", Words.panels], ["checks", Words.checks]] as const) {
      const b = h("button", { type: "button", role: "tab", id: newId(), click: () => this.#choose(tab) }, label);
      this.#tabs.set(tab, b);
      this.element.append(b);
    }
    // It opens something that covers the rest, so it is no tab, though it stands in their row.
    const text = h("button", { type: "button", role: "tab", "aria-selected": "false", click: scenario }, Words.scenario);
    this.element.append(text);
    this.element.addEventListener("keydown", (e) => {
      if (e.key !== "ArrowLeft" && e.key !== "ArrowRight") return;
      e.preventDefault();
      e.stopPropagation();
      const all = [...this.element.querySelectorAll<HTMLElement>("button:not([hidden])")];
      all[(all.indexOf(e.target as HTMLElement) + (e.key === "ArrowRight" ? 1 : -1) + all.length) % all.length]?.focus();
    });
    this.#choose("node");
  }

  update(view: View): void {
    const node = this.#tabs.get("node"), panels = this.#tabs.get("panels");
    if (node) setText(node, Say.nodeTab(Inspector.of(view)?.id ?? ""));
    const first = view.decl.panels?.[0]?.name ?? "";
    if (panels) {
      panels.hidden = !first;
      if (!first && this.#on === "panels") this.#choose("node");
      setText(panels, first.charAt(0).toUpperCase() + first.slice(1));
    }
    setAttr(this.element.parentElement ?? this.element, "data-tab", this.#on);
  }

  #choose(tab: Tab): void {
    this.#on = tab;
    for (const [name, b] of this.#tabs) setAttr(b, "aria-selected", String(name === tab));
    if (this.element.parentElement) setAttr(this.element.parentElement, "data-tab", tab);
  }
}
