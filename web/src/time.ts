// Virtual time in words. Times are integer microseconds.

import * as Say from "./words/player";

const tenths = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const thousands = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** "519.0 ms", "12.40 s": one style for every place that tells a moment. */
export function moment(us: number): string {
  if (Math.abs(us) < 10_000_000) return `${tenths.format(us / 1000)} ms`;
  return `${(us / 1_000_000).toFixed(2)} s`;
}

/** "6 ms", "0.4 ms", "2.5 s": how long, where a tenth tells nothing. */
export function span(us: number): string {
  const ms = us / 1000;
  if (ms >= 10_000) return `${thousands.format(Math.round(ms / 100) / 10)} s`;
  if (ms >= 10) return `${thousands.format(Math.round(ms))} ms`;
  return `${thousands.format(ms)} ms`;
}

/** "360–600 of 1,100 ms", and "0–180 ms" of a run that is no longer than that. */
export function stretch(from: number, to: number, end: number): string {
  const [a, b, c] = [from, to, end].map((t) => thousands.format(Math.round(t / 1000)));
  return to < end ? `${Say.stretchOf(`${a}–${b}`, c)} ms` : `${a}–${b} ms`;
}

const units: Record<string, number> = { us: 1, µs: 1, ms: 1000, s: 1_000_000, m: 60_000_000 };

/** A moment as a scenario has it: a time, and how many events of that time have happened, where not all have. */
export interface Moment {
  readonly t: number;
  readonly place: number | undefined;
}

/** How many events of a run have happened at a moment. */
export function eventAt(run: { countAt(t: number): number }, { t, place }: Moment): number {
  return place === undefined ? run.countAt(t) : Math.min(run.countAt(t - 1) + place, run.countAt(t));
}

/** Reads "381ms", "1.5s", and "507.2ms#1" as a scenario writes them. "#1" is after the first event of that moment. */
export function parseMoment(text: string): Moment | undefined {
  const m = /^(\d+(?:\.\d+)?)(us|µs|ms|s|m)(?:#(\d+))?$/.exec(text.trim());
  const unit = m?.[2] && units[m[2]];
  if (!m?.[1] || !unit) return undefined;
  return { t: Math.round(Number(m[1]) * unit), place: m[3] === undefined ? undefined : Number(m[3]) };
}

/** A duration as an action takes it: "20ms". */
export function duration(us: number): string {
  return us % 1000 === 0 ? `${us / 1000}ms` : `${us}us`;
}
