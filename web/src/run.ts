// A run as the page keeps it: the events of the branch shown, and what can be asked of them without the engine. Events
// are appended, and dropped from the end when an action makes another future; nothing else ever changes.

import { Beliefs } from "./beliefs";
import { History } from "./history";
import type { Arrow, Flying, Mark, Operation, Reign, Segment, SpanBar, Track } from "./draw/scene";
import { Message, type Turn } from "./message";
import type { MessageTurn, NodeState, RunEvent } from "./wire";

/** A node's own words about itself, from one event on. */
interface Change {
  event: number;
  t: number;
  state: NodeState;
  flags: readonly string[];
}

/** One line of the narration. */
export interface Line {
  event: number;
  t: number;
}

/** Messages on the wire are noted at every so many events, so that those of any moment are found at once. */
const stride = 256;

/** How many elements of a sorted list come before the first for which after is true. */
function lower<T>(list: readonly T[], after: (x: T) => boolean): number {
  let lo = 0, hi = list.length;
  while (lo < hi) {
    const mid = (lo + hi) >>> 1;
    if (after(list[mid] as T)) hi = mid;
    else lo = mid + 1;
  }
  return lo;
}

/** Whether an event shows nothing: a clock's tick that changed no more than a number inside. Steps pass over it. */
export function isQuiet(e: RunEvent): boolean {
  return e.k === "timer" && !e.sends && !e.s && e.f === undefined && !e.notes && !e.msgs && !e.calls && !e.answers && !e.bad;
}

export class RunModel {
  readonly events: RunEvent[] = [];
  readonly #times: number[] = [];
  readonly #messages: Message[] = [];
  readonly #byId = new Map<string, Message>();
  readonly #changes = new Map<string, Change[]>();
  /** Numbers of the events that the narration tells. */
  readonly #told: number[] = [];
  readonly #actions: number[] = [];
  readonly #history = new History();
  readonly #beliefs = new Beliefs();
  /** What was on the wire after each stride of events, as places in #messages. */
  readonly #wire: number[][] = [];
  #longest = 0;
  #flights = 0;
  #landed = 0;

  /** Another number after each change. */
  version = 0;

  get count(): number {
    return this.events.length;
  }

  /** The event of that number; 1 is the first. */
  event(k: number): RunEvent | undefined {
    return this.events[k - 1];
  }

  /** When event k happened; 0 before the first. */
  timeOf(k: number): number {
    return this.#times[k - 1] ?? 0;
  }

