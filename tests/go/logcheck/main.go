// Command logcheck checks a published log with nothing but Go's own implementation of its formats,
// golang.org/x/mod/sumdb/note and .../tlog: no line of it was written by those who wrote the log.
//
//	logcheck URL VKEY [WITNESS-VKEY]
//
// It opens the latest checkpoint, recomputes its root from the entry bundles alone, refuses offices
// that cannot be, proves entries and earlier checkpoints by the tiles, and checks the proofs that the
// log makes itself. With a witness's key, that witness must have cosigned the latest checkpoint. It
// prints what it has found as JSON, and leaves with 1 at the first thing that is not as published.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Found is what was checked, for the test to compare.
type Found struct {
	Size        int64
	Root        string
	Pledges     int
	Inclusion   int
	Consistency int
	Proofs      int
}

func main() {
	if len(os.Args) < 3 {
		fail(fmt.Errorf("usage: logcheck URL VKEY [WITNESS-VKEY]"))
	}
	log, err := open(os.Args[1], os.Args[2], os.Args[3:])
	if err != nil {
		fail(err)
	}
	found, err := log.check()
	if err != nil {
		fail(err)
	}
	json.NewEncoder(os.Stdout).Encode(found)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "refused:", err)
	os.Exit(1)
}

// Log is a log at an address, with the tree of its latest checkpoint.
type Log struct {
	url      string
	verifier note.Verifier
	head     tlog.Tree
}

func open(url, vkey string, witnesses []string) (*Log, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, err
	}
	log := &Log{url: url, verifier: verifier}
	text, err := get(url + "/checkpoint")
	if err != nil {
		return nil, err
	}
	log.head, err = log.tree(text)
	for _, key := range witnesses {
		if err == nil {
			err = cosigned(text, key)
		}
	}
	return log, err
}

func (log *Log) check() (*Found, error) {
	entries, err := log.entries()
	if err != nil {
		return nil, err
	}
	if err := log.recompute(entries); err != nil {
		return nil, err
	}
	found := &Found{Size: log.head.N, Root: log.head.Hash.String()}
	if found.Pledges, err = pledges(entries); err != nil {
		return nil, err
	}
	// The reader holds tiles against the checkpoint, but in Debian's version 0.7.0 not every one of
	// them; so a proof counts only when it is checked against the root, as all are below.
	hashes := tlog.TileHashReader(log.head, tiles{log.url, map[string][]byte{}})
	if found.Inclusion, err = log.inclusion(entries, hashes); err != nil {
		return nil, err
	}
	if found.Consistency, err = log.consistency(hashes); err != nil {
		return nil, err
	}
	found.Proofs, err = log.proofs(entries)
	return found, err
}

// recompute derives the root from the entries alone, without a tile.
func (log *Log) recompute(entries [][]byte) error {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(places []int64) ([]tlog.Hash, error) {
		var hashes []tlog.Hash
		for _, place := range places {
			hashes = append(hashes, stored[place])
		}
		return hashes, nil
	})
	for index, entry := range entries {
		more, err := tlog.StoredHashes(int64(index), entry, reader)
		if err != nil {
			return err
		}
		stored = append(stored, more...)
	}
	root, err := tlog.TreeHash(log.head.N, reader)
	if err == nil && root != log.head.Hash {
		err = fmt.Errorf("the entries have the root %v, the checkpoint says %v", root, log.head.Hash)
	}
	return err
}

// inclusion proves every entry by the tiles.
func (log *Log) inclusion(entries [][]byte, hashes tlog.HashReader) (int, error) {
	for index, entry := range entries {
		proof, err := tlog.ProveRecord(log.head.N, int64(index), hashes)
		if err != nil {
			return 0, err
		}
		leaf := tlog.RecordHash(entry)
		if err := tlog.CheckRecord(proof, log.head.N, log.head.Hash, int64(index), leaf); err != nil {
			return 0, fmt.Errorf("entry %d: %v", index, err)
		}
	}
	return len(entries), nil
}

// consistency proves that the log extends what it was at earlier sizes.
func (log *Log) consistency(hashes tlog.HashReader) (int, error) {
	checked := 0
	for _, size := range sample(log.head.N) {
		text, err := get(fmt.Sprintf("%s/checkpoint/%d", log.url, size))
		if err != nil {
			return 0, err
		}
		old, err := log.tree(text)
		if err != nil {
			return 0, err
		}
		if old.N != size {
			return 0, fmt.Errorf("checkpoint/%d is of size %d", size, old.N)
		}
		proof, err := tlog.ProveTree(log.head.N, size, hashes)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckTree(proof, log.head.N, log.head.Hash, size, old.Hash); err != nil {
			return 0, fmt.Errorf("checkpoint %d: %v", size, err)
		}
		checked++
	}
	return checked, nil
}

// proofs checks some of the proofs that the log makes itself.
func (log *Log) proofs(entries [][]byte) (int, error) {
	checked := 0
	for _, size := range sample(log.head.N) {
		for _, index := range []int64{0, size / 2, size - 1} {
			if err := log.proof(index, size, entries[index]); err != nil {
				return 0, fmt.Errorf("proof of entry %d in %d: %v", index, size, err)
			}
			checked++
		}
	}
	return checked, nil
}

// sample returns sizes around full tiles and subtrees, and some more.
func sample(size int64) []int64 {
	var sizes []int64
	for _, each := range []int64{1, 2, 3, 64, 255, 256, 257, 511, 512, 513, size / 3, size - 1, size} {
		if 0 < each && each <= size {
			sizes = append(sizes, each)
		}
	}
	return sizes
}
