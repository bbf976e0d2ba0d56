# docs/checks-and-bugs.md out of an array with an object for each planted bug: name, violates, seeds, and by check in how many of them it
# fired, and fired alone. $checks: all that there are.

def share(count; bug): "\(count)/\(bug.seeds)";
def cell(check):
  . as $bug | .fired[check] as $count |
  if $count == null then if check == .violates then "**none**" else "" end
  else share($count; $bug) | if check == $bug.violates then "**\(.)**" else . end end;

. as $bugs |

"<!-- Written by `ci/mutants`. -->",
"",
"# Checks and planted bugs",
"",
"Which checks notice which [planted bug](museum.md): in how many seeds of the bug's own scenario and budget each fired, with all checks on.",
"Bold is the property that the bug is there for. Where several fire, one fault shows in several ways; `groundhog explain CHECK` says in which.",
"",
"Again: `ci/mutants table`; `ci/mutants` and `ci/mutants museum` write this page, too. `ci/mutants table NAME…` prints it of these alone.",
"",
"| planted bug | \($checks | map(.id) | join(" | ")) |",
"| --- |\($checks | map(" ---: |") | add)",
($bugs[] | . as $bug | "| `\(.name)` | \($checks | map(.name as $check | $bug | cell($check)) | join(" | ")) |"),
"",
"## What a check alone notices",
"",
"Planted bugs with a seed in which no other check fired, and in how many. A check without any is there for what another one would",
"notice, too, or for a bug that is not planted.",
"",
"| id | check | alone |",
"| --- | --- | --- |",
($checks[] | .name as $check |
  "| \(.id) | `\($check)` | \([$bugs[] | select(.alone[$check]) | "`\(.name)` \(share(.alone[$check]; .))"] | if . == [] then "none" else join(", ") end) |")
