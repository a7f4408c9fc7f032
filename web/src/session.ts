// One figure's conversation with the engine: it opens a scenario, computes ahead in short slices, does what a hand does,
// and keeps the run that the answers tell.

import type { Reign } from "./draw/scene";
import { RunModel } from "./run";
import type { BranchInfo, Decl, Expectation, Frame, Judgement, ModuleName, Run, Sight, Verdict } from "./wire";
import { Words } from "./words/player";

/** What another branch looked like when it was last shown. */
export interface Remembered {
  reigns: readonly Reign[];
  now: number;
}

/** Whoever asks the engine, and gives its answer's JSON. */
export interface Asks {
  ask<T>(module: ModuleName, request: string): Promise<T>;
}

/** A slice of computing should take about this long, so that a question in between waits no longer. */
const sliceMs = 40;
const framesKept = 96;

let sessions = 0;

export class Session {
  readonly id = ++sessions;
  readonly run = new RunModel();
  decl!: Decl;
  text = "";
  /** The text that it was opened with: what hands do makes another of it. */
  opened = "";
  branch = "main";
  branches: readonly BranchInfo[] = [{ name: "main" }];
  expectations: readonly Expectation[] = [];
  ended: Run["ended"];
  hash = "";
  /** The time up to which nothing more can happen. */
  now = 0;
  /** Up to where somebody wanted the run: the script's end, or the last thing that a hand did. */
  wanted = 0;
  /** The first moment that can be shown: all nodes have started. */
  first = 0;
  /** Whether the script has not come to its end. */
  more = false;
  /** Of the branches that are not shown. */
  readonly remembered = new Map<string, Remembered>();

  readonly #frames = new Map<number, Frame>();
  /** How many events a slice has: found while computing. */
  #slice = 400;
  #target = 0;
  #computing = false;
  #closed = false;

  constructor(
    readonly engine: Asks,
    readonly module: ModuleName,
    /** Called after each answer that changed the run. */
    private readonly changed: () => void,
    /** Called when computing ahead failed. */
    private readonly failed: (why: Error) => void,
  ) {}

  /** Starts the run of a scenario. The first slice only: computeTo and the script's own end bring the rest. */
  async open(text: string): Promise<void> {
    this.text = this.opened = text;
    const run = await this.#timed<Run>(`open ${this.id} events=${this.#slice}`, text);
    if (!run.decl) throw new Error(Words.noDeclaration);
    this.decl = run.decl;
    this.#fold(run);
    this.first = (await this.frame(0)).event;
  }

  /** Begins anew under a challenge's rules. Gives the event at which the reader's part begins. */
  async challenge(rules: string): Promise<number> {
    const at = await this.#switched(`challenge ${this.id}`, rules);
    this.first = (await this.frame(0)).event;
    return at;
  }

  /** Has a fresh world judge what was done up to event k. */
  async judge(k: number): Promise<Verdict> {
    for (let request = `judge ${this.id} ${k}`; ; request = `judge ${this.id}`) {
      const { verdict } = await this.#ask<Judgement>(`${request} events=${this.#slice}`);
      if (verdict) return verdict;
    }
  }

