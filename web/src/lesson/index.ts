// The script of a lesson's page: it makes predictions, challenges and questions answer, and figures follow the text. What it
// knows of the page is the markup that server/lesson says.

import { serveActs } from "./acts";
import { Challenge } from "./challenge";
import { followContents } from "./contents";
import { curtains, type Curtain } from "./curtain";
import { onceAlive, type Lab } from "./figures";
import { Notes } from "./kept";
import { serveLinks } from "./links";
import { Prediction } from "./predict";
import { openForPrint } from "./print";
import { Question } from "./question";
import { serveTallies } from "./tally";
import { serveVaried } from "./vary";

function serveLesson(article: HTMLElement): void {
  const notes = new Notes(article.dataset["lesson"] ?? "");
  const forms = (name: string): HTMLFormElement[] => [...article.querySelectorAll<HTMLFormElement>(`form[data-${name}]`)];

  const finished = (): void => {
    const all = (parts: readonly { done: boolean }[]): boolean => parts.length > 0 && parts.every((part) => part.done);
    // Whoever knows it leads straight to the challenges.
    if (all(challenges) || all([...predictions, ...questions])) notes.done();
  };
  // A figure stops at the first decision that is not made yet.
  const gates = (lab: Lab): void => {
    const open = predictions.find((p) => p.lab === lab && !p.done), curtain = drawn.find((c) => c.lab === lab);
    if (curtain) curtain.asks = !open;
    void onceAlive(lab).then((conductor) => conductor.gate(open?.gate ?? curtain?.gate));
  };
  const drawn: Curtain[] = [];
  const predictions: Prediction[] = [];
  for (const form of forms("predict")) predictions.push(new Prediction(form, notes, gates, finished));
  const questions = forms("question").map((form) => new Question(form, notes, finished));
  const challenges = forms("challenge").map((form) => new Challenge(form, notes, finished));

  drawn.push(...curtains(article, notes, gates));
  for (const lab of article.querySelectorAll<Lab>("quorum-lab")) {
    gates(lab);
    lab.addEventListener("ql-stopped", () => {
      const open = predictions.find((p) => p.lab === lab && !p.done);
      if (open?.waits && lab.conductor) open.remind(lab.conductor);
    });
  }
  for (const known of article.querySelectorAll<HTMLElement>("[data-known]")) known.addEventListener("click", () => void challenges[0]?.start());
  serveLinks(article);
  serveActs(article);
  serveVaried(article);
  serveTallies(article);
  openForPrint(article);
  followContents();
}

for (const article of document.querySelectorAll<HTMLElement>("[data-lesson]")) serveLesson(article);
