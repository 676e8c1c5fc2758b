//! Scalars of the YAML 1.2 core schema (section 10.3.2): null, booleans and numbers in plain scalars.

use super::Kind;

/// A number as a plain scalar writes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A whole number that fits 64 bits.
    Int(i64),
    /// Any other number; infinities and NaN as well.
    Float(f64),
}

/// The kind of a plain scalar without a tag.
pub(super) fn classify(text: &str) -> Kind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Kind::Null,
        "true" | "True" | "TRUE" => return Kind::True,
        "false" | "False" | "FALSE" => return Kind::False,
        _ => {}
    }
    let first = text.as_bytes()[0];
    if (first.is_ascii_digit() || matches!(first, b'-' | b'+' | b'.')) && number(text).is_some() {
        Kind::Number
    } else {
        Kind::String
    }
}

/// The number that a plain scalar stands for, if any. What fits neither type saturates.
pub(super) fn number(text: &str) -> Option<Number> {
    if let Some(hex) = text.strip_prefix("0x") {
        let digits = !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit());
        return digits.then(|| i64::from_str_radix(hex, 16).map_or(Number::Float(f64::MAX), Number::Int));
    }
    if let Some(octal) = text.strip_prefix("0o") {
        let digits = !octal.is_empty() && octal.bytes().all(|b| (b'0'..=b'7').contains(&b));
        return digits.then(|| i64::from_str_radix(octal, 8).map_or(Number::Float(f64::MAX), Number::Int));
    }
    let body = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(body, ".inf" | ".Inf" | ".INF") {
        return Some(Number::Float(if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY }));
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(Number::Float(f64::NAN));
    }
    if !body.is_empty() && body.bytes().all(|b| b.is_ascii_digit()) {
        let whole = text.strip_prefix('+').unwrap_or(text);
        return Some(whole.parse().map_or_else(|_| Number::Float(whole.parse().unwrap_or(f64::MAX)), Number::Int));
    }
    is_float(body).then(|| Number::Float(text.parse().unwrap_or(f64::NAN)))
}

/// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_float(body: &str) -> bool {
    let (mantissa, exponent) = match body.find(['e', 'E']) {
        Some(at) => (&body[..at], Some(&body[at + 1..])),
        None => (body, None),
    };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let exponent_ok = exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)));
    let mantissa_ok = match mantissa.split_once('.') {
        Some(("", fraction)) => digits(fraction),
        Some((whole, fraction)) => digits(whole) && (fraction.is_empty() || digits(fraction)),
        None => digits(mantissa),
    };
    exponent_ok && mantissa_ok
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn core_schema() {
        for text in ["", "~", "null"] {
            assert_eq!(classify(text), Kind::Null, "{text}");
        }
        for text in ["1", "-1", "+12", "0x1F", "0o17", "1.5", ".5", "1.", "1e3", "-.inf", ".nan", "0777"] {
            assert_eq!(classify(text), Kind::Number, "{text}");
        }
        for text in ["yes", "no", "on", "1.2.3", "2026-11-01", "-", "+", ".", "1e", "0x", "1_000", "e3", "12:30"] {
            assert_eq!(classify(text), Kind::String, "{text}");
        }
        assert_eq!(number("0777"), Some(Number::Int(777)));
        assert_eq!(number("0x1F"), Some(Number::Int(31)));
    }
}
