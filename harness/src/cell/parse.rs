//! A line of a contender's output as a message, or what is wrong with it.

use records::Outcome;
use serde_json::{Map, Value};

use super::protocol::Message;

/// The message in a line: the `number`-th, from 1, of a cell that trains in batches of `batch`.
///
/// # Errors
/// [`Outcome::Diverged`] for a loss that is NaN or infinite, [`Outcome::Failed`] for everything else
/// that is not a message.
pub(super) fn message(line: &str, number: usize, batch: usize) -> Result<Message, Outcome> {
    let error = match serde_json::from_str(line) {
        Ok(message) => return Ok(message),
        Err(error) => error,
    };
    let Some(keys) = keys(line) else {
        return Err(not_a_message(line, &explain(line, &error)));
    };
    match typed(&keys) {
        Ok(message) => Ok(message),
        Err(error) => Err(diverged(&keys, batch).unwrap_or_else(|| match keys.get("event") {
            Some(Value::String(event)) => failed(malformed(number, event, &keys, &error)),
            _ => not_a_message(line, "it has no key event"),
        })),
    }
}

fn typed(keys: &Map<String, Value>) -> Result<Message, String> {
    serde_json::from_value(Value::Object(keys.clone())).map_err(|error| error.to_string())
}

/// The keys of a JSON object in which NaN and infinity may stand; `None` for other text, and for lines
/// that are too long to look into.
fn keys(line: &str) -> Option<Map<String, Value>> {
    const LONGEST: usize = 1 << 20;
    if line.len() > LONGEST {
        return None;
    }
    serde_json::from_str(line).or_else(|_| serde_json::from_str(&with_null(line))).ok()
}

/// The line with `null` for the NaN, Infinity and -Infinity that Python's `json` writes.
fn with_null(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let (mut is_quoted, mut is_escaped) = (false, false);
    let mut rest = line;
    while let Some(next) = rest.chars().next() {
        let words = ["-Infinity", "Infinity", "NaN"].into_iter();
        let word = words.filter(|_| !is_quoted).find(|word| rest.starts_with(word));
        let (taken, left) = rest.split_at(word.map_or(next.len_utf8(), str::len));
        text.push_str(word.map_or(taken, |_| "null"));
        is_quoted ^= next == '"' && !is_escaped;
        is_escaped = is_quoted && next == '\\' && !is_escaped;
        rest = left;
    }
    text
}

/// [`Outcome::Diverged`] if a loss is not a finite number: `null` in many languages' JSON.
fn diverged(keys: &Map<String, Value>, batch: usize) -> Option<Outcome> {
    let number = |key: &str| Some(keys.get(key)?.as_u64()? as usize);
    let is_null = |key: &str| keys.get(key) == Some(&Value::Null);
    let (epoch, step) = match keys.get("event")?.as_str()? {
        "gradients" if is_null("loss") => (1, 1),
        "step" if is_null("loss") => (number("epoch")?, number("step")?),
        "epoch" if is_null("train_loss") || is_null("test_loss") => {
            (number("epoch")?, number("rows")?.div_ceil(batch.max(1)))
        }
        _ => return None,
    };
    Some(Outcome::Diverged { epoch, step })
}

/// `message 3 (epoch): key test_loss: expected a number, got a list`.
fn malformed(number: usize, event: &str, keys: &Map<String, Value>, error: &str) -> String {
    // serde's error does not name the key. Without the key the error is another one.
    let is_wrong = |key: &&String| {
        let mut others = keys.clone();
        others.remove(*key);
        typed(&others).err().as_deref() != Some(error)
    };
    if error.starts_with("unknown variant") {
        return format!("message {number}: {}", error.replace("unknown variant", "unknown event"));
    }
    let problem = match error.strip_prefix("missing field ") {
        Some(key) => format!("key {} is missing", key.trim_matches('`')),
        None => match keys.keys().filter(|key| *key != "event").find(is_wrong) {
            Some(key) => format!("key {key}: {}", expectation(error)),
            None => error.to_owned(),
        },
    };
    format!("message {number} ({event}): {problem}")
}

