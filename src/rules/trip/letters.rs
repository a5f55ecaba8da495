//! The letters of a name as they are compared: one form for each, whoever typed it (T2).
//!
//! Unicode writes most accented letters in two ways, as one sign or as a letter and its mark: a
//! phone sends one, a calendar the other. The table is our own, as the one of letters and their
//! small forms is: all of Unicode's would be a tenth of the module.

/// Every letter of Latin, Greek (but ancient forms), Cyrillic, Arabic and Japanese with one mark,
/// behind the letter without it. A letter with two marks is one of these with another mark.
const MARKED: [(char, &str); 36] = [
    (
        '\u{300}',
        "AÀEÈIÌOÒUÙaàeèiìoòuùÜǛüǜNǸnǹЕЀИЍеѐиѝĒḔēḕŌṐōṑWẀwẁÂẦâầĂẰăằÊỀêềÔỒôồƠỜơờƯỪưừYỲyỳ",
    ),
    (
        '\u{301}',
        "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźÜǗüǘGǴgǵÅǺåǻÆǼæǽØǾøǿΑΆΕΈΗΉΙΊ",
    ),
    (
        '\u{301}',
        "ΟΌΥΎΩΏϊΐαάεέηήιίϋΰοόυύωώГЃКЌгѓкќÇḈçḉĒḖēḗÏḮïḯKḰkḱMḾmḿÕṌõṍŌṒōṓPṔpṕŨṸũṹWẂwẃÂẤâấ",
    ),
    ('\u{301}', "ĂẮăắÊẾêếÔỐôốƠỚơớƯỨưứ"),
    (
        '\u{302}',
        "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷZẐzẑẠẬạậẸỆẹệỌỘọộ",
    ),
    (
        '\u{303}',
        "AÃNÑOÕaãnñoõIĨiĩUŨuũVṼvṽÂẪâẫĂẴăẵEẼeẽÊỄêễÔỖôỗƠỠơỡƯỮưữYỸyỹ",
    ),
    (
        '\u{304}',
        "AĀaāEĒeēIĪiīOŌoōUŪuūÜǕüǖÄǞäǟȦǠȧǡÆǢæǣǪǬǫǭÖȪöȫÕȬõȭȮȰȯȱYȲyȳИӢиӣУӮуӯGḠgḡḶḸḷḹṚṜṛṝ",
    ),
    (
        '\u{306}',
        "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭУЎИЙийуўЖӁжӂАӐаӑЕӖеӗȨḜȩḝẠẶạặ",
    ),
    (
        '\u{307}',
        "CĊcċEĖeėGĠgġIİZŻzżAȦaȧOȮoȯBḂbḃDḊdḋFḞfḟHḢhḣMṀmṁNṄnṅPṖpṗRṘrṙSṠsṡŚṤśṥŠṦšṧṢṨṣṩTṪ",
    ),
    ('\u{307}', "tṫWẆwẇXẊxẋYẎyẏſẛ"),
    (
        '\u{308}',
        "AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸΙΪΥΫιϊυϋЕЁІЇеёіїАӒаӓӘӚәӛЖӜжӝЗӞзӟИӤиӥОӦоӧӨӪөӫЭӬэӭУӰуӱ",
    ),
    ('\u{308}', "ЧӴчӵЫӸыӹHḦhḧÕṎõṏŪṺūṻWẄwẅXẌxẍtẗ"),
    (
        '\u{309}',
        "AẢaảÂẨâẩĂẲăẳEẺeẻÊỂêểIỈiỉOỎoỏÔỔôổƠỞơởUỦuủƯỬưửYỶyỷ",
    ),
    ('\u{30a}', "AÅaåUŮuůwẘyẙ"),
    ('\u{30b}', "OŐoőUŰuűУӲуӳ"),
    (
        '\u{30c}',
        "CČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzžAǍaǎIǏiǐOǑoǒUǓuǔÜǙüǚGǦgǧKǨkǩƷǮʒǯjǰHȞhȟ",
    ),
    ('\u{30f}', "AȀaȁEȄeȅIȈiȉOȌoȍRȐrȑUȔuȕѴѶѵѷ"),
    ('\u{311}', "AȂaȃEȆeȇIȊiȋOȎoȏRȒrȓUȖuȗ"),
    ('\u{31b}', "OƠoơUƯuư"),
    (
        '\u{323}',
        "BḄbḅDḌdḍHḤhḥKḲkḳLḶlḷMṂmṃNṆnṇRṚrṛSṢsṣTṬtṭVṾvṿWẈwẉZẒzẓAẠaạEẸeẹIỊiịOỌoọƠỢơợUỤuụ",
    ),
    ('\u{323}', "ƯỰưựYỴyỵ"),
    ('\u{324}', "UṲuṳ"),
    ('\u{325}', "AḀaḁ"),
    ('\u{326}', "SȘsșTȚtț"),
    ('\u{327}', "CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţEȨeȩDḐdḑHḨhḩ"),
    ('\u{328}', "AĄaąEĘeęIĮiįUŲuųOǪoǫ"),
    ('\u{32d}', "DḒdḓEḘeḙLḼlḽNṊnṋTṰtṱUṶuṷ"),
    ('\u{32e}', "HḪhḫ"),
    ('\u{330}', "EḚeḛIḬiḭUṴuṵ"),
    ('\u{331}', "BḆbḇDḎdḏKḴkḵLḺlḻNṈnṉRṞrṟTṮtṯZẔzẕhẖ"),
    ('\u{653}', "اآ"),
    ('\u{654}', "اأوؤيئەۀہۂےۓ"),
    ('\u{655}', "اإ"),
    (
        '\u{3099}',
        "かがきぎくぐけげこごさざしじすずせぜそぞただちぢつづてでとどはばひびふぶへべほぼうゔゝゞカガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドハバ",
    ),
    ('\u{3099}', "ヒビフブヘベホボウヴワヷヰヸヱヹヲヺヽヾ"),
    ('\u{309a}', "はぱひぴふぷへぺほぽハパヒピフプヘペホポ"),
];

