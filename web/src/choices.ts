// What can be done to a node, a message, a link or the whole cluster: each is one action line, as a scenario has it. What
// cannot help at the moment shown is not among them, nor what the figure does not offer.

import { isCut, isolation, later, may, members, onTheWay } from "./deeds";
import { h } from "./dom";
import type { IconName } from "./draw/index";
import type { Ref } from "./draw/scene";
import { quoted, type Asked } from "./fields";
import { waiting } from "./inbox";
import type { Choice } from "./menu";
import { more, moreOf } from "./more";
import { value, words } from "./lines";
import { toggles } from "./toggles";
import type { CommandDecl, NodeFrame } from "./wire";
import { hasFlag, nodeFrame, type Hands, type SheetName, type View } from "./view";
import { Words } from "./words/hands";
import * as Say from "./words/hands";

type Row = Choice & { line: string; label: string };

const row = (label: string, icon: IconName, line: string, more: { key?: string; detail?: string } = {}): Row => ({ label, icon, line, ...more });

/** What can be done of one kind. */
export function choicesOf(name: Exclude<SheetName, "break" | "until" | "branch">, view: View, hands: Hands): Choice[] {
  switch (name) {
    case "crash":
      return offer(crashes(view), view);
    case "pause":
      return offer(pauses(view), view);
    case "skew":
      return offer([skewing(view)], view);
    case "lose":
      return offer(members(view).map((n) => row(Say.loseTheDiskOf(named(n)), "disk", `lose ${n.id}`)), view);
    case "cut":
    case "heal":
      return offer(cuts(view, hands), view);
    case "slow":
      return offer(slowing(view), view);
    case "hold":
      return offer(holds(view), view);
    case "drop":
      return offer(each(view, Words.drop, "drop", (id) => `drop ${id}`), view);
    case "duplicate":
      return offer(each(view, Words.duplicate, "duplicate", (id) => `duplicate ${id}`), view);
    case "delay":
      return offer(each(view, Words.delay, "delay", (id) => `delay ${id} by=${later}`), view);
    case "command":
      return offer(commands(view), view);
    case "more":
      return offer(more(view), view);
  }
}

/** What a hand can do to a thing. */
export function choicesFor(ref: Ref, view: View, hands: Hands): Choice[] {
  switch (ref.kind) {
    case "node":
      return offer(toNode(ref.id, view, hands), view);
    case "message":
      return offer(toMessage(ref.id, view, hands), view);
    case "link":
      return offer(toLink(ref.from, ref.to, view), view);
  }
}

/** Leaves out the lines that the figure does not offer, and the rules that then divide nothing. */
function offer(choices: readonly Choice[], view: View): Choice[] {
  const kept = choices.filter((c) => c === "rule" || !("line" in c) || may(view, typeof c.line === "string" ? c.line : c.line("")));
  return kept.filter((c, i) => c !== "rule" || (i > 0 && kept[i - 1] !== "rule" && kept.slice(i).some((x) => x !== "rule")));
}

// ---- nodes

/** A node in a list, with its status. */
const named = (n: NodeFrame): string => (n.status && !hasFlag(n, "crashed") ? `${n.id}, ${n.status}` : n.id);

function toNode(id: string, view: View, hands: Hands): Choice[] {
  const n = nodeFrame(view, id), up = n && !hasFlag(n, "crashed");
  const inbox = waiting(n, view, (line) => void hands.act(line));
  return [
    ...(inbox.length ? [{ element: h("ul", { class: "inbox" }, ...inbox) }, "rule" as const] : []),
    // Who uses the cluster is there to be told what to ask; of the others one wants to break first.
    ...(up && n.outside ? commandsOf(view, [n], true) : []),
    "rule",
    ...(n ? toggles(n, view) : []),
    // What is not synced yet is lost in a crash, unless one says otherwise.
    ...(up && hasFlag(n, "unsynced") ? [row(Words.crashKept, "crash", `crash ${id} disk=kept`), row(Words.crashTorn, "crash", `crash ${id} disk=torn`)] : []),
    "rule",
    row(Words.cutItOff, "cut", isolation(id, view), { key: "x", detail: Words.fromEveryOtherNode }),
    row(Words.holdWhatItSends, "hold", `hold from=${id}`, { key: "h" }),
    row(Words.loseItsDisk, "disk", `lose ${id}`, { detail: up ? Words.andCrash : "" }),
    ...(up ? [{ ...skewForm([], `skew ${id}`), folded: true, title: Words.skewItsClock, icon: "skew" as const }] : []),
    "rule",
    ...(up && !n.outside ? commandsOf(view, [n], true) : []),
    ...(n ? moreOf(n, view) : []),
  ];
}

