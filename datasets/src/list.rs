//! Lists in messages.

/// The first twenty items, and how many follow: images have hundreds of columns.
pub(crate) fn list(items: impl IntoIterator<Item = String>) -> String {
    const MOST: usize = 20;
    let mut items = items.into_iter();
    let first: Vec<String> = items.by_ref().take(MOST).collect();
    match items.count() {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}
