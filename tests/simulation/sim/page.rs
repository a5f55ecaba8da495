//! Parts of the documentation that the simulator writes, between two marks.

use std::fs;
use std::path::PathBuf;

/// Between which marks a part stands.
pub struct Marks {
    pub begin: &'static str,
    pub end: &'static str,
}

pub fn in_repository(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

impl Marks {
    /// What stands between them in a file, a line by itself.
    pub fn read(&self, name: &str) -> String {
        let text = fs::read_to_string(in_repository(name)).unwrap();
        let (from, to) = self.find(&text);
        text[from..to].trim().to_owned()
    }

    /// Puts something else there.
    pub fn write(&self, name: &str, part: &str) {
        let mut text = fs::read_to_string(in_repository(name)).unwrap();
        let (from, to) = self.find(&text);
        text.replace_range(from..to, &format!("\n{part}\n"));
        fs::write(in_repository(name), text).unwrap();
    }

    fn find(&self, text: &str) -> (usize, usize) {
        let begin = text.find(self.begin).expect("the mark where it begins");
        let end = text.find(self.end).expect("the mark where it ends");
        (begin + self.begin.len(), end)
    }
}
