// Package bridge is the conversation between a page and the engines: bytes in, bytes out.
//
// A request is UTF-8 text. Its first line is a verb and its arguments, separated by spaces; what follows the first
// newline is the body. The answer is always one JSON object, written by appending. A request that can't be carried out
// is answered with {"error":{"line":N,"text":"…"}}: line is the line of the scenario text at fault, 0 when none is, and
// text says what was expected. A request never panics, never takes much longer than its budget, and never leaves a
// session half changed.
//
// One instance serves every figure of a page. S is the number that the page gave to a figure's session, K the number of
// events that have happened at the moment shown (0: before the first), T a time in microseconds.
//
//	declare PROTOCOL             the declaration of a protocol:              {"decl":Decl}
//	list                         what this module has:                       {"protocols":[{"name":"mutex","title":"…"}]}
//	check                        body: scenario text, only parsed:           {} or an error
//	open S [events=N]            body: scenario text. Starts a session:      Run, with "decl"
//	more S [events=N]            goes on with the script, N events at most:  Run
//	extend S T [events=N]        computes to T at least:                     Run
//	act S K [T]                  body: one action line, done at K, when it is T, no later than what happens next:
//	                                                                         Run; all later actions are void
//	until S K [events=N]         body: a goal. Runs on from K until it is reached, and keeps the run: Run, with "at"
//	branch S K NAME              a branch from K, and goes there:            Run of the new branch, from its first event
//	switch S NAME                goes to another branch:                     Run of that branch, from its first event
//	name S NAME                  gives the branch shown another name:        Run
//	prune S NAME                 ends a branch (and those that fork from it): Run
//	frame S K                    all that is shown at K:                     {"frame":Frame}
//	why S K                      the chain of causes of event K:             {"why":[K, …, root]}
//	replay S K                   replays to K from nothing:                  {"events":K,"hash":"…"}
//	text S                       the scenario as it is now:                  {"text":"…"}
//	sights S T BRANCH BRANCH [NODE]  whether nodes can tell two branches apart at T: {"nodes":[Sight,…],"more":false}
//	challenge S                  body: a challenge's rules. Begins S anew, where the challenge begins: Run, with "at"
//	judge S K [events=N]         judges what was done up to K, on a fresh world: Judgement
//	judge S [events=N]           goes on with that:                          Judgement
//	close S                      forgets a session:                          {}
//
// # Run
//
// A Run tells the page what has been computed since it was last told. The page keeps the events of the branch shown:
// it drops those from "keep" on, then appends "events". Times are integer microseconds.
//
//	{"decl":Decl,                    only after open
//	 "text":"cluster raft …",        the scenario, when it has changed: parse of it gives this run again
//	 "branch":"main",                the branch shown
//	 "branches":[{"name":"main"},{"name":"no-drop","of":"main","event":123,"t":507200}],
//	 "keep":0,"events":[Event,…],
//	 "count":444,"now":1100000,      computed so far: events, and the time up to which nothing more can happen
//	 "more":true,                    the script has not come to its end: ask again with more
//	 "at":123,                       after act, until and challenge: the K to show
//	 "challenge":Challenge,          in a session that has one: as it stands at the end of what is computed
//	 "ended":{"reason":"events","text":"Run ended: …"},   reasons: events bytes nodes time violated nothing
//	 "expect":[{"line":7,"text":"expect …","ok":true,"got":"…","event":120}],
//	 "hash":"7c1ea4f000112233"}      of the whole branch as computed so far
//
// # Challenge
//
// After the request challenge a session is the start of that challenge (package protocols/challenge) and what the reader
// does: act refuses what the rules forbid, with a sentence that says what is left. Whether it is won is for judge to say;
// the goals here are the session's own view, which shows the reader where he is.
//
//	{"from":95,"until":10118413,     the K at which the reader's part begins; when it is over
//	 "locked":["n3"],
//	 "did":1,"actions":8,            actions done, and left in all; absent: only the budgets bound them
//	 "left":[{"verb":"crash","left":0,"of":1}],
//	 "goals":[{"line":1,"text":"leader n3 term=2","ok":false,"got":"no"}],   line of the rules
//	 "reached":120}                  the first K at which all of them hold; absent: not yet
//
// A Judgement is {"more":true,"passed":12} while there is more to do (of the rules' seeds 12 are passed): ask again. Else it
// is {"more":false,"passed":1,"verdict":Verdict}.
//
//	{"reached":false,
//	 "event":190,"t":318465,         the K at which it was reached, or came nearest; 0: no moment was nearer than the first
//	 "line":1,"goal":"leader n3 term=2","got":"no, but leader term=2 was so",  the goal that was missed there
//	 "refused":"crash n3",           the action at which it ended, which the rules forbid or which makes no sense there
//	 "seed":1,                       on which seed; a K of another seed than the start's is of no run that the page has
//	 "text":"expected leader n3 term=2: the nearest is at 318.465ms, …"}
//
// "goal":"holds" is the line that no rules need: an invariant broke, and got says how.
//
// # Event
//
//	{"t":507200,"k":"recv","n":"n2", kinds: start recv timer command return lost action
//	 "c":7,                          the number of the event that caused it (1 is the first), absent for none
//	 "p":1,                          its place at that moment: "at 507.2ms#1" acts right after it
//	 "from":"n1","m":"n1.482",       recv and lost: sender and message
//	 "x":"MsgVote term=4",           what came: message, timer, command or action, as text
//	 "notes":["…"],                  why, one sentence each
//	 "asides":["…"],                 why nothing of note comes of it: for whoever looks at this very event
//	 "sends":[{"m":"n2.17","to":"n1","kind":"MsgVoteResp","arg":"yes","intent":"yes","epoch":4,
//	           "leaves":507200,"lands":519000,
//	           "fate":"held"}],      absent: on its way; else held, lost (chance), cut (no link), crashed (unsynced when its sender fell)
//	 "msgs":[{"m":"n1.482","what":"dropped","lands":0}],  what an event did to messages sent earlier: held released dropped duplicated delayed
//	 "s":{"status":"candidate","epoch":3,"tally":"1 of 5 votes"}, the node's own, when it has changed
//	 "spans":[{"name":"lease","on":true,"until":612000}],  spans of the node that have begun or move their end (until: where it knows, in virtual time), or are over (no "on"); a crash ends all
//	 "f":"crashed paused",           the node's flags, when they have changed ("" when all are gone)
//	 "calls":[{"op":5,"says":"put x=9"}],   operations that begin with it, at this node
//	 "answers":[{"op":5,"says":"done"}],    operations, also of other nodes, that it answers
//	 "bad":{"name":"election safety","text":"…"}}         what it broke: always the last event
//
// An action on no node has "n":"". A message whose "lands" has come and that no recv or lost event names is on its way
// still (its receiver is paused or driven by hand: "waiting").
//
// # Frame
//
//	{"event":123,"t":507200,"at":"507.2ms#1","hash":"…",
//	 "nodes":[{"id":"n1","role":"server","status":"leader","epoch":4,"tally":"2 of 5 votes","tier":0,"place":0,
//	   "flags":["crashed","paused","skewed","unsynced","locked","manual"],
//	   "fields":[["term","4"],["log","7 entries, 5 committed"]],
//	   "timers":[{"name":"election","set":0,"due":187000,"fire":"tick"}],   fire: what an action `fire` calls it; absent for a timer inside the engine
//	   "cells":[{"text":"x=1","epoch":1,"mark":"committed"}],               the micro log
//	   "inbox":[{"m":"n1.482","kind":"MsgVote","from":"n1","text":"…"}],    what waits at a node that is paused or driven by hand
//	   "commands":["put"]}],
//	 "links":[{"from":"n1","to":"n2","state":"lossy","says":"50% lost"}],   cut lossy slow, and how much; a link that is open is not listed
//	 "wire":[{"m":"n1.482","from":"n1","to":"n2","kind":"MsgVote","arg":"","text":"…","intent":"ask","epoch":4,"leaves":0,"lands":9,"state":""}],
//	                                                                        in flight ("") or held, with what a sheet shows of it
//	 "rules":["hold from=n1 kind=MsgApp"],
//	 "challenge":Challenge,                                                 as it stands at this moment
//	 "panels":[{"name":"logs","kind":"log","legend":"…","columns":["1","2"],"rows":[{"name":"n1","epoch":4,"bar":5,
//	   "cells":[{"text":"x=1","epoch":1,"mark":"committed","at":1}]}]}],
//	 "invariants":[{"name":"election safety","title":"One leader in a term","ok":true,"says":"term 4: n1"},
//	   {"name":"linearizable",…,"ok":false,"event":99,"ops":[3,5]}],        of a protocol with a client model: the answer that no order explains, and what could meet it
//	 "ops":[{"op":5,"client":"c1","text":"put key=x value=9","since":400000}]}  open operations
//
// An invariant that can't be judged is "ok" and "unjudged":true, and says why.
//
// A cell's mark: "" plain, committed, doubt, undone, locked. A row's bar is drawn after its cell of that "at".
//
// # Sight
//
// What a node has been given since it last started, in two branches at one time (sim.Recording.Sight). With "more" there is
// more to be computed first: ask again.
//
//	{"node":"n2","same":false,"apart":3,   the first input that differs, from 0; −1 for none
//	 "counts":[3,4],"down":[false,false],  how many inputs in each, and whether it is down there
//	 "inputs":[[{"i":0,"event":2,"t":0,"text":"its start"},…],[…]]}   only of NODE: the last 400 in each
//
// # Decl
//
//	{"name":"raft","title":"Raft (etcd)","about":"…","layout":"ring","epoch":"term",
//	 "roles":[{"name":"server","letter":"n","min":1,"max":9,"default":5,"help":"…"}],
//	 "statuses":[{"name":"leader","shape":"double","means":"…"}],
//	 "kinds":[{"name":"MsgVote","intent":"ask","means":"…"}],
//	 "params":[Field],"mistakes":[Field],
//	 "commands":[{"name":"put","role":"client","letter":"c","help":"…","fields":[Field]}],
//	 "goals":[{"name":"leader","help":"…","fields":[Field]}],
//	 "panels":[{"name":"logs","kind":"log","legend":"…"}],
//	 "spans":[{"name":"leads","means":"believes that it leads"}],
//	 "invariants":[{"name":"election safety","title":"One leader in a term"}],
//	 "assumes":"…"}
//	Field: {"name":"tick","type":"duration","value":"10ms","help":"…","min":"1ms","max":"1s"}
//	types: int bool string duration node, or a named type's name for a string
package bridge
