// The element's style sheet, one for all figures of a page. On a page of this site it is the page's own file, which the
// browser has already: a rule read back from a loaded sheet may have lost its shorthands, so the text is asked for again, and
// comes from the cache.

import { abroad } from "./site";

let shared: Promise<CSSStyleSheet> | undefined;

export function styles(): Promise<CSSStyleSheet> {
  return (shared ??= load());
}

async function load(): Promise<CSSStyleSheet> {
  const sheet = new CSSStyleSheet();
  try {
    await sheet.replace(await (abroad ? (await import("./guest")).stylesText() : ours()));
  } catch {
    // Without its styles a figure is still a figure.
    shared = undefined;
  }
  return sheet;
}

async function ours(): Promise<string> {
  const answer = await fetch(__STYLES_URL__);
  return answer.ok ? answer.text() : "";
}
