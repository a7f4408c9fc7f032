package scenario_test

import (
	"testing"

	"quorumlab/protocols/scenario/scenariotest"
)

func TestEachVerbDoesWhatItsOutputSays(t *testing.T) {
	scenariotest.Folder(t, "testdata/scenarios/*.txt", lookup)
}

func TestWhatIsNotAsExpectedIsSaidInTheOutput(t *testing.T) {
	res := run(t, `cluster chatter seed=1
command n1 say hi
expect words >= 3
expect quiet n1 >= 9s
expect not quiet n1
expect violated politeness
expect ended time
run until=crashed n1 limit=10ms
run 1s
expect quiet n2 >= 1s
expect not words = 2
command n1 say damn
expect ended events
run until=crashed n1
crash n1
branch wrong at=5ms
command n1 say fall
branch wronger at=5ms
set volume=10
run 1s
`)
	if res.OK() {
		t.Error("all is said to be as expected")
	}
	said := "What a run says that is not as its lines expect, and then its failures.\n\n" + res.Output() + "\n"
	for _, e := range res.Failures() {
		said += e.Error() + "\n"
	}
	golden(t, "testdata/failed.txt", said)
}
