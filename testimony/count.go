package testimony

import "strconv"

// valueOf gives the value of a folded word that is a number, in digits or as a
// word. One and two are left out as words, since they are often no numbers.
func valueOf(folded string) (int, bool) {
	if isDigits(folded) && len(folded) <= 9 {
		n, err := strconv.Atoi(folded)
		return n, err == nil
	}
	n, ok := numberWords[folded]
	return n, ok
}

var numberWords = map[string]int{
	"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
	"hundred": 100, "hundreds": 100, "thousand": 1000, "thousands": 1000, "million": 1_000_000, "millions": 1_000_000,
	"ثلاث": 3, "ثلاثه": 3, "اربع": 4, "اربعه": 4, "خمس": 5, "خمسه": 5, "ست": 6, "سته": 6, "سبع": 7, "سبعه": 7,
	"ثمان": 8, "ثماني": 8, "ثمانيه": 8, "تسع": 9, "تسعه": 9, "عشر": 10, "عشره": 10,
	"عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "اربعون": 40, "اربعين": 40, "خمسون": 50, "خمسين": 50,
	"ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70, "ثمانون": 80, "ثمانين": 80, "تسعون": 90, "تسعين": 90,
	"مائه": 100, "مئه": 100, "مئات": 100, "الف": 1000, "الاف": 1000, "مليون": 1_000_000, "ملايين": 1_000_000,
}

// calendar names the month or the day of the week that a folded word, or two
// with the one before it, mean.
func calendar(before, word string) string {
	if name, ok := calendarWords[before+" "+word]; ok {
		return name
	}
	return calendarWords[word]
}

var calendarWords = map[string]string{
	"january": "1", "february": "2", "march": "3", "april": "4", "june": "6", "july": "7", "august": "8",
	"september": "9", "october": "10", "november": "11", "december": "12",
	"يناير": "1", "فبراير": "2", "مارس": "3", "ابريل": "4", "مايو": "5", "يونيو": "6", "يوليو": "7", "اغسطس": "8",
	"سبتمبر": "9", "اكتوبر": "10", "نوفمبر": "11", "ديسمبر": "12",
	"كانون الثاني": "1", "شباط": "2", "اذار": "3", "نيسان": "4", "ايار": "5", "حزيران": "6", "تموز": "7",
	"ايلول": "9", "تشرين الاول": "10", "تشرين الثاني": "11", "كانون الاول": "12",
	"monday": "mo", "tuesday": "tu", "wednesday": "we", "thursday": "th", "friday": "fr", "saturday": "sa", "sunday": "su",
	"الاثنين": "mo", "الثلاثاء": "tu", "الاربعاء": "we", "الخميس": "th", "الجمعه": "fr", "السبت": "sa", "الاحد": "su",
}
