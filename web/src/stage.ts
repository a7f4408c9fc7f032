// The cluster as a part of a figure: the picture, and the one stop at which the keyboard walks its nodes, messages and
// links. A screen reader hears the same three lists; the picture itself is hidden from it.

import { fill, h, newId, setAttr, setText } from "./dom";
import { ClusterView, type Flying, type Ref } from "./draw/index";
import { span } from "./time";
import { hasFlag, sameRef, type Hands, type Part, type View } from "./view";
import { Width } from "./width";
import type { Surface } from "./stroke";
import type { NodeFrame } from "./wire";
import { Words } from "./words/player";
import * as Say from "./words/player";

/** While playing, the lists are brought up to date this often; nobody hears faster. */
const listEvery = 1000;

interface Option {
  ref: Ref;
  text: string;
}

export class Stage implements Part {
  readonly element = h("figure", { class: "cluster", role: "none" });
  readonly #svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  readonly #list = h("div", { role: "listbox", tabindex: 0, class: "field", "aria-label": Words.cluster });
  readonly #options = h("div", { class: "ql-vh" });
  readonly #cluster = new ClusterView(this.#svg);
  readonly #width = new Width(this.element, () => this.#view && this.update(this.#view));
  readonly #uid = newId();
  #view: View | undefined;
  #flying: readonly Flying[] = [];
  #listed: Option[] = [];
  #listedAt = 0;
  #drew = false;

  constructor(
    private readonly hands: Hands,
    /** Whether a click on a node opens its menu, for want of an inspector. */
    private readonly menus: boolean,
    private readonly height: (view: View) => number,
  ) {
    this.#svg.setAttribute("aria-hidden", "true");
    this.#list.append(this.#svg, this.#options);
    this.element.append(this.#list);
    this.#svg.addEventListener("click", (e) => this.#click(e));
    this.#svg.addEventListener("contextmenu", (e) => this.#press(e));
    this.#svg.addEventListener("pointermove", (e) => {
      this.#svg.style.cursor = this.#hit(e) ? "pointer" : "";
    });
    this.#list.addEventListener("focus", () => {
      // A hand that clicked has said where it is; the keyboard begins at what is chosen.
      if (this.#list.matches(":focus-visible") && !this.#view?.focus) hands.point(this.#view?.chosen ?? this.#refs()[0]);
    });
    this.#list.addEventListener("blur", () => hands.point(undefined));
    this.#list.addEventListener("keydown", (e) => this.#key(e));
  }

  /** Where a hand may draw. */
  readonly surface: Surface = {
    svg: this.#svg,
    hit: ({ x, y }) => this.#cluster.hit(x, y),
    nodeAt: (id) => this.#cluster.nodeAt(id),
    links: () => this.#cluster.linked(),
    swallow: () => {
      // The click comes at once after the hand's release, or not at all.
      this.#drew = true;
      setTimeout(() => (this.#drew = false));
    },
  };

  get focusable(): HTMLElement {
    return this.#list;
  }

  update(view: View): void {
    this.#view = view;
    const width = this.#width.px;
    if (!width) return;
    this.#flying = view.run.flying(view.k, view.t, view.chosen?.kind === "message" ? view.chosen.id : undefined);
    const changed = new Set<string>();
    if (view.calm && !view.playing) {
      const node = view.run.event(view.k)?.n;
      if (node) changed.add(node);
    }
    this.#cluster.render({
      width,
      height: this.height(view),
      decl: view.decl,
      frame: view.frame,
      t: view.t,
      flying: this.#flying,
      chosen: view.chosen,
      focus: view.focus,
      still: !view.playing && view.how !== "film",
      changed,
    });
    const now = performance.now();
    if ((view.how !== "play" && view.how !== "film") || now - this.#listedAt > listEvery) {
      this.#listedAt = now;
      this.#relist(view);
    }
    const at = this.#listed.findIndex((o) => sameRef(o.ref, view.focus));
    setAttr(this.#list, "aria-activedescendant", at < 0 ? undefined : `${this.#uid}-${at}`);
  }

  /** Where a thing was drawn, in the page's pixels. */
  where(ref: Ref): { x: number; y: number } {
    const box = this.#svg.getBoundingClientRect();
    const at = ref.kind === "node" ? this.#cluster.nodeAt(ref.id) : ref.kind === "message" ? this.#cluster.messageAt(ref.id) : this.#middle(ref.from, ref.to);
    return { x: box.left + (at?.x ?? 20), y: box.top + (at?.y ?? 20) };
  }

  /** Beside no thing in particular. */
  middle(): { x: number; y: number } {
    const box = this.#svg.getBoundingClientRect();
    return { x: box.left + box.width / 2 - 170, y: box.top + 40 };
  }

  #middle(from: string, to: string): { x: number; y: number } | undefined {
    const a = this.#cluster.nodeAt(from), b = this.#cluster.nodeAt(to);
    return a && b && { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  }

  #hit(e: MouseEvent): Ref | undefined {
    const box = this.#svg.getBoundingClientRect();
    return this.#cluster.hit(e.clientX - box.left, e.clientY - box.top);
  }

  #click(e: MouseEvent): void {
    const ref = this.#hit(e), view = this.#view;
    if (!view || this.#drew) return;
    const again = sameRef(ref, view.chosen);
    this.hands.choose(ref);
    if (!ref) return;
    // In the whole player a node's first click fills the inspector, which has what can be done.
    if (view.narrow || this.menus || ref.kind !== "node" || again) this.hands.menu(ref, { x: e.clientX, y: e.clientY });
  }

  #press(e: MouseEvent): void {
    const ref = this.#hit(e);
    if (!ref) return;
    e.preventDefault();
    this.hands.choose(ref);
    this.hands.menu(ref, { x: e.clientX, y: e.clientY });
  }

  #key(e: KeyboardEvent): void {
    const view = this.#view;
    if (!view || e.altKey || e.ctrlKey || e.metaKey) return;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      const refs = this.#refs();
      const at = refs.findIndex((r) => sameRef(r, view.focus));
      this.hands.point(refs[at < 0 ? 0 : (at + (e.key === "ArrowDown" ? 1 : -1) + refs.length) % refs.length]);
    } else if (e.key === "Enter" && !e.repeat) {
      const ref = view.focus ?? view.chosen;
      if (!ref) return;
      e.preventDefault();
      this.hands.choose(ref);
      this.hands.menu(ref, undefined);
    }
  }

  #refs(): Ref[] {
    return this.#view ? this.#everything(this.#view).map((o) => o.ref) : [];
  }

  #everything(view: View): Option[] {
    return [...things(view, this.#flying), ...links(view)];
  }

  #relist(view: View): void {
    const all = this.#everything(view);
    const same = all.length === this.#listed.length && all.every((o, i) => sameRef(o.ref, this.#listed[i]?.ref));
    this.#listed = all;
    if (!same) fill(this.#options, ...all.map((_, i) => h("div", { role: "option", id: `${this.#uid}-${i}` })));
    all.forEach((o, i) => {
      const e = this.#options.children[i] as HTMLElement;
      setText(e, o.text);
      setAttr(e, "aria-selected", String(sameRef(o.ref, view.chosen)));
    });
  }
}

