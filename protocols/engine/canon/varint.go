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

func zigzag(x int64) uint64   { return uint64(x<<1) ^ uint64(x>>63) }
func unzigzag(u uint64) int64 { return int64(u>>1) ^ -int64(u&1) }

func appendUint(b []byte, x uint64) []byte {
	if x < 0x80 {
		return append(b, byte(x))
	}
	return binary.AppendUvarint(b, x)
}

// loadUint reads a varint in its shortest form, which does not end in a zero byte.
func loadUint(b []byte) (uint64, []byte, error) {
	if len(b) > 0 && b[0] < 0x80 {
		return uint64(b[0]), b[1:], nil
	}
	x, n := binary.Uvarint(b)
	switch {
	case n == 0:
		return 0, nil, errShort
	case n < 0:
		return 0, nil, errRange
	case b[n-1] == 0:
		return 0, nil, errLong
	}
	return x, b[n:], nil
}

// loadSigned reads an integer of the given width in bits, loadUnsigned one without a sign.
func loadSigned(b []byte, bits uint) (int64, []byte, error) {
	u, rest, err := loadUint(b)
	x := unzigzag(u)
	if shift := 64 - bits; err == nil && x<<shift>>shift != x {
		err = errRange
	}
	return x, rest, err
}

func loadUnsigned(b []byte, bits uint) (uint64, []byte, error) {
	x, rest, err := loadUint(b)
	if err == nil && x>>(bits-1)>>1 != 0 {
		err = errRange
	}
	return x, rest, err
}

// loadLen reads the length of something whose elements encode to at least so many bytes each; the rest must be able to
// hold them, so that no length makes a decoder allocate what the input does not pay for.
func loadLen(b []byte, least int) (int, []byte, error) {
	x, rest, err := loadUint(b)
	if err == nil && x > uint64(len(rest)/max(least, 1)) {
		err = errShort
	}
	return int(x), rest, err
}