/** Which node to crash, the one in charge first, or to start again. */
function crashes(view: View): Choice[] {
  const all = members(view), charge = view.session.charge;
  const up = all.filter((n) => !hasFlag(n, "crashed")).sort((a, b) => Number(charge.has(b.status)) - Number(charge.has(a.status)));
  return [
    ...up.map((n) => row(Say.crash(named(n)), "crash", `crash ${n.id}`)),
    "rule",
    ...all.filter((n) => hasFlag(n, "crashed")).map((n) => row(Say.restart(n.id), "restart", `restart ${n.id}`)),
  ];
}

function pauses(view: View): Choice[] {
  return members(view)
    .filter((n) => !hasFlag(n, "crashed"))
    .map((n) => hasFlag(n, "paused") ? row(Say.resume(n.id), "play", `resume ${n.id}`) : row(Say.pause(named(n)), "freeze", `pause ${n.id}`));
}

function skewForm(who: readonly Asked[], verb: string): Extract<Choice, { form: readonly Asked[]; line(w: string): string }> {
  return {
    form: [
      ...who,
      { name: "rate", type: "share", value: "150%", help: Words.rateHelp },
      { name: "offset", type: "duration", help: Words.offsetHelp },
    ],
    submit: Words.skew,
    line: (w) => `${verb} ${w}`,
  };
}

function skewing(view: View): Choice {
  const up = members(view).filter((n) => !hasFlag(n, "crashed")).map((n) => n.id);
  const chosen = view.chosen?.kind === "node" ? view.chosen.id : view.focus?.kind === "node" ? view.focus.id : "";
  return skewForm([{ name: "node", type: "node", oneof: up, arg: true, value: up.includes(chosen) ? chosen : (up[0] ?? "") }], "skew");
}

// ---- commands

/** Every command that anybody takes, each once, with who is to take it: visitors' commands first, which is what most want. */
function commands(view: View): Choice[] {
  const up = view.frame.nodes.filter((n) => !hasFlag(n, "crashed"));
  return commandsOf(view, [...up].sort((a, b) => Number(b.outside ?? false) - Number(a.outside ?? false)), false);
}

/** The commands of some nodes; of several the first is open, unless all are to be folded. */
function commandsOf(view: View, nodes: readonly NodeFrame[], folded: boolean): Choice[] {
  const takers = new Map<CommandDecl, string[]>();
  for (const n of nodes) {
    for (const c of view.decl.commands ?? []) {
      if (c.role === n.role && n.commands?.includes(c.name)) takers.set(c, [...(takers.get(c) ?? []), n.id]);
    }
  }
  return [...takers].map(([c, ids], i): Choice => commandForm(view, c, ids, folded || i > 0));
}

function commandForm(view: View, command: CommandDecl, takers: readonly string[], folded: boolean): Choice {
  const [first = ""] = takers, chosen = view.chosen?.kind === "node" && takers.includes(view.chosen.id) ? view.chosen.id : first;
  const who: Asked[] = takers.length > 1 ? [{ name: "node", type: "node", oneof: [...takers], arg: true, value: chosen, help: Words.takerHelp }] : [];
  const title = command.help ? `${command.name}: ${command.help}` : command.name;
  // With nothing to fill in there is nothing to open.
  if (!who.length && !command.fields?.length) return row(command.name, "send", `command ${first} ${command.name}`, { detail: command.help ?? "" });
  return {
    form: [...who, ...(command.fields ?? [])],
    submit: takers.length > 1 ? command.name : `${first} ${command.name}`,
    title,
    icon: "send",
    folded,
    line: (w) => {
      if (!who.length) return `command ${first} ${command.name} ${w}`;
      const [taker = first, ...rest] = words(w);
      return ["command", taker, command.name, ...rest].join(" ");
    },
  };
}

// ---- messages

