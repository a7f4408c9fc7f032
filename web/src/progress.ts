// How far the reader has come, kept by this browser alone: the lesson page writes it, the path draws it. Elements take
// their state while the page is being read, before anything is painted.
//
//	<ql-progress lesson="elections">                         gets data-state="seen" or "done"; styles do the rest
//	<ql-finished lessons="a b c" data-one=… data-other=…>    says how many of these are done; nothing when none is

/** The key that the lesson page writes: an object of lesson id → what the reader has done there. */
const key = "ql-progress";

interface Come {
  seen?: unknown;
  done?: unknown;
}

const isObject = (x: unknown): x is Record<string, unknown> => typeof x === "object" && x !== null;

/** What is kept of a lesson. Whatever else lies under the key counts as nothing. */
function comeTo(lesson: string): Come {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    const come = isObject(kept) && Object.hasOwn(kept, lesson) ? kept[lesson] : undefined;
    return isObject(come) ? come : {};
  } catch {
    return {};
  }
}

class Progress extends HTMLElement {
  connectedCallback(): void {
    this.draw();
  }

  draw(): void {
    const { seen, done } = comeTo(this.getAttribute("lesson") ?? "");
    if (done) this.dataset["state"] = "done";
    else if (seen) this.dataset["state"] = "seen";
    else delete this.dataset["state"];
  }
}

class Finished extends HTMLElement {
  connectedCallback(): void {
    this.draw();
  }

  draw(): void {
    const n = (this.getAttribute("lessons") ?? "").split(" ").filter((id) => id && comeTo(id).done).length;
    const sentence = this.dataset[n === 1 ? "one" : "other"] ?? "";
    this.textContent = n === 0 ? "" : ` ${sentence.replace("{n}", String(n))}`;
  }
}

customElements.define("ql-progress", Progress);
customElements.define("ql-finished", Finished);

function drawAll(): void {
  for (const e of document.querySelectorAll<Progress | Finished>("ql-progress, ql-finished")) e.draw();
}

// A lesson was read in another tab, or this page comes back as it was left.
addEventListener("storage", (e) => {
  if (e.key === key || e.key === null) drawAll();
});
addEventListener("pageshow", (e) => {
  if (e.persisted) drawAll();
});

export {};
