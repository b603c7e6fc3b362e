package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	width  = 1 << height
)

func get(url string) ([]byte, error) {
	answer, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, answer.Status)
	}
	return io.ReadAll(answer.Body)
}

// tree opens a checkpoint that the log signed.
func (log *Log) tree(text []byte) (tlog.Tree, error) {
	opened, err := note.Open(text, note.VerifierList(log.verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	// Go's own log has another first line; the rest is the same.
	rest := strings.TrimPrefix(opened.Text, log.verifier.Name()+"\n")
	if rest == opened.Text {
		return tlog.Tree{}, fmt.Errorf("a checkpoint of another origin")
	}
	return tlog.ParseTree([]byte("go.sum database tree\n" + rest))
}

// tiles reads tiles of hashes, whose paths lack the height that Go writes into them. It caches
// what it has read.
type tiles struct {
	url    string
	cached map[string][]byte
}

func (t tiles) Height() int { return height }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
		if t.cached[path] == nil {
			data, err := get(t.url + "/" + path)
			if err != nil {
				return nil, err
			}
			if len(data) != tile.W*tlog.HashSize {
				return nil, fmt.Errorf("%s has %d bytes", path, len(data))
			}
			t.cached[path] = data
		}
		found = append(found, t.cached[path])
	}
	return found, nil
}

// entries reads the bundles.
func (log *Log) entries() ([][]byte, error) {
	var entries [][]byte
	for start := int64(0); start < log.head.N; start += width {
		wide := width
		if left := log.head.N - start; left < width {
			wide = int(left)
		}
		tile := tlog.Tile{H: height, L: -1, N: start / width, W: wide}
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/data/", height), "tile/entries/", 1)
		data, err := get(log.url + "/" + path)
		if err != nil {
			return nil, err
		}
		found, err := unbundle(data)
		if err != nil || len(found) != wide {
			return nil, fmt.Errorf("%s holds %d entries, not %d (%v)", path, len(found), wide, err)
		}
		entries = append(entries, found...)
	}
	return entries, nil
}

func unbundle(data []byte) ([][]byte, error) {
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 {
			return nil, io.ErrUnexpectedEOF
		}
		length := int(binary.BigEndian.Uint16(data))
		if data = data[2:]; len(data) < length {
			return nil, io.ErrUnexpectedEOF
		}
		entries, data = append(entries, data[:length]), data[length:]
	}
	return entries, nil
}

// proof checks a proof that the log made (c2sp.org/tlog-proof).
func (log *Log) proof(index, size int64, entry []byte) error {
	text, err := get(fmt.Sprintf("%s/proof/%d?size=%d", log.url, index, size))
	if err != nil {
		return err
	}
	head, checkpoint, _ := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	extra := "extra " + base64.StdEncoding.EncodeToString(entry)
	if len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" || lines[1] != extra ||
		lines[2] != "index "+strconv.FormatInt(index, 10) {
		return fmt.Errorf("unexpected lines")
	}
	var path tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		path = append(path, hash)
	}
	tree, err := log.tree([]byte(checkpoint))
	if err != nil {
		return err
	}
	if tree.N != size {
		return fmt.Errorf("size %d", tree.N)
	}
	return tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(entry))
}

// witness verifies cosignatures (c2sp.org/tlog-cosignature), whose keys Go's package does not know.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

const cosignature = 0x04

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }

func (w witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, text)
	return ed25519.Verify(w.key, []byte(message), signature[8:])
}

func newWitness(vkey string) (witness, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return witness{}, fmt.Errorf("no key: %s", vkey)
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != cosignature {
		return witness{}, fmt.Errorf("no key of a witness: %s", vkey)
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	hash := binary.BigEndian.Uint32(sum[:])
	if fmt.Sprintf("%08x", hash) != parts[1] {
		return witness{}, fmt.Errorf("another key: %s", vkey)
	}
	return witness{parts[0], hash, key[1:]}, nil
}

// cosigned says whether a witness stands under a note.
func cosigned(text []byte, vkey string) error {
	known, err := newWitness(vkey)
	if err != nil {
		return err
	}
	_, err = note.Open(text, note.VerifierList(known))
	return err
}
