// Runs every look at the drawing and leaves what it found in #found: for each look the faults, none when it holds.

import { anOperationIsTold, faultsShareTheAxisOfWhatWasAsked, wordsOfOperationsCoverNothing } from "./asked";
import { aClickInTimeIsAnEventOrAMoment, handsMeetWhatTheyPointAt } from "./hands";
import { aLongRunIsCulled, slidingTouchesNothing } from "./long";
import { aChartKeepsItsNumbers, aLogThatWentOnIsAsOneDrawnAnew, nothingInAPanelIsCutOrCovered, whatAStepChangedIsWashed } from "./panels";
import { aPressOnASignOfTheTimelineMeetsIt, wordsOfATimelineCoverNothing } from "./runs";
import { aRunTellsItsSpans, aSpanIsDrawnAsItsNodeHeldIt, namesOfSpansCoverNothing } from "./spans";
import { widthsAreTheFaces, wordsCoverNothing } from "./words";

const LOOKS = {
  widthsAreTheFaces, wordsCoverNothing, handsMeetWhatTheyPointAt, aClickInTimeIsAnEventOrAMoment, aLongRunIsCulled, slidingTouchesNothing,
  anOperationIsTold, wordsOfOperationsCoverNothing, faultsShareTheAxisOfWhatWasAsked,
  aSpanIsDrawnAsItsNodeHeldIt, namesOfSpansCoverNothing, aRunTellsItsSpans,
  nothingInAPanelIsCutOrCovered, whatAStepChangedIsWashed, aChartKeepsItsNumbers, aLogThatWentOnIsAsOneDrawnAnew,
  wordsOfATimelineCoverNothing, aPressOnASignOfTheTimelineMeetsIt,
};

async function run(): Promise<void> {
  await Promise.all(["400 12px 'QL Sans'", "650 12px 'QL Sans'"].map((f) => document.fonts.load(f)));
  const root = document.createElement("div"), out = document.createElement("pre");
  document.body.append(root);
  const found: Record<string, string[]> = {};
  for (const [name, look] of Object.entries(LOOKS)) {
    try {
      found[name] = look(root);
    } catch (e) {
      found[name] = [String(e)];
    }
  }
  out.id = "found";
  out.textContent = JSON.stringify(found);
  document.body.append(out);
}

void run();
