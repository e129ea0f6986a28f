#include "tools/generate_tables.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

const char *const stems[] = {
	"vertais",    "liikunta",   "keskustelu", "perhe",	"senior",	"kahvi",      "nuoriso",    "käsityö",
	"luonto",     "musiikki",   "ruoka",	  "digi",	"tuki",		"ystävä",     "kävely",	    "muisti",
	"kulttuuri",  "lauta",	    "laulu",	  "lapsi",	"omais",	"kieli",      "kirja",	    "mieli",
	"jumppa",     "tanssi",	    "ilta",	  "aamu",	"puutarha",	"taide",      "sauna",	    "uinti",
	"neuvonta",   "koulutus",   "retki",	  "peli",	"teatteri",	"elokuva",    "kokemus",    "virkistys",
	"hyvinvointi", "rentoutus", "tasapaino",  "voima",	"pyöräily",	"hiihto",     "kalastus",   "koira",
	"valokuva",   "keramiikka", "neule",	  "kudonta",	"puutyö",	"ompelu",     "kokki",	    "leivonta",
	"historia",   "sukututkimus", "kylä",	  "kaupunki",	"talkoo",	"kierrätys",  "ympäristö",  "ilmasto",
	"vauva",      "taapero",    "isä",	  "äiti",	"isovanhempi",	"ero",	      "adoptio",    "kriisi",
	"suru",	      "uni",	    "kipu",	  "sydän",	"diabetes",	"reuma",      "astma",	    "syöpä",
	"epilepsia",  "migreeni",   "näkö",	  "kuulo",	"selkä",	"nivel",      "ihotauti",   "allergia",
	"päihde",     "raittius",   "talous",	  "velka",	"asumis",	"työnhaku",   "yrittäjyys", "kotoutumis",
	"mahjong",    "bridge",	    "shakki",	  "runo",	"filosofia",	"astronomia", "lintu",	    "sieni",
	"perinne",    "kansantanssi", "harmonikka", "kantele", "ukulele",	"improvisaatio", "nukke",   "origami",
};
const size_t n_stems = COUNT(stems);

const struct head heads[] = {
	{"ryhmä", "ryhmän", "ryhmää", "ryhmässä", "ryhmään", "grupp", "group"},
	{"kerho", "kerhon", "kerhoa", "kerhossa", "kerhoon", "klubb", "club"},
	{"kahvila", "kahvilan", "kahvilaa", "kahvilassa", "kahvilaan", "kafé", "café"},
	{"tapaaminen", "tapaamisen", "tapaamista", "tapaamisessa", "tapaamiseen", "träff", "meeting"},
	{"ilta", "illan", "iltaa", "illassa", "iltaan", "kväll", "evening"},
	{"piiri", "piirin", "piiriä", "piirissä", "piiriin", "cirkel", "circle"},
	{"kurssi", "kurssin", "kurssia", "kurssilla", "kurssille", "kurs", "course"},
	{"toiminta", "toiminnan", "toimintaa", "toiminnassa", "toimintaan", "verksamhet", "activity"},
	{"hetki", "hetken", "hetkeä", "hetkessä", "hetkeen", "stund", "hour"},
	{"paja", "pajan", "pajaa", "pajassa", "pajaan", "verkstad", "workshop"},
	{"neuvonta", "neuvonnan", "neuvontaa", "neuvonnassa", "neuvontaan", "rådgivning", "advice"},
	{"retki", "retken", "retkeä", "retkellä", "retkelle", "utflykt", "trip"},
	{"luento", "luennon", "luentoa", "luennolla", "luennolle", "föreläsning", "talk"},
	{"päivä", "päivän", "päivää", "päivänä", "päivään", "dag", "day"},
	{"olohuone", "olohuoneen", "olohuonetta", "olohuoneessa", "olohuoneeseen", "vardagsrum", "living room"},
	{"konsertti", "konsertin", "konserttia", "konsertissa", "konserttiin", "konsert", "concert"},
	{"treffit", "treffien", "treffejä", "treffeillä", "treffeille", "möte", "get-together"},
	{"näyttely", "näyttelyn", "näyttelyä", "näyttelyssä", "näyttelyyn", "utställning", "exhibition"},
	{"turnaus", "turnauksen", "turnausta", "turnauksessa", "turnaukseen", "turnering", "tournament"},
	{"kirpputori", "kirpputorin", "kirpputoria", "kirpputorilla", "kirpputorille", "loppmarknad", "flea market"},
};
const size_t n_heads = COUNT(heads);

