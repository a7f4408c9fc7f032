// What can be done, on a sheet: beside its thing, and on a phone from the foot. What is in it comes when the figure stands,
// or when the first hand reaches for it.

import { helps, offered, offersMore } from "./deeds";
import { h } from "./dom";
import { glyph, icon, shapeOf, type Ref } from "./draw/index";
import type { Choice, Menu, Spot } from "./menu";
import type { Refused } from "./engine";
import type { Left } from "./rerun";
import type { Surface } from "./stroke";
import { Later } from "./later";
import { hasFlag, nodeFrame, type Hands, type SheetName, type View } from "./view";
import { Words } from "./words/player";
import * as Say from "./words/player";

type Hand = typeof import("./hand");

/** The figure, as its sheets know it. */
export interface Ground extends Hands {
  readonly element: HTMLElement;
  /** What is shown now. */
  shown(): View | undefined;
  /** What has the keyboard now, for it to come back to. */
  held(): HTMLElement;
  /** Where lines are drawn. */
  readonly surface: Surface;
  /** A word about what can be done now; undefined takes it away. */
  hint(text: string | undefined): void;
  /** Says that a part could not be loaded. */
  missed(): void;
  rehearse(text: string): Promise<Refused | undefined>;
  reopen(text: string): Promise<Refused | undefined>;
  told(left: readonly Left[]): void;
}

interface Parts {
  hand: Hand;
  menu: Menu;
  stroke: InstanceType<Hand["Stroke"]>;
  again: InstanceType<Hand["Again"]>;
}

export class Sheets {
  readonly #parts = new Later<Parts>(async () => this.#made((await import("./beside")).hand));

  constructor(private readonly ground: Ground) {}

  get open(): boolean {
    return this.#parts.now?.menu.open ?? false;
  }

  close(back: boolean): void {
    this.#parts.now?.menu.close(back);
    this.#parts.now?.stroke.stop();
  }

  /** Has it come while nobody waits, so that the first press need not. */
  soon(): void {
    const come = (): void => void this.#parts.get().catch(() => undefined);
    if ("requestIdleCallback" in globalThis) requestIdleCallback(come);
    else setTimeout(come, 500);
  }

  #made(hand: Hand): Parts {
    const { ground } = this;
    const menu = new hand.Menu(ground.element, async (line) => (await ground.act(line))?.message);
    const parts = { hand, menu, stroke: new hand.Stroke(ground.surface, ground), again: new hand.Again(ground) };
    ground.element.append(menu.element, parts.again.element);
    return parts;
  }

  async #fetched(): Promise<{ parts: Parts; view: View } | undefined> {
    try {
      const parts = await this.#parts.get(), view = this.ground.shown();
      return view && { parts, view };
    } catch {
      this.ground.missed();
      return undefined;
    }
  }

  /** What can be done to a thing. */
  async about(ref: Ref, at: Spot): Promise<void> {
    const back = this.ground.held(), got = await this.#fetched();
    if (got) this.#show(got.parts, got.view, titleOf(ref, got.view), got.parts.hand.choicesFor(ref, got.view, this.ground), at, back);
  }

  /** What can be done of one kind, beside a button or a place. */
  async named(name: SheetName, anchor: HTMLElement | undefined, at: Spot): Promise<void> {
    const back = anchor ?? this.ground.held(), got = await this.#fetched();
    if (got) this.#show(got.parts, got.view, { title: titles[name], detail: "" }, this.#choices(got.parts.hand, name, got.view), at, back);
  }

  async draw(): Promise<void> {
    (await this.#fetched())?.parts.stroke.start();
  }

  async again(): Promise<void> {
    const back = this.ground.held(), got = await this.#fetched();
    got?.parts.again.show(got.view, back);
  }

  #show({ menu }: Parts, view: View, head: Head, choices: Choice[], at: Spot, back: HTMLElement): void {
    const box = this.ground.element.getBoundingClientRect();
    menu.show({ ...head, choices, nodes: [...view.nodes], at: { x: at.x - box.left, y: at.y - box.top, above: at.above === undefined ? undefined : at.above - box.top }, sheet: view.narrow }, back);
  }

  #choices(hand: Hand, name: SheetName, view: View): Choice[] {
    if (name === "branch") return hand.branchChoices(view, this.ground);
    if (name === "until") return hand.goalChoices(view, this.ground);
    if (name !== "break") return hand.choicesOf(name, view, this.ground);
    // The toolbar, for thumbs.
    const tool = (to: SheetName, sign: SVGSVGElement, label: string, off: boolean): HTMLElement =>
      h("button", { type: "button", class: "ql-choice", "aria-disabled": off ? "true" : undefined, click: () => void (off || this.named(to, undefined, { x: 0, y: 0 })) }, sign, h("span", {}, label));
    const all = offered({ ...view, chosen: undefined, focus: undefined }).map((d) => tool(d.name, icon(d.icon), d.label({ ...view, chosen: undefined, focus: undefined }), !helps(d, view)));
    if (view.frame.nodes.some((n) => n.commands?.length) && (!view.tools || view.tools.has("command"))) all.push(tool("command", icon("send"), Words.command, false));
    if (offersMore(view)) all.push(tool("more", icon("more"), Words.more, false));
    const lot = { element: h("div", { class: "lot" }, ...all) };
    return view.whole ? [lot, "rule", { label: Words.branches, detail: view.session.branch, icon: "branch", pick: () => void this.named("branch", undefined, { x: 0, y: 0 }) }, { label: Words.linkToThisMoment, icon: "link", pick: () => this.ground.link() }] : [lot];
  }
}

const titles: Record<SheetName, string> = {
  crash: Words.crashANode, pause: Words.pauseANode, skew: Words.skewAClock, lose: Words.loseADisk, cut: Words.cutTheNetwork, heal: Words.healTheNetwork,
  slow: Words.slowDownALink, hold: Words.holdMessages, drop: Words.dropAMessage, duplicate: Words.duplicateAMessage, delay: Words.delayAMessage,
  command: Words.tellANode, more: Words.lesser, break: Words.breaking, until: Words.runUntil, branch: Words.branches,
};

interface Head {
  title: string;
  detail: string;
  sign?: Element;
}

function titleOf(ref: Ref, view: View): Head {
  if (ref.kind === "node") {
    const n = nodeFrame(view, ref.id);
    if (!n) return { title: ref.id, detail: "" };
    const crashed = hasFlag(n, "crashed"), epoch = view.decl.epoch ? n.epoch : undefined;
    return { title: ref.id, detail: crashed ? Words.crashed : n.status, sign: glyph(shapeOf(view.decl, n.status, n.role), { r: 8, crashed, ...(epoch ? { epoch } : {}) }) };
  }
  if (ref.kind === "link") return { title: `${ref.from} – ${ref.to}`, detail: Words.link };
  const m = view.run.message(ref.id);
  if (!m) return { title: ref.id, detail: "" };
  const { kind, arg, to, intent, epoch } = m.send;
  return { title: kind, detail: `${Say.way(m.from, to)}${arg ? `: ${arg}` : ""}`, sign: glyph(intent, view.decl.epoch && epoch ? { epoch } : {}) };
}
