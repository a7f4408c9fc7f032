package abd

import (
	"cmp"
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/order"
	"quorumlab/protocols/register"
)

// A server keeps a copy, and serves one operation at a time.
type server struct {
	engine.Config[Params]
	seq     Seq
	value   string
	serves  *operation
	waiting []operation // requests for later, the first first
}

// An operation is one that a server carries out for a client.
type operation struct {
	Req       register.Request
	Put       bool
	Value     string // of a put, until it is recorded; of a get, once it is known
	Recording bool   // the second phase
	Heard     []heard
}

// A heard is what one server, this one included, has said in the phase under way: in the first its copy, in the second only that
// it has recorded. They are in the order of servers.
type heard struct {
	From  engine.NodeID
	Seq   Seq
	Value string
}

func (s *server) Step(in engine.Input, out *engine.Out) {
	switch e := in.Event.(type) {
	case register.PutMsg:
		s.request(operation{Req: e.Req, Put: true, Value: e.Value}, out)
	case register.GetMsg:
		s.request(operation{Req: e.Req}, out)
	case Query:
		out.Note("% tells % what it has: %.", s.ID, in.From, register.Text(s.value))
		out.Send(in.From, AckQuery{e.Req, s.seq, s.value})
	case AckQuery:
		if s.awaits(e.Req, false, out) {
			s.hear(heard{in.From, e.Seq, e.Value})
			s.queried(out)
		}
	case Record:
		s.record(e.Seq, e.Value, out)
		out.Send(in.From, AckRecord{e.Req})
	case AckRecord:
		if s.awaits(e.Req, true, out) {
			s.hear(heard{From: in.From})
			s.recorded(out)
		}
	}
}

// request begins an operation, or keeps it for later.
func (s *server) request(o operation, out *engine.Out) {
	switch {
	case s.serves == nil:
		s.begin(o, out)
	case s.Params.Queue:
		out.Note("% is busy, and serves % later.", s.ID, o.Req.Client)
		s.waiting = append(s.waiting, o)
	default:
		out.Aside("% is busy, and does not take the request of %.", s.ID, o.Req.Client)
	}
}

func (s *server) begin(o operation, out *engine.Out) {
	if o.Put {
		out.Note("% asks all others for the number of their values, to give % a greater one.", s.ID, register.Text(o.Value))
	} else {
		out.Note("% asks all others what they have, to find the latest value.", s.ID)
	}
	s.serves = &o
	s.hear(heard{s.ID, s.seq, s.value})
	out.Broadcast(s.Peers(), Query{o.Req})
	s.queried(out)
}

// awaits tells whether an answer is one of the phase under way.
func (s *server) awaits(r register.Request, recording bool, out *engine.Out) bool {
	if s.serves != nil && s.serves.Req == r && s.serves.Recording == recording {
		return true
	}
	out.Aside("% has a majority's answers already.", s.ID)
	return false
}

// hear takes down an answer, each server's once.
func (s *server) hear(h heard) {
	o := s.serves
	i, had := slices.BinarySearchFunc(o.Heard, h, func(a, b heard) int { return cmp.Compare(a.From, b.From) })
	if !had {
		o.Heard = order.Insert(o.Heard, i, h)
	}
}

// majority tells whether enough have answered; two majorities have a server in common.
func (s *server) majority() bool { return len(s.serves.Heard) > len(s.Of('n'))/2 }

// queried ends the first phase when a majority has said what it has.
func (s *server) queried(out *engine.Out) {
	o := s.serves
	if !s.majority() {
		return
	}
	latest := slices.MaxFunc(o.Heard, func(a, b heard) int {
		return cmp.Or(cmp.Compare(a.Seq.Clock, b.Seq.Clock), cmp.Compare(a.Seq.By, b.Seq.By))
	})
	count, all := len(o.Heard), len(s.Of('n'))
	seq, value := latest.Seq, latest.Value
	switch {
	case o.Put:
		seq, value = Seq{latest.Seq.Clock + 1, s.ID}, o.Value
		o.Value = ""
		out.Note("% knows % of % copies. It gives % the number %, above all of theirs, and has all record it.", s.ID, count, all, register.Text(value), seq.Clock)
	case s.Params.NoWriteBack:
		out.Note("% knows % of % copies, and the latest is %. It does not write that back.", s.ID, count, all, register.Text(value))
		o.Value = value
		s.answer(out)
		return
	default:
		out.Note("% knows % of % copies, and the latest is %. It writes that back, so that no later get finds an older one.", s.ID, count, all, register.Text(value))
		o.Value = value
	}
	o.Recording, o.Heard = true, nil
	s.record(seq, value, out)
	s.hear(heard{From: s.ID})
	out.Broadcast(s.Peers(), Record{o.Req, seq, value})
	s.recorded(out)
}

// record keeps a value unless its own is as late.
func (s *server) record(seq Seq, value string, out *engine.Out) {
	if !s.seq.less(seq) {
		out.Aside("% has number %, so it keeps what it has.", s.ID, s.seq.String())
		return
	}
	s.seq, s.value = seq, value
	out.Note("% records %.", s.ID, register.Text(value))
}

// recorded ends the second phase when a majority has the value.
func (s *server) recorded(out *engine.Out) {
	if s.majority() {
		out.Note("% of % have it, so % answers %.", len(s.serves.Heard), len(s.Of('n')), s.ID, s.serves.Req.Client)
		s.answer(out)
	}
}

// answer ends the operation, and begins the one that has waited longest.
func (s *server) answer(out *engine.Out) {
	o := s.serves
	if o.Put {
		out.Send(o.Req.Client, register.PutOk{Req: o.Req})
	} else {
		out.Send(o.Req.Client, register.GetOk{Req: o.Req, Value: o.Value})
	}
	s.serves = nil
	if len(s.waiting) > 0 {
		next := s.waiting[0]
		s.waiting = slices.Delete(s.waiting, 0, 1)
		s.begin(next, out)
	}
}

// Stored is the value that it has.
func (s *server) Stored() string { return s.value }
