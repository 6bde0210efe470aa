package proofmode

import (
	"fmt"
	"strings"
)

// sentences says in English what each code of a finding means. The values stand in
// it in their order.
var sentences = map[string]string{
	"hash-none":             "The proof gives no hash, so nothing ties it to the photo.",
	"hash-unknown":          "The proof gives a hash by %s, which was not computed of the photo.",
	"hash-same":             "The photo has the %s that the proof gives.",
	"hash-weak":             "The photo has the %s that the proof gives. Two files can be made to share one.",
	"hash-differs":          "The photo does not have the %s that the proof gives: the proof is of another file, or one of the two was changed.",
	"name-neither":          "Neither gives a file name.",
	"name-only-photo":       "The proof gives no file name.",
	"name-only-proof":       "The photo has no file name.",
	"name-same":             "The photo has the file name that the proof gives.",
	"name-differs":          "The photo has another file name than the proof gives.",
	"place-neither":         "Neither the proof nor the photo gives a position.",
	"place-only-photo":      "The photo gives a position and the proof gives none.",
	"place-only-proof":      "The proof gives a position and the photo gives none.",
	"places-same":           "The two positions are the same.",
	"places-near":           "The two positions are %s apart, within the accuracy of %s that the proof claims.",
	"places-near-unclaimed": "The two positions are %s apart, taken as near because no accuracy over %s is claimed.",
	"places-far":            "The two positions are %s apart, further than %s.",
	"time-neither":          "Neither the proof nor the photo gives a time.",
	"time-only-photo":       "The photo gives a time and the proof gives none.",
	"time-only-proof":       "The proof gives a time and the photo gives none.",
	"times-apart":           "The proof's time of the file's %s and the photo's time of capture are %s apart.",
	"times-fit":             "The proof's time of the file's %s and the photo's time of capture fit if the clock without an offset was at UTC%s.",
	"times-differ":          "The proof's time of the file's %s and the photo's time of capture differ whatever the offset of the clock that gives none.",
	"proof-before":          "The proof was made %s before the file's %s.",
	"place-stale":           "The position was measured %s away from the file's %s, so it may be of another place.",
}

// Codes lists the codes of all findings, with how many values each has.
func Codes() map[string]int {
	out := map[string]int{}
	for code, sentence := range sentences {
		out[code] = strings.Count(sentence, "%s")
	}
	return out
}

// say sets how a comparison ended.
func (f *Finding) say(outcome Outcome, code string, values ...string) {
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	f.Outcome, f.Code, f.Values = outcome, code, values
	f.Text = fmt.Sprintf(sentences[code], args...)
}
