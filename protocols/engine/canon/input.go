package canon

import (
	"encoding/binary"
	"errors"
)

var (
	errShort   = errors.New("the input ends early")
	errLong    = errors.New("an integer is not in its shortest form")
	errRange   = errors.New("an integer is out of its type's range")
	errBool    = errors.New("a boolean is neither 0 nor 1")
	errTag     = errors.New("a pointer begins with neither 0 nor 1")
	errOrder   = errors.New("the keys of a map do not ascend")
	errPadding = errors.New("an empty element is not followed by 0")
	errDepth   = errors.New("the value nests too deep")
)

// An input is what remains to be decoded.
type input struct {
	b []byte

	// owed is how many bytes of b are needed at least for elements that there is room for and that are not decoded yet.
	// Each claim of a length is checked against the others: nested lengths, each within the input by itself, could
	// claim it once per level.
	// Invariant: 0 ≤ owed ≤ len(b) whenever a length was read.
	owed int
}

// byte takes one byte.
func (in *input) byte() (byte, error) {
	if len(in.b) == 0 {
		return 0, errShort
	}
	x := in.b[0]
	in.b = in.b[1:]
	return x, nil
}

// bool takes a byte that is 0 or 1; others give the error.
func (in *input) bool(otherwise error) (bool, error) {
	x, err := in.byte()
	if x > 1 {
		err = otherwise
	}
	return x == 1, err
}

// uint takes a varint in its shortest form, which does not end in a zero byte.
func (in *input) uint() (uint64, error) {
	if len(in.b) > 0 && in.b[0] < 0x80 {
		x := in.b[0]
		in.b = in.b[1:]
		return uint64(x), nil
	}
	x, n := binary.Uvarint(in.b)
	switch {
	case n == 0:
		return 0, errShort
	case n < 0:
		return 0, errRange
	case in.b[n-1] == 0:
		return 0, errLong
	}
	in.b = in.b[n:]
	return x, nil
}

// unsigned takes an integer of that width, signed one with a sign.
func (in *input) unsigned(bits uint) (uint64, error) {
	x, err := in.uint()
	if err == nil && x>>(bits-1)>>1 != 0 {
		err = errRange
	}
	return x, err
}

func (in *input) signed(bits uint) (int64, error) {
	u, err := in.uint()
	x := unzigzag(u)
	if shift := 64 - bits; err == nil && x<<shift>>shift != x {
		err = errRange
	}
	return x, err
}

// bytes takes a length and as many bytes, which are not copied.
func (in *input) bytes() ([]byte, error) {
	n, err := in.uint()
	if err != nil {
		return nil, err
	}
	if n > uint64(len(in.b)) {
		return nil, errShort
	}
	x := in.b[:n]
	in.b = in.b[n:]
	return x, nil
}

// claim takes the length of something whose elements need at least so many bytes each, and keeps these for them until
// they are released, one by one.
func (in *input) claim(least int) (int, error) {
	n, err := in.uint()
	if err != nil {
		return 0, err
	}
	if n > uint64(max(0, len(in.b)-in.owed)/least) {
		return 0, errShort
	}
	in.owed += int(n) * least
	return int(n), nil
}

func (in *input) release(least int) { in.owed -= least }