/// `invalid type: sequence, expected f64` in the words of the documentation.
fn expectation(error: &str) -> String {
    let types = error.strip_prefix("invalid type: ").or(error.strip_prefix("invalid value: "));
    let Some((got, expected)) = types.and_then(|types| types.split_once(", expected ")) else {
        return error.to_owned();
    };
    let expected = match expected {
        "f32" | "f64" => "a number",
        "u32" | "u64" | "usize" => "a whole number",
        "a sequence" => "a list",
        "a string" | "path string" => "text",
        other => other,
    };
    let got = match got {
        "sequence" => "a list",
        "map" => "an object",
        "null" => "null, NaN or infinity",
        other => other,
    };
    format!("expected {expected}, got {got}")
}

/// The parser's reason for a line that was meant as JSON, else where such text belongs.
fn explain(line: &str, error: &serde_json::Error) -> String {
    if line.starts_with('{') {
        return error.to_string();
    }
    "only messages belong on standard output, other text on standard error".to_owned()
}

fn not_a_message(line: &str, reason: &str) -> Outcome {
    let start: String = line.chars().take(200).collect();
    failed(format!("wrote a line that is not a message ({reason}): {start}"))
}

fn failed(error: String) -> Outcome {
    Outcome::Failed { error }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EPOCH: &str = r#"{"event":"epoch","epoch":2,"train_loss":0.5,"train_seconds":1.0,"first_step_seconds":0.1,"rows":100,"test_loss":0.4,"test_correct":9,"test_total":10,"evaluate_seconds":0.1}"#;

    /// The outcome of the epoch with one of its values replaced.
    fn with(from: &str, to: &str) -> Outcome {
        let line = EPOCH.replace(from, to);
        assert_ne!(line, EPOCH);
        message(&line, 3, 64).unwrap_err()
    }

    fn error_of(outcome: Outcome) -> String {
        let Outcome::Failed { error } = outcome else { unreachable!("{outcome:?}") };
        error
    }

    #[test]
    fn a_loss_that_is_not_finite_is_divergence_in_that_epoch_and_step() {
        assert!(message(EPOCH, 3, 64).is_ok());
        let in_the_second_epoch = Outcome::Diverged { epoch: 2, step: 2 };
        for loss in ["NaN", "Infinity", "-Infinity", "null"] {
            assert_eq!(with("0.5", loss), in_the_second_epoch);
            assert_eq!(with("0.4", loss), in_the_second_epoch);
        }
        let line = r#"{"event": "gradients", "loss": NaN, "file": "NaN \" g"}"#;
        assert_eq!(message(line, 1, 64), Err(Outcome::Diverged { epoch: 1, step: 1 }));
        let line =
            r#"{"event":"step","epoch":3,"step":7,"steps":9,"loss":NaN,"rows_per_second":1}"#;
        assert_eq!(message(line, 1, 64), Err(Outcome::Diverged { epoch: 3, step: 7 }));
    }

    #[test]
    fn a_malformed_message_is_named_with_its_key() {
        for (from, to, expected) in [
            ("0.4", "[0.4]", "message 3 (epoch): key test_loss: expected a number, got a list"),
            ("1.0", "NaN", "key train_seconds: expected a number, got null, NaN or infinity"),
            ("\"rows\":100,", "", "message 3 (epoch): key rows is missing"),
            ("\"rows\":100", "\"rows\":-1", "key rows: expected a whole number, got integer `-1`"),
            (
                "\"epoch\":2",
                "\"epoch\":\"2\"",
                "key epoch: expected a whole number, got string \"2\"",
            ),
            (
                "\"event\":\"epoch\"",
                "\"event\":\"epok\"",
                "message 3: unknown event `epok`, expected",
            ),
        ] {
            let error = error_of(with(from, to));
            assert!(error.contains(expected), "{error}");
        }
        let line = r#"{"event":"predictions","classes":[1,"2"],"seconds":[0.1]}"#;
        let error = error_of(message(line, 1, 64).unwrap_err());
        assert!(
            error.contains("key classes: expected a whole number, got string \"2\""),
            "{error}"
        );
    }

    #[test]
    fn text_that_is_no_json_is_told_where_it_belongs() {
        let error = error_of(message("Epoch 1: loss 0.3", 1, 64).unwrap_err());
        assert!(
            error.contains("standard error") && error.ends_with("Epoch 1: loss 0.3"),
            "{error}"
        );
        let error = error_of(message("{\"event\": \"epoch\", ", 1, 64).unwrap_err());
        assert!(error.contains("EOF while parsing"), "{error}");
        let error = error_of(message("{\"epoch\": 3}", 1, 64).unwrap_err());
        assert!(error.contains("no key event"), "{error}");
    }
}
