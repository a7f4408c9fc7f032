// What waits at a node that is paused or driven by hand: each message with what can be done to it, and the timers that
// a hand may fire.

import { later, may } from "./deeds";
import { h } from "./dom";
import { hasFlag, type View } from "./view";
import type { NodeFrame } from "./wire";
import { Words } from "./words/player";
import * as Say from "./words/player";

/** A row for each thing that waits, with its buttons. */
export function waiting(n: NodeFrame | undefined, view: View, act: (line: string) => void): HTMLElement[] {
  if (!n) return [];
  const button = (label: string, line: string, of: string): HTMLElement | null =>
    may(view, line) ? h("button", { type: "button", class: "ql-b", "aria-label": `${label} ${of}`, click: () => act(line) }, label) : null;
  const messages = (n.inbox ?? []).map((m) => {
    const of = Say.kindFrom(m.kind, m.from);
    return h("li", {}, h("span", {}, h("b", {}, m.kind), Say.fromWaits(m.from)), button(Words.deliver, `deliver ${m.m}`, of), button(Words.delay, `delay ${m.m} by=${later}`, of), button(Words.drop, `drop ${m.m}`, of));
  });
  const timers = hasFlag(n, "manual") ? (n.timers ?? []).filter((t) => t.fire) : [];
  return [
    ...messages,
    ...timers.map((t) => h("li", {}, h("span", {}, h("b", {}, t.name), t.waits ? Words.isDueAndWaits : Words.isArmed), button(Words.fire, `fire ${n.id} ${t.fire}`, t.name))),
  ];
}

/** Another text when other rows stand there. */
export const waitingKey = (n: NodeFrame): string => JSON.stringify([n.id, n.inbox, hasFlag(n, "manual") && n.timers?.map((t) => [t.name, t.fire, t.waits])]);
