// Package history judges what clients have seen: whether their operations, overlapping as they did, could have been
// carried out one after another, each between its call and its answer (Herlihy, Wing: Linearizability, 1990).
//
// The judge is porcupine (github.com/anishathalye/porcupine), which the field uses. In a browser it is a small one of our
// own with the same method (Lowe: Testing for linearizability, 2017), since porcupine brings encoding/json along, which is
// a large part of a module's size; a test holds the two against each other.
package history
