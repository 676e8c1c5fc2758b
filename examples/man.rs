//! Writes the manual pages: `cargo run --example man -- FOLDER YYYY-MM-DD`.
fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(date)) = (arguments.next(), arguments.next()) else {
        return Err(std::io::Error::other("needs a folder, and the date of the release"));
    };
    std::fs::create_dir_all(&folder)?;
    for (name, text) in sidestep::cli::manual_pages(&date)? {
        std::fs::write(std::path::Path::new(&folder).join(name), text)?;
    }
    Ok(())
}
