# docs/survey.md out of docs/survey.jsonl. $listed: how many mutations there are, without constants and of constants. $unbuilt: how
# many of those that were drawn do not compile.

def classes: ["both", "unit", "simulation", "neither", "equivalent"];
def count(class): map(select(.class == class)) | length;
def is_found: .class == "both" or .class == "simulation";
def percent(part; whole): if whole == 0 then "" else "\(part * 100 / whole | round) %" end;
def quantile(q): sort | if length == 0 then 0 else .[([length * q | ceil, 1] | max) - 1] end;
def seconds: . * 100 | round | . / 100;

def heading(name):
  "| \(name) | mutants | both | unit tests only | gate and swarm only | neither | equivalent | gate and swarm find |",
  "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";

def row(name):
  . as $mutants |
  "| \(name) | \(length) | \([classes[] as $class | $mutants | count($class) | tostring] | join(" | ")) | " +
  "\(percent(map(select(is_found)) | length; length - count("equivalent"))) |";

def rows_by(key): group_by(key)[] | row("`" + (.[0] | key) + "`");

def finders(name; key):
  "| \(name) | finds first |",
  "| --- | ---: |",
  (map(select(is_found) | key) | group_by(.) | sort_by(-length)[] | "| `\(.[0])` | \(length) |");

def code: "`" + (if length > 160 then .[:160] + " …" else . end) + "`";
def entry:
  "- `\(.file):\(.line)` \(.operator): " +
  if .operator == "delete-statement" and .after == ";" then .before | code else "\(.before | code) → \(.after | code)" end;
def entries(class): map(select(.class == class)) | sort_by([.file, .line, .id])[] | entry;

map(select(.constant | not)) as $changes |
map(select(.constant)) as $constants |
map(select(is_found).simulation.cpu_s) as $to_find |
map(select(is_found | not).simulation.cpu_s) as $in_vain |

"<!-- Written by `ci/survey`. -->",
"",
"# Survey of small changes",
"",
"Small mechanical changes to `sut/`, and what notices each: the unit tests of `sut/`, or the gate scenarios and the swarm within 50",
"seeds each, by a violation, a crash, a hang or an allocation without end. The sample is drawn from every file in proportion to how",
"many changes it allows, but at least one; a change that does not compile is replaced by the next of its file.",
"",
"Left out are `sut/runtime/asio/` and `sut/burrow_server/`, which the simulator never runs (`tests/conformance` and `tests/process`",
"do), and assertions and announcements, which are what checks go by.",
"",
"- commit \($commit), seed \($seed)",
"- \($changes | length) of \($listed[0]) mutants, and apart from them \($constants | length) of \($listed[1]) constants one more or one less;" +
  " \($unbuilt) more do not compile",
"- CPU seconds until gate or swarm find a mutant: median \($to_find | quantile(0.5) | seconds), 90th percentile " +
  "\($to_find | quantile(0.9) | seconds), sum \($to_find | add // 0 | seconds);" +
  " without finding it: median \($in_vain | quantile(0.5) | seconds)",
"- again: `ci/survey --seed \($seed)`; a patch: `ci/survey --show NAME`; names and details: [survey.jsonl](survey.jsonl)",
"",
heading(""),
($changes | row("mutants")),
($constants | row("constants")),
"",
"## By folder",
"",
heading("folder"),
($changes | rows_by(.file | sub("/[^/]*$"; ""))),
"",
"## By kind of change",
"",
heading("change"),
($changes | rows_by(.operator)),
"",
"## What finds them",
"",
"Seed 1 of every scenario comes first, the gate by name, then the swarm; then seeds 2 to 10, then 11 to 50. Of several violated",
"properties the one that is violated first counts.",
"",
finders("scenario"; .simulation.scenario),
"",
finders("property, or end"; .simulation | .checks[0] // .end),
"",
"## Found by neither",
"",
($changes | entries("neither")),
"",
"Constants:",
"",
($constants | entries("neither")),
"",
"## Found by unit tests only",
"",
($changes | entries("unit")),
"",
"Constants:",
"",
($constants | entries("unit")),
"",
"## Equivalent",
"",
"No test can tell these from the true tree (`tests/survey/equivalent.txt`).",
"",
(map(select(.class == "equivalent")) | sort_by([.file, .line, .id])[] | "\(entry). \(.why)")
