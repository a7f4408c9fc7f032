// The cluster: nodes in their layout, links and what has become of them, messages on their way.

import { shapeOf, toneClass } from "./ink";
import { labelSizes, placeLabels, type LabelSizes, type LabelSpot } from "./labels";
import { LinkMark, type WayState } from "./link";
import { LinkWords, type LinkSays } from "./link-words";
import { MessageMark, spotOf, type Spot } from "./message";
import { Names, type Named } from "./names";
import { BADGE, badgesOf, NodeMark } from "./node";
import { plan, type Place, type Plan } from "./places";
import { around, type Box } from "./room";
import type { Flying, Ref, Scene } from "./scene";
import { Keyed, make, set, show, size } from "./svg";
import { WordsMark } from "./words";

const NARROW = 520;
/** Half of 44: what a finger can meet. */
const REACH = 22;

/** What waits leaves room for its node's rings, in places of the row; and as much more as a badge of the node takes. */
const ASIDE = 0.6;
const GLYPH = 9;

interface Layout {
  plan: Plan;
  spots: Map<string, LabelSpot>;
  sizes: LabelSizes;
}

export class ClusterView {
  private readonly ring = make("ellipse", "link keys");
  private readonly linkLayer = make("g");
  private readonly messageLayer = make("g");
  private readonly nodeLayer = make("g");
  private readonly nameLayer = make("g");
  private readonly links = new Keyed(this.linkLayer, () => new LinkMark());
  private readonly messages = new Keyed(this.messageLayer, () => new MessageMark());
  private readonly words = new Keyed(this.nodeLayer, () => new WordsMark());
  private readonly nodes = new Keyed(this.nodeLayer, () => new NodeMark());
  private readonly names = new Names(this.nameLayer);
  private readonly linkWords = new LinkWords();
  private layout: Layout | undefined;
  private layoutKey = "";
  private scene: Scene | undefined;
  /** Where nodes and their words are. */
  private taken: Box[] = [];
  private spots: { id: string; spot: Spot }[] = [];

  constructor(private readonly svg: SVGSVGElement) {
    svg.classList.add("ql-fig");
    this.linkLayer.append(this.ring);
    svg.replaceChildren(this.linkLayer, this.linkWords.root, this.messageLayer, this.nodeLayer, this.nameLayer);
  }

  render(scene: Scene): void {
    const narrow = isNarrow(scene), layout = this.laidOut(scene, narrow);
    this.scene = scene;
    size(this.svg, scene.width, layout.plan.height);
    this.drawRing(layout.plan);
    this.drawLinks(scene, layout.plan);
    this.drawNodes(scene, layout, narrow);
    this.linkWords.draw(linkSays(scene, layout.plan), scene.width, layout.plan.height, this.taken);
    this.drawMessages(scene, layout, narrow);
  }

  /** What is at a place: a message before a node, a node before a link. */
  hit(x: number, y: number): Ref | undefined {
    const layout = this.layout, scene = this.scene;
    if (!layout || !scene) return undefined;
    let best: Ref | undefined, near = Infinity;
    const offer = (ref: Ref, distance: number, reach: number, rank: number): void => {
      if (distance > reach) return;
      const score = distance + rank;
      if (score < near) [best, near] = [ref, score];
    };
    for (const p of layout.plan.places.values()) {
      const d = Math.hypot(x - p.x, y - p.y);
      offer({ kind: "node", id: p.id }, d <= p.r ? 0 : d - p.r, Math.max(REACH - p.r, 12), d <= p.r ? -10 : 10);
    }
    for (const m of this.spots) offer({ kind: "message", id: m.id }, Math.hypot(x - m.spot.x, y - m.spot.y), REACH, 0);
    for (const [from, to] of pairsOf(scene, layout.plan)) {
      const a = layout.plan.places.get(from), b = layout.plan.places.get(to);
      if (a && b) offer({ kind: "link", from, to }, fromSegment(x, y, a, b), REACH, 30);
    }
    return best;
  }

  /** The links that are drawn, as pairs of nodes. */
  linked(): readonly (readonly [string, string])[] {
    return this.scene && this.layout ? pairsOf(this.scene, this.layout.plan) : [];
  }

