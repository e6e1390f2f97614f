//! The JSON reader's own messages in Japanese. They are English sentences of a fixed form; one of a
//! form not known here is quoted. It must never lose what was expected.

pub(super) struct Wording {
    pub found: String,
    pub expected: String,
}

/// What the reader found and what it expected.
pub(super) fn japanese(error: &serde_json::Error) -> Wording {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = message.strip_suffix(&place).unwrap_or(&message);
    let (found, expected) = value(message).or_else(|| field(message)).unwrap_or_else(|| syntax(error, message));
    Wording { found, expected }
}

/// `invalid type: string "2", expected u32` and its kin.
fn value(message: &str) -> Option<(String, String)> {
    let rest = ["invalid type: ", "invalid value: "].iter().find_map(|prefix| message.strip_prefix(prefix))?;
    let (found, expected) = rest.split_once(", expected ")?;
    let expected = match expected {
        "u32" | "u16" => "0以上の整数",
        "a boolean" => "true か false",
        "a sequence" => "[ ] で囲んだ一覧",
        other => other,
    };
    Some((format!("{}は使えません", thing(found)), expected.to_owned()))
}

/// `string "2"` as 「2」.
fn thing(found: &str) -> String {
    let kinds = [("string ", "文字列"), ("integer ", "整数"), ("floating point ", "小数"), ("boolean ", "値")];
    for (english, kind) in kinds {
        if let Some(value) = found.strip_prefix(english) {
            let value: String = value.trim_matches(['"', '`']).chars().take(60).collect();
            return format!("{kind}「{value}」");
        }
    }
    match found {
        "null" => "null".to_owned(),
        "map" => "{ }".to_owned(),
        "sequence" => "[ ]".to_owned(),
        other => format!("「{other}」"),
    }
}

/// Unknown, missing and doubled fields.
fn field(message: &str) -> Option<(String, String)> {
    let list = |names: &str| names.replace('`', "").replace(", ", "、").replace(" or ", "、");
    if let Some(rest) = message.strip_prefix("unknown field `") {
        let (name, rest) = rest.split_once('`')?;
        let names = rest.trim_start_matches(", expected one of ");
        let names = names.trim_start_matches(", expected ");
        let expected = format!("次のどれか: {}", list(names));
        return Some((format!("知らない項目「{name}」があります"), expected));
    }
    if let Some(rest) = message.strip_prefix("missing field `") {
        let name = rest.trim_end_matches('`');
        return Some((format!("項目「{name}」がありません"), format!("項目「{name}」")));
    }
    let name = message.strip_prefix("duplicate field `")?.trim_end_matches('`');
    let found = format!("項目「{name}」が2回書かれています");
    Some((found, format!("項目「{name}」は1回だけ")))
}

/// Text that is no JSON.
fn syntax(error: &serde_json::Error, message: &str) -> (String, String) {
    if error.is_eof() {
        let found = "ファイルが途中で終わっています";
        return (found.to_owned(), "最後の } までそろったファイル".to_owned());
    }
    let expected = match message {
        "trailing comma" => "最後の値の後ろに , を置かない書き方",
        "trailing characters" => "最後の } の後ろに何も書かないファイル",
        "expected `:`" => "項目の名前の後ろに :",
        "expected `,` or `}`" => "値の後ろに , か }",
        "expected `,` or `]`" => "値の後ろに , か ]",
        "key must be a string" => "\" \" で囲んだ項目の名前",
        "number out of range" | "invalid number" => "0以上の整数",
        "recursion limit exceeded" => "入れ子の浅いファイル",
        _ => "JSON の書き方",
    };
    (format!("JSON として読めません（{message}）"), expected.to_owned())
}
