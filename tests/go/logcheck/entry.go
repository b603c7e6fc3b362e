package main

import (
	"encoding/json"
	"fmt"
	"regexp"
)

// An office is checked by its form only: a log may name one that was added later.
var office = regexp.MustCompile(`^[a-z_]{3,24}$`)

// Entry is what the checker reads of a ledger entry.
type Entry struct {
	Kind   string
	Office string
	Region string
}

// pledges returns how many entries are pledges. It refuses offices that no pledge or correction may
// name; `other` is an office of a whole province or of the nation, whose codes have two digits.
func pledges(entries [][]byte) (int, error) {
	count := 0
	for index, data := range entries {
		var entry Entry
		if err := json.Unmarshal(data, &entry); err != nil {
			return 0, fmt.Errorf("entry %d: %v", index, err)
		}
		if entry.Kind == "pledge" {
			count++
		}
		seated := entry.Kind == "pledge" || entry.Kind == "correction"
		if seated && !office.MatchString(entry.Office) {
			return 0, fmt.Errorf("entry %d: no office: %q", index, entry.Office)
		}
		if entry.Office == "other" && len(entry.Region) != 2 {
			return 0, fmt.Errorf("entry %d: no region of %s: %q", index, entry.Office, entry.Region)
		}
	}
	return count, nil
}
