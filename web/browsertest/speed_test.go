package browsertest

import "testing"

// tenThousand plays etcd/raft to 10,000 events in a worker of its own; then it measures, in milliseconds from question to
// answer, how long a replay from nothing takes, and how long the way to moments all over the run, most of them back.
const tenThousand = `(async () => {
	const address = performance.getEntriesByType('resource').map(e => e.name).find(n => /\/worker-/.test(n));
	const worker = new Worker(address);
	const ask = request => new Promise((resolve, reject) => {
		worker.onmessage = e => e.data.answer ? resolve(JSON.parse(new TextDecoder().decode(e.data.answer))) : reject(new Error(JSON.stringify(e.data)));
		worker.postMessage({id: 1, module: 'raft', request: new TextEncoder().encode(request)});
	});
	const text = 'cluster raft nodes=5 client=1 seed=7\nload c1 put key=x value=% think=2ms\n';
	let run = await ask('open 1\n' + text);
	for (let t = 0; run.count < 10000 && !run.error; t += 1e6) run = await ask('extend 1 ' + t + ' events=2000\n');
	if (run.error) throw new Error(run.error.text);
	const timed = async request => {
		const began = performance.now();
		const answer = await ask(request);
		if (answer.error) throw new Error(answer.error.text);
		return performance.now() - began;
	};
	const median = xs => xs.sort((a, b) => a - b)[xs.length >> 1];
	const replays = [];
	for (let i = 0; i < 15; i++) replays.push(await timed('replay 1 10000\n'));
	const slowest = [];
	for (let i = 0; i < 7; i++) {
		const seeks = [];
		for (let k = 0; k < 60; k++) seeks.push(await timed('frame 1 ' + (10 + (k * 6367) % 9980) + '\n'));
		slowest.push(seeks.sort((a, b) => a - b)[Math.floor(seeks.length * .95)]);
	}
	worker.terminate();
	return [median(replays), median(slowest)];
})()`

// BenchmarkTenThousandEvents measures what a person waits for: medians of a replay from nothing, and of what
// 19 of 20 ways to a moment stay within.
func BenchmarkTenThousandEvents(b *testing.B) {
	p := figure(b, "/play/raft/leader-crash", desktop)
	for range b.N {
		ms := get[[]float64](p, tenThousand)
		b.ReportMetric(ms[0], "replay-ms")
		b.ReportMetric(ms[1], "seek-ms")
	}
}
