// What can be done with branches: go to one, make one here, name the one shown or end it, and lay another beside it.

import type { Choice } from "./menu";
import type { Hands, View } from "./view";
import { Words } from "./words/hands";
import * as Say from "./words/hands";

export function branchChoices({ session }: View, hands: Hands): Choice[] {
  const here = session.branches.find((b) => b.name === session.branch), others = session.branches.filter((b) => b !== here);
  return [
    { label: Words.branchHere, icon: "branch", key: "b", pick: () => hands.fork() },
    // What is about the branch shown comes before the others, which may be many.
    ...(here?.of ? own(here.name, hands) : []),
    ...(others.length ? ["rule" as const] : []),
    ...others.map((b): Choice => ({ label: Say.goTo(b.name), detail: b.of ? Say.ofBranch(b.of) : "", icon: "right", pick: () => hands.switchTo(b.name) })),
    ...(others.length ? ["rule" as const] : []),
    ...others.map((b): Choice => ({ label: Say.compareWith(b.name), icon: "compare", pick: () => hands.compare(undefined, b.name) })),
  ];
}

function own(name: string, hands: Hands): Choice[] {
  return [
    "rule",
    {
      title: Words.nameThisBranch,
      form: [{ name: "name", type: "string", shown: name, help: Words.branchNameHelp }],
      submit: Words.giveName,
      run: async (words) => {
        hands.rename(/name="?([^"\s]*)/.exec(words)?.[1] ?? name);
        return undefined;
      },
    },
    { label: Words.endThisBranch, detail: Words.andItsForks, icon: "close", pick: () => hands.prune(name) },
  ];
}
