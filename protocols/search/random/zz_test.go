package random

import (
	"context"
	"fmt"
	"testing"
	"time"

	"quorumlab/protocols/abd"
	"quorumlab/protocols/engine"
	"quorumlab/protocols/mutex"
	"quorumlab/protocols/raft"
	raftsmall "quorumlab/protocols/raft-small"
	singlecopy "quorumlab/protocols/single-copy"
	"quorumlab/protocols/twophase"
)

func zz(t *testing.T, p *engine.Protocol, o Options) {
	start := time.Now()
	res, err := Search(context.Background(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("== %s %+v: %d runs %d events cut %d undecided %d in %v\n", p.Name, o.Params, res.Runs, res.Events, res.Cut, res.Undecided, time.Since(start))
	f := res.Finding
	if f == nil {
		return
	}
	fmt.Println(f.Name, f.Text, f.Events, "events", len(f.Run.Actions), "actions")
	if _, err := f.Scenario(); err != nil {
		fmt.Println("UNSHRUNK: ", err)
	}
	start = time.Now()
	n := 0
	small, err := f.Shrink(context.Background(), Bounds{Progress: func(runs int, f *Finding) { n = runs }})
	if err != nil {
		t.Error(err)
		return
	}
	text, err := small.Scenario()
	fmt.Printf("shrunk in %v, %d runs, %d events: %s\n%s", time.Since(start), n, small.Events, small.Text, text)
	fmt.Println(err)
}

func TestZMutex(t *testing.T) {
	p := mutex.Protocol.Params.(mutex.Params)
	p.NoReplies = true
	zz(t, &mutex.Protocol, Options{Params: p})
	zz(t, &mutex.Protocol, Options{})
}

func TestZAbd(t *testing.T) {
	p := abd.Protocol.Params.(abd.Params)
	zz(t, &abd.Protocol, Options{Params: p, Seeds: 300})
	p.NoWriteBack = true
	zz(t, &abd.Protocol, Options{Params: p, Seeds: 1000})
	p.Script = "one-writer"
	zz(t, &abd.Protocol, Options{Params: p, Seeds: 1000})
	zz(t, &singlecopy.Protocol, Options{Seeds: 300})
}

func TestZSmall(t *testing.T) {
	p := raftsmall.Protocol.Params.(raftsmall.Params)
	zz(t, &raftsmall.Protocol, Options{Params: p, Seeds: 300})
	p.CountOldTerms = true
	zz(t, &raftsmall.Protocol, Options{Params: p, Seeds: 2000})
	p.NoOp = false
	zz(t, &raftsmall.Protocol, Options{Params: p, Seeds: 2000})
	p = raftsmall.Protocol.Params.(raftsmall.Params)
	p.SwitchAtOnce = true
	zz(t, &raftsmall.Protocol, Options{Params: p, Seeds: 1000})
}

func TestZTwophase(t *testing.T) {
	p := twophase.Protocol.Params.(twophase.Params)
	zz(t, &twophase.Protocol, Options{Params: p, Seeds: 300})
	p.GivesUp = true
	zz(t, &twophase.Protocol, Options{Params: p, Seeds: 1000})
	p = twophase.Protocol.Params.(twophase.Params)
	p.ForgetsDecision = true
	zz(t, &twophase.Protocol, Options{Params: p, Seeds: 1000})
}

func TestZRaft(t *testing.T) {
	p := raft.Protocol.Params.(raft.Params)
	draw := func(r *engine.Rand, to engine.NodeID, members []engine.NodeID) any {
		if to.Letter() == 'n' {
			return raft.Campaign{}
		}
		key, value := []string{"x", "y"}[r.IntN(2)], fmt.Sprint(r.IntN(4))
		switch r.IntN(4) {
		case 0:
			return raft.Put{Key: key, Value: value}
		case 1:
			return raft.CompareAndSwap{Key: key, Old: fmt.Sprint(r.IntN(4)), Value: value}
		case 2:
			return raft.Delete{Key: key}
		}
		return raft.Get{Key: key}
	}
	zz(t, &raft.Protocol, Options{Params: p, Seeds: 30, Draw: draw})
	zz(t, &raft.Protocol, Options{Params: p, Seeds: 30})
	p.ForgetSessions = true
	zz(t, &raft.Protocol, Options{Params: p, Seeds: 1000, Draw: draw})
}
