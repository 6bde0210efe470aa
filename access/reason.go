package access

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"sijill.example/sijill"
)

// Reason is why a decision is what it is. Its code is part of the contract: codes
// are added and never change their meaning.
type Reason uint8

// The reasons, from the one that says least to the one that says most: of several
// roles that are all denied, the one that came furthest is told.
const (
	NotUnderstood Reason = iota
	WrongRole
	Erased
	Embargoed
	TooHigh
	Withdrawn
	Expired
	Missing
	NeedsName
	UnderHold
	// From here on it is allowed.
	NobodyAsked
	Custody
	Agreed
	NoHold
	reasonEnd
)

var reasonCodes = [reasonEnd]string{
	"not-understood", "role", "erased", "embargo", "level", "consent-withdrawn", "consent-expired", "consent-missing", "consent-without-name", "hold",
	"no-consent-recorded", "custody", "consent", "no-hold",
}

// The sentences: {role}, {channel}, {scope}, {person}, {level}, {until}.
var sentences = map[string][reasonEnd]string{
	"en": {
		"Nobody has a role here, or no such channel is known, so nothing is given.",
		"The role {role} has no business in the channel {channel}.",
		"It was erased.",
		"An embargo binds it until {until}, whatever else is allowed.",
		"Its level is {level}, which the role {role} may not have through the channel {channel}.",
		"{person} has withdrawn the consent {scope}.",
		"The consent {scope} of {person} has expired.",
		"{person} has not given the consent {scope}.",
		"It shows who {person} is, and {person} has not agreed to be named.",
		"A hold forbids that it is erased.",
		"Nobody has said anything about its use, and no consent is recorded; it goes out as the archive's own evidence.",
		"The role {role} has custody, which needs no consent.",
		"Everybody whose consent is needed has given the consent {scope}, and no restriction stands against it.",
		"No hold forbids that it is erased.",
	},
	"ar": {
		"لا صفة لأحد هنا، أو القناة غير معروفة، فلا يُعطى شيء.",
		"لا شأن للصفة «{role}» بالقناة «{channel}».",
		"مُحيت المادة.",
		"عليها حظر نشر حتى {until}، مهما أُذن بغيره.",
		"درجتها «{level}»، ولا يحق للصفة «{role}» الحصول عليها عبر القناة «{channel}».",
		"سُحبت الموافقة «{scope}» الممنوحة من {person}.",
		"انتهت مدة الموافقة «{scope}» الممنوحة من {person}.",
		"لا توجد موافقة «{scope}» من {person}.",
		"تُظهر المادة هوية {person}، ولا توجد موافقة على ذكر الاسم.",
		"هناك أمر حفظ يمنع محوها.",
		"لم يقل أحد شيئاً عن استعمالها ولم تُسجَّل موافقة؛ تخرج بوصفها دليلاً في عهدة الأرشيف.",
		"المادة في عهدة الصفة «{role}»، ولا تلزم لذلك موافقة.",
		"مُنحت الموافقة «{scope}» من كل من تلزم موافقته، ولا قيد يمنعها.",
		"لا أمر حفظ يمنع محوها.",
	},
}

// String gives the reason's code.
func (r Reason) String() string {
	if r < reasonEnd {
		return reasonCodes[r]
	}
	return reasonCodes[NotUnderstood]
}

// MarshalText gives the reason's code.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// Sentence tells the reason in a language ("en", "ar"; every other is English), in
// one sentence. Names of people in it are made fit to be shown.
func (d Decision) Sentence(language string) string {
	words, ok := sentences[language]
	if !ok {
		words = sentences["en"]
	}
	reason := d.Reason
	if reason >= reasonEnd {
		reason = NotUnderstood
	}
	person := sijill.Printable(d.Person)
	if person == "" {
		person = map[bool]string{true: "صاحب المادة", false: "Whoever it is from"}[language == "ar"]
	}
	say := func(word string) string {
		if ar, ok := arabicWords[word]; ok && language == "ar" {
			return ar
		}
		return word
	}
	return strings.NewReplacer("{role}", say(d.Role.String()), "{channel}", say(d.Channel.String()), "{scope}", say(d.Scope.String()),
		"{level}", say(d.Level.String()), "{until}", d.UntilWords(language), "{person}", person).Replace(words[reason])
}

