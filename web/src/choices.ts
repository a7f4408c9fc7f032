// What can be done to a node, a message, a link or the whole cluster: each is one action line, as a scenario has it.

import type { Ref } from "./draw/scene";
import { quoted } from "./fields";
import type { Choice } from "./menu";
import type { Field, NodeFrame } from "./wire";
import { hasFlag, nodeFrame, type Hands, type View } from "./view";

type Act = (line: string) => void;
type ActWords = (line: string) => Promise<string | undefined>;

const later = "20ms";

/** A choice's line, and for a form what the engine has against it. */
function doing(hands: Hands): { act: Act; words: ActWords } {
  return {
    act: (line) => void hands.act(line),
    words: async (line) => (await hands.act(line))?.message,
  };
}

/** What a hand can do to a thing. */
export function choicesFor(ref: Ref, view: View, hands: Hands): Choice[] {
  switch (ref.kind) {
    case "node":
      return nodeChoices(ref.id, view, hands);
    case "message":
      return messageChoices(ref.id, view, hands);
    case "link":
      return linkChoices(ref.from, ref.to, view, hands);
  }
}

/** A node's toggles: down or up, paused or not, by itself or by hand. */
export function nodeToggles(id: string, view: View, act: Act): Exclude<Choice, "rule" | { form: readonly Field[] }>[] {
  const n = nodeFrame(view, id);
  if (hasFlag(n, "crashed")) return [{ label: "Restart", icon: "restart", key: "k", pick: () => act(`restart ${id}`) }];
  const paused = hasFlag(n, "paused"), manual = hasFlag(n, "manual");
  return [
    { label: "Crash", icon: "crash", key: "k", pick: () => act(`crash ${id}`) },
    paused
      ? { label: "Resume", icon: "play", key: "p", pick: () => act(`resume ${id}`) }
      : { label: "Pause", icon: "freeze", key: "p", pick: () => act(`pause ${id}`) },
    manual
      ? { label: "Run by itself", icon: "hand", pick: () => act(`manual ${id} off`) }
      : { label: "Drive by hand", icon: "hand", pick: () => act(`manual ${id} on`) },
  ];
}

function nodeChoices(id: string, view: View, hands: Hands): Choice[] {
  const { act, words } = doing(hands), n = nodeFrame(view, id);
  const choices: Choice[] = [...commandChoices(n, view, words), ...nodeToggles(id, view, act)];
  for (const timer of n?.timers ?? []) {
    if (timer.fire && hasFlag(n, "manual")) choices.push({ label: `Fire ${timer.name}`, icon: "delay", pick: () => act(`fire ${id} ${timer.fire}`) });
  }
  for (const m of n?.inbox ?? []) choices.push({ label: `Deliver ${m.kind}`, detail: `from ${m.from}`, icon: "release", pick: () => act(`deliver ${m.m}`) });
  choices.push(
    "rule",
    { label: "Cut it off", icon: "cut", key: "x", detail: "from every other node", pick: () => act(isolation(id, view)) },
    { label: "Hold what it sends", icon: "hold", key: "h", pick: () => act(`hold from=${id}`) },
    { label: "Lose its disk", icon: "disk", pick: () => act(`lose ${id}`) },
    "rule",
    {
      title: "Bend its clock",
      form: [
        { name: "rate", type: "string", value: "150%", help: "how fast it runs; 100% is true" },
        { name: "offset", type: "duration", help: "how far it is put ahead" },
      ],
      submit: "Skew",
      pick: (w) => words(`skew ${id} ${w}`),
    },
  );
  return choices;
}

/** The commands that a node takes, each with its fields. */
function commandChoices(n: NodeFrame | undefined, view: View, words: ActWords): Choice[] {
  if (!n?.commands?.length || hasFlag(n, "crashed")) return [];
  const choices: Choice[] = [];
  for (const name of n.commands) {
    const command = view.decl.commands?.find((c) => c.name === name && c.letter === n.id[0]);
    if (!command) continue;
    choices.push({
      title: command.help ? `${name}: ${command.help}` : name,
      form: command.fields ?? [],
      submit: `${n.id} ${name}`,
      pick: (w) => words(`command ${n.id} ${name} ${w}`),
    });
  }
  return [...choices, "rule"];
}