function toMessage(id: string, view: View, hands: Hands): Choice[] {
  const message = view.run.message(id);
  if (!message) return [];
  const { kind, to } = message.send, { from } = message;
  const state = view.run.flying(view.k, view.t).find((f) => f.id === id)?.state;
  const there = state !== undefined && state !== "dropped" && state !== "lost";
  return [
    ...(there ? [
      row(state === "held" ? Words.release : state === "waiting" ? Words.deliver : Words.deliverNow, "release", `deliver ${id}`),
      row(Words.drop, "drop", `drop ${id}`, { key: "d" }),
      row(Words.duplicate, "duplicate", `duplicate ${id}`, { key: "2" }),
      row(Words.delayALittle, "delay", `delay ${id} by=${later}`, { key: "l" }),
      { form: [{ name: "by", type: "duration", value: "100ms", help: Words.laterHelp }], submit: Words.delay, title: Words.delayByLonger, icon: "delay", folded: true, line: (w: string) => `delay ${id} ${w}` } as const,
    ] : []),
    "rule",
    row(Say.holdTo(kind, to), "hold", `hold from=${from} to=${to} kind=${quoted(kind)}`, { key: "h", detail: Words.thisAndLater }),
    row(Say.holdEvery(kind), "hold", `hold kind=${quoted(kind)}`),
    "rule",
    { label: Words.whyWasItSent, icon: "branch", key: "w", pick: () => hands.why(message.sent) },
  ];
}

/** One choice for each message on its way. */
function each(view: View, label: string, sign: IconName, line: (id: string) => string): Choice[] {
  return onTheWay(view).map((f) => row(`${label} ${f.kind}${f.arg ? ` ${f.arg}` : ""}`, sign, line(f.id), { detail: Say.way(f.from, f.to) }));
}

/** Rules that keep messages on the wire, and what ends them. */
function holds(view: View): Choice[] {
  const kinds = view.decl.kinds.map((k) => k.name), rules = view.frame.rules ?? [];
  const held = onTheWay(view).some((f) => f.state === "held");
  return [
    ...rules.map((rule) => row(Words.release, "release", rule.replace(/^hold/, "release"), { detail: rule.replace(/^hold ?/, "") || "everything" })),
    ...(held || rules.length ? [row(Words.releaseEverything, "release", "release")] : []),
    ...(held ? [row(Words.dropWhatIsHeld, "drop", "drop held")] : []),
    "rule",
    {
      title: Words.holdHelp,
      form: [
        { name: "kind", type: "string", oneof: kinds },
        { name: "from", type: "node" },
        { name: "to", type: "node" },
      ],
      submit: Words.hold,
      line: (w) => `hold ${w}`,
    },
  ];
}

// ---- links

/** What a link's own values are at the moment shown, by the last line that set them; "" where it is as the rest. */
export function mannerOf(view: View, from: string, to: string): string {
  let manner = "";
  for (const k of view.run.actions) {
    if (k > view.k) break;
    const all = words(view.run.event(k)?.x ?? ""), [verb, a, b] = all;
    const back = value(all, "both") === "true" && a === to && b === from;
    if (verb === "link" && ((a === from && b === to) || back)) manner = all.slice(3).filter((w) => !w.startsWith("both=")).join(" ");
  }
  return manner;
}

function toLink(from: string, to: string, view: View): Choice[] {
  const there = isCut(view, from, to), back = isCut(view, to, from);
  const own = mannerOf(view, from, to) || mannerOf(view, to, from);
  return [
    ...(there || back ? [row(Words.heal, "heal", `heal ${from} ${to}`, { key: "x" })] : []),
    ...(there && back ? [] : [row(Words.cutBothWays, "cut", `cut ${from} ${to} both=true`, { key: "x" })]),
    ...(there ? [] : [row(Say.cutToOnly(from, to), "cut", `cut ${from} ${to}`)]),
    ...(back ? [] : [row(Say.cutToOnly(to, from), "cut", `cut ${to} ${from}`)]),
    "rule",
    ...(own ? [row(Words.asOthers, "heal", `link ${from} ${to} both=true`, { detail: Say.now(own) })] : []),
    row(Words.makeItSlow, "slow", `link ${from} ${to} latency=200ms both=true`, { detail: Words.slowly }),
    row(Words.makeItLossy, "lossy", `link ${from} ${to} loss=50% both=true`, { detail: Words.halfIsLost }),
    { ...linkForm(view, [], `link ${from} ${to}`), title: Words.itsOwnValues, icon: "slow", folded: true },
    "rule",
    row(Say.holdTo(from, to), "hold", `hold from=${from} to=${to}`, { key: "h" }),
    row(Say.holdTo(to, from), "hold", `hold from=${to} to=${from}`),
  ];
}

