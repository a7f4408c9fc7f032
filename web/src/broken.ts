// What the event shown has broken: an invariant, or what clients may see.

import type { View } from "./view";
import * as Say from "./words/player";

/** In a sentence, with the values; undefined when it has broken nothing. */
export function broken({ run, k, frame, decl }: View): string | undefined {
  const bad = run.event(k)?.bad, seen = frame.invariants?.find((i) => !i.ok && i.event === k);
  if (!bad && !seen) return undefined;
  const title = seen?.title ?? decl.invariants?.find((i) => i.name === bad?.name)?.title;
  return Say.isBroken(title ? `“${title}”` : (bad?.name ?? ""), bad?.text ?? seen?.says ?? "");
}
