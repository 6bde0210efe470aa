package access

import (
	"strings"

	"sijill.example/sijill"
)

// ReleaseState is what the releases of a thing say together.
type ReleaseState uint8

// The states, from the one that says least.
const (
	Unreleased ReleaseState = iota // nobody decided that it is published
	Recalled                       // it was published, or to be, and was taken back
	Waiting                        // a second person has not approved it yet
	Released                       // a release stands
	releaseStateEnd
)

var releaseStateCodes = [releaseStateEnd]string{"not-released", "recalled", "waiting", "released"}

var releaseSentences = map[string][releaseStateEnd]string{
	"en": {
		"Nobody has released it. Consent and restrictions would allow it.",
		"Its release {release} was recalled.",
		"Its release {release} waits for a second person.",
		"{release} releases it as {form}.",
	},
	"ar": {
		"لم يتقرر نشرها. لا تمنع ذلك الموافقات ولا القيود.",
		"سُحب قرار نشرها {release}.",
		"ينتظر قرار نشرها {release} شخصاً ثانياً.",
		"يقضي القرار {release} بنشرها ({form}).",
	},
}

var arabicForms = map[string]string{"record": "ما قيل عنها", "view": "نسخة للعرض", "copy": "نسخة محجوبة", "original": "الأصل كما ورد"}

// String gives the state's code.
func (s ReleaseState) String() string { return releaseStateCodes[s.known()] }

func (s ReleaseState) known() ReleaseState {
	if s < releaseStateEnd {
		return s
	}
	return Unreleased
}

// Published is whether a thing is in the edition: consent and restrictions must allow
// it, and a release must stand.
type Published struct {
	Decision              // by consent and restrictions alone
	State    ReleaseState // by its releases
	Release  sijill.Number
	Form     string
}

// In says that the edition has it.
func (p Published) In() bool { return p.Allow && p.State == Released }

// Code is why: that of the decision where it denies, otherwise that of the release.
func (p Published) Code() string {
	if !p.Allow {
		return p.Reason.String()
	}
	return p.State.String()
}

// Sentence tells why in a language, in a sentence or two.
func (p Published) Sentence(language string) string {
	words, ok := releaseSentences[language]
	if !ok {
		words = releaseSentences["en"]
	}
	form := p.Form
	if ar, ok := arabicForms[form]; ok && language == "ar" {
		form = ar
	}
	release := strings.NewReplacer("{release}", string(p.Release), "{form}", form).Replace(words[p.State.known()])
	switch {
	case p.In():
		return release + " " + p.Decision.Sentence(language)
	case !p.Allow && p.State == Recalled:
		return p.Decision.Sentence(language) + " " + release
	case !p.Allow:
		return p.Decision.Sentence(language)
	}
	return release
}
