// The edges at which a run came close to a bound of the system: names of `cover:`, counted as the run goes. Generators
// aim at them; the counts prove that they were reached.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace groundhog {

enum class Edge : std::uint8_t {
  deadline_before,
  deadline_at,
  deadline_after,
  backlog_first,
  backlog_past,
  frame,
  timer,
  length,
  size,
};

struct EdgeSpec {
  std::string_view name;
  std::string_view summary;
};

// In the order of Edge.
inline constexpr std::array<EdgeSpec, 9> edge_table{{
    {"edge.deadline.before", "a reply was made in the last millisecond before the deadline of its key"},
    {"edge.deadline.at", "in the millisecond of the deadline, dead already"},
    {"edge.deadline.after", "in the one behind it"},
    {"edge.backlog.first", "a replica asked for the oldest entry that the backlog still had"},
    {"edge.backlog.past", "for the one before that"},
    {"edge.frame", "what had arrived ended inside a frame of replication"},
    {"edge.timer", "a fault began or ended within 100us of a timer of a node"},
    {"edge.length", "a fault lasted as long as a bound of the system, a millisecond more or less"},
    {"edge.size", "a value that was acknowledged is as long as a limit, a byte more or less"},
}};

class EdgeCounts {
 public:
  void add(Edge edge) { ++counts_[static_cast<std::size_t>(edge)]; }
  std::uint64_t operator[](Edge edge) const { return counts_[static_cast<std::size_t>(edge)]; }
  // Adds those that were reached.
  void report(std::map<std::string, std::uint64_t, std::less<>>& into) const {
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      if (counts_[i] > 0) into[std::string(edge_table[i].name)] += counts_[i];
    }
  }

 private:
  std::array<std::uint64_t, edge_table.size()> counts_{};
};

}  // namespace groundhog
