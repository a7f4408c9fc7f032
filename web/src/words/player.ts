// What the player says at first: its bars, its lists, its narration where no engine speaks, and what goes wrong.
//
// These files are the one catalogue of the player. Whatever a reader sees or hears stands here, but for what engines and
// scenarios say themselves and the words of lessons (lesson/words.ts); web/wordstest sees to that. Each file holds the words of
// one part that is loaded by itself, so that no page loads words that it may never say. A text that stands as it is belongs to
// an enum, which the bundler puts where it is used, so that a catalogue costs nothing to load; a sentence with values is a
// function: a language orders and counts in its own way. Another language is these files once more, with the same names, in
// the place of these when its scripts are bundled; the types hold it complete.

import { plural, type Put } from "./put";

export enum Words {
  startedAgain = "it was started again",
  noWorker = "the worker could not be started",
  noAnswer = "it has not answered for 30 seconds",
  noDeclaration = "open was answered without a declaration",
  alwaysTrue = "Always true",
  theScenarioExpects = "The scenario expects",
  notSo = "not so",
  notKnown = "not known: ",
  holds = "holds: ",
  broken = "broken: ",
  why = "Why",
  seeWhy = "See why",
  keyCrash = "crash a node, or restart it",
  restart = "Restart",
  crash = "Crash",
  keyPause = "pause a node, or let it go on",
  resume = "Resume",
  pause = "Pause",
  keySkew = "skew a node’s clock",
  skew = "Skew",
  loseDisk = "Lose disk",
  keyCut = "cut a link or cut a node off, or heal it",
  cut = "Cut",
  heal = "Heal",
  slow = "Slow",
  keyHold = "hold messages, or release them",
  hold = "Hold",
  keyDrop = "drop a message",
  drop = "Drop",
  keyDuplicate = "duplicate the chosen message",
  duplicate = "Duplicate",
  keyDelay = "delay a message",
  delay = "Delay",
  deliver = "Deliver",
  isDueAndWaits = " is due and waits",
  isArmed = " is armed",
  fire = "Fire",
  runByItself = "Run by itself",
  driveByHand = "Drive by hand",
  narration = "Narration",
  spaceTimeDiagram = "Space-time diagram",
  timeInDiagram = "Time, on the space-time diagram",
  spaceTime = "Space-time",
  showALongerTime = "Show a longer time",
  showAShorterTime = "Show a shorter time",
  notLinearizable = "not linearizable",
  causes = "causes",
  consequences = "consequences",
  putTheLightOut = "Put the light out",
  cluster = "Cluster: nodes, messages, links",
  whatHappens = "What happens",
  theLastEvents = "The last events",
  event = "Event",
  time = "Time",
  node = "Node",
  whatHappened = "What happened",
  causedBy = "Caused by",
  changedInStep = "what changed in the last step",
  was = "was ",
  more = "More",
  openOperations = "Open operations",
  waitingForAnAnswer = "Waiting for an answer",
  transport = "Transport",
  back = "Back",
  stepBack = "Step back",
  step = "Step",
  play = "Play",
  toTheStart = "To the start",
  runUntil = "Run until",
  runUntilThe = "Run until ",
  chooseGoal = "Run until: choose what",
  speed = "Speed",
  branches = "Branches",
  endThisBranch = "End this branch",
  compare = "Compare",
  aboutBranches = "About branches: name, go, compare, end",
  branchHere = "Branch here",
  command = "Command",
  linkToThisMoment = "Link to this moment",
  crashANode = "Crash a node",
  pauseANode = "Pause a node",
  skewAClock = "Skew a clock",
  loseADisk = "Lose a disk",
  cutTheNetwork = "Cut the network",
  healTheNetwork = "Heal the network",
  slowDownALink = "Slow down a link",
  holdMessages = "Hold messages",
  dropAMessage = "Drop a message",
  duplicateAMessage = "Duplicate a message",
  delayAMessage = "Delay a message",
  tellANode = "Tell a node",
  lesser = "Nodes, load, choices",
  breaking = "Break",
  crashed = "crashed",
  link = "link",
  aboutThisMoment = "About this moment",
  panels = "Panels",
  checks = "Checks",
  scenario = "Scenario",
  timeOfRun = "Time, of the whole run",
  faults = "Faults",
  aRun = "A run",
  noWebAssembly = "This browser has no WebAssembly, or was told not to run it, so no cluster can run in it. The scenario’s text stands below; “quorumlab run” runs it anywhere.",
  editTheScenario = "Edit the scenario",
  editItsText = "Edit its text",
  runAgainWith = "Run again with …",
  openInThePlayground = "Open in the playground",
  loading = "Loading the engine. It comes once; after that every figure has it.",
  playground = "Playground",
  tryAgain = "Try again",
  startAgain = "Start again",
  stop = "Stop",
  linkCopiedOnly = "A link to this moment is on the clipboard.",
  linkCopied = "A link to this moment is on the clipboard, and in the address bar.",
  partMissing = "A part of this page could not be loaded. It is asked for again when you want it again.",
  followsTheSystem = "follows the system",
  yourOwnScenario = "your own scenario",
  noHandle = "the module did not set its handle",
  open = "open",
  whyOf = "why",
}

