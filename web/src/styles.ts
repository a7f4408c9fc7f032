// The element's style sheet, one for all figures of a page. It is the page's own file, which the browser has already: a
// rule read back from a loaded sheet may have lost its shorthands, so the text is asked for again, and comes from the cache.

let shared: Promise<CSSStyleSheet> | undefined;

export function styles(): Promise<CSSStyleSheet> {
  return (shared ??= load());
}

async function load(): Promise<CSSStyleSheet> {
  const sheet = new CSSStyleSheet();
  const answer = await fetch(new URL(__STYLES_URL__, import.meta.url));
  if (answer.ok) await sheet.replace(await answer.text());
  // Without its styles a figure is still a figure.
  return sheet;
}
