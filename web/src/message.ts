// A message's way from its sender to its receiver: where it is at any moment, and what became of it.

import type { Arrow, Fate, FlyingState } from "./draw/scene";
import type { MessageTurn, Send } from "./wire";
import { span } from "./time";

/** Something that happened to a message after it was sent. */
export interface Turn {
  event: number;
  t: number;
  what: MessageTurn | "received" | "lost";
  /** Its new time of landing, where it has one. */
  lands: number | undefined;
}

export interface Place {
  /** 0 at the sender, 1 at the receiver. */
  progress: number;
  state: FlyingState;
  note?: string | undefined;
}

/** The part of its way at which what is held waits, and what is lost on the way is lost. */
const halfway = 0.5;
/** Where it is drawn that what came was lost: clear of the node that did not take it. */
const nearly = 0.84;
/** For how much of its way a lost or dropped message is still seen, with its cross. */
const lingers = 0.3;

export class Message {
  readonly turns: Turn[] = [];

  constructor(
    readonly send: Send,
    readonly from: string,
    /** The event that sent it. */
    readonly sent: number,
    /** What a message takes on its way in this run, for those that never got a time of landing. */
    readonly usual: number,
  ) {}

  get m(): string {
    return this.send.m;
  }

  /** How long its way takes by nature. */
  get flight(): number {
    const d = this.send.lands - this.send.leaves;
    return d > 0 ? d : this.usual;
  }

  /** Whether it was lost at its sending: by chance, for want of a link, or with its sender. */
  get doomed(): boolean {
    return this.send.fate !== undefined && this.send.fate !== "held";
  }

  /** The last moment at which there is anything to see of it if it was doomed. */
  get gone(): number {
    return this.send.leaves + this.flight * (halfway + lingers);
  }

  /** Where it is when k events have happened and it is t; undefined when nothing is to be seen of it. */
  at(k: number, t: number): Place | undefined {
    const { leaves } = this.send;
    if (t < leaves && this.send.fate !== "held") return undefined;
    if (this.doomed) return this.#doomedAt(t);

    let p0 = 0, t0 = leaves, t1 = leaves + this.flight;
    let copies = 1, copyLands = 0;
    let state: FlyingState = "flying";
    let note: string | undefined;
    const progress = (now: number): number => {
      const p = now >= t1 ? 1 : p0 + (1 - p0) * Math.max(0, (now - t0) / (t1 - t0));
      return state === "held" ? Math.min(p, Math.max(p0, halfway)) : p;
    };
    if (this.send.fate === "held") state = "held";

    for (const turn of this.turns) {
      if (turn.event > k) break;
      const p = progress(turn.t);
      switch (turn.what) {
        case "held":
          [p0, t0, state] = [p, turn.t, "held"];
          // Where it is held it stays: a way that ends never.
          t1 = p >= halfway ? Infinity : t1;
          break;
        case "released":
          [p0, t0, t1, state] = [p, turn.t, turn.lands || turn.t + this.flight * (1 - p), "flying"];
          break;
        case "delayed":
          note = turn.lands ? `+${span(turn.lands - t1)}` : undefined;
          [p0, t0, t1, state] = [p, turn.t, turn.lands || t1, "delayed"];
          break;
        case "duplicated":
          copies++;
          copyLands = Math.max(copyLands, turn.lands ?? 0);
          state = "duplicated";
          break;
        case "dropped":
          return t <= turn.t + this.flight * lingers ? { progress: p, state: "dropped" } : undefined;
        case "lost":
          return t <= turn.t + this.flight * lingers ? { progress: Math.min(p, nearly), state: "lost" } : undefined;
        case "received":
          if (--copies <= 0) return undefined;
          // The other copy set out at the same time and takes longer.
          t1 = Math.max(t1, copyLands, turn.t + 1);
          [p0, t0, state] = [(turn.t - leaves) / (t1 - leaves), turn.t, "flying"];
          break;
      }
    }
    return { progress: progress(t), state, note };
  }

  #doomedAt(t: number): Place | undefined {
    const p = (t - this.send.leaves) / this.flight;
    if (p > halfway + lingers) return undefined;
    return p < halfway ? { progress: p, state: "flying" } : { progress: halfway, state: "lost" };
  }

  /** Whether the event that is now the last one of it took it off the wire for good. */
  endsWith(turn: Turn): boolean {
    if (turn.what === "dropped" || turn.what === "lost") return true;
    if (turn.what !== "received") return false;
    let copies = 1;
    for (const u of this.turns) {
      if (u.what === "duplicated") copies++;
      if (u.what === "received") copies--;
      if (u === turn) break;
    }
    return copies <= 0;
  }

  /** The whole way as the space-time diagram draws it, from all that is computed. */
  arrow(): Arrow {
    const { m, to, kind, arg, intent, epoch = 0, leaves } = this.send;
    const a: Arrow = { m, from: this.from, to, leaves, lands: leaves + this.flight, fate: "flying", kind, arg, intent, epoch, sent: this.sent };
    const fates: Record<NonNullable<Send["fate"]>, Fate> = { held: "held", lost: "lost", cut: "cut", nobody: "lost", crashed: "crashed" };
    if (this.send.fate) a.fate = fates[this.send.fate];
    if (this.send.fate === "held") a.hold = { from: leaves, to: Infinity };
    for (const turn of this.turns) {
      switch (turn.what) {
        case "held":
          a.fate = "held";
          a.hold = { from: turn.t, to: Infinity };
          break;
        case "released":
          if (a.hold) a.hold = { from: a.hold.from, to: turn.t };
          a.lands = turn.lands || a.lands;
          a.fate = "flying";
          break;
        case "delayed":
          a.lands = turn.lands || a.lands;
          a.fate = "delayed";
          break;
        case "duplicated":
          break;
        case "dropped":
        case "lost":
          a.fate = turn.what;
          a.lands = Math.max(turn.t, a.leaves);
          break;
        case "received":
          if (a.got !== undefined) break;
          a.got = turn.event;
          a.lands = turn.t;
          if (a.fate !== "delayed" && a.fate !== "held") a.fate = "landed";
          break;
      }
    }
    return a;
  }
}
