// Where the rows of a space-time diagram are. A row is a node's line, with a lane over it for each of its spans.

import type { SpaceTimeData } from "./scene";

/** The height of a lane. */
export const LANE = 15;
/** The height of the line that tells of cuts. */
export const OUTAGES = 24;

export interface Rows {
  /** The height of a line without lanes. */
  line: number;
  /** The upper edge of each row, and that of what follows the last. */
  tops: readonly number[];
  /** The line of each node. */
  at: ReadonlyMap<string, number>;
}

export function rowsOf(d: SpaceTimeData, top: number, narrow: boolean): Rows {
  const n = d.nodes.length, line = narrow ? (n > 6 ? 26 : 30) : n > 7 ? 25 : n > 5 ? 29 : 33;
  const tops = [top], at = new Map<string, number>();
  for (const id of d.nodes) {
    const y = (tops.at(-1) as number) + lanesOf(d, id).length * LANE;
    at.set(id, y + line / 2);
    tops.push(y + line);
  }
  return { line, tops, at };
}

export const lanesOf = (d: SpaceTimeData, node: string): readonly string[] => d.lanes?.get(node) ?? [];

/** The node whose row a place is in. */
export function rowAt(d: SpaceTimeData, rows: Rows, y: number): string | undefined {
  const i = rows.tops.findIndex((top, i) => y >= top && y < (rows.tops[i + 1] ?? -Infinity));
  return d.nodes[i];
}
