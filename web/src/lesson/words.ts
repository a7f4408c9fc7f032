// Every word that the script of a lesson says, in one place, so that another language is another catalogue. A name in braces
// is a placeholder; a sentence that counts has a form for one and one for others, chosen by its placeholder {n}.

interface Plural {
  readonly one: string;
  readonly other: string;
}

const english = {
  run: "Run it",
  runAgain: "Run it again",
  goThere: "To the event",
  guessAgain: "Guess again",
  chooseFirst: "Choose first. “I don’t know” is a choice, too.",
  decide: "The run stops here until you have said what you expect.",
  toQuestion: "To the question",
  running: "It runs to {at}.",
  arrived: "It has come to {at}.",
  say: "Now say what you saw.",
  yourGuess: "your guess",
  yourAnswer: "your answer",
  right: "what happens",
  rightAnswer: "right",
  isSo: "{letter} is so.",
  isNotSo: "{letter} is not so; {right} is.",
  unknown: "{right} is what happens.",
  seeIt: "See it at {at}",
  others: { one: "The other answer, explained", other: "The other answers, explained" },
  answer: "Answer",
  answerAgain: "Try again",
  explained: "The explanation is open.",

  startAgain: "Start again",
  backToText: "Back to the text",

  curtained: "You see what {client} sees. One of these is so:",
  guessedSo: "Behind it: {what}, as you guessed.",
  guessedOther: "Behind it: {what}. You guessed: {guess}.",
  drawn: "draw {seed}",
  again: "Draw again",
  same: "The same again",
  counted: { one: "{right} of {n} guess right; by chance it would be {chance}.", other: "{right} of {n} guesses right; by chance it would be {chance}." },

  yourRun: "Your run.",
  start: "Start",
  goal: "To reach",
  left: "{left} of {all} left",
  all: "in all",
  leftOver: "{left} left",
  actions: { one: "{n} action so far", other: "{n} actions so far" },
  par: { one: "the shortest known has {n}", other: "the shortest known has {n}" },
  locked: "{nodes} may not be touched",
  holdsNow: "so now",
  notYet: "not yet",
  judge: "Judge it",
  judging: "A fresh run is being judged.",
  reached: "Reached at {at}, on a fresh run.",
  missed: "Not reached.",
  seeNearest: "See that moment",
  cant: "It can’t be done",
  proved: "Right: no run of these rules reaches it.",
  notProved: "It can be done, and this is the shortest run known.",
  showRun: "Play that run",
  solved: { one: "You needed {n} action.", other: "You needed {n} actions." },
  best: { one: "Your best: {n} action", other: "Your best: {n} actions" },
} as const satisfies Record<string, string | Plural>;

type Catalogue = typeof english;
export type Word = keyof Catalogue;

type Names<S> = S extends `${string}{${infer N}}${infer Rest}` ? N | Names<Rest> : never;
type NamesOf<W extends Word> = Catalogue[W] extends Plural ? Names<Catalogue[W]["one"] | Catalogue[W]["other"]> | "n" : Names<Catalogue[W]>;
type Values<W extends Word> = [NamesOf<W>] extends [never] ? [] : [values: Record<NamesOf<W>, string | number>];

const plural = new Intl.PluralRules("en");
const number = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

const written = (value: string | number): string => (typeof value === "number" ? number.format(value) : value);

/** A sentence of the catalogue, its placeholders filled. */
export function say<W extends Word>(word: W, ...[values]: Values<W>): string {
  const entry: string | Plural = english[word], given: Readonly<Record<string, string | number>> = values ?? {};
  const sentence = typeof entry === "string" ? entry : plural.select(Number(given["n"])) === "one" ? entry.one : entry.other;
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => written(given[name] ?? ""));
}

/** "2,186.7 ms": a moment in microseconds. */
export const moment = (us: number): string => (us < 10_000_000 ? `${number.format(us / 1000)} ms` : `${number.format(us / 1_000_000)} s`);

/** "2,186.7 ms" for "2186.745ms#1": a moment as it is told. */
export function told(at: string): string {
  const [, value, unit] = /^([\d.]+)(us|µs|ms|s|m)/.exec(at) ?? [];
  if (value === undefined || unit === undefined) return at;
  return `${number.format(Number(value))} ${unit}`;
}
