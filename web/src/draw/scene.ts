// What the renderers are given. They draw data and know no protocol: everything that a mark depends on is said here.

import type { Decl, Frame, Intent } from "../wire";

/** A thing in the cluster that a hand can point at. */
export type Ref =
  | { kind: "node"; id: string }
  | { kind: "message"; id: string }
  | { kind: "link"; from: string; to: string };

export type FlyingState = "flying" | "held" | "dropped" | "lost" | "delayed" | "waiting" | "duplicated";

/** A message to be seen on its link at the moment shown. */
export interface Flying {
  id: string;
  from: string;
  to: string;
  kind: string;
  arg: string;
  intent: Intent;
  /** 0: of no epoch. */
  epoch: number;
  /** The part of the way it has come: 0 at the sender, 1 at the receiver. */
  progress: number;
  state: FlyingState;
  chosen: boolean;
  /** One or two words for the state, such as "+22 ms"; without it the state's own word stands beside the message. */
  note?: string;
}

/** The cluster at one moment. */
export interface Scene {
  /** CSS pixels. The figure is drawn at this width, never scaled. */
  width: number;
  decl: Decl;
  frame: Frame;
  /** Virtual time in microseconds. It may lie between two events; timers and messages are drawn at it. */
  t: number;
  flying: readonly Flying[];
  chosen?: Ref | undefined;
  /** Where the keyboard is. */
  focus?: Ref | undefined;
  /** Nothing moves: names stand where this scene alone puts them, so that a moment looks the same however one came to it. */
  still?: boolean | undefined;
  /** Nodes that the last step changed, for readers who want no motion. */
  changed: ReadonlySet<string>;
  /** The height wanted; without it the layout takes what it needs. */
  height?: number | undefined;
  /** Phone manners: labels under nodes, only what is held, dropped or late is named. Default: under 520 px. */
  narrow?: boolean | undefined;
}

/** A stretch of a node's life with one status, epoch and set of flags. */
export interface Segment {
  from: number;
  /** Infinity while it lasts. */
  to: number;
  status: string;
  epoch: number;
  flags: readonly string[];
}

export interface Track {
  node: string;
  /** In order of time, none overlapping. */
  segments: readonly Segment[];
}

/** What a client asked for, from the call to the answer. */
export interface Operation {
  op: number;
  node: string;
  from: number;
  /** Infinity while it has no answer. */
  to: number;
  call: string;
  answer?: string | undefined;
  /** Asked of a node of the cluster, whose line has more to tell. */
  light: boolean;
}

/** A stretch of time in which messages could not pass. */
export interface Cut {
  from: number;
  /** Infinity while it lasts. */
  to: number;
  /** Who was cut from whom: n1 | n2 n3. */
  label: string;
}

/** What a node believes of itself for a while, as its engine declares it. */
export interface SpanBar {
  node: string;
  name: string;
  epoch: number;
  from: number;
  /** Infinity while it lasts. */
  to: number;
  /** Until when the node knew that it would hold; 0: it does not know. */
  until: number;
  /** Stretches in which it went on to believe it past that. */
  late: readonly (readonly [number, number])[];
}

/** An event worth a mark on its node's line. */
export interface Mark {
  /** The event's number: 1 is the first. */
  event: number;
  t: number;
  node: string;
  kind: MarkKind;
  /** A few words beside the mark, where they fit. */
  label?: string | undefined;
}

/** status: a change worth a word; point: an event with no sign of its own, drawn only when it is chosen or a cause. */
export type MarkKind = "status" | "timer" | "crash" | "restart" | "pause" | "commit" | "command" | "bad" | "point";

/** flying: still on its way when what is computed ends. */
export type Fate = "landed" | "flying" | "held" | "lost" | "cut" | "crashed" | "dropped" | "delayed" | "waiting" | "unsynced";

/** A message as the space-time diagram has it: from its leaving to its landing, or to where it was lost. */
export interface Arrow {
  m: string;
  from: string;
  to: string;
  leaves: number;
  lands: number;
  fate: Fate;
  kind: string;
  arg?: string | undefined;
  intent: Intent;
  epoch: number;
  /** The event that sent it. */
  sent: number;
  /** The event at which it was received. */
  got?: number | undefined;
  /** From when to when it was held; "to" is Infinity while it is. */
  hold?: { from: number; to: number } | undefined;
}

export interface SpaceTimeData {
  width: number;
  decl: Decl;
  /** The rows, from the top. */
  nodes: readonly string[];
  tracks: readonly Track[];
  /** In order of time. Give the same arrays while nothing in them changes: then a frame costs one attribute. */
  marks: readonly Mark[];
  /** Those of the window and half of it again on either side, or more; in order of leaving. */
  arrows: readonly Arrow[];
  /** By their calls. */
  operations?: readonly Operation[] | undefined;
  /** Numbers of the operations that no order explains. */
  broken?: ReadonlySet<number> | undefined;
  /** Of the whole run: with any, there is a line for them under the nodes. */
  cuts?: readonly Cut[] | undefined;
  /** Drawn over the lines of their nodes. */
  spans?: readonly SpanBar[] | undefined;
  /** Which spans a node's line has room for over it, of the whole run: whatever the window shows, rows stay where they are. */
  lanes?: ReadonlyMap<string, readonly string[]> | undefined;
  /** The window, in microseconds. */
  from: number;
  to: number;
  /** The moment shown: what lies right of it is drawn in pencil. */
  now: number;
  /** How far is computed: lines end there. Default: they go on. */
  end?: number | undefined;
  /** An event whose causes and consequences are lit. */
  chosen?: number | undefined;
  causes: ReadonlySet<number>;
  consequences: ReadonlySet<number>;
  /** The moment of an event, for causes that have no mark. */
  timeOf?: ((event: number) => { t: number; node: string } | undefined) | undefined;
  /** An event in two or three words, for a cause that the window does not show. */
  nameOf?: ((event: number) => string) | undefined;
  narrow?: boolean | undefined;
}

/** What the space-time diagram has at a place. */
export interface SpaceTimeHit {
  event?: number;
  t?: number;
  node?: string;
  /** The axis, or the playhead. */
  head?: boolean;
  /** The sign at the edge that stands for a playhead out of sight. */
  back?: boolean;
}

/** Who was in charge, from when to when. */
export interface Reign {
  from: number;
  to: number;
  node: string;
  status: string;
  epoch: number;
}

/** Something that a hand did. */
export interface FaultMark {
  t: number;
  event: number;
  /** The action's verb, as the scenario's text has it: it chooses the sign. */
  verb: string;
  label?: string | undefined;
}

export interface Fork {
  name: string;
  /** Where it left, and how far it is computed. */
  t: number;
  to: number;
  reigns: readonly Reign[];
  label?: string | undefined;
}

export interface TimelineData {
  width: number;
  decl: Decl;
  reigns: readonly Reign[];
  faults: readonly FaultMark[];
  /** Moments of commit or decision: ticks under the band. */
  commits: readonly number[];
  forks: readonly Fork[];
  /** How much is computed, in microseconds. */
  end: number;
  now: number;
  /** What the space-time diagram shows. */
  window?: { from: number; to: number } | undefined;
  /** What an empty stretch is called, such as "no leader". */
  nobody?: string | undefined;
  narrow?: boolean | undefined;
}