/// The first and the last Korean syllable. Each is made of two or three letters, by arithmetic.
const SYLLABLES: std::ops::RangeInclusive<u32> = 0xAC00..=0xD7A3;

/// The signs of a name: each letter followed by its marks, one space for any number of them, and
/// nothing that can't be seen.
pub(super) fn signs(name: &str) -> Vec<char> {
    let mut signs = Vec::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !signs.is_empty() {
            signs.push(' ');
        }
        for sign in word.chars() {
            match sign {
                '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
                '\u{2018}' | '\u{2019}' | '\u{2bc}' => signs.push('\''),
                '\u{2010}' | '\u{2011}' => signs.push('-'),
                _ => take_apart(sign, &mut signs),
            }
        }
    }
    for marks in signs.chunk_by_mut(|a, b| is_mark(*a) && is_mark(*b)) {
        marks.sort_unstable();
    }
    signs
}

/// Whether a sign is put on the letter before it. Of several marks the order says nothing.
pub(super) fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}' | '\u{653}'..='\u{655}' | '\u{3099}' | '\u{309a}')
}

fn take_apart(sign: char, signs: &mut Vec<char>) {
    let mut marks = Vec::new();
    let mut letter = sign;
    while let Some((without, mark)) = unmarked(letter) {
        marks.push(mark);
        letter = without;
    }
    match syllable(letter) {
        Some(parts) => signs.extend(parts.into_iter().flatten()),
        None => signs.push(letter),
    }
    signs.extend(marks.into_iter().rev());
}

/// A letter without its last mark, and that mark.
fn unmarked(letter: char) -> Option<(char, char)> {
    if letter.is_ascii() {
        return None;
    }
    MARKED.iter().find_map(|&(mark, pairs)| {
        let mut pairs = pairs.chars();
        while let (Some(without), Some(with)) = (pairs.next(), pairs.next()) {
            if with == letter {
                return Some((without, mark));
            }
        }
        None
    })
}

/// The letters of a Korean syllable.
fn syllable(sign: char) -> Option<[Option<char>; 3]> {
    let number = u32::from(sign);
    if !SYLLABLES.contains(&number) {
        return None;
    }
    let at = number.saturating_sub(*SYLLABLES.start());
    let (first, rest) = (at / 588, at % 588);
    let (second, third) = (rest / 28, rest % 28);
    let letter = |from: u32, at: u32| char::from_u32(from.saturating_add(at));
    let third = letter(0x11A7, third).filter(|_| third > 0);
    Some([letter(0x1100, first), letter(0x1161, second), third])
}

#[cfg(test)]
mod tests {
    use super::signs;

    fn same(a: &str, b: &str) -> bool {
        signs(a) == signs(b)
    }

    #[test]
    fn t2_a_letter_is_the_same_as_one_sign_and_with_its_marks_behind_it() {
        for (a, b) in [
            ("José", "Jose\u{301}"),
            ("Ångström", "A\u{30a}ngstro\u{308}m"),
            ("Nguyễn", "Nguye\u{302}\u{303}n"),
            ("Nguyễn", "Nguy\u{ea}\u{303}n"),
            ("Việt", "Vie\u{323}\u{302}t"),
            ("Việt", "Vie\u{302}\u{323}t"),
            ("Γιώργος", "Γιω\u{301}ργος"),
            ("Андрей", "Андреи\u{306}"),
            ("ガンダ", "カ\u{3099}ンタ\u{3099}"),
            ("한글", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}"),
            ("가", "\u{1100}\u{1161}"),
        ] {
            assert!(same(a, b), "{a} {b}");
        }
        assert!(!same("José", "Jose"), "another name");
        assert!(!same("한", "하"));
    }

    #[test]
    fn t2_spaces_and_what_cannot_be_seen_make_no_other_name() {
        for other in [
            "Ada  Lovelace",
            " Ada\u{a0}Lovelace\t",
            "Ada \u{3000}Love\u{ad}lace",
            "\u{200e}Ada Lovelace\u{200f}",
        ] {
            assert!(same("Ada Lovelace", other), "{other:?}");
        }
        assert!(same("Siobhán O'Brien", "Siobhán O\u{2019}Brien"));
        assert!(!same("Ada Lovelace", "AdaLovelace"));
    }
}
