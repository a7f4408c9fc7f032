// What a screen reader hears is loaded after the first picture, which is seen.

import { h } from "./dom";
import { Later } from "./later";
import type { Spoken } from "./spoken";
import type { Part, View } from "./view";

export class Hearing implements Part {
  readonly element = h("div");
  #view: View | undefined;
  readonly #spoken = new Later<Spoken>(async () => {
    const spoken = new (await import("./spoken")).Spoken();
    this.element.replaceWith(spoken.element);
    if (this.#view) spoken.update(this.#view);
    return spoken;
  });

  update(view: View): void {
    this.#view = view;
    if (this.#spoken.now) this.#spoken.now.update(view);
    else void this.#spoken.get();
  }
}
