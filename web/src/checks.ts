// What must always be so, and what the scenario expects: each with a tick or a cross, and the values that make it so.

import { fill, h, setText } from "./dom";
import { icon } from "./draw/index";
import { prose } from "./sentences";
import { moment } from "./time";
import type { Hands, Part, View } from "./view";
import { Words } from "./words/player";
import * as Say from "./words/player";

interface Check {
  ok: boolean;
  /** It is not known. */
  open?: boolean | undefined;
  title: string;
  says: string;
  event?: number | undefined;
}

export class Checks implements Part {
  readonly element = h("div", { class: "checks" });
  readonly #always = section(Words.alwaysTrue);
  readonly #expected = section(Words.theScenarioExpects);
  #shown = "";
  /** Whose causes are lit. */
  #lit: number | undefined;

  constructor(private readonly hands: Hands) {
    this.element.append(this.#always.element, this.#expected.element);
  }

  update(view: View): void {
    this.#lit = view.lit;
    const always = (view.frame.invariants ?? []).map((i): Check => ({ ok: i.ok, open: i.unjudged, title: i.title, says: i.says ?? "", event: i.event ?? (i.ok ? undefined : breakOf(view)) }));
    const expected = view.session.expectations.map((e): Check => ({ ok: e.ok, title: e.text, says: e.ok ? "" : Say.expectedAt(e.line, e.got ?? Words.notSo), event: e.event }));
    setText(this.#always.note, Say.holdAt(always.filter((c) => c.ok && !c.open).length, always.length, moment(view.t)));
    const key = JSON.stringify([always, expected, [...always, ...expected].some((c) => !c.ok && c.event === view.k)]);
    if (key === this.#shown) return;
    this.#shown = key;
    this.#fill(this.#always, always, view);
    this.#fill(this.#expected, expected, view);
    setText(this.#expected.note, Say.met(expected.filter((c) => c.ok).length, expected.length));
  }

  #fill(s: Section, checks: readonly Check[], view: View): void {
    s.element.hidden = checks.length === 0;
    fill(s.list, ...checks.map((c) => h(
      "li",
      { class: c.open ? "open" : c.ok ? undefined : "no" },
      h("span", {}, icon(c.open ? "more" : c.ok ? "ok" : "crash"), h("span", { class: "ql-vh" }, c.open ? Words.notKnown : c.ok ? Words.holds : Words.broken)),
      h("span", {}, c.ok ? prose(c.title, view.nodes) : h("b", {}, c.title), c.says ? h("small", {}, prose(c.says, view.nodes)) : null, c.ok ? null : this.#link(c.event, view)),
    )));
  }

  /** Leads to the event, and lights what led to it. */
  #link(event: number | undefined, view: View): HTMLElement | null {
    if (!event) return null;
    const go = (): void => {
      this.hands.show(event);
      if (this.#lit !== event) this.hands.why(event);
    };
    return h("button", { type: "button", class: "ql-b quiet tiny", click: go }, view.k === event ? Words.why : Words.seeWhy);
  }
}

/** The event that has broken it: what breaks ends a run. */
function breakOf({ run, k }: View): number | undefined {
  return run.event(k)?.bad && k === run.count ? k : undefined;
}

interface Section {
  element: HTMLElement;
  list: HTMLElement;
  note: HTMLElement;
}

function section(title: string): Section {
  const list = h("ul", { class: "ql-inv" }), note = h("small");
  return { element: h("section", { class: "ql-p", role: "group", "aria-label": title }, h("h2", { class: "ql-h" }, h("span", {}, title), note), list), list, note };
}
