// Package lesson reads lessons: a folder lessons/<id>/ with the text lesson.md, and scenarios beside it.
//
// The text is CommonMark after a head in YAML between two lines of ---:
//
//	title:    A term has at most one leader        the insight, as a sentence
//	name:     Elections                            what it is called in lists; its id in words otherwise
//	part:     One log                              the part of the path that it belongs to
//	order:    2                                    its place on the path
//	minutes:  12
//	needs:    [what-breaks]                        ids of earlier lessons
//	kills:    There is never more than one …       the one misconception
//	found:    where it was found
//	protocol: raft
//	sources:  [Raft paper §5.2, …]
//
// lesson.<language>.md is the same lesson in another language.
//
// The text is Markdown with tables; HTML may stand there only as a comment, and there are no pictures. Headings are of level
// 2 and 3: they make the contents. The page puts its own headings (Challenge, Three questions, Left out) above the first part
// of that kind. Paragraphs before everything else are the hook, and set larger. A quotation, > …, is a note in the margin of
// what is before it. Names of nodes, n1 or c2, are set apart by themselves. Code without a word after its fence is a
// scenario's; other words are languages.
//
// Fenced blocks whose info word is one of these are parts of the lesson; their content is YAML. All else is prose. A text in
// YAML is one paragraph of Markdown; one with ": " or " #" in it stands in quotes. Unknown keys are errors, with their line.
//
// A moment is T[#k]: T when all that happens at T has happened, T#k when k events of it have, actions among them. It is one of
// the branch that the figure shows.
//
// figure: a live run.
//
//	name:    two-leaders                 the scenario two-leaders.txt, and the figure's id on the page
//	title:   Two leaders, one majority   the one idea, as a sentence
//	alt:     …                           who is in which state, what is between them, what can be done; 250 letters at most
//	from:    118.413ms                   the moment shown first; the scenario's first event otherwise
//	stop:    2186.745ms                  where it stops when it plays
//	speed:   1/20                        the speed that play begins with
//	window:  800ms                       how much time the space-time shows at first, on a desk; as long as a few messages otherwise
//	branch:  crash                       the branch shown first
//	compare: [left, right]               two branches side by side on one clock
//	view:    [cluster, spacetime, log]   what is shown: cluster, spacetime, checks, narration, timeline, and panels by name
//	tools:   [crash, cut, heal]          verbs that may be done by hand, commands by their names too; none otherwise. cut is
//	                                     partition as well, and a drawn line; nothing else is more than its word
//	acts:                                what can be done with one press, instead of tools or beside them
//	  - label: Crash n1
//	    do: crash n1                     an action line; several as a list
//	curtain: {client: c1, among: [paused, crashed, cut]}   only this client's view, until lifted; the branch is drawn by the seed
//	slider:  {label: The cut comes after, bind: "at {300ms} partition", min: 0ms, max: 800ms, step: 20ms}; several as a list
//	switch:  {label: Count old terms, bind: "count-old-terms={false}", on: "true"}; several as a list
//	spans:   [leads, lease]              spans that the engine declares, drawn above the nodes' lines; otherwise those that tell more than the line does
//
// bind is a piece of the scenario's text that stands there once, with the value in braces.
//
// predict: a question about a run before it is run. The prose that follows it, up to the next block or heading, is its
// explanation, and stays closed until the reader has said what was to be seen.
//
//	figure:  two-leaders
//	ask:     Two seconds later, how many call themselves leader?
//	from:    118.413ms                   the moment of decision, which the figure does not play past before a choice is made
//	until:   2186.745ms                  the decisive event, at which it stops
//	options:
//	  - text:   Two, in different terms
//	    expect: leaders = 2              what an expect line takes; judged at until (of the branch `branch`, where there is one; same-view, of the branches that it names)
//	    right:  true                     exactly one; a test holds it and all others against the run
//	    why:    …                        answers whoever chose it
//	    see:    278.465ms                the event to look at; optional
//	saw:                                 asked after the run, with three options, one right
//	  ask: What did you see?
//	  options: [{text: …, right: true, why: …}, …]
//
// "I don't know" is always an option, and is added to those named.
//
// challenge: something to make happen. The rules are those of package protocols/challenge.
//
//	name:   n3-wins
//	figure: two-leaders                  the scenario that it starts from
//	ask:    Make n3 win the very next term without touching n3.
//	rules: |
//	  goal leader n3 term=2
//	  budget crash=1 hold=2 drop=2
//	  lock n3
//	tools:  [crash, hold, drop]          the budget's verbs otherwise
//	impossible: true                     whether no run reaches it; then the file <name>.proof has the search (package
//	                                     protocols/challenge/proof); go test ./lessons -rewrite writes what it finds
//	solve: |                             the shortest script known, unless impossible: lines `at T[#k] ACTION`
//	  at 120ms crash n1
//	tricks:                              scripts that look as if they did it and must fail
//	  - why: n3 is crashed, so it can't be said to be untouched
//	    do: at 120ms crash n3
//	hints:  [where to look, which verb, the first action]
//	won:    …                            said when it is reached: what it shows
//
// The test of package lessons plays solve, nothing, each trick and many random scripts within the budget.
//
// question: one of three at the end, from: the id of an earlier lesson where it is about that.
//
//	ask:     Why does a new leader write a blank entry at once?
//	from:    elections
//	options: [{text: …, right: true, why: …}, …]
//
// model: the modelling note.
//
//	real:   which code decides
//	out:    what the engine omits that a reader may assume
//	time:   which delays are measured, which are chosen to be seen, and whether the point depends on them
//	fitted: any parameter tuned to a published curve; nothing
//
// A link in prose to [text](two-leaders@278.465ms#1) or, in a branch, (two-leaders/crash@2.1s) goes to that moment of that
// figure, and lights the causes of its event. A test sees to it that there is an event at that moment.
//
// A link to [–](figure-7?from=n2&count=AppendEntriesReply&says=no) is no link but a number: how many messages of that name,
// which say what begins like that, n2 has sent in the figure's run up to the moment shown. Without scripts it is the text.
//
// # The page
//
// A lesson is HTML that can be read without a script; the script of lessons (web/src/lesson) makes it live. What a reader may
// not see before an answer stands in closed <details>, so that nothing jumps when the script comes, and all of it can be read
// when it doesn't. [data-controls] is an empty place that keeps room for the script's buttons.
//
//	<article class="ql-lesson" data-lesson="elections">
//	<figure class="ql-breakout" id="fig-two-leaders">
//	  <quorum-lab scenario="lesson/elections/two-leaders" module="raft" controls="lesson" at="118.413ms" stop=… speed=… window=… branch=…
//	      compare="left right" view="cluster spacetime" tools="crash cut" curtain="c1" among="paused crashed cut" spans=… more="/play/…">
//	    <ql-first slot="first" class="lab figure lesson …">            what stands there until the figure is alive, drawn by the
//	                                                                    build: the figure itself, with the acts in it
//	    <pre slot="text">…</pre>
//	    <div slot="acts" class="ql-acts">                               inside the figure, above its transport
//	      <button type="button" class="ql-b" data-act="crash n1">Crash n1</button>                several lines: by newlines
//	      <label class="ql-bound">The cut comes after <input type="range" class="ql-slider" data-bind="at {300ms} partition"
//	          data-unit="ms" min max step value><output>300 ms</output></label>
//	      <label class="ql-bound"><input type="checkbox" data-bind="count-old-terms={false}" data-on="true"> Count old terms</label>
//	    </div></quorum-lab>
//	  <figcaption>title</figcaption></figure>
//	<form class="ql-box ql-predict" data-predict=NUMBER data-figure=… data-from=… data-until=… data-branch=…>
//	  <fieldset data-ask><legend>ask</legend>
//	    <label class="ql-opt"><input type="radio" name=… value="A" [data-right]><span>text</span></label> …   value="?": I don't know
//	    <div data-controls></div>
//	    <details data-answers><summary>The answers</summary><div data-why="A" data-see="278.465ms">…</div> …</details></fieldset>
//	  <fieldset data-saw>… the same</fieldset></form>
//	<details class="ql-explain" data-explains><summary>Why</summary>prose</details>             right after the form
//	<form class="ql-box ql-challenge" data-challenge=name data-figure=… data-tools="crash hold" [data-par="2"] [data-impossible]>
//	  <h3>Challenge</h3><p class="q">ask</p>
//	  <div data-controls></div>
//	  <details data-hint><summary>Hint 1: where to look</summary>…</details> three
//	  <details data-rules><summary>The rules</summary><pre>…</pre></details>
//	  <details data-won><summary>…</summary>…</details>   [<details data-proof><summary>…</summary><pre>…</pre></details>]
//	  [<details data-solve><summary>One way</summary><pre>at 120ms crash n1</pre></details>]</form>
//	<form class="ql-box ql-question" data-question=NUMBER>… as data-ask's fieldset</form>
//	<a href="#fig-two-leaders" data-moment="278.465ms#1" data-figure="two-leaders" data-branch=…>
//	<span class="ql-count" data-figure="figure-7" data-from="n2" data-count="AppendEntriesReply" data-says="no">–</span>
//	<a data-known href="#challenge">I know this</a>       leads to the first challenge
//
// A figure comes alive when it comes near what is seen, or when something is asked of it: wake() does so. Until then its
// first frame has its place and its size, and what is in it moves into the figure.
//
// A challenge is played in a figure of its own, which the script puts under it: a copy of the figure that it names.
//
// Of a figure on a lesson's page nothing after its at is drawn before the script has said how far one may see. The narration
// is always there: view says what is besides. Once a figure is alive (ql-alive), its element has a conductor
// (web/src/conduct.ts), with which the script plays it:
//
//	text, branch, event, time, playing, shut      what is shown; shut: nothing further may be seen now
//	open(text, at?)                  another text; without at, the moment, the branch and the zoom stay
//	show(at, {branch, why})          goes to a moment; why lights the causes of its event
//	showEvent(k)                     goes to an event by its number, and lights its causes
//	play()  pause()                  as the buttons do
//	playUntil(at, {branch, from})    plays from a moment to the event of another, and stops there: a promise of true, false
//	                                 when something else was asked for; arrive() goes there at once
//	gate(at?)                        nothing after this moment can be seen or reached, until it is lifted by a call without it
//	act(line)                        an action at the moment shown: a promise of what the engine has against it, or undefined
//	count(from, kind, says)          how many messages of a name a node has sent so far, whose words begin like that
//	veil(client?)                    only what this client sees is shown, until lifted by a call without it
//	challenge(rules)  judge()        the bridge's verbs of that name; script(lines) does lines `at T ACTION`
//	say(text, label?, go?)           a word in the figure, and what can be done about it
//
// show and playUntil tell of the run that the page brought: where a hand has made another, that one is run again first.
// The element sends ql-alive, ql-moment (event, t, text, challenge), and ql-stopped (at a gate or a stop).
//
// The browser keeps what was chosen under ql-lesson-ID, and under ql-progress for each lesson the days on which it was first
// {"seen": …} and {"done": …}: when all challenges are won, or all predictions and questions answered.
package lesson