// arabicWords are the words for roles, channels, scopes and levels in Arabic. One
// that is a channel and a scope has the same word there.
var arabicWords = map[string]string{
	"reader": "قارئ", "depositor": "مودِع", "archivist": "أمين الأرشيف", "verifier": "مدقق", "translator": "مترجم", "editor": "محرر", "counsel": "مستشار قانوني", "keyholder": "حامل المفتاح",
	"desk": "صفحات الأرشيف", "edition": "الطبعة العامة", "check": "الجواب العام عن صورة", "dossier": "ملف لمحكمة", "newsletter": "النشرة البريدية", "translation": "آلة ترجمة", "newsroom": "غرفة أخبار شريكة", "replica": "نسخة أخرى من الأرشيف",
	"archive": "الحفظ", "verify": "التحقق", "translate": "الترجمة", "court": "المحكمة", "publish_anonymous": "النشر بلا اسم", "publish_named": "النشر بالاسم",
	"public": "عام", "staff": "العاملون", "restricted": "مقيد", "sealed": "مختوم",
}

// UntilWords tells when the embargo ends: the last second of it, in UTC. A day is over
// everywhere on earth only at noon of the next one (UTC-12).
func (d Decision) UntilWords(language string) string {
	if d.Until > time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC).Unix() {
		return map[bool]string{true: "أجل غير مسمى", false: "an unknown day"}[language == "ar"]
	}
	end := time.Unix(d.Until, 0).UTC()
	moment := end.Format("2006-01-02 15:04:05 UTC")
	if end.Format(time.TimeOnly) != "11:59:59" {
		return moment
	}
	day := end.Add(-12 * time.Hour).Format(time.DateOnly)
	if language == "ar" {
		return "ينقضي يوم " + day + " في كل أنحاء الأرض (" + moment + ")"
	}
	return day + " is over everywhere on earth (" + moment + ")"
}

var (
	roleNames    = []string{"", "reader", "depositor", "archivist", "verifier", "translator", "editor", "counsel", "keyholder"}
	channelNames = []string{"", "desk", "edition", "check", "dossier", "newsletter", "translation", "newsroom", "replica"}
	levelNames   = []string{"", "public", "staff", "restricted", "sealed"}
	scopeNames   = []string{"", "archive", "verify", "translate", "court", "publish_anonymous", "publish_named", "newsletter"}
	calledNames  = []string{"anonymous", "pseudonym", "named"}
)

func name[N ~uint8](names []string, n N) string {
	if int(n) < len(names) {
		return names[n]
	}
	return fmt.Sprintf("unknown (%d)", n)
}

// String gives the role's word.
func (r Role) String() string { return name(roleNames, r) }

// String gives the channel's word.
func (c Channel) String() string { return name(channelNames, c) }

// String gives the level's word.
func (l Level) String() string { return name(levelNames, l) }

// String gives the scope's word.
func (s Scope) String() string { return name(scopeNames, s) }

// String gives the word for how a person is called.
func (a Attribution) String() string { return name(calledNames, a) }

// Names lists the notices.
func (n Notices) Names() []string {
	out := []string{}
	for i, word := range noticeNames {
		if n&(1<<i) != 0 {
			out = append(out, word)
		}
	}
	return out
}

var noticeNames = []string{"graphic", "distress"}

func parse[N ~uint8](what string, names []string, s string) (N, error) {
	if i := slices.Index(names, s); i > 0 {
		return N(i), nil
	}
	return 0, &sijill.Error{Class: sijill.Usage, Message: fmt.Sprintf("%q is not a %s.", sijill.Printable(s), what), Hint: "It is one of " + strings.Join(names[1:], ", ") + "."}
}

// ParseRole reads a role's word.
func ParseRole(s string) (Role, error) { return parse[Role]("role", roleNames, s) }

// ParseChannel reads a channel's word.
func ParseChannel(s string) (Channel, error) { return parse[Channel]("channel", channelNames, s) }

// ParseLevel reads a level's word.
func ParseLevel(s string) (Level, error) { return parse[Level]("level", levelNames, s) }

// ParseScope reads a scope's word.
func ParseScope(s string) (Scope, error) { return parse[Scope]("scope of consent", scopeNames, s) }

// ParseNotice reads a notice's word.
func ParseNotice(s string) (Notices, error) {
	if i := slices.Index(noticeNames, s); i >= 0 {
		return 1 << i, nil
	}
	return 0, &sijill.Error{Class: sijill.Usage, Message: fmt.Sprintf("%q is not a notice.", sijill.Printable(s)), Hint: "It is one of " + strings.Join(noticeNames, ", ") + "."}
}

// Channels lists the channels in order.
func Channels() []Channel {
	out := []Channel{}
	for c := Channel(1); c < channelEnd; c++ {
		out = append(out, c)
	}
	return out
}

// RoleNames lists the words for the roles.
func RoleNames() []string { return slices.Clone(roleNames[1:]) }

// ChannelNames lists the words for the channels.
func ChannelNames() []string { return slices.Clone(channelNames[1:]) }
