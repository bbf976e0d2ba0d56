# docs/trust.md out of docs/trust.jsonl, an array of its lines.

def due: 1000000;  # runs that version 1.0 asks for

def grouped: if length <= 3 then . else (.[:-3] | grouped) + "," + .[-3:] end;
def number: floor | tostring | grouped;
def hours: if . == 0 then "0 h" elif . < 3600 then "under 1 h" else "\(. / 3600 | number) h" end;
def total(member): map(member) | add // 0;
def period: map(.date) | unique | if length == 1 then .[0] else "\(.[0]) to \(.[-1])" end;

def sums: "\(total(.runs) | number) | \(total(.failed) | number) | \(total(.inconclusive) | number) | \(total(.acknowledged) | number)";
def totals(name): "| \(name) | \(sums) | \(total(.simulated_s) | hours) | \(total(.cpu_s) | hours) |";

# Ranges of one commit that adjoin become one.
def merged:
  group_by([.scenario, .text_hash, .commit, .tree]) | map(sort_by(.first) |
    reduce .[] as $line ([];
      if length > 0 and .[-1][-1].last + 1 == $line.first then .[-1] += [$line] else . + [[$line]] end)) |
  add // [] | sort_by([.[0].scenario, .[0].first, .[0].date]);

def range_row:
  "| `\(.[0].scenario)` | \(.[0].first)..\(.[-1].last) | \(sums) | \(total(.cpu_s) | number) | \(period) | `\(.[0].commit)` | `\(.[0].tree)` | `\(.[0].text_hash)` |";
def hunt_row:
  "| \(.seed) | \(.files | number) | \(.seeds) | \([.] | sums) | \(.cpu_s | number) | \(.date) | `\(.commit)` | `\(.tree)` |";

def effects(verb): map(.faults[verb] // 0) | add // 0;
# Compared over the lines that have such a floor.
def floor_of(name; counted):
  map(select(.floors[name])) | if . == [] then "" else
    total(.floors[name]) as $floor | if total(counted) < $floor then "**\($floor | number), missed**" else $floor | number end end;

def failed_row($line):
  "- `\(.scenario)` seed `\(.seed)`, commit `\($line.commit)`" +
  (if $line.kind == "hunt" then ", a file of `ci/hunt --seed \($line.seed) --files \($line.files) --seeds \($line.seeds)`" else "" end) +
  ": \(.about | map("`\(.)`") | join(", ")). \(.message)" + (if .explained then "\n  Explained: \(.explained)" else "" end);
def failed_rows(wanted): [.[] as $line | $line.failures[] | select(wanted) | failed_row($line)] | if . == [] then "None." else .[] end;

. as $lines |
map(select(.kind == "run")) as $runs |
map(select(.kind == "hunt")) as $hunts |
last.tree as $newest |

"<!-- Written by `ci/trust` out of trust.jsonl. -->",
"",
"# What ran without a false alarm",
"",
"Runs of the tree without a planted bug, under every check. What passed says that no check raised an alarm there, so no false one",
"either. It does not say that there are no bugs: a check may overlook one, and no draw may have led to it. What the checks do notice",
"is said by [planted bugs](museum.md) and [small changes](survey.md). A line is about the tree of its commit: a check that has been",
"added or changed since did not judge those runs.",
"",
"|  | runs | failed | inconclusive | acknowledged operations | time in the cluster | processor time |",
"| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
($runs | totals("scenarios")),
($hunts | totals("random scenarios (`ci/hunt`): \(total(.files) | number)")),
($lines | totals("together")),
($lines | select(length > 0) | map(select(.tree == $newest)) | totals("of these, the newest tree (`\($newest)`)")),
"",
"Version 1.0 asks for \(due | number) runs of `swarm`; " +
  "\($runs | map(select(.scenario == "swarm")) | total(.runs) | number) are here. *Inconclusive* is a run that passed, but in which a check gave up.",
"",
"- more: `ci/trust --next 20000` runs the seeds behind the last ones, `ci/trust FIRST..LAST` those, `ci/trust --hunt SEED FILES SEEDS`",
"  random scenarios; `ci/nightly` does the first",
"- this page again, out of [trust.jsonl](trust.jsonl): `ci/trust --page`",
"- *tree* names what `sut/`, `sim/`, `checkers/`, `harness/` and `scenarios/` held, *text* the scenario file; `-dirty`: more than the",
"  commit",
"",
"## Failed runs without an explanation",
"",
"Each is a bug of Burrow, of the simulator or of a check, until its `explained` in trust.jsonl says which.",
"",
($lines | failed_rows(.explained | not)),
"",
"## Failed runs that are explained",
"",
($lines | failed_rows(.explained)),
"",
"## Ranges of seeds",
"",
"| scenario | seeds | runs | failed | inconclusive | acknowledged operations | CPU seconds | date | commit | tree | text |",
"| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- | --- | --- |",
($runs | merged[] | range_row),
"",
"## Random scenarios",
"",
"| seed of the hunt | scenarios | seeds of each | runs | failed | inconclusive | acknowledged operations | CPU seconds | date | commit | tree |",
"| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | --- | --- | --- |",
($hunts | sort_by([.date, .seed])[] | hunt_row),
"",
"## What took effect",
"",
"How often a fault changed something: what passed says nothing about a fault that did not. The floor is that of `cover` in the scenario,",
"in proportion to the runs.",
"",
"| | in scenarios | floor | in random scenarios |",
"| --- | ---: | ---: | ---: |",
"| acknowledged operations | \($runs | total(.acknowledged) | number) | \($runs | floor_of("ops.acknowledged"; .acknowledged)) | " +
  "\($hunts | total(.acknowledged) | number) |",
([$lines[].faults | keys[]] | unique[] | . as $verb |
  "| `\($verb)` | \($runs | effects($verb) | number) | \($runs | floor_of("fault.\($verb).effective"; .faults[$verb])) | " +
  "\($hunts | effects($verb) | number) |")
