package bridge

import (
	"syscall/js"

	"quorumlab/protocols/engine"
)

// Serve answers the page for as long as the module lives: it sets the global function quorumlab, which takes a request as
// a Uint8Array and returns the answer as one. Then it calls the global function quorumlabReady, if there is one. The heap is
// small and replay allocates in bursts: with GOGC=400 in the environment, which the worker sets, it is a fifth faster.
func Serve(protocols []*engine.Protocol) {
	b := New(protocols)
	js.Global().Set("quorumlab", js.FuncOf(func(_ js.Value, args []js.Value) any {
		request := make([]byte, args[0].Get("length").Int())
		js.CopyBytesToGo(request, args[0])
		answer := b.Handle(request)
		bytes := js.Global().Get("Uint8Array").New(len(answer))
		js.CopyBytesToJS(bytes, answer)
		return bytes
	}))
	if ready := js.Global().Get("quorumlabReady"); ready.Type() == js.TypeFunction {
		ready.Invoke()
	}
	select {}
}
