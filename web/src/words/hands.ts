// What can be done, in words: sheets, and the forms in them.

import type { Put } from "./put";

export enum Words {
  any = "any",
  pressSide = "Press the nodes of one side.",
  pressTakers = "Press the nodes that are to take it.",
  runAgainWith = "Run again with",
  close = "Close",
  runAgainWithMore = "Run again with …",
  deedsStay = "what was done stays, at its moments",
  seedHelp = "what chance draws from: the same seed, the same run",
  anotherSeed = "Another seed",
  nodes = "Nodes",
  parameters = "Parameters",
  knownMistakes = "Known mistakes",
  networkAndDisks = "Network and disks",
  runAgain = "Run again",
  theEngineRunsIt = "The engine runs it.",
  nothingToDo = "Nothing can be done here at this moment.",
  branchHere = "Branch here",
  nameThisBranch = "Name this branch",
  branchNameHelp = "small letters, digits and hyphens",
  giveName = "Name",
  endThisBranch = "End this branch",
  andItsForks = "and those that fork from it",
  removeIt = "Remove it",
  forGood = "for good",
  takersHelp = "who are to take it",
  numberHelp = "% is the number of the command",
  thinkHelp = "time from an answer to the next command: 100ms, or 50ms..150ms",
  everyHelp = "instead of that: time between two commands, whether answered or not",
  countHelp = "how many in all",
  untilHelp = "the time at which it ends",
  picksHelp = "one number from 0 for each choice: 0 2 1",
  settle = "Settle",
  settleNext = "Settle what it chooses next",
  drop = "Drop",
  duplicate = "Duplicate",
  delay = "Delay",
  crashKept = "Crash, its last writes kept",
  crashTorn = "Crash, its last write torn",
  cutItOff = "Cut it off",
  fromEveryOtherNode = "from every other node",
  holdWhatItSends = "Hold what it sends",
  loseItsDisk = "Lose its disk",
  andCrash = "and crash",
  skewItsClock = "Skew its clock",
  rateHelp = "how fast its clock runs from now on; 100% is true",
  offsetHelp = "how far it is put ahead; -50ms puts it back",
  skew = "Skew",
  takerHelp = "who is to take it",
  release = "Release",
  deliver = "Deliver",
  deliverNow = "Deliver now",
  delayALittle = "Delay by 20 ms",
  laterHelp = "how much later it lands",
  delayByLonger = "Delay by longer",
  thisAndLater = "this one and what comes",
  whyWasItSent = "Why was it sent?",
  releaseEverything = "Release everything",
  dropWhatIsHeld = "Drop what is held",
  holdHelp = "Hold what is on its way and what comes",
  hold = "Hold",
  heal = "Heal",
  cutBothWays = "Cut both ways",
  asOthers = "As the other links again",
  makeItSlow = "Make it slow",
  slowly = "200 ms each way",
  makeItLossy = "Make it lossy",
  halfIsLost = "half is lost",
  itsOwnValues = "Its own values",
  latencyHelp = "time a message takes: 200ms, or 8ms..16ms",
  lossHelp = "share of messages that are lost",
  dupHelp = "share of messages that come twice",
  asElsewhere = "as elsewhere",
  orderHelp = "fifo: they keep their order",
  bothHelp = "the way back too",
  changeTheLink = "Change the link",
  healEverything = "Heal everything",
  drawLine = "Draw a line across the links",
  twoSides = "two sides",
  pickTwoSides = "Pick two sides",
  cut = "Cut",
  sidesHelp = "pressed: one side; the others: the other",
  oneLink = "One link",
  drawing = "Draw a line across the links to be cut. Escape, or a press without a line, leaves all as it is.",
  nextViolation = "next violation",
  violationHelp = "what must always hold does not",
  scenarioGoals = "The scenario’s own",
  engineGoals = "What the engine declares",
  otherValues = "other parameters, mistakes, seed",
  speed = "Speed",
}

export const nodesCalled = (letter: Put): string => `nodes called ${letter}1, ${letter}2 and so on`;
export const goTo = (branch: Put): string => `Go to ${branch}`;
export const ofBranch = (branch: Put): string => `of ${branch}`;
export const compareWith = (branch: Put): string => `Compare with ${branch}`;
export const remove = (node: Put): string => `Remove ${node}`;
export const addAnother = (role: Put): string => `Add another ${role}`;
export const keepGiving = (command: Put): string => `Keep giving ${command}`;
export const againAndAgain = (command: Put): string => `${command}, again and again`;
export const loseTheDiskOf = (node: Put): string => `Lose the disk of ${node}`;
export const crash = (node: Put): string => `Crash ${node}`;
export const restart = (node: Put): string => `Restart ${node}`;
export const resume = (node: Put): string => `Resume ${node}`;
export const pause = (node: Put): string => `Pause ${node}`;
export const holdTo = (kind: Put, to: Put): string => `Hold ${kind} to ${to}`;
export const holdEvery = (kind: Put): string => `Hold every ${kind}`;
export const cutToOnly = (from: Put, to: Put): string => `Cut ${from} to ${to} only`;
export const elsewhere = (help: Put, usual: Put): string => `${help}; elsewhere ${usual}`;
export const pairAsOthers = (a: Put, b: Put): string => `${a} – ${b} as the other links again`;
export const cutOff = (node: Put): string => `Cut off ${node}`;
export const runUntil = (goal: Put): string => `Run until ${goal}`;
export const now = (values: Put): string => `now ${values}`;
export const way = (from: Put, to: Put): string => `${from} to ${to}`;
export const range = (least: Put, most: Put): string => `${least} to ${most}`;