function messageChoices(id: string, view: View, hands: Hands): Choice[] {
  const { act, words } = doing(hands), message = view.run.message(id);
  if (!message) return [];
  const { kind, to } = message.send, { from } = message;
  const state = view.run.flying(view.k, view.t).find((f) => f.id === id)?.state;
  const label = state === "held" ? "Release" : state === "waiting" ? "Deliver" : "Deliver now";
  return [
    { label, icon: "release", pick: () => act(`deliver ${id}`) },
    { label: "Drop", icon: "drop", key: "d", pick: () => act(`drop ${id}`) },
    { label: "Duplicate", icon: "duplicate", key: "2", pick: () => act(`duplicate ${id}`) },
    { label: "Delay by 20 ms", icon: "delay", key: "l", pick: () => act(`delay ${id} by=${later}`) },
    { form: [{ name: "by", type: "duration", value: "100ms", help: "how much later it lands" }], submit: "Delay", pick: (w) => words(`delay ${id} ${w}`) },
    "rule",
    { label: `Hold ${kind} to ${to}`, detail: "this one and what comes", icon: "hold", key: "h", pick: () => act(`hold from=${from} to=${to} kind=${quoted(kind)}`) },
    { label: `Hold every ${kind}`, icon: "hold", pick: () => act(`hold kind=${quoted(kind)}`) },
    "rule",
    { label: "Why was it sent?", icon: "branch", key: "w", pick: () => hands.why(message.sent) },
  ];
}

function linkChoices(from: string, to: string, view: View, hands: Hands): Choice[] {
  const { act } = doing(hands);
  const is = (a: string, b: string): boolean => view.frame.links?.some((l) => l.from === a && l.to === b && l.state === "cut") ?? false;
  const cut = is(from, to) && is(to, from);
  const choices: Choice[] = [];
  if (is(from, to) || is(to, from)) choices.push({ label: "Heal", icon: "heal", key: "x", pick: () => act(`heal ${from} ${to}`) });
  if (!cut) choices.push({ label: "Cut both ways", icon: "cut", key: "x", pick: () => act(`cut ${from} ${to} both=true`) });
  for (const [a, b] of [[from, to], [to, from]] as const) {
    if (!is(a, b)) choices.push({ label: `Cut ${a} to ${b} only`, icon: "cut", pick: () => act(`cut ${a} ${b}`) });
  }
  choices.push(
    "rule",
    { label: `Hold ${from} to ${to}`, icon: "hold", key: "h", pick: () => act(`hold from=${from} to=${to}`) },
    { label: `Hold ${to} to ${from}`, icon: "hold", pick: () => act(`hold from=${to} to=${from}`) },
  );
  return choices;
}

/** Cuts a node off from all others. */
export function isolation(id: string, view: View): string {
  return `partition ${id} | ${others(view, id).join(" ")}`;
}

const others = (view: View, id: string): string[] => view.frame.nodes.map((n) => n.id).filter((n) => n !== id);

/** The nodes that make up the cluster: not the visitors from outside. */
export function members(view: View): NodeFrame[] {
  const inside = view.frame.nodes.filter((n) => !n.outside);
  return inside.length ? inside : view.frame.nodes;
}

/** A node in a list, with its status. */
const named = (n: NodeFrame): string => (n.status && !hasFlag(n, "crashed") ? `${n.id}, ${n.status}` : n.id);

/** Which node to crash, or to start again. */
export function crashChoices(view: View, hands: Hands): Choice[] {
  const { act } = doing(hands), all = members(view), charge = view.session.charge;
  const up = all.filter((n) => !hasFlag(n, "crashed")).sort((a, b) => Number(charge.has(b.status)) - Number(charge.has(a.status)));
  const down = all.filter((n) => hasFlag(n, "crashed"));
  return [
    ...up.map((n): Choice => ({ label: `Crash ${named(n)}`, icon: "crash", pick: () => act(`crash ${n.id}`) })),
    ...(down.length && up.length ? ["rule" as const] : []),
    ...down.map((n): Choice => ({ label: `Restart ${n.id}`, icon: "restart", pick: () => act(`restart ${n.id}`) })),
  ];
}

export function pauseChoices(view: View, hands: Hands): Choice[] {
  const { act } = doing(hands);
  return members(view)
    .filter((n) => !hasFlag(n, "crashed"))
    .map((n): Choice => hasFlag(n, "paused")
      ? { label: `Resume ${n.id}`, icon: "play", pick: () => act(`resume ${n.id}`) }
      : { label: `Pause ${named(n)}`, icon: "freeze", pick: () => act(`pause ${n.id}`) });
}

