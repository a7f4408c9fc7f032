// What a page does not bring by itself: it has a scenario's name and wishes, and the site has its text.

import { fill, h } from "./dom";
import "./fold";
import type { Figure } from "./figure";
import { changed } from "./rerun";
import { abroad, site } from "./site";
import { Words } from "./words/guest";
import * as Say from "./words/guest";

/** What the site has of a scenario. */
interface Start {
  text: string;
  module?: string;
  /** What is to be seen before it is alive. */
  first?: { class: string; label: string; parts: string[] };
}

/** Gives a figure what it starts from, and says whether there is anything; when not, the figure says why. */
export async function bring(lab: HTMLElement, figure: Figure, instead: Element): Promise<boolean> {
  const name = lab.getAttribute("scenario") ?? "", own = lab.querySelector('[slot="text"]')?.textContent ?? "";
  try {
    const found = own ? { text: own } : await scenario(name);
    if (!found) {
      const see = { label: Words.seeWhatThereIs, go: () => void open(`${site}/play`, "_blank", "noopener") };
      if (name) figure.lacks(Say.noScenario(name), see);
      else figure.lacks(Words.namesNothing, see);
      return false;
    }
    const wishes = new Map(["seed", "nodes"].flatMap((w) => (lab.hasAttribute(w) ? [[w, lab.getAttribute(w) ?? ""] as const] : [])));
    const plain = !wishes.size && !lab.hasAttribute("at") && !lab.hasAttribute("run");
    figure.bring(wishes.size ? changed(found.text, wishes) : found.text, found.module, wishes.size > 0);
    if (!own) dress(lab, figure.element, found, plain, instead);
    return true;
  } catch (e) {
    figure.lacks(Say.notLoaded((e as Error).message), {
      label: Words.tryAgain,
      go: () => void bring(lab, figure, instead).then((there) => (there ? figure.start() : undefined)),
    });
    return false;
  }
}

async function scenario(name: string): Promise<Start | undefined> {
  if (!name) return undefined;
  const text = abroad ? await (await import("./envoy")).read(name) : await ours(name);
  return text === undefined ? undefined : (JSON.parse(text) as Start);
}

async function ours(name: string): Promise<string | undefined> {
  const answer = await fetch(`/scenarios/${name}.json`);
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(Say.answered(site, answer.status));
  return answer.text();
}

/** Puts what is to be seen at first where the page has nothing for it. */
function dress(lab: HTMLElement, figure: Element, { text, first }: Start, plain: boolean, instead: Element): void {
  fill(instead, h("pre", { class: "ql-code", tabindex: 0 }, text));
  const drawn = first && plain ? parsed(first.parts.join("")) : undefined;
  if (!first || !drawn) return;
  const stands = h("ql-first" as "div", { class: `${first.class} first`, role: "group", "aria-label": first.label }, drawn);
  lab.shadowRoot?.querySelector('slot[name="first"]')?.replaceChildren(stands);
  figure.classList.add("waiting");
}

interface Policy {
  createHTML(html: string): string;
}

let policy: Policy | undefined;

// The markup is this site's own, as this script is. A page that takes no markup from scripts may refuse it; then the picture
// comes with the engine.
function parsed(html: string): DocumentFragment | undefined {
  const { trustedTypes } = globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } };
  const template = document.createElement("template");
  try {
    policy ??= trustedTypes?.createPolicy("quorumlab", { createHTML: (s) => s });
    template.innerHTML = policy?.createHTML(html) ?? html;
  } catch {
    return undefined;
  }
  return template.content;
}
