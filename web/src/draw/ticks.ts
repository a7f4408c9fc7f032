// Time on an axis: steps of one, two or five, in the unit that suits the stretch shown.

export interface Tick {
  t: number;
  text: string;
}

const group = (n: string): string => n.replace(/\B(?=(\d{3})+$)/g, ",");

/** A number with thousands marked, and no zeros that tell nothing. */
function plain(x: number, decimals: number): string {
  const [whole = "0", rest = ""] = Math.abs(x).toFixed(decimals).split(".");
  const tail = rest.replace(/0+$/, "");
  return `${x < 0 ? "−" : ""}${group(whole)}${tail ? `.${tail}` : ""}`;
}

/** The unit that a step is told in: its name and its microseconds. */
function unitOf(step: number): [string, number] {
  return step >= 1_000_000 ? ["s", 1_000_000] : step >= 500 ? ["ms", 1000] : ["µs", 1];
}

/** The smallest step of 1, 2 or 5 that leaves at most so many ticks. */
export function stepFor(span: number, most: number): number {
  const least = Math.max(1, span / Math.max(1, most)), ten = 10 ** Math.floor(Math.log10(least));
  for (const k of [1, 2, 5, 10]) if (ten * k >= least) return Math.max(1, Math.round(ten * k));
  return ten * 10;
}

/** Ticks of a stretch of time; the first one names the unit. */
export function ticks(from: number, to: number, most: number): Tick[] {
  const step = stepFor(to - from, most), [unit, size] = unitOf(step), out: Tick[] = [];
  const first = Math.max(0, Math.ceil(from / step)) * step;
  for (let t = first; t <= to; t += step) {
    const text = plain(t / size, 1);
    out.push({ t, text: out.length === 0 ? `${text} ${unit}` : text });
  }
  return out;
}

/** A moment as the playhead tells it. */
export function momentText(t: number, span: number): string {
  if (span >= 60_000_000) return `${plain(t / 1_000_000, 1)} s`;
  return `${plain(t / 1000, span < 20_000 ? 2 : 1)} ms`;
}
