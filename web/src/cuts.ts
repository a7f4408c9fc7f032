// Who could not reach whom, and when, from what hands did to the network.

import type { Cut } from "./draw/scene";
import type { RunModel } from "./run";
import { value, words } from "./lines";
import * as Say from "./words/player";

/** What one action cut, as a name and as ways: "n1 n2" is from n1 to n2. */
interface Deed {
  name: string;
  ways: readonly string[];
}

class Network {
  readonly #cut = new Set<string>();
  #deeds: Deed[] = [];

  /** The deeds that still show: not those that later ones cover; and what has been healed of them. */
  get label(): string {
    const shown = this.#deeds.filter((d, i) => d.ways.some((w) => this.#cut.has(w) && !this.#deeds.slice(i + 1).some((later) => later.ways.includes(w))));
    const healed = new Set(shown.flatMap((d) => d.ways).filter((w) => !this.#cut.has(w)).map((w) => w.split(" ").sort().join(" – ")));
    return [...shown.map((d) => d.name), ...[...healed].map((pair) => Say.butNot(pair))].join(", ");
  }

  /** Does what an action line says. */
  act(line: string): void {
    const all = words(line), [verb, a = "", b = ""] = all;
    if (verb === "cut") {
      const both = value(all, "both") === "true";
      this.#do(`${a} ${both ? "–" : "→"} ${b}`, both ? [`${a} ${b}`, `${b} ${a}`] : [`${a} ${b}`]);
    } else if (verb === "partition") {
      const sides = line.slice(verb.length).split("|").map((s) => s.trim().split(/\s+/));
      // Within a side all can talk again.
      for (const side of sides) for (const x of side) for (const y of side) this.#cut.delete(`${x} ${y}`);
      this.#do(sides.map((s) => s.join(" ")).join(" | "), sides.flatMap((side) => sides.flatMap((other) => side === other ? [] : side.flatMap((x) => other.map((y) => `${x} ${y}`)))));
    } else if (verb === "heal") {
      for (const way of b ? [`${a} ${b}`, `${b} ${a}`] : [...this.#cut]) this.#cut.delete(way);
    } else if (verb === "remove") {
      const gone = (way: string): boolean => way.split(" ").includes(a);
      for (const way of [...this.#cut].filter(gone)) this.#cut.delete(way);
      this.#deeds = this.#deeds.map((d) => ({ ...d, ways: d.ways.filter((w) => !gone(w)) }));
    }
    this.#deeds = this.#deeds.filter((d) => d.ways.some((w) => this.#cut.has(w)));
  }

  #do(name: string, ways: readonly string[]): void {
    for (const way of ways) this.#cut.add(way);
    this.#deeds.push({ name, ways });
  }
}

export function cutsOf(run: RunModel): Cut[] {
  const cuts: Cut[] = [], network = new Network();
  for (const k of run.actions) {
    const was = network.label, t = run.timeOf(k), last = cuts.at(-1);
    network.act(run.event(k)?.x ?? "");
    if (network.label === was) continue;
    if (last && last.to === Infinity) cuts[cuts.length - 1] = { ...last, to: t };
    if (network.label) cuts.push({ from: t, to: Infinity, label: network.label });
  }
  return cuts.filter((c) => c.to > c.from);
}