  /** How many events have happened when it is t. */
  countAt(t: number): number {
    return lower(this.#times, (x) => x > t);
  }

  /** What a message usually takes from node to node. */
  get usualFlight(): number {
    return this.#landed ? this.#flights / this.#landed : 10_000;
  }

  message(m: string): Message | undefined {
    return this.#byId.get(m);
  }

  /** How many messages of a kind a node has sent when k events have happened, whose words begin like that. */
  sentBy(from: string, kind: string, says: string, k: number): number {
    let n = 0;
    for (const { send, from: sender, sent } of this.#messages) {
      if (sent > k) break;
      if (sender === from && send.kind === kind && (send.arg ?? "").startsWith(says)) n++;
    }
    return n;
  }

  get actions(): readonly number[] {
    return this.#actions;
  }

  /** The moments at which an operation was answered. */
  answers(): number[] {
    return this.#history.answered.map((k) => this.timeOf(k));
  }

  /** What was asked for within a window, by its calls. visitors: who asks from outside. */
  operations(from: number, to: number, visitors: ReadonlySet<string>): Operation[] {
    return this.#history.asked.flatMap((o) => {
      const called = this.timeOf(o.called), answered = o.answered ? this.timeOf(o.answered) : this.#fell(o.node, o.called);
      if (called > to || answered < from) return [];
      return [{ op: o.op, node: o.node, from: called, to: answered, call: o.call, answer: o.answer, light: !visitors.has(o.node) }];
    });
  }

  /** What nodes believed of themselves, of the whole run. */
  beliefs(): SpanBar[] {
    return this.#beliefs.bars();
  }

  /** When a node next crashed after event k; Infinity for never. */
  #fell(node: string, k: number): number {
    return this.#changes.get(node)?.find((c) => c.event > k && c.flags.includes("crashed"))?.t ?? Infinity;
  }

  /** Keeps the first keep events and appends others, as a Run says. */
  fold(keep: number, events: readonly RunEvent[]): void {
    if (keep < this.count || events.length > 0) this.version++;
    if (keep < this.count) this.#drop(keep);
    for (const e of events) this.#append(e);
  }

  #append(e: RunEvent): void {
    this.events.push(e);
    this.#times.push(e.t);
    const k = this.count;
    if (e.s || e.f !== undefined) {
      let changes = this.#changes.get(e.n);
      if (!changes) this.#changes.set(e.n, (changes = []));
      const last = changes.at(-1);
      changes.push({
        event: k,
        t: e.t,
        state: e.s ?? last?.state ?? { status: "" },
        flags: e.f === undefined ? (last?.flags ?? []) : e.f.split(" ").filter(Boolean),
      });
    }
    for (const turn of e.msgs ?? []) this.#turn(turn.m, k, e.t, turn.what, turn.lands);
    if (e.m && (e.k === "recv" || e.k === "lost")) this.#turn(e.m, k, e.t, e.k === "recv" ? "received" : "lost", undefined);
    for (const send of e.sends ?? []) {
      const message = new Message(send, e.n, k, this.usualFlight);
      this.#byId.set(send.m, message);
      this.#messages.push(message);
      if (!send.fate && send.lands > send.leaves) {
        this.#flights += send.lands - send.leaves;
        this.#landed++;
      }
      this.#longest = Math.max(this.#longest, message.flight);
    }
    if (e.notes || e.k === "action" || e.bad) this.#told.push(k);
    if (e.k === "action") this.#actions.push(k);
    this.#history.append(k, e);
    this.#beliefs.append(k, e, this.nodeAt(e.n, k)?.state.epoch ?? 0);
    if (k % stride === 0) this.#wire.push(this.#onWire(k).filter((i) => !this.#passed(i, e.t)));
  }

  #turn(m: string, event: number, t: number, what: Turn["what"] | MessageTurn, lands: number | undefined): void {
    this.#byId.get(m)?.turns.push({ event, t, what, lands });
  }

  #drop(keep: number): void {
    for (let k = this.count; k > keep; k--) {
      const e = this.events[k - 1] as RunEvent;
      for (const turn of e.msgs ?? []) this.#untie(turn.m, keep);
      if (e.m) this.#untie(e.m, keep);
    }
    while ((this.#messages.at(-1)?.sent ?? 0) > keep) this.#byId.delete((this.#messages.pop() as Message).m);
    for (const changes of this.#changes.values()) changes.length = lower(changes, (c) => c.event > keep);
    this.#history.drop(keep);
    this.#beliefs.drop(keep);
    for (const list of [this.#told, this.#actions]) list.length = lower(list, (k) => k > keep);
    this.#wire.length = Math.floor(keep / stride);
    this.events.length = keep;
    this.#times.length = keep;
  }

  #untie(m: string, keep: number): void {
    const turns = this.#byId.get(m)?.turns;
    while (turns && (turns.at(-1)?.event ?? 0) > keep) turns.pop();
  }

  /** Places of the messages that are on the wire after event k. */
  #onWire(k: number): number[] {
    const c = Math.min(Math.floor(k / stride), this.#wire.length);
    const open = new Set(c > 0 ? this.#wire[c - 1] : []);
    let next = lower(this.#messages, (m) => m.sent > c * stride);
    for (let i = c * stride + 1; i <= k; i++) {
      const e = this.events[i - 1] as RunEvent;
      if (e.m || e.msgs) {
        for (const m of [e.m, ...(e.msgs ?? []).map((turn) => turn.m)]) {
          const message = m ? this.#byId.get(m) : undefined;
          const turn = message?.turns.find((u) => u.event === i);
          if (message && turn && message.endsWith(turn)) open.delete(this.#place(message));
        }
      }
      for (; (this.#messages[next]?.sent ?? Infinity) === i; next++) open.add(next);
    }
    return [...open];
  }

  #place(message: Message): number {
    let i = lower(this.#messages, (m) => m.sent >= message.sent);
    while (this.#messages[i] !== message) i++;
    return i;
  }

  /** Whether nothing of a doomed message is left to be seen. */
  #passed(i: number, t: number): boolean {
    const message = this.#messages[i] as Message;
    return message.doomed && message.gone < t;
  }

  /** What is to be seen on the wire when k events have happened and it is t. */
  flying(k: number, t: number, chosen?: string): Flying[] {
    const seen = new Set(this.#onWire(k));
    // What was dropped or lost a moment ago still shows its cross.
    for (let i = k; i > 0 && this.timeOf(i) >= t - this.#longest; i--) {
      const e = this.events[i - 1] as RunEvent;
      const ended = [e.k === "lost" ? e.m : undefined, ...(e.msgs ?? []).filter((m) => m.what === "dropped").map((m) => m.m)];
      for (const m of ended) {
        const message = m ? this.#byId.get(m) : undefined;
        if (message) seen.add(this.#place(message));
      }
    }
    const list: Flying[] = [];
    for (const i of [...seen].sort((a, b) => a - b)) {
      const message = this.#messages[i] as Message;
      const place = message.at(k, t);
      if (!place) continue;
      const { m, to, kind, arg = "", intent, epoch = 0 } = message.send;
      const state = place.state === "flying" && place.progress >= 1 && this.#waitsAt(to, k) ? "waiting" : place.state;
      const f: Flying = { id: m, from: message.from, to, kind, arg, intent, epoch, progress: place.progress, state, chosen: m === chosen };
      if (place.note) f.note = place.note;
      list.push(f);
    }
    return list;
  }

  /** Whether what comes to a node waits there for a hand, or until the node goes on. */
  #waitsAt(node: string, k: number): boolean {
    const flags = this.nodeAt(node, k)?.flags ?? [];
    return !flags.includes("crashed") && (flags.includes("manual") || flags.includes("paused"));
  }

  /** What a node says of itself after event k. */
  nodeAt(node: string, k: number): { state: NodeState; flags: readonly string[] } | undefined {
    const changes = this.#changes.get(node);
    return changes?.[lower(changes, (c) => c.event > k) - 1];
  }

  /** Nodes' lives within a window. */
  tracks(nodes: readonly string[], from: number, to: number): Track[] {
    return nodes.map((node) => {
      const changes = this.#changes.get(node) ?? [];
      const first = Math.max(0, lower(changes, (c) => c.t > from) - 1);
      const segments: Segment[] = [];
      for (let i = first; i < changes.length; i++) {
        const c = changes[i] as Change;
        if (c.t > to) break;
        const end = changes[i + 1]?.t ?? Infinity;
        const last = segments.at(-1);
        const same = last && last.status === c.state.status && last.epoch === (c.state.epoch ?? 0) && String(last.flags) === String(c.flags);
        if (last && same) segments[segments.length - 1] = { ...last, to: end };
        else if (end > c.t) segments.push({ from: c.t, to: end, status: c.state.status, epoch: c.state.epoch ?? 0, flags: c.flags });
      }
      return { node, segments };
    });
  }

  /** Whether a node's status or flags change at both ends of a stretch: then its line shows them. */
  showsEnds(node: string, from: number, to: number): boolean {
    const changes = this.#changes.get(node) ?? [];
    const changed = (t: number): boolean => {
      const i = lower(changes, (c) => c.t >= t), now = changes[i];
      return now?.t === t && (now.state.status !== changes[i - 1]?.state.status || String(now.flags) !== String(changes[i - 1]?.flags));
    };
    return changed(from) && (to === Infinity || changed(to));
  }

  /** Messages to be seen within a window, in order of leaving. */
  arrows(from: number, to: number): Arrow[] {
    const k = this.countAt(from);
    const seen = new Set(this.#onWire(k));
    for (let i = lower(this.#messages, (m) => m.sent > k); i < this.#messages.length; i++) {
      if (this.timeOf((this.#messages[i] as Message).sent) > to) break;
      seen.add(i);
    }
    return [...seen]
      .filter((i) => !this.#passed(i, from))
      .sort((a, b) => a - b)
      .map((i) => {
        const a = (this.#messages[i] as Message).arrow();
        return a.fate === "flying" && this.#waitsAt(a.to, this.countAt(a.lands)) ? { ...a, fate: "waiting" as const } : a;
      })
      .sort((a, b) => a.leaves - b.leaves);
  }

  /** Signs on the nodes' lines within a window. noLabel: statuses that need no word there. */
  marks(from: number, to: number, noLabel: ReadonlySet<string>): Mark[] {
    const marks: Mark[] = [];
    const last = this.countAt(to);
    for (let k = this.countAt(from - 1) + 1; k <= last; k++) {
      const e = this.events[k - 1] as RunEvent;
      const mark = (kind: Mark["kind"], label?: string): void => {
        marks.push({ event: k, t: e.t, node: e.n, kind, label });
      };
      const verb = e.k === "action" ? (e.x ?? "").split(" ", 1)[0] : "";
      if (e.bad) mark("bad", e.bad.name);
      if (verb === "crash") mark("crash");
      else if (verb === "restart" || verb === "resume") mark("restart");
      else if (verb === "pause") mark("pause");
      else if (e.k === "timer" && (e.s || e.notes)) mark("timer");
      else if (e.k === "command") mark("command");
      else if (e.answers) mark("commit");
      else if (!e.bad && !isQuiet(e)) mark("point");
      const before = e.s && this.nodeAt(e.n, k - 1)?.state;
      if (e.s && before && before.status !== e.s.status && !noLabel.has(e.s.status)) {
        mark("status", e.s.epoch ? `${e.s.status} ${e.s.epoch}` : e.s.status);
      }
    }
    return marks;
  }

  /** Who was in charge: stretches of the statuses named, of nodes that were up. */
  reigns(charge: ReadonlySet<string>): Reign[] {
    const reigns: Reign[] = [];
    for (const node of this.#changes.keys()) {
      for (const s of this.tracks([node], 0, Infinity)[0]?.segments ?? []) {
        if (!charge.has(s.status) || s.flags.includes("crashed")) continue;
        const last = reigns.at(-1);
        const goesOn = last && last.node === node && last.status === s.status && last.epoch === s.epoch && last.to === s.from;
        if (last && goesOn) reigns[reigns.length - 1] = { ...last, to: s.to };
        else reigns.push({ from: s.from, to: s.to, node, status: s.status, epoch: s.epoch });
      }
    }
    return reigns.sort((a, b) => a.from - b.from);
  }

  /** The chain of causes of event k, k among them. */
  causes(k: number): Set<number> {
    const chain = new Set<number>();
    for (let i: number | undefined = k; i && !chain.has(i); i = this.event(i)?.c) chain.add(i);
    return chain;
  }

  /** What came of event k, as far as is computed. */
  consequences(k: number): Set<number> {
    const all = new Set<number>();
    for (let i = k + 1; i <= this.count; i++) {
      const c = this.event(i)?.c;
      if (c === k || (c !== undefined && all.has(c))) all.add(i);
    }
    return all;
  }

  /** The last lines of the narration when k events have happened, the latest at the end. */
  lines(k: number, most: number): Line[] {
    const end = lower(this.#told, (x) => x > k);
    return this.#told.slice(Math.max(0, end - most), end).map((event) => ({ event, t: this.timeOf(event) }));
  }

  /** Whether a step may end at an event. A restart and the start that it is are one: there is no moment between them. */
  #stands(k: number): boolean {
    const e = this.event(k), next = this.event(k + 1);
    return e !== undefined && !isQuiet(e) && !(e.k === "action" && next?.k === "start" && next.c === k);
  }

  /** The event that a step goes to: the next that shows anything. */
  next(k: number): number | undefined {
    for (let i = k + 1; i <= this.count; i++) if (this.#stands(i)) return i;
    return undefined;
  }

  /** The event that a step back goes to, first at the least. */
  previous(k: number, first: number): number | undefined {
    for (let i = k - 1; i > first; i--) if (this.#stands(i)) return i;
    return k > first ? first : undefined;
  }
}
