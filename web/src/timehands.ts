// Hands on the space-time diagram. A drag moves the window, as one moves paper; on the axis, or on the playhead, it moves
// the playhead. A press without a drag chooses an event, or goes to a moment. Two fingers, or the wheel with ctrl, zoom.

/** What a place of the diagram is. */
export interface Under {
  event?: number;
  t?: number;
  /** The axis, or the playhead: what is dragged there is the moment shown. */
  head?: boolean;
  /** The sign at the edge for a playhead out of sight. */
  back?: boolean;
}

export interface TimeActs {
  under(x: number, y: number): Under;
  /** Microseconds a pixel. */
  scale(): number;
  seek(t: number): void;
  why(event: number): void;
  /** Moves the window by so many microseconds. */
  pan(by: number): void;
  /** Makes the window so many times as long; the moment t stays where it is. */
  zoom(factor: number, t: number): void;
  /** Brings the playhead into sight. */
  back(): void;
}

/** A hand that moves less than this has not moved. */
const still = 5;

interface Finger {
  x: number;
  y: number;
}

export class TimeHands {
  readonly #fingers = new Map<number, Finger>();
  /** What the hand that is down does. */
  #doing: "nothing" | "pressing" | "panning" | "scrubbing" = "nothing";
  #start: Finger = { x: 0, y: 0 };

  constructor(
    private readonly on: HTMLElement,
    private readonly acts: TimeActs,
  ) {
    on.addEventListener("pointerdown", (e) => this.#down(e));
    on.addEventListener("pointermove", (e) => this.#move(e));
    on.addEventListener("pointerup", (e) => this.#up(e, true));
    on.addEventListener("pointercancel", (e) => this.#up(e, false));
    on.addEventListener("wheel", (e) => this.#wheel(e), { passive: false });
  }

  #at(e: MouseEvent): Finger {
    const box = this.on.getBoundingClientRect();
    return { x: e.clientX - box.left, y: e.clientY - box.top };
  }

  #down(e: PointerEvent): void {
    if (e.button !== 0) return;
    const at = this.#at(e);
    this.#fingers.set(e.pointerId, at);
    // What comes next is ours even where it leaves the diagram.
    this.on.setPointerCapture(e.pointerId);
    if (this.#fingers.size > 1) {
      this.#doing = "panning";
      return;
    }
    const under = this.acts.under(at.x, at.y);
    this.#start = at;
    this.#doing = under.head && !under.event ? "scrubbing" : "pressing";
    if (this.#doing === "scrubbing" && under.t !== undefined && !under.back) this.acts.seek(under.t);
  }

  #move(e: PointerEvent): void {
    const at = this.#at(e), was = this.#fingers.get(e.pointerId);
    if (!was) {
      this.#hover(at);
      return;
    }
    if (this.#fingers.size > 1) this.#pinch(e.pointerId, was, at);
    else if (this.#doing === "scrubbing") {
      const { t } = this.acts.under(at.x, at.y);
      if (t !== undefined) this.acts.seek(t);
    } else {
      if (this.#doing === "pressing" && Math.hypot(at.x - this.#start.x, at.y - this.#start.y) < still) return;
      // The first step of a drag takes what was waited for with it.
      this.acts.pan(((this.#doing === "pressing" ? this.#start.x : was.x) - at.x) * this.acts.scale());
      this.#doing = "panning";
      this.on.style.cursor = "grabbing";
    }
    this.#fingers.set(e.pointerId, at);
  }

  #pinch(id: number, was: Finger, at: Finger): void {
    const other = [...this.#fingers].find(([i]) => i !== id)?.[1];
    if (!other) return;
    // Fingers over each other say little of a length.
    const before = Math.max(24, Math.abs(was.x - other.x)), now = Math.max(24, Math.abs(at.x - other.x));
    this.acts.pan(((was.x - at.x) / 2) * this.acts.scale());
    const { t } = this.acts.under((at.x + other.x) / 2, at.y);
    if (t !== undefined) this.acts.zoom(before / now, t);
  }

  #up(e: PointerEvent, meant: boolean): void {
    if (!this.#fingers.delete(e.pointerId) || this.#fingers.size > 0) return;
    const { x, y } = this.#at(e), under = this.acts.under(x, y), pressed = meant && this.#doing === "pressing";
    if (meant && under.back && this.#doing !== "panning") this.acts.back();
    else if (pressed && under.event) this.acts.why(under.event);
    else if (pressed && under.t !== undefined) this.acts.seek(under.t);
    this.#doing = "nothing";
    this.#hover({ x, y });
  }

  #hover({ x, y }: Finger): void {
    const under = this.acts.under(x, y);
    this.on.style.cursor = under.event || under.back ? "pointer" : under.head ? "ew-resize" : "grab";
  }

  // A wheel that goes sideways moves the window; one that goes up and down belongs to the page, but for ctrl.
  #wheel(e: WheelEvent): void {
    const unit = e.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1, { x, y } = this.#at(e);
    const sideways = e.shiftKey && !e.deltaX ? e.deltaY : e.deltaX;
    if (e.ctrlKey) {
      e.preventDefault();
      const { t } = this.acts.under(x, y);
      if (t !== undefined) this.acts.zoom(Math.exp(Math.max(-60, Math.min(60, e.deltaY * unit)) / 160), t);
    } else if (Math.abs(sideways) > Math.abs(e.shiftKey ? 0 : e.deltaY)) {
      e.preventDefault();
      this.acts.pan(sideways * unit * this.acts.scale());
    }
  }
}
