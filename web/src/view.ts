// What every part of a figure is given to show: one moment of one run, and what the reader has chosen in it.

import type { Ref } from "./draw/scene";
import type { RunModel } from "./run";
import type { Session } from "./session";
import type { Frame, NodeFrame, Decl } from "./wire";
import type { Move } from "./player";
import type { Refused } from "./engine";

export interface View {
  readonly session: Session;
  /** The session's run, or what the reader may see of it. */
  readonly run: RunModel;
  readonly decl: Decl;
  readonly k: number;
  readonly t: number;
  /** The frame shown; while another is on its way, the last one with statuses from the events. */
  readonly frame: Frame;
  /** The frame before the last step, when it is known and nothing plays. */
  readonly before: Frame | undefined;
  readonly playing: boolean;
  readonly calm: boolean;
  readonly speed: number;
  readonly chosen: Ref | undefined;
  readonly focus: Ref | undefined;
  /** The event whose causes and consequences are lit. */
  readonly lit: number | undefined;
  readonly causes: ReadonlySet<number>;
  readonly consequences: ReadonlySet<number>;
  /** The window of the space-time diagram. */
  readonly from: number;
  readonly to: number;
  /** Up to where there is something to be seen, and up to where somebody wanted it. */
  readonly end: number;
  readonly wanted: number;
  readonly narrow: boolean;
  /** The whole player, or a figure with less. */
  readonly whole: boolean;
  readonly nodes: ReadonlySet<string>;
  /** The events that a hand did in this figure. */
  readonly mine: ReadonlySet<number>;
  /** Whether the text is one that the reader brought. */
  readonly own: boolean;
  /** The verbs that hands may do; undefined: all. */
  readonly tools: ReadonlySet<string> | undefined;
  /** How the reader came to this moment. */
  readonly how: Move;
}

/** What opens beside a thing or a button, and on a phone as a sheet: what can be done, of one kind or to the whole cluster. */
export type SheetName =
  | "crash" | "pause" | "skew" | "lose" | "cut" | "heal" | "slow" | "hold" | "drop" | "duplicate" | "delay"
  | "command" | "more" | "break" | "until" | "branch";

/** A piece of a figure. It keeps its elements and draws a view into them. */
export interface Part {
  readonly element: HTMLElement;
  update(view: View): void;
}

/** What the parts may ask of the figure. */
export interface Hands {
  step(): void;
  back(): void;
  toggle(): void;
  seek(t: number): void;
  show(k: number): void;
  speed(factor: number): void;
  /** Makes the window so many times as long; the moment t, or the playhead, stays where it is. */
  zoom(factor: number, t?: number): void;
  /** Moves the window by so many microseconds, and keeps it there until the playhead moves; without a number, back to the playhead. */
  pan(by?: number): void;
  choose(ref: Ref | undefined): void;
  point(ref: Ref | undefined): void;
  /** Lights the causes and consequences of an event; the same again, or none, puts the light out. */
  why(event: number | undefined): void;
  /** Does an action at the moment shown. Gives what the engine has against it. */
  act(line: string): Promise<Refused | undefined>;
  /** Runs on until a goal is reached. Gives what the engine has against it. */
  until(goal: string): Promise<Refused | undefined>;
  fork(): void;
  switchTo(branch: string): void;
  prune(branch: string): void;
  /** Gives the branch shown another name. */
  rename(name: string): void;
  /** Shows two branches side by side, or ends that. */
  compare(left?: string, right?: string): void;
  /** Opens what can be done to a thing, beside it. */
  menu(ref: Ref, at: { x: number; y: number } | undefined): void;
  /** Opens a sheet: beside a button, or else beside what is chosen. */
  sheet(name: SheetName, anchor: HTMLElement | undefined): void;
  /** Lets a hand draw a line across the links to be cut. */
  draw(): void;
  /** Opens the form that runs the scenario again with something changed. */
  again(): void;
  scenario(): void;
  link(): void;
  help(): void;
}

/** A frame whose nodes say what the events up to k say: what is drawn until the engine's own frame comes. */
export function brought(frame: Frame, run: RunModel, k: number): Frame {
  if (frame.event === k) return frame;
  const nodes = frame.nodes.map((n): NodeFrame => {
    const now = run.nodeAt(n.id, k);
    if (!now) return n;
    const { status, epoch = 0, tally = "" } = now.state;
    return { ...n, status, epoch, tally, flags: [...now.flags] };
  });
  return { ...frame, event: k, nodes };
}

/** A frame in which the nodes that a challenge locks are marked. */
export function locked(frame: Frame): Frame {
  const ids = frame.challenge?.locked ?? [];
  if (ids.length === 0) return frame;
  return { ...frame, nodes: frame.nodes.map((n) => (ids.includes(n.id) ? { ...n, flags: [...(n.flags ?? []), "locked"] } : n)) };
}

export const nodeFrame = (view: View, id: string): NodeFrame | undefined => view.frame.nodes.find((n) => n.id === id);

export const hasFlag = (n: NodeFrame | undefined, flag: string): boolean => n?.flags?.includes(flag) ?? false;

export const sameRef = (a: Ref | undefined, b: Ref | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
