// Two branches of one run side by side on one clock, and for each node whether it can tell them apart: whether what it has
// been given since it last started is the same in both.

import { fill, h, setAttr, setText } from "./dom";
import { icon } from "./draw/index";
import { members } from "./deeds";
import { Narration } from "./narration";
import { Session } from "./session";
import { SpaceTime } from "./spacetime";
import { Stage } from "./stage";
import { moment } from "./time";
import { brought, type Hands, type View } from "./view";
import type { Frame, Sight, SightInput } from "./wire";
import sheet from "../styles/compare.css";
import { Words } from "./words/compare";
import * as Say from "./words/compare";

export interface CompareHands {
  /** The figure's own, for what moves the one clock. */
  hands: Hands;
  /** Brings the left side to a branch. */
  switchTo(branch: string): void;
  /** Has the figure drawn again. */
  changed(): void;
  failed(why: Error): void;
  closed(): void;
}

/** One of the two columns. */
class Side {
  readonly name = h("b");
  readonly which = h("select", { class: "ql-in", "aria-label": Words.besideBranch });
  readonly count = h("small", { class: "num" });
  readonly narration = new Narration(0);
  readonly stage: Stage;
  readonly time: SpaceTime;
  readonly element: HTMLElement;

  constructor(hands: Hands, label: string, chooses: boolean) {
    this.stage = new Stage(hands, false, (view) => (view.narrow ? 260 : Math.max(240, Math.min(340, innerHeight - 650))));
    this.time = new SpaceTime(hands);
    this.element = h(
      "section",
      { class: "half", "aria-label": label },
      h("div", { class: "ql-h" }, icon("branch"), chooses ? this.which : this.name, this.count),
      this.stage.element,
      this.narration.element,
      this.time.element,
    );
  }

  update(view: View): void {
    setText(this.name, view.session.branch);
    setText(this.count, Say.eventOf(view.k, view.run.count));
    for (const part of [this.stage, this.narration, this.time]) part.update(view);
  }
}

export class Compare {
  readonly element = h("section", { class: "compare", "aria-label": Words.sideBySide, hidden: true });
  readonly #left: Side;
  readonly #right: Side;
  readonly #nodes = h("ul", { class: "who" });
  readonly #says = h("p", { class: "ql-say", role: "status" });
  readonly #given = h("div", { class: "given" });
  readonly #close: HTMLElement;
  /** The right side's own conversation with the engine. */
  #session: Session | undefined;
  #branch = "";
  #text = "";
  #opening = false;
  #frame: Frame | undefined;
  #asking = false;
  #sights: readonly Sight[] = [];
  #asked = "";
  #told = "";
  #node: string | undefined;
  #drawn = "";

