package pages

func englishAbout() AboutWords {
	return AboutWords{
		Title:       "About",
		Description: "What Quorumlab is, the law that every run keeps, and the licences of all that is shipped.",
		Lede:        "Quorumlab is a playground for distributed systems in which nothing is scripted.",
		What:        "What this is",
		WhatText: []string{
			"Protocol engines written in Go, the etcd/raft library that production runs among them, run whole clusters of nodes on a virtual clock: in your browser as WebAssembly, and in tests natively. The server that sent you this page runs none of them. It hands out files.",
			"What the pictures show is what the engines did. Break a node, cut the network, hold one message back; then step back and see why the next leader won.",
		},
		Law:     "The law of a run",
		LawLine: "A run is (build, scenario, seed, actions), and nothing else.",
		LawText: []string{
			"An engine has no clock, no network and no randomness of its own. It takes an input and says what is to be done; time, delays, losses and chance are the kernel's, drawn from the seed. So the same four things give the same run, event for event, in every browser and on every machine, and each moment can be come back to.",
			"A number stands for a run: the hash over its events so far, which the player shows. Two screens that show the same hash show the same run.",
			"That is why stepping back is exact, why a run that went wrong is a text that one can send, and why a lesson's figure can be tested like code.",
		},
		Made: "Who made it",
		MadeText: []string{
			"The maintainers of Quorumlab, on the work of others: the papers that each protocol names, and the libraries and typefaces below.",
		},
		Privacy: "What it knows of you",
		PrivacyText: []string{
			"There is no account, no cookie and no tracking. Your theme, and which lessons you have read, are kept by your own browser and sent nowhere. No page asks another site for anything.",
		},
		Licenses:     "Licences of what is shipped",
		LicensesText: "This build holds {count} works of others. Each is given with its licence as its authors wrote it.",
		Used: map[string]string{
			"server": "in the server", "engines": "in the server and in the engines that a browser runs",
			"pages": "in the pages",
		},
		Build: "This is build {build}.",
	}
}
