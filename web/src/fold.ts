// <ql-first>: what stands in a figure until that is alive. It folds by its own width before it is painted, as the figure will:
// so the one takes no more room than the other.

const narrowBelow = 720;
const midBelow = 1100;
/** Under it the space-time diagram has the rows of a phone. */
const slimBelow = 520;

class First extends HTMLElement {
  readonly #resize = new ResizeObserver(() => this.#fold());

  connectedCallback(): void {
    this.#fold();
    this.#resize.observe(this);
  }

  disconnectedCallback(): void {
    this.#resize.disconnect();
  }

  #fold(): void {
    const width = this.clientWidth;
    if (!width) return;
    this.classList.toggle("narrow", width < narrowBelow);
    this.classList.toggle("mid", width >= narrowBelow && width < midBelow);
    this.classList.toggle("slim", width < slimBelow);
  }
}

if (!customElements.get("ql-first")) customElements.define("ql-first", First);
