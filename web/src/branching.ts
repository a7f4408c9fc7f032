// What can be done with branches: go to one, make one here, name the one shown or end it, and lay another beside it.

import type { Choice } from "./menu";
import type { Hands, View } from "./view";

export function branchChoices({ session }: View, hands: Hands): Choice[] {
  const here = session.branches.find((b) => b.name === session.branch), others = session.branches.filter((b) => b !== here);
  return [
    { label: "Branch here", icon: "branch", key: "b", pick: () => hands.fork() },
    // What is about the branch shown comes before the others, which may be many.
    ...(here?.of ? own(here.name, hands) : []),
    ...(others.length ? ["rule" as const] : []),
    ...others.map((b): Choice => ({ label: `Go to ${b.name}`, detail: b.of ? `of ${b.of}` : "", icon: "right", pick: () => hands.switchTo(b.name) })),
    ...(others.length ? ["rule" as const] : []),
    ...others.map((b): Choice => ({ label: `Compare with ${b.name}`, icon: "compare", pick: () => hands.compare(undefined, b.name) })),
  ];
}

function own(name: string, hands: Hands): Choice[] {
  return [
    "rule",
    {
      title: "Name this branch",
      form: [{ name: "name", type: "string", shown: name, help: "small letters, digits and hyphens" }],
      submit: "Name",
      run: async (words) => {
        hands.rename(/name="?([^"\s]*)/.exec(words)?.[1] ?? name);
        return undefined;
      },
    },
    { label: "End this branch", detail: "and those that fork from it", icon: "close", pick: () => hands.prune(name) },
  ];
}
