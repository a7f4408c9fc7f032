// The keyboard map. It holds while the figure has the focus, so that its letters are nobody else's.

import type { Ref } from "./draw/scene";
import { isolation } from "./choices";
import { isQuiet } from "./run";
import { hasFlag, nodeFrame, type Hands, type View } from "./view";

export interface KeyHands extends Hands {
  untilLast(): void;
}

/** What a key is about: what the keyboard points at, else what is chosen. */
const about = (view: View): Ref | undefined => view.focus ?? view.chosen;

/** What a reader would ask about: what was told last, where the moment itself shows nothing. */
function lately(view: View): number {
  const now = view.run.event(view.k);
  return now && isQuiet(now) ? (view.run.lines(view.k, 1)[0]?.event ?? view.k) : view.k;
}

/** Does what a key asks for. Gives false for a key that the figure has no use for. */
export function press(e: KeyboardEvent, view: View, hands: KeyHands): boolean {
  if (e.altKey || e.ctrlKey || e.metaKey) return false;
  const ref = about(view);
  const node = ref?.kind === "node" ? nodeFrame(view, ref.id) : undefined;
  const message = ref?.kind === "message" ? ref.id : undefined;
  const act = (line: string): true => {
    void hands.act(line);
    return true;
  };
  switch (e.key) {
    case " ":
      hands.toggle();
      return true;
    case "ArrowLeft":
      hands.back();
      return true;
    case "ArrowRight":
      if (e.shiftKey) hands.untilLast();
      else hands.step();
      return true;
    case "[":
      hands.speed(view.speed / 10 ** 0.25);
      return true;
    case "]":
      hands.speed(view.speed * 10 ** 0.25);
      return true;
    case "+":
    case "=":
      hands.zoom(1 / 1.6);
      return true;
    case "-":
      hands.zoom(1.6);
      return true;
    case ",":
    case ".":
      hands.pan(((view.to - view.from) / 4) * (e.key === "," ? -1 : 1));
      return true;
    case "0":
      hands.pan();
      return true;
    case "w":
      hands.why(message ? view.run.message(message)?.sent : lately(view));
      return true;
    case "k":
      return node ? act(`${hasFlag(node, "crashed") ? "restart" : "crash"} ${node.id}`) : false;
    case "p":
      return node ? act(`${hasFlag(node, "paused") ? "resume" : "pause"} ${node.id}`) : false;
    case "x":
      return ref ? act(cutOrHeal(ref, view)) : false;
    case "h":
      return ref ? act(hold(ref, view)) : false;
    case "d":
      return message ? act(`drop ${message}`) : false;
    case "l":
      return message ? act(`delay ${message} by=20ms`) : false;
    case "b":
      hands.fork();
      return true;
    case "t":
      hands.scenario();
      return true;
    case "c":
      hands.link();
      return true;
    case "?":
      hands.help();
      return true;
    case "Escape":
      hands.choose(undefined);
      hands.why(undefined);
      return true;
  }
  if (e.key === "2" && message) return act(`duplicate ${message}`);
  const digit = /^[1-9]$/.test(e.key) ? view.frame.nodes.find((n) => n.id.slice(1) === e.key && n.id[0] === view.decl.roles[0]?.letter) : undefined;
  if (!digit) return false;
  hands.choose({ kind: "node", id: digit.id });
  if (view.focus) hands.point({ kind: "node", id: digit.id });
  return true;
}

function cutOrHeal(ref: Ref, view: View): string {
  const cut = (a: string, b: string): boolean => view.frame.links?.some((l) => l.from === a && l.to === b && l.state === "cut") ?? false;
  if (ref.kind === "link") return cut(ref.from, ref.to) || cut(ref.to, ref.from) ? `heal ${ref.from} ${ref.to}` : `cut ${ref.from} ${ref.to} both=true`;
  if (ref.kind === "message") {
    const m = view.run.message(ref.id);
    return m ? `cut ${m.from} ${m.send.to}` : "heal";
  }
  const off = view.frame.nodes.some((n) => cut(ref.id, n.id));
  return off ? "heal" : isolation(ref.id, view);
}

function hold(ref: Ref, view: View): string {
  const rule = ((): string => {
    if (ref.kind === "node") return `from=${ref.id}`;
    if (ref.kind === "link") return `from=${ref.from} to=${ref.to}`;
    const m = view.run.message(ref.id);
    return m ? `from=${m.from} to=${m.send.to} kind=${m.send.kind}` : "";
  })();
  const on = view.frame.rules?.includes(`hold ${rule}`) ?? false;
  return `${on ? "release" : "hold"} ${rule}`;
}
