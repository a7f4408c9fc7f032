// The hands that a lesson's script has on a figure: it goes to moments, plays up to an event and no further, runs another
// text in the place of one, and draws a curtain.

import { Refused } from "./engine";
import type { Figure } from "./figure";
import type { Player } from "./player";
import { eventAt, parseMoment, type Moment } from "./time";
import type { View } from "./view";
import type { Verdict } from "./wire";

/** Where no speed is asked for, a run up to an event takes this long at most, in real milliseconds. */
const patience = 9000;

export interface Going {
  branch?: string | undefined;
  from?: string | undefined;
}

export interface Look {
  branch?: string | undefined;
  /** Whether the event's causes are lit. */
  why?: boolean;
}

export class Conductor {
  /** The run that is on its way to an event. */
  #way: { to: Moment; arrived(there: boolean): void; usual: number } | undefined;
  /** The text as it was opened, before any hand changed the run. */
  #opened = "";
  /** Whether the run is an attempt at a challenge, which is the reader's own. */
  #attempt = false;
  /** Another number for each change of the text: only the last one counts. */
  #texts = 0;
  #running: Promise<Refused | undefined> | undefined;
  #next: string | undefined;

  constructor(
    private readonly figure: Figure,
    private readonly speed: number | undefined,
    private readonly stop: Moment | undefined,
  ) {
    this.#opened = this.text;
    // A run that was asked for goes on when the figure comes into sight.
    figure.returned = () => this.#way && !this.playing && this.play();
  }

  /** Called when there is a first picture, also of another text. */
  alive(): void {
    const { player } = this.figure;
    if (!player) return;
    if (this.speed) player.speed = this.speed;
    player.stop ??= this.stop;
    this.#opened = player.session.text;
  }

  get text(): string {
    return this.#player?.session.text ?? "";
  }

  get branch(): string {
    return this.#player?.session.branch ?? "";
  }

  get event(): number {
    return this.#player?.k ?? 0;
  }

  get time(): number {
    return this.#player?.t ?? 0;
  }

  /** Whether nothing further may be seen now. */
  get shut(): boolean {
    const player = this.#player;
    return player?.gate !== undefined && player.k >= player.last;
  }

  get playing(): boolean {
    return this.#player?.playing ?? false;
  }

