/// Words that say nothing about an incident in English or German, without their diacritics, sorted.
///
/// One list for both, as there is one stemmer: `die` and `war` are lost to English.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "aber", "about", "after", "again", "all", "alle", "allem", "allen", "aller", "alles", "als",
    "also", "although", "am", "an", "and", "ander", "andere", "anderem", "anderen", "anderer",
    "anderes", "any", "are", "aren", "as", "at", "auch", "auf", "aus", "be", "because", "been",
    "before", "bei", "beim", "being", "below", "between", "bin", "bis", "bist", "bitte", "both",
    "but", "by", "can", "cannot", "could", "couldn", "da", "dabei", "dadurch", "dafuer",
    "dafur", "daher", "damen", "damit", "danach", "danke", "dann", "daran", "darauf", "darin",
    "darum", "das", "dass", "davon", "dazu", "dear", "dein", "deine", "dem", "den", "denen",
    "denn", "der", "deren", "des", "deshalb", "dessen", "did", "didn", "die", "dies", "diese",
    "diesem", "diesen", "dieser", "dieses", "do", "doch", "does", "doesn", "doing", "don",
    "done", "dort", "du", "durch", "during", "each", "ein", "eine", "einem", "einen", "einer",
    "eines", "einige", "either", "er", "erst", "es", "etc", "etwas", "euch", "even", "every",
    "few", "for", "freundlichen", "from", "fuer", "fur", "further", "ganz", "geehrte", "gegen",
    "get", "gets", "getting", "gewesen", "gibt", "give", "given", "go", "goes", "going", "got",
    "gruesse", "gruss", "grusse", "guten", "hab", "habe", "haben", "had", "hallo", "has",
    "hasn", "hat", "hatte", "hatten", "have", "haven", "having", "he", "hello", "her", "here",
    "herren", "hers", "hi", "hier", "him", "hin", "hinter", "his", "how", "however", "http",
    "https", "ich", "if", "ihm", "ihn", "ihnen", "ihr", "ihre", "ihrem", "ihren", "ihrer", "im",
    "immer", "in", "indem", "ins", "into", "is", "isn", "ist", "it", "its", "itself", "ja",
    "jede", "jedem", "jeden", "jeder", "jedes", "jedoch", "jene", "jetzt", "just", "kann",
    "kein", "keine", "keinem", "keinen", "keiner", "koennen", "konnen", "konnte", "konnten",
    "leider", "let", "like", "ll", "make", "man", "may", "me", "mein", "meine", "meinem",
    "meinen", "meiner", "mfg", "might", "mit", "more", "most", "much", "muessen", "muss",
    "mussen", "must", "my", "nach", "nachdem", "need", "needs", "neither", "new", "nicht",
    "nichts", "no", "noch", "nor", "not", "now", "nun", "nur", "ob", "oder", "of", "off",
    "ohne", "on", "once", "one", "only", "or", "other", "our", "out", "over", "own", "per",
    "please", "re", "regards", "same", "see", "sehr", "sein", "seine", "seinem", "seinen",
    "seiner", "seit", "selbst", "she", "should", "shouldn", "sich", "sie", "since", "sind",
    "so", "sobald", "soll", "sollen", "sollte", "some", "sondern", "sonst", "still", "such",
    "tag", "than", "thank", "thanks", "that", "the", "their", "them", "then", "there", "these",
    "they", "this", "those", "though", "through", "to", "too", "uber", "ueber", "um", "und",
    "under", "uns", "unser", "unsere", "unter", "until", "up", "upon", "us", "use", "used",
    "using", "ve", "very", "via", "viel", "vielen", "vom", "von", "vor", "waehrend", "wahrend",
    "want", "war", "waren", "warum", "was", "wasn", "we", "weil", "welche", "welchem",
    "welchen", "welcher", "well", "wenn", "wer", "werde", "werden", "were", "weren", "what",
    "when", "where", "whether", "which", "while", "who", "whom", "whose", "why", "wie",
    "wieder", "wieso", "will", "wir", "wird", "with", "within", "without", "wo", "won",
    "worden", "would", "wouldn", "wurde", "wurden", "www", "yes", "yet", "you", "your", "yours",
    "zu", "zum", "zur", "zwar", "zwischen",
];

/// The letters of the longest of them.
const LONGEST: usize = 12;

pub(super) fn says_nothing(word: &str) -> bool {
    word.len() <= LONGEST && WORDS.binary_search(&word).is_ok()
}
