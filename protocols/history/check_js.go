package history

import "quorumlab/protocols/engine"

func check(m *engine.Model, ops []Op) Verdict { return small(m, ops) }
