// Package register is what protocols for one shared register have in common, and no protocol of its own: the operations of
// clients, the messages between client and server, the client, its model, goals and pictures. Packages singlecopy and abd
// are protocols made with it.
//
// A register holds one value; nothing at first. A client puts a value or gets the one that is there, and asks the servers in
// turn: of n servers client i asks server i, then i+1 and so on, in a circle. To a client the servers shall look like one
// register that is in one place: operations must be linearizable (Herlihy and Wing, 1990), which Model says.
//
// Client, messages and the numbers of states are those of the examples of Stateright, a model checker for Rust: its
// RegisterClient puts a value of its own and then gets. That is the script put-get; a search begins with it. Without a script
// clients do what they are told.
package register
