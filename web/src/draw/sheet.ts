// The paper under the space-time diagram: wider than its window, so that time moves by sliding it and only its edges are
// drawn anew.

export class Sheet {
  constructor(
    /** What is drawn, in microseconds: the window and half of it again on either side. */
    readonly from: number,
    readonly to: number,
    /** Pixels a microsecond. */
    readonly scale: number,
    readonly rowHeight: number,
    private readonly rows: ReadonlyMap<string, number>,
  ) {}

  x(t: number): number {
    return (t - this.from) * this.scale;
  }

  /** The line of a node; NaN for one that has no row. */
  y(node: string): number {
    return this.rows.get(node) ?? NaN;
  }

  has(node: string): boolean {
    return this.rows.has(node);
  }

  get edge(): number {
    return (this.to - this.from) * this.scale;
  }

  holds(from: number, to: number): boolean {
    return from >= this.from && to <= this.to;
  }
}
