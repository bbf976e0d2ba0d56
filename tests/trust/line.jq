# What `groundhog run --json` said, as an array, becomes one line of docs/trust.jsonl. Of lines `seed`, those that failed or in which
# a check gave up are enough. $head: what the caller knows of it. $verbs: every fault that there is. $runs: how many were to run.
# $full: how many seeds the floors of `cover` are about; null: they are not compared.

def is_effect: test("^fault\\..*\\.effective$");
def verb: split(".")[1];
def tenths: . * 10 | round / 10;

map(select(.type == "scenario")) as $scenarios |
map(select(.type == "seed")) as $seeds |
[$scenarios[].coverage | to_entries[]] as $coverage |
(if (map(select(.type == "summary" and .seeds == $runs)) | length) == 1 then . else error("not all of it ran") end) |

$head + {
  runs: $runs,
  failed: ($scenarios | map(.failed) | add),
  inconclusive: ($seeds | map(select((.failed | not) and (.gave_up | length > 0))) | length),
  acknowledged: ([$coverage[] | select(.key == "ops.acknowledged").value] | add // 0),
  simulated_s: ($scenarios | map(.simulated_s) | add | tenths),
  cpu_s: ($scenarios | map(.cpu_s) | add | tenths),
  faults: (($verbs | map({(.): 0}) | add) +
    ([$coverage[] | select(.key | is_effect)] | group_by(.key) | map({(.[0].key | verb): (map(.value) | add)}) | add // {})),
  failures: [$seeds[] | select(.failed) | {
    scenario, seed,
    about: (if .end == "completed" then [.violations[].check] else [.end] end),
    message: (if .end == "completed" then .violations[0].message else .detail end)}]
} +
if $full == null then {} else {
  text_hash: $scenarios[0].text_hash,
  floors: ($scenarios[0].cover | map(select((.name | is_effect) or .name == "ops.acknowledged") | {(.name): (.floor * $runs / $full | floor)}) | add // {})
} end
