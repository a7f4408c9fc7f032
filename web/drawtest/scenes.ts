// Clusters of every layout, size and state, from a seed: what the drawing has to bear.

import type { CellMark, Decl, Frame, Layout, LinkFrame, NodeFrame, Shape } from "../src/wire";
import { SpaceTimeView, type Flying, type FlyingState, type Scene } from "../src/draw/index";
import { Over } from "../src/draw/over";

const SHAPES: readonly [string, Shape][] = [
  ["follower", "circle"], ["candidate", "diamond"], ["leader", "double"], ["learner", "dashed"],
  ["coordinator", "hexagon"], ["committed", "square"], ["aborted", "octagon"], ["client", "pill"],
];
const KINDS = ["Vote", "VoteAnswer", "Append", "AppendAnswer", "Beat", "Tell"];
const INTENTS = ["ask", "yes", "data", "ack", "beat", "tell", "no", "order"] as const;
const STATES: readonly FlyingState[] = ["flying", "flying", "flying", "held", "delayed", "dropped", "duplicated", "lost"];
const FLAGS = ["crashed", "paused", "skewed", "unsynced", "locked", "manual"];

/** A space-time diagram with all that it can draw. */
export function diagramOn(svg: SVGSVGElement): SpaceTimeView {
  const view = new SpaceTimeView(svg);
  view.equip(new Over());
  return view;
}

/** A small generator, the same in every browser. */
export function random(seed: number): (below: number) => number {
  let a = seed >>> 0;
  return (below) => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

export interface Wanted {
  layout: Layout;
  nodes: number;
  clients: number;
  messages: number;
  width: number;
  seed: number;
}

export function sceneOf({ layout, nodes, clients, messages, width, seed }: Wanted): Scene {
  const pick = random(seed), epoch = pick(4) > 0;
  const decl: Decl = {
    name: `${layout}${epoch ? 1 : 0}`, title: "", layout, ...(epoch ? { epoch: "term" } : {}),
    roles: [{ name: "server", letter: "n", min: 1, max: 9, default: 5 }, { name: "client", letter: "c", min: 0, max: 3, default: 1 }],
    statuses: SHAPES.map(([name, shape]) => ({ name, shape })), kinds: [], panels: [{ name: "Log", kind: "log" }],
  };
  const inside = Array.from({ length: nodes }, (_, i) => node(i, layout, pick, epoch));
  const outside = layout === "tiers" ? [] : Array.from({ length: clients }, (_, i): NodeFrame => ({ id: `c${i + 1}`, role: "client", status: "client" }));
  const all = [...inside, ...outside];
  const frame: Frame = { event: 1, t: 50_000, at: "50ms", hash: "", nodes: all, links: links(inside, pick) };
  const flying: Flying[] = [];
  for (let i = 0; i < messages; i++) {
    const from = all[pick(all.length)] as NodeFrame, to = inside[pick(inside.length)] as NodeFrame;
    if (from === to) continue;
    const kind = pick(KINDS.length);
    flying.push({
      id: `m${i}`, from: from.id, to: to.id, kind: KINDS[kind] as string, arg: pick(3) ? "" : `x=${pick(100)}`,
      intent: INTENTS[kind] ?? "tell", epoch: 1 + pick(6), progress: (1 + pick(18)) / 20,
      state: messages > 8 ? "flying" : STATES[pick(STATES.length)] as FlyingState, chosen: false,
    });
  }
  return { width, decl, frame, t: 50_000, flying, changed: new Set(), chosen: { kind: "node", id: (all[0] as NodeFrame).id } };
}

function node(i: number, layout: Layout, pick: (below: number) => number, epoch: boolean): NodeFrame {
  const status = SHAPES[layout === "star" && i === 0 ? 4 : pick(7)] as [string, Shape], cells = pick(3) ? pick(14) : 0;
  return {
    id: `n${i + 1}`, role: "server", status: status[0], epoch: epoch ? 1 + pick(12) : 0, tally: pick(3) ? "" : `${1 + pick(5)} of 9 votes`,
    tier: layout === "tiers" ? i % 3 : 0, place: i, flags: pick(3) ? [] : [FLAGS[pick(FLAGS.length)] as string],
    timers: pick(2) ? [{ name: "election", set: 0, due: 20_000 + pick(200) * 1000 }] : [],
    cells: Array.from({ length: cells }, (_, k) => ({ text: "x", epoch: 1 + pick(6), mark: (k < cells - 2 ? "committed" : "") as CellMark })),
  };
}

function links(nodes: readonly NodeFrame[], pick: (below: number) => number): LinkFrame[] {
  const states = ["cut", "lossy", "slow"] as const;
  return nodes.slice(1, 4).map((n): LinkFrame => ({ from: (nodes[0] as NodeFrame).id, to: n.id, state: states[pick(3)] as LinkFrame["state"], ...(pick(2) ? { says: ["50% lost", "100ms", "5% lost, 10ms..40ms"][pick(3)] as string } : {}) }));
}
