// A figure: one session, one playhead, and the parts that show it. It draws once an animation frame at most, and asks the
// engine for one frame at a time.

import { broken } from "./broken";
import { Checks } from "./checks";
import type { Compare } from "./compare";
import type { Drawer } from "./drawer";
import { fill, h } from "./dom";
import { icon, type IconName, type Ref } from "./draw/index";
import { Barred, Dead, Engine, Refused, Unreachable } from "./engine";
import type { Help } from "./help";
import { Hearing } from "./hearing";
import { Inspector } from "./inspector";
import { press, type KeyHands } from "./keys";
import { Later } from "./later";
import { Narration } from "./narration";
import { Notice, type Doing } from "./notice";
import { onward } from "./onward";
import { Operations, Panels } from "./panels";
import { Player, speedMax, speedMin, type Move } from "./player";
import type { Left } from "./rerun";
import { Session, type Asks } from "./session";
import { Sheets, type Ground } from "./sheets";
import { abroad } from "./site";
import { SpaceTime } from "./spacetime";
import { Stage } from "./stage";
import { Tabs } from "./tabs";
import { ended as sentenceOf } from "./sentences";
import { parseMoment, type Moment } from "./time";
import { Timeline } from "./timeline";
import { Tools } from "./tools";
import { Branches, goalName, PlayBar, Scrubber, Speed, Until } from "./transport";
import { brought, hasFlag, locked, sameRef, type Part, type SheetName, type View } from "./view";
import { Veil } from "./veil";
import type { Frame, ModuleName } from "./wire";
import { Words } from "./words/player";
import * as Say from "./words/player";

export interface FigureOptions {
  /** The whole player, or a figure with what is needed to break and step. */
  whole: boolean;
  name: string;
  text: string;
  at: string;
  module: ModuleName | undefined;
  /** Where the whole player is, for a figure that has less. */
  more: string | undefined;
  /** Two branches to be compared at a press. */
  compare?: readonly string[] | undefined;
  /** The built-in scenario that the text is. */
  scenario: string;
  /** Of the page's address: it may be a link to a moment. */
  fragment: string;
  /** The verbs that hands may do; undefined: all. */
  tools?: ReadonlySet<string> | undefined;
  /** Of a lesson's figure: what is shown besides the cluster and the narration, panels by name. */
  view?: readonly string[] | undefined;
  /** The spans that are drawn over the nodes' lines; those that tell more than the lines do, without a choice. */
  spans?: readonly string[] | undefined;
  /** How much time the space-time shows at first, in µs; as much as messages take several times, otherwise. */
  window?: number | undefined;
  /** Called when a gate or a stop has ended what the reader began. */
  stopped?(): void;
  /** Called when there is no run to show, and when there may be one again. */
  failed?(is: boolean): void;
  /** Whether a first frame of the whole script stands in the page: the run is told to its end before it takes that place. */
  first?(): boolean;
  /** Called when there is something to be seen: the first picture, or why there is none. */
  drawn?(): void;
  /** Called when there is a first picture. */
  alive(): void;
  /** Called when the moment shown or what is known of the run has changed. */
  moved(view: View): void;
}

/** Under this width a figure is one column, and what can be done rises from its foot. */
const narrowBelow = 720;

