// Package accept chooses in which encoding a client is answered.
package accept

import (
	"net/http"
	"strconv"
	"strings"
)

// Identity is the answer as it is, in no encoding.
const Identity = "identity"

// Encoding returns the one of offers that the request's Accept-Encoding likes best, or Identity. Of those that are liked
// equally the first offered wins, and any offer wins over Identity. Identity is also what a client gets that refuses
// everything: an answer that it may not like is better than none.
func Encoding(r *http.Request, offers ...string) string {
	likes := parse(strings.Join(r.Header.Values("Accept-Encoding"), ","))
	best, bestQ := Identity, likes.of(Identity)
	for _, o := range offers {
		q := likes.of(o)
		if q > bestQ || q == bestQ && q > 0 && best == Identity {
			best, bestQ = o, q
		}
	}
	return best
}

// likes maps a coding to its quality, 0 to 1000.
type likes map[string]int

func (l likes) of(coding string) int {
	if q, ok := l[coding]; ok {
		return q
	}
	if q, ok := l["*"]; ok {
		return q
	}
	if coding == Identity {
		return 1 // acceptable unless refused, but liked less than anything named
	}
	return 0
}

func parse(header string) likes {
	l := make(likes)
	for part := range strings.SplitSeq(header, ",") {
		coding, params, _ := strings.Cut(part, ";")
		coding = strings.ToLower(strings.TrimSpace(coding))
		if coding == "" {
			continue
		}
		if coding == "x-gzip" {
			coding = "gzip" // RFC 9110, section 8.4.1.3: the same
		}
		if q, ok := quality(params); ok {
			l[coding] = q
		}
	}
	return l
}

// quality reads the parameters of a coding: "q=0.8". What can't be read makes the coding count as not named.
func quality(params string) (q int, ok bool) {
	params = strings.TrimSpace(params)
	if params == "" {
		return 1000, true
	}
	name, value, _ := strings.Cut(params, "=")
	f, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || !strings.EqualFold(strings.TrimSpace(name), "q") || !(f >= 0 && f <= 1) {
		return 0, false
	}
	return int(f * 1000), true
}
