package corroboration

import (
	"fmt"
	"strings"
)

// noun is a counted noun of Arabic: as one, as two (nominative), and as it stands
// after 3 to 10, after 11 to 99, and after hundreds.
type noun struct {
	one, two, few, many, hundred string
	isFeminine, isThing          bool
}

var arabic = map[string]noun{
	"eyewitness":  {one: "شاهد عيان واحد", two: "شاهدا عيان", few: "شهود عيان", many: "شاهد عيان", hundred: "شاهد عيان"},
	"participant": {one: "مشارك واحد", two: "مشاركان", few: "مشاركين", many: "مشاركاً", hundred: "مشارك"},
	"relative":    {one: "قريب واحد", two: "قريبان", few: "أقارب", many: "قريباً", hundred: "قريب"},
	"official":    {one: "مصدر رسمي واحد", two: "مصدران رسميان", few: "مصادر رسمية", many: "مصدراً رسمياً", hundred: "مصدر رسمي", isThing: true},
	Joint:         {one: "بيان مشترك واحد", two: "بيانان مشتركان", few: "بيانات مشتركة", many: "بياناً مشتركاً", hundred: "بيان مشترك", isThing: true},
	"relayed":     {one: "مصدر ناقل واحد", two: "مصدران ناقلان", few: "مصادر ناقلة", many: "مصدراً ناقلاً", hundred: "مصدر ناقل", isThing: true},
	"aggregator":  {one: "موقع تجميع واحد", two: "موقعا تجميع", few: "مواقع تجميع", many: "موقع تجميع", hundred: "موقع تجميع", isThing: true},
	"unknown":     {one: "مصدر واحد لا تُعرف صلته بالحدث", two: "مصدران لا تُعرف صلتهما بالحدث", few: "مصادر لا تُعرف صلتها بالحدث", many: "مصدراً لا تُعرف صلته بالحدث", hundred: "مصدر لا تُعرف صلته بالحدث", isThing: true},
	Unnamed:       {one: "مادة واحدة مجهولة المصدر", two: "مادتان مجهولتا المصدر", few: "مواد مجهولة المصدر", many: "مادة مجهولة المصدر", hundred: "مادة مجهولة المصدر", isFeminine: true, isThing: true},
}

var (
	item    = noun{one: "مادة واحدة", two: "مادتان", few: "مواد", many: "مادة", hundred: "مادة", isFeminine: true, isThing: true}
	account = noun{one: "رواية واحدة", two: "روايتان", few: "روايات", many: "رواية", hundred: "رواية", isFeminine: true, isThing: true}
)

// After a masculine noun's place stand these; for a feminine noun the ending falls.
var arabicNumbers = []string{3: "ثلاثة", 4: "أربعة", 5: "خمسة", 6: "ستة", 7: "سبعة", 8: "ثمانية", 9: "تسعة", 10: "عشرة"}

var arabicNumbersFeminine = []string{3: "ثلاث", 4: "أربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثماني", 9: "تسع", 10: "عشر"}

func (n noun) number(count int) string {
	switch {
	case count > 10:
		return fmt.Sprint(count)
	case n.isFeminine:
		return arabicNumbersFeminine[count]
	}
	return arabicNumbers[count]
}

// count writes so many of the noun, as the subject of a sentence.
func (n noun) count(count int) string {
	switch rest := count % 100; {
	case count == 1:
		return n.one
	case count == 2:
		return n.two
	case count <= 10:
		return n.number(count) + " " + n.few
	case rest >= 3 && rest <= 10:
		return fmt.Sprintf("%d %s", count, n.few)
	case rest >= 11:
		return fmt.Sprintf("%d %s", count, n.many)
	}
	return fmt.Sprintf("%d %s", count, n.hundred)
}

func arabicVoices(s Side) (words string, first noun) {
	counts, order, named := tally(s.Voices)
	onlyThings := true
	var parts []string
	unnamed := ""
	for i, b := range order {
		n := arabic[b]
		if i == 0 {
			first = n
		}
		if b == Unnamed {
			unnamed = n.count(counts[i])
			continue
		}
		onlyThings = onlyThings && n.isThing
		parts = append(parts, n.count(counts[i]))
	}
	words = strings.Join(parts, " و")
	if unnamed != "" && words != "" {
		unnamed = " و" + unnamed
	}
	switch {
	case named == 2:
		words += "، وكل منهما مستقل عن الآخر في حدود المعروف،"
	case named > 2 && onlyThings:
		words += "، وكل منها مستقل عن غيره في حدود المعروف،"
	case named > 2:
		words += "، وكل منهم مستقل عن غيره في حدود المعروف،"
	}
	if unnamed == "" {
		words = strings.TrimSuffix(words, "،")
	}
	return words + unnamed, first
}

