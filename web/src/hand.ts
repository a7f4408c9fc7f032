// All that comes when a hand is about to do something: menus and what stands in them, the drawn cut, the form
// that runs a scenario again. The first picture needs none of it.

export { choicesFor, choicesOf } from "./choices";
export { branchChoices } from "./branching";
export { goalChoices } from "./goals";
export { Menu, type Choice } from "./menu";
export { Stroke } from "./stroke";
export { Again } from "./again";