export class Figure implements KeyHands, Ground {
  readonly element: HTMLElement;
  readonly #notice = new Notice();
  readonly #sheets = new Sheets(this);
  readonly #drawer = new Later<Drawer>(async () => {
    const { Drawer } = await import("./beside");
    return this.#over(new Drawer({ check: (text) => this.#check(text), apply: (text) => this.#apply(text) }));
  });
  readonly #compare = new Later<Compare>(async () => {
    const compare = new (await import("./beside")).Compare({
      hands: this,
      switchTo: (branch) => this.switchTo(branch),
      changed: () => this.#dirty("seek"),
      failed: (why) => this.#failed(why),
      closed: () => {
        this.element.classList.remove("comparing");
        this.#stage.focusable.focus({ preventScroll: true });
        this.#dirty("seek");
      },
    });
    (this.element.querySelector(":scope > .body") ?? this.element.firstElementChild)?.after(compare.element);
    return compare;
  });
  readonly #linking = new Later(async () => (await import("./beside")).linking);
  readonly #help = new Later<Help>(async () => this.#over(new (await import("./beside")).Help()));
  readonly #stage: Stage;
  readonly #until: Until;
  readonly #spacetime: SpaceTime;
  readonly #panels: Panels;
  /** What the reader may not see yet. */
  readonly veil = new Veil();
  /** Nothing after it is shown, of any text that is opened. */
  gate: Moment | undefined;
  /** Called when it can be seen again. */
  returned: (() => void) | undefined;
  /** Where the panels stand at the side. */
  readonly #aside = h("div", { class: "aside" });
  readonly #transport = h("div", { class: "ql-transport" });
  readonly #parts: Part[] = [];
  readonly #resize = new ResizeObserver(() => this.#measure());
  readonly #seen: IntersectionObserver;

  #session: Session | undefined;
  #player: Player | undefined;
  #view: View | undefined;
  #frame: Frame | undefined;
  #asking = false;
  #painting = 0;
  #how: Move = "seek";
  #narrow = false;
  /** The height of the transport, which grows with the branches. */
  #foot = 122;
  #chosen: Ref | undefined;
  #focus: Ref | undefined;
  #lit: number | undefined;
  #causes: ReadonlySet<number> = new Set();
  #consequences: ReadonlySet<number> = new Set();
  #litCount = 0;
  #from = 0;
  #length = 0;
  #zoomed = false;
  /** The moment at which a hand moved the window. */
  #heldAt: number | undefined;
  #mine = new Map<string, Set<number>>();
  /** Whether the reader has put another text in the page's place. */
  #own = false;
  /** The page's own text as the engine has it, while it is what runs and nobody has done anything. */
  #brought: string | undefined;
  #speed: number | undefined;
  #dead = false;
  #closed = false;

  constructor(
    private readonly engine: Asks & Pick<Engine, "restart">,
    private readonly options: FigureOptions,
  ) {
    this.element = h("div", { class: options.whole ? "lab whole" : options.view ? "lab figure lesson" : "lab figure", role: "group", "aria-label": options.name || Words.aRun });
    this.#panels = new Panels(options.view);
    this.#stage = new Stage(this, !options.whole, (view) => this.#height(view));
    this.#until = new Until(this);
    this.#spacetime = new SpaceTime(this, this.options.spans);
    this.#compose();
    this.element.addEventListener("keydown", (e) => {
      if (e.defaultPrevented || !this.#view || isTyping(e)) return;
      // Two branches are looked at; what is done, is done to one.
      if (this.#compare.now?.open && !/^( |Arrow\w+|[[\]t?])$/.test(e.key)) return;
      // A quick hand chooses a node and crashes it before either is drawn.
      if (press(e, { ...this.#view, chosen: this.#chosen, focus: this.#focus }, this)) e.preventDefault();
    });
    this.#resize.observe(this.element);
    // A figure that is not seen does not play on.
    this.#seen = new IntersectionObserver((entries) => {
      const seen = entries.at(-1)?.isIntersecting ?? true;
      if (seen) this.returned?.();
      else this.#player?.pause();
    });
    this.#seen.observe(this.element);
  }

  /** Loads the engine and opens the scenario. */
  async start(): Promise<void> {
    if (!Engine.possible) {
      this.lacks(Words.noWebAssembly);
      return;
    }
    await this.visit(this.options.fragment);
    if (!this.#session && !this.element.classList.contains("failed")) await this.#open(this.options.text, this.options.at);
  }

  /** Takes what the page did not bring. own: it is not as the site has it. */
  bring(text: string, module: string | undefined, own: boolean): void {
    Object.assign(this.options, { text, module: this.options.module ?? module }, own && { scenario: "" });
  }

  #fail(failed: boolean): void {
    this.element.classList.toggle("failed", failed);
    if (failed) this.element.classList.remove("alive");
    this.options.failed?.(failed);
    if (failed) this.options.drawn?.();
  }

  /** Says why there is no run to show. */
  lacks(why: string, ...doings: Doing[]): void {
    this.#fail(true);
    this.#notice.show(why, true, ...doings);
  }

  /** Opens the moment that a link leads to. Any other fragment is left alone. */
  async visit(fragment: string): Promise<void> {
    if (!/^#\d+\./.test(fragment)) return;
    const linking = await this.#arrived(this.#linking);
    if (!linking) return;
    const link = await linking.read(fragment);
    if (typeof link === "string") {
      if (!this.#session) await this.#open(this.options.text, this.options.at);
      this.#notice.show(link, true);
      return;
    }
    this.#player?.pause();
    try {
      const made = await this.#make(link.text, (session) => linking.arrive(session, link, () => this.#playerOf(session)));
      if (!made) return;
      [this.#from, this.#zoomed, this.#length] = [0, false, 0];
      this.#chosen = this.#focus = undefined;
      this.#take(made, link.scenario !== this.options.scenario);
      const verdict = linking.verdict(link, made.player, made.frame);
      if (verdict?.same) this.#notice.brief(verdict.text, false);
      else if (verdict) this.#notice.show(verdict.text, true, { label: Words.editTheScenario, go: () => void this.scenario() });
    } catch (e) {
      if (!(e instanceof Refused)) {
        this.#failed(e as Error);
        return;
      }
      if (!this.#session) await this.#open(this.options.text, this.options.at);
      const where = e.line ? Say.inLine(e.line) : "";
      this.#notice.show(Say.unreadableLink(where, e.message), true, { label: Words.editItsText, go: () => void this.#edit(link.text, undefined, e) });
    }
  }

  close(): void {
    this.#closed = true;
    this.#player?.pause();
    this.#session?.close();
    this.#resize.disconnect();
    this.#seen.disconnect();
    cancelAnimationFrame(this.#painting);
  }

  // ---- what it is made of

  #compose(): void {
    const { whole } = this.options;
    const playing = new PlayBar(this, whole);
    const spacetime = this.#spacetime, narration = new Narration(whole ? 1 : 2), spoken = new Hearing();
    if (whole) {
      const tools = new Tools(this);
      const inspector = new Inspector(this), ops = new Operations(), panels = this.#panels, checks = new Checks(this);
      const timeline = new Timeline(this), speed = new Speed(this), branches = new Branches(this);
      const side = h("div", { class: "side" }, inspector.element, ops.element, this.#aside, checks.element), tabs = new Tabs(() => this.scenario(), side);
      const breaking = this.#opener("break", Words.breaking, "cut", "narrow-only"), again = h("button", { type: "button", class: "ql-b quiet again wide", click: () => this.again() }, icon("restart"), Words.runAgainWith);
      fill(
        this.element,
        h(
          "div",
          { class: "body" },
          h("div", { class: "stage" }, tools.element, this.#stage.element, narration.element, this.#notice.element, spacetime.element),
          tabs.element,
          side,
        ),
        this.#transport,
      );
      this.#transport.append(timeline.element, h("div", { class: "row" }, playing.element, this.#until.element, breaking, speed.element, again, branches.element));
      this.#resize.observe(this.#transport);
      this.#parts.push(tools, this.#stage, narration, spacetime, tabs, inspector, ops, panels, checks, timeline, playing, this.#until, speed, branches, spoken);
    } else if (this.options.view) {
      this.#composeLesson(this.options.view, playing, narration, spoken);
    } else {
      const scrubber = new Scrubber(this);
      const crash = this.#opener("crash", Words.crashANode, "crash"), cut = this.#opener("cut", Words.cutTheNetwork, "cut");
      const more = this.#onward(Words.openInThePlayground);
      fill(
        this.element,
        h("div", { class: "upper" }, this.#stage.element, h("div", { class: "words" }, narration.element, h("div", { class: "note" }, h("slot", { name: "note" })))),
        this.#notice.element,
        spacetime.element,
        h("div", { class: "ql-ctl bar" }, playing.element, scrubber.element, crash, cut, this.#comparing(), more),
      );
      this.#parts.push(this.#stage, narration, spacetime, playing, scrubber, spoken);
    }
    this.element.append(spoken.element);
    this.#say(Words.loading);
  }

  #opener(name: SheetName, label: string, sign: IconName, more = ""): HTMLElement {
    const b = h("button", { type: "button", class: `ql-b ${more}`, click: () => this.sheet(name, b) }, icon(sign), label);
    return b;
  }

  /** Where the author names two branches, one press shows them side by side. */
  #comparing(): HTMLElement | null {
    const [left, right] = this.options.compare ?? [];
    if (!left || !right) return null;
    return h("button", { type: "button", class: "ql-b compares", click: () => void this.compare(left, right) }, icon("compare"), Words.compare);
  }

  /** A lesson's figure: what its author names, and what the page has put among its controls. */
  #composeLesson(view: readonly string[], playing: PlayBar, narration: Narration, spoken: Hearing): void {
    const shows = (name: string): boolean => view.length === 0 || view.includes(name);
    const scrubber = new Scrubber(this), checks = view.includes("checks") ? new Checks(this) : null;
    const timeline = view.includes("timeline") ? new Timeline(this) : null, spacetime = shows("spacetime") ? this.#spacetime : null;
    const known = ["cluster", "spacetime", "checks", "narration", "timeline"], panels = view.some((v) => !known.includes(v)) ? this.#panels : null;
    const more = this.#onward(h("span", {}, Words.playground));
    const tools = this.options.tools?.size ? new Tools(this) : null, breaking = tools && this.#opener("break", Words.breaking, "cut", "narrow-only");
    fill(
      this.element,
      tools?.element,
      h("div", { class: "upper" }, shows("cluster") ? this.#stage.element : null, h("div", { class: "words" }, narration.element, h("div", { class: "note" }, h("slot", { name: "note" })))),
      this.#notice.element,
      spacetime?.element, panels?.element, checks?.element, timeline?.element,
      h("slot", { name: "acts" }),
      h("div", { class: "ql-ctl bar" }, playing.element, scrubber.element, this.#comparing(), breaking, more),
    );
    const parts: (Part | null)[] = [tools, shows("cluster") ? this.#stage : null, narration, spacetime, panels, checks, timeline, playing, scrubber, spoken];
    this.#parts.push(...parts.filter((p) => p !== null));
  }

  /** A word where the narration will stand. */
  #say(text: string): void {
    const narr = this.element.querySelector(".narr");
    if (narr) fill(narr, h("p", { class: "ql-say past" }, text));
  }

  /** Of a single node there is little to see: what it tells of itself takes the stage. */
  #settle({ frame, narrow }: View): void {
    const panels = this.#panels.element, alone = frame.nodes.length === 1 && !narrow;
    if (alone && panels.parentElement !== this.#stage.element.parentElement) this.#stage.element.after(panels);
    else if (!alone && panels.parentElement !== this.#aside) this.#aside.append(panels);
  }

  #height(view: View): number {
    const time = this.#spacetime.height(view);
    // On a wide page the room is kept for five lines of time.
    if (!this.options.whole) return view.narrow ? 318 : Math.max(260, 537 - time);
    if (view.frame.nodes.length === 1) return 150;
    if (view.narrow) return 330;
    // What the bars, the narration and the transport leave of the window.
    return Math.max(300, Math.min(560, innerHeight - 258 - this.#foot - time));
  }

  #measure(): void {
    const width = this.element.clientWidth;
    if (!width) return;
    const narrow = width < narrowBelow;
    if (narrow !== this.#narrow) {
      this.#narrow = narrow;
      if (!this.#zoomed) this.#length = 0;
      this.#sheets.close(false);
    }
    this.#foot = this.#transport.offsetHeight;
    this.element.classList.toggle("narrow", narrow);
    this.element.classList.toggle("mid", !narrow && width < 1100);
    this.#dirty("seek");
  }

  // ---- opening

  async #open(text: string, at: string, own = this.#own): Promise<void> {
    this.#player?.pause();
    this.#dead = false;
    this.#fail(false);
    try {
      const made = await this.#make(text, (session) => this.#seek(session, at));
      if (!made) return;
      [this.#from, this.#zoomed, this.#length] = [0, false, 0];
      this.#chosen = this.#focus = undefined;
      this.#take(made, own);
    } catch (e) {
      this.#failed(e as Error);
      if (e instanceof Refused) void this.#edit(text, undefined, e);
    }
  }

  /** Runs another text, and shows a moment of it. */
  async open(text: string, at: string): Promise<Refused | undefined> {
    const wrong = await this.#check(text);
    if (!wrong) await this.#open(text, at);
    return wrong;
  }

  /** Runs another text to the moment shown, in the branch shown, and changes nothing else. Gives what the engine has against it. */
  async rerun(text: string): Promise<Refused | undefined> {
    const old = this.#player;
    if (!old) return undefined;
    try {
      const { branch } = old.session, { t } = old;
      const made = await this.#make(text, async (session) => {
        if (session.branches.some((b) => b.name === branch) && branch !== session.branch) await session.switchTo(branch);
        await session.reach(t);
        const player = this.#playerOf(session);
        player.stop = old.stop;
        player.seek(t);
        return player;
      });
      // Somebody may have opened another meanwhile.
      if (made && this.#player === old) this.#take(made, this.#own);
      else made?.player.session.close();
      return undefined;
    } catch (e) {
      if (e instanceof Refused) return e;
      this.#failed(e as Error);
      return undefined;
    }
  }

  /** Runs a text up to what is to be shown first. */
  async #make(text: string, seek: (session: Session) => Promise<Player>): Promise<{ player: Player; frame: Frame } | undefined> {
    const session = new Session(this.engine, await this.#module(text), () => this.#changed(session), (why) => this.#failed(why));
    try {
      await session.open(text);
      const player = await seek(session), frame = await session.frame(player.k);
      if (this.options.first?.()) await Promise.all([session.reachScriptEnd(), this.#spacetime.ready]);
      if (!this.#closed) return { player, frame };
    } catch (e) {
      session.close();
      throw e;
    }
    session.close();
    return undefined;
  }

  async #seek(session: Session, at: string): Promise<Player> {
    const moment = parseMoment(at), player = this.#playerOf(session);
    if (moment) {
      await session.reach(moment.t);
      player.goTo(moment);
    }
    return player;
  }

  #playerOf(session: Session): Player {
    const player = new Player(session, (how) => player === this.#player && this.#dirty(how), () => this.options.stopped?.());
    if (this.#speed !== undefined) player.speed = this.#speed;
    player.gate = this.gate;
    return player;
  }

  #take({ player, frame }: { player: Player; frame: Frame }, own: boolean): void {
    const { session } = player;
    this.#session?.close();
    this.#own = own;
    [this.#session, this.#player, this.#frame, this.#view] = [session, player, frame, undefined];
    this.#mine = new Map();
    this.#brought = session.opened === this.options.text ? session.text : undefined;
    this.why(undefined);
    this.#notice.hide();
    session.computeTo(player.t);
    this.element.classList.add("alive");
    this.#sheets.soon();
    this.options.alive();
    this.#dirty("seek");
  }

  /**
   * The module that has the protocol of a text. A reader may bring a text of any protocol: the module in use is asked first,
   * or the one that the page names, then the others, and the last one's word is taken.
   */
  async #module(text: string): Promise<ModuleName> {
    const first = this.#session?.module ?? this.options.module, all = Object.keys(__WASM_URLS__);
    const protocol = /^\s*cluster\s+(\S+)/m.exec(text)?.[1];
    if (first && (!protocol || text === this.options.text)) return first;
    const modules = first ? [first, ...all.filter((m) => m !== first)] : all;
    for (const module of modules.slice(0, -1)) {
      try {
        await this.engine.ask(module, `declare ${protocol ?? ""}\n`);
        return module;
      } catch (e) {
        if (!(e instanceof Refused)) throw e;
      }
    }
    return modules.at(-1) ?? "";
  }

  /** Parses a text as the engine would, and gives what is wrong with it. */
  async #check(text: string): Promise<Refused | undefined> {
    try {
      await this.engine.ask<unknown>(await this.#module(text), `check\n${text}`);
      return undefined;
    } catch (e) {
      if (e instanceof Refused) return e;
      return new Refused({ line: 0, text: Say.noEngineOfProtocol((e as Error).message) });
    }
  }

  async #apply(text: string): Promise<Refused | undefined> {
    const wrong = await this.#check(text);
    if (!wrong) await this.#open(text, "", true);
    return wrong;
  }

  #failed(why: Error): void {
    if (this.#closed) return;
    // Without a run to show, the text that the page brought is shown instead.
    if (!this.#session) this.#fail(true);
    if (why instanceof Barred) {
      this.lacks(Words.noWebAssembly);
    } else if (why instanceof Refused) {
      const line = why.line ? Say.onLine(why.line) : "";
      this.#notice.show(`${line}${why.message}`, true, { label: Words.editTheScenario, go: () => void this.#edit(this.#session?.text ?? this.options.text, undefined, why) });
    } else if (why instanceof Unreachable) {
      this.#notice.show(Say.noEngine(why.message), true, { label: Words.tryAgain, go: () => void this.#again() });
    } else {
      this.#dead = true;
      this.#player?.pause();
      const reason = why instanceof Dead ? why.message : String(why.message);
      this.#notice.show(Say.engineStopped(reason), true, { label: Words.startAgain, go: () => void this.#again() });
    }
  }

  async #again(): Promise<void> {
    const text = this.#session?.text, t = this.#player?.t ?? 0;
    this.engine.restart();
    this.#session = undefined;
    this.#fail(false);
    if (text === undefined) await this.start();
    else await this.#open(text, t ? `${Math.round(t)}us` : this.options.at);
  }

  // ---- drawing

  #changed(session: Session): void {
    if (session !== this.#session) return;
    this.#player?.mend();
    this.#drawer.now?.keep(session.text);
    this.#litCount = -1;
    this.#dirty("seek");
  }

  #dirty(how: Move): void {
    // A step's own drawing is not lost to one that comes in the same animation frame.
    if (this.#how !== "step") this.#how = how;
    if (!this.#painting) this.#painting = requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    this.#painting = 0;
    const session = this.#session, player = this.#player;
    if (!session || !player || !this.#frame || this.#closed) return;
    const how = this.#how;
    this.#how = player.playing ? "play" : "seek";
    const known = session.known(player.k);
    if (known) this.#frame = known;
    this.#ask(session, player, how);
    this.#window(player, how);
    this.#light(session);
    const k = player.k;
    const before = player.playing || this.veil.client ? undefined : session.known(session.run.previous(k, session.first) ?? -1);
    const gate = player.gate?.t ?? Infinity, run = this.veil.run(session.run, player.last);
    const frame = this.veil.frame(locked(brought(this.#frame, session.run, k)));
    this.#view = {
      session,
      run,
      decl: session.decl,
      k,
      t: player.t,
      frame,
      before,
      playing: player.playing,
      calm: player.calm,
      speed: player.speed,
      chosen: this.#chosen,
      focus: this.#focus,
      lit: this.#lit,
      causes: this.#causes,
      consequences: this.#consequences,
      from: this.#from,
      to: this.#from + this.#length,
      end: Math.min(session.now, gate),
      wanted: Math.min(session.wanted, gate),
      narrow: this.#narrow,
      nodes: new Set(frame.nodes.map((n) => n.id)),
      mine: this.#mine.get(session.branch) ?? new Set(),
      own: this.#own,
      whole: this.options.whole,
      tools: this.options.tools,
      how,
    };
    if (this.options.whole) this.#settle(this.#view);
    for (const part of this.#parts) part.update(this.#view);
    this.#compare.now?.update(this.#view);
    this.#end(this.#view);
    // For those who wait for a moment to be shown whole: the event, and the one whose frame stands there at rest, with what
    // has changed since the one before.
    const whole = how !== "film" && (before ?? (player.playing || this.veil.client || session.run.previous(k, session.first) === undefined));
    this.element.dataset["k"] = String(k);
    this.element.dataset["frame"] = String(known && whole ? known.event : -1);
    this.element.dataset["hash"] = frame.hash;
    // The height of what stands at the foot is known once it is drawn, and what stands above it goes by that.
    if (this.element.classList.contains("waiting") && this.#transport.offsetHeight !== this.#foot) this.#measure();
    else this.options.drawn?.();
    this.options.moved(this.#view);
  }

  // One question at a time: the frame shown, then the one before it, for what the last step changed.
  #ask(session: Session, player: Player, how: Move): void {
    if (this.#asking || this.#dead) return;
    const { k } = player;
    const before = session.run.previous(k, session.first);
    let want: number | undefined;
    if (!session.known(k)) want = k;
    else if (!player.playing && how !== "film" && before !== undefined && !session.known(before)) want = before;
    if (want === undefined) return;
    this.#asking = true;
    session.frame(want).then(
      () => {
        this.#asking = false;
        this.#dirty(how);
      },
      (e: unknown) => {
        this.#asking = false;
        // An action may have made another future while the question was on its way.
        if (e instanceof Refused) this.#dirty("seek");
        else this.#failed(e as Error);
      },
    );
  }

  // A phone shows less of what an author has measured out for a desk, at the same scale.
  #breadth({ session }: Player): number {
    const asked = this.options.window;
    return Math.max(2000, asked ? asked * (this.#narrow ? 0.6 : 1) : session.run.usualFlight * (this.#narrow ? 9 : 16));
  }

  // The playhead moves within the window; when it comes near an edge the window follows.
  #window(player: Player, how: Move): void {
    if (!this.#length) this.#length = this.#breadth(player);
    const { t } = player, at = (t - this.#from) / this.#length;
    // A hand that has moved the window has its way until time moves.
    if (this.#heldAt !== t) this.#heldAt = undefined;
    if (this.#heldAt !== undefined) {
      // As it is.
    } else if (player.playing || how === "film") {
      if (at > 0.6) this.#from = t - 0.6 * this.#length;
      else if (at < 0.1) this.#from = t - 0.1 * this.#length;
    } else if (at < 0.05 || at > 0.95) {
      this.#from = t - 0.6 * this.#length;
    }
    this.#from = Math.max(0, this.#from);
    // By whole windows: what is drawn of the end then holds for a while.
    if (player.session.now < this.#from + this.#length) player.session.computeTo(this.#from + 2 * this.#length);
  }

  #light({ run }: Session): void {
    if (this.#lit === undefined || this.#litCount === run.count) return;
    this.#litCount = run.count;
    if (this.#lit > run.count) {
      this.why(undefined);
      return;
    }
    this.#causes = run.causes(this.#lit);
    this.#consequences = run.consequences(this.#lit);
  }

  // Where something breaks it says what; at the end of a run, why it has ended; and what can be done.
  #end(view: View): void {
    const { session, run, k } = view, wrong = broken(view), ended = k >= run.count ? session.ended : undefined;
    if (!wrong && !ended) {
      if (this.element.classList.contains("over")) this.#notice.hide();
      this.element.classList.remove("over");
      return;
    }
    this.element.classList.add("over");
    const back = { label: Words.stepBack, go: () => this.back() };
    if (wrong) this.#notice.show(sentenceOf(wrong), true, back, { label: Words.why, go: () => this.why(k) });
    else this.#notice.show(ended?.text ?? "", false, back, ...(this.options.view ? [] : [{ label: Words.editTheScenario, go: () => this.scenario() }]));
  }

  // ---- hands

  step(): void {
    const { session, run } = this.#both();
    const next = run?.next(this.#player?.k ?? 0);
    if (next) void session?.frame(next).catch(() => undefined);
    this.#player?.step().then((moved) => moved || this.#still(), (e: unknown) => this.#failed(e as Error));
  }

  /** A step that leads nowhere says what would lead on. */
  #still(): void {
    if (this.#session?.ended) return;
    const byHand = this.#frame?.nodes.some((n) => hasFlag(n, "manual"));
    this.#notice.brief(Say.nothingMore(byHand ?? false), false);
  }

  back(): void {
    this.#player?.back();
  }

  toggle(): void {
    if (this.#player?.playing) this.#player.pause();
    else this.#player?.play();
  }

  seek(t: number): void {
    this.#player?.seek(t);
  }

  show(k: number): void {
    this.#player?.pause();
    this.#player?.show(k);
  }

  speed(factor: number): void {
    if (!this.#player) return;
    this.#speed = Math.min(speedMax, Math.max(speedMin, factor));
    this.#player.speed = this.#speed;
    this.#dirty("seek");
  }

  zoom(factor: number, held = this.#player?.t ?? 0): void {
    const player = this.#player;
    if (!player) return;
    const at = Math.min(1, Math.max(0, (held - this.#from) / this.#length));
    // Beyond the run, and a little of what may come, there is nothing to be seen.
    const longest = Math.max(64 * player.session.run.usualFlight, 1.3 * Math.max(player.session.wanted, player.t));
    this.#length = Math.min(Math.max(this.#length * factor, 2000), longest);
    this.#from = Math.max(0, held - at * this.#length);
    this.#zoomed = true;
    this.#heldAt = player.t;
    this.#dirty("seek");
  }

  pan(by?: number): void {
    const player = this.#player;
    if (!player) return;
    this.#heldAt = by === undefined ? undefined : player.t;
    // A little of what is computed stays in sight.
    if (by !== undefined) this.#from = Math.min(Math.max(0, this.#from + by), Math.max(player.session.now, player.t) - 0.2 * this.#length);
    this.#dirty("seek");
  }

  choose(ref: Ref | undefined): void {
    this.#chosen = ref;
    this.#dirty("seek");
  }

  point(ref: Ref | undefined): void {
    if (sameRef(ref, this.#focus)) return;
    this.#focus = ref;
    this.#dirty("seek");
  }

  why(event: number | undefined): void {
    this.#lit = event === this.#lit || event === 0 ? undefined : event;
    this.#litCount = -1;
    if (this.#lit === undefined) this.#causes = this.#consequences = new Set();
    this.#dirty("seek");
  }

  async act(line: string): Promise<Refused | undefined> {
    const session = this.#session, player = this.#player;
    if (!session || !player) return undefined;
    player.settle();
    const k = player.k;
    // Where something is to be decided first, a hand changes nothing yet.
    if (k >= player.last) {
      this.options.stopped?.();
      return undefined;
    }
    try {
      const at = await session.act(k, player.t, line);
      this.#owns(session, k, at);
      player.show(at);
      session.computeTo(player.t + this.#length);
      return undefined;
    } catch (e) {
      if (!(e instanceof Refused)) {
        this.#failed(e as Error);
        return undefined;
      }
      if (!this.#sheets.open) this.#notice.brief(e.message);
      return e;
    }
  }

  /** Events that a hand brought about are told as such. */
  #owns(session: Session, k: number, at: number): void {
    const mine = new Set([...(this.#mine.get(session.branch) ?? [])].filter((i) => i <= k));
    for (let i = k + 1; i <= at; i++) mine.add(i);
    this.#mine.set(session.branch, mine);
  }

  async until(goal: string): Promise<Refused | undefined> {
    const refused = await this.#runUntil(goal);
    if (!refused) this.#until.goal = goal;
    else if (!this.#sheets.open) this.#notice.brief(refused.message);
    return refused;
  }

  /** For whoever conducts the figure: what runs, and where the reader is. */
  get player(): Player | undefined {
    return this.#player;
  }

  /** A word to the reader, where the figure says what is so. */
  tell(text: string, ...doings: Doing[]): void {
    this.#notice.show(text, false, ...doings);
  }

  /** What is shown may have to be drawn anew. */
  redraw(): void {
    this.#dirty("seek");
  }

  untilLast(): void {
    this.#until.go();
  }

  async #runUntil(goal: string): Promise<Refused | undefined> {
    const session = this.#session, player = this.#player;
    if (!session || !player) return undefined;
    player.pause();
    const stop = new AbortController();
    // Most goals are reached before anybody could read this.
    const soon = setTimeout(() => this.#notice.show(Say.runningUntil(goalName(goal)), false, { label: Words.stop, go: () => stop.abort() }), 300);
    try {
      const { at, reached } = await session.until(player.k, goal, stop.signal);
      clearTimeout(soon);
      this.#notice.hide();
      player.show(at);
      if (!reached && !session.ended) this.#notice.brief(Say.stoppedBefore(goalName(goal)));
    } catch (e) {
      clearTimeout(soon);
      if (e instanceof Refused) return e;
      this.#failed(e as Error);
    }
    return undefined;
  }

  fork(): void {
    const { session } = this.#both(), k = this.#player?.k ?? 0;
    if (!session) return;
    const taken = new Set(session.branches.map((b) => b.name));
    let n = 1;
    while (taken.has(`branch-${n}`)) n++;
    const name = `branch-${n}`, mine = [...(this.#mine.get(session.branch) ?? [])].filter((i) => i <= k);
    this.#mine.set(name, new Set(mine));
    this.#branching(session.fork(k, name), k);
  }

  /** Shows the branch that is shown and another side by side; done again, it shows the one alone. */
  async compare(left?: string, right?: string): Promise<void> {
    const compare = await this.#arrived(this.#compare), session = this.#session;
    if (!compare || !session) return;
    if (compare.open) {
      compare.close();
      return;
    }
    if (left && left !== session.branch) {
      await session.reachScriptEnd();
      const t = this.#player?.t ?? 0;
      await session.switchTo(left);
      this.#player?.seek(t);
    }
    const others = session.branches.filter((b) => b.name !== session.branch).map((b) => b.name);
    const parent = session.branches.find((b) => b.name === session.branch)?.of;
    const other = right ?? (parent && others.includes(parent) ? parent : others.at(-1));
    const view = this.#view;
    if (!view || !other) return;
    this.#sheets.close(false);
    this.element.classList.add("comparing");
    compare.show(view, other);
    this.#dirty("seek");
  }

  switchTo(branch: string): void {
    if (this.#session && branch !== this.#session.branch) this.#branching(this.#session.switchTo(branch), undefined);
  }

  rename(name: string): void {
    const session = this.#session, was = session?.branch ?? "", mine = this.#mine.get(was);
    if (mine) this.#mine.set(name, mine);
    session?.rename(name).catch((e: unknown) => (e instanceof Refused ? this.#notice.brief(e.message) : this.#failed(e as Error)));
  }

  prune(branch: string): void {
    if (this.#session) this.#branching(this.#session.prune(branch), undefined);
  }

  #branching(done: Promise<number>, k: number | undefined): void {
    const player = this.#player, t = player?.t ?? 0;
    player?.pause();
    done.then(
      () => {
        if (k === undefined) player?.seek(t);
        else player?.show(k);
      },
      (e: unknown) => (e instanceof Refused ? this.#notice.brief(e.message) : this.#failed(e as Error)),
    );
  }

  menu(ref: Ref, at: { x: number; y: number } | undefined): void {
    if (!this.options.tools || this.options.tools.size) void this.#sheets.about(ref, at ?? this.#stage.where(ref));
  }

  /** The run as the fragment of a link to the moment shown; "" while it is as the page has it. */
  async fragment(): Promise<string> {
    const player = this.#player, linking = player && (await this.#arrived(this.#linking));
    if (!player || !linking) return "";
    const { session, k } = player, { scenario } = this.options;
    if (scenario && k <= session.first && session.text === this.#brought) return "";
    return linking.fragmentOf(player, this.#own ? "" : scenario);
  }

  #onward(label: string | Element): HTMLElement | null {
    const { more } = this.options;
    return more ? onward(more, label, () => this.fragment()) : null;
  }

  /** Makes a link to the moment shown: in the address bar, and on the clipboard or to be copied. */
  async link(): Promise<void> {
    const player = this.#player, linking = player && (await this.#arrived(this.#linking));
    if (!player || !linking || this.options.view) return;
    player.pause();
    player.settle();
    try {
      const { whole, more } = this.options, here = whole && !abroad;
      const { url, copied } = await linking.publish(await linking.fragmentOf(player, this.#own ? "" : this.options.scenario), here ? undefined : (more ?? ""));
      if (copied) {
        this.#notice.brief(here ? Words.linkCopied : Words.linkCopiedOnly, false);
        return;
      }
      const back = this.#held(), box = linking.selected(url, here, () => {
        this.#notice.hide();
        back?.focus();
      });
      this.#notice.put(box.element);
      box.show();
    } catch (e) {
      this.#notice.brief(Say.sendAsFile((e as Error).message));
    }
  }

  sheet(name: SheetName, anchor: HTMLElement | undefined): void {
    const box = anchor?.getBoundingClientRect(), ref = this.#focus ?? this.#chosen;
    void this.#sheets.named(name, anchor, box ? { x: box.left - 14, y: box.bottom + 18, above: box.top } : ref ? this.#stage.where(ref) : this.#stage.middle());
  }

  draw(): void {
    void this.#sheets.draw();
  }

  again(): void {
    void this.#sheets.again();
  }

  // ---- what sheets ask

  shown(): View | undefined {
    return this.#view;
  }

  held(): HTMLElement {
    return this.#held() ?? this.#stage.focusable;
  }

  get surface(): Stage["surface"] {
    return this.#stage.surface;
  }

  hint(text: string | undefined): void {
    if (text) this.#notice.show(text, false);
    else this.#notice.hide();
  }

  missed(): void {
    this.#notice.brief(Words.partMissing);
  }

  /** Runs a text to the end of its lines beside what is shown, and gives what is wrong with it. */
  async rehearse(text: string): Promise<Refused | undefined> {
    const session = new Session(this.engine, await this.#module(text), () => undefined, () => undefined);
    try {
      await session.open(text);
      await session.reachScriptEnd();
      return undefined;
    } catch (e) {
      if (e instanceof Refused) return e;
      throw e;
    } finally {
      session.close();
    }
  }

  reopen(text: string): Promise<Refused | undefined> {
    return this.#apply(text);
  }

  told(left: readonly Left[]): void {
    const [first] = left;
    if (!first) return;
    this.#notice.show(Say.leftOut(first.line, sentenceOf(first.why), left.length - 1), false, { label: Words.editTheScenario, go: () => void this.scenario() });
  }

  async scenario(): Promise<void> {
    // A lesson's text may have the answer; where it can be edited is one press away.
    if (!this.options.view) await this.#edit(this.#session?.text ?? this.options.text, this.#held());
  }

  async help(): Promise<void> {
    const back = this.#held();
    const help = await this.#arrived(this.#help);
    if (help && this.#view) help.show(this.#view, back);
  }

  async #edit(text: string, back: HTMLElement | undefined, wrong?: Refused): Promise<void> {
    (await this.#arrived(this.#drawer))?.show(text, back, wrong);
  }

  /** A part that was wanted, unless it can't be loaded. */
  async #arrived<T>(part: Later<T>): Promise<T | undefined> {
    try {
      return await part.get();
    } catch {
      this.missed();
      return undefined;
    }
  }

  /** Puts a part over the figure. */
  #over<T extends { element: Element }>(part: T): T {
    this.element.append(part.element);
    return part;
  }

  #both(): { session: Session | undefined; run: Session["run"] | undefined } {
    return { session: this.#session, run: this.#session?.run };
  }

  /** What has the focus now, to give it back. */
  #held(): HTMLElement | undefined {
    const active = (this.element.getRootNode() as ShadowRoot | Document).activeElement;
    return active instanceof HTMLElement ? active : this.#stage.focusable;
  }
}

/** Whether a key is somebody's text, or what moves a control. */
function isTyping(e: KeyboardEvent): boolean {
  const target = e.composedPath()[0];
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement && target.type === "range") return e.key.startsWith("Arrow");
  if (target instanceof HTMLInputElement) return target.type !== "checkbox" || e.key === " ";
  // A button is pressed by space and enter; letters and arrows stay the figure's.
  return target instanceof HTMLButtonElement && (e.key === " " || e.key === "Enter");
}