/** A link's own values; what is left empty is as on the other links. */
function linkForm(view: View, who: readonly Asked[], verb: string, latency = ""): Extract<Choice, { form: readonly Asked[]; line(w: string): string }> {
  const usual = (name: string): string => {
    const set = value(words(/^\s*cluster\s.*$/m.exec(view.session.text)?.[0] ?? ""), name);
    return set ?? view.decl.world?.find((f) => f.name === name)?.value ?? "";
  };
  const field = (name: string, type: string, help: string): Asked => ({ name, type, help: usual(name) ? Say.elsewhere(help, usual(name)) : help });
  return {
    form: [
      ...who,
      { ...field("latency", "distribution", Words.latencyHelp), value: latency },
      field("loss", "share", Words.lossHelp),
      field("dup", "share", Words.dupHelp),
      { name: "order", type: "string", oneof: ["fifo", "any"], open: Words.asElsewhere, help: Words.orderHelp },
      { name: "both", type: "bool", value: "true", help: Words.bothHelp },
    ],
    submit: Words.changeTheLink,
    line: (w) => `${verb} ${w}`,
  };
}

const ends = (view: View): Asked[] => {
  const ids = members(view).map((n) => n.id), { chosen } = view;
  const [a, b] = chosen?.kind === "link" ? [chosen.from, chosen.to] : [ids[0] ?? "", ids[1] ?? ""];
  return [{ name: "from", type: "node", oneof: ids, arg: true, value: a }, { name: "to", type: "node", oneof: ids, arg: true, value: b }];
};

function slowing(view: View): Choice[] {
  const pairs = members(view).flatMap((a, i, all) => all.slice(i + 1).map((b) => [a.id, b.id] as const));
  const own = pairs.flatMap(([a, b]) => {
    const manner = mannerOf(view, a, b) || mannerOf(view, b, a);
    return manner ? [row(Say.pairAsOthers(a, b), "heal", `link ${a} ${b} both=true`, { detail: Say.now(manner) })] : [];
  });
  return [...own, "rule", linkForm(view, ends(view), "link", "200ms")];
}

/** Ways to cut the network, and to mend it. */
function cuts(view: View, hands: Hands): Choice[] {
  const all = members(view), ids = all.map((n) => n.id), charge = view.session.charge;
  const head = all.find((n) => charge.has(n.status) && !hasFlag(n, "crashed"));
  // The side with fewer nodes has the one in charge, where there is one: that is the cut with a story.
  const first = head ? [head.id, ...ids.filter((id) => id !== head.id)] : ids;
  const few = first.slice(0, Math.floor(ids.length / 2)).sort(), many = ids.filter((id) => !few.includes(id));
  const cutting = ids.length > 1 && (may(view, "cut") || may(view, "partition"));
  return [
    ...(view.frame.links?.some((l) => l.state === "cut") ? [row(Words.healEverything, "heal", "heal")] : []),
    "rule",
    ...(cutting ? [{ label: Words.drawLine, icon: "draw" as const, pick: () => hands.draw() }] : []),
    ...(ids.length > 2 ? [row(`${few.join(" ")} | ${many.join(" ")}`, "cut", `partition ${few.join(" ")} | ${many.join(" ")}`, { detail: Words.twoSides })] : []),
    ...all.map((n) => row(Say.cutOff(named(n)), "cut", isolation(n.id, view))),
    "rule",
    ...(ids.length > 2 ? [{
      title: Words.pickTwoSides, icon: "cut" as const, folded: true, submit: Words.cut,
      form: [{ name: "sides", type: "sides", oneof: ids, value: few.join(" "), help: Words.sidesHelp }],
      line: (w: string) => `partition ${w}`,
    }] : []),
    {
      title: Words.oneLink, icon: "cut", folded: ids.length > 2, submit: Words.cut,
      form: [...ends(view), { name: "both", type: "bool", value: "true", help: Words.bothHelp }],
      line: (w) => `cut ${w}`,
    },
  ];
}
