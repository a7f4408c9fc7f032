// What a page of this site has round a figure: buttons in the bar that open parts of it, and the facts of its run.

import { servePrint } from "./print";
import { Words } from "./words/player";
import * as Say from "./words/player";

interface Lab extends HTMLElement {
  openScenario(): unknown;
  linkToMoment(): unknown;
  openHelp(): unknown;
  runFragment(): Promise<string> | undefined;
}

interface Moment {
  protocol: string;
  /** Whether the reader has brought another text than the page's. */
  own: boolean;
  event: number;
  events: number;
  hash: string;
  nodes: number;
  text: string;
}

const count = new Intl.NumberFormat("en");

function facts(m: Moment): string {
  const seed = /\bseed=(\d+)/.exec(m.text)?.[1];
  return [
    Say.nodes(m.nodes),
    seed ? Say.seed(seed) : "",
    Say.eventOf(count.format(m.event), count.format(m.events)),
    Say.trace(m.hash.slice(0, 8)),
  ].filter(Boolean).join(" · ");
}

export function servePage(): void {
  servePrint();
  document.addEventListener("click", (e) => {
    const button = e.target instanceof Element ? e.target.closest<HTMLElement>("[data-opens]") : null;
    const lab = button && document.querySelector<Lab>("quorum-lab");
    if (!lab) return;
    if (button.dataset["opens"] === "scenario") lab.openScenario();
    if (button.dataset["opens"] === "link") lab.linkToMoment();
    if (button.dataset["opens"] === "keys") lab.openHelp();
  });
  const box = document.getElementById("embedding");
  box?.addEventListener("toggle", () => {
    const lab = document.querySelector<Lab>("quorum-lab");
    if (lab && box.matches(":popover-open")) void import("./embedding").then((m) => m.embedding(box, lab));
  });
  const place = document.querySelector("[data-facts]");
  if (place) {
    document.addEventListener("ql-moment", (e) => {
      const text = facts((e as CustomEvent<Moment>).detail);
      if (place.textContent !== text) place.textContent = text;
    });
  }
  document.addEventListener("ql-moment", (e) => whereOneIs((e as CustomEvent<Moment>).detail));
}

/** The bar names what runs. */
function whereOneIs({ protocol, own }: Moment): void {
  const [name, scenario] = document.querySelectorAll<HTMLElement>(".ql-crumb > :not(.faint, .facts)");
  if (!own || !name || !scenario) return;
  name.textContent = protocol;
  scenario.textContent = Words.yourOwnScenario;
}
