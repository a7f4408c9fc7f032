// The fault tools in a row: each acts on what is chosen where that makes sense, else it asks what it is for.

import { h, setAttr, setText } from "./dom";
import { deeds, helps, lineOf, may, mayMore, offers, offersMore, type Deed } from "./deeds";
import { icon } from "./draw/index";
import type { Hands, Part, View } from "./view";
import { Words } from "./words/player";

const groups = [["node", "A node"], ["link", "A link"], ["message", "A message"]] as const;

interface Tool {
  deed: Deed;
  button: HTMLButtonElement;
  name: HTMLElement;
}

export class Tools implements Part {
  readonly element = h("div", { class: "ql-tools", role: "toolbar", "aria-label": Words.faults });
  readonly #groups: { element: HTMLElement; tools: Tool[] }[] = [];
  readonly #tell: HTMLButtonElement;
  readonly #more: HTMLButtonElement;
  readonly #end: HTMLElement;
  #view: View | undefined;

  constructor(private readonly hands: Hands) {
    for (const [on, label] of groups) {
      const tools = deeds.filter((d) => d.on === on).map((d) => this.#tool(d));
      this.#groups.push({ element: h("div", { role: "group", "aria-label": label }, ...tools.map((t) => t.button)), tools });
    }
    this.#tell = h("button", { type: "button", class: "ql-b", click: () => this.#tell.getAttribute("aria-disabled") || hands.sheet("command", this.#tell) }, icon("send"), Words.command);
    this.#more = h("button", { type: "button", class: "ql-b", "aria-label": Words.more, click: () => this.#more.getAttribute("aria-disabled") || hands.sheet("more", this.#more) }, icon("more"));
    this.#end = h("div", { class: "ql-seg end" }, this.#tell, this.#more);
    this.element.append(...this.#groups.map((g) => g.element), this.#end);
    this.element.addEventListener("keydown", (e) => this.#key(e));
    this.element.addEventListener("focusin", (e) => this.#rove(e.target as HTMLElement));
  }

  update(view: View): void {
    this.#view = view;
    for (const { element, tools } of this.#groups) {
      for (const { deed, button, name } of tools) {
        button.hidden = !deed.verbs.some((verb) => offers(view, verb));
        setText(name, deed.label(view));
        setAttr(button, "aria-disabled", !helps(deed, view) ? "true" : undefined);
        // Where a rule holds messages, the tool that made it stays pressed until it is released.
        if (deed.name === "hold") setAttr(button, "aria-pressed", String((view.frame.rules?.length ?? 0) > 0));
      }
      element.hidden = tools.every((t) => t.button.hidden);
    }
    this.#tell.hidden = !offers(view, "command") || !view.frame.nodes.some((n) => n.commands?.length);
    setAttr(this.#tell, "aria-disabled", may(view, "command") ? undefined : "true");
    this.#more.hidden = !offersMore(view);
    setAttr(this.#more, "aria-disabled", mayMore(view) ? undefined : "true");
    this.#end.hidden = this.#tell.hidden && this.#more.hidden;
    this.element.hidden = this.#all().length === 0;
    if (!this.#all().some((b) => b.tabIndex === 0)) this.#rove(this.#all()[0]);
  }

  #tool(deed: Deed): Tool {
    const use = (): void => {
      const view = this.#view;
      if (!view || button.getAttribute("aria-disabled")) return;
      const line = lineOf(deed, view);
      if (line) void this.hands.act(line);
      else this.hands.sheet(deed.name, button);
    };
    const name = h("span"), button = h("button", { type: "button", class: "ql-b quiet", click: use }, icon(deed.icon), name);
    return { deed, button, name };
  }

  #all(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>("button")].filter((b) => !b.hidden);
  }

  // A toolbar is one stop of the keyboard: the tool that was used last.
  #rove(to: HTMLElement | undefined): void {
    if (to) for (const b of this.element.querySelectorAll("button")) b.tabIndex = b === to ? 0 : -1;
  }

  // Arrows walk it, and do not step the run.
  #key(e: KeyboardEvent): void {
    const all = this.#all(), at = all.indexOf(e.target as HTMLElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1 + all.length, Home: 0, End: all.length - 1 }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    e.stopPropagation();
    all[to % all.length]?.focus();
  }
}