/** Ways to cut the network, and to mend it. */
export function cutChoices(view: View, hands: Hands): Choice[] {
  const { act, words } = doing(hands), all = members(view), ids = all.map((n) => n.id);
  const half = Math.floor(ids.length / 2), charge = view.session.charge;
  const head = all.find((n) => charge.has(n.status) && !hasFlag(n, "crashed"));
  // The side with fewer nodes has the one in charge, where there is one: that is the cut with a story.
  const first = head ? [head.id, ...ids.filter((id) => id !== head.id)] : ids;
  const choices: Choice[] = [];
  if (view.frame.links?.some((l) => l.state === "cut")) choices.push({ label: "Heal everything", icon: "heal", pick: () => act("heal") }, "rule");
  if (ids.length > 2) {
    const [a, b] = [first.slice(0, half).sort(), first.slice(half).sort()];
    choices.push({ label: `${a.join(" ")} | ${b.join(" ")}`, icon: "cut", detail: "two sides", pick: () => act(`partition ${a.join(" ")} | ${b.join(" ")}`) });
  }
  for (const n of all) choices.push({ label: `Cut off ${named(n)}`, icon: "cut", pick: () => act(isolation(n.id, view)) });
  choices.push("rule", {
    title: "One link",
    form: [
      { name: "from", type: "node", value: ids[0] ?? "" },
      { name: "to", type: "node", value: ids[1] ?? "" },
      { name: "both", type: "bool", value: "true", help: "the way back too" },
    ],
    submit: "Cut",
    pick: (w) => words(`cut ${w.replace(/\b(?:from|to)=/g, "")}`),
  });
  return choices;
}

/** Rules that keep messages on the wire, and what ends them. */
export function holdChoices(view: View, hands: Hands): Choice[] {
  const { act, words } = doing(hands);
  const kinds = view.decl.kinds.map((k) => k.name).join("|");
  const choices: Choice[] = [];
  const held = view.run.flying(view.k, view.t).some((f) => f.state === "held");
  for (const rule of view.frame.rules ?? []) {
    choices.push({ label: "Release", detail: rule.replace(/^hold ?/, "") || "everything", icon: "release", pick: () => act(rule.replace(/^hold/, "release")) });
  }
  if (held || choices.length) choices.push({ label: "Release everything", icon: "release", pick: () => act("release") }, { label: "Drop what is held", icon: "drop", pick: () => act("drop held") }, "rule");
  choices.push({
    title: "Hold what is on its way and what comes",
    form: [{ name: "kind", type: kinds.includes("|") ? kinds : "string" }, { name: "from", type: "node" }, { name: "to", type: "node" }],
    submit: "Hold",
    pick: (w) => words(`hold ${w}`),
  });
  return choices;
}

/** Every command that anybody takes, each once, with who is to take it: visitors' commands first, which is what most want. */
export function tellChoices(view: View, hands: Hands): Choice[] {
  const { words } = doing(hands), choices: Choice[] = [], up = view.frame.nodes.filter((n) => !hasFlag(n, "crashed"));
  const outside = (letter: string): number => (view.frame.nodes.find((n) => n.id[0] === letter)?.outside ? 0 : 1);
  const commands = [...(view.decl.commands ?? [])].sort((a, b) => outside(a.letter) - outside(b.letter));
  for (const command of commands) {
    const takers = up.filter((n) => n.id[0] === command.letter && n.commands?.includes(command.name)).map((n) => n.id);
    const [first] = takers;
    if (!first) continue;
    const chosen = view.chosen?.kind === "node" && takers.includes(view.chosen.id) ? view.chosen.id : first;
    const who: Field[] = takers.length > 1 ? [{ name: "node", type: takers.join("|"), value: chosen }] : [];
    choices.push({
      title: command.help ? `${command.name}: ${command.help}` : command.name,
      form: [...who, ...(command.fields ?? [])],
      submit: takers.length > 1 ? command.name : `${first} ${command.name}`,
      pick: (w) => {
        const [, taker = first, rest = ""] = who.length ? (/^node=(\S+)(.*)$/.exec(w) ?? []) : [w, first, ` ${w}`];
        return words(`command ${taker} ${command.name}${rest}`);
      },
    });
  }
  return choices;
}

/** The whole cluster on one sheet: what the toolbar has, for thumbs. */
export function breakChoices(view: View, hands: Hands): Choice[] {
  const charge = view.session.charge, all = members(view);
  const first = [...all].sort((a, b) => Number(charge.has(b.status)) - Number(charge.has(a.status)));
  return [
    ...crashChoices(view, hands),
    "rule",
    ...cutChoices(view, hands).filter((c) => c !== "rule" && !("form" in c)).slice(0, 2 + first.length),
    "rule",
    ...holdChoices(view, hands),
  ];
}
