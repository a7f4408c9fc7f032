// Links from the text into a run: the figure goes to the event and lights its causes. Where the figure was out of sight, a way
// back to the sentence stands in it.

import { h } from "../dom";
import { icon } from "../draw/icon";
import { alive, attend, inSight, labOf, reveal, revealFigure, type Lab } from "./figures";
import { say } from "./words";

export function serveLinks(article: HTMLElement): void {
  article.addEventListener("click", (e) => {
    const link = e.target instanceof Element ? e.target.closest<HTMLAnchorElement>("a[data-moment]") : null;
    if (!link || e.defaultPrevented || e.ctrlKey || e.metaKey || e.shiftKey) return;
    const lab = labOf(link.dataset["figure"]), at = link.dataset["moment"];
    if (!lab || at === undefined) return;
    e.preventDefault();
    lab.dispatchEvent(new CustomEvent("ql-lift"));
    void alive(lab).then((conductor) => conductor.show(at, { branch: link.dataset["branch"] ?? "main", why: true }));
    if (!inSight(lab)) {
      offerWayBack(lab, link);
      attend(lab);
      revealFigure(lab, "center");
    }
  });
}

function offerWayBack(lab: Lab, link: HTMLElement): void {
  lab.querySelector("[data-back]")?.remove();
  const back = h("button", { type: "button", class: "ql-b quiet", slot: "acts", "data-back": true, click: () => {
    back.remove();
    link.focus({ preventScroll: true });
    reveal(link, "center");
  } }, icon("back"), say("backToText"));
  lab.append(back);
}
