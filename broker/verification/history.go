package verification

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"slices"
	"time"

	"mangrove/broker/explain"
	"mangrove/broker/jsonfile"
	"mangrove/broker/kept"
	"mangrove/model/checklist"
	"mangrove/model/verify"
)

// Past is a run that is over, kept to be compared with: its verdicts, without the messages
// that they rest on.
type Past struct {
	Checklist string           `json:"checklist_sha256"`
	Broker    string           `json:"broker"`
	Began     time.Time        `json:"began"`
	Ended     time.Time        `json:"ended"`
	Tally     verify.Tally     `json:"tally"`
	Verdicts  []EarlierVerdict `json:"verdicts,omitempty"`
	LeftOut   int              `json:"verdicts_left_out,omitempty"` // there was no room for them
}

// Earlier is the run as it is compared.
func (p *Past) Earlier() *Earlier {
	return &Earlier{Checklist: p.Checklist, Began: p.Began, Ended: p.Ended, Verdicts: p.Verdicts}
}

// Past is the run as it is kept, with the checklist and the address of its broker.
func (s *Standing) Past(list *checklist.Checklist, broker string) Past {
	p := Past{Checklist: hex.EncodeToString(list.Sum[:]), Broker: broker, Began: s.Account.Began, Ended: s.Account.Ended, Tally: s.Tally}
	if len(s.Results) > mostPastVerdicts {
		p.LeftOut = len(s.Results)
		return p
	}
	for _, one := range s.Results {
		p.Verdicts = append(p.Verdicts, EarlierVerdict{
			Subject: one.Subject.ID, Device: one.Subject.Device, Member: one.Member, Topic: one.Topic, Check: checkCode(one.Check.Kind, explain.CheckOf(one.Check)),
			State: one.State, Reason: packReason(one.Reason.Code, valuesOf(one.Reason)), Waived: one.Waiver != nil,
		})
	}
	return p
}

// What is kept of a checklist.
const (
	historyVersion   = 1
	largestHistory   = 64 << 20
	mostPast         = 30
	mostPastVerdicts = 50_000  // of a run
	mostKeptVerdicts = 100_000 // of all: more values are not read from one file
)

// History is the runs of a checklist, in a file that several programs may have open.
type History struct {
	file      jsonfile.File
	checklist string // its path
}

type storedHistory struct {
	Version   int    `json:"version"`
	Checklist string `json:"checklist"` // its path
	Runs      []Past `json:"runs"`      // the one that was kept last first
}

// NewHistory is the history of the checklist with a path, in a folder. Nothing is read or
// written yet.
func NewHistory(folder, checklist string) *History {
	if whole, err := filepath.Abs(checklist); err == nil {
		checklist = whole
	}
	sum := sha256.Sum256([]byte(checklist))
	file := filepath.Join(folder, hex.EncodeToString(sum[:16])+".json")
	return &History{jsonfile.File{Path: file, Of: kept.Runs, Version: historyVersion, Most: largestHistory}, checklist}
}

// Runs gives the runs, the one that was kept last first. A [kept.Moved] error tells that a
// damaged file was put aside.
func (h *History) Runs() ([]Past, error) {
	var s storedHistory
	if err := h.file.Read(&s); err != nil {
		return nil, err
	}
	return normalised(latest(s.Runs)), nil
}

// normalised has the codes of checks where an earlier program kept their names.
func normalised(runs []Past) []Past {
	for i := range runs {
		for j := range runs[i].Verdicts {
			v := &runs[i].Verdicts[j]
			v.Check = checkCodeOf(v.Check)
		}
	}
	return runs
}

// latest are no more than are kept: the file may be anybody's. Their order is that in which
// they were kept, whatever the clock was set to meanwhile.
func latest(runs []Past) []Past {
	verdicts := 0
	for i := range runs {
		if verdicts += len(runs[i].Verdicts); i == mostPast || verdicts > mostKeptVerdicts {
			return runs[:i]
		}
	}
	return runs
}

// Keep adds a run, in the place of the one that began at the same time, and gives all. The
// oldest go when there is no room.
func (h *History) Keep(run Past) ([]Past, error) {
	release, err := h.file.Claim()
	defer release()
	if err != nil {
		return nil, err
	}
	var s storedHistory
	if err := h.file.ReadClaimed(&s); err != nil && !kept.Is(err, kept.Moved) {
		return nil, err
	}
	s.Version, s.Checklist, s.Runs = historyVersion, h.checklist, normalised(s.Runs)
	if i := slices.IndexFunc(s.Runs, run.isSame); i >= 0 {
		s.Runs[i] = run
	} else {
		s.Runs = slices.Insert(s.Runs, 0, run)
	}
	s.Runs = latest(s.Runs)
	for {
		err := h.file.Write(s)
		if !kept.Is(err, kept.TooLarge) || len(s.Runs) < 2 {
			return s.Runs, err
		}
		s.Runs = s.Runs[:len(s.Runs)/2]
	}
}

// Before is the run that was kept before this one and can be compared with it; nil: there is none.
func (p *Past) Before(runs []Past) *Past {
	own := slices.IndexFunc(runs, p.isSame)
	for i := range runs {
		if i > own && runs[i].LeftOut+p.LeftOut == 0 {
			return &runs[i]
		}
	}
	return nil
}

func (p *Past) isSame(other Past) bool { return other.Began.Equal(p.Began) }