export const isBroken = (name: Put, how: Put): string => `${name} is broken: ${how}`;
export const expectedAt = (line: Put, got: Put): string => `line ${line}: ${got}`;
export const holdAt = (n: Put, all: Put, at: Put): string => `${n} of ${all} hold at ${at}`;
export const met = (n: Put, all: Put): string => `${n} of ${all} met`;
export const fromWaits = (from: Put): string => ` from ${from} waits`;
export const butNot = (pair: Put): string => `but not ${pair}`;
export const landsIn = (time: Put): string => `lands in ${time}`;
export const doTo = (node: Put): string => `Do to ${node}`;
export const nodeTab = (node: Put): string => `Node ${node}`;
export const unreadableLink = (where: Put, message: Put): string => `The run of this link can’t be read here: ${where}${message}. What this page has by itself is shown.`;
export const noEngineOfProtocol = (message: Put): string => `The engine of that protocol could not be loaded: ${message}.`;
export const onLine = (line: Put): string => `Line ${line}: `;
export const noEngine = (message: Put): string => `The engine could not be loaded: ${message}.`;
export const engineStopped = (reason: Put): string => `The engine has stopped: ${reason}. The run can be computed again from its text.`;
export const runningUntil = (goal: Put): string => `Running until ${goal}.`;
export const stoppedBefore = (goal: Put): string => `Stopped before ${goal} was reached.`;
export const sendAsFile = (message: Put): string => `${message} The scenario’s text can be sent as a file instead.`;
export const theme = (theme: Put): string => `Theme: ${theme}`;
export const noModule = (name: Put): string => `there is no module ${name}`;
export const nodes = (n: number): string => plural(n, "1 node", `${n} nodes`);
export const started = (n: number): string => `${plural(n, "1 node has", `${n} nodes have`)} started. Play, or step from event to event.`;
export const seed = (seed: Put): string => `seed ${seed}`;
export const eventOf = (k: Put, count: Put): string => `event ${k} of ${count}`;
export const trace = (hash: Put): string => `trace ${hash}`;
export const answered = (url: Put, status: Put): string => `${url} answered ${status}`;
export const nobody = (status: Put): string => `no ${status}`;
export const inLine = (line: Put): string => `line ${line}: `;
export const nothingMore = (byHand: boolean): string =>
  `Nothing more happens by itself. ${byHand ? "Deliver what waits at a node, or fire a timer of one." : "Do something to a node, a link or a message, or step back."}`;
export const leftOut = (line: Put, why: Put, others: number): string =>
  `“${line}” no longer fits and is left out: ${why}${others ? ` So ${plural(others, "is one more line", `are ${others} more lines`)}.` : ""}`;
export const kindFrom = (kind: Put, from: Put): string => `${kind} from ${from}`;
export const committed = (n: Put): string => `${n} committed`;
export const way = (from: Put, to: Put): string => `${from} to ${to}`;
export const linkIs = (from: Put, to: Put, state: Put): string => `link ${from} to ${to}, ${state}`;
export const stretchOf = (stretch: Put, end: Put | undefined): string => `${stretch} of ${end}`;
