// Run by Node while the site is built: prints the marks that stand in pages to read, shapes and intents by name, as the
// player's own renderer draws them. So there is one renderer, and a page shows what a figure shows.

import { parseHTML } from "linkedom";
import { glyph } from "../draw/glyphs";
import type { Intent, Shape } from "../wire";

const shapes: readonly Shape[] = ["circle", "double", "dashed", "diamond", "hexagon", "square", "octagon", "pill"];
const intents: readonly Intent[] = ["ask", "order", "data", "beat", "tell", "yes", "no", "ack"];

Object.assign(globalThis, { document: parseHTML("<html></html>").document });

const marks: Record<string, string> = {};
for (const what of [...shapes, ...intents]) marks[what] = glyph(what, { r: 10 }).toString();

console.log(JSON.stringify(marks));
