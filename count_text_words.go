package sijill

import "strings"

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[foldWord(w)] = true
	}
	return set
}

func wordMap(lines map[string]string) map[string]string {
	out := map[string]string{}
	for unit, list := range lines {
		for w := range strings.FieldsSeq(list) {
			out[foldWord(w)] = unit
		}
	}
	return out
}

// verbsFirst stand before the number.
var verbsFirst = wordMap(map[string]string{
	"killed":    "killed killing قتل قتلت مقتل ومقتل استشهاد استشهد استشهدت وفاة بحياة",
	"injured":   "injured injuring wounded wounding إصابة أصيب أصيبت أصابت جرح جرحت",
	"affected":  "affecting تضرر اختناق",
	"displaced": "displacing نزوح تهجير",
	"detained":  "detaining arresting arrested اعتقال اعتقلت احتجاز",
	"abducted":  "abducting kidnapping abducted kidnapped اختطاف خطف",
	"evacuated": "evacuating إجلاء",
})

// verbsAfter stand after the people.
var verbsAfter = wordMap(map[string]string{
	"killed":    "killed dead died martyred قتلوا استشهدوا ماتوا توفوا قضوا",
	"injured":   "injured wounded hurt أصيبوا جرحوا",
	"affected":  "affected effected suffocated تضرروا",
	"displaced": "displaced نزحوا هجروا",
	"detained":  "detained arrested اعتقلوا احتجزوا",
	"abducted":  "abducted kidnapped خطفوا اختطفوا",
	"missing":   "missing فقدوا",
	"evacuated": "evacuated",
	"besieged":  "besieged حوصروا",
})

// nounResults are counted themselves.
var nounResults = wordMap(map[string]string{
	"killed":     "deaths fatalities death قتيل قتيلا قتلى شهيد شهيدا شهداء وفيات",
	"injured":    "injuries جريح جريحا جرحى مصاب مصابا إصابات",
	"casualties": "casualties",
	"displaced":  "نازح نازحا",
	"detained":   "detainees arrests معتقل معتقلا معتقلين",
	"abducted":   "مخطوف مخطوفا مخطوفين",
	"missing":    "مفقود مفقودا مفقودين",
})

var duals = wordMap(map[string]string{"killed": "قتيلان قتيلين شهيدان شهيدين", "injured": "جريحان جريحين"})

// dualPeople, onePerson and peopleWords say whether a noun means only some of all.
// A form that may be two or many (مدنيين) is in none of the first.
var dualPeople = nouns("شخصان شخصين", "طفلان طفلين طفلتان طفلتين رجلان رجلين امرأتان امرأتين جنديان جنديين")

var onePerson = nouns("شخص", "طفل طفلة رجل امرأة مدني")

var peopleWords = nouns(
	"people person persons individual individuals victims شخص شخصا أشخاص فردا أفراد ",
	"civilians civilian men man women woman children child boys girls babies infants locals residents soldiers fighters combatants rebels militants doctors nurses medics paramedics rescuers workers students farmers journalists others آخرين آخرون members patients مدني مدنيا مدنيين مدنيون مدنية طفل طفلا أطفال طفلة امرأة نساء رجل رجلا رجال جندي جنديا جنود مقاتل مقاتلا مقاتلين مقاتلون عنصر عنصرا عناصر مواطن مواطنا مواطنين عاملين طلاب طالبا مسعفين أطباء صحفيين")

func nouns(all, some string) map[string]bool {
	out := wordSet(some)
	for w := range wordSet(all) {
		out[w] = false
	}
	return out
}

var describes = wordSet("civilian young elderly innocent other more additional local")

var partWords = wordSet("including among بينهم بينهما بينها منهم ضمنهم بمن include includes included")

var doubtWords = wordSet("not never no could would may might if possibly probably nearly almost feared denied deny لم لا ليس لن لو ربما يحتمل نفى نفت كاد threatened until approximated")

var helps = wordSet("were was are is have has had been be to being got reportedly allegedly reported confirmed said")

var manners = wordSet("seriously severely critically slightly lightly badly brutally")

var partManners = wordSet("seriously severely critically slightly lightly badly")

var saysAfter = wordSet("that and but while where reported reports said says when leaving أن بينما")

var endWords = wordSet("and but while in on at by during after before when as with from due because since who which including among according many or others يوم في جراء نتيجة اثر خلال بعد عندما بسبب من على عند ومن بينهم بينها منهم اليوم امس")

type qualifier struct {
	how   string
	words []string
}

var qualifiers = func() (out []qualifier) {
	for how, lines := range map[string][]string{
		"least": {"at least", "no fewer than", "no less than", "not less than", "a minimum of", "more than", "over", "upwards of", "أكثر من", "ما لا يقل عن", "لا يقل عن", "ما يزيد عن", "ما يزيد على"},
		"most":  {"at most", "up to", "no more than", "not more than", "fewer than", "less than", "as many as", "أقل من", "لا يزيد عن", "ما يصل إلى"},
		"about": {"about", "around", "approximately", "roughly", "some", "nearly", "almost", "an estimated", "close to", "نحو", "حوالي", "قرابة", "زهاء", "ما يقارب", "ما يقرب من"},
	} {
		for _, line := range lines {
			q := qualifier{how: how}
			for w := range strings.FieldsSeq(line) {
				q.words = append(q.words, foldWord(w))
			}
			out = append(out, q)
		}
	}
	return out
}()

var scales = map[string]int64{"hundred": 100, "thousand": 1000, "ميه": 100, "مايه": 100, "الف": 1000, "الاف": 1000}

var numberWords = func() map[string]int64 {
	out := map[string]int64{}
	for i, w := range strings.Fields("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty") {
		out[w] = int64(i + 1)
	}
	for i, line := range []string{"thirty ثلاثون ثلاثين", "forty أربعون أربعين", "fifty خمسون خمسين", "sixty ستون ستين", "seventy سبعون سبعين", "eighty ثمانون ثمانين", "ninety تسعون تسعين"} {
		for w := range strings.FieldsSeq(line) {
			out[foldWord(w)] = int64(10 * (i + 3))
		}
	}
	for i, line := range []string{"ثلاثة ثلاث", "أربعة أربع", "خمسة خمس", "ستة ست", "سبعة سبع", "ثمانية ثماني ثمان", "تسعة تسع", "عشرة عشر"} {
		for w := range strings.FieldsSeq(line) {
			out[foldWord(w)] = int64(i + 3)
			if i < 7 {
				out[foldWord(w+"مئة")], out[foldWord(w+"مائة")] = int64(100*(i+3)), int64(100*(i+3))
			}
		}
	}
	for w, n := range map[string]int64{"عشرون": 20, "عشرين": 20, "مئتان": 200, "مئتين": 200, "مائتين": 200, "مائتان": 200, "ألفين": 2000, "ألفان": 2000} {
		out[foldWord(w)] = n
	}
	return out
}()

var nobodyWords = []struct{ words, unit string }{
	{"there were no casualties|deaths|injuries|fatalities", ""},
	{"without casualties", "casualties"},
	{"no one|body was killed|injured|hurt|wounded", ""},
	{"no one|body died", "killed"},
	{"nobody was killed|injured|hurt|wounded", ""},
	{"nobody died", "killed"},
	{"لم يقتل احد", "killed"},
	{"لم يصب احد", "injured"},
	{"دون وقوع اصابات", "injured"},
	{"دون اصابات", "injured"},
}
