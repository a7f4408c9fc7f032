// The element's style sheet, one for all figures of a page. It has the page's own rules: a page of this site has loaded
// them already, so they are copied from there; on any other page they are fetched.

let shared: CSSStyleSheet | undefined;

/** The rules of a style sheet that this page has loaded from there. */
function loaded(url: string): string | undefined {
  for (const sheet of document.styleSheets) {
    if (sheet.href !== url) continue;
    return Array.from(sheet.cssRules, (rule) => rule.cssText).join("\n");
  }
  return undefined;
}

export function styles(): CSSStyleSheet {
  if (shared) return shared;
  const sheet = (shared = new CSSStyleSheet());
  const url = new URL(__STYLES_URL__, import.meta.url).href, rules = loaded(url);
  if (rules !== undefined) {
    sheet.replaceSync(rules);
  } else {
    void fetch(url).then(async (answer) => {
      if (answer.ok) await sheet.replace(await answer.text());
    });
  }
  return sheet;
}
