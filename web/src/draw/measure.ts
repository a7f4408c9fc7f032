// How wide a text will be. Asking the page would lay it out in every frame, and at build time there is none to ask:
// the sans face's own advances do instead, the tabular digit for every digit.

const DIGIT = 620;
/** Advances of Atkinson Hyperlegible Next 400, from space to tilde, in thousandths of an em. */
const ADVANCE = [
  280, 286, 301, 651, 592, 919, 731, 160, 299, 299, 485, 606, 210, 362, 210, 387, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 210, 210, 553, 628,
  553, 480, 778, 626, 613, 645, 669, 569, 552, 694, 694, 392, 512, 631, 541, 824, 693, 714, 592, 724, 614, 592, 558, 690, 593, 856,
  623, 575, 607, 317, 387, 344, 552, 372, 243, 525, 566, 485, 564, 538, 314, 558, 550, 252, 245, 492, 262, 845, 550, 548, 566, 574,
  349, 471, 326, 540, 461, 684, 481, 449, 460, 344, 237, 344, 555,
];
const OTHER = 720;

const known = new Map<string, number>();

/** The width in pixels of a text in the figure's sans. */
export function textWidth(text: string, size: number, bold = false): number {
  const key = bold ? `b${text}` : text;
  let em = known.get(key);
  if (em === undefined) {
    em = 0;
    for (const ch of text) {
      const code = ch.codePointAt(0) as number;
      const w = code >= 48 && code <= 57 ? DIGIT : ADVANCE[code - 32] ?? OTHER;
      em += bold ? w * 1.03 + 18 : w;
    }
    if (known.size > 5000) known.clear();
    known.set(key, em);
  }
  return (em * size) / 1000;
}
