// Where in the run the reader is, and how that moves: play, step, step back, seek. Only the virtual clock moves things.

import type { Session } from "./session";
import { eventAt, type Moment } from "./time";

/** play: the clock ran. step: to a neighbouring event. seek: anywhere else. film: on the way of a step. */
export type Move = "play" | "step" | "seek" | "film";

/** A step's film, in real milliseconds. */
const film = 240;
/** Readers who want no motion get one event each so many milliseconds, at the speed that figures start with. */
const calmPace = 600;

export const speedMin = 1 / 100;
export const speedMax = 100;
/** A message of ten milliseconds is seen for a fifth of a second. */
export const speedUsual = 1 / 20;

export class Player {
  /** How many events have happened. */
  k = 0;
  /** Virtual microseconds; never before event k, never after the one that follows. */
  t = 0;
  playing = false;
  speed = speedUsual;
  /** Nothing after it is shown: the reader is to decide something first. */
  gate: Moment | undefined;
  /** Where playing ends by itself. */
  stop: Moment | undefined;

  #step: { from: number; to: number; k: number; start: number } | undefined;
  #frame = 0;
  #last = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #calm = matchMedia("(prefers-reduced-motion: reduce)");

  constructor(
    readonly session: Session,
    private readonly moved: (how: Move) => void,
    /** Called when a gate or a stop has ended what the reader began. */
    private readonly stopped: () => void = () => undefined,
  ) {
    this.k = session.first;
    this.t = session.run.timeOf(this.k);
  }

  /** Whether the reader asked for no motion. */
  get calm(): boolean {
    return this.#calm.matches;
  }

  play(): void {
    if (this.playing) return;
    this.settle();
    if (this.#shut) return this.stopped();
    this.playing = true;
    if (this.calm) this.#calmly();
    else this.#run();
    this.moved("play");
  }

  pause(): void {
    if (!this.playing) return;
    this.playing = false;
    clearTimeout(this.#timer);
    this.moved("seek");
  }

  /** To the next event that shows anything; computes on if the run does not have it yet. Tells whether there is one. */
  async step(): Promise<boolean> {
    this.#stop();
    const { run } = this.session;
    let next = run.next(this.k);
    while (next === undefined && !this.session.ended) {
      const count = run.count;
      await this.session.reachEvent(count);
      if (run.count === count) return false;
      next = run.next(this.k);
    }
    if (next === undefined) return false;
    if (next > this.last) {
      this.stopped();
      return true;
    }
    if (this.calm) this.#arrive(next);
    else this.#film(next, run.timeOf(next));
    return true;
  }

  /** To the event before: the same film backwards. */
  back(): void {
    this.#stop();
    const { run } = this.session;
    const before = run.previous(this.k, this.session.first);
    if (before === undefined) return;
    this.k = before;
    if (this.calm) this.#arrive(before);
    else this.#film(before, run.timeOf(before));
  }

  /** To a moment. No film: scrubbing follows the hand. */
  seek(t: number): void {
    this.#step = undefined;
    this.t = Math.max(0, Math.min(t, this.session.now, this.gate?.t ?? Infinity));
    this.k = Math.max(this.session.first, Math.min(this.session.run.countAt(this.t), this.last));
    this.session.computeTo(t);
    this.moved("seek");
  }

  /** To the moment right after event k. */
  show(k: number): void {
    this.#step = undefined;
    // A challenge may start with fewer nodes than there were: nothing that the run does not have is shown, not even its first.
    this.k = Math.min(this.session.run.count, Math.max(this.session.first, Math.min(k, this.last)));
    this.t = this.session.run.timeOf(this.k);
    this.moved("seek");
  }

  /** The last event that may be shown. */
  get last(): number {
    return this.gate ? eventAt(this.session.run, this.gate) : Infinity;
  }

  /** Whether the reader stands at the gate. */
  get #shut(): boolean {
    return this.gate !== undefined && (this.k >= this.last && this.t >= this.gate.t);
  }

  /** To a moment as a scenario has it. */
  goTo(at: Moment): void {
    if (at.place === undefined) this.seek(at.t);
    else this.show(eventAt(this.session.run, at));
  }

  /** The run has changed under the reader: what was shown may not exist any more. */
  mend(): void {
    if (this.k > this.session.run.count) this.show(this.session.run.count);
  }

  #stop(): void {
    this.settle();
    if (!this.playing) return;
    this.playing = false;
    clearTimeout(this.#timer);
  }

  /** Brings a step that is on its way to its end. */
  settle(): void {
    const step = this.#step;
    if (!step) return;
    this.#step = undefined;
    this.k = step.k;
    this.t = step.to;
  }

  #arrive(k: number): void {
    this.#step = undefined;
    this.k = k;
    this.t = this.session.run.timeOf(k);
    this.moved("step");
  }

  #film(k: number, to: number): void {
    this.#step = { from: this.t, to, k, start: performance.now() };
    this.moved("film");
    this.#run();
  }

  #run(): void {
    if (this.#frame) return;
    this.#last = performance.now();
    const tick = (now: number): void => {
      this.#frame = 0;
      if (this.#step) this.#roll(now);
      else if (this.playing && !this.calm) this.#advance(now - this.#last);
      this.#last = now;
      if (this.#step || (this.playing && !this.calm)) this.#frame = requestAnimationFrame(tick);
    };
    this.#frame = requestAnimationFrame(tick);
  }

  #roll(now: number): void {
    const step = this.#step;
    if (!step) return;
    const part = (now - step.start) / film;
    if (part >= 1) {
      this.#arrive(step.k);
    } else {
      this.t = step.from + (step.to - step.from) * Math.max(0, part);
      this.moved("film");
    }
  }

  // A tab that slept is not caught up with: the clock goes on from where it was seen.
  #advance(ms: number): void {
    const { session } = this;
    const wanted = this.t + Math.min(ms, 100) * 1000 * this.speed;
    const ahead = Math.max(2_000_000 * this.speed, 200_000);
    if (session.now < wanted + ahead) session.computeTo(wanted + 2 * ahead);
    const t = Math.min(wanted, session.now);
    if (t < wanted && session.ended) this.playing = false;
    const end = this.#end();
    if (end && t >= end.t) return this.#ended(end);
    this.t = Math.max(this.t, t);
    this.k = Math.max(this.k, session.run.countAt(this.t));
    this.moved(this.playing ? "play" : "seek");
  }

  /** What ends the play that is on: the gate, or the stop where it is ahead. */
  #end(): Moment | undefined {
    const { gate, stop } = this;
    if (!stop || stop.t < this.t || (stop.t === this.t && eventAt(this.session.run, stop) <= this.k)) return gate;
    return gate && gate.t < stop.t ? gate : stop;
  }

  #ended(at: Moment): void {
    this.playing = false;
    this.t = Math.max(this.t, at.t);
    this.k = Math.max(this.k, eventAt(this.session.run, at));
    this.moved("seek");
    this.stopped();
  }

  #calmly(): void {
    const pace = Math.min(4000, Math.max(100, (calmPace * speedUsual) / this.speed));
    this.#timer = setTimeout(async () => {
      if (!this.playing) return;
      const at = this.k, end = this.#end(), last = end && eventAt(this.session.run, end);
      await this.step();
      // step stops what plays; this one is part of it.
      if (this.k === at) return this.moved("seek");
      if (end && last !== undefined && this.k >= last) return this.#ended(end);
      this.playing = true;
      this.#calmly();
    }, pace);
  }
}