  /** Has the engine compute to t at least, and to the end of the script. Returns at once. */
  computeTo(t: number): void {
    this.#target = Math.max(this.#target, t);
    if (!this.#computing) void this.#compute();
  }

  /** Waits until the run has come to t, or to its end, and all of it has been told. */
  async reach(t: number): Promise<void> {
    const told = (): boolean => !this.more || this.run.timeOf(this.run.count) > t;
    while ((this.now < t || !told()) && (this.more || !this.ended) && !this.#closed) await this.#step(t);
  }

  /** Waits until the run has more than k events, or has ended. */
  async reachEvent(k: number): Promise<void> {
    const from = this.now;
    for (let ahead = 1_000_000; this.run.count <= k && (this.more || !this.ended) && !this.#closed; ahead *= 2) {
      if (ahead > 4_000_000_000) return;
      await this.#step(from + ahead);
    }
  }

  /** Waits for the end of the script: only then can anybody go on from it. */
  async reachScriptEnd(): Promise<void> {
    while (this.more && !this.#closed) await this.#step(0);
  }

  async #compute(): Promise<void> {
    this.#computing = true;
    try {
      while (!this.#closed && (this.more || (!this.ended && this.now < this.#target))) await this.#step(this.#target);
    } catch (e) {
      this.failed(e as Error);
    } finally {
      this.#computing = false;
    }
  }

  async #step(t: number): Promise<void> {
    const verb = this.more ? `more ${this.id}` : `extend ${this.id} ${Math.ceil(t)}`;
    this.#fold(await this.#timed<Run>(`${verb} events=${this.#slice}`));
  }

  // A slice's length follows the engine's speed: few events of a heavy engine, many of a light one.
  async #timed<T extends Run>(request: string, body?: string): Promise<T> {
    const start = performance.now();
    const run = await this.#ask<T>(request, body);
    const took = performance.now() - start;
    if (run.events.length >= this.#slice / 2 && took > 0) {
      const fit = this.#slice * (sliceMs / took);
      this.#slice = Math.round(Math.min(Math.max(fit, this.#slice / 2, 50), this.#slice * 2, 5000));
    }
    return run;
  }

  /** Does one action when k events have happened and it is t; what came later is void. Gives the event to show. */
  async act(k: number, t: number, line: string): Promise<number> {
    this.#target = 0;
    const at = this.#told(await this.#ask<Run>(`act ${this.id} ${k} ${Math.floor(t)}`, line));
    this.wanted = this.run.timeOf(at);
    return at;
  }

  /** Runs on from k until a goal is reached. Gives the event to show; reached is false when it was not. */
  async until(k: number, goal: string, signal: AbortSignal): Promise<{ at: number; reached: boolean }> {
    await this.reachScriptEnd();
    for (let from = k; ; from = this.run.count) {
      const was = this.now;
      const run = await this.#timed<Run>(`until ${this.id} ${from} events=${this.#slice}`, goal);
      this.#fold(run);
      const at = run.at ?? this.run.count;
      await this.reachEvent(at - 1);
      this.wanted = Math.max(this.wanted, this.run.timeOf(at));
      if (run.found) return { at, reached: true };
      // Where nothing happens any more, nothing will.
      if (this.ended || signal.aborted || this.#closed || this.now === was) return { at: this.run.count, reached: false };
    }
  }

  async fork(k: number, name: string): Promise<number> {
    await this.reachScriptEnd();
    return this.#switched(`branch ${this.id} ${k} ${name}`);
  }

  switchTo(name: string): Promise<number> {
    return this.#switched(`switch ${this.id} ${name}`);
  }

  async rename(name: string): Promise<void> {
    this.#fold(await this.#ask<Run>(`name ${this.id} ${name}`));
  }

  prune(name: string): Promise<number> {
    this.remembered.delete(name);
    return this.#switched(`prune ${this.id} ${name}`);
  }

  /** Which nodes can tell the branch shown from another at t, and what one of them has been given in both. */
  sights(t: number, other: string, node: string): Promise<{ nodes: Sight[]; more: boolean }> {
    return this.#ask(`sights ${this.id} ${Math.floor(t)} ${this.branch} ${other} ${node}`);
  }

  /** The frame after event k: at once when it is known. */
  known(k: number): Frame | undefined {
    return this.#frames.get(k);
  }

  async frame(k: number): Promise<Frame> {
    const known = this.#frames.get(k);
    if (known) return known;
    const { frame } = await this.#ask<{ frame: Frame }>(`frame ${this.id} ${k}`);
    this.#frames.set(frame.event, frame);
    for (const old of this.#frames.keys()) {
      if (this.#frames.size <= framesKept) break;
      this.#frames.delete(old);
    }
    return frame;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // An engine that is gone has forgotten it already.
    void this.#ask(`close ${this.id}`).catch(() => undefined);
  }

  async #switched(request: string, body = ""): Promise<number> {
    this.#target = 0;
    const run = await this.#ask<Run>(request, body);
    if (run.branch !== this.branch) {
      this.remembered.set(this.branch, { reigns: this.run.reigns(this.charge), now: this.now });
      this.remembered.delete(run.branch);
    }
    const at = this.#told(run);
    while (this.more && !this.#closed) await this.#step(0);
    return at;
  }

  #told(run: Run): number {
    this.#fold(run);
    return run.at ?? this.run.count;
  }

  /** The statuses that are in charge. */
  get charge(): ReadonlySet<string> {
    return new Set(this.decl.statuses.filter((s) => s.shape === "double").map((s) => s.name));
  }

  #ask<T>(request: string, body = ""): Promise<T> {
    return this.engine.ask<T>(this.module, `${request}\n${body}`);
  }

  #fold(run: Run): void {
    if (run.keep < this.run.count || run.branch !== this.branch) {
      for (const k of this.#frames.keys()) if (k > run.keep || run.branch !== this.branch) this.#frames.delete(k);
    }
    this.run.fold(run.keep, run.events);
    this.branch = run.branch;
    if (run.branches) this.branches = run.branches;
    if (run.text !== undefined) this.text = run.text;
    if (run.expect) this.expectations = run.expect;
    this.ended = run.ended;
    this.hash = run.hash;
    this.now = run.now;
    if (this.more || run.more || run.decl) this.wanted = this.now;
    this.more = run.more ?? false;
    this.changed();
  }
}
