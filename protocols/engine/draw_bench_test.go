package engine

import "testing"

func BenchmarkDraw(b *testing.B) {
	for _, d := range []Dist{
		Exactly(5), Between(1000, 5000), Exponential(5000), Normal(5000, 1000), LongTail(1000, 9000),
	} {
		b.Run(d.String(), func(b *testing.B) {
			r := Stream(1, 2, 3, 4)
			for b.Loop() {
				d.Draw(&r)
			}
		})
	}
}

// BenchmarkTables is what a program pays when it starts.
func BenchmarkTables(b *testing.B) {
	for b.Loop() {
		makeLog2Table()
		makeExp2Table()
	}
}