const struct subject subjects[] = {
	{"Avoin", "Öppen", "Open", "peer", "meeting-place"},
	{"Ikäihmisten", "Äldres", "Older people’s", "old", "elderly"},
	{"Omaishoitajien", "Närståendevårdares", "Family carers’", "peer", "caregivers"},
	{"Nuorten", "Ungas", "Young people’s", "family", "youth"},
	{"Perheiden", "Familjernas", "Families’", "family", "families"},
	{"Kaikkien", "Allas", "Everyone’s", "hobby", "discussion"},
	{"Surevien", "Sörjandes", "Bereavement", "mind", "bereavement"},
	{"Muistisairaiden läheisten", "Minnessjukas närståendes", "Memory families’", "old", "memory"},
	{"Mielenterveyskuntoutujien", "Rehabiliterandes", "Mental health", "mind", "mental-health"},
	{"Maahanmuuttajien", "Invandrares", "Newcomers’", "daily", "immigrants"},
	{"Vapaaehtoisten", "Frivilligas", "Volunteers’", "vol", "volunteering"},
	{"Diabetesta sairastavien", "Diabetikernas", "Diabetes", "ill", "diabetes"},
	{"Eläkeläisten", "Pensionärernas", "Pensioners’", "old", "elderly"},
	{"Työttömien", "Arbetslösas", "Unemployed people’s", "daily", "unemployed"},
	{"Sydänsairaiden", "Hjärtsjukas", "Heart", "ill", "heart"},
	{"Miesten", "Männens", "Men’s", "peer", "men"},
	{"Naisten", "Kvinnornas", "Women’s", "peer", "women"},
	{"Päihteistä toipuvien", "Tillfrisknandes", "Recovery", "mind", "substance-use"},
	{"Lasten", "Barnens", "Children’s", "family", "children"},
	{"Kuulovammaisten", "Hörselskadades", "Hard-of-hearing people’s", "ill", "hearing"},
	{"Näkövammaisten", "Synskadades", "Sight loss", "ill", "sight"},
	{"Kävelijöiden", "Promenerarnas", "Walkers’", "hobby", "outdoors"},
	{"Käsityöläisten", "Hantverkarnas", "Crafters’", "hobby", "crafts"},
	{"Laulajien", "Sångarnas", "Singers’", "hobby", "music"},
	{"Digitukijoiden", "Digistödjarnas", "Digital helpers’", "vol", "digital"},
	{"Eronneiden", "Frånskildas", "Separated people’s", "family", "separation"},
	{"Syöpää sairastavien", "Cancersjukas", "Cancer", "ill", "cancer"},
	{"Ruoka-avun", "Mathjälpens", "Food aid", "daily", "food-aid"},
	{"Velallisten", "Skuldsattas", "Debtors’", "daily", "debt"},
	{"Harvinaissairaiden", "Sällsynt sjukas", "Rare illness", "ill", "rare"},
};
const size_t n_subjects = COUNT(subjects);

const char *const sentences[] = {
	"Tervetuloa mukaan {l}.",
	"{N} on avoin kaikille.",
	"{I} jutellaan, kuunnellaan ja juodaan kahvit.",
	"Voit tulla {l} kerran tai joka kerta.",
	"{G} vetäjät ovat koulutettuja vapaaehtoisia.",
	"Et tarvitse aiempaa kokemusta.",
	"{N} kokoontuu paikassa {t}.",
	"Ota mukaan mukavat vaatteet ja oma vesipullo.",
	"{P} järjestetään yhdessä lähialueen järjestöjen kanssa.",
	"Keskustelu {i} on luottamuksellista.",
	"Läheiset voivat tulla mukaan {l}.",
	"Tila on esteetön ja lähellä bussipysäkkiä.",
	"{G} jälkeen on aikaa kysyä ja jutella rauhassa.",
	"Kerro ilmoittautuessa, jos tarvitset apua tai tulkkausta.",
	"{N} sopii myös aloittelijalle.",
	"Kahvitarjoilu kuuluu ohjelmaan.",
	"{I} voit tavata muita samassa elämäntilanteessa.",
	"Lapset ovat tervetulleita aikuisen kanssa.",
	"{P} ohjaa alan ammattilainen.",
	"Ryhmään mahtuu kaksitoista osallistujaa.",
	"{N} jatkuu läpi vuoden, myös kesällä.",
	"Kauden teemat sovitaan yhdessä ensimmäisellä kerralla.",
	"{G} ohjelma löytyy järjestön verkkosivuilta.",
	"Jos et pääse paikalle, voit osallistua etäyhteydellä.",
};
const size_t n_sentences = COUNT(sentences);

