// What happened, in sentences: what a hand did, and events of which no engine says why. A language has its own order of words,
// so these are put together here.

import { value, words } from "../lines";
import type { RunModel } from "../run";
import type { RunEvent } from "../wire";

/** A message's kind, sender and receiver for its id; the id itself where the run does not know it. */
function messageName(run: RunModel, m: string): string {
  const message = run.message(m);
  return message ? `${message.send.kind} from ${message.from} to ${message.send.to}` : m;
}

function ruleName(all: readonly string[]): string {
  const kind = value(all, "kind") ?? "every message", from = value(all, "from"), to = value(all, "to");
  return kind + (from ? ` from ${from}` : "") + (to ? ` to ${to}` : "");
}

/** What an action does, said of a hand ("You crash n3") or, where nobody did it now, of the thing ("n3 crashes"). */
export function deed(line: string, run: RunModel, mine: boolean): string {
  const all = words(line), [verb = "", a = "", b = ""] = all;
  const rest = all.slice(1).join(" ");
  const say = (you: string, it: string): string => (mine ? `You ${you}.` : `${it}.`);
  switch (verb) {
    case "crash":
      return say(`crash ${a}`, `${a} crashes`);
    case "restart":
      return say(`restart ${a}`, `${a} restarts`);
    case "pause":
      return say(`pause ${a}`, `${a} pauses`);
    case "resume":
      return say(`let ${a} go on`, `${a} goes on`);
    case "lose":
      return say(`empty ${a}’s disk`, `${a} loses its disk`);
    case "skew":
      return say(`bend ${a}’s clock: ${all.slice(2).join(" ")}`, `${a}’s clock is bent: ${all.slice(2).join(" ")}`);
    case "manual":
      return b === "off" ? say(`let ${a} run by itself`, `${a} runs by itself`) : say(`take ${a} in hand`, `${a} is driven by hand`);
    case "fire":
      return say(`fire ${a}’s timer ${b}`, `${a}’s timer ${b} is fired`);
    case "choose":
      return say(`settle what ${a} chooses next: ${all.slice(2).join(" ")}`, `It is settled what ${a} chooses next: ${all.slice(2).join(" ")}`);
    case "cut": {
      const both = value(all, "both") === "true" ? "between" : "from", and = both === "between" ? "and" : "to";
      return say(`cut the link ${both} ${a} ${and} ${b}`, `The link ${both} ${a} ${and} ${b} is cut`);
    }
    case "partition": {
      const sides = rest.split("|").map((s) => s.trim().split(/\s+/).join(", "));
      return say(`cut the network: ${sides.join(" | ")}`, `The network is cut: ${sides.join(" | ")}`);
    }
    case "heal":
      return say("heal the network", "The network is whole again");
    case "link":
      return say(`change the link from ${a} to ${b}: ${all.slice(3).join(" ")}`, `The link from ${a} to ${b} changes: ${all.slice(3).join(" ")}`);
    case "hold":
      return say(`hold ${ruleName(all)}`, `From now on ${ruleName(all)} is held`);
    case "release":
      return say("release what was held", "What was held is released");
    case "deliver":
      return say(`deliver ${messageName(run, a)}`, `${messageName(run, a)} is delivered`);
    case "drop":
      return a === "held" ? say("drop what was held", "What was held is dropped") : say(`drop ${messageName(run, a)}`, `${messageName(run, a)} is dropped`);
    case "duplicate":
      return say(`duplicate ${messageName(run, a)}`, `${messageName(run, a)} is duplicated`);
    case "delay":
      return say(`delay ${messageName(run, a)} by ${value(all, "by") ?? "a while"}`, `${messageName(run, a)} is late by ${value(all, "by") ?? "a while"}`);
    case "command":
      return say(`have ${a} ${all.slice(2).join(" ")}`, `${a} is asked to ${all.slice(2).join(" ")}`);
    case "set":
      return say(`set ${rest}`, `${rest} is set`);
    case "load":
      return say(`keep giving ${all.slice(2).join(" ")} to ${a}`, `${a} is given ${all.slice(2).join(" ")} again and again`);
    case "add":
      return say(`add another ${a}`, `Another ${a} joins`);
    case "remove":
      return say(`remove ${a}`, `${a} is removed`);
    default:
      return say(`do: ${line}`, line);
  }
}

export function plain(e: RunEvent, run: RunModel): string {
  const kind = (e.x ?? "").split(" ", 1)[0];
  switch (e.k) {
    case "start":
      return `${e.n} starts.`;
    case "recv":
      return `${e.n} gets ${kind} from ${e.from}.`;
    case "lost": {
      const to = e.m && run.message(e.m)?.send.to;
      return `${kind || "A message"} from ${e.from} does not reach ${to || e.n || "anybody"}.`;
    }
    case "timer":
      return `${e.n}’s timer goes off: ${e.x}.`;
    case "command":
      return `${e.n} is asked to ${e.x}.`;
    case "return":
      return `${e.n} has its answer: ${e.x}.`;
    case "action":
      return `${e.x}.`;
  }
}
