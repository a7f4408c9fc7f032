// The keyboard map. It holds while the figure has the focus, so that its letters are nobody else's; who is in the way of
// single letters all the same can turn them off, and the browser remembers that.

import { about, deeds, helps, lineOf, mayMore, offered, offersMore } from "./deeds";
import { isQuiet } from "./run";
import type { Hands, View } from "./view";
import { Words } from "./words/keys";

export interface KeyHands extends Hands {
  untilLast(): void;
}

export interface Key {
  /** As the map shows it: keys with spaces between them. */
  readonly shown: string;
  readonly says: string;
  /** The keys that it is for; without any it is done where the focus is. */
  readonly keys: readonly string[];
  /** A single character, which can be turned off. */
  readonly letter?: boolean;
  /** Whether a figure has what it is for. */
  offered?(view: View): boolean;
  /** Does it, unless this moment has no use for it. */
  press?(view: View, hands: KeyHands, e: KeyboardEvent): boolean | void;
}

const stored = "ql-keys";

/** Whether single letters are on. */
export function lettersOn(): boolean {
  try {
    return localStorage.getItem(stored) !== "off";
  } catch {
    return true;
  }
}

export function turnLetters(on: boolean): void {
  try {
    if (on) localStorage.removeItem(stored);
    else localStorage.setItem(stored, "off");
  } catch {
    // A browser that keeps nothing has letters on.
  }
}

/** What a reader would ask about: what was told last, where the moment itself shows nothing. */
function lately(view: View): number {
  const now = view.run.event(view.k);
  return now && isQuiet(now) ? (view.run.lines(view.k, 1)[0]?.event ?? view.k) : view.k;
}

function why(view: View, hands: Hands): void {
  const ref = about(view);
  hands.why(ref?.kind === "message" ? view.run.message(ref.id)?.sent : lately(view));
}

function chooseNode(view: View, hands: Hands, e: KeyboardEvent): boolean {
  const node = view.frame.nodes.find((n) => n.id.slice(1) === e.key && n.id[0] === view.decl.roles[0]?.letter);
  if (!node) return false;
  hands.choose({ kind: "node", id: node.id });
  if (view.focus) hands.point({ kind: "node", id: node.id });
  return true;
}

/** A deed is done to what is chosen; where it fits nothing, it asks, as its tool does. */
const deedKeys: readonly Key[] = deeds.flatMap((deed): Key[] => deed.key && deed.says ? [{
  shown: deed.key, says: deed.says, keys: [deed.key], letter: true,
  offered: (view) => offered(view).includes(deed),
  press: (view, hands) => {
    const line = lineOf(deed, view);
    if (line) void hands.act(line);
    // A number without a message chosen is a node's.
    else if (deed.key === "2") return false;
    else if (helps(deed, view)) hands.sheet(deed.name, undefined);
    return true;
  },
}] : []);

const wholly = (view: View): boolean => view.whole;
/** A lesson's text may have the answer; what is no lesson's is anybody's. */
const openly = (view: View): boolean => view.whole || !view.tools;

export const keys: readonly Key[] = [
  { shown: "space", says: Words.play, keys: [" "], press: (_, hands) => hands.toggle() },
  { shown: "← →", says: Words.steps, keys: ["ArrowLeft", "ArrowRight"], press: (_, hands, e) => (e.key === "ArrowLeft" ? hands.back() : e.shiftKey ? hands.untilLast() : hands.step()) },
  { shown: "⇧→", says: Words.runUntil, keys: [], offered: wholly },
  { shown: "[ ]", says: Words.speed, keys: ["[", "]"], letter: true, press: (view, hands, e) => hands.speed(view.speed * 10 ** (e.key === "[" ? -0.25 : 0.25)) },
  { shown: "+ -", says: Words.zoom, keys: ["+", "=", "-"], letter: true, press: (_, hands, e) => hands.zoom(e.key === "-" ? 1.6 : 1 / 1.6) },
  {
    shown: ", .", says: Words.pan, keys: [",", ".", "0"], letter: true,
    press: (view, hands, e) => hands.pan(e.key === "0" ? undefined : ((view.to - view.from) / 4) * (e.key === "," ? -1 : 1)),
  },
  { shown: "↑ ↓", says: Words.walk, keys: [] },
  { shown: "enter", says: Words.menu, keys: [], offered: (view) => !view.tools || view.tools.size > 0 },
  ...deedKeys,
  {
    shown: "m", says: Words.more, keys: ["m"], letter: true, offered: offersMore,
    press: (view, hands) => mayMore(view) && hands.sheet("more", undefined),
  },
  { shown: "1–9", says: Words.choose, keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"], letter: true, press: chooseNode },
  { shown: "w", says: Words.why, keys: ["w"], letter: true, press: why },
  { shown: "b", says: Words.branchHere, keys: ["b"], letter: true, offered: wholly, press: (_, hands) => hands.fork() },
  { shown: "t", says: Words.scenario, keys: ["t"], letter: true, offered: openly, press: (_, hands) => hands.scenario() },
  { shown: "c", says: Words.link, keys: ["c"], letter: true, offered: openly, press: (_, hands) => void hands.link() },
  { shown: "?", says: Words.map, keys: ["?"], press: (_, hands) => hands.help() },
  {
    shown: "esc", says: Words.escape, keys: ["Escape"],
    press: (_, hands) => {
      hands.choose(undefined);
      hands.why(undefined);
    },
  },
];

/** The keys that do something in a figure: what the map lists. */
export const working = (view: View): Key[] => keys.filter((k) => k.offered?.(view) !== false && !(k.letter && !lettersOn()));

/** Does what a key asks for. Gives false for a key that the figure has no use for. */
export function press(e: KeyboardEvent, view: View, hands: KeyHands): boolean {
  if (e.altKey || e.ctrlKey || e.metaKey) return false;
  return working(view).some((k) => k.keys.includes(e.key) && k.press?.(view, hands, e) !== false && k.press !== undefined);
}
