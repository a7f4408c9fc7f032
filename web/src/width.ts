// How wide an element is. Asking the page for that after something has been written makes it lay itself out at once, and a
// figure's parts are drawn one after the other: so it is asked once, and then told when it changes.

export class Width {
  #width: number | undefined;

  constructor(
    private readonly of: HTMLElement,
    /** Called when it has changed. */
    private readonly changed: () => void,
  ) {
    new ResizeObserver(() => this.#measure()).observe(of);
  }

  /** In CSS pixels; 0 while it is not shown. */
  get px(): number {
    return (this.#width ??= this.of.clientWidth);
  }

  #measure(): void {
    const now = this.of.clientWidth;
    if (now === this.#width) return;
    this.#width = now;
    this.changed();
  }
}
