// How a sign is drawn, and the signs that a lesson's page has outside of its figures.

import { make } from "./svg";

export const FEW = {
  play: "M6 4L16 10L6 16Z",
  back: "M15 5L8 10L15 15ZM5 5V15",
  until: "M4 10H11M8 6.5L11.5 10L8 13.5M15 4V16",
  restart: "M15.5 7A6.5 6.5 0 1 0 16.5 10.5M16 3V7.2H11.8",
  ok: "M4 10.5L8.2 14.7L16 5.7",
  no: "M5 5L15 15M15 5L5 15",
  lock: "M5 9H15V16H5ZM7 9V6.5a3 3 0 0 1 6 0V9",
} as const;

export function drawSign(d: string): SVGSVGElement {
  const svg = make("svg", "ql-i", { viewBox: "0 0 20 20", "aria-hidden": "true" });
  svg.append(make("path", "", { d }));
  return svg;
}

/** One of the few signs. */
export const icon = (name: keyof typeof FEW): SVGSVGElement => drawSign(FEW[name]);
