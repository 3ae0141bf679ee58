"""Scalars: common ones, and those that readers and printers of YAML get wrong."""

#: Scalars as they stand in a file: many are not the text that they look like, or only just are.
PLAIN = r"""
yes no on off y n Y N true True TRUE false ~ null Null NULL 0 -0 +1 1 007 0644 0o17 0x1F 0b101 1_000
1e3 1E5 1.0 1.50 .5 5. -.5 +1.5 1e21 1e-7 123456789.123456789 12345678901234567890 9223372036854775807
9223372036854775808 18446744073709551616 0.1 100000000000000000000 1:30 190:20:30 1:30.5 2024-01-01
2024-1-1 2024-01-01T10:00:00Z 2024-01-01T10:00:00.5+02:00 .inf .nan -.inf = << <<a a:b a#b x=y 1.2.3
v1.2 0.0.0.0/0 10.0.0.1 1m 100m 1Gi 0.5Gi 08 09 0o8 0x 0xg 1e 1e+ e1 _1 1_ 1__0 - -a --a ?a :a a: %a @a
`a *a &a a,b [ ] { } {} [] #a "#a" "a\tb" "a\nb" "\u00e9" "\U0001F600" "\x7f" "\0" "\e" 'it''s' '5' "5" ''
"" "yes" $(VAR) $$(VAR) $(A)$(B) ${x} {{x}} a\b "a\/b" "\a" "\N" "\L" "\ud83d\ude00" é ünïcode 日本語 😀
""".split()

#: The same, with a tag, an anchor or characters that the list of words cannot hold.
TAGGED = [
    "!!str", "!!str 5", "!!str yes", "!!int '5'", "!!int 5", "!!binary aGVsbG8=", "!!binary /w==", "!!float 3",
    "!!float '1.0'", "!!bool 'true'", "!!bool yes", "!!null ''", "!custom x", "! 5", "!!timestamp 2024-01-01",
    "&s 5", "a\u00a0b", "a\u0085b", "\ufeffa", "a\u2028b", "'a b'", '"a b" # c', "a b # c", "''''", "'a  b'",
    "a  b", "!!str 2024-01-01", "!!seq []", "!!map {}", "!<tag:yaml.org,2002:str> 5",
]

WORDS = r"""
the quick brown fox jumps over lazy dog server.port=8080 log_level: "debug" # note key: value
http://example.com/a?b=c&d=e <tag> it's 100% a,b [x] {y} - item \n \t $HOME ${VAR} $(VAR) é 日本語
""".split()

#: Strings, of which the writer chooses the style.
TEXTS = [
    "", " ", "a", "a b", " lead", "trail ", "a\nb", "a\nb\n", "a\n\nb\n\n", "\na", "\n", "\n\n", "a\tb", "\ta",
    "a\n\tb\n", "a\n  b\n c\n", "  a\nb\n", "a \nb\n", "a\r\nb\r\n", "a\rb", "key: value\n# c\n- x\n", "---\na\n",
    "a\n---\nb\n", "#!/bin/sh\nset -e\necho \"$1\" | tr a b\n", '{"a": 1, "b": [true, null]}', "[1, 2]",
    '{\n  "a": {\n    "b": "c"\n  }\n}\n', "a: 1\nb:\n- c\n", "yes", "no", "1", "0644", "1e3", "null", "~",
    "true", "2024-01-01", "1:30", "=", "<<", "!x", "&x", "*x", "@x", "`x", "%x", "? x", ": x", "- x", "x:", "x #y",
    "'", '"', "\\", "''", "é", "日本語", "😀 x", "a\u00a0b", "a\u2028b", "\ufeffa", "\x7f", "\x07", "a\u0085b",
    "<a> & <b>", "x" * 90, "#", "...", "a...", "0x", "0b", "+", "-", ".", "a\n ", "{}", "[]", "{", "}",
    "http://h:80/p?q=1&r=2#f", "/", "C:\\dir", "100%", "a,b", "x" * 70, "x" * 71, "user:pass@host",
]

#: Strings that are safe in most places.
COMMON = ["debug", "info", "v1", "1.0.0", "web", "10m", "http", "tcp", "8080", "x-y", "a.b/c", "true", "prod"]


def plain(chance):
    """A plain, quoted or tagged scalar, as it stands in a file."""
    return chance.choice(TAGGED if chance.of(0.2) else PLAIN)


def text(chance):
    """A string: mostly common, sometimes long, sometimes of several lines."""
    if chance.of(0.45):
        return chance.choice(COMMON)
    if chance.of(0.55):
        return chance.choice(TEXTS)
    if chance.of(0.5):
        return " ".join(chance.choices(WORDS, k=chance.randint(2, 30)))
    lines = [" " * chance.choice([0, 0, 0, 2, 4]) + " ".join(chance.choices(WORDS, k=chance.randint(0, 12)))
             for _ in range(chance.randint(2, 6))]
    return "\n".join(lines) + chance.choice(["", "\n", "\n", "\n\n"])
