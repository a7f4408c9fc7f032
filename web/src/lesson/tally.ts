// Numbers of the text that the reader's own run counts: beside those that were published, and as they come about.

import { alive, labOf } from "./figures";

export function serveTallies(article: HTMLElement): void {
  for (const tally of article.querySelectorAll<HTMLElement>("[data-count]")) {
    const lab = labOf(tally.dataset["figure"]), { from = "", count = "", says = "" } = tally.dataset;
    if (!lab) continue;
    const tell = (): void => {
      const text = String(lab.conductor?.count(from, count, says) ?? 0);
      if (tally.textContent !== text) tally.textContent = text;
    };
    void alive(lab).then(tell);
    lab.addEventListener("ql-moment", tell);
  }
}
