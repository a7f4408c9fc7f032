package raft

import "quorumlab/protocols/engine"

func (s *server) explainStart(e engine.Start, out *engine.Out)       {}
func (s *server) explain(in engine.Input, was look, out *engine.Out) {}
