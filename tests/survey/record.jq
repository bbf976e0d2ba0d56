# The sample with its verdicts, as an array, becomes what is kept of it: a line for each mutant that was judged. $marks are the
# names of equivalent mutants, and why they are.

def class:
  if .unit.killed and .simulation.killed then "both"
  elif .unit.killed then "unit"
  elif .simulation.killed then "simulation"
  else "neither" end;

[.[] | select(.builds)] as $judged |
($marks[0] | with_entries(select(.key | IN($judged[].id)))) as $marks |

if ($marks | length) * 10 > ($judged | length) then
  error("more than a tenth of the sample is marked as equivalent") else . end |

$judged[] |
(if $marks[.id] then
   if class != "neither" then error("\(.id) is marked as equivalent, but something notices it") else "equivalent" end
 else class end) as $class |
{id, file, line, operator, constant, before, after, class: $class} +
(if $class == "equivalent" then {why: $marks[.id]} else {} end) +
(if .unit.killed then {unit: .unit.by} else {} end) +
{simulation: (.simulation | del(.killed))}
