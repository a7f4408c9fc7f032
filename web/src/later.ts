// A part that is loaded when it is first wanted, so that no page waits for what its first picture does not need.

export class Later<T> {
  /** The part, once it is there. */
  now: T | undefined;
  #coming: Promise<T> | undefined;

  constructor(private readonly make: () => Promise<T>) {}

  get(): Promise<T> {
    return (this.#coming ??= this.make().then(
      (part) => (this.now = part),
      (e: unknown) => {
        // The network may be back when it is wanted again.
        this.#coming = undefined;
        throw e;
      },
    ));
  }
}