const struct town towns[] = {
	{"Helsinki", "Helsingin", "091", 60.171, 24.941, 674}, {"Espoo", "Espoon", "049", 60.205, 24.656, 314},
	{"Tampere", "Tampereen", "837", 61.498, 23.761, 255},  {"Vantaa", "Vantaan", "092", 60.294, 25.041, 247},
	{"Oulu", "Oulun", "564", 65.012, 25.468, 215},	       {"Turku", "Turun", "853", 60.452, 22.267, 202},
	{"Jyväskylä", "Jyväskylän", "179", 62.242, 25.747, 148}, {"Kuopio", "Kuopion", "297", 62.893, 27.678, 125},
	{"Lahti", "Lahden", "398", 60.983, 25.656, 121},       {"Pori", "Porin", "609", 61.485, 21.797, 83},
	{"Kouvola", "Kouvolan", "286", 60.868, 26.704, 79},    {"Joensuu", "Joensuun", "167", 62.601, 29.763, 78},
	{"Lappeenranta", "Lappeenrannan", "405", 61.058, 28.189, 73}, {"Vaasa", "Vaasan", "905", 63.096, 21.616, 69},
	{"Hämeenlinna", "Hämeenlinnan", "109", 60.996, 24.464, 68}, {"Seinäjoki", "Seinäjoen", "743", 62.790, 22.840, 66},
	{"Rovaniemi", "Rovaniemen", "698", 66.503, 25.729, 65}, {"Mikkeli", "Mikkelin", "491", 61.688, 27.273, 52},
	{"Kotka", "Kotkan", "285", 60.467, 26.945, 51},	       {"Salo", "Salon", "734", 60.384, 23.133, 51},
	{"Kokkola", "Kokkolan", "272", 63.838, 23.131, 48},    {"Kajaani", "Kajaanin", "205", 64.227, 27.729, 36},
	{"Rauma", "Rauman", "684", 61.128, 21.511, 39},	       {"Savonlinna", "Savonlinnan", "740", 61.868, 28.886, 32},
	{"Iisalmi", "Iisalmen", "140", 63.557, 27.188, 21},    {"Raahe", "Raahen", "678", 64.684, 24.479, 24},
	{"Kempele", "Kempeleen", "244", 64.913, 25.508, 19},   {"Tornio", "Tornion", "851", 65.848, 24.147, 21},
	{"Kemi", "Kemin", "240", 65.736, 24.564, 20},	       {"Ylivieska", "Ylivieskan", "977", 64.073, 24.537, 15},
	{"Kuusamo", "Kuusamon", "305", 65.966, 29.185, 15},    {"Varkaus", "Varkauden", "915", 62.320, 27.873, 20},
	{"Oulainen", "Oulaisten", "563", 64.267, 24.815, 7},   {"Sodankylä", "Sodankylän", "758", 67.418, 26.590, 8},
	{"Inari", "Inarin", "148", 68.660, 27.540, 7},	       {"Hanko", "Hangon", "078", 59.823, 22.968, 8},
	{"Loimaa", "Loimaan", "430", 60.850, 23.058, 15},      {"Forssa", "Forssan", "061", 60.815, 23.622, 17},
	{"Jämsä", "Jämsän", "182", 61.864, 25.190, 19},	       {"Utsjoki", "Utsjoen", "890", 69.908, 27.028, 1},
};
const size_t n_towns = COUNT(towns);

const char *const buildings[] = {
	"kirjasto",	"asukastupa",	"hyvinvointikeskus", "seurakuntatalo", "järjestötalo", "nuorisotila",
	"kylätalo",	"monitoimitalo", "palvelukeskus",    "liikuntahalli",  "kulttuuritalo", "perhekeskus",
	"kohtaamispaikka", "työpaja",	"kansalaisopisto",   "uimahalli",
};
const size_t n_buildings = COUNT(buildings);

const char *const streets[] = {
	"Esimerkkitie", "Esimerkkikatu", "Esimerkkipolku", "Esimerkkiraitti", "Esimerkkikuja", "Esimerkkiranta",
	"Mallitie",	"Mallikatu",	 "Kokeilutie",	   "Kokeilukatu",
};
const size_t n_streets = COUNT(streets);
