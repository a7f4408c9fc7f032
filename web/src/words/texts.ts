// What the scenario's text, links and the map of keys say.

import type { Put } from "./put";

export enum Words {
  scenario = "Scenario",
  scenarioText = "Scenario text",
  scenarioFile = "A file with a scenario",
  undoMyEdits = "Undo my edits",
  close = "Close",
  drawerHelp = "what was done, as text: edit it, or put another here",
  runFromStart = "Run from the start",
  openAFile = "Open a file",
  copy = "Copy",
  paste = "Paste",
  theEngineReadsIt = "The engine reads it.",
  noText = "There is no text to paste.",
  noClipboard = "The clipboard may not be read: paste with the keyboard.",
  copied = "Copied.",
  selected = "The text is selected: copy it with the keyboard.",
  keys = "Keys",
  keysHelp = "they work while the figure has the keyboard",
  singleLetters = "Single letters, numbers and brackets",
  remembered = "This browser remembers it.",
  cantCompress = "This browser can’t compress a link.",
  runTooLong = "This run is too long for a link.",
  otherVersion = "This link was made by another version of this site.",
  linkTooLong = "This link is longer than a link may be.",
  cantDecompress = "This browser can’t read a compressed link.",
  notWhole = "This link is not whole.",
  runOfLinkTooLong = "The run of this link is longer than a run may be.",
  ownShown = "What this page has by itself is shown.",
  askAgain = "Ask for it again: it may have been cut short on its way. What this page has by itself is shown.",
  sendText = "Whoever made it can send the scenario’s text as a file. What this page has by itself is shown.",
  linkToThisMoment = "Link to this moment",
  copyByKeyboard = "Copy it with the keyboard.",
  linkIs = "Link to this moment.",
  alsoInAddress = " It is in the address bar, too.",
}

export const tooLarge = (size: Put): string => `A scenario has at most ${size} MB. That file has more.`;
export const onLine = (line: Put): string => `Line ${line}: `;
export const otherBuild = (its: Put, ours: Put): string => `This link was made by another build of Quorumlab (${its}; this is ${ours}).`;
export const sameRun = (other: Put, event: Put): string => `${other} Here it is the same run: all ${event} events have the same trace.`;
export const otherRun = (other: Put, event: Put, hashes: Put): string => `${other} Here the run goes another way: its trace at event ${event} is ${hashes}.`;
export const notAsMade = (event: Put, hashes: Put): string => `This link is not as it was made: its run’s trace at event ${event} is ${hashes}. The run is shown as its text says.`;
export const hashes = (is: Put, was: Put): string => `${is}, and was ${was}`;
