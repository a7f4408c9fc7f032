// The side's sections as tabs, where there is one column: node, panels, checks. Beside them, what opens the scenario's text.

import { h, newId, setAttr, setText } from "./dom";
import { Inspector } from "./inspector";
import type { Part, View } from "./view";
import { Words } from "./words/player";
import * as Say from "./words/player";

type Tab = "node" | "panels" | "checks";

export class Tabs implements Part {
  readonly #list = h("div", { class: "list", role: "tablist", "aria-label": Words.aboutThisMoment });
  // The text covers the rest, so what opens it is no tab, though it stands in their row.
  readonly element: HTMLElement;
  readonly #tabs = new Map<Tab, HTMLButtonElement>();
  #on: Tab = "node";

  constructor(scenario: () => void, private readonly side: HTMLElement) {
    for (const [tab, label] of [["node", Words.node], ["panels", Words.panels], ["checks", Words.checks]] as const) {
      const b = h("button", { type: "button", role: "tab", id: newId(), click: () => this.#choose(tab) }, label);
      this.#tabs.set(tab, b);
      this.#list.append(b);
    }
    this.element = h("div", { class: "ql-tabs tabs" }, this.#list, h("button", { type: "button", class: "tab", click: scenario }, Words.scenario));
    this.#list.addEventListener("keydown", (e) => this.#key(e));
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
    // Beside the stage all sections stand at once, and there are no tabs.
    setAttr(this.side, "role", view.narrow ? "tabpanel" : undefined);
    setAttr(this.side, "aria-labelledby", view.narrow ? this.#tabs.get(this.#on)?.id : undefined);
    setAttr(this.element.parentElement ?? this.element, "data-tab", this.#on);
  }

  #choose(tab: Tab): void {
    this.#on = tab;
    for (const [name, b] of this.#tabs) {
      setAttr(b, "aria-selected", String(name === tab));
      // The tabs are one stop of the keyboard.
      b.tabIndex = name === tab ? 0 : -1;
    }
    setAttr(this.side, "aria-labelledby", this.side.hasAttribute("role") ? this.#tabs.get(tab)?.id : undefined);
    if (this.element.parentElement) setAttr(this.element.parentElement, "data-tab", tab);
  }

  // Arrows show the neighbour, and do not step the run.
  #key(e: KeyboardEvent): void {
    const all = [...this.#tabs].filter(([, b]) => !b.hidden), at = all.findIndex(([, b]) => b === e.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1 + all.length, Home: 0, End: all.length - 1 }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    e.stopPropagation();
    const [tab, b] = all[to % all.length] ?? [];
    if (!tab) return;
    this.#choose(tab);
    b?.focus();
  }
}
