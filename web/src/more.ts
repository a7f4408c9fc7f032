// What is asked for less often: nodes that come and go, commands given again and again, and choices settled beforehand.

import type { Asked } from "./fields";
import { words } from "./lines";
import type { Choice } from "./menu";
import type { CommandDecl, NodeFrame } from "./wire";
import { hasFlag, type View } from "./view";
import { Words } from "./words/hands";
import * as Say from "./words/hands";

type Form = Extract<Choice, { form: readonly Asked[]; line(w: string): string }>;

/** All of it, for the whole cluster. */
export function more(view: View): Choice[] {
  const { nodes } = view.frame;
  // Who uses the cluster is there to be told what to ask.
  const up = nodes.filter((n) => !hasFlag(n, "crashed")).sort((a, b) => Number(b.outside ?? false) - Number(a.outside ?? false));
  return [
    ...comers(view),
    ...nodes.map((n): Choice => removal(n, Say.remove(n.id))),
    "rule",
    ...loads(view, up),
    "rule",
    ...(nodes.length ? [settling([{ name: "node", type: "node", oneof: nodes.map((n) => n.id), arg: true, value: nodes[0]?.id ?? "" }], "choose")] : []),
  ];
}

/** What of it is about one node. */
export function moreOf(n: NodeFrame, view: View): Choice[] {
  return [
    ...(hasFlag(n, "crashed") ? [] : loads(view, [n])),
    settling([], `choose ${n.id}`),
    removal(n, Words.removeIt),
  ];
}

/** A node of each role that may have one more. */
function comers({ decl, frame }: View): Choice[] {
  return decl.roles.filter((r) => frame.nodes.filter((n) => n.role === r.name).length < r.max)
    .map((r) => ({ label: Say.addAnother(r.name), detail: r.help ?? "", icon: "add", line: `add ${r.name}` }));
}

const removal = (n: NodeFrame, label: string): Choice => ({ label, detail: Words.forGood, icon: "remove", line: `remove ${n.id}` });

/** Each command once, for those nodes that take it, with how often it is given. */
function loads({ decl }: View, nodes: readonly NodeFrame[]): Choice[] {
  return (decl.commands ?? []).flatMap((c) => {
    const takers = nodes.filter((n) => n.role === c.role && n.commands?.includes(c.name)).map((n) => n.id);
    return takers.length ? [load(c, takers)] : [];
  });
}

function load(command: CommandDecl, takers: readonly string[]): Form {
  const [first = ""] = takers, who: Asked[] = takers.length > 1 ? [{ name: "nodes", type: "takers", oneof: [...takers], value: first, help: Words.takersHelp }] : [];
  return {
    form: [
      ...who,
      // Of a text's own number there can be no two.
      ...(command.fields ?? []).map((f): Asked => (f.type === "string" && !f.oneof ? { ...f, help: [f.help, Words.numberHelp].filter(Boolean).join("; ") } : f)),
      { name: "think", type: "distribution", value: "100ms", help: Words.thinkHelp },
      { name: "every", type: "distribution", help: Words.everyHelp },
      { name: "count", type: "int", min: "1", help: Words.countHelp },
      { name: "until", type: "time", help: Words.untilHelp },
    ],
    submit: Say.keepGiving(command.name),
    title: Say.againAndAgain(command.name),
    icon: "load",
    folded: true,
    line: (w) => {
      const [nodes = first, ...rest] = who.length ? words(w) : [first, ...words(w)];
      // Every is the other way to say how often.
      const some = rest.some((word) => word.startsWith("every=")) ? rest.filter((word) => !word.startsWith("think=")) : rest;
      return ["load", nodes, command.name, ...some].join(" ");
    },
  };
}

function settling(who: readonly Asked[], verb: string): Form {
  return {
    form: [...who, { name: "picks", type: "picks", arg: true, help: Words.picksHelp }],
    submit: Words.settle,
    title: Words.settleNext,
    icon: "settle",
    folded: true,
    line: (w) => `${verb} ${w}`,
  };
}