/** What the picture has, in words: nodes, and messages under way. */
export function things(view: View, flying: readonly Flying[]): Option[] {
  const nodes = view.frame.nodes.map((n): Option => ({ ref: { kind: "node", id: n.id }, text: nodeText(n, view) }));
  return [...nodes, ...flying.map((f): Option => ({ ref: { kind: "message", id: f.id }, text: messageText(f, view) }))];
}

/** A node's name, status, epoch, tally, what is committed, flags. */
function nodeText(n: NodeFrame, view: View): string {
  const crashed = hasFlag(n, "crashed");
  const epoch = view.decl.epoch && n.epoch ? `${view.decl.epoch} ${n.epoch}` : "";
  const committed = n.cells?.filter((c) => c.mark === "committed").length ?? 0;
  return [n.id, crashed ? "" : n.status, epoch, n.tally, committed ? Say.committed(committed) : "", ...(n.flags ?? [])].filter(Boolean).join(", ");
}

/** A message's kind, its way, and when it lands or what keeps it. */
function messageText(f: Flying, view: View): string {
  const lands = view.run.message(f.id)?.send.lands ?? 0;
  const when = f.state === "flying" && lands > view.t ? Say.landsIn(span(lands - view.t)) : "";
  return [[f.kind, f.arg].filter(Boolean).join(" "), Say.way(f.from, f.to), when, f.state === "flying" ? "" : f.state, f.note].filter(Boolean).join(", ");
}

function links(view: View): Option[] {
  const ids = view.frame.nodes.map((n) => n.id), options: Option[] = [];
  const state = (a: string, b: string): string | undefined => view.frame.links?.find((l) => l.from === a && l.to === b)?.state;
  ids.forEach((from, i) => {
    for (const to of ids.slice(i + 1)) {
      const there = state(from, to), back = state(to, from);
      const says = there === back ? (there ?? Words.open) : [there && `${Say.way(from, to)} ${there}`, back && `${Say.way(to, from)} ${back}`].filter(Boolean).join(", ");
      options.push({ ref: { kind: "link", from, to }, text: Say.linkIs(from, to, says) });
    }
  });
  return options;
}
