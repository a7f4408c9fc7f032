// What clients have asked for and been answered, from the events of a run.

import type { RunEvent } from "./wire";

interface Asked {
  readonly op: number;
  readonly node: string;
  /** The events of its call and its answer, and what each says. */
  readonly called: number;
  readonly call: string;
  answered?: number | undefined;
  answer?: string | undefined;
}

export class History {
  /** By their calls. */
  readonly asked: Asked[] = [];
  /** The events that answered. */
  readonly answered: number[] = [];
  readonly #byOp = new Map<number, Asked>();

  append(k: number, e: RunEvent): void {
    // Calls first: what is refused is answered at once.
    for (const { op, says } of e.calls ?? []) {
      const asked: Asked = { op, node: e.n, called: k, call: says };
      this.asked.push(asked);
      this.#byOp.set(op, asked);
    }
    if (e.answers) this.answered.push(k);
    for (const { op, says } of e.answers ?? []) Object.assign(this.#byOp.get(op) ?? {}, { answered: k, answer: says });
  }

  /** What came after event k is void. */
  drop(k: number): void {
    while ((this.answered.at(-1) ?? 0) > k) this.answered.pop();
    while ((this.asked.at(-1)?.called ?? 0) > k) this.#byOp.delete((this.asked.pop() as Asked).op);
    for (const a of this.asked) if ((a.answered ?? 0) > k) a.answered = a.answer = undefined;
  }
}
