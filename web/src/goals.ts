// What a run can go on until: the next violation, what the scenario itself waits for, and every goal that is declared,
// with its fields.

import { h } from "./dom";
import type { Choice } from "./menu";
import { Speed } from "./transport";
import type { Hands, View } from "./view";
import { Words } from "./words/hands";
import * as Say from "./words/hands";

export function goalChoices(view: View, hands: Hands): Choice[] {
  const own = scenarioGoals(view.session.opened).filter((g) => !view.decl.goals?.some((d) => d.name === g));
  const pick = (goal: string) => (): void => void hands.until(goal);
  // What is refused is so at once; a run may take its time, and nothing waits for it.
  const tried = async (goal: string): Promise<string | undefined> => {
    const wrong = await Promise.race([hands.until(goal), new Promise<undefined>((go) => setTimeout(go, 400))]);
    return wrong?.message;
  };
  return [
    ...(view.narrow ? [{ element: speed(view, hands) }, "rule" as const] : []),
    { label: Words.nextViolation, detail: Words.violationHelp, icon: "warn", pick: pick("violated") },
    "rule",
    ...(own.length ? [heading(Words.scenarioGoals), ...own.map((g): Choice => ({ label: g, icon: "until", pick: pick(g) })), "rule" as const] : []),
    heading(Words.engineGoals),
    ...(view.decl.goals ?? []).map((g): Choice => g.fields?.length
      ? { title: g.help ? `${g.name}: ${g.help}` : g.name, icon: "until", folded: true, form: g.fields, submit: Say.runUntil(g.name), run: (w) => tried(`${g.name} ${w}`.trim()) }
      : { label: g.name, detail: g.help ?? "", icon: "until", pick: pick(g.name) }),
    "rule",
    { label: Words.runAgainWithMore, detail: Words.otherValues, icon: "restart", pick: () => hands.again() },
  ];
}

const heading = (text: string): Choice => ({ element: h("p", { class: "ql-h" }, text) });

/** The goals that a scenario's lines wait for or expect, without those that compare a number. */
function scenarioGoals(text: string): string[] {
  const goals = text.split(/^----$/m)[0]?.split("\n").map((line) => {
    const until = /^\s*run\s+until=(.+?)(?:\s+limit=\S+)?\s*$/.exec(line)?.[1];
    const expected = /^\s*expect\s+(?!not\s|violated|ended|same-view)(.+?)\s*$/.exec(line)?.[1];
    return until ?? (expected && !/(^|\s)(>=|<=|!=|=|>|<)\s/.test(expected) ? expected : undefined);
  });
  return [...new Set(goals?.filter((g) => g !== undefined))];
}

/** On a phone the speed has no room at the foot. */
function speed(view: View, hands: Hands): HTMLElement {
  const slider = new Speed({
    speed: (factor) => {
      hands.speed(factor);
      slider.update({ speed: factor });
    },
  });
  slider.update(view);
  return h("div", { class: "pace" }, h("span", { "aria-hidden": "true" }, Words.speed), slider.element);
}
