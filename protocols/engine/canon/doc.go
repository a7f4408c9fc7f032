// Package canon derives, once for each type, a canonical encoding, a decoder and a deep copy of plain Go data, so
// that the author of a protocol writes none of the three.
//
// # Plain data
//
// Plain data are booleans, integers, strings, and the slices, arrays, maps, structs and pointers made of them. An
// interface without methods is plain too: it holds nil or a value of a type that its Table declares. Floating-point
// numbers, functions, channels, interfaces with methods, uintptr and unsafe.Pointer are not, and NewTable and
// Table.Codec refuse them with the path to the offending field:
//
//	canon: node.links[]: func() is not plain data
//
// A pointer owns what it points to: two pointers to one value are encoded, copied and decoded as two values. A cycle
// can therefore not be encoded; one is found as a nesting deeper than any honest value has, and panics. The keys of a
// map are booleans, integers, strings, and arrays and structs of them.
//
// Unexported fields are data like any other. A field named _ and a field whose type embeds Const are no part of the
// value: they are neither encoded nor decoded, and a copy shares them.
//
// # Encoding
//
// Equal values of one type have equal encodings, and different values different ones, where "equal" ignores what a
// protocol should never depend on: a nil slice or map and an empty one are alike, and so are a pointer and another
// pointer to the same content. Reading is as strict as writing: a decoder accepts exactly the bytes that an encoder
// makes, so bytes that decode encode to themselves again (unless a type with its own encoding is more lenient).
//
//	bool                 one byte, 0 or 1
//	int8, uint8          one byte
//	wider integers       varint of the fewest bytes; signed ones zig-zag first, so that small negatives are short
//	string, []byte       length, bytes
//	slice                length, elements
//	map                  length, then key and value by ascending encoded key
//	array, struct        elements or fields in order, nothing between them
//	pointer              0 for nil, or 1 and the value
//	any                  0 for nil, or the type's number from 1 as a varint, and the value
//
// Elements that may encode to nothing (an empty struct) are each followed by a zero byte in a slice, so that no length
// can claim more than the input pays for.
//
// # Costs
//
// A Codec is a flat list of operations on memory offsets: reflection is used to make it, and to allocate and walk maps.
// Appending to a buffer with room does not allocate.
package canon
