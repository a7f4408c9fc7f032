// What can be done to a figure with one press, and the way back to how it was.

import { h } from "../dom";
import { icon } from "../draw/icon";
import { alive, labFor, textOf, type Lab, type Shown } from "./figures";
import { say } from "./words";

export function serveActs(article: HTMLElement): void {
  article.addEventListener("click", (e) => {
    const button = e.target instanceof Element ? e.target.closest<HTMLElement>("button[data-act]") : null;
    const lab = button && labFor(button);
    if (button && lab) void act(lab, button.dataset["act"] ?? "");
  });
  for (const lab of article.querySelectorAll<Lab>("quorum-lab")) if (lab.querySelector("[data-act]") || lab.getAttribute("tools")) offerStart(lab);
}

/** Does what a button says, line by line, and lets the run go on: what comes of it is the point. */
async function act(lab: Lab, lines: string): Promise<void> {
  const conductor = await alive(lab);
  // Where something is to be decided first, the figure says so.
  if (conductor.shut) return conductor.play();
  for (const line of lines.split("\n").map((l) => l.trim()).filter(Boolean)) {
    if (await conductor.act(line)) return;
  }
  conductor.play();
}

/** Once a hand has changed the run, it can be had as it was. */
function offerStart(lab: Lab): void {
  const again = h("button", { type: "button", class: "ql-b quiet", slot: "acts", hidden: true, click: () => {
    void alive(lab).then((conductor) => conductor.open(textOf(lab), lab.getAttribute("at") ?? ""));
  } }, icon("restart"), say("startAgain"));
  lab.append(again);
  let first: string | undefined;
  lab.addEventListener("ql-moment", (e) => {
    const { text } = (e as CustomEvent<Shown>).detail;
    first ??= text;
    again.hidden = text === first;
  });
}
