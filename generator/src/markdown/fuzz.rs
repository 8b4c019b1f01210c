//! A number in, a text out that tries to be more than text in documentation.

/// Random numbers that a seed decides (SplitMix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number below another.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) % end as u64) as usize
    }

    fn of<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len())]
    }
}

/// What begins a line, or goes on in a container.
const STARTS: &[&str] = &[
    "",
    "",
    "",
    "- ",
    "-     ",
    "-\t\t",
    "* ",
    "+ ",
    "1. ",
    "1.      ",
    "7) ",
    "999999999. ",
    "> ",
    ">",
    ">     ",
    "    ",
    "     ",
    "\t",
    "  ",
    "   ",
    "# ",
    "###### ",
    "#",
    "- - ",
    "> - ",
    "1. > ",
    "- [ ] ",
    "[a]: ",
    "[^a]: ",
    "| ",
    ": ",
    "-",
    "*",
    "\u{a0}",
    "&#32;&#32;&#32;&#32;",
    "&#9;",
    "&#10;",
    "\\",
    "- ~~~ ",
    "1. ```",
];

/// What a whole line can be.
const LINES: &[&str] = &[
    "",
    "",
    "",
    "---",
    "===",
    "***",
    "- - -",
    "=",
    "--",
    "_ _ _",
    "```",
    "```rust",
    "````",
    "~~~",
    "~~~rust,should_panic",
    "```{.class}",
    "```text",
    "~~~~ no_run",
    "``` compile_fail,E0308",
    "|---|",
    "| a | b |",
    "|:-:|--:|",
    "| a |",
    "a | b",
    "---|---",
    ":-",
    "<div>",
    "</div>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<details><summary>x</summary>",
    "<pre>",
    "<?php",
    "<![CDATA[",
    "]]>",
    "<br>",
    "[Vec]: https://x.example",
    "[a]: javascript:alert(1) 'title'",
    "[^1]: note",
    "    std::process::exit(1);",
    "\tpanic!();",
    "panic!(\"ran\"); // !",
    "/// doc",
    "//! doc",
    "*/",
    "/*",
    "#![allow(x)]",
    "# hidden",
    "+++",
    ":::",
    "$$",
    "%%%",
];

const PIECES: &[&str] = &[
    "word",
    "two words",
    " ",
    "  ",
    "`",
    "``",
    "```",
    "````",
    "`a`",
    "``a``` <script>alert(1)</script> ```",
    "`` <img src=x onerror=alert(1)> ``",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~",
    "~~",
    "*a*",
    "**b**",
    "_c_",
    "~~d~~",
    "***e***",
    "*f **g** h*",
    "2*3",
    "snake_case_name",
    "__init__",
    "[",
    "]",
    "[]",
    "![",
    "](",
    ")",
    "(",
    "[Client]",
    "[`Vec`]",
    "[Vec](Vec)",
    "[`Vec`][Client]",
    "[a][a]",
    "[a][]",
    "[^a]",
    "[^1]",
    "[x](https://x.example/a_b_c)",
    "[x](<https://x.example/a b>)",
    "[x](javascript:alert(1))",
    "[x](data:text/html,x)",
    "[x](HTTPS://X.example)",
    "[x](https://x.example/\\)",
    "[x](https://x.example/\\",
    "[x](https://x.example/(a))",
    "[x](https://x.example \"t\")",
    "[x](mailto:a@b.example)",
    "[x](mailto:Vec@Client)",
    "[](https://x.example)",
    "[x](#/a)",
    "[x](../a)",
    "![x](https://x.example/i.png)",
    "![](https://x.example/i.png)",
    "![x](data:image/png;base64,AA)",
    "[![x](https://x.example/i)](https://x.example)",
    "[*a*](https://x.example)",
    "*[a](https://x.example)*",
    "<https://x.example>",
    "<https://x.example/`a`>",
    "<mailto:a@b.example>",
    "<a@b.example>",
    "<javascript:alert(1)>",
    "https://x.example/a_b_?c=*d*&copy;",
    "http://",
    "https://x",
    "https://x.example.",
    "(https://x.example)",
    "http://a.bc'http://d.ef",
    "<b>",
    "</b>",
    "<img src=x>",
    "<a href='javascript:x'>",
    "<br/>",
    "<BR>",
    "<p>",
    "<x",
    "<!",
    "<?",
    "< b",
    "&lt;script&gt;",
    "&amp;",
    "&#60;b&#62;",
    "&copy;",
    "&#x202e;",
    "&#0;",
    "&#27;",
    "&#91;Vec&#93;",
    "&nbsp;",
    "&",
    "&#",
    "\\",
    "\\\\",
    "\\`",
    "\\[",
    "\\<b>",
    "\\\n",
    "  \n",
    "|",
    "\\|",
    "`a|b`",
    "`a\\|b`",
    "!",
    "!\\[",
    "#",
    "=",
    "-",
    "--",
    "...",
    "\"q\"",
    "'q'",
    "{.class}",
    "{#id}",
    "@name",
    "$x$",
    ":smile:",
    "größe",
    "名前",
    "\u{200b}",
    "\u{a0}",
    "\u{202e}",
    "\u{feff}",
    "\u{2028}",
    "\u{0}",
    "\u{1b}[31m",
    "\u{85}",
    "\r",
    "\r\n",
    "\t",
    "\u{e000}",
    "\u{e001}",
    "\u{e002}",
    "1.",
    "1. a",
    "- a",
    "+",
    "> q",
    "::",
    ":",
    ";",
    ",",
    ".",
    "*/",
    "/*",
    "\"",
    "#[doc = \"x\"]",
    "{",
    "}",
    "{{",
    "fn main() {}",
    "std::fs::remove_dir_all(\"x\");",
    "🦀",
];

/// A text of a few lines, or of one.
pub(crate) fn text(random: &mut Random) -> String {
    let mut text = String::new();
    let lines = 1 + random.below(9);
    let mut containers: Vec<&str> = Vec::new();
    for index in 0..lines {
        if index > 0 {
            text.push_str(random.of(&["\n", "\n", "\n", "\n", "\r\n", "\n\n", "\r"]));
        }
        match random.below(5) {
            0 => containers.push(random.of(STARTS)),
            1 => _ = containers.pop(),
            2 if random.below(4) == 0 => containers.clear(),
            _ => {}
        }
        for container in &containers {
            let goes_on = random.below(3) == 0;
            let spaces = " ".repeat(container.len());
            text.push_str(if goes_on { container } else { &spaces });
        }
        if random.below(3) == 0 {
            text.push_str(random.of(STARTS));
        }
        if random.below(4) == 0 {
            text.push_str(random.of(LINES));
            continue;
        }
        for _ in 0..random.below(7) {
            text.push_str(random.of(PIECES));
            text.push_str(random.of(&["", "", " ", "a"]));
        }
    }
    text
}

/// A name of one line or more: of a property, a path, a value.
pub(crate) fn name(random: &mut Random) -> String {
    let pieces: Vec<&str> = (0..1 + random.below(4)).map(|_| random.of(PIECES)).collect();
    pieces.concat()
}
