package media

import (
	"regexp"
	"strings"
)

// namePattern is a way in which cameras and messengers name files.
type namePattern struct {
	re    *regexp.Regexp
	role  Role
	name  string
	isUTC bool // the maker's program writes UTC
}

// The first that fits is taken; those with a time of day come first. Groups are
// year, month, day, and hour, minute, second where there are any.
var namePatterns = []namePattern{
	{regexp.MustCompile(`(?i)^PXL_(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)\d*`), Captured, "Pixel camera", true},
	{regexp.MustCompile(`(?i)^(?:screenshot|screen recording|screenrecord(?:er)?|bildschirmfoto|record)[-_ ](\d{4})-?(\d\d)-?(\d\d)(?:[-_ ]| at | um )(\d\d)[-_.]?(\d\d)[-_.]?(\d\d)`), Created, "screenshot", false},
	{regexp.MustCompile(`(?i)^(?:IMG|VID|MVIMG|PANO|BURST|DSC|AUD|REC|VIDEO|PHOTO|TRIM|C|P)[-_]?(\d{4})(\d\d)(\d\d)[-_](\d\d)(\d\d)(\d\d)`), Captured, "camera", false},
	{regexp.MustCompile(`(?i)^(?:IMG|VID|AUD|PTT|STK|DOC)-(\d{4})(\d\d)(\d\d)-WA\d+`), Relayed, "WhatsApp", false},
	{regexp.MustCompile(`(?i)^WhatsApp (?:Image|Video|Audio|Ptt) (\d{4})-(\d\d)-(\d\d) at (\d\d)\.(\d\d)\.(\d\d)`), Relayed, "WhatsApp", false},
	{regexp.MustCompile(`(?i)^signal-(\d{4})-(\d\d)-(\d\d)-(\d\d)-?(\d\d)-?(\d\d)`), Relayed, "Signal", false},
	{regexp.MustCompile(`(?i)^(?:photo|video|file)_(\d{4})-(\d\d)-(\d\d)_(\d\d)-(\d\d)-(\d\d)`), Relayed, "Telegram", false},
	{regexp.MustCompile(`^(\d{4})-?(\d\d)-?(\d\d)[-_ T](\d\d)[-_.:]?(\d\d)[-_.:]?(\d\d)(?:\D|$|\d{3}\b)`), Captured, "date and time", false},
	{regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)(?:\D|$)`), Created, "date", false},
}

// readFileName reads the time that a camera or a messenger puts into a name.
func (l *look) readFileName() {
	name := l.name
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	if len(name) > 255 {
		return
	}
	for _, p := range namePatterns {
		m := p.re.FindStringSubmatch(name)
		if m == nil {
			continue
		}
		s := m[1] + "-" + m[2] + "-" + m[3]
		if len(m) > 4 {
			s += "T" + m[4] + ":" + m[5] + ":" + m[6]
			if p.isUTC {
				s += "Z"
			}
		}
		if d, ok := dated(s); ok {
			l.time(Time{Role: p.role, Value: d, Where: whereName, Name: p.name, Raw: cut(name, maxValue), Doubt: clockDoubt(d)})
			return
		}
	}
}

const whereName = "file name"
