// What the browser keeps of a lesson: what was chosen, and how far one has come. Nothing is sent anywhere.

/** What is kept of one lesson, by the names of its questions and challenges. */
export type Kept = Record<string, string>;

interface Progress {
  seen?: string;
  done?: string;
}

const progressKey = "ql-progress";

// A browser may refuse to remember; then a choice holds for this page.
function read<T>(key: string): T | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as T | undefined ?? undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // nothing to do: the page shows what was chosen, the next visit begins anew
  }
}

/** The reader's own notes of one lesson. */
export class Notes {
  readonly #key: string;
  readonly #kept: Kept;

  constructor(private readonly lesson: string) {
    this.#key = `ql-lesson-${lesson}`;
    const kept = read<Kept>(this.#key);
    this.#kept = kept && typeof kept === "object" ? kept : {};
    this.#progress("seen");
  }

  get(name: string): string | undefined {
    const value = this.#kept[name];
    return typeof value === "string" ? value : undefined;
  }

  set(name: string, value: string | undefined): void {
    if (value === undefined) delete this.#kept[name];
    else this.#kept[name] = value;
    write(this.#key, this.#kept);
  }

  /** The lesson has been worked through. */
  done(): void {
    this.#progress("done");
  }

  // The first time counts: coming back is no new beginning.
  #progress(what: keyof Progress): void {
    const all = read<Record<string, Progress>>(progressKey), known = all && typeof all === "object" ? all : {};
    const mine = known[this.lesson] ?? {};
    if (mine[what] !== undefined) return;
    write(progressKey, { ...known, [this.lesson]: { ...mine, [what]: new Date().toISOString().slice(0, 10) } });
  }
}
