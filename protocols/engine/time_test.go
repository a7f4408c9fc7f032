package engine

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDurationsPrintExactly(t *testing.T) {
	for d, want := range map[Duration]string{
		0:                      "0ms",
		250:                    "250us",
		-1:                     "-1us",
		999:                    "999us",
		Millisecond:            "1ms",
		50 * Millisecond:       "50ms",
		381*Millisecond + 250:  "381.25ms",
		1001:                   "1.001ms",
		1010:                   "1.01ms",
		Second:                 "1s",
		1500 * Millisecond:     "1500ms",
		3 * Second:             "3s",
		90 * Second:            "90s",
		Minute:                 "1m",
		-2 * Hour:              "-2h",
		Hour + Second:          "3601s",
		Hour + 1:               "3600000.001ms",
		DurationMax:            "1000h",
		-1 << 63:               "-9223372036854775.808ms",
		1<<63 - 1:              "9223372036854775.807ms",
		1_000_000_000 * Minute: "1000000000m",
	} {
		if got := d.String(); got != want {
			t.Errorf("%d µs prints %s, expected %s", int64(d), got, want)
		}
	}
}

func TestTimesPrintAsMilliseconds(t *testing.T) {
	for at, want := range map[Time]string{
		0: "0ms", 507_000: "507ms", 381_250: "381.25ms", 1: "0.001ms", 90_000_000: "90000ms", -250: "-0.25ms",
	} {
		if got := at.String(); got != want {
			t.Errorf("%d µs prints %s, expected %s", int64(at), got, want)
		}
	}
}

func TestDurationsAreReadInAnyUnit(t *testing.T) {
	for s, want := range map[string]Duration{
		"0s": 0, "0ms": 0, "-0ms": 0, "250us": 250, "0.25ms": 250, "0.001ms": 1, "1.5s": 1500 * Millisecond,
		"007ms": 7 * Millisecond, "1.500000000000000000000s": 1500 * Millisecond, "0.5m": 30 * Second,
		"0.0000000025h": 9, "0.0009765625h": 3_515_625, "1000h": DurationMax, "-1000h": -DurationMax,
		"3600000000000us": DurationMax,
	} {
		if got, err := ParseDuration(s); err != nil || got != want {
			t.Errorf("%s reads as %v, %v, expected %v", s, got, err, want)
		}
	}
}

func TestWhatIsNoDurationIsRefusedWithWhatWasExpected(t *testing.T) {
	for s, want := range map[string]string{
		"abc":                          `expected a duration such as 50ms or 3s, not "abc"`,
		"":                             `expected a duration such as 50ms or 3s, not ""`,
		"0.0001ms":                     `expected a duration in whole microseconds, not "0.0001ms"`,
		"0.5us":                        `expected a duration in whole microseconds, not "0.5us"`,
		"0.00000000001h":               `expected a duration in whole microseconds, not "0.00000000001h"`,
		"1001h":                        `expected a duration of at most 1000h, not "1001h"`,
		"1000.0000000025h":             `expected a duration of at most 1000h, not "1000.0000000025h"`,
		"18446744073709551616us":       `expected a duration of at most 1000h, not "18446744073709551616us"`,
		"3600000000001us":              `expected a duration of at most 1000h, not "3600000000001us"`,
		"5124095577h":                  `expected a duration of at most 1000h, not "5124095577h"`, // 2⁶⁴ µs and 58 minutes
		"3600000000000h":               `expected a duration of at most 1000h, not "3600000000000h"`,
		strings.Repeat("9", 99) + "ms": `expected a duration of at most 1000h, not "` + strings.Repeat("9", 40) + `"`,
	} {
		if _, err := ParseDuration(s); err == nil || err.Error() != want {
			t.Errorf("%.99s: got %v, expected %s", s, err, want)
		}
	}
	for _, s := range []string{
		"5", "0", "ms", "-ms", ".5ms", "5.ms", ".ms", "1.2.3ms", "1..2ms", "+5ms", "--5ms", "5 ms", " 5ms", "5ms ", "5MS",
		"5µs", "1e3ms", "1h30m", "0x5ms", "1,5ms", "٣ms", "5d", "5m\x00",
	} {
		if got, err := ParseDuration(s); err == nil {
			t.Errorf("%q reads as %v", s, got)
		}
	}
	_, err := ParseTime("soon")
	if want := `expected a time such as 50ms or 3s, not "soon"`; err == nil || err.Error() != want {
		t.Errorf("got %v, expected %s", err, want)
	}
}

func TestDurationsAndTimesReadBackAsTheyPrint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom([]Duration{Microsecond, 10, 100, Millisecond, Second, Minute, Hour}).Draw(t, "unit")
		d := unit * Duration(rapid.Int64Range(-int64(DurationMax/unit), int64(DurationMax/unit)).Draw(t, "n"))
		if got, err := ParseDuration(d.String()); err != nil || got != d {
			t.Fatalf("%d µs prints %v, which reads as %d µs, %v", int64(d), d, int64(got), err)
		}
		if got, err := ParseTime(Time(d).String()); err != nil || got != Time(d) {
			t.Fatalf("%d µs prints %v, which reads as %d µs, %v", int64(d), Time(d), int64(got), err)
		}
	})
}

// FuzzParseDuration finds text that is read as something which is written otherwise.
func FuzzParseDuration(f *testing.F) {
	for _, s := range []string{"50ms", "3s", "381.25ms", "-0.5h", "0.0000000025h", "1000h", "99999999999999999999us", "1.2.3m"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDuration(s)
		if err != nil {
			return
		}
		if d < -DurationMax || d > DurationMax {
			t.Errorf("%q reads as %v, beyond %v", s, d, DurationMax)
		}
		if again, err := ParseDuration(d.String()); err != nil || again != d {
			t.Errorf("%q reads as %v, which reads as %v, %v", s, d, again, err)
		}
	})
}
