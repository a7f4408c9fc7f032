// Package link is a moment of a run as the fragment of a URL: what somebody sends who says "look at this".
//
// The fragment is "#1." and, in base64url without padding, a deflate stream (RFC 1951, without a wrapper) of this text:
//
//	build 637ccefa4d892158        the build that made it: the first 16 digits of its hash
//	scenario raft/leader-crash    the built-in scenario that it began with; left out for a text of the reader's own
//	branch main                   the branch shown
//	event 189                     how many events have happened there
//	time 507200                   where the playhead stands, in microseconds: at that event or after it
//	hash 7c1ea4f000112233         the hash of the trace up to that event
//
//	cluster raft nodes=5 seed=4   the scenario, with all that was done by hand
//	…
//
// One line each, in this order, then an empty line, then the scenario to the last byte. The page does the same
// (web/src/link.ts), and testdata/links.json holds both to one format. A fragment of another version is refused: a number
// is given up only when an old reader would misread it.
//
// A link is a stranger's text. Sizes are bounded before and after decompression, and a link names nothing to be fetched.
// It is no part of the modules that pages load.
package link

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

// What a link may have.
const (
	FragmentMax = 64 << 10               // bytes, as it stands in a URL
	PayloadMax  = scenario.TextMax + 512 // bytes, once it is no longer compressed
	eventMax    = 1<<31 - 1
	timeMax     = 1<<53 - 1 // beyond this a page can't count microseconds
)

// BuildDigits is how much of a build's hash a link has.
const BuildDigits = 16

// A Link is one moment of one branch of a run.
type Link struct {
	Build    string // the first BuildDigits of the build's hash, in small hexadecimal digits
	Scenario string // a built-in scenario's name; "" for a text of the reader's own
	Branch   string
	Event    sim.EventID
	Time     engine.Time
	Hash     uint64
	Text     string // the scenario
}

// lines is the payload above the empty line.
var lines = regexp.MustCompile(`\Abuild ([0-9a-f]{16})\n` +
	`(?:scenario ([a-z0-9][a-z0-9-]{0,39}(?:/[a-z0-9][a-z0-9-]{0,39}){1,2})\n)?` +
	`branch ([a-z0-9][a-z0-9-]{0,39})\n` +
	`event (0|[1-9][0-9]{0,9})\n` +
	`time (0|[1-9][0-9]{0,15})\n` +
	`hash ([0-9a-f]{16})\n\n`)

// payload is the link as text.
func (l *Link) payload() string {
	var b strings.Builder
	fmt.Fprintf(&b, "build %s\n", l.Build)
	if l.Scenario != "" {
		fmt.Fprintf(&b, "scenario %s\n", l.Scenario)
	}
	fmt.Fprintf(&b, "branch %s\nevent %d\ntime %d\nhash %016x\n\n%s", l.Branch, l.Event, l.Time, l.Hash, l.Text)
	return b.String()
}

// read is the link that a payload says.
func read(payload string) (*Link, error) {
	if !utf8.ValidString(payload) {
		return nil, &Error{Damaged, "expected UTF-8"}
	}
	m := lines.FindStringSubmatch(payload)
	if m == nil {
		return nil, &Error{Damaged, "expected the lines build, branch, event, time and hash above a scenario"}
	}
	event, _ := strconv.ParseInt(m[4], 10, 64)
	time, _ := strconv.ParseInt(m[5], 10, 64)
	if event > eventMax || time > timeMax {
		return nil, &Error{Damaged, fmt.Sprintf("expected an event up to %d and a time up to %d, not %d and %d", eventMax, timeMax, event, time)}
	}
	hash, _ := strconv.ParseUint(m[6], 16, 64)
	return &Link{
		Build: m[1], Scenario: m[2], Branch: m[3], Event: sim.EventID(event), Time: engine.Time(time), Hash: hash,
		Text: payload[len(m[0]):],
	}, nil
}
