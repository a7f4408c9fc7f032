// What two branches side by side say.

import { plural, type Put } from "./put";

export enum Words {
  besideBranch = "The branch at its side",
  sideBySide = "Two branches side by side",
  left = "The left branch",
  right = "The right branch",
  close = "Close the comparison",
  who = "Who can tell the two apart?",
  whoHelp = "by all that it has been given since it last started",
  isDown = "is down",
  cantTell = "can’t tell",
  canTell = "can tell",
  itIsDown = "it is down",
}

const things = (n: number): string => plural(n, "one thing", `${n} things`);
const ordinals = new Intl.PluralRules("en", { type: "ordinal" });
const ends: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd" };
const ordinal = (n: number): string => `${n}${ends[ordinals.select(n)] ?? "th"}`;

export const eventOf = (k: Put, count: Put): string => `event ${k} of ${count}`;
export const downInOne = (node: Put): string => `${node} is down in one of them, and not in the other.`;
export const givenIn = (node: Put, branch: Put): string => `What ${node} was given in ${branch}`;
export const downInBoth = (node: Put, same: boolean): string => `${node} is down in both, and sees nothing. What it was given before is ${same ? "" : "not "}the same.`;
export const sameGiven = (node: Put, n: number): string => `${node} has been given the same ${things(n)} in both, so whatever its rule is, it does the same in both.`;
export const otherGiven = (node: Put, n: number): string => `${node} can tell: the ${ordinal(n)} thing that it was given is not the same.`;
export const unequalGiven = (node: Put, left: number, right: number): string => `${node} can tell: it has been given ${things(left)} at the left, and ${right === 1 ? "one" : right} at the right.`;
