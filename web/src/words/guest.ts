// What a figure says on a page that has only its name, or is of another site.

import type { Put } from "./put";

export enum Words {
  frameTitle = "Quorumlab: the engines of this page",
  seeWhatThereIs = "See what there is",
  namesNothing = "Nothing runs here: this figure names no scenario, and holds no text of one.",
  tryAgain = "Try again",
}

export const noScenario = (name: Put): string => `There is no scenario called “${name}”. It may have been renamed; the playground lists those that there are.`;
export const notLoaded = (why: Put): string => `The scenario could not be loaded: ${why}.`;
export const policyForgets = (site: Put): string => `the Content-Security-Policy of this page has to allow frame-src ${site}`;
export const silent = (site: Put): string => `${site} does not answer`;
export const answered = (site: Put, status: Put): string => `${site} answered ${status}`;
