// How a figure looks on a page that is not of this site: it brings its styles and its typefaces. They come as a script, since
// a page that allows this one need then allow nothing more for them.

import { site } from "./site";

/** The style sheet, with addresses that hold on any page. */
export function stylesText(): string {
  const text = __STYLES_TEXT__.replace(/url\((["']?)\//g, `url($1${site}/`);
  typefaces(text);
  return text;
}

// A face that is declared inside an element is not looked for: the page itself has to have it. Where its policy does not
// let it, others stand in.
function typefaces(text: string): void {
  const all = new CSSStyleSheet(), faces = new CSSStyleSheet();
  all.replaceSync(text);
  for (const rule of all.cssRules) if (rule instanceof CSSFontFaceRule) faces.insertRule(rule.cssText);
  document.adoptedStyleSheets.push(faces);
}