  nodeAt(id: string): { x: number; y: number; r: number } | undefined {
    const p = this.layout?.plan.places.get(id);
    return p && { x: p.x, y: p.y, r: p.r };
  }

  /** Where a message was drawn, for menus that open beside it. */
  messageAt(id: string): { x: number; y: number } | undefined {
    const m = this.spots.find((s) => s.id === id);
    return m && { x: m.spot.x, y: m.spot.y };
  }

  /** Places hold as long as who is there and how large the figure is: not what happens in it. */
  private laidOut(scene: Scene, narrow: boolean): Layout {
    const { decl, frame } = scene, nodes = frame.nodes;
    const sizes = labelSizes(decl, narrow);
    const who = nodes.map((n) => `${n.id}:${n.role}:${n.tier ?? 0}:${n.place ?? 0}:${shapeOf(decl, n.status, n.role) === "pill" ? 1 : 0}`);
    const key = `${decl.name} ${scene.width} ${scene.height ?? ""} ${narrow ? 1 : 0} ${sizes.width} ${sizes.height} ${who.join(" ")}`;
    if (!this.layout || key !== this.layoutKey) {
      const made = planFor(scene, narrow, sizes);
      this.layout = { plan: made, sizes, spots: placeLabels(made, sizes, scene.width, narrow) };
      this.layoutKey = key;
    }
    return this.layout;
  }

  private drawRing(p: Plan): void {
    show(this.ring, p.ring !== undefined);
    if (!p.ring) return;
    set(this.ring, "cx", p.ring.cx);
    set(this.ring, "cy", p.ring.cy);
    set(this.ring, "rx", p.ring.rx);
    set(this.ring, "ry", p.ring.ry);
  }

  private drawLinks(scene: Scene, p: Plan): void {
    const states = new Map((scene.frame.links ?? []).map((l) => [`${l.from} ${l.to}`, l.state as WayState]));
    for (const [from, to] of pairsOf(scene, p)) {
      const a = p.places.get(from), b = p.places.get(to);
      if (!a || !b) continue;
      this.links.take(`${from} ${to}`).draw({
        a, b, there: states.get(`${from} ${to}`) ?? "", back: states.get(`${to} ${from}`) ?? "",
        chosen: isLink(scene.chosen, from, to), focused: isLink(scene.focus, from, to),
      });
    }
    this.links.sweep();
  }

  private drawNodes(scene: Scene, layout: Layout, narrow: boolean): void {
    const { decl } = scene;
    this.taken = [];
    for (const node of scene.frame.nodes) {
      const place = layout.plan.places.get(node.id), spot = layout.spots.get(node.id);
      if (!place || !spot) continue;
      const shape = shapeOf(decl, node.status, node.role), tone = toneClass(decl, shape, node.epoch);
      const words = this.words.take(node.id);
      words.draw({ decl, node, place, spot, shape, tone, narrow });
      this.taken.push(around(place.x, place.y, place.r + 9), words.box);
      this.nodes.take(node.id).draw({
        place, node, shape, tone, t: scene.t,
        chosen: isNode(scene.chosen, node.id), focused: isNode(scene.focus, node.id), changed: scene.changed.has(node.id),
      });
    }
    this.words.sweep();
    this.nodes.sweep();
  }

  private drawMessages(scene: Scene, layout: Layout, narrow: boolean): void {
    const { places } = layout.plan, waiting = new Map<string, number>(), named: Named[] = [];
    const flags = new Map(scene.frame.nodes.map((n) => [n.id, n.flags ?? []]));
    this.spots = [];
    for (const flying of scene.flying) {
      const a = places.get(flying.from), b = places.get(flying.to);
      if (!a || !b) continue;
      const nth = queued(flying, waiting), spot = spotOf(a, b, flying.progress, flying.state === "waiting" ? nth + clear(a, b, flags.get(flying.to) ?? []) : 0);
      const chosen = flying.chosen || isMessage(scene.chosen, flying.id), focused = isMessage(scene.focus, flying.id);
      this.messages.take(flying.id).draw({ flying, spot, tinted: !!scene.decl.epoch, chosen, focused });
      this.spots.push({ id: flying.id, spot });
      named.push({ flying, spot, pointed: chosen || focused, behind: nth > 0 });
    }
    this.messages.sweep();
    const nodes = [...places.values()].map((p) => around(p.x, p.y, p.r + 9));
    this.names.draw(named, {
      width: scene.width, height: layout.plan.height, narrow, still: scene.still ?? false, taken: [...this.taken, ...cutMarks(scene, places)], nodes,
    });
  }
}

