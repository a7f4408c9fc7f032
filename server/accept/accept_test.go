package accept

import (
	"net/http/httptest"
	"testing"
)

func TestTheBestLikedOfferWinsAndTheServersOrderBreaksTies(t *testing.T) {
	for _, c := range []struct{ header, want string }{
		{"", "identity"},
		{"gzip, deflate, br, zstd", "br"},
		{"gzip, deflate", "gzip"},
		{"br;q=0.5, gzip;q=0.8", "gzip"},
		{"gzip;q=1.0, br;q=1.0", "br"},
		{"br;q=0, gzip", "gzip"},
		{"br;q=0", "identity"},
		{"*", "br"},
		{"*;q=0", "identity"},
		{"br;q=0, *", "gzip"},
		{"identity", "identity"},
		{"identity;q=1, br;q=0.2", "identity"},
		{"identity;q=0.2, gzip;q=0.2", "gzip"},
		{"identity;q=0", "identity"},
		{"BR ; Q=1", "br"},
		{"x-gzip", "gzip"},
		{"deflate, zstd", "identity"},
		{"br;q=NaN, gzip;q=2, identity", "identity"},
		{"br;level=11", "identity"},
		{",,;;,", "identity"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept-Encoding", c.header)
		if got := Encoding(r, "br", "gzip"); got != c.want {
			t.Errorf("Accept-Encoding %q: got %s, want %s", c.header, got, c.want)
		}
	}
}

func TestSeveralHeaderLinesCountAsOne(t *testing.T) {
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Add("Accept-Encoding", "gzip;q=0.5")
	r.Header.Add("Accept-Encoding", "br")
	if got := Encoding(r, "br", "gzip"); got != "br" {
		t.Errorf("got %s, want br", got)
	}
}
