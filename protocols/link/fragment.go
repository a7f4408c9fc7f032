package link

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// A Fault is what is wrong with a link.
type Fault string

// The faults.
const (
	Foreign Fault = "foreign" // another version, or no link of ours at all
	Damaged Fault = "damaged" // ours, and not whole any more
	Large   Fault = "large"   // more than a link may have
)

// An Error says why a fragment can't be read, and what was expected.
type Error struct {
	Fault Fault
	Text  string
}

// Error is the text.
func (e *Error) Error() string { return "link: " + e.Text }

const version = "1"

var form = regexp.MustCompile(`#([0-9]{1,4})\.`)

// Is tells whether a text has a fragment that looks like a link's.
func Is(url string) bool { return form.MatchString(url) }

// Fragment is the link as it stands at the end of a URL, its # included.
func (l *Link) Fragment() (string, error) {
	payload := l.payload()
	if len(payload) > PayloadMax {
		return "", &Error{Large, fmt.Sprintf("expected a run of at most %d bytes, not %d", PayloadMax, len(payload))}
	}
	if back, err := read(payload); err != nil {
		return "", err
	} else if *back != *l {
		return "", &Error{Damaged, "expected a link that can be read again"}
	}
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return "", fmt.Errorf("link: %w", err)
	}
	if _, err := io.WriteString(w, payload); err != nil {
		return "", fmt.Errorf("link: %w", err)
	}
	if err := w.Close(); err != nil {
		return "", fmt.Errorf("link: %w", err)
	}
	fragment := "#" + version + "." + base64.RawURLEncoding.EncodeToString(b.Bytes())
	if len(fragment) > FragmentMax {
		return "", &Error{Large, fmt.Sprintf("expected a link of at most %d characters, not %d", FragmentMax, len(fragment))}
	}
	return fragment, nil
}

// Parse reads a link from a URL, or from its fragment alone. The error, if any, is an *Error. However hostile the text is,
// Parse takes no more than PayloadMax bytes of memory beside it, and time in proportion to them.
func Parse(url string) (*Link, error) {
	_, fragment, _ := strings.Cut(url, "#")
	fragment = "#" + fragment
	m := form.FindStringSubmatch(fragment)
	switch {
	case m == nil || !strings.HasPrefix(fragment, m[0]):
		return nil, &Error{Foreign, "expected a link whose fragment begins with #" + version + "."}
	case m[1] != version:
		return nil, &Error{Foreign, fmt.Sprintf("expected a link of version %s, not %s", version, m[1])}
	case len(fragment) > FragmentMax:
		return nil, &Error{Large, fmt.Sprintf("expected a link of at most %d characters, not %d", FragmentMax, len(fragment))}
	}
	packed, err := base64.RawURLEncoding.Strict().DecodeString(fragment[len(m[0]):])
	if err != nil || strings.ContainsAny(fragment, "\r\n") { // which the decoder would pass over
		return nil, &Error{Damaged, "expected base64url to the end"}
	}
	payload, err := unpack(packed)
	if err != nil {
		return nil, err
	}
	return read(payload)
}

// unpack undoes the compression, up to a bound.
func unpack(packed []byte) (string, error) {
	in := bytes.NewReader(packed)
	out, err := io.ReadAll(io.LimitReader(flate.NewReader(in), PayloadMax+1))
	switch {
	case len(out) > PayloadMax:
		return "", &Error{Large, fmt.Sprintf("expected a run of at most %d bytes", PayloadMax)}
	case err != nil:
		return "", &Error{Damaged, "expected a whole deflate stream"}
	case in.Len() > 0:
		return "", &Error{Damaged, fmt.Sprintf("expected nothing after the deflate stream, not %d bytes", in.Len())}
	}
	return string(out), nil
}
