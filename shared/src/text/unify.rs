//! Characters that look and mean the same under two code points: Kangxi radicals, compatibility
//! ideographs, half-width katakana, full-width ASCII. Taken from Unicode's compatibility mappings
//! for these blocks alone, a few kilobytes, where a whole table would weigh on the web app. It
//! must never change a character that is a different form of a name (髙, 﨑): raw text is kept.

/// U+2F00 to U+2FD5: each radical's ordinary ideograph.
const KANGXI: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀\
    寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋\
    比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸\
    缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛\
    辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻\
    黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// U+F900 to U+FA6D: each compatibility ideograph's ordinary one, or itself where it has none.
const COMPATIBILITY: &str = "\
    豈更車賈滑串句龜龜契金喇奈懶癩羅蘿螺裸邏樂洛烙珞落酪駱亂卵欄爛蘭鸞嵐濫藍襤拉臘蠟\
    廊朗浪狼郎來冷勞擄櫓爐盧老蘆虜路露魯鷺碌祿綠菉錄鹿論壟弄籠聾牢磊賂雷壘屢樓淚漏累\
    縷陋勒肋凜凌稜綾菱陵讀拏樂諾丹寧怒率異北磻便復不泌數索參塞省葉說殺辰沈拾若掠略亮\
    兩凉梁糧良諒量勵呂女廬旅濾礪閭驪麗黎力曆歷轢年憐戀撚漣煉璉秊練聯輦蓮連鍊列劣咽烈\
    裂說廉念捻殮簾獵令囹寧嶺怜玲瑩羚聆鈴零靈領例禮醴隸惡了僚寮尿料樂燎療蓼遼龍暈阮劉\
    杻柳流溜琉留硫紐類六戮陸倫崙淪輪律慄栗率隆利吏履易李梨泥理痢罹裏裡里離匿溺吝燐璘\
    藺隣鱗麟林淋臨立笠粒狀炙識什茶刺切度拓糖宅洞暴輻行降見廓兀嗀﨎﨏塚﨑晴﨓﨔凞猪益\
    礼神祥福靖精羽﨟蘒﨡諸﨣﨤逸都﨧﨨﨩飯飼館鶴郞隷侮僧免勉勤卑喝嘆器塀墨層屮悔慨憎\
    懲敏既暑梅海渚漢煮爫琢碑社祉祈祐祖祝禍禎穀突節練縉繁署者臭艹艹著褐視謁謹賓贈辶逸\
    難響頻恵𤋮舘";

/// U+FF61 to U+FF9F: half-width signs and katakana.
const HALF_KATAKANA: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゙゚";

/// Kana that a voicing mark joins, each before its voiced form.
const VOICED: &str = "かがきぎくぐけげこごさざしじすずせぜそぞただちぢつづてでとどはばひびふぶへべほぼうゔゝゞ\
    カガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドハバヒビフブヘベホボウヴヽヾ";

/// Kana that a half-voicing mark joins, each before its half-voiced form.
const HALF_VOICED: &str = "はぱひぴふぷへぺほぽハパヒピフプヘペホポ";

/// The ordinary character of one that is only another code point for it.
fn ordinary(c: char) -> char {
    let within = |first: char, table: &str| {
        let at = usize::try_from(u32::from(c) - u32::from(first)).ok()?;
        table.chars().nth(at)
    };
    match c {
        '\u{3000}' => Some(' '),
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0),
        '\u{2F00}'..='\u{2FD5}' => within('\u{2F00}', KANGXI),
        '\u{F900}'..='\u{FA6D}' => within('\u{F900}', COMPATIBILITY),
        '\u{FF61}'..='\u{FF9F}' => within('\u{FF61}', HALF_KATAKANA),
        _ => None,
    }
    .unwrap_or(c)
}

fn joined(table: &str, base: char) -> Option<char> {
    let mut chars = table.chars();
    while let (Some(plain), Some(marked)) = (chars.next(), chars.next()) {
        if plain == base {
            return Some(marked);
        }
    }
    None
}

/// The text with every character in its ordinary form, voicing marks joined to their kana, and
/// variation selectors left out. For keys and comparisons; what is shown stays as it was written.
pub fn unify(text: &str) -> String {
    let mut unified = String::with_capacity(text.len());
    for c in text.chars().map(ordinary) {
        let table = match c {
            '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => continue,
            '\u{3099}' | '゛' => Some(VOICED),
            '\u{309A}' | '゜' => Some(HALF_VOICED),
            _ => None,
        };
        let join = |table| joined(table, unified.chars().next_back()?);
        match table.and_then(join) {
            Some(marked) => {
                unified.pop();
                unified.push(marked);
            }
            None => unified.push(c),
        }
    }
    unified
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reports_own_odd_characters_become_ordinary() {
        assert_eq!(unify("市町村⾧同意"), "市町村長同意");
        assert_eq!(unify("ほっとステーション平\u{FA10}"), "ほっとステーション平塚");
        assert_eq!(unify("ﾋﾟｱｻﾎﾟｰﾀｰ"), "ピアサポーター");
        assert_eq!(unify("１人　Ａ（ａ）"), "1人 A(a)");
    }

    #[test]
    fn voicing_marks_join_their_kana_and_stay_where_they_cannot() {
        assert_eq!(unify("か\u{3099}は\u{309A}"), "がぱ");
        assert_eq!(unify("ｶﾞｷﾞｳﾞﾊﾟ"), "ガギヴパ");
        assert_eq!(unify("あ\u{3099}"), "あ\u{3099}");
        assert_eq!(unify("\u{3099}か"), "\u{3099}か");
    }

    #[test]
    fn forms_of_names_are_not_touched() {
        assert_eq!(unify("髙﨑"), "髙﨑");
        assert_eq!(unify("葛\u{E0100}城"), "葛城");
    }

    #[test]
    fn every_table_is_as_long_as_its_block() {
        assert_eq!(KANGXI.chars().count(), 0x2FD6 - 0x2F00);
        assert_eq!(COMPATIBILITY.chars().count(), 0xFA6E - 0xF900);
        assert_eq!(HALF_KATAKANA.chars().count(), 0xFFA0 - 0xFF61);
        assert_eq!(VOICED.chars().count() % 2, 0);
        assert_eq!(ordinary('\u{2F00}'), '一');
        assert_eq!(ordinary('\u{2FD5}'), '龠');
        assert_eq!(ordinary('\u{F900}'), '豈');
        assert_eq!(ordinary('\u{FA6D}'), '舘');
        assert_eq!(ordinary('\u{FF9D}'), 'ン');
    }

    #[test]
    fn unifying_twice_changes_nothing_more() {
        for start in [0x2F00u32, 0x3040, 0xF900, 0xFF00] {
            for c in (start..start + 0x200).filter_map(char::from_u32) {
                let once = unify(&c.to_string());
                assert_eq!(unify(&once), once, "{c:?}");
            }
        }
    }
}