  constructor(private readonly figure: CompareHands) {
    this.#left = new Side(this.#hands((k) => figure.hands.show(k)), Words.left, false);
    this.#right = new Side(this.#hands((k) => figure.hands.seek(this.#session?.run.timeOf(k) ?? 0)), Words.right, true);
    this.#close = h("button", { type: "button", class: "ql-b", click: () => this.close() }, icon("close"), Words.close);
    this.#right.which.addEventListener("change", () => this.#choose(this.#right.which.value));
    this.element.append(
      h("div", { class: "halves" }, this.#left.element, this.#right.element),
      h(
        "div",
        { class: "tell" },
        h("div", { class: "ql-h" }, h("span", {}, Words.who), h("small", {}, Words.whoHelp), this.#close),
        h("div", { class: "answer" }, this.#nodes, h("div", {}, this.#says, this.#given)),
      ),
    );
    this.element.addEventListener("keydown", (e) => {
      if (e.key !== "Escape") return;
      e.stopPropagation();
      this.close();
    });
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  /** Shows a view's branch at the left, another at the right, and what node has seen. */
  show(view: View, right: string): void {
    this.#adopt();
    this.element.hidden = false;
    this.#branch = right;
    this.update(view);
    this.#close.focus({ preventScroll: true });
  }

  close(): void {
    if (!this.open) return;
    this.element.hidden = true;
    this.#session?.close();
    this.#session = this.#frame = undefined;
    this.#text = this.#asked = this.#drawn = "";
    this.#sights = [];
    this.figure.closed();
  }

  /** The page's style sheet has nothing of this. */
  #adopt(): void {
    const root = this.element.getRootNode();
    if (!(root instanceof ShadowRoot) || root.adoptedStyleSheets.includes(styles())) return;
    root.adoptedStyleSheets.push(styles());
  }

  #choose(branch: string): void {
    this.#branch = branch;
    this.#text = "";
    this.figure.changed();
  }

  update(view: View): void {
    if (!this.open) return;
    const { branches, branch } = view.session;
    if (branches.length < 2) {
      this.close();
      return;
    }
    if (this.#branch === branch || !branches.some((b) => b.name === this.#branch)) {
      this.#branch = branches.find((b) => b.name !== branch)?.name ?? "";
      this.#text = "";
    }
    this.#list(view);
    const node = this.#chosen(view), chosen = { kind: "node" as const, id: node };
    this.#left.update({ ...view, chosen });
    if (!view.session.more && this.#text !== view.session.text) void this.#open(view);
    const right = this.#beside(view);
    if (right) this.#right.update({ ...right, chosen });
    this.#ask(view, right, node);
    this.#draw(view, node);
  }

  #list({ session }: View): void {
    const others = session.branches.map((b) => b.name).filter((b) => b !== session.branch), { which } = this.#right;
    if ([...which.options].map((o) => o.value).join() !== others.join()) fill(which, ...others.map((b) => h("option", { value: b }, b)));
    which.value = this.#branch;
  }

  /** The node that is asked about: the one that was chosen, else the first that can't tell though it has been given something. */
  #chosen(view: View): string {
    const inside = members(view).map((n) => n.id);
    const fooled = this.#sights.find((s) => s.same && s.counts[0] > 1 && inside.includes(s.node))?.node;
    return this.#node ?? fooled ?? inside[0] ?? "";
  }

  /** Runs the text again, for the other branch. */
  async #open(view: View): Promise<void> {
    if (this.#opening) return;
    this.#opening = true;
    const { text, engine, module } = view.session, branch = this.#branch;
    this.#text = text;
    const session = new Session(engine, module, () => session === this.#session && this.figure.changed(), this.figure.failed);
    try {
      await session.open(text);
      await session.reachScriptEnd();
      if (session.branch !== branch) await session.switchTo(branch);
      const frame = await session.frame(session.run.countAt(view.t));
      const old = this.#session;
      if (!this.open || branch !== this.#branch) {
        session.close();
        this.#text = "";
        return;
      }
      [this.#session, this.#frame] = [session, frame];
      old?.close();
    } catch (e) {
      session.close();
      this.figure.failed(e as Error);
      this.close();
    } finally {
      this.#opening = false;
      this.figure.changed();
    }
  }

  /** The other branch at the same time. */
  #beside(view: View): View | undefined {
    const session = this.#session;
    if (!session || !this.#frame) return undefined;
    session.computeTo(Math.max(view.to, view.t));
    const k = Math.max(session.first, session.run.countAt(view.t)), known = session.known(k);
    if (known) this.#frame = known;
    else this.#fetch(session, k);
    const frame = brought(this.#frame, session.run, k);
    return {
      ...view, session, run: session.run, k, frame, before: undefined, chosen: undefined, focus: undefined,
      lit: undefined, causes: new Set(), consequences: new Set(), end: session.now, wanted: session.wanted,
      nodes: new Set(frame.nodes.map((n) => n.id)), mine: new Set(),
    };
  }

  #fetch(session: Session, k: number): void {
    if (this.#asking) return;
    this.#asking = true;
    session.frame(k).then(
      () => undefined,
      (e: unknown) => this.#session === session && this.figure.failed(e as Error),
    ).finally(() => {
      this.#asking = false;
      this.figure.changed();
    });
  }

  /** Asks who can tell: anew when a side has come to another event, or another node is asked about. */
  #ask(view: View, right: View | undefined, node: string): void {
    if (!right) return;
    const key = `${this.#text} ${view.session.branch} ${this.#branch} ${view.k} ${right.k} ${node}`;
    if (key === this.#asked || this.#told) return;
    this.#told = key;
    view.session.sights(view.t, this.#branch, node).then(
      ({ nodes, more }) => {
        this.#told = "";
        this.#sights = nodes;
        if (!more) this.#asked = key;
        this.figure.changed();
      },
      () => {
        // Another future was made meanwhile, or a branch has gone: the next picture asks again.
        this.#told = "";
      },
    );
  }

  #draw(view: View, node: string): void {
    const left = view.session.branch, right = this.#branch;
    const key = JSON.stringify([this.#sights, node, left, right]);
    if (key === this.#drawn) return;
    this.#drawn = key;
    const held = (this.element.getRootNode() as ShadowRoot).activeElement?.getAttribute("data-node");
    fill(this.#nodes, ...this.#sights.map((s) => {
      const b = h(
        "button",
        { type: "button", class: "ql-b quiet", "data-node": s.node, "aria-pressed": String(s.node === node), click: () => this.#look(s.node) },
        icon(isDown(s) ? "crash" : s.same ? "no" : "ok"),
        h("b", {}, s.node),
        h("span", {}, isDown(s) ? Words.isDown : s.same ? Words.cantTell : Words.canTell),
      );
      return h("li", { class: isDown(s) ? "down" : s.same ? "same" : "" }, b);
    }));
    if (held) this.#nodes.querySelector<HTMLElement>(`[data-node="${held}"]`)?.focus();
    const s = this.#sights.find((x) => x.node === node);
    setText(this.#says, s ? says(s) : "");
    const inputs = s?.inputs;
    if (!inputs) fill(this.#given);
    else if (s) fill(this.#given, ...[left, right].map((name, i) => given(name, inputs[i] ?? [], s, i === 0 ? s.down[0] : s.down[1])));
  }

  #look(node: string): void {
    this.#node = node;
    this.figure.changed();
  }

  /** What a side may do: move the clock, and say of whom one asks. */
  #hands(show: (k: number) => void): Hands {
    const { hands } = this.figure;
    return {
      step: () => hands.step(),
      back: () => hands.back(),
      toggle: () => hands.toggle(),
      seek: (t) => hands.seek(t),
      show,
      speed: (factor) => hands.speed(factor),
      zoom: (factor, t) => hands.zoom(factor, t),
      pan: (by) => hands.pan(by),
      choose: (ref) => ref?.kind === "node" && this.#look(ref.id),
      point: () => undefined,
      why: () => undefined,
      act: async () => undefined,
      until: async () => undefined,
      fork: () => undefined,
      switchTo: (branch) => this.figure.switchTo(branch),
      prune: () => undefined,
      compare: () => this.close(),
      rename: () => undefined,
      menu: (ref) => ref.kind === "node" && this.#look(ref.id),
      sheet: () => undefined,
      draw: () => undefined,
      again: () => undefined,
      scenario: () => hands.scenario(),
      link: () => undefined,
      help: () => hands.help(),
    };
  }
}

let shared: CSSStyleSheet | undefined;

function styles(): CSSStyleSheet {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(sheet);
  }
  return shared;
}

const isDown = (s: Sight): boolean => s.down[0] && s.down[1];

/** Whether a node can tell, and why. */
function says(s: Sight): string {
  const { node, same, apart, counts: [a, b] } = s;
  if (isDown(s)) return Say.downInBoth(node, same);
  if (same) return Say.sameGiven(node, a);
  if (apart < Math.min(a, b)) return Say.otherGiven(node, apart + 1);
  if (a === b) return Say.downInOne(node);
  return Say.unequalGiven(node, a, b);
}

/** What a node was given in one branch, in order. */
function given(branch: string, inputs: readonly SightInput[], s: Sight, down: boolean): HTMLElement {
  const rows = inputs.map((x) => h(
    "li",
    { class: s.apart >= 0 && x.i >= s.apart ? "apart" : undefined, value: x.i + 1 },
    h("span", { class: "num dim" }, moment(x.t)),
    h("span", {}, x.text),
  ));
  const list = h("ol", { tabindex: 0, "aria-label": Say.givenIn(s.node, branch) }, ...rows, down ? h("li", { class: "apart" }, h("span", { class: "num dim" }, ""), Words.itIsDown) : null);
  setAttr(list, "start", inputs[0] ? String(inputs[0].i + 1) : undefined);
  return h("div", {}, h("h2", {}, branch), list);
}
