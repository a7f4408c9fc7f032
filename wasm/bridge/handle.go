package bridge

import (
	"errors"
	"runtime"
	"strconv"
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

const (
	sessionsMax = 64      // of one page
	budgetMax   = 20_000  // events that one request may compute
	budgetUsual = 2_000   // when it does not say
	requestMax  = 1 << 20 // bytes
)

// A Bridge answers the requests of one page. It is used by one goroutine at a time.
type Bridge struct {
	protocols []*engine.Protocol
	sessions  map[string]*session
}

// New is a bridge to those protocols.
func New(protocols []*engine.Protocol) *Bridge {
	return &Bridge{protocols: protocols, sessions: map[string]*session{}}
}

func (b *Bridge) lookup(name string) *engine.Protocol {
	for _, p := range b.protocols {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// Handle answers one request with one JSON object; see the package comment. It never panics: a fault of ours is answered
// as an error with its stack.
func (b *Bridge) Handle(request []byte) (answer []byte) {
	defer func() {
		if r := recover(); r != nil {
			stack := make([]byte, 64<<10)
			answer = failure(say.Errorf("a fault in the engine's host: %v\n%s", r, stack[:runtime.Stack(stack, false)]))
		}
	}()
	if len(request) > requestMax {
		return failure(say.Errorf("expected a request of at most %d bytes, not %d", requestMax, len(request)))
	}
	line, body, _ := strings.Cut(string(request), "\n")
	words := strings.Fields(line)
	if len(words) == 0 {
		return failure(errors.New("expected a request"))
	}
	d := &doc{b: make([]byte, 0, 4096)}
	d.open('{')
	if err := b.answer(d, words[0], words[1:], body); err != nil {
		return failure(err)
	}
	d.close('}')
	return d.b
}

func failure(err error) []byte {
	d := &doc{}
	d.object(func() {
		d.key("error")
		d.object(func() {
			var at *scenario.Error
			line := 0
			text := err.Error()
			if errors.As(err, &at) {
				line, text = at.Line, at.Text
			}
			d.kint("line", int64(line))
			d.kstr("text", text)
		})
	})
	return d.b
}

func (b *Bridge) answer(d *doc, verb string, args []string, body string) error {
	switch verb {
	case "list":
		d.klist("protocols", func() {
			for _, p := range b.protocols {
				d.object(func() {
					d.kstr("name", p.Name)
					d.kstr("title", p.Title)
				})
			}
		})
		return nil
	case "declare":
		if len(args) != 1 || b.lookup(args[0]) == nil {
			return say.Errorf("expected declare and one of this module's protocols")
		}
		d.key("decl")
		d.declare(b.lookup(args[0]))
		return nil
	case "check":
		_, err := scenario.Parse(body, b.lookup)
		return err
	case "open":
		return b.openSession(d, args, body)
	}
	if len(args) == 0 {
		return say.Errorf("%s: expected a session", verb)
	}
	s := b.sessions[args[0]]
	if s == nil {
		return say.Errorf("%s: there is no session %s", verb, engine.Quote(args[0]))
	}
	if verb == "close" {
		delete(b.sessions, args[0])
		return nil
	}
	return s.answer(d, verb, args[1:], strings.TrimRight(body, "\n"))
}

func (b *Bridge) openSession(d *doc, args []string, body string) error {
	if len(args) == 0 {
		return errors.New("open: expected a session")
	}
	if _, ok := b.sessions[args[0]]; !ok && len(b.sessions) >= sessionsMax {
		return say.Errorf("open: a page has at most %d sessions", sessionsMax)
	}
	budget, err := budgetOf(args[1:])
	if err != nil {
		return err
	}
	s, err := newSession(body, b.lookup)
	if err != nil {
		return err
	}
	b.sessions[args[0]] = s
	d.key("decl")
	d.declare(s.script.Cluster.Protocol)
	return s.goOn(d, budget)
}

// budgetOf reads events=N among the arguments.
func budgetOf(args []string) (int, error) {
	for _, a := range args {
		if v, ok := strings.CutPrefix(a, "events="); ok {
			n, err := strconv.Atoi(v)
			if err != nil || n < 1 || n > budgetMax {
				return 0, say.Errorf("expected events=1 to %d, not %s", budgetMax, engine.Quote(v))
			}
			return n, nil
		}
	}
	return budgetUsual, nil
}

// eventOf reads an event's number.
func eventOf(args []string, i int) (sim.EventID, error) {
	n, err := numberOf(args, i)
	return sim.EventID(min(n, 1<<31)), err
}

func numberOf(args []string, i int) (int64, error) {
	if i < len(args) {
		if n, err := strconv.ParseInt(args[i], 10, 64); err == nil && n >= 0 {
			return n, nil
		}
	}
	return 0, say.Errorf("expected a number as argument %d", i+1)
}
