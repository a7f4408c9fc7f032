package abd

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/register"
)

// View draws a server, its copy and the operation that it serves.
func (s *server) View(v *engine.View) {
	v.Epoch(int64(s.seq.Clock))
	switch o := s.serves; {
	case o == nil:
		v.Status("ready")
	case o.Recording:
		v.Status("recording")
		v.Tally("% of % recorded", len(o.Heard), len(s.Of('n')))
	default:
		v.Status("querying")
		v.Tally("% of % answers", len(o.Heard), len(s.Of('n')))
	}
	v.Field("value", register.Text(s.value))
	v.Field("number", s.seq.String())
	if s.serves != nil {
		v.Field("serves", s.serves.Req.String())
	}
	for _, o := range s.waiting {
		v.Field("waiting", o.Req.String())
	}
	row := v.Row("copies")
	row.Cell(register.Text(s.value), int64(s.seq.Clock), engine.Unmarked)
	row.Cell(s.seq.String(), int64(s.seq.Clock), engine.Unmarked)
}