  get #player(): Player | undefined {
    return this.figure.player;
  }

  /**
   * Runs another text. Without a moment, the moment shown and the zoom stay; of texts that come faster than they run, the
   * last one does.
   */
  async open(text: string, at?: string): Promise<Refused | undefined> {
    this.#leave();
    if (at !== undefined) return this.figure.open(text, at);
    this.#next = text;
    const mine = ++this.#texts;
    await this.#running;
    if (mine !== this.#texts) return undefined;
    this.#running = this.figure.rerun(this.#next);
    return this.#running;
  }

  async show(at: string, { branch, why = false }: Look = {}): Promise<void> {
    this.#leave();
    const player = await this.#restored(), moment = parseMoment(at);
    if (!player || !moment) return;
    await this.#into(player, branch, moment.t);
    if (why) player.show(eventAt(player.session.run, moment));
    else player.goTo(moment);
    this.figure.why(undefined);
    if (why) this.figure.why(player.k);
  }

  /** How many messages of a kind a node has sent up to the moment shown, whose words begin like that. */
  count(from: string, kind: string, says: string): number {
    const player = this.#player;
    return player ? player.session.run.sentBy(from, kind, says, player.k) : 0;
  }

  play(): void {
    this.#player?.play();
  }

  pause(): void {
    this.#player?.pause();
  }

  /** Plays from a moment to the event of another. True when it is there; false when something else has been asked for. */
  async playUntil(at: string, { branch, from }: Going = {}): Promise<boolean> {
    this.#leave();
    const player = await this.#restored(), to = parseMoment(at), start = from === undefined ? undefined : parseMoment(from);
    if (!player || !to) return false;
    this.figure.why(undefined);
    await this.#into(player, branch, to.t);
    if (start && (player.t > start.t || branch !== undefined)) player.goTo(start);
    // Who wants no motion is there at once: hundreds of events one by one would be no run.
    if (player.calm || player.k >= eventAt(player.session.run, to)) {
      player.goTo(to);
      return true;
    }
    const usual = player.speed;
    player.stop = to;
    if (!this.speed) player.speed = Math.max(usual, (to.t - player.t) / 1000 / patience);
    return new Promise((arrived) => {
      this.#way = { to, arrived, usual };
      player.play();
    });
  }

  /** Goes to the end of a run that is on its way. */
  arrive(): void {
    const player = this.#player, way = this.#way;
    if (!player || !way) return;
    player.pause();
    player.goTo(way.to);
  }

  /** Nothing after this moment is shown, until it is lifted. */
  gate(at?: string): void {
    const gate = (this.figure.gate = at === undefined ? undefined : parseMoment(at)), player = this.#player;
    if (!player) return;
    player.gate = gate;
    if (player.k > player.last) player.show(player.last);
    this.figure.redraw();
  }

  act(line: string): Promise<Refused | undefined> {
    this.#leave();
    return this.figure.act(line);
  }

  /** Begins anew under a challenge's rules, where the reader's part begins. */
  async challenge(rules: string): Promise<Refused | undefined> {
    this.#leave();
    const player = this.#player;
    if (!player) return undefined;
    player.pause();
    this.#attempt = true;
    this.figure.why(undefined);
    return refusal(async () => player.show(await player.session.challenge(rules)));
  }

  /** Has a fresh world judge what was done up to the moment shown. */
  async judge(): Promise<Verdict | undefined> {
    const player = this.#player;
    player?.pause();
    return player?.session.judge(player.k);
  }

  /** Goes to an event by its number, and lights its causes. */
  async showEvent(k: number): Promise<void> {
    this.#leave();
    const player = this.#player;
    if (!player) return;
    player.pause();
    await player.session.reachEvent(k - 1);
    player.show(k);
    this.figure.why(undefined);
    this.figure.why(player.k);
  }

  /** Does actions at their moments: lines `at T ACTION`, and goes back to the first of them. */
  async script(lines: string): Promise<void> {
    this.#leave();
    const player = this.#player;
    if (!player) return;
    let first: number | undefined;
    for (const line of lines.split("\n")) {
      const [, at, action] = /^at\s+(\S+)\s+(.*)$/.exec(line.trim()) ?? [], moment = at === undefined ? undefined : parseMoment(at);
      if (!moment || action === undefined) continue;
      await player.session.reach(moment.t);
      player.goTo(moment);
      first ??= player.k;
      if (await this.figure.act(action)) return;
    }
    if (first !== undefined) player.show(first);
  }

  /** A word in the figure, and what can be done about it. */
  say(text: string, label?: string, go?: () => void): void {
    this.figure.tell(text, ...(label !== undefined && go ? [{ label, go }] : []));
  }

  /** Only what this client sees is shown, until it is lifted. */
  veil(client?: string): void {
    this.figure.veil.client = client;
    this.figure.redraw();
  }

  /** Called with each picture. */
  moved(view: View): void {
    const way = this.#way;
    if (way && view.k >= eventAt(view.session.run, way.to)) this.#end(true);
  }

  /** The player, paused; of the run that the page tells of, where a hand has made another. */
  async #restored(): Promise<Player | undefined> {
    this.#player?.pause();
    if (this.#player && !this.#attempt && this.text !== this.#opened) await this.figure.rerun(this.#opened);
    return this.#player;
  }

  async #into(player: Player, branch: string | undefined, t: number): Promise<void> {
    const { session } = player;
    if (branch !== undefined && branch !== session.branch) await session.switchTo(branch);
    await session.reach(t);
  }

  #leave(): void {
    this.#end(false);
  }

  #end(there: boolean): void {
    const way = this.#way, player = this.#player;
    if (!way) return;
    this.#way = undefined;
    if (player) {
      player.speed = way.usual;
      player.stop = undefined;
    }
    way.arrived(there);
  }
}

/** What the engine has against something, if it has. */
async function refusal(doing: () => Promise<void>): Promise<Refused | undefined> {
  try {
    await doing();
    return undefined;
  } catch (e) {
    if (e instanceof Refused) return e;
    throw e;
  }
}
