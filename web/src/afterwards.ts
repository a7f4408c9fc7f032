// What the space-time diagram does without in its first picture: what lies over its lines, when the network was cut, and hands.

export { cutsOf } from "./cuts";
export { Over } from "./draw/over";
export { TimeHands } from "./timehands";
