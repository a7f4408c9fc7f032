// Package scenario is the text that says what a run is: parse, print, run.
//
// A scenario is lines, one verb each. Tests, lessons, links, rooms, embeds and the page's recordings all are this text,
// and Parse and Script.String are exact inverses: what String prints is parsed to an equal script, and printing that gives
// the same bytes.
//
//	# A comment stands on a line of its own, or at the end of one.
//	cluster PROTOCOL [ROLE=N…] [PARAM=VALUE…] [seed=N] [trace=all]
//	disk NODE log=…                 what lies on a disk, before anything else
//	at T[#k] ACTION                 T exact; #k: when k things of that moment have happened
//	ACTION                          without at: where the lines before it have led
//	run T                           all that happens in the next T
//	run until=GOAL [limit=T]        60s when no limit is given; not reaching the goal is a failure
//	branch NAME [of=PARENT] [at=T[#k]]
//	expect [not] GOAL words field=value [>= <= = != v]
//	expect [not] violated NAME      that the run has ended because this invariant or monitor broke, its name with hyphens
//	expect [not] ended REASON       that it has ended at the limit on events, bytes or time
//	expect [not] same-view NODE BRANCH BRANCH   that the node can't tell the two branches apart
//	----
//	what the run says; from here on the text is output
//
// nodes=N counts the letter n, a role's name that role. A parameter is the protocol's or the world's (sim.Settings); a
// name that means two things is refused.
//
// # Branches
//
// The lines up to the first branch line are the branch main; those after a branch line belong to it. A branch begins as
// its parent (main, unless said otherwise) was: where the parent's lines have led, or, with at, at that position, with
// those of the parent's actions that were done before it. An action of the parent at the very position of the fork is not
// part of the branch.
//
// # Expectations
//
// An expectation is judged where it stands. A number is compared with a goal that measures, a duration with how long a
// goal of yes or no has been reached without a break; a goal that is not reached lasts −1, so that only <= and != hold.
//
// Two branches look the same to a node when its views of them (sim.Recording.Sight) are equal: since it last started it has
// been given the same inputs in the same order, with the same disk to start from. A branch is looked at where its lines
// have led; both have to stand above the line, or be the branch that the line is in.
//
// A run that breaks an invariant, or ends at a limit, has failed unless a line expects that. After such an end lines do
// nothing more, and an action among them is a failure.
//
// # Output
//
// Output is what engines note and what actions, expectations and branches are, a line each; with trace=all every event
// with its cause and effects. It is text for people, and stable: a test compares it with what stands below the ----, and
// `go test -rewrite` puts it there.
package scenario
