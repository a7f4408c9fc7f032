// What pictures say in words of their own.

import type { FlyingState } from "../draw/scene";
import type { Put } from "./put";

export enum Words {
  account = "account",
  amount = "amount",
  undecided = "undecided",
  empty = "empty",
  total = "total",
  nothingYet = "Nothing yet.",
  cut = "cut",
  crashed = "crashed",
}

export const curve = (name: Put, n: Put, first: Put, last: Put): string => `${name}: ${n} values, from ${first} to ${last}`;
export const causeBefore = (at: Put, which: Put): string => `‹ from ${at}${which}`;
/** What has become of a message, beside it. */
export const states: Readonly<Partial<Record<FlyingState, string>>> = {
  held: "held", dropped: "dropped", lost: "lost", delayed: "late", waiting: "waits", duplicated: "×2",
};
