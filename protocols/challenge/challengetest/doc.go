// Package challengetest attacks challenges in tests: with their own solution and tricks, and with random scripts. A challenge
// that chance wins teaches nothing.
package challengetest
