package sijill

// In gives the concept in a language of the pages ("en", "ar", "fr").
func (c Concept) In(language string) string {
	switch language {
	case "ar":
		return c.Ar
	case "fr":
		if fr, ok := frenchConcepts()[c.Word]; ok {
			return fr
		}
	}
	return c.En
}

// frenchConcepts are the words of the thesauri in French.
func frenchConcepts() map[string]string {
	return map[string]string{
		"killing": "meurtre", "summary-execution": "exécution sommaire", "massacre": "massacre", "injury": "blessure", "attack": "attaque", "attack-on-civilians": "attaque contre des civils",
		"attack-on-health-care": "attaque contre un établissement de soins", "attack-on-school": "attaque contre une école", "attack-on-rescuers": "attaque contre des secouristes",
		"attack-on-aid": "attaque contre l’aide humanitaire", "attack-on-worship": "attaque contre un lieu de culte", "attack-on-heritage": "attaque contre le patrimoine", "attack-on-media": "attaque contre des journalistes",
		"repeated-strike": "double frappe contre ceux qui viennent au secours", "arrest": "arrestation", "arbitrary-detention": "détention arbitraire", "enforced-disappearance": "disparition forcée", "hostage-taking": "prise d’otages",
		"torture": "torture", "ill-treatment": "mauvais traitements", "sexual-violence": "violence sexuelle", "recruitment-of-children": "recrutement d’enfants", "forcible-displacement": "déplacement forcé", "siege": "siège",
		"starvation": "privation de nourriture", "denial-of-aid": "refus d’aide", "cutting-of-services": "coupure d’eau ou d’électricité", "destruction-of-property": "destruction de biens", "looting": "pillage", "threat": "menace",
		"evacuation": "évacuation", "rescue": "sauvetage", "medical-care": "soins médicaux", "other-act": "autre acte",
		"air": "depuis les airs", "airstrike": "frappe aérienne", "barrel-bomb": "baril explosif", "drone": "drone", "artillery": "artillerie", "mortar": "mortier", "rocket": "roquette", "ballistic-missile": "missile balistique",
		"improvised-launcher": "lanceur improvisé", "cluster-munition": "arme à sous-munitions", "incendiary-weapon": "arme incendiaire", "chemical-weapon": "arme chimique", "chlorine": "chlore", "nerve-agent": "agent neurotoxique",
		"mine": "mine", "unexploded-ordnance": "munition non explosée", "improvised-explosive": "engin explosif improvisé", "car-bomb": "voiture piégée", "small-arms": "armes légères", "sniper": "tireur embusqué", "blade": "arme blanche",
		"beating": "coups", "fire": "incendie", "blockade": "blocus", "leaflet": "tract", "other-means": "autre moyen", "unknown-means": "moyen inconnu",
		"civilian": "civils", "child": "enfants", "woman": "femmes", "older-person": "personnes âgées", "medical-worker": "personnel médical", "patient": "patients", "rescuer": "secouristes", "aid-worker": "travailleurs humanitaires",
		"journalist": "journalistes", "teacher": "enseignants", "displaced-person": "personnes déplacées", "detainee": "détenus", "combatant": "combattants", "hospital": "hôpital", "ambulance": "ambulance", "school": "école",
		"home": "habitations", "market": "marché", "worship": "lieu de culte", "heritage": "patrimoine", "infrastructure": "eau, électricité ou routes", "other-victim": "autres",
		"state-forces": "forces de l’État", "police": "police ou service de sécurité", "foreign-state": "forces d’un autre État", "non-state-group": "groupe armé", "militia": "milice aux côtés d’un État",
		"international-body": "organisme international", "civil-body": "organisme civil", "individual": "individu", "other-actor": "autre", "unknown-actor": "inconnu",
		"people": "personnes", "killed": "tués", "injured": "blessés", "displaced": "déplacés", "detained": "détenus", "disappeared": "victimes de disparition forcée", "missing": "disparus", "besieged": "assiégés",
		"evacuated": "évacués", "affected": "personnes touchées", "casualties": "tués ou blessés", "abducted": "personnes enlevées", "families": "familles", "strikes": "frappes", "munitions": "munitions", "hospitals": "hôpitaux",
		"schools": "écoles", "buildings": "bâtiments", "vehicles": "véhicules", "other-unit": "autres",
	}
}