// adjectives call the things of a side.
var adjectives = map[How]string{Supports: "المؤيدة", Contradicts: "المناقضة"}

// Arabic tells the verdict as English does.
func (v Verdict) Arabic() string {
	var b strings.Builder
	pro, first := arabicVoices(v.For)
	contra, other := arabicVoices(v.Against)
	supports := map[bool]string{true: "تؤيد ذلك", false: "يؤيد ذلك"}[first.isFeminine]
	contradicts := map[bool]string{true: "وتناقضه", false: "ويناقضه"}[other.isFeminine]
	switch {
	case pro == "" && contra == "":
		b.WriteString("لا أحد يقول بذلك ولا أحد يناقضه.")
	case contra == "":
		fmt.Fprintf(&b, "%s %s؛ ولا يناقضه أحد.", supports, pro)
	case pro == "":
		fmt.Fprintf(&b, "لا يؤيد ذلك أحد؛ %s %s.", contradicts, contra)
	default:
		fmt.Fprintf(&b, "موضع خلاف: %s %s؛ %s %s.", supports, pro, contradicts, contra)
	}
	say := func(format string, args ...any) { b.WriteString(" " + fmt.Sprintf(format, args...) + ".") }
	for i, s := range []Side{v.For, v.Against} {
		how := []How{Supports, Contradicts}[i]
		which := adjectives[how]
		for _, m := range s.Merges {
			say("%s", m.Arabic(s.Things, how))
		}
		if s.IsSplit {
			say("وتختلف القيم في المواد %s: %s", which, values(s.Values, "ar"))
		}
		if n := len(s.Odd); n > 0 {
			fits := []string{"لا توافق الادعاء", "توافق الادعاء"}[i]
			say("ومن المواد %s ما يذكر قيمة %s (%d)", which, fits, n)
		}
	}
	if v.OnBothSides != "" {
		say("و%s", v.OnBothSides.onBothSides("ar"))
	}
	if n := len(v.Context); n > 0 {
		say("ومن المواد ما يوضح السياق فقط (%d)", n)
	}
	if n := len(v.Circular); n > 0 {
		say("ومن الإسنادات ما يحيل إلى الادعاء نفسه فلا يُحتسب (%d)", n)
	}
	if v.Lost > 0 {
		say("ومن المقاطع المقتبسة ما لم يعد في موضعه (%d)", v.Lost)
	}
	return b.String()
}

// Arabic tells why accounts are one voice, as English does.
func (m Merge) Arabic(all int, how How) string {
	which := adjectives[how]
	n := things(m.Accounts)
	switch m.Why {
	case OneOrigin:
		what := map[string]string{"film": "فيلم واحد", "picture": "صورة واحدة", "text": "نص واحد", "sound": "تسجيل واحد"}[m.Medium]
		if what == "" {
			what = "من أصل واحد"
		}
		whole := ""
		switch {
		case all == 2:
			return "المادتان " + dual(which) + " " + what
		case all <= 10:
			whole = "المواد ال" + arabicNumbersFeminine[all] + " " + which
		default:
			whole = fmt.Sprintf("المواد الـ%d %s", all, which)
		}
		if n == all {
			return whole + " " + what
		}
		return item.alone(n) + " من " + whole + " " + what
	case SameAccount:
		return counted(item, n, "تمثل رواية واحدة في أكثر من صورة")
	case SameSource:
		return counted(account, len(m.Accounts), "من مصدر واحد، فلا تُحتسب إلا مرة واحدة")
	case Affiliation:
		return counted(account, len(m.Accounts), "من جهة واحدة، فلا تُحتسب إلا مرة واحدة")
	}
	if len(m.Accounts) == 1 {
		return "ومنها رواية واحدة تنقل كلام غيرها ممن يُسمع صوته هنا، فلا تُحتسب"
	}
	return counted(account, len(m.Accounts), "مصدر كلامها واحد، فلا تُحتسب إلا مرة واحدة")
}

// alone writes a number that stands for its noun: "three of ...".
func (n noun) alone(count int) string {
	if count == 2 {
		return "اثنتان"
	}
	return n.number(count)
}

func dual(which string) string {
	return map[string]string{"المؤيدة": "المؤيدتان", "المناقضة": "المناقضتان"}[which]
}

// counted joins a counted noun and what is said of it. Of two, the pronouns of
// what is said become dual.
func counted(n noun, count int, said string) string {
	if count == 2 {
		said = strings.NewReplacer("تمثل", "تمثلان", "تُحتسب إلا", "تُحتسبان إلا", "كلامها", "كلامهما").Replace(said)
	}
	return "ومنها " + n.count(count) + " " + said
}
