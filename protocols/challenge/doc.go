// Package challenge judges whether somebody has made a run do what was asked: from a start, with few actions of few kinds.
//
// A challenge is a scenario to start from, whose main branch counts, and rules, which are lines:
//
//	goal EXPECTATION              what an expect line takes after its first word; of several all hold at the same moment,
//	                              and those that matter most stand first
//	when PARAM=VALUE…             parameters or mistakes that the start gets instead of its own
//	budget VERB=N…                how often each action, or each command by its name, may be done; what is not named may not
//	                              be done at all: neither a heal after a cut, nor a release after a hold
//	with COMMAND FIELD=VALUE…     that command is allowed with these values only
//	actions N                     how many actions in all; as many as the budgets have otherwise
//	lock NODE…                    nodes that no action may name, and whose links none may cut, slow or hold
//	from T[#k]                    where the reader's part begins: of the start's own actions only those before it are done;
//	                              the end of the start's own lines otherwise
//	within T                      how much time the run has after that; 10s otherwise
//	seeds N                       the goal must also be reached on each of N seeds that the reader has not seen
//
// A partition is taken from the budget of cut unless it has one of its own, and a command from that of command unless its
// name has one; drop held counts as one drop. A message on a locked node's link may be dropped, if the node has not sent it.
//
// That nothing breaks that must not (`holds`) is implied: a run that breaks an invariant has missed its goal, unless the goal
// is that (`goal violated NAME`).
//
// Judge replays the start on a fresh world, does the actions at their times, refuses what the rules forbid, and goes on
// until the goals hold or the time is over. It believes nothing but the list of actions. A verdict of no names the goal line
// that failed, the event at which it came nearest, and the values there: nearest is the moment at which most goals held;
// then the one at which the first that did not stands furthest down; then the one at which its number was least far away, or
// at which most of it was so when one of its words is left out.
package challenge
