// Signs for controls: one family on 20 units with a stroke of 1.6. Each stands beside its word or has one for the ear.

import { drawSign, FEW } from "./icon";
import { make } from "./svg";

const CIRCLE = "M10 3a7 7 0 1 0 .01 0Z";

const PATHS = {
  ...FEW,
  pause: "M7 4V16M13 4V16",
  step: "M5 5L12 10L5 15ZM15 5V15",
  start: "M16 5L10 10L16 15ZM10 5L4 10L10 15Z",
  crash: "M4.5 4.5L15.5 15.5M15.5 4.5L4.5 15.5",
  freeze: `${CIRCLE}M8 7.5V12.5M12 7.5V12.5`,
  skew: "M11.5 4a6.5 6.5 0 1 1 -5.5 1.6M11.5 7V10.5L14 12M3 3L6 5.8L3.4 8.6",
  disk: "M4 4H14L16 6V16H4ZM7 16V11.5H13V16M7.5 4V7H12.5V4",
  cut: "M2 10H7M13 10H18M8 5.5V14.5M12 5.5V14.5",
  heal: "M3 10H17M7 6L3 10L7 14M13 6L17 10L13 14",
  slow: "M2 10Q4.7 4.5 7.3 10T12.7 10T18 10",
  lossy: "M2 10h.01M6 10h.01M10 10h.01M14 10h.01M18 10h.01",
  draw: "M2 10H7.5M12.5 10H18M6 17L14 3",
  hold: "M6 4H4V16H6M14 4H16V16H14M10 7.5a2.5 2.5 0 1 0 .01 0Z",
  release: "M3 10H12M9 6.5L12.5 10L9 13.5M16.5 4V16",
  drop: "M2 10H9M10 6.5L17 13.5M17 6.5L10 13.5",
  duplicate: "M7 3H17V12H7ZM13 12V17H3V8H7",
  delay: `${CIRCLE}M10 6V10L13 12`,
  send: "M3 10H16M11.5 5.5L16 10L11.5 14.5",
  hand: "M6 11V6.5a1.2 1.2 0 0 1 2.4 0V9.5V4.5a1.2 1.2 0 0 1 2.4 0V9.5V5.5a1.2 1.2 0 0 1 2.4 0V11M13.2 9a1.2 1.2 0 0 1 2.4 0V12.5Q15.6 17 11 17Q8 17 6.5 14.5L4 10.8a1.2 1.2 0 0 1 2 -1.2",
  fire: "M10 5.5a6 6 0 1 0 .01 0ZM10 8.5V11.5M8 2.5H12M10 2.5V5.5",
  branch: "M5 3V17M5 12Q5 8 10 8T15 4M12.5 5.5L15 3.5L17 6.3",
  compare: "M3 4H8.5V16H3ZM11.5 4H17V16H11.5Z",
  why: "M4 10a2 2 0 1 0 .01 -.01M6.5 9L13 5.5M6.5 11L13 14.5M15 3a2 2 0 1 0 .01 0M15 13.5a2 2 0 1 0 .01 0",
  text: "M4 5H16M4 10H16M4 15H11",
  find: "M8.5 3.5a5 5 0 1 0 .01 0ZM12.2 12.2L17 17",
  link: "M8.5 11.5L16 4M11 4H16V9M14 12V16H4V6H8",
  copy: "M7 3H17V13H7ZM13 13V17H3V7H7",
  paste: "M7 5H4V17H16V5H13M7 3H13V7H7Z",
  full: "M3 7V3H7M13 3H17V7M17 13V17H13M7 17H3V13",
  theme: `${CIRCLE}M10 3V17`,
  help: "M7 7.5a3 3 0 1 1 4.2 2.8Q10 10.9 10 12.5M10 15.8V16",
  keys: "M2 5H18V15H2ZM5 8h.01M8 8h.01M11 8h.01M14 8h.01M6 12H14",
  add: "M10 3.5V16.5M3.5 10H16.5",
  remove: "M3.5 10H16.5",
  load: "M3 6H11M8 3L11 6L8 9M17 14H9M12 11L9 14L12 17",
  settle: "M4 4H16V16H4ZM7.5 7.5h.01M12.5 12.5h.01",
  more: "M4 10h.01M10 10h.01M16 10h.01",
  menu: "M3 5.5H17M3 10H17M3 14.5H17",
  close: "M5 5L15 15M15 5L5 15",
  down: "M5 8L10 13L15 8",
  right: "M8 5L13 10L8 15",
  warn: "M10 3L18 16.5H2ZM10 8V11.5M10 14h.01",
} as const;

export type IconName = keyof typeof PATHS;

export const icon = (name: IconName): SVGSVGElement => drawSign(PATHS[name]);

/** The mark of the house: five nodes, three of them agreed. */
export function brand(): SVGSVGElement {
  const svg = make("svg", "", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  svg.append(make("path", "lit", { d: "M12 3.6L20 9.4L17 18.8", fill: "none" }));
  for (const [cx, cy, lit] of [[12, 3.6, 1], [20, 9.4, 1], [17, 18.8, 1], [7, 18.8, 0], [4, 9.4, 0]] as const) {
    svg.append(make("circle", lit ? "lit" : "", { cx, cy, r: lit ? 2.6 : 2.2 }));
  }
  return svg;
}
