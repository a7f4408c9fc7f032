// Sentences of events: the engine's own reasons where it gives them, and where not, what can be said without any.

import { h } from "./dom";
import type { RunModel } from "./run";
import type { RunEvent } from "./wire";
import { deed, plain } from "./words/sentences";

/** An event in a sentence or more: the engine's reasons where it gives them. */
export function sentence(e: RunEvent, run: RunModel, mine: boolean): string {
  const told = (e.notes ?? e.asides ?? []).map(ended).join(" ");
  if (e.k === "action") return [deed(e.x ?? "", run, mine), told].filter(Boolean).join(" ");
  return told || plain(e, run);
}

/** A note is a sentence, and ends like one. */
export const ended = (note: string): string => (/[.!?…:]$/.test(note) ? note : `${note}.`);

/** A sentence with the names of nodes set apart, as the look has it. */
export function prose(text: string, nodes: ReadonlySet<string>): DocumentFragment {
  const out = document.createDocumentFragment();
  for (const part of text.split(/(?<![\w.])([a-z]\d+)(?![\w])/)) {
    if (nodes.has(part)) out.append(h("span", { class: "ql-n" }, part));
    else if (part) out.append(part);
  }
  return out;
}
