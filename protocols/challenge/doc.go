// Package challenge judges whether somebody has made a run do what was asked: from a start, with few actions of few kinds.
//
// A challenge is a scenario to start from and rules, which are lines:
//
//	goal EXPECTATION              what an expect line takes after its first word; of several all hold at the same moment
//	when NAME=true                a parameter or mistake that the start gets in addition
//	budget VERB=N [goal=N]…       how often each action may be done; a verb that is not named may not be done at all
//	actions N                     how many actions in all
//	lock NODE…                    nodes that no action may name, and whose links none may cut, slow or hold
//	from T[#k]                    where the reader's part begins; the end of the start's own lines otherwise
//	within T                      how much time the run has after that; 10s otherwise
//	seeds N                       the goal must be reached on each of N seeds that the reader has not seen
//
// Judge replays the start on a fresh world, does the actions at their times, refuses what the rules forbid, and goes on
// until the goal holds or the time is over. It believes nothing but the list of actions. A verdict of no names the goal line
// that failed, the event at which it came nearest, and the values there.
//
// That a goal can't be reached is a claim, which a stored search judges: Search tries every run from the start within the
// rules' budget, and a Proof is what it found, as text, with its bounds.
package challenge
