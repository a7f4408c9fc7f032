// What opens beside or over a figure, and the hands that do something to it: none of it is of the first picture. It is one piece,
// since pieces that share much with the figure, and little with each other, cut that into many small files.

export { Compare } from "./compare";
export { Drawer } from "./drawer";
export * as hand from "./hand";
export { Help } from "./help";
export * as linking from "./linking";
