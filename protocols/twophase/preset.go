package twophase

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/order"
	"quorumlab/protocols/engine/say"
)

// Disk is what a scenario line says of a participant's disk: disk n3 accounts=bob:0,zoe:50.
type Disk struct {
	Accounts []Holding `help:"its accounts, and what is on each" min:"1" max:"16"`
}

// writeDisk writes what a line says, as a participant would have left it.
func writeDisk(_ engine.Birth, disk any, out *engine.Out) error {
	d, ok := disk.(Disk)
	if !ok {
		return say.Errorf("expected a disk of twophase, not %T", disk)
	}
	if len(d.Accounts) == 0 {
		return say.Errorf("accounts: expected at least one, such as bob:0")
	}
	accounts := slices.Clone(d.Accounts)
	order.Sort(len(accounts), func(i, j int) bool { return accounts[i].Name < accounts[j].Name },
		func(i, j int) { accounts[i], accounts[j] = accounts[j], accounts[i] })
	for i, h := range accounts {
		if i > 0 && h.Name == accounts[i-1].Name {
			return say.Errorf("accounts: expected %s once", h.Name)
		}
	}
	b := newBooks(accounts)
	out.Persist(diskCheckpoint, &b)
	return nil
}
