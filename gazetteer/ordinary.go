package gazetteer

import (
	"strings"
	"sync"
)

// kindsBefore stand before the name of a place and say what it is; folded, without
// the article.
var kindsBefore = strings.Fields(`
	حي حيي حيا احيا حاره مدينه بلده قريه قري منطقه ناحيه ضاحيه محافظه مخيم شارع دوار جسر سوق مشفي مستشفي بلدتي قريتي مدينتي جبل سهل
	neighborhood neighbourhood neighborhoods neighbourhoods district quarter town city village area camp suburb province governorate street countryside`)

// kindsOnly say what a place is, and are no part of its name.
var kindsOnly = strings.Fields("حي مدينه بلده قريه قري")

// never begin or make a name: small words of English, and a family.
var never = strings.Fields("in on at of by to for near is as an a its it that this which were was are been assad asad اسد")

// kindsAfter stand after it.
var kindsAfter = strings.Fields(`
	neighborhood neighbourhood neighborhoods neighbourhoods nighborhood district districts quarter quarters town towns city village villages area camp suburb suburbs
	province governorate street road roundabout square countryside region hospital bridge market mosque`)

// isOrdinary reports that a folded word without article is an ordinary word, or a
// name of a person or a people, oftener than the name of a place.
func isOrdinary(key string) bool {
	_, ok := ordinary()[key]
	return ok
}

var ordinary = sync.OnceValue(func() map[string]struct{} {
	out := map[string]struct{}{}
	for w := range strings.FieldsSeq(ordinaryWords) {
		out[w] = struct{}{}
	}
	return out
})

const ordinaryWords = `
	شهدا شهيد شهيده حريه سلام وحده نصر ثوره سوريا سوريه سوري شام عرب عربي محمد احمد حسن حسين علي عمر خالد ابراهيم يوسف سليمان موسي عيسي داود ايوب صالح سعيد محمود مصطفي
	جديد جديده قديم قديمه كبير كبيره صغير صغيره اول ثاني ثالث شمالي جنوبي شرقي غربي شمال جنوب شرق غرب وسط فوق تحت عام عامه خاص وطن وطني جامعه مدرسه مسجد جامع كنيسه مشفي
	مستشفي سوق شارع دوار ساحه حديقه محطه مركز قلعه جسر باب بيت دار دير عين نبع نهر بحر جبل تل وادي سهل غابه طريق قصر خان برج مزرعه مزرع حوش رسم ام ابو شيخ حاج حاجي سيد
	تشرين نيسان ايار ايلول تموز مطار ريف قريه مدينه بلده حي محافظه فرن شرطه دفاع مدني رجال رجل طفل اطفال نسا عايله شاهد فيديو صور قصف غاره برميل صاروخ حريق مجزره جيش نظام طيران
	روسي روسيا ايران تركيا لبنان عراق اسلام اسلامي خميس جمعه سبت احد اثنين ثلاثا اربعا يوم ليل نهار صباح مسا زهرا نور امل حياه ورد زيتون رمان تين قدس فجر هلال نجمه شمس قمر
	عالقين طفله حالات حاله حربيه حربي غربيه شرقيه شماليه جنوبيه عباره حوله محرم اسقاط اذار شباط حزيران اب كانون واسطه اثر بعد قبل منطقه مناطق عدد عشرات
	hole street road market hospital school mosque church bridge camp bakery square garden park castle tower centre center station university public general national new old great big
	small north south east west northern southern eastern western upper lower first second third sham syria syrian arab russian russia turkey iran lebanon iraq islamic state army
	civil defense defence media office news agency press video report watch first moment moments casualties destruction shelling bombing massacre martyrs martyr attack attacks
	airstrike airstrikes cluster barrel bomb bombs missile missiles gas chemical chlorine women children child man men people civilian civilians the and with from after before
	sunday monday tuesday wednesday thursday friday saturday january february march april may june july august september october november december mohammad muhammad mohammed ahmed
	ahmad ali hassan hasan hussein omar khaled khalid ibrahim yusuf yousef suleiman mahmoud mustafa saleh said sheikh abu haj hajj bab tal tel tell kafr deir ain jabal wadi nahr
	burj khan bir umm dar hay damage damages fire fires rescue testimony interview doctor doctors ambulance victims victim scenes remains remnants red white black green marine mine
	mines line lines more most many four five six seven eight nine ten due yesterday today night morning destroyed killed injured wounded targeted targeting warplanes regime`
