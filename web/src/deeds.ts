// What hands do most, as the toolbar and the letters have it: each deed is an action line for what is chosen, or, where
// nothing is that it fits, a sheet that asks what it is for.

import type { IconName } from "./draw/index";
import type { Ref } from "./draw/scene";
import type { NodeFrame } from "./wire";
import { hasFlag, nodeFrame, type SheetName, type View } from "./view";
import { Words } from "./words/player";

export interface Deed {
  readonly name: SheetName;
  readonly icon: IconName;
  readonly on: "node" | "link" | "message";
  /** Its letter, and what the map of keys says of it. */
  readonly key?: string;
  readonly says?: string;
  /** The first words of the lines that it makes. */
  readonly verbs: readonly string[];
  /** What it is called, for what is chosen. */
  label(view: View): string;
  /** Its line for what is chosen. */
  line(view: View): string | undefined;
  /** Whether there is anything at this moment that it could be done to. */
  helps?(view: View): boolean;
}

/** Whether the figure offers a verb at all: a lesson names those that it does. A partition is a kind of cut. */
export function offers({ tools, decl }: View, verb: string): boolean {
  if (!tools || tools.has(verb)) return true;
  return verb === "partition" ? tools.has("cut") : verb === "command" && (decl.commands ?? []).some((c) => tools.has(c.name));
}

/** Whether hands may do a line now: a challenge gives some actions only, and none that names a locked node. */
export function may(view: View, line: string): boolean {
  const [verb = "", ...rest] = line.split(/[ =,|]+/), { tools, frame: { challenge } } = view;
  if (!offers(view, verb)) return false;
  // A command may be offered by its own name, and have a budget of its own.
  const [, command = ""] = verb === "command" ? rest : [];
  if (command && tools && !tools.has(verb) && !tools.has(command)) return false;
  if (!challenge) return true;
  const { left, locked, actions = 1 } = challenge, of = (name: string): number | undefined => left.find((b) => b.verb === name)?.left;
  const most = command ? (of(command) ?? of(verb)) : verb === "command" ? Math.max(...left.map((b) => b.left)) : (of(verb) ?? (verb === "partition" ? of("cut") : 0));
  return actions > 0 && (most ?? 0) > 0 && !rest.some((word) => locked.includes(word));
}

/** What a hand is at: where the keyboard points, else what is chosen. */
export const about = (view: View): Ref | undefined => view.focus ?? view.chosen;

const aboutNode = (view: View): NodeFrame | undefined => {
  const ref = about(view);
  return ref?.kind === "node" ? nodeFrame(view, ref.id) : undefined;
};

const aboutMessage = (view: View): string | undefined => {
  const ref = about(view);
  return ref?.kind === "message" && onTheWay(view).some((f) => f.id === ref.id) ? ref.id : undefined;
};

/** The messages that something can still be done to. */
export const onTheWay = (view: View): ReturnType<View["run"]["flying"]> =>
  view.run.flying(view.k, view.t).filter((f) => f.state !== "dropped" && f.state !== "lost");

export const isCut = (view: View, a: string, b: string): boolean => view.frame.links?.some((l) => l.from === a && l.to === b && l.state === "cut") ?? false;

/** How much later a message comes that is delayed by one press. */
export const later = "20ms";

/** The nodes that make up the cluster: not the visitors from outside. */
export function members(view: View): NodeFrame[] {
  const inside = view.frame.nodes.filter((n) => !n.outside);
  return inside.length ? inside : view.frame.nodes;
}

/** Cuts a node off from all others. */
export function isolation(id: string, view: View): string {
  return `partition ${id} | ${view.frame.nodes.map((n) => n.id).filter((n) => n !== id).join(" ")}`;
}

function cutLine(view: View): string | undefined {
  const ref = about(view);
  switch (ref?.kind) {
    case "node":
      return view.frame.nodes.some((n) => isCut(view, ref.id, n.id)) ? "heal" : isolation(ref.id, view);
    case "link":
      return isCut(view, ref.from, ref.to) || isCut(view, ref.to, ref.from) ? `heal ${ref.from} ${ref.to}` : `cut ${ref.from} ${ref.to} both=true`;
    case "message": {
      const m = view.run.message(ref.id);
      return m && `cut ${m.from} ${m.send.to}`;
    }
  }
  return undefined;
}

