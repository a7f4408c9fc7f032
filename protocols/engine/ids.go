package engine

import (
	"strconv"

	"quorumlab/protocols/engine/say"
)

// A NodeID names a node: a role's letter and a number from 1, as in n1, c2. The zero value names no node: the world
// outside. IDs sort by letter, then number (n2 before n10).
type NodeID uint32

const idNumberMax = 1<<24 - 1

// ID is the id with that letter, a to z, and number, 1 to 16,777,215.
func ID(letter byte, n int) NodeID { return NodeID(letter)<<24 | NodeID(n) }

// Letter is the letter of the node's role.
func (id NodeID) Letter() byte { return byte(id >> 24) }

// Index is the node's number, from 1.
func (id NodeID) Index() int { return int(id & idNumberMax) }

// String prints n1; the zero value prints as "world".
func (id NodeID) String() string {
	if id == 0 {
		return "world"
	}
	return string(id.AppendText(nil))
}

// AppendText appends what String prints of an id other than zero.
func (id NodeID) AppendText(b []byte) []byte {
	return strconv.AppendUint(append(b, id.Letter()), uint64(id&idNumberMax), 10)
}

// ParseID reads what String printed of a node.
func ParseID(s string) (NodeID, error) {
	if len(s) >= 2 && s[0] >= 'a' && s[0] <= 'z' && s[1] != '0' {
		if n, err := strconv.ParseUint(s[1:], 10, 32); err == nil && n <= idNumberMax {
			return ID(s[0], int(n)), nil
		}
	}
	return 0, say.Errorf("expected a node such as n1, not %s", Quote(s))
}

// An OpID numbers the client operations of a run, from 1. Zero is no operation.
type OpID uint32

// A PerMillion is a probability: 0 is never, 1,000,000 is always. It prints as a percentage: 10%, 0.25%. As a
// clock's rate 1,000,000 is true.
type PerMillion int32

// String prints an exact percentage.
func (p PerMillion) String() string {
	b := strconv.AppendInt(nil, int64(p)/10_000, 10)
	if f := int64(p) % 10_000; f != 0 {
		b = append(b, '.')
		for d := int64(1000); f > 0; d /= 10 {
			b = append(b, byte('0'+f/d))
			f %= d
		}
	}
	return string(append(b, '%'))
}

// ParsePerMillion reads what String printed, from 0% to 1000%.
func ParsePerMillion(s string) (PerMillion, error) {
	fail := func() (PerMillion, error) {
		return 0, say.Errorf("expected a share such as 10%% or 0.25%%, not %s", Quote(s))
	}
	if len(s) < 2 || s[len(s)-1] != '%' {
		return fail()
	}
	n, scale, point := int64(0), int64(10_000), false
	for i, r := range s[:len(s)-1] {
		switch {
		case r == '.' && !point && i > 0 && i < len(s)-2:
			point = true
		case r >= '0' && r <= '9' && !point:
			n = n*10 + int64(r-'0')*10_000
		case r >= '0' && r <= '9' && scale > 1:
			scale /= 10
			n += int64(r-'0') * scale
		default:
			return fail()
		}
		if n > 10_000_000 {
			return fail()
		}
	}
	return PerMillion(n), nil
}
