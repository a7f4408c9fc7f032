// Package wordstest holds the page's sources against the catalogue of its words.
package wordstest
