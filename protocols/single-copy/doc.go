// Package singlecopy is a register on one server: the example single-copy-register of Stateright, a model checker for Rust.
//
// With one server it is linearizable: the server takes operations one after another, each between its call and its answer.
// With two or more, each keeps a copy of its own and knows nothing of the others. A client that puts to one and gets from the
// other does not find what it has put: the search finds that (a finding of Stateright's, too), and nothing is switched on
// for it.
//
// Modelled are clients that ask the servers in turn, over links that lose nothing but may reorder. Left out are disks and
// crashes. With 1 server and 2 clients that each put and then get there are 93 states, what the clients have seen included.
package singlecopy
