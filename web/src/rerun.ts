// A scenario run again with something changed: its cluster line is another, its seed and its actions stay, and lines that
// make no sense in the new run are left out and named.

import { quoted } from "./fields";
import { words } from "./lines";
import type { Decl, Field } from "./wire";
import * as Say from "./words/hands";

/** A line that the new run has no use for, and what the engine says of it. */
export interface Left {
  line: string;
  why: string;
}

const clusterLine = /^[ \t]*cluster[ \t].*$/m;

/** The words of a scenario's cluster line, without a comment at its end. */
function clusterWords(text: string): string[] {
  return words((clusterLine.exec(text)?.[0] ?? "").replace(/\s#.*$/, ""));
}

/** What a cluster line says of a name, without quotes. */
export function given(text: string, name: string): string | undefined {
  const word = clusterWords(text).find((w) => w.startsWith(`${name}=`))?.slice(name.length + 1);
  return word?.startsWith('"') ? (JSON.parse(word) as string) : word;
}

/** The text with other words in its cluster line; an empty value takes a word away. */
export function changed(text: string, values: ReadonlyMap<string, string>): string {
  const kept = clusterWords(text).filter((w) => !values.has(w.split("=", 1)[0] ?? "")), seed = kept.findIndex((w) => w.startsWith("seed="));
  const more = [...values].filter(([, v]) => v).map(([name, v]) => `${name}=${quoted(v)}`);
  // The seed stands last, as the engine prints it.
  kept.splice(seed < 0 ? kept.length : seed, 0, ...more);
  return text.replace(clusterLine, () => kept.join(" "));
}

/** How many nodes of each letter there can be, as fields: where it is always the same number there is none. */
export function counts(text: string, decl: Decl): Field[] {
  const fields: Field[] = [];
  for (const letter of new Set(decl.roles.map((r) => r.letter))) {
    const roles = decl.roles.filter((r) => r.letter === letter), last = roles.at(-1);
    if (!last || last.min === last.max) continue;
    const before = roles.slice(0, -1).reduce((n, r) => n + r.default, 0);
    const ofLast = letter !== "n" || given(text, last.name) !== undefined, first = ofLast ? 0 : before;
    fields.push({
      name: ofLast ? last.name : "nodes",
      type: "int",
      value: String(last.default + first),
      min: String(last.min + first),
      max: String(last.max + first),
      help: ofLast ? Say.nodesCalled(letter) : "",
    });
  }
  return fields;
}

/** No text has so many lines that do not fit; who has them is told so. */
const leftMax = 40;

/**
 * Leaves out line after line that the engine refuses, until it takes the text. The cluster line itself is not left out: what
 * is wrong there is the reader's. run: runs a text whole, and gives the line at fault and what is wrong.
 */
export async function fitting(text: string, run: (text: string) => Promise<{ line: number; message: string } | undefined>): Promise<{ text: string; left: Left[]; wrong?: string }> {
  const left: Left[] = [];
  for (;;) {
    const refused = await run(text);
    if (!refused) return { text, left };
    const lines = text.split("\n"), at = refused.line - 1, line = lines[at]?.trim() ?? "";
    if (!line || clusterLine.test(line) || left.length === leftMax) return { text, left, wrong: refused.message };
    left.push({ line, why: refused.message });
    lines.splice(at, 1);
    keepMoment(line, lines, at);
    text = lines.join("\n");
  }
}

/** A line without a moment of its own stands where the one before it led: the moment of a line that goes is handed on. */
function keepMoment(gone: string, lines: string[], at: number): void {
  const moment = /^at\s+\S+\s/.exec(gone)?.[0], next = lines[at]?.trim() ?? "";
  if (moment && next && !/^(?:at|run|branch|expect|#|----)/.test(next)) lines[at] = moment + next;
}
