package edition

import "strings"

// agreed is a number with its words, which agree with it.
type agreed struct {
	N  string // "" where the words say it
	Of string
}

// Counted says how many documents of a kind there are.
func (p *page) Counted(kind string, n int) agreed {
	one, many := p.T("one."+kind), p.T("kind."+kind)
	switch p.lang {
	case arabic:
		return p.countedInArabic(kind, n)
	case french:
		if n < 2 {
			many = one
		}
	default:
		if n == 1 {
			many = one
		}
	}
	return agreed{p.Number(n), many}
}

// arabicCounts are the words for one, two, 3 to 10, 11 to 99, and whole hundreds
// (Unicode CLDR, plural rules).
var arabicCounts = map[string][5]string{
	"dispatch":  {"تقرير واحد", "تقريران", "تقارير", "تقريراً", "تقرير"},
	"page":      {"مقال واحد", "مقالان", "مقالات", "مقالاً", "مقال"},
	"incident":  {"حادثة واحدة", "حادثتان", "حوادث", "حادثة", "حادثة"},
	"testimony": {"شهادة واحدة", "شهادتان", "شهادات", "شهادة", "شهادة"},
	"exhibit":   {"مستند واحد", "مستندان", "مستندات", "مستنداً", "مستند"},
	"redaction": {"نسخة محجوبة واحدة", "نسختان محجوبتان", "نسخ محجوبة", "نسخة محجوبة", "نسخة محجوبة"},
	"claim":     {"ادعاء واحد", "ادعاءان", "ادعاءات", "ادعاءً", "ادعاء"},
	"source":    {"مصدر واحد", "مصدران", "مصادر", "مصدراً", "مصدر"},
	"statement": {"بيان واحد", "بيانان", "بيانات", "بياناً", "بيان"},
	"work":      {"مجموعة أعمال واحدة", "مجموعتا أعمال", "مجموعات أعمال", "مجموعة أعمال", "مجموعة أعمال"},
	"place":     {"مكان واحد", "مكانان", "أماكن", "مكاناً", "مكان"},
}

func (p *page) countedInArabic(kind string, n int) agreed {
	forms, ok := arabicCounts[kind]
	if !ok {
		return agreed{p.Number(n), strings.TrimSpace(p.T("kind." + kind))}
	}
	switch last := n % 100; {
	case n == 1:
		return agreed{"", forms[0]}
	case n == 2:
		return agreed{"", forms[1]}
	case last >= 3 && last <= 10:
		return agreed{p.Number(n), forms[2]}
	case last >= 11:
		return agreed{p.Number(n), forms[3]}
	}
	return agreed{p.Number(n), forms[4]}
}