function holdLine(view: View): string | undefined {
  const ref = about(view), m = ref?.kind === "message" ? view.run.message(ref.id) : undefined;
  let rule: string | undefined;
  if (ref?.kind === "node") rule = `from=${ref.id}`;
  if (ref?.kind === "link") rule = `from=${ref.from} to=${ref.to}`;
  if (m) rule = `from=${m.from} to=${m.send.to} kind=${m.send.kind}`;
  return rule && `${view.frame.rules?.includes(`hold ${rule}`) ? "release" : "hold"} ${rule}`;
}

const node = (line: (n: NodeFrame) => string | undefined) => (view: View): string | undefined => {
  const n = aboutNode(view);
  return n && line(n);
};

const message = (line: (id: string) => string) => (view: View): string | undefined => {
  const id = aboutMessage(view);
  return id && line(id);
};

const called = (label: string) => (): string => label;
const anyOnTheWay = (view: View): boolean => onTheWay(view).length > 0;
const several = (view: View): boolean => view.frame.nodes.length > 1;

/** What is asked for less often: whether any of it is offered, and can be done now. */
const lesser = ["add", "remove", "load", "choose"];
export const offersMore = (view: View): boolean => lesser.some((verb) => offers(view, verb));
export const mayMore = (view: View): boolean => lesser.some((verb) => may(view, verb));

/** In the order of the toolbar. */
export const deeds: readonly Deed[] = [
  {
    name: "crash", icon: "crash", on: "node", key: "k", says: Words.keyCrash, verbs: ["crash", "restart"],
    label: (v) => (hasFlag(aboutNode(v), "crashed") ? Words.restart : Words.crash),
    line: node((n) => `${hasFlag(n, "crashed") ? "restart" : "crash"} ${n.id}`),
  },
  {
    name: "pause", icon: "freeze", on: "node", key: "p", says: Words.keyPause, verbs: ["pause", "resume"],
    label: (v) => (hasFlag(aboutNode(v), "paused") ? Words.resume : Words.pause),
    line: node((n) => (hasFlag(n, "crashed") ? undefined : `${hasFlag(n, "paused") ? "resume" : "pause"} ${n.id}`)),
  },
  { name: "skew", icon: "skew", on: "node", key: "s", says: Words.keySkew, verbs: ["skew"], label: called(Words.skew), line: () => undefined },
  { name: "lose", icon: "disk", on: "node", verbs: ["lose"], label: called(Words.loseDisk), line: node((n) => `lose ${n.id}`) },
  { name: "cut", icon: "cut", on: "link", key: "x", says: Words.keyCut, verbs: ["cut", "partition", "heal"], label: called(Words.cut), line: cutLine, helps: several },
  {
    name: "heal", icon: "heal", on: "link", verbs: ["heal"], label: called(Words.heal), line: () => "heal",
    helps: (v) => v.frame.links?.some((l) => l.state === "cut") ?? false,
  },
  { name: "slow", icon: "slow", on: "link", verbs: ["link"], label: called(Words.slow), line: () => undefined, helps: several },
  { name: "hold", icon: "hold", on: "message", key: "h", says: Words.keyHold, verbs: ["hold", "release"], label: called(Words.hold), line: holdLine },
  { name: "drop", icon: "drop", on: "message", key: "d", says: Words.keyDrop, verbs: ["drop"], label: called(Words.drop), line: message((id) => `drop ${id}`), helps: anyOnTheWay },
  {
    name: "duplicate", icon: "duplicate", on: "message", key: "2", says: Words.keyDuplicate, verbs: ["duplicate"],
    label: called(Words.duplicate), line: message((id) => `duplicate ${id}`), helps: anyOnTheWay,
  },
  { name: "delay", icon: "delay", on: "message", key: "l", says: Words.keyDelay, verbs: ["delay"], label: called(Words.delay), line: message((id) => `delay ${id} by=${later}`), helps: anyOnTheWay },
];

/** Those of which the figure offers at least one verb. */
export const offered = (view: View): Deed[] => deeds.filter((d) => d.verbs.some((verb) => offers(view, verb)));

/** Whether a deed could be done to anything now. */
export const helps = (deed: Deed, view: View): boolean => deed.helps?.(view) !== false && deed.verbs.some((verb) => may(view, verb));

/** Its line for what is chosen, where the figure offers it. */
export function lineOf(deed: Deed, view: View): string | undefined {
  const line = deed.line(view);
  return line && may(view, line) ? line : undefined;
}
