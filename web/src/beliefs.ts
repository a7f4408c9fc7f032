// What nodes have believed of themselves, from the events of a run: spans that an engine declares.

import type { SpanBar } from "./draw/scene";
import type { RunEvent } from "./wire";

interface Turn {
  event: number;
  t: number;
  node: string;
  name: string;
  epoch: number;
  on: boolean;
  /** 0: the node does not know. */
  until: number;
}

export class Beliefs {
  readonly #turns: Turn[] = [];
  /** Who is down at which event: all that a node believed ends there. */
  readonly #falls: { event: number; t: number; node: string }[] = [];

  append(event: number, e: RunEvent, epoch: number): void {
    if (e.f?.split(" ").some((f) => f === "crashed" || f === "removed")) this.#falls.push({ event, t: e.t, node: e.n });
    for (const { name, on = false, until = 0 } of e.spans ?? []) this.#turns.push({ event, t: e.t, node: e.n, name, epoch, on, until });
  }

  /** What came after event k is void. */
  drop(k: number): void {
    for (const list of [this.#turns, this.#falls]) while ((list.at(-1)?.event ?? 0) > k) list.pop();
  }

  /** All bars of the run, by node and name, each in order of time. */
  bars(): SpanBar[] {
    const lines = new Map<string, Turn[]>();
    for (const turn of this.#turns) {
      const key = `${turn.node} ${turn.name}`, line = lines.get(key);
      if (line) line.push(turn);
      else lines.set(key, [turn]);
    }
    return [...lines.values()].flatMap((line) => this.#line(line));
  }

  #line(turns: readonly Turn[]): SpanBar[] {
    const bars: SpanBar[] = [];
    turns.forEach((turn, i) => {
      if (!turn.on) return;
      const next = turns[i + 1], fall = this.#falls.find((f) => f.node === turn.node && f.event > turn.event && f.event <= (next?.event ?? Infinity));
      const to = fall?.t ?? next?.t ?? Infinity, last = bars.at(-1), { node, name, epoch, t: from, until } = turn;
      // Past the end that it knew of, it believes what its own clock denies.
      const late: [number, number][] = until && until < to ? [[Math.max(until, from), to]] : [];
      if (last?.to === from && turns[i - 1]?.on) bars[bars.length - 1] = { ...last, to, until, late: [...last.late, ...late] };
      else bars.push({ node, name, epoch, from, to, until, late });
    });
    return bars.filter((b) => b.to > b.from);
  }
}

/**
 * The names of the spans that are drawn: those asked for, else those that tell more than the weight of a node's line does
 * already, where both begin and end together.
 */
export function toldBy(bars: readonly SpanBar[], asked: readonly string[] | undefined, sameAsLine: (bar: SpanBar) => boolean): Set<string> {
  if (asked) return new Set(asked);
  return new Set(bars.filter((b) => !sameAsLine(b)).map((b) => b.name));
}
