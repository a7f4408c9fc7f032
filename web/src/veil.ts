// What a reader may not see yet. A veiled run is a run of its own, with the same event numbers: what is hidden stands in it
// as events that show nothing, so that every part draws it as it draws any other.

import { RunModel } from "./run";
import type { Frame, NodeFrame, RunEvent } from "./wire";

export class Veil {
  /** The node through whose eyes one looks; undefined for none's. */
  client: string | undefined;
  #of: RunModel | undefined;
  #key = "";
  #veiled = new RunModel();

  /** The run up to its event `last`, as the client has seen it. */
  run(run: RunModel, last: number): RunModel {
    if (this.client === undefined && last >= run.count) return run;
    const key = `${run.version} ${Math.min(last, run.count)} ${this.client ?? ""}`;
    if (run !== this.#of || key !== this.#key) {
      [this.#of, this.#key] = [run, key];
      this.#veiled.fold(0, run.events.slice(0, last).map((e) => this.#event(e)));
    }
    return this.#veiled;
  }

  frame(frame: Frame): Frame {
    const { client } = this;
    if (client === undefined) return frame;
    const { links, rules, panels, invariants, ...open } = frame;
    return { ...open, nodes: frame.nodes.map((n) => (n.id === client ? n : hidden(n))), wire: [] };
  }

  #event(e: RunEvent): RunEvent {
    if (this.client === undefined) return e;
    if (e.n !== this.client) return { t: e.t, k: "timer", n: "" };
    // What was on its way, and what it came from, nobody can see at its end.
    const { sends, msgs, c, ...seen } = e;
    return seen;
  }
}

/** A node of which nothing is known but its name. */
function hidden({ id, role, outside, tier, place }: NodeFrame): NodeFrame {
  return {
    id, role, status: "",
    ...(outside === undefined ? {} : { outside }),
    ...(tier === undefined ? {} : { tier }),
    ...(place === undefined ? {} : { place }),
  };
}
