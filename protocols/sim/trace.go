package sim

import (
	"unsafe"

	"quorumlab/protocols/engine"
)

// A Kind says what an event was.
type Kind uint8

// The kinds of events. Recv, Timer, Command and Start are steps of a node; Return is an answer that the disk had held
// back, or a fact that it had held back and that broke the run; Lost is a message that found its receiver down or its way cut; Acted is an action.
const (
	KindStart Kind = iota + 1
	KindRecv
	KindTimer
	KindCommand
	KindReturn
	KindLost
	KindAction
)

// String is the kind's word.
func (k Kind) String() string {
	return [...]string{"", "start", "recv", "timer", "command", "return", "lost", "action"}[k]
}

// An Event is one entry of a trace: 64 bytes without pointers, so that a long trace costs the collector nothing.
type Event struct {
	At       engine.Time
	Msg      MsgID // Recv and Lost: the message
	Cause    EventID
	Effects  uint32 // the first of its effects
	Off, Len uint32 // the canonical bytes of what came; an action's line
	Notes    uint32 // its sentences, each ended by a newline
	Op       engine.OpID
	Node     int32         // position in Global.IDs; -1 for none
	From     engine.NodeID // Recv and Lost: the sender
	Place    uint32        // the queue's count at that moment: an action right after it stands there
	NotesLen uint16
	NEffects uint16
	Type     int16 // of what came, in the table of declared types; -1 for none
	Kind     Kind
}

// What the kernel adds to the effects of a step; they are no part of the hash.
const (
	ShownStatus engine.EffectKind = 64 + iota // Type: number of the status; Lands: the epoch; bytes: the tally
	ShownFlags                                // Type: Flags
	ShownSpan                                 // Type: number of the span; Lands: until when it holds, in virtual time, 0 where the node does not know, SpanOver for no longer
)

// SpanOver stands for the end of a span that a node no longer has.
const SpanOver engine.Time = -1

// Flags of a node.
const (
	FlagCrashed = 1 << iota
	FlagPaused
	FlagSkewed
	FlagUnsynced
	FlagManual
	FlagLocked
	FlagRemoved
)

// A Fate says what became of a send at once.
type Fate uint8

// The fates: on its way, held by a rule, lost by chance, its way cut, receiver unknown or removed, or a second copy.
const (
	OnItsWay Fate = iota
	Held
	LostByChance
	WayCut
	NoReceiver
	Doubled
)

// An Effect is one thing that an event did.
type Effect struct {
	Leaves   engine.Time // Send: when it leaves
	Lands    engine.Time // Send: when it arrives; SetTimer: when it fires; writes: when they are durable
	Msg      MsgID       // Send: its name; Return: the number of the operation
	To       engine.NodeID
	Off, Len uint32 // canonical bytes of the body
	Type     int16
	Kind     engine.EffectKind
	Fate     Fate
}

const (
	chunkEvents = 1 << 10
	arenaShift  = 18
	chunkArena  = 1 << arenaShift
)

// A Trace holds the events of a run in chunks, so that growing never copies.
type Trace struct {
	events  [][]Event
	effects [][]Effect
	arena   [][]byte
	mark    Mark
}

// A Mark is a length of a trace.
type Mark struct {
	Events, Effects int
	chunks, last    int
}

// Len is the number of events.
func (t *Trace) Len() int { return t.mark.Events }

// Event is the event with that number, from 1.
func (t *Trace) Event(id EventID) *Event {
	i := int(id) - 1
	return &t.events[i/chunkEvents][i%chunkEvents]
}

// EffectsOf ranges over what an event did.
func (t *Trace) EffectsOf(e *Event) func(yield func(*Effect) bool) {
	return func(yield func(*Effect) bool) {
		for i := int(e.Effects); i < int(e.Effects)+int(e.NEffects); i++ {
			if !yield(&t.effects[i/chunkEvents][i%chunkEvents]) {
				return
			}
		}
	}
}

// Bytes are n bytes of the arena at off; not to be changed.
func (t *Trace) Bytes(off, n uint32) []byte {
	if n == 0 {
		return nil
	}
	return t.arena[off>>arenaShift][off&(chunkArena-1):][:n:n]
}

// Size is the memory that the trace takes, in bytes.
func (t *Trace) Size() int {
	n := len(t.events)*chunkEvents*int(unsafe.Sizeof(Event{})) + len(t.effects)*chunkEvents*int(unsafe.Sizeof(Effect{}))
	for _, a := range t.arena {
		n += cap(a)
	}
	return n
}

func (t *Trace) here() Mark {
	m := t.mark
	if m.chunks = len(t.arena); m.chunks > 0 {
		m.last = len(t.arena[m.chunks-1])
	}
	return m
}

// rewind forgets all after m.
func (t *Trace) rewind(m Mark) {
	t.events = t.events[:(m.Events+chunkEvents-1)/chunkEvents]
	if k := len(t.events); k > 0 {
		t.events[k-1] = t.events[k-1][:m.Events-(k-1)*chunkEvents]
	}
	t.effects = t.effects[:(m.Effects+chunkEvents-1)/chunkEvents]
	if k := len(t.effects); k > 0 {
		t.effects[k-1] = t.effects[k-1][:m.Effects-(k-1)*chunkEvents]
	}
	t.arena = t.arena[:m.chunks]
	if m.chunks > 0 {
		t.arena[m.chunks-1] = t.arena[m.chunks-1][:m.last]
	}
	t.mark = m
}

func (t *Trace) event(e Event) {
	if t.mark.Events%chunkEvents == 0 {
		t.events = append(t.events, make([]Event, 0, chunkEvents))
	}
	c := &t.events[len(t.events)-1]
	*c = append(*c, e)
	t.mark.Events++
}

func (t *Trace) effect(e Effect) {
	if t.mark.Effects%chunkEvents == 0 {
		t.effects = append(t.effects, make([]Effect, 0, chunkEvents))
	}
	c := &t.effects[len(t.effects)-1]
	*c = append(*c, e)
	t.mark.Effects++
}

// put copies b into the arena and says where it lies.
func (t *Trace) put(b []byte) uint32 {
	l := len(t.arena)
	if l == 0 || len(t.arena[l-1])+len(b) > cap(t.arena[l-1]) {
		t.arena = append(t.arena, make([]byte, 0, max(len(b), chunkArena)))
		l++
	}
	a := &t.arena[l-1]
	off := uint32(l-1)<<arenaShift | uint32(len(*a))
	*a = append(*a, b...)
	return off
}