const isNarrow = (s: Scene): boolean => s.narrow ?? s.width < NARROW;

const planFor = (s: Scene, narrow: boolean, words: LabelSizes = labelSizes(s.decl, narrow)): Plan =>
  plan({ decl: s.decl, nodes: s.frame.nodes, width: s.width, narrow, height: s.height, words });

const isNode = (r: Ref | undefined, id: string): boolean => r?.kind === "node" && r.id === id;
const isMessage = (r: Ref | undefined, id: string): boolean => r?.kind === "message" && r.id === id;
const isLink = (r: Ref | undefined, a: string, b: string): boolean =>
  r?.kind === "link" && ((r.from === a && r.to === b) || (r.from === b && r.to === a));

/** Links at rest, and those of any pair whose state is worth a line. */
function pairsOf(scene: Scene, p: Plan): [string, string][] {
  const known = new Set(p.pairs.map(([a, b]) => `${a} ${b}`)), extra: [string, string][] = [];
  for (const { from, to } of scene.frame.links ?? []) {
    if (known.has(`${from} ${to}`) || known.has(`${to} ${from}`)) continue;
    // Visitors have nothing to say to each other.
    if (p.places.get(from)?.outside && p.places.get(to)?.outside) continue;
    known.add(`${from} ${to}`);
    extra.push([from, to]);
  }
  return extra.length ? [...p.pairs, ...extra] : p.pairs;
}

/** How far before its end a row of what waits begins, in places, so that nothing of it is under a badge. */
function clear(a: Place, b: Place, flags: readonly string[]): number {
  const badges = badgesOf(flags, b.r);
  let aside = ASIDE;
  while (aside < 3 && badges.some((g) => near(spotOf(a, b, 1, aside), b.x + g.x, b.y + g.y, BADGE + GLYPH))) aside += 0.2;
  return aside;
}

const near = (s: Spot, x: number, y: number, reach: number): boolean => Math.hypot(s.x - x, s.y - y) < reach;

/** The marks of cuts stand in the middle of their links. */
function cutMarks(scene: Scene, places: ReadonlyMap<string, Place>): Box[] {
  return (scene.frame.links ?? []).flatMap((l) => {
    const a = places.get(l.from), b = places.get(l.to);
    return l.state === "cut" && a && b ? [around((a.x + b.x) / 2, (a.y + b.y) / 2, 12)] : [];
  });
}

/** The number of messages that already wait at the same end of the same way. */
function queued(flying: Flying, waiting: Map<string, number>): number {
  if (flying.state !== "waiting") return 0;
  const key = `${flying.from} ${flying.to}`, n = waiting.get(key) ?? 0;
  waiting.set(key, n + 1);
  return n;
}

function fromSegment(x: number, y: number, a: Place, b: Place): number {
  const dx = b.x - a.x, dy = b.y - a.y, k = ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1);
  const f = Math.max(0, Math.min(1, k));
  return Math.hypot(x - a.x - dx * f, y - a.y - dy * f);
}

/** What links say of themselves: once where both ways say the same. */
function linkSays(scene: Scene, p: Plan): LinkSays[] {
  const all: LinkSays[] = [], said = new Set<string>();
  for (const { from, to, says } of scene.frame.links ?? []) {
    const a = p.places.get(from), b = p.places.get(to);
    if (!says || !a || !b || said.has(`${to} ${from} ${says}`)) continue;
    said.add(`${from} ${to} ${says}`);
    all.push({ from: a, to: b, text: says });
  }
  return all;
}
